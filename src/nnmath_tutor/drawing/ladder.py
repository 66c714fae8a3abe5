"""Scalar, vector, matrix, tensor side by side: one axis more from step to step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnmath_tutor.drawing.blocks import (
    block_width,
    clip,
    clip_row,
    pad,
    stack,
    text,
    tidy,
)
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.cells import cells_wide, cut, filled, printable
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.numbers import NumberFormat, format_for, with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width

Values = NDArray[np.generic]

_KINDS = ("scalar", "vector", "matrix", "tensor")
_FACTS = 3  # rows below the pictures: ndim, shape, size
_MOST_ROWS = 6  # of numbers: a ladder shows shapes, not data
_MOST_COLUMNS = 8


@dataclass(frozen=True, eq=False)
class LadderPart:
    """Named values, from few axes to many."""

    items: tuple[tuple[str, ArrayLike], ...]


@paint.register
def _paint_ladder(part: LadderPart, size: Size, charset: Charset) -> Rows:
    items = [(printable(name), np.asarray(values)) for name, values in part.items]
    if not items:
        return ()
    facts = [_facts(values, False) for _, values in items]
    for tight in (False, True):
        rows = _side_by_side(items, size, tight, charset)
        if block_width(rows) <= size.width and len(rows) <= size.height:
            return rows
    return _list(items, facts, size, charset)


def _kind(values: Values) -> str:
    return _KINDS[min(values.ndim, 3)]


def _facts(values: Values, tight: bool) -> tuple[str, str, str]:
    shape = str(values.shape)
    return str(values.ndim), shape.replace(" ", "") if tight else shape, f"{values.size:,}"


def _side_by_side(
    items: list[tuple[str, Values]], size: Size, tight: bool, charset: Charset
) -> Rows:
    """A table: one column a value, its picture above, the facts below."""
    gap = 1 if tight else 3
    heads = ["ndim", "shape", "size"]
    head_width = max(len(head) for head in heads) + (1 if tight else 2)
    named = size.height >= _FACTS + 4
    tall = min(_MOST_ROWS + 3, size.height - _FACTS - 1 - (1 if named else 0))
    if tall < 1:
        return ((Span(" " * (size.width + 1)),),)  # too high by itself: the list is shown
    least = [max(len(_kind(v)), len(_facts(v, tight)[1]), 3) for _, v in items]
    spare = size.width - head_width - sum(least) - gap * (len(items) - 1)
    widths = list(least)
    pictures: list[Rows] = []
    for i, (_, values) in enumerate(items):
        # Each takes of the spare room what its numbers need, the later ones what is left.
        picture = _picture(values, least[i] + max(0, spare), tall, charset)
        widths[i] = max(least[i], block_width(picture))
        spare -= widths[i] - least[i]
        pictures.append(picture)
    for i, (name, _) in enumerate(items):
        # Then the names, so that none is cut while there is room.
        more = min(max(cells_wide(name) - widths[i], 0), max(spare, 0)) if named else 0
        widths[i] += more
        spare -= more
    if spare > 0 and len(items) > 1:
        gap += min(3, spare // (len(items) - 1))
    height = max(len(picture) for picture in pictures)
    width = head_width + sum(widths) + gap * (len(items) - 1)
    canvas = Canvas(width, (1 if named else 0) + 1 + height + _FACTS)
    for row, head in enumerate(heads, start=canvas.height - _FACTS):
        canvas.put(0, row, head, Role.DIM)
    x = head_width
    for (name, values), column, picture in zip(items, widths, pictures, strict=True):
        y = 0
        _put_middle(canvas, x, y, column, _kind(values), Role.TITLE)
        if named:
            y += 1
            _put_middle(canvas, x, y, column, _shortened(name, column, charset), Role.LABEL)
        left = x + (column - block_width(picture)) // 2
        canvas.put_rows(left, y + 1 + (height - len(picture)) // 2, picture)
        for row, fact in enumerate(_facts(values, tight), start=canvas.height - _FACTS):
            role = Role.RESULT if row == canvas.height - _FACTS else Role.LABEL
            _put_middle(canvas, x, row, column, fact, role)
        x += column + gap
    return canvas.rows()


def _put_middle(canvas: Canvas, x: int, y: int, width: int, content: str, role: Role) -> None:
    canvas.put(x + (width - cells_wide(content)) // 2, y, content, role)


def _shortened(content: str, width: int, charset: Charset) -> str:
    if cells_wide(content) <= width:
        return content
    return cut(content, width - len(charset.dots)) + charset.dots


def _picture(values: Values, width: int, height: int, charset: Charset) -> Rows:
    """The numbers; from three axes on as sheets, one behind another."""
    chosen = format_for(values, None)
    if values.ndim < 3:
        table = values.reshape((1, -1) if values.ndim < 2 else values.shape)
        return _table(table, chosen, width, min(height, _MOST_ROWS), charset)
    if not values.size:
        return text("empty", Role.DIM)
    front = values.reshape((-1, *values.shape[-2:]))
    behind = min(len(front) - 1, 2 if height >= 7 and width >= 12 else 1)
    if height < 4 + behind or width < 5 + behind:
        if height < 2 or width < 4:
            return _table(front[0], chosen, width, height, charset)
        inner = _table(front[0], chosen, width - 1, height - 1, charset)
        return _edged(inner, charset) if behind else inner
    inner = _table(front[0], chosen, width - 2 - behind, height - 2 - behind, charset)
    return _sheets(inner, behind, charset)


def _sheets(inner: Rows, behind: int, charset: Charset) -> Rows:
    """A framed sheet with the edges of those behind it, up and to the right."""
    wide, high = block_width(inner) + 2, len(inner) + 2
    canvas = Canvas(wide + behind, high + behind)
    for back in range(behind, -1, -1):
        x, y = back, behind - back
        line = charset.horizontal * (wide - 2)
        role = Role.AXIS if back == 0 else Role.DIM
        canvas.put(x, y, charset.top_left + line + charset.top_right, role)
        for row in range(y + 1, y + high - 1):
            canvas.put(x, row, charset.vertical + " " * (wide - 2) + charset.vertical, role)
        canvas.put(x, y + high - 1, charset.bottom_left + line + charset.bottom_right, role)
    canvas.put_rows(1, behind + 1, inner)
    return canvas.rows()


def _edged(inner: Rows, charset: Charset) -> Rows:
    """A sheet without a frame and the edges of one behind it, for where there's little room."""
    wide, high = block_width(inner), len(inner)
    canvas = Canvas(wide + 1, high + 1)
    canvas.put_rows(0, 0, inner)
    canvas.put(wide, 0, charset.top_right, Role.DIM)
    for y in range(1, high):
        canvas.put(wide, y, charset.vertical, Role.DIM)
    edge = charset.bottom_left + charset.horizontal * max(0, wide - 2) + charset.bottom_right
    canvas.put(1, high, edge, Role.DIM)
    return canvas.rows()


def _table(values: Values, chosen: NumberFormat, width: int, height: int, charset: Charset) -> Rows:
    """The numbers of a matrix in columns, from the first on; what doesn't fit gives way to dots."""
    if not values.size:
        return text("empty", Role.DIM)
    height = max(1, height)
    shown = values[: height if len(values) <= height else max(1, height - 1), :_MOST_COLUMNS]
    cells = [[with_minus(chosen.text(v), charset.minus) for v in row] for row in shown.tolist()]
    cell = max(len(content) for row in cells for content in row)
    columns = min(len(cells[0]), max(1, (width + 1) // (cell + 1)))
    cut = columns < values.shape[1]
    while cut and columns > 1 and columns * (cell + 1) + len(charset.dots) > width:
        columns -= 1
    rows: list[Row] = []
    for row in cells:
        content = " ".join(item.rjust(cell) for item in row[:columns])
        dots = Span(f" {charset.dots}", Role.DIM) if cut else Span("")
        rows.append(tidy((Span(content), dots)))
    if len(shown) < len(values) and height > 1:
        middle = (columns * (cell + 1) - 1) // 2
        rows.append((Span(" " * middle + charset.dots_down, Role.DIM),))
    return pad(clip(tuple(rows), Size(width, height)))


def _list(
    items: list[tuple[str, Values]],
    facts: list[tuple[str, str, str]],
    size: Size,
    charset: Charset,
) -> Rows:
    """One row a value, for where there's no room for columns."""
    wide = [max(len(fact[i]) for fact in facts) for i in range(3)]
    name_width = max(cells_wide(name) for name, _ in items)
    rows: list[Row] = []
    for (name, values), (ndim, shape, count) in zip(items, facts, strict=True):
        row = [
            Span(f"{_kind(values)}  ", Role.TITLE),
            Span(f"{filled(name, name_width)}  ", Role.LABEL),
            Span("ndim ", Role.DIM),
            Span(f"{ndim.rjust(wide[0])}  ", Role.RESULT),
            Span(f"{shape.ljust(wide[1])}  ", Role.LABEL),
            Span("size ", Role.DIM),
            Span(count.rjust(wide[2]), Role.LABEL),
        ]
        if row_width(tuple(row)) > size.width:
            row = [row[0], row[3], Span(shape, Role.LABEL)]
        rows.append(clip_row(tidy(row), size.width, charset.dots))
    return stack(tuple(rows))


@describe.register
def _describe_ladder(part: LadderPart) -> str:
    told = []
    for name, given in part.items:
        values = np.asarray(given)
        told.append(
            f"{name} is a {_kind(values)} with ndim {values.ndim}, "
            f"shape {values.shape} and size {values.size:,}"
        )
    return f"{'; '.join(told) or 'No values'}."
