"""How the room answered, as bars."""

from __future__ import annotations

from nnmath_tutor.drawing import Charset, Role, Row, Rows, Size, Span, cells_wide
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.cells import cut, filled, printable
from nnmath_tutor.workshop.protocol import Tally

LONGEST_BAR = 40
LONGEST_NAME = 28


def tally_rows(tally: Tally, mine: str, size: Size, charset: Charset) -> Rows:
    """A title, then a bar an answer. Once it has ended the right ones are marked, and one's own."""
    total = sum(count for _, count in tally.counts)
    people = "1 answer" if total == 1 else f"{total} answers"
    title = f"How the room answered ({people}{'' if tally.ended else ' so far'}):"
    rows: list[Row] = [line(Span(title, Role.TITLE))]
    names = [_cut(printable(label), charset) for label, _ in tally.counts]
    wide = max((cells_wide(name) for name in names), default=0)
    digits = len(str(max((count for _, count in tally.counts), default=0)))
    yours = max((len(_mark(label, mine)) for label, _ in tally.counts), default=0)
    room = max(min(size.width - wide - digits - yours - 5, LONGEST_BAR), 1)
    most = max((count for _, count in tally.counts), default=0)
    for name, (label, count) in zip(names, tally.counts, strict=True):
        right = label in tally.right
        length = -(-count * room // most) if most else 0
        rows.append(
            line(
                Span(f"{charset.right} " if right else "  ", Role.GOOD),
                Span(filled(name, wide), Role.GOOD if right else Role.LABEL),
                " ",
                Span(charset.bar * length, Role.GOOD if right else Role.SERIES_1),
                Span(charset.bar_rest * (room - length), Role.DIM),
                Span(f" {count:>{digits}}", Role.STRONG),
                Span(_mark(label, mine), Role.CURSOR),
            )
        )
    return tuple(clip_row(row, size.width, charset.dots) for row in rows[: max(size.height, 0)])


def _mark(label: str, mine: str) -> str:
    return " yours" if label == mine else ""


def _cut(name: str, charset: Charset) -> str:
    if cells_wide(name) <= LONGEST_NAME:
        return name
    return cut(name, LONGEST_NAME - len(charset.dots)) + charset.dots
