"""The layout of a reduction down the columns: source, a row of arrows, the result beneath."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnmath_tutor.drawing.blocks import indent, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.elide import Shown, choose
from nnmath_tutor.drawing.grid import Table, cell_row, column_widths, grid_width
from nnmath_tutor.drawing.labels import gutter, gutter_width, has_labels
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_text, row_width
from nnmath_tutor.drawing.sheet import BARE, CLOSE, GENEROUS, TIGHT, Fit, header_rows, keep


@dataclass(frozen=True, eq=False, slots=True)
class Downward:
    """The source, its result as a table of one row, and what they are called."""

    top: Table
    below: Table
    title: Row
    shape: Span  # of the result


def downward_rows(it: Downward, arithmetic: Row, legend: Row, size: Size, charset: Charset) -> Rows:
    """The picture in at most `size`, the arithmetic always the last row."""
    top, column = it.top, it.top.column
    last = [arithmetic] if arithmetic else []
    room = size.height - len(last)
    if room < 1:
        return tuple(last)
    # The result first, then a row of the source, arrows, labels, title, and the other rows.
    header = 1 if has_labels(top) and room >= 4 else 0
    arrows, title = room >= 3, room >= 5
    cells = room - header - arrows - title - 1
    rows: Shown = choose(top.count[0], cells, _taken(top)) if cells > 0 else ()
    spare = room - header - arrows - title - 1 - len(rows)
    how = _fit(it, rows, size.width, charset)
    out: list[Row] = []
    if legend and spare > 0:
        last.insert(0, legend)
        legend = ()
        spare -= 1
    if title:
        name = it.title
        for words in (row_text(legend), row_text(legend).partition(" of ")[0]):
            with_legend = line(*name, "   ", Span(words, Role.DIM))
            if words and how.gutter + row_width(with_legend) <= size.width:
                name = with_legend
                break
        before = min(how.gutter, max(0, size.width - row_width(name)))
        out += indent((name,), before)
    if header and column is not None and spare > 1:
        header = 2
    out += header_rows(top, how, charset, header)
    for row, side in zip(rows, gutter(top, rows, charset, pointer=False), strict=True):
        cells_of_row = cell_row(top, row, how.columns, how.widths, how.look, charset)
        out.append(line(" " * (how.gutter - row_width(side)), *side, *cells_of_row))
    if arrows:
        out.append(_arrow_row(how, column, charset))
    side = gutter(it.below, (0,), charset, pointer=False)[0]
    result = cell_row(it.below, 0, how.columns, how.widths, how.look, charset)
    bottom = line(" " * (how.gutter - row_width(side)), *side, *result)
    with_shape = line(*bottom, "  ", it.shape)
    out.append(with_shape if row_width(with_shape) <= size.width else bottom)
    return tuple(out + last)


def _taken(top: Table) -> tuple[int, ...]:
    """The row that gave the chosen column its smallest or largest value must stay in sight."""
    if top.changed is None or top.column is None:
        return keep(top.row)
    return tuple(int(row) for row in np.flatnonzero(top.changed[:, top.column])[:1])


def _arrow_row(how: Fit, column: int | None, charset: Charset) -> Row:
    """An arrow under each column, the chosen one's set off by its role."""
    spans = [Span(" " * (how.gutter + (1 if how.look.bars else 0)))]
    for place, (index, width) in enumerate(zip(how.columns, how.widths, strict=True)):
        before = 1 if how.look.tight or place == 0 else 2
        arrow = charset.arrow_down if index is not None else " "
        spans.append(Span(" " * (before + width - 1)))
        spans.append(Span(arrow, Role.COLUMN if index == column else Role.DIM))
    return line(*spans)


def _fit(it: Downward, rows: Shown, width: int, charset: Charset) -> Fit:
    """The same columns, widths and gutter for the source and for what lies beneath it."""
    side = max(
        gutter_width(it.top, rows, pointer=False), gutter_width(it.below, (0,), pointer=False)
    )
    count = it.top.count[1]
    tries = [choose(count, width, keep(it.top.column), free_gaps=True)]
    tries += [
        choose(count, room, keep(it.top.column), free_gaps=True)
        for room in range(min(count, width) - 1, 0, -1)
    ]
    tries.append((it.top.column or 0,))
    how = Fit(rows, (), (), BARE, True, side, side)
    for columns in tries:
        for look in (GENEROUS, TIGHT, BARE, CLOSE):
            widths = tuple(
                max(pair)
                for pair in zip(
                    column_widths(it.top, columns, look, charset),
                    column_widths(it.below, columns, look, charset),
                    strict=True,
                )
            )
            how = Fit(rows, columns, widths, look, True, side, side + grid_width(widths, look))
            if how.width <= width:
                return how
    return how
