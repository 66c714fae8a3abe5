"""The transpose: rows become columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.elementwise import Cell, valid_cell
from nnmath_tutor.drawing.equation import Piece, Sign, Term, equation_rows
from nnmath_tutor.drawing.grid import Table
from nnmath_tutor.drawing.matrix import MatrixPart, array_of, cell_name, shape_text, table_of
from nnmath_tutor.drawing.numbers import format_for, format_number, with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width
from nnmath_tutor.drawing.sums import cell_title


@dataclass(frozen=True, eq=False)
class TransposePart:
    """A source and its transpose (`.T`, or `.mT` for stacks); `cell` is one of the result's."""

    source: MatrixPart
    result: MatrixPart
    cell: Cell | None = None


def source_cell(part: TransposePart, cell: Cell) -> Cell:
    """Where the result's cell comes from: `.T` turns all axes round, `.mT` the last two."""
    shape = array_of(part.source).shape
    if len(cell) < 3 or array_of(part.result).shape == shape[::-1]:
        return cell[::-1]
    return (*cell[:-2], cell[-1], cell[-2])


def _term(part: MatrixPart, cell: Cell | None, *, row: bool, turned: bool) -> Term:
    """A table with the cell marked and either its row or its column."""
    leading = cell[:-2] if cell is not None and len(cell) > 2 else None
    own = part.cell if cell is None else cell  # or one that is looked at by itself
    table = table_of(replace(part, cell=own, row=None, column=None), leading=leading)
    if cell is not None and table.cell is not None:
        table = replace(table, row=table.cell[0]) if row else replace(table, column=table.cell[1])
    shape = array_of(part).shape
    return Term(replace(table, diagonal=turned), part.name, shape_text(shape), scalar=not shape)


def _left_behind(part: TransposePart, source: Table, cell: Cell) -> Table:
    """The source with those cells faded that have come to their new place before this one."""
    rows, columns = source.count
    filled = part.result.filled
    if filled is None:
        return source
    done = cell[-2] * rows + cell[-1]  # in the result's reading order: down the source's columns
    order = np.arange(rows * columns).reshape(columns, rows).T  # (rows, columns)
    return replace(source, faded=order < done)


def _legend(source: Table, charset: Charset) -> Row:
    """What becomes what, in words, and what the marks of the diagonal mean."""
    rows, columns = source.count
    stays = f"the diagonal {charset.diagonal} stays in place"
    if columns == 1 < rows:
        return (Span("the column lies down: a row", Role.DIM),)
    if rows == 1 < columns:
        return (Span("the row stands up: a column", Role.DIM),)
    if source.cell is None:
        return (Span(f"rows become columns   {stays}", Role.DIM),)
    row = source.row_label(source.cell[0]) or str(source.cell[0])
    return (Span(f"row {row} becomes column {row}   {stays}", Role.DIM),)


@paint.register
def _(part: TransposePart, size: Size, charset: Charset) -> Rows:
    result = array_of(part.result)
    if result.size == 0 or result.ndim != array_of(part.source).ndim:
        text = f"{part.source.name} {charset.becomes} {part.result.name}"
        return ((Span(text, Role.TITLE),),)
    cell = valid_cell(part.result, part.cell)
    origin = source_cell(part, cell) if cell is not None else None
    shape = array_of(part.source).shape
    lies = len(shape) == 2 and shape[1] == 1  # a column, which turns as a whole
    turned = len(shape) > 1 and shape[-1] > 1 < shape[-2]
    source = _term(part.source, origin, row=not lies, turned=turned)
    if cell is not None and len(cell) == 2:
        source = replace(source, table=_left_behind(part, source.table, cell))
    pieces: list[Piece] = [
        source,
        Sign(f" .T {charset.becomes} "),
        _term(part.result, cell, row=lies, turned=turned),
    ]
    legend: Row = ()
    tallest = max(source.table.count[0], result.shape[-2] if result.ndim > 1 else 1)
    if len(shape) > 1 and size.height >= tallest + 4 + (cell is not None):
        legend = clip_row(_legend(source.table, charset), size.width, charset.dots)
    arithmetic: Row = ()
    if cell is not None and origin is not None:
        value = with_minus(format_for(result, part.result.digits).text(result[cell]), charset.minus)
        end = (Span(" = "), Span(value, Role.CELL))
        target, short_target = cell_title(part.result.name, cell_name(part.result, cell))
        start, short_start = cell_title(part.source.name, cell_name(part.source, origin))
        arithmetic = line(*target, " = ", *start, *end)
        if row_width(arithmetic) > size.width:
            arithmetic = line(*(short_target or target), " = ", *(short_start or start), *end)
        arithmetic = clip_row(arithmetic, size.width, charset.dots)
    return equation_rows(pieces, arithmetic, size, charset, legend, together=True)


@describe.register
def _(part: TransposePart) -> str:
    source, result = (array_of(p) for p in (part.source, part.result))
    text = (
        f"{part.source.name} {shape_text(source.shape)} transposed is {part.result.name} "
        f"{shape_text(result.shape)}: "
    )
    if result.ndim < 2:
        return text + "nothing changes without a second axis."
    text += "rows become columns"
    cell = valid_cell(part.result, part.cell)
    if cell is None or source.ndim != result.ndim:
        return text + "."
    value = format_number(result[cell].item(), part.result.digits)
    return (
        f"{text}; the value {value} moves from cell "
        f"{cell_name(part.source, source_cell(part, cell))} to {cell_name(part.result, cell)}."
    )
