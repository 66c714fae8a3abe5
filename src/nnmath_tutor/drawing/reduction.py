"""Reductions: a whole axis, or a whole array, becomes one number (sum, mean, min, max)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnmath_tutor.drawing.arithmetic import Figures, in_brackets, spell_figures
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.computing import mean, total
from nnmath_tutor.drawing.downward import Downward, downward_rows
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.elementwise import Cell, function_name, valid_cell
from nnmath_tutor.drawing.equation import Sign, Term, equation_rows
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
from nnmath_tutor.drawing.sums import cell_title, sum_row

MOST_SPELLED = 16
_EXTREMES = {"min": "least", "max": "greatest", "amin": "least", "amax": "greatest"}
_NAMED = 3  # numbers of many of which the least is told


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


def _shapes_agree(part: ReductionPart) -> bool:
    """Whether the result can be the source without the axis (or with a 1 in its place)."""
    source, result, axis = array_of(part.source), array_of(part.result), _axis(part)
    if axis is None:
        return result.size == 1
    without = source.shape[:axis] + source.shape[axis + 1 :]
    return result.shape in (without, (*source.shape[:axis], 1, *source.shape[axis + 1 :]))


def _winners(part: ReductionPart) -> Array | None:
    """For min and max: which cells of the source were taken."""
    source = array_of(part.source)
    if part.symbol.rpartition(".")[2] not in _EXTREMES or source.dtype.kind not in "biuf":
        return None
    axis, result = _axis(part), array_of(part.result)
    if axis is not None and result.ndim == source.ndim - 1:
        result = np.expand_dims(result, axis)
    known = np.ones(result.shape, dtype=bool)
    if part.result.filled is not None:
        known = (np.arange(result.size) < part.result.filled).reshape(result.shape)
    try:
        taken, known = (np.broadcast_to(a, source.shape) for a in (result, known))
    except ValueError:
        return None
    return np.asarray((source == taken) & known)


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
    several = part.source.by_column and _axis(part) == 0
    chosen = format_for(group if several else array_of(part.source), part.source.digits)
    outcome = (result[cell], format_for(result, part.result.digits))
    values = (
        group if group.size <= MOST_SPELLED else np.append(group[: MOST_SPELLED - 1], group[-1])
    )
    compute = {"mean": mean, "average": mean, "sum": total}.get(name)
    added = compute is not None
    figures = Figures.of([*((value, chosen) for value in values), outcome], added=added)
    *rough, shown = figures.texts
    texts, holds = tuple(rough), True
    if compute is not None and group.size == values.size:
        spelled = spell_figures(figures, compute)
        texts, shown, holds = spelled.operands, spelled.result, spelled.holds

    def terms(numbers: Sequence[str]) -> list[list[Span]]:
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
    if name in _EXTREMES:
        result_text = Span(with_minus(shown, charset.minus), Role.CELL)
        listed = [with_minus(text, charset.minus) for text in texts]
        whole = group.size == values.size
        return _extreme_row((full, short), name, listed, whole, result_text, width, charset)
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


def _extreme_row(
    names: tuple[list[Span], list[Span]],
    name: str,
    listed: list[str],
    whole: bool,
    result: Span,
    width: int,
    charset: Charset,
) -> Row:
    """`low[depth] = the least of 562, 650, 42, … = 40`: all numbers, or the first few of them."""
    word = _EXTREMES[name]
    tries = [", ".join(listed)] if whole else []
    tries += [", ".join([*listed[:few], charset.dots]) for few in range(_NAMED, 0, -1)]
    starts = [[*start, Span(" = ")] for start in names if start]
    row: Row = ()
    for numbers in tries:
        for start in (*starts, []):
            row = line(*start, f"the {word} of {numbers} = ", result)
            if row_width(row) <= width:
                return row
    return clip_row(line(f"the {word} = ", result), width)


@paint.register
def _(part: ReductionPart, size: Size, charset: Charset) -> Rows:
    source, result = array_of(part.source), array_of(part.result)
    name = function_name(part.symbol, charset)
    if source.size == 0 or result.size == 0:
        return (line(*title_row(part.source), Span(f" is empty: no {name}", Role.DIM)),)
    if not _shapes_agree(part):
        return (
            line(
                *title_row(part.source),
                Span(f" {name} {charset.becomes} "),
                *title_row(part.result),
            ),
        )
    cell = valid_cell(part.result, part.cell)
    if cell is not None and part.result.filled is not None:
        done = max(part.result.filled, int(np.ravel_multi_index(cell, result.shape)) + 1)
        part = replace(part, result=replace(part.result, filled=done))
    axis = _axis(part)
    arithmetic = _arithmetic(part, cell, size.width, charset) if cell is not None else ()
    winners = _winners(part)
    marked = part.source if winners is None else replace(part.source, changed=winners)
    legend = _legend(part, winners is not None)
    if source.ndim == 2 and axis == 0:
        return downward_rows(
            _downwards(part, marked, cell, name), arithmetic, legend, size, charset
        )
    if size.height == 1 and arithmetic:
        return (arithmetic,)
    leading = None
    if source.ndim > 2 and axis is not None and cell is not None and axis >= source.ndim - 2:
        leading = cell[: source.ndim - 2]
    own = marked.cell if cell is None else None  # one that is looked at by itself
    table = table_of(replace(marked, cell=own, row=None, column=None), leading=leading)
    if source.ndim == 1:
        table = table_of(replace(marked, cell=own, row=None), upright=True)
    row = cell[0] if cell and source.ndim == 2 and axis == 1 else None
    term = Term(replace(table, row=row), part.source.name, shape_text(source.shape))
    across = source.ndim == 2 and axis == 1
    becomes = Sign(charset.becomes if across else f" {name} {charset.becomes} ", across)
    outcome = table_of(
        replace(part.result, cell=cell, row=None, column=None, name=""),
        upright=True,
        quiet=Role.RESULT,
    )
    labels = outcome.column_labels or ((name,) if across and table.column_labels else ())
    outcome = replace(outcome, column_labels=labels, row_labels=(), name=part.result.name)
    title = part.result.name if not across or part.result.name.isidentifier() else ""
    target = Term(outcome, title or name, shape_text(result.shape), scalar=result.ndim == 0)
    return equation_rows([term, becomes, target], arithmetic, size, charset, legend)


def _downwards(part: ReductionPart, marked: MatrixPart, cell: Cell | None, name: str) -> Downward:
    """Axis 0: the source on top, the result as one row beneath."""
    column = cell[-1] if cell is not None else None
    own = marked.cell if cell is None else None
    top = replace(table_of(replace(marked, cell=own, row=None)), column=column)
    flat = replace(part.result, values=array_of(part.result).reshape(-1), cell=None, row=None)
    below = replace(
        table_of(flat, quiet=Role.RESULT),
        row_labels=(name,),
        column_labels=top.column_labels,
        cell=None if column is None else (0, column),
    )
    if part.symbol.rpartition(".")[2] in _EXTREMES:  # the same numbers look the same
        below = replace(below, formats=top.formats, widths=top.widths, finer=None)
    shape = shape_text(array_of(part.source).shape)
    title = line(Span(part.source.name, Role.TITLE), Span(" " + shape, Role.LABEL))
    return Downward(top, below, title, Span(shape_text(array_of(part.result).shape), Role.LABEL))


def _legend(part: ReductionPart, marked: bool) -> Row:
    if not marked:
        return ()
    word = _EXTREMES[part.symbol.rpartition(".")[2]]
    axis = _axis(part)
    of = {0: " of each column", 1: " of each row"}.get(axis if axis is not None else -1, "")
    if array_of(part.source).ndim > 2:
        of = ""
    return (Span(f"* the {word}{of}", Role.DIM),)


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
    cell = valid_cell(part.result, part.cell) if _shapes_agree(part) else None
    if cell is None:
        return text + "."
    value = format_number(result[cell].item(), part.result.digits)
    return f"{text}; {_where(part, cell)} is {value}."
