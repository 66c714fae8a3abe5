"""The transpose: rows become columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.elementwise import Cell, valid_cell
from nnmath_tutor.drawing.equation import Piece, Sign, Term, equation_rows
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


def _term(part: MatrixPart, cell: Cell | None, *, row: bool) -> Term:
    """A table with the cell marked and either its row or its column."""
    leading = cell[:-2] if cell is not None and len(cell) > 2 else None
    table = table_of(replace(part, cell=cell, row=None, column=None), leading=leading)
    if table.cell is not None:
        table = replace(table, row=table.cell[0]) if row else replace(table, column=table.cell[1])
    shape = array_of(part).shape
    return Term(table, part.name, shape_text(shape), scalar=not shape)


@paint.register
def _(part: TransposePart, size: Size, charset: Charset) -> Rows:
    result = array_of(part.result)
    if result.size == 0 or result.ndim != array_of(part.source).ndim:
        text = f"{part.source.name} {charset.becomes} {part.result.name}"
        return ((Span(text, Role.TITLE),),)
    cell = valid_cell(part.result, part.cell)
    origin = source_cell(part, cell) if cell is not None else None
    pieces: list[Piece] = [
        _term(part.source, origin, row=True),
        Sign(f" .T {charset.becomes} "),
        _term(part.result, cell, row=False),
    ]
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
    return equation_rows(pieces, arithmetic, size, charset)


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
