"""A function's curve with dots on it: inputs across, outputs upright."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnmath_tutor.drawing.axes import (
    Field,
    clear_of,
    number_tick,
    put_axis_across,
    put_axis_down,
    ticks_across,
    ticks_down,
)
from nnmath_tutor.drawing.blocks import clip_row, tidy
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.cells import cells_wide
from nnmath_tutor.drawing.charset import ASCII, Charset
from nnmath_tutor.drawing.chart import (
    WITH_AXIS_ACROSS,
    WITH_AXIS_DOWN,
    CurveStroke,
    put_strokes,
    rounded_window,
)
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.figures import own_format, sigmoid_text
from nnmath_tutor.drawing.numbers import NumberFormat, format_number, with_minus
from nnmath_tutor.drawing.rows import Role, Rows, Size, Span
from nnmath_tutor.drawing.ticks import Scale, near, near_pairs

Floats = NDArray[np.float64]

_MOST_LABELS = 6
_MOST_TO_COME = 24


@dataclass(frozen=True, eq=False)
class CurvePart:
    """A curve through (xs, ys) and points on it; points left or right of it pile up there."""

    name: str
    xs: ArrayLike  # (samples,) rising
    ys: ArrayLike  # (samples,)
    points: ArrayLike = ()  # (points,) inputs
    heights: ArrayLike = ()  # (points,) outputs
    labels: tuple[str, ...] = ()  # one per point, or none
    marked: int | None = None  # the point that is spoken of
    to_come: ArrayLike = ()  # outputs of later points: room is kept for their numbers
    head: str = ""  # what to say above it, instead of the function and the marked point


@paint.register
def _paint_curve(part: CurvePart, size: Size, charset: Charset) -> Rows:
    canvas = Canvas.of(size)
    head = tidy(_head(part, charset))
    canvas.put_row(0, 0, clip_row(head, size.width, charset.dots))
    if size.height < 2:
        return canvas.rows()
    field = _put_axes(canvas, part, charset)
    put_strokes(canvas, field, [CurveStroke(part.xs, part.ys, Role.SERIES_1)], charset)
    points, heights = _points(part)
    if part.marked is not None and 0 <= part.marked < len(points):
        _put_guides(canvas, part.marked, points, heights, field, charset)
    _put_points(canvas, part, points, heights, field, charset)
    return canvas.rows()


def _points(part: CurvePart) -> tuple[Floats, Floats]:
    return near_pairs(part.points, part.heights)


def _number(value: float, charset: Charset) -> str:
    value = float(value)
    return with_minus(own_format(value, NumberFormat("fixed", 1)).text(value), charset.minus)


def _output(part: CurvePart, x: float, y: float, charset: Charset) -> str:
    """The height of a point: near the curve's limit how near, and never the limit itself."""
    near_one = sigmoid_text(float(x), float(y)) if _is_sigmoid(part) else None
    return with_minus(near_one, charset.minus) if near_one else _number(y, charset)


def _is_sigmoid(part: CurvePart) -> bool:
    return part.name.rpartition(".")[2] == "sigmoid"


def _head(part: CurvePart, charset: Charset) -> list[Span]:
    if part.head:
        return [Span(part.head, Role.TITLE)]
    points, heights = _points(part)
    if part.marked is None or not 0 <= part.marked < len(points):
        return [Span(part.name, Role.TITLE)]
    x, y = points[part.marked], heights[part.marked]
    label = part.labels[part.marked] if part.marked < len(part.labels) else ""
    spans = [Span(f"{charset.focus} ", Role.CURSOR)]
    if label:
        spans.append(Span(f"{label}  ", Role.LABEL))
    call = f"{part.name}({_number(x, charset)}) = "
    return [*spans, Span(call, Role.TITLE), Span(_output(part, x, y, charset), Role.CELL)]


def _put_axes(canvas: Canvas, part: CurvePart, charset: Charset) -> Field:
    across, upright = _windows(part)
    under = 2 if canvas.height >= WITH_AXIS_ACROSS else 0
    height = canvas.height - 1 - under
    ticks = ticks_down(upright, height, charset) if canvas.width >= WITH_AXIS_DOWN else ()
    # Room for the marked point's number, too: it stands where the ticks' labels stand.
    points, heights = _points(part)
    marked = part.marked if part.marked is not None and 0 <= part.marked < len(heights) else None
    number = 0 if marked is None else len(_number(heights[marked], charset))
    if marked is not None and ticks:
        later = np.asarray(part.to_come, dtype=np.float64).ravel()[:_MOST_TO_COME].tolist()
        number = max(number, *(len(_number(height, charset)) for height in later), 0)
    left = max(number + 2, *(len(tick.label) + 2 for tick in ticks)) if ticks else 0
    width = canvas.width - left
    if ticks:
        put_axis_down(canvas, left - 1, 1, height, ticks, charset)
    if under:
        ticks = ticks_across(across, width, charset)
        if marked is not None:
            at = int(across.cells(points[marked], width))
            own = number_tick(points[marked], at, _number(points[marked], charset), 0, width)
            ticks = clear_of(ticks, (own,)) if own else ticks
        put_axis_across(canvas, left, 1 + height, width, ticks, charset)
        if left:
            canvas.put(left - 1, 1 + height, charset.corner, Role.AXIS)
    return Field(left, 1, width, height, across, upright)


def _windows(part: CurvePart) -> tuple[Scale, Scale]:
    """The curve's own range across; upright its values, or up to a round number near by."""
    xs = np.asarray(part.xs, dtype=np.float64).ravel()
    xs = near(xs[np.isfinite(xs)])
    left, right = (float(xs[0]), float(xs[-1])) if len(xs) else (0.0, 1.0)
    return Scale(left, right if right > left else left + 1.0), rounded_window(part.ys)


def _put_guides(
    canvas: Canvas, marked: int, points: Floats, heights: Floats, field: Field, charset: Charset
) -> None:
    """From the marked point a line to each axis, and its numbers there."""
    x, y = field.place(points[marked], heights[marked])
    bottom = field.top + field.height
    for down in range(y + 1, bottom):
        if canvas.blank(x, down):
            canvas.put(x, down, charset.guide, Role.CURSOR)
    for right in range(field.left, x):
        if canvas.blank(right, y):
            canvas.put(right, y, charset.guide_across, Role.CURSOR)
    if bottom + 1 < canvas.height:
        text = _number(points[marked], charset)
        tick = number_tick(points[marked], x, text, field.left, canvas.width)
        canvas.put(x, bottom, charset.tee_down, Role.CURSOR)
        canvas.put(x if tick is None else tick.begin, bottom + 1, text, Role.CELL)
    if field.left:
        text = _number(heights[marked], charset)
        told = canvas.text(0, y, field.left - 1).strip()
        span = field.upright.high - field.upright.low
        if told and abs(float(told.replace(charset.minus, "-")) - heights[marked]) < 5e-4 * span:
            text = told  # the curve's limit, or next to it
        canvas.put(0, y, text.rjust(field.left - 2).ljust(field.left - 1), Role.CELL)
        canvas.put(field.left - 1, y, charset.tee_left, Role.CURSOR)


def _put_points(
    canvas: Canvas,
    part: CurvePart,
    points: Floats,
    heights: Floats,
    field: Field,
    charset: Charset,
) -> None:
    good = np.isfinite(points) & np.isfinite(heights)
    order = [i for i in range(len(points)) if i != part.marked and good[i]]
    marked = part.marked if part.marked is not None and part.marked < len(points) else None
    if marked is not None and marked >= 0 and good[marked]:
        order.append(marked)
    places = field.places(points, heights)
    for i in order:
        glyph = charset.focus if i == marked else charset.dot
        canvas.put(*places[i], glyph, Role.CURSOR if i == marked else Role.RESULT)
    _put_piles(canvas, points[good], heights[good], field, charset)
    for i in reversed(order):
        # Many names beside many dots are a riddle; then only the marked one has its name.
        if i < len(part.labels) and (len(order) <= _MOST_LABELS or i == marked):
            _put_label(canvas, *places[i], part.labels[i], field, i == marked)


def _put_piles(
    canvas: Canvas, points: Floats, heights: Floats, field: Field, charset: Charset
) -> None:
    """Points beyond the window: at its border an arrow and how many they are."""
    for beyond, arrow, x in (
        (points < field.across.low, charset.arrow_left, field.left),
        (points > field.across.high, charset.arrow_right, field.left + field.width - 1),
    ):
        count = int(beyond.sum())
        if not count:
            continue
        _, y = field.place(0.0, float(np.median(heights[beyond])))
        text = f"{arrow}{count}" if x == field.left else f"{count}{arrow}"
        # Beside the dots, on the side where the curve isn't.
        y += -1 if y > field.top + field.height // 2 else 1
        canvas.put(x if x == field.left else x - len(text) + 1, y, text, Role.WARNING)


def _put_label(canvas: Canvas, x: int, y: int, label: str, field: Field, marked: bool) -> None:
    """A point's name beside it, where there's room; below or above it if need be."""
    width = cells_wide(label)
    beside = ((x + 1, y + 1), (x - width, y - 1), (x + 2, y), (x - width - 1, y), (x + 1, y - 1))
    for begin, row in beside:
        inside = field.left <= begin and field.top <= row < field.top + field.height
        free = canvas.blank(max(0, begin - 1), row, width + (1 if begin else 0))
        if inside and free:
            canvas.put(begin, row, label, Role.CELL if marked else Role.LABEL)
            return


@describe.register
def _describe_curve(part: CurvePart) -> str:
    points, heights = _points(part)
    xs = np.asarray(part.xs, dtype=np.float64).ravel()
    text = f"The curve of {part.name}"
    if len(xs):
        text += f" from {format_number(float(xs[0]))} to {format_number(float(xs[-1]))}"
    if len(points):
        text += f" with {len(points)} {'point' if len(points) == 1 else 'points'} on it"
    if part.marked is not None and 0 <= part.marked < len(points):
        x, y = float(points[part.marked]), float(heights[part.marked])
        name = part.labels[part.marked] if part.marked < len(part.labels) else "the marked one"
        height = _output(part, x, y, ASCII)
        text += f"; {name}: {part.name}({_number(x, ASCII)}) = {height}"
    return f"{text}."
