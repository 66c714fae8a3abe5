"""The matrix product as a cross: right matrix above, left beside, the result where they meet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nnmath_tutor.drawing.arithmetic import Figures, spell_figures, spell_products
from nnmath_tutor.drawing.blocks import block_width, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.columnsum import ColumnSum, column_sum_rows
from nnmath_tutor.drawing.computing import sum_of_products
from nnmath_tutor.drawing.cross import Cross, cross_rows
from nnmath_tutor.drawing.dominoes import domino_rows, fits_together
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.grid import Table
from nnmath_tutor.drawing.matrix import MatrixPart, array_of, cell_name, shape_text, table_of
from nnmath_tutor.drawing.numbers import NumberFormat, format_number, with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span
from nnmath_tutor.drawing.sums import cell_title, product_terms, spelled_places, sum_row


@dataclass(frozen=True, eq=False)
class ProductPart:
    """left @ right = result.

    `cell` is the cell of the result whose sum is spelled out; `filled` cells of the result, in
    reading order, are computed already (None: all; the chosen one counts as computed); `terms` are
    the products already added in the chosen cell (None: all), for watching the sum run.
    """

    left: MatrixPart
    right: MatrixPart
    result: MatrixPart
    cell: tuple[int, ...] | None = None
    filled: int | None = None
    terms: int | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Meeting:
    """The three tables of a product, and the chosen cell in the result's table."""

    left: Table
    right: Table
    result: Table
    cell: tuple[int, int] | None
    term: int | None  # the one that was added last


def meet(part: ProductPart) -> Meeting:
    left, right, result = (array_of(p) for p in (part.left, part.right, part.result))
    cell = part.cell
    inside = cell is not None and len(cell) == result.ndim
    if (
        cell is None
        or not inside
        or any(not 0 <= i < n for i, n in zip(cell, result.shape, strict=True))
    ):
        cell = None
    leading: tuple[int, ...] = ()
    if result.ndim > 2:
        leading = (cell or (0,) * result.ndim)[:-2]
    lefts = table_of(part.left, leading=_own_leading(left.shape, leading))
    rights = table_of(part.right, upright=True, leading=_own_leading(right.shape, leading))
    # A vector on the right makes a column of the result, one on the left makes a row.
    filled = part.filled if part.filled is not None else part.result.filled
    results = table_of(
        replace(part.result, filled=filled, cell=None, row=None, column=None),
        upright=right.ndim == 1,
        leading=leading or None,
        quiet=Role.RESULT,
    )
    flat: tuple[int, int] | None = None
    if cell is not None:
        row = cell[-2] if left.ndim > 1 and right.ndim > 1 else cell[-1] if left.ndim > 1 else 0
        flat = (row, cell[-1] if right.ndim > 1 else 0)
    term = None
    if flat is not None and part.terms is not None and part.terms > 0:
        term = min(part.terms, lefts.count[1]) - 1
    if flat is not None:
        lefts = replace(lefts, row=flat[0], cell=None if term is None else (flat[0], term))
        rights = replace(rights, column=flat[1], cell=None if term is None else (term, flat[1]))
        results = replace(results, cell=flat)
    return Meeting(lefts, rights, results, flat, term)


def _own_leading(shape: tuple[int, ...], leading: tuple[int, ...]) -> tuple[int, ...] | None:
    """Which matrix of an operand takes part: leading axes that are missing or 1 repeat."""
    own = len(shape) - 2
    if own <= 0:
        return None
    wanted = ((0,) * own + leading)[-own:]
    return tuple(min(i, n - 1) for i, n in zip(wanted, shape, strict=False))


def running_sum(part: ProductPart, meeting: Meeting) -> object:
    """What stands in the crossing: the value, or the sum so far."""
    if meeting.cell is None:
        return None
    row, column = meeting.cell
    if part.terms is None or part.terms >= meeting.left.count[1]:
        return meeting.result.value(row, column)
    count = max(0, part.terms)
    left, right = meeting.left.values[row, :count], meeting.right.values[:count, column]
    with np.errstate(all="ignore"):
        return sum((a * b for a, b in zip(left.tolist(), right.tolist(), strict=True)), 0.0)


@dataclass(frozen=True, slots=True)
class CellSum:
    """The chosen cell's sum: which terms, of how many, and the numbers with their formats."""

    places: list[int]  # of a long sum the first ones and the last: no more are ever shown
    added: int
    inner: int
    operands: list[tuple[object, NumberFormat]]  # l1, r1, l2, r2, …
    outcome: tuple[object, NumberFormat]


def cell_sum(part: ProductPart, meeting: Meeting, cell: tuple[int, int]) -> CellSum:
    row, column = cell
    left, right = meeting.left, meeting.right
    inner = left.count[1]
    added = inner if part.terms is None else max(0, min(part.terms, inner))
    running = running_sum(part, meeting)
    places = spelled_places(added)
    operands: list[tuple[object, NumberFormat]] = []
    for k in places:
        operands.append((left.value(row, k), left.format(k)))
        operands.append((right.value(k, column), right.format(column)))
    chosen = meeting.result.format(column)
    whole = not isinstance(running, float) or running - running != 0 or running == int(running)
    if chosen.kind == "whole" and not whole:
        chosen = NumberFormat("fixed", 2)
    return CellSum(places, added, inner, operands, (running, chosen))


def _arithmetic(part: ProductPart, meeting: Meeting, width: int, charset: Charset) -> Row:
    if meeting.cell is None:
        return ()
    it = cell_sum(part, meeting, meeting.cell)
    operands, (running, chosen) = it.operands, it.outcome
    places, added, inner = it.places, it.added, it.inner
    figures = Figures.of([*operands, (running, chosen)])
    *rough, shown = figures.texts
    texts, holds = rough, True
    # The shortest way to write them all: closer than that no digits need to be looked for.
    least = sum(len(text) for text in rough) + 2 * added - 1
    if len(places) == added and least + 3 + len(shown) <= width:
        spelled = spell_figures(figures, sum_of_products, sides=2)
        texts, shown, holds = list(spelled.operands), spelled.result, spelled.holds

    def spans(numbers: list[str]) -> list[list[Span]]:
        terms = product_terms(numbers, charset)
        return [
            [Span(term, Role.CELL if k == meeting.term else Role.PLAIN)]
            for k, term in zip(places, terms, strict=True)
        ]

    result = [Span(with_minus(shown, charset.minus), Role.CELL)]
    if added < inner:
        result.append(Span(" so far", Role.DIM))
    if not added:
        return line(Span(f"the sum of {inner} products", Role.DIM))
    full, short = cell_title(part.result.name, cell_name(part.result, part.cell or ()))
    return sum_row(
        full,
        spans(texts),
        result,
        width,
        charset,
        shorter=short,
        rough=spans(rough),
        open_end=added < inner,
        equals="=" if holds else charset.approx,
    )


@paint.register
def _(part: ProductPart, size: Size, charset: Charset) -> Rows:
    left, right = array_of(part.left), array_of(part.right)
    shapes = (left.shape, right.shape, array_of(part.result).shape)
    dominoes = domino_rows(shapes, size.width, charset)
    if not fits_together(*shapes) or 0 in (left.size, right.size):
        return dominoes
    meeting = meet(part)
    arithmetic = _arithmetic(part, meeting, size.width, charset)
    if size.height <= 3:
        rows = ((arithmetic,) if arithmetic else ()) if size.height == 1 else ()
        return rows or (*dominoes[: size.height - 1], *((arithmetic,) if arithmetic else ()))
    names = (part.left.name, part.right.name, part.result.name)
    cross = Cross(
        left=meeting.left,
        right=meeting.right,
        result=_with_running(part, meeting),
        titles=tuple(
            line(Span(n, Role.TITLE), Span(" " + shape_text(s), Role.LABEL))
            for n, s in zip(names, shapes, strict=True)
        ),
        shapes=shapes,
        term=meeting.term,
    )
    tall = _column_sum(part, meeting, size, charset)
    if tall:
        above = cross_rows(cross, (), Size(size.width, size.height - len(tall) - 1), charset)
        return (*above, (), *tall)
    return cross_rows(cross, arithmetic, size, charset)


def _column_sum(part: ProductPart, meeting: Meeting, size: Size, charset: Charset) -> Rows:
    """The sum as a column, one product a row, where there is room for it below the cross."""
    outer, inner = meeting.left.count
    if meeting.cell is None or size.height < 2 + outer + inner + 1 + inner + 2:
        return ()
    it = cell_sum(part, meeting, meeting.cell)
    spelled = spell_products(it.operands, it.outcome) if it.added == len(it.places) else None
    if spelled is None:
        return ()
    numbers, products = spelled
    full, _ = cell_title(part.result.name, cell_name(part.result, part.cell or ()))
    rows = column_sum_rows(
        ColumnSum(
            name=tuple(full),
            labels=tuple(meeting.right.row_label(k) for k in range(it.inner)),
            left=numbers.operands[::2],
            right=numbers.operands[1::2],
            products=products,
            total=numbers.result,
            newest=meeting.term,
        ),
        charset,
    )
    return rows if block_width(rows) <= size.width else ()


def _with_running(part: ProductPart, meeting: Meeting) -> Table:
    """The result with the chosen cell computed, as far as its sum has run."""
    table = meeting.result
    if meeting.cell is None:
        return table
    row, column = meeting.cell
    if part.terms is not None and part.terms <= 0:
        return table
    if part.terms is None or part.terms >= meeting.left.count[1]:
        if table.computed(row, column):
            return table
        return replace(table, filled=row * table.count[1] + column + 1)
    values = np.array(table.values, dtype=float if table.values.dtype.kind in "biuf" else object)
    values[row, column] = running_sum(part, meeting)
    return replace(
        table, values=values, filled=max(table.filled or 0, row * table.count[1] + column + 1)
    )


@describe.register
def _(part: ProductPart) -> str:
    left, right, result = (array_of(p) for p in (part.left, part.right, part.result))
    text = (
        f"{part.left.name} {shape_text(left.shape)} times {part.right.name} "
        f"{shape_text(right.shape)} gives {part.result.name} {shape_text(result.shape)}"
    )
    meeting = meet(part) if fits_together(left.shape, right.shape, result.shape) else None
    if meeting is None or meeting.cell is None or part.cell is None:
        return text + "."
    row, column = meeting.cell
    row_name = meeting.left.row_label(row) or str(row)
    column_name = meeting.right.column_label(column) or str(column)
    value = format_number(result[part.cell].item(), part.result.digits)
    return (
        f"{text}: row {row_name} of {part.left.name} meets column {column_name} of "
        f"{part.right.name}, and the {meeting.left.count[1]} products add up to {value}."
    )
