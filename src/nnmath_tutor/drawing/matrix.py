"""One array with its name, shape, labels and marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnmath_tutor.drawing.blocks import beside, line, pad
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.elide import Shown, choose
from nnmath_tutor.drawing.grid import Table, refined
from nnmath_tutor.drawing.heat import heat_scale
from nnmath_tutor.drawing.labels import has_labels
from nnmath_tutor.drawing.numbers import (
    Array,
    NumberFormat,
    finer_formats,
    format_for,
    format_number,
    text_width,
    with_minus,
)
from nnmath_tutor.drawing.rows import CellRef, Role, Row, Rows, Size, Span
from nnmath_tutor.drawing.sheet import fit_beside, marked_row, sheet

BETWEEN_SLICES = 3


@dataclass(frozen=True, eq=False)
class MatrixPart:
    """An array of any dimension and dtype.

    Labels: one per row and per column of the last two axes, for one dimension per element. `row`,
    `column` and `cell` are marked; `filled` counts the cells (in reading order) already computed,
    the others show as empty; `changed` has the values' shape and marks cells with a star. `digits`
    decimals instead of what suits; `by_column` gives each column a format of its own, for tables
    of data whose columns have nothing to do with each other.
    """

    name: str
    values: Array
    row_labels: tuple[str, ...] = ()
    column_labels: tuple[str, ...] = ()
    row: int | None = None
    column: int | None = None
    cell: tuple[int, ...] | None = None
    filled: int | None = None
    changed: Array | None = None
    heat: bool = True
    digits: int | None = None
    by_column: bool = False


def array_of(part: MatrixPart) -> Array:
    """The values as an array, whatever was given."""
    return np.asarray(part.values)


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as Python writes it, but (4, 3) tightly: (4,3)."""
    return "(" + ",".join(str(n) for n in shape) + ("," if len(shape) == 1 else "") + ")"


def title_row(part: MatrixPart) -> Row:
    """Name and shape."""
    shape = str(tuple(array_of(part).shape)).replace("()", "() one number")
    return line(
        Span(part.name, Role.TITLE), Span(" " if part.name else ""), Span(shape, Role.LABEL)
    )


def table_of(
    part: MatrixPart,
    *,
    upright: bool = False,
    leading: tuple[int, ...] | None = None,
    quiet: Role = Role.PLAIN,
) -> Table:
    """The two-dimensional look at a part's array.

    One dimension lies down as a row, or stands `upright` as a column; of three and more, `leading`
    picks the matrix (by default the one that holds the chosen cell, else the first).
    """
    values = array_of(part)
    changed = np.asarray(part.changed) if part.changed is not None else None
    if changed is not None and changed.shape != values.shape:
        changed = np.broadcast_to(changed, values.shape) if changed.ndim == 0 else None
    rows, columns = part.row_labels, part.column_labels
    row, column, cell, filled = part.row, part.column, part.cell, part.filled
    if cell is not None and (len(cell) != values.ndim or not _inside(cell, values.shape)):
        cell = None
    flat: tuple[int, int] | None = None
    if values.ndim == 0:
        flat = (0, 0) if cell is not None else None
        values = values.reshape(1, 1)
        changed = None if changed is None else changed.reshape(1, 1)
    elif values.ndim == 1:
        labels = rows or columns
        mark = row if row is not None else column
        values = values[:, None] if upright else values[None, :]
        if changed is not None:
            changed = changed[:, None] if upright else changed[None, :]
        rows, columns = (labels, ()) if upright else ((), labels)
        row, column = (mark, None) if upright else (None, mark)
        if cell is not None:
            flat = (cell[0], 0) if upright else (0, cell[0])
    else:
        if values.ndim > 2:
            which = leading if leading is not None else (cell or (0,) * values.ndim)[:-2]
            filled = _filled_before(filled, which, values.shape)
            if not _inside(which, values.shape[:-2]):
                values = values.reshape(0, *values.shape[-2:])[:0].reshape(0, values.shape[-1])
                changed = None
            else:
                values = values[which]
                changed = None if changed is None else changed[which]
            cell = cell if cell is not None and cell[:-2] == which else None
        flat = (cell[-2], cell[-1]) if cell is not None else None
    whole = array_of(part)
    finer: NumberFormat | None = None
    if part.by_column and values.shape[1]:
        formats = tuple(format_for(values[:, j], part.digits) for j in range(values.shape[1]))
        widths = tuple(text_width(values[:, j], f) for j, f in enumerate(formats))
    else:
        one = format_for(whole, part.digits)
        if part.digits is None:
            one, finer = finer_formats(whole, one)
        formats, widths = (one,), (text_width(whole, one),)
    stacked = leading if leading is not None else (part.cell or (0,) * whole.ndim)[:-2]
    return Table(
        name=part.name,
        leading=stacked if whole.ndim > 2 else (),
        axes=min(whole.ndim, 2),
        upright=upright,
        values=values,
        formats=formats,
        widths=widths,
        scale=heat_scale(whole) if part.heat else 0.0,
        row_labels=tuple(rows),
        column_labels=tuple(columns),
        row=row if row is not None and 0 <= row < values.shape[0] else None,
        column=column if column is not None and 0 <= column < values.shape[1] else None,
        cell=flat,
        filled=filled,
        changed=changed,
        quiet=quiet,
        finer=finer,
    )


def _inside(index: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return all(0 <= i < n for i, n in zip(index, shape, strict=False))


def _filled_before(
    filled: int | None, which: tuple[int, ...], shape: tuple[int, ...]
) -> int | None:
    """How many cells of one of the matrices in a stack are filled."""
    if filled is None:
        return None
    place = 0
    for index, length in zip(which, shape, strict=False):
        place = place * length + index
    return max(0, filled - place * shape[-2] * shape[-1])


@paint.register
def _(part: MatrixPart, size: Size, charset: Charset) -> Rows:
    values = array_of(part)
    if values.ndim == 0:
        return (_scalar_row(part, charset),)
    title = title_row(part)
    if values.size == 0:
        return (title, (Span("empty: no cell at all", Role.DIM),))[: size.height]
    if values.ndim > 2:
        return (title, *_slices(part, Size(size.width, size.height - 1), charset))
    table = table_of(part)
    if size.height == 1 and table.count[0] > 1:
        return (title,)
    if size.height == 1:
        room = size.width - len(part.name) - 1
        return (line(Span(part.name + " ", Role.TITLE), *_body(table, room, 1, charset)[-1]),)
    return (title, *_body(table, size.width, size.height - 1, charset))


def _body(table: Table, width: int, height: int, charset: Charset) -> Rows:
    """Labels and cells in at most `height` rows."""
    count = table.count[0]
    header = 1 if has_labels(table) and height >= min(3, count + 1) else 0
    rows: Shown = choose(count, height - header, marked_row(table))
    if table.column is not None and header and height > header + len(rows):
        header = 2
    (how,) = fit_beside([table], [rows], width, charset)
    if table.finer is not None:
        finer = refined(table)
        (wider,) = fit_beside([finer], [rows], width, charset)
        if wider.manner == how.manner:
            table, how = finer, wider
    return sheet(table, how, charset, header)


def _slices(part: MatrixPart, size: Size, charset: Charset) -> Rows:
    """The matrices of a stack, one beside the other, as many as there is room for."""
    if size.height < 1:
        return ()
    shape = array_of(part).shape
    leading = shape[:-2]
    count = int(np.prod(leading))
    kept: tuple[int, ...] = ()
    if part.cell is not None and len(part.cell) == len(shape) and _inside(part.cell, shape):
        kept = (int(np.ravel_multi_index(part.cell[:-2], leading)),)
    blocks: Rows = ()
    for room in range(1, min(count, size.width) + 1):
        drawn: list[Rows] = []
        for index in choose(count, room, kept):
            drawn.append(_slice(part, index, leading, size, charset))
        candidate = beside(*drawn, gap=BETWEEN_SLICES)
        if blocks and max(sum(len(s.text) for s in row) for row in candidate) > size.width:
            break
        blocks = candidate
    return blocks


def _slice(
    part: MatrixPart, index: int | None, leading: tuple[int, ...], size: Size, charset: Charset
) -> Rows:
    if index is None:
        return pad(((), (), (Span(charset.dots, Role.DIM),)))
    which = tuple(int(i) for i in np.unravel_index(index, leading))
    name = "[" + ", ".join(str(i) for i in which) + "]"
    table = table_of(part, leading=which)
    return (
        (Span(name, Role.LABEL),),
        *_body(table, size.width, size.height - 1, charset),
    )[: size.height]


def _scalar_row(part: MatrixPart, charset: Charset) -> Row:
    value = with_minus(format_number(array_of(part).item(), part.digits), charset.minus)
    role = Role.CELL if part.cell is not None else Role.RESULT
    if part.filled == 0:
        value, role = charset.empty, Role.DIM
    star = "*" if part.changed is not None and bool(np.any(part.changed)) else ""
    before, after = ("[", "]") if part.cell is not None else ("", "")
    name = [Span(part.name, Role.TITLE), Span(" = ")] if part.name else []
    of = CellRef(part.name, ()) if part.name else None
    return line(*name, Span(before + value + star + after, role, of), Span("  ()", Role.LABEL))


@describe.register
def _(part: MatrixPart) -> str:
    return description_of(part)


def description_of(part: MatrixPart) -> str:
    """What is in a matrix, in one sentence."""
    values = array_of(part)
    name = part.name or "An array"
    if values.ndim == 0:
        return f"{name} is the single number {format_number(values.item(), part.digits)}."
    kind = {1: "vector of", 2: "matrix of"}.get(values.ndim, "tensor of")
    size = " by ".join(str(n) for n in values.shape)
    if values.size == 0:
        return f"{name} is an empty {kind} {size}."
    text = f"{name} is a {kind} {size} numbers"
    if values.dtype.kind in "fiu":
        low, high = (format_number(v, part.digits) for v in (values.min(), values.max()))
        text += f" from {low} to {high}"
    marks: list[str] = []
    if part.cell is not None and len(part.cell) == values.ndim and _inside(part.cell, values.shape):
        value = format_number(values[part.cell].item(), part.digits)
        marks.append(f"the marked cell [{cell_name(part, part.cell)}] is {value}")
    if part.changed is not None:
        marks.append(f"{int(np.count_nonzero(part.changed))} of its cells changed")
    if part.filled is not None and part.filled < values.size:
        marks.append(f"{part.filled} of {values.size} cells are computed")
    return "; ".join([text, *marks]) + "."


def cell_name(part: MatrixPart, cell: tuple[int, ...]) -> str:
    """A cell by its labels, by its indices where there are none: `ex2,h3` or `1,2`."""
    dimensions = array_of(part).ndim
    names = [str(i) for i in cell]
    if dimensions == 1:
        names = [_label(part.row_labels or part.column_labels, cell[0])]
    elif dimensions >= 2:
        names[-2] = _label(part.row_labels, cell[-2])
        names[-1] = _label(part.column_labels, cell[-1])
    return ",".join(names)


def _label(labels: tuple[str, ...], index: int) -> str:
    return labels[index] if index < len(labels) else str(index)
