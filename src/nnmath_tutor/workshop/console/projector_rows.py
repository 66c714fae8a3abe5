"""What is thrown on the wall: how to join, or how the room answered. No names."""

from __future__ import annotations

from collections.abc import Sequence

from nnmath_tutor.drawing import Charset, Role, Row, Rows, Size, Span, cells_wide
from nnmath_tutor.drawing.blocks import clip, clip_row, line
from nnmath_tutor.drawing.cells import cut, printable
from nnmath_tutor.workshop.console.big_letters import big
from nnmath_tutor.workshop.console.stage import Invited
from nnmath_tutor.workshop.protocol import Tally
from nnmath_tutor.workshop.tally_rows import tally_rows

BAR = 3  # rows of a large bar, its words among them
YOURS = "Type this, with your own name:"


def invitation_rows(invited: Invited, told: str, size: Size, charset: Charset) -> Rows:
    """How to join, as large as there is room for; `told` comes last."""
    small = [line(Span(typed, Role.STRONG)) for typed in invited.lines]
    word = [line(Span("code  ", Role.LABEL), Span(invited.code, Role.STRONG))]
    key = [line(Span(part, Role.LABEL)) for part in _key(invited.fingerprint, size.width)]
    last = [line(Span(told, Role.CURSOR))] if told else []
    command = _large(_pieces(invited.lines[0]), size.width, charset)
    code = _large([invited.code.casefold()], size.width, charset)
    code = code or _large(_split(invited.code.casefold()), size.width, charset)
    said = line(Span(YOURS, Role.LABEL))
    asked = line(Span("The code:", Role.LABEL))
    layouts: list[list[Row]] = []
    if code and command:
        layouts.append([said, *command, *small, (), asked, *code, (), *key, *last])
        layouts.append([said, *command, *small, asked, *code, *key, *last])
        layouts.append([*command, *small, *code, *key, *last])
    if code:
        layouts.append([said, *small, (), asked, *code, (), *key, *last])
        layouts.append([*small, *code, *key, *last])
    layouts.append([said, *small, (), *word, (), *key, *last])
    layouts.append([*small, *word, *key, *last])
    rows = next((one for one in layouts if len(one) <= size.height), layouts[-1])
    above = (size.height - len(rows)) // 2
    return clip(((),) * max(above, 0) + tuple(rows), size, charset.dots)


def wall_rows(tally: Tally, size: Size, charset: Charset) -> Rows:
    """The tally in bars as wide as the wall; on a small one, as learners have it."""
    total = sum(count for _, count in tally.counts)
    rows: list[Row] = [line(Span(answers(total, ended=tally.ended), Role.TITLE)), ()]
    if len(rows) + BAR * len(tally.counts) > size.height:
        return tally_rows(tally, "", size, charset)
    most = max((count for _, count in tally.counts), default=0)
    for label, count in tally.counts:
        right = label in tally.right
        role = Role.GOOD if right else Role.SERIES_1
        mark = f"{charset.right} " if right else ""
        words = cut(f"{mark}{printable(label)}", size.width - 8)
        share = f"{count}  ({round(100 * count / max(total, 1))} %)"
        gap = max(size.width - cells_wide(words) - len(share), 1)
        rows.append(
            line(Span(words, role if right else Role.STRONG), " " * gap, Span(share, Role.STRONG))
        )
        length = -(-count * size.width // max(most, 1))
        bar = line(Span(charset.bar * length, role))
        rows += [bar] * (BAR - 1)
    return tuple(clip_row(row, size.width) for row in rows)


def answers(number: int, *, ended: bool) -> str:
    """`12 answers so far`."""
    people = "1 answer" if number == 1 else f"{number} answers"
    return people if ended else f"{people} so far"


def _pieces(command: str) -> list[str]:
    """`ssh -p 2222`, `your-name@`, `192.168.1.10`: a wall is not wide enough for all of it."""
    first, _, address = command.casefold().rpartition("@")
    words, _, name = first.rpartition(" ")
    return [words, f"{name}@", address]


def _key(fingerprint: str, width: int) -> list[str]:
    """All of it, on as many lines as it takes: it is there to be compared."""
    told = f"host key  {fingerprint}"
    return [told[start : start + width] for start in range(0, len(told), max(width, 1))]


def _split(code: str) -> list[str]:
    """A long code in two lines, broken at a hyphen."""
    words = code.split("-")
    half = (len(words) + 1) // 2
    return [f"{'-'.join(words[:half])}-", "-".join(words[half:])] if len(words) > 1 else [code]


def _large(pieces: Sequence[str], width: int, charset: Charset) -> list[Row]:
    """The pieces in big letters, joined where two fit side by side; nothing if one doesn't fit."""
    lines: list[str] = []
    for piece in pieces:
        sep = " " if lines and not lines[-1].endswith("@") else ""
        joined = f"{lines[-1]}{sep}{piece}" if lines else piece
        if lines and _fits(joined, width, charset):
            lines[-1] = joined
        else:
            lines.append(piece)
    if not all(_fits(one, width, charset) for one in lines):
        return []
    rows: list[Row] = []
    for one in lines:
        rows += [line(Span(row.rstrip(), Role.STRONG)) for row in big(one, charset) or ()]
    return rows


def _fits(text: str, width: int, charset: Charset) -> bool:
    rows = big(text, charset)
    return rows is not None and len(rows[0]) <= width
