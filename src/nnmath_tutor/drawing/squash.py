"""A function of every cell, as what it is: each number finds its height on the curve.

At the left the curve with the dots of the cells done so far, at the right the result that fills.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.blocks import beside, block_width
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.curve import CurvePart
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.elementwise import (
    Cell,
    ElementwisePart,
    cell_arithmetic,
    go_together,
    place_of,
    valid_cell,
)
from nnmath_tutor.drawing.matrix import MatrixPart, array_of, cell_name
from nnmath_tutor.drawing.numbers import format_for
from nnmath_tutor.drawing.rows import Rows, Size

Floats = NDArray[np.float64]

_GAP = 3
_NARROWEST = 28  # columns: on a narrower curve the dots lie on one another
_WIDEST = 72
_WIDE = 100  # columns of the whole: room enough for further digits as well
_LOWEST = 6  # rows: title, axis, and four for the curve
_HIGHEST = 18
_NARROWEST_RESULT = 12


@dataclass(frozen=True, eq=False)
class SquashPart:
    """A function of one array that takes each cell on its own, and the function's curve.

    `symbol` is the function's name; `cell` is a cell of the result, `filled` as in `MatrixPart`.
    """

    symbol: str
    operand: MatrixPart
    result: MatrixPart
    xs: Floats  # (samples,) rising
    ys: Floats  # (samples,)
    cell: Cell | None = None
    filled: int | None = None


def _tables(part: SquashPart) -> ElementwisePart:
    """The same operation as two tables, for where there is no room for a curve."""
    return ElementwisePart(part.symbol, (part.operand,), part.result, part.cell, part.filled)


def _chosen(part: SquashPart) -> Cell | None:
    return valid_cell(part.result, part.cell)


def _done(part: SquashPart, cell: Cell | None) -> int:
    """How many cells are computed: the chosen one is."""
    values = array_of(part.result)
    if part.filled is None:
        return int(values.size)
    least = place_of(cell, values.shape) + 1 if cell is not None else 0
    return max(least, min(part.filled, int(values.size)))


@paint.register
def _paint_squash(part: SquashPart, size: Size, charset: Charset) -> Rows:
    drawn = _beside_the_curve(part, size, charset)
    return drawn if drawn else paint(_tables(part), size, charset)


def _beside_the_curve(part: SquashPart, size: Size, charset: Charset) -> Rows:
    """Curve and result; nothing where the room is too small, or where they don't go together."""
    result = array_of(part.result)
    if not 0 < result.ndim <= 2 or not result.size or not go_together(_tables(part)):
        return ()
    if any(array.dtype.kind not in "biuf" for array in (result, array_of(part.operand))):
        return ()  # what is no number has no place on a curve
    cell = _chosen(part)
    height = size.height - (1 if cell is not None else 0)
    room = size.width - _NARROWEST - _GAP
    if height < _LOWEST or room < _NARROWEST_RESULT:
        return ()
    done = _done(part, cell)
    shown = replace(part.result, cell=cell, filled=done)
    if shown.digits is None and size.width < _WIDE:
        # Two decimals rather than four: the curve says the rest, and needs the room for it.
        plain = format_for(result)
        shown = replace(shown, digits=plain.decimals if plain.kind == "fixed" else None)
    table = paint(shown, Size(room, height), charset)
    taken = block_width(table)
    if taken > room:
        return ()
    width = min(size.width - taken - _GAP, _WIDEST)
    curve = paint(_curve(part, cell, done), Size(width, min(height, _HIGHEST)), charset)
    rows = beside(curve, table, gap=_GAP)
    if cell is None:
        return rows
    arithmetic = cell_arithmetic(
        part.symbol, (part.operand,), part.result, cell, size.width, charset
    )
    return (*rows, *(((),) if len(rows) < height else ()), arithmetic)


def _curve(part: SquashPart, cell: Cell | None, done: int) -> CurvePart:
    """The curve with the dots of the first `done` cells; of the chosen one the name, too."""
    points = array_of(part.operand).ravel()[:done]
    values = array_of(part.result).ravel()
    marked = None if cell is None else place_of(cell, array_of(part.result).shape)
    labels: tuple[str, ...] = ()
    if cell is not None and marked is not None:
        labels = ("",) * marked + (cell_name(part.result, cell),)
    head = f"{part.symbol}: {part.operand.name} across, {part.result.name} up"
    return CurvePart(
        part.symbol, part.xs, part.ys, points, values[:done], labels, marked, values, head
    )


@describe.register
def _describe_squash(part: SquashPart) -> str:
    return describe(_tables(part))
