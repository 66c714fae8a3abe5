"""Gradient descent: a ball on a measured bowl, its slope, its next step, and where it has been.

Each run has a panel of its own, with the same axes. The step stands on the axis of the weight, as
long as it is; what leads out of the window is told with an arrow and its number.
"""

from __future__ import annotations

import numpy as np

from nnmath_tutor.drawing.axes import Field, put_name_across
from nnmath_tutor.drawing.blocks import beside, pad
from nnmath_tutor.drawing.bowl import Ball, DescentPart
from nnmath_tutor.drawing.bowl_words import ball_figures, ball_rows, descent_sentence
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.chart import CurveStroke, LineStroke, Point, Stroke, put_axes, put_strokes
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.numbers import with_minus
from nnmath_tutor.drawing.rows import Role, Rows, Size
from nnmath_tutor.drawing.secant_figures import slope_text

__all__ = ["Ball", "DescentPart"]

_GAP = 2
_NARROWEST = 16  # columns of a panel
_REACH_ACROSS, _REACH_UP = 0.12, 0.3  # of the field, from the ball to either end of its slope
_LONGEST_ACROSS = 9  # cells


@paint.register
def _paint_descent(part: DescentPart, size: Size, charset: Charset) -> Rows:
    shown = max(1, min(len(part.balls), (size.width + _GAP) // (_NARROWEST + _GAP)))
    balls: list[Ball | None] = [*part.balls[:shown]] or [None]
    width = (size.width - _GAP * (len(balls) - 1)) // len(balls)
    most = 1 if size.height < 8 else 2 if size.height < 11 else 3
    if len(balls) > 1 and size.height >= 8:
        most = 3 if size.height < 10 else 4  # the run's name takes a row
    words = [ball_rows(part, ball, width, most, charset) if ball else () for ball in balls]
    top = max(map(len, words))
    panels = []
    for ball, told in zip(balls, words, strict=True):
        canvas = Canvas(width, size.height)
        canvas.put_rows(0, 0, told)
        if size.height > top:
            _put_panel(canvas, part, ball, top, charset)
        panels.append(canvas.rows())
    missing = len(part.balls) - shown
    if missing > 0 and top and width >= _NARROWEST:
        canvas = Canvas(width, size.height)
        canvas.put_rows(0, 0, panels[-1])
        text = f" +{missing}"
        canvas.put(width - len(text), 0, text, Role.WARNING)
        panels[-1] = canvas.rows()
    if len(panels) == 1:
        return panels[0]
    return beside(*(pad(rows, width) for rows in panels), gap=_GAP)


def _put_panel(
    canvas: Canvas, part: DescentPart, ball: Ball | None, top: int, charset: Charset
) -> None:
    own = []
    if ball is not None and np.isfinite(ball.weight):
        own = [(ball.weight, with_minus(ball_figures(ball)[0], charset.minus))]
    field = put_axes(canvas, part.windows, top, charset, own)
    if field.top + field.height + 1 < canvas.height:
        below = field.top + field.height + 1
        put_name_across(canvas, field.left, below, field.width, part.weight)
    strokes: list[Stroke] = [CurveStroke(part.xs, part.ys, Role.SERIES_1)]
    ends = _slope_ends(ball, field) if ball is not None else None
    if ends is not None:
        strokes.append(LineStroke(*ends, Role.SERIES_3, charset.beam))
    put_strokes(canvas, field, strokes, charset)
    if ball is None:
        return
    if ends is not None:
        _put_slope_head(canvas, ball, ends, field, charset)
    _put_step(canvas, ball, field, charset)
    seen = [(weight, loss) for weight, loss in ball.earlier if _inside(weight, loss, field)]
    for place in field.places([w for w, _ in seen], [loss for _, loss in seen]):
        canvas.put(*place, _was(charset), Role.LABEL)
    if _inside(ball.weight, ball.loss, field):
        canvas.put(*field.place(ball.weight, ball.loss), charset.dot, Role.CURSOR)
    _put_outside(canvas, ball, field, charset)


def _was(charset: Charset) -> str:
    """The mark of an earlier place: in ASCII the ring looks like what is spoken of."""
    return charset.markers[1]


def _inside(weight: float, loss: float, field: Field) -> bool:
    return bool(np.isfinite(loss) and field.across.low <= weight <= field.across.high)


def _slope_ends(ball: Ball, field: Field) -> tuple[Point, Point] | None:
    """The ends of the straight line through the ball that shows its slope."""
    if not (np.isfinite(ball.slope) and _inside(ball.weight, ball.loss, field)):
        return None
    across, upright = field.across, field.upright
    reach = min(_REACH_ACROSS, _LONGEST_ACROSS / max(field.width, 1)) * (across.high - across.low)
    if ball.slope:
        with np.errstate(over="ignore"):
            reach = min(reach, _REACH_UP * (upright.high - upright.low) / abs(ball.slope))
    left, right = ball.weight - reach, ball.weight + reach
    return (left, ball.loss - ball.slope * reach), (right, ball.loss + ball.slope * reach)


def _put_slope_head(
    canvas: Canvas, ball: Ball, ends: tuple[Point, Point], field: Field, charset: Charset
) -> None:
    """An arrow head at the lower end: that way is down."""
    if not ball.slope:
        return
    left = ball.slope > 0
    x, y = field.place(*ends[0 if left else 1])
    ball_x, ball_y = field.place(ball.weight, ball.loss)
    if abs(x - ball_x) >= abs(y - ball_y):
        glyph = charset.pointer_left if left else charset.pointer
    else:
        glyph = charset.arrow_down
    if (x, y) != (ball_x, ball_y):
        canvas.put(x, y, glyph, Role.SERIES_3)


def _put_step(canvas: Canvas, ball: Ball, field: Field, charset: Charset) -> None:
    """The next step on the axis of the weight, from where the ball is to where it will be."""
    row = field.top + field.height
    if row + 1 >= canvas.height or not ball.step or not np.isfinite(ball.step):
        return
    assert ball.following is not None
    if ball.weight < field.across.low and ball.following < field.across.low:
        return
    if ball.weight > field.across.high and ball.following > field.across.high:
        return
    start, end = (x - field.left for x, _ in field.places([ball.weight, ball.following], [0, 0]))
    beyond = not field.across.low <= ball.following <= field.across.high
    if ball.step > 0:
        head = charset.arrow_right if beyond else charset.pointer
        end = max(end, min(start + 1, field.width - 1))
        canvas.put(field.left + start + 1, row, charset.beam * (end - start - 1), Role.CHANGED)
    else:
        head = charset.arrow_left if beyond else charset.pointer_left
        end = min(end, max(start - 1, 0))
        canvas.put(field.left + end + 1, row, charset.beam * (start - end - 1), Role.CHANGED)
    canvas.put(field.left + end, row, head, Role.CHANGED)


def _put_outside(canvas: Canvas, ball: Ball, field: Field, charset: Charset) -> None:
    """What is beyond the window: at its border an arrow and the number, or how many they are."""
    for beyond, arrow in ((-1, charset.arrow_left), (1, charset.arrow_right)):
        told = [
            (text.format(with_minus(slope_text(weight), charset.minus)), Role.WARNING)
            for text, weight in (("now {}", ball.weight), ("next {}", ball.following))
            if weight is not None and _side(weight, field) == beyond
        ]
        earlier = sum(_side(weight, field) == beyond for weight, _ in ball.earlier)
        if earlier:
            told.append((f"{earlier} earlier", Role.LABEL))
        for text, role in told:
            text = f"{arrow}{text}" if beyond < 0 else f"{text}{arrow}"
            x = field.left if beyond < 0 else field.left + field.width - len(text)
            rows = range(field.top, field.top + field.height)
            free = (y for y in rows if canvas.blank(x, y, len(text)))
            canvas.put(x, next(free, field.top + field.height // 2), text, role)


def _side(weight: float, field: Field) -> int:
    """Whether a weight is left (-1) or right (1) of the window, or in it (0)."""
    return -1 if weight < field.across.low else 1 if weight > field.across.high else 0


@describe.register
def _describe_descent(part: DescentPart) -> str:
    return descent_sentence(part)
