"""Reductions: a whole axis, or a whole array, becomes one number (sum, mean, min, max)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nnmath_tutor.drawing.arithmetic import in_brackets, mean, spell, total
from nnmath_tutor.drawing.blocks import line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.elementwise import Cell, function_name, valid_cell
from nnmath_tutor.drawing.elide import choose
from nnmath_tutor.drawing.equation import Sign, Term, equation_rows
from nnmath_tutor.drawing.grid import (
    Table,
    cell_row,
    column_widths,
    grid_width,
    gutter,
    gutter_width,
    has_labels,
)
from nnmath_tutor.drawing.matrix import (
    MatrixPart,
    array_of,
    cell_name,
    shape_text,
    table_of,
    title_row,
)
from nnmath_tutor.drawing.numbers import Array, format_for, format_number, with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width
from nnmath_tutor.drawing.sheet import BARE, GENEROUS, TIGHT, Fit, header_rows, keep, marked_row
from nnmath_tutor.drawing.sums import cell_title, sum_row

MOST_SPELLED = 16
_EXTREMES = {"min": "smallest", "max": "largest", "amin": "smallest", "amax": "largest"}


@dataclass(frozen=True, eq=False)
class ReductionPart:
    """`symbol` ("mean", "np.min") over `axis` of the source (None: over everything).

    `cell` is a cell of the result, `()` for a single number.
    """

    symbol: str
    source: MatrixPart
    result: MatrixPart
    axis: int | None = None
    cell: Cell | None = None


def _axis(part: ReductionPart) -> int | None:
    dimensions = array_of(part.source).ndim
    if part.axis is None or not -dimensions <= part.axis < dimensions:
        return None
    return None if dimensions == 1 else part.axis % dimensions


def _winners(part: ReductionPart) -> Array | None:
    """For min and max: which cells of the source were taken."""
    source = array_of(part.source)
    if part.symbol.rpartition(".")[2] not in _EXTREMES or source.dtype.kind not in "biuf":
        return None
    axis, result = _axis(part), array_of(part.result)
    if axis is not None and result.ndim == source.ndim - 1:
        result = np.expand_dims(result, axis)
    try:
        return np.asarray(source == np.broadcast_to(result, source.shape))
    except ValueError:
        return None


def _where(part: ReductionPart, cell: Cell) -> str:
    """The name of a cell of the result, by the labels of the axis that is left."""
    axis = _axis(part)
    labelled = part.result
    if labelled.row_labels or labelled.column_labels or len(cell) != 1:
        return cell_name(labelled, cell)
    labels = {0: part.source.column_labels, 1: part.source.row_labels}
    return cell_name(
        replace(labelled, row_labels=labels.get(-1 if axis is None else axis, ())), cell
    )


def _group(part: ReductionPart, cell: Cell) -> Array:
    """The cells of the source that became this cell of the result."""
    source, axis = array_of(part.source), _axis(part)
    if axis is None:
        return source.reshape(-1)
    index: list[int | slice] = list(cell)
    if len(cell) == source.ndim:
        index[axis] = slice(None)
    else:
        index.insert(axis, slice(None))
    return np.asarray(source[tuple(index)]).reshape(-1)


def _arithmetic(part: ReductionPart, cell: Cell, width: int, charset: Charset) -> Row:
    group, result = _group(part, cell), array_of(part.result)
    name = part.symbol.rpartition(".")[2]
    chosen = format_for(array_of(part.source), part.source.digits)
    outcome = (result[cell], format_for(result, part.result.digits))
    values = (
        group if group.size <= MOST_SPELLED else np.append(group[: MOST_SPELLED - 1], group[-1])
    )
    numbers = [(value, chosen) for value in values]
    rough = tuple(chosen.text(value) for value in values)
    texts, shown, holds = rough, outcome[1].text(outcome[0]), True
    compute = {"mean": mean, "average": mean, "sum": total}.get(name)
    if compute is not None and group.size == values.size:
        spelled = spell(numbers, outcome, compute)
        texts, shown, holds = spelled.operands, spelled.result, spelled.holds

    added = compute is not None

    def terms(numbers: tuple[str, ...]) -> list[list[Span]]:
        bracketed = [in_brackets(t) if added and k else t for k, t in enumerate(numbers)]
        return [[Span(with_minus(t, charset.minus))] for t in bracketed]

    around = ("", "")
    if compute is mean:
        around = ("(", f") / {group.size}")
    elif not added:
        around = (function_name(part.symbol, charset) + "(", ")")
    full, short = cell_title(part.result.name, _where(part, cell))
    if not cell and not part.result.name.isidentifier():
        full, short = [], []
    return sum_row(
        full,
        terms(texts),
        [Span(with_minus(shown, charset.minus), Role.CELL)],
        width,
        charset,
        shorter=short,
        rough=terms(rough),
        around=around,
        sign="+" if added else ",",
        equals="=" if holds else charset.approx,
    )


@paint.register
def _(part: ReductionPart, size: Size, charset: Charset) -> Rows:
    source, result = array_of(part.source), array_of(part.result)
    name = function_name(part.symbol, charset)
    if source.size == 0 or result.size == 0:
        return (line(*title_row(part.source), Span(f" is empty: no {name}", Role.DIM)),)
    cell = valid_cell(part.result, part.cell)
    axis = _axis(part)
    arithmetic = _arithmetic(part, cell, size.width, charset) if cell is not None else ()
    winners = _winners(part)
    marked = part.source if winners is None else replace(part.source, changed=winners)
    legend = _legend(part, winners is not None)
    if source.ndim == 2 and axis == 0 and result.ndim in (1, 2):
        drawn = replace(part, source=marked)
        return _downwards(drawn, cell, arithmetic, legend, size, charset)
    if size.height == 1 and arithmetic:
        return (arithmetic,)
    leading = None
    if source.ndim > 2 and axis is not None and cell is not None and axis >= source.ndim - 2:
        leading = cell[: source.ndim - 2]
    table = table_of(replace(marked, cell=None, row=None, column=None), leading=leading)
    if source.ndim == 1:
        table = table_of(replace(marked, cell=None, row=None), upright=True)
    row = cell[0] if cell and source.ndim == 2 and axis == 1 else None
    term = Term(replace(table, row=row), part.source.name, shape_text(source.shape))
    across = source.ndim == 2 and axis == 1
    becomes = Sign(f"{charset.arrow_right}" if across else f" {name} {charset.becomes} ", across)
    outcome = table_of(
        replace(part.result, cell=cell, row=None, column=None, name=""),
        upright=True,
        quiet=Role.RESULT,
    )
    labels = outcome.column_labels or ((name,) if across and table.column_labels else ())
    outcome = replace(outcome, column_labels=labels, row_labels=())
    title = part.result.name if not across or part.result.name.isidentifier() else ""
    target = Term(outcome, title or name, shape_text(result.shape), scalar=result.ndim == 0)
    return equation_rows([term, becomes, target], arithmetic, size, charset, legend)


def _legend(part: ReductionPart, marked: bool) -> Row:
    if not marked:
        return ()
    word = _EXTREMES[part.symbol.rpartition(".")[2]]
    axis = _axis(part)
    of = {0: " of each column", 1: " of each row"}.get(axis if axis is not None else -1, "")
    if array_of(part.source).ndim > 2:
        of = ""
    return (Span(f"* the {word}{of}", Role.DIM),)


def _downwards(
    part: ReductionPart,
    cell: Cell | None,
    arithmetic: Row,
    legend: Row,
    size: Size,
    charset: Charset,
) -> Rows:
    """Axis 0: arrows run down the columns, the result lies beneath."""
    name = function_name(part.symbol, charset)
    column = cell[-1] if cell is not None else None
    top = replace(table_of(replace(part.source, cell=None, row=None)), column=column)
    flat = replace(part.result, values=array_of(part.result).reshape(-1), cell=None, row=None)
    below = replace(
        table_of(flat, quiet=Role.RESULT),
        row_labels=(name,),
        column_labels=top.column_labels,
        cell=None if column is None else (0, column),
    )
    last = [arithmetic] if arithmetic else []
    # Title, labels, at least one row, arrows, result: what is missing goes in this order.
    room = size.height - len(last)
    if room < 1:
        return tuple(last)
    header = 1 if has_labels(top) and room >= 4 else 0
    arrows, title = room >= 3, room >= 5
    cells = room - header - arrows - title - 1
    if cells < 1:
        cells = 1 if room >= 2 else 0
    rows = choose(top.count[0], cells, marked_row(top)) if cells else ()
    spare = room - header - arrows - title - 1 - len(rows)
    how, result_how = _fit_both(top, below, rows, size.width, charset)
    out: list[Row] = []
    if title:
        shape = Span(" " + shape_text(array_of(part.source).shape), Role.LABEL)
        title_text = line(Span(part.source.name, Role.TITLE), shape)
        out.append(
            line(" " * min(how.gutter, max(0, size.width - row_width(title_text))), *title_text)
        )
    if legend and spare > 0:
        last.insert(0, legend)
        spare -= 1
    if header and column is not None and spare > 1:
        header = 2
    out += header_rows(top, how, charset, header)
    for row, side in zip(rows, _sides(top, how, charset), strict=True):
        out.append(line(*side, *cell_row(top, row, how.columns, how.widths, how.look, charset)))
    if arrows:
        out.append(_arrow_row(how, column, charset))
    side = _sides(below, result_how, charset)[0]
    out.append(
        line(
            *side,
            *cell_row(below, 0, how.columns, how.widths, how.look, charset),
            Span("  "),
            Span(shape_text(array_of(part.result).shape), Role.LABEL),
        )
    )
    if row_width(out[-1]) > size.width:
        out[-1] = out[-1][:-2]
    return tuple(out + last)


def _sides(table: Table, how: Fit, charset: Charset) -> list[Row]:
    """The gutter, as wide as the fit says."""
    sides = gutter(table, how.rows, charset, pointer=False)
    return [line(" " * (how.gutter - row_width(side)), *side) for side in sides]


def _arrow_row(how: Fit, column: int | None, charset: Charset) -> Row:
    """An arrow under each column, the chosen one's marked by its role."""
    spans = [Span(" " * (how.gutter + (1 if how.look.bars else 0)))]
    for place, (index, width) in enumerate(zip(how.columns, how.widths, strict=True)):
        before = 1 if how.look.tight or place == 0 else 2
        arrow = charset.arrow_down if index is not None else " "
        spans.append(Span(" " * (before + width - 1)))
        spans.append(Span(arrow, Role.COLUMN if index == column else Role.DIM))
    return line(*spans)


def _fit_both(
    top: Table, below: Table, rows: tuple[int | None, ...], width: int, charset: Charset
) -> tuple[Fit, Fit]:
    """The same columns, widths and gutter for the source and for what lies beneath it."""
    side = max(gutter_width(top, rows, pointer=False), gutter_width(below, (0,), pointer=False))
    count = top.count[1]
    plan: tuple[Fit, Fit] | None = None
    for room in range(min(count, width), 0, -1):
        columns = choose(count, room, keep(top.column), free_gaps=True)
        for look in (GENEROUS, TIGHT, BARE):
            widths = tuple(
                max(pair)
                for pair in zip(
                    column_widths(top, columns, look, charset),
                    column_widths(below, columns, look, charset),
                    strict=True,
                )
            )
            whole = side + grid_width(widths, look)
            plan = (
                Fit(rows, columns, widths, look, True, side, whole),
                Fit((0,), columns, widths, look, True, side, whole),
            )
            if whole <= width:
                return plan
    if plan is None:
        raise ValueError("a table without columns has nothing to fit")
    return plan


@describe.register
def _(part: ReductionPart) -> str:
    source, result = array_of(part.source), array_of(part.result)
    name = part.symbol.rpartition(".")[2]
    axis = _axis(part)
    over = {0: "down each column of", 1: "along each row of"}
    where = over.get(axis, f"along axis {axis} of") if axis is not None else "of all of"
    if source.ndim > 2 and axis is not None:
        where = f"along axis {axis} of"
    text = f"The {name} {where} {part.source.name} {shape_text(source.shape)}"
    if result.size == 1:
        return f"{text} is {format_number(result.reshape(-1)[0].item(), part.result.digits)}."
    text += f" gives {result.size} numbers"
    cell = valid_cell(part.result, part.cell)
    if cell is None:
        return text + "."
    value = format_number(result[cell].item(), part.result.digits)
    return f"{text}; {_where(part, cell)} is {value}."
