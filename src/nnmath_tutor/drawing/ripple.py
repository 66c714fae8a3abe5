"""A ripple: which cells change, line by line, when one number is nudged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.figures import own_format
from nnmath_tutor.drawing.numbers import Array, NumberFormat, with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width

CHANGED, SAME = "*", "."
MOST_DOWN, MOST_ACROSS = 6, 12  # cells of a little map


@dataclass(frozen=True, eq=False, slots=True)
class Reached:
    """An array as it was and became; `line` is that of the source, None for the nudged one."""

    name: str
    line: int | None
    before: Array
    after: Array

    @property
    def changed(self) -> Array:
        """Which cells differ."""
        with np.errstate(all="ignore"):
            differs = np.asarray(self.before != self.after)
            both_nan = np.asarray((self.before != self.before) & (self.after != self.after))
        return np.asarray(differs & ~both_nan)

    @property
    def largest(self) -> float:
        """The change of the cell that changed most, with its sign; 0 where none did."""
        with np.errstate(all="ignore"):
            change = np.asarray(self.after, dtype=float) - np.asarray(self.before, dtype=float)
        change = change[np.isfinite(change)]
        return float(change.ravel()[np.abs(change).argmax()]) if change.size else 0.0


@dataclass(frozen=True, eq=False, slots=True)
class RipplePart:
    """What a nudge reaches, in order of time; `at` is the one that the learner stands at."""

    reached: tuple[Reached, ...]
    at: int = 0


@paint.register
def _paint(part: RipplePart, size: Size, charset: Charset) -> Rows:
    if not part.reached:
        return (clip_row(line(Span("Nothing changes.", Role.DIM)), size.width, charset.dots),)
    blocks = [_block(one, k == part.at, charset) for k, one in enumerate(part.reached)]
    bands = _bands(blocks, size.width)
    for height in (MOST_DOWN + 2, *range(MOST_DOWN + 1, 2, -1)):
        lower = [_lower(band, height, charset) for band in bands]
        for apart in (True, False):
            rows = _stacked(lower, charset, apart=apart)
            if len(rows) <= size.height:
                return tuple(clip_row(row, size.width, charset.dots) for row in rows)
    return _list(part, size, charset)


def _block(one: Reached, here: bool, charset: Charset) -> list[Row]:
    """Name, map of the cells, largest change: rows of one width."""
    name = f"[{one.name}]" if here else one.name
    changed = np.atleast_1d(one.changed)
    rows_of_cells = int(np.prod(changed.shape[:-1]))  # 1 for a vector
    grid = changed.reshape(rows_of_cells, changed.shape[-1])
    rows: list[Row] = [(Span(name, Role.CURSOR if here else Role.TITLE),)]
    for cells in grid[:MOST_DOWN]:
        spans = [
            Span(f"{CHANGED if hit else charset.empty} ", Role.CHANGED if hit else Role.DIM)
            for hit in cells[:MOST_ACROSS].tolist()
        ]
        if len(cells) > MOST_ACROSS:
            spans.append(Span(charset.dots, Role.DIM))
        rows.append(line(*spans))
    if len(grid) > MOST_DOWN:
        rows[-1] = (Span(charset.dots_down, Role.DIM),)
    rows.append((Span(change_text(one.largest, charset.minus), Role.LABEL),))
    return rows


def change_text(change: float, minus: str) -> str:
    """A change with its sign, in two figures: +0.00024, −1.3e-7, 0."""
    if change == 0:
        return "no change"
    change = float(f"{change:.2g}")
    text = own_format(change, NumberFormat("fixed", 0)).text(change)
    return with_minus(text if change < 0 else f"+{text}", minus)


def _bands(blocks: list[list[Row]], width: int) -> list[list[list[Row]]]:
    """As many blocks side by side as fit, an arrow's room between them."""
    bands: list[list[list[Row]]] = [[]]
    used = 0
    for block in blocks:
        wide = max(row_width(row) for row in block)
        if bands[-1] and used + 3 + wide > width:
            bands.append([])
            used = 0
        used += wide + (3 if bands[-1] else 0)
        bands[-1].append(block)
    return bands


def _lower(band: list[list[Row]], height: int, charset: Charset) -> list[list[Row]]:
    """Blocks of at most that many rows: name and change stay, of the map as much as fits."""
    more: Row = (Span(charset.dots_down, Role.DIM),)
    return [
        block if len(block) <= height else [*block[: height - 2], more, block[-1]] for block in band
    ]


def _stacked(bands: list[list[list[Row]]], charset: Charset, *, apart: bool) -> list[Row]:
    rows: list[Row] = []
    for number, band in enumerate(bands):
        if number and apart:
            rows.append(())
        height = max(len(block) for block in band)
        widths = [max(row_width(row) for row in block) for block in band]
        middle = height // 2
        for y in range(height):
            spans: list[Span] = []
            for place, (block, wide) in enumerate(zip(band, widths, strict=True)):
                # The change stands in the last row of the band, whatever the map's height.
                row = block[-1] if y == height - 1 else block[y] if y < len(block) - 1 else ()
                if place or number:
                    arrow = charset.becomes.rjust(2) if y == middle else "  "
                    spans.append(Span(f"{arrow} ", Role.DIM))
                spans.extend(row)
                spans.append(Span(" " * (wide - row_width(row))))
            rows.append(line(*spans))
    return rows


def _list(part: RipplePart, size: Size, charset: Charset) -> Rows:
    """One row an array, around the one the learner stands at, where there's no room for maps."""
    rows: list[Row] = []
    for k, one in enumerate(part.reached):
        pointer = charset.pointer if k == part.at else " "
        count = f"{int(np.count_nonzero(one.changed))} of {np.size(one.changed)}"
        told = change_text(one.largest, charset.minus)
        rows.append(
            clip_row(
                line(
                    Span(f"{pointer} ", Role.CURSOR),
                    Span(one.name, Role.TITLE),
                    f"  {count} changed  ",
                    Span(told, Role.LABEL),
                ),
                size.width,
                charset.dots,
            )
        )
    first = min(max(part.at - size.height // 2, 0), max(len(rows) - size.height, 0))
    return tuple(rows[first : first + size.height])


@describe.register
def _describe(part: RipplePart) -> str:
    told = [
        f"{one.name}: {int(np.count_nonzero(one.changed))} of {np.size(one.changed)} cells change, "
        f"by {change_text(one.largest, '-')} at most"
        for one in part.reached
    ]
    return f"{'; '.join(told) or 'Nothing changes'}."
