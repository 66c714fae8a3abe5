"""A chart: axes on a canvas, and between them curves and straight lines that may cross.

Fine ones in braille share their cells; coarse ones in ASCII each have a mark of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnmath_tutor.drawing.axes import (
    Field,
    Tick,
    clear_of,
    number_tick,
    put_axis_across,
    put_axis_down,
    ticks_across,
    ticks_down,
)
from nnmath_tutor.drawing.braille import ACROSS, DOWN, braille_text, half_text
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.envelope import bands
from nnmath_tutor.drawing.rows import Role
from nnmath_tutor.drawing.strokes import put_texts
from nnmath_tutor.drawing.ticks import Scale, constant_window, linear_ticks, near

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Point = tuple[float, float]

WITH_AXIS_ACROSS = 5  # rows from which on the lower axis is worth its two
WITH_AXIS_DOWN = 20  # columns from which on the labels at the left are worth theirs
_DASH = 4  # dots of a dash, and of the gap after it


@dataclass(frozen=True, eq=False)
class CurveStroke:
    """A curve through (xs, ys), xs rising; drawn in half cells where there's no braille."""

    xs: ArrayLike  # (samples,)
    ys: ArrayLike  # (samples,)
    role: Role


@dataclass(frozen=True, slots=True)
class LineStroke:
    """A straight line between two points of the field; `mark` draws it where there's no braille."""

    start: Point
    end: Point
    role: Role
    mark: str
    dashed: bool = False


Stroke = CurveStroke | LineStroke


def rounded_window(values: ArrayLike) -> Scale:
    """The window of an upright axis: all the finite values, up to a round number near by."""
    ys = np.asarray(values, dtype=np.float64).ravel()
    ys = near(ys[np.isfinite(ys)])
    low, high = (float(ys.min()), float(ys.max())) if len(ys) else (0.0, 1.0)
    low, high = constant_window(low, high) or (low, high)
    span = high - low
    below = linear_ticks(low - 0.1 * span, low, 3)
    above = linear_ticks(high, high + 0.1 * span, 3)
    return Scale(below[-1] if below else low, above[0] if above else high)


def put_axes(
    canvas: Canvas,
    scales: tuple[Scale, Scale],
    top: int,
    charset: Charset,
    own: Sequence[tuple[float, str]] = (),
) -> Field:
    """Axes below row `top`, as far as there's room for them; what they leave is the field.

    `own` are numbers with their texts that get a tick of their own, the first one first; round
    ticks make room for them.
    """
    across, upright = scales
    under = 2 if canvas.height - top + 1 >= WITH_AXIS_ACROSS else 0
    height = max(1, canvas.height - top - under)
    ticks = ticks_down(upright, height, charset) if canvas.width >= WITH_AXIS_DOWN else ()
    left = max((len(tick.label) for tick in ticks), default=-2) + 2
    width = canvas.width - left
    if ticks:
        put_axis_down(canvas, left - 1, top, height, ticks, charset)
    field = Field(left, top, width, height, across, upright)
    if under:
        taken = _own_ticks(own, field)
        ticks = (*clear_of(ticks_across(across, width, charset), taken), *taken)
        put_axis_across(canvas, left, top + height, width, ticks, charset)
        for tick in taken:
            canvas.put(left + tick.at, top + height, charset.tee_down, Role.CURSOR)
            canvas.put(left + tick.begin, top + height + 1, tick.label, Role.STRONG)
        if left:
            canvas.put(left - 1, top + height, charset.corner, Role.AXIS)
    return field


def _own_ticks(own: Sequence[tuple[float, str]], field: Field) -> tuple[Tick, ...]:
    taken: list[Tick] = []
    for value, text in own:
        if not field.across.low <= value <= field.across.high:
            continue
        at = int(field.across.cells(value, field.width))
        tick = number_tick(value, at, text, 0, field.width, taken)
        if tick is not None:
            taken.append(tick)
    return tuple(taken)


def line_through(point: Point, slope: float, across: Scale, upright: Scale) -> tuple[Point, Point]:
    """The ends of a straight line within the window; twice the point if it lies outside."""
    x, y = point
    low, high = across.low, across.high
    if slope and np.isfinite(slope):
        with np.errstate(all="ignore"):
            reached = sorted((x + (end - y) / slope) for end in (upright.low, upright.high))
        low, high = max(low, reached[0]), min(high, reached[1])
    if not (low < high and np.isfinite(slope) and np.isfinite(y)):
        return point, point
    return (low, y + slope * (low - x)), (high, y + slope * (high - x))


def put_strokes(canvas: Canvas, field: Field, strokes: Sequence[Stroke], charset: Charset) -> None:
    """Curves and lines, a later one over an earlier one."""
    if field.width < 1 or field.height < 1:
        return
    if not charset.braille:
        for stroke in strokes:
            _put_coarse(canvas, field, stroke)
        return
    masks = [_mask(stroke, field, ACROSS, DOWN) for stroke in strokes]
    texts = braille_text(np.logical_or.reduce(masks)) if masks else []
    owner = np.full((field.height, field.width), -1)
    for index, mask in enumerate(masks):
        owner[mask.reshape(field.height, DOWN, field.width, ACROSS).any(axis=(1, 3))] = index
    for down, (text, row) in enumerate(zip(texts, owner.tolist(), strict=True)):
        begin = 0
        for who, run in groupby(row):
            end = begin + len(list(run))
            if who >= 0:
                place = field.left + begin, field.top + down
                canvas.put(*place, text[begin:end], strokes[who].role)
            begin = end


def _put_coarse(canvas: Canvas, field: Field, stroke: Stroke) -> None:
    if isinstance(stroke, CurveStroke):
        texts = half_text(_mask(stroke, field, 1, 2))
    else:
        mask = _mask(stroke, field, 1, 1)
        texts = ["".join(stroke.mark if cell else " " for cell in row) for row in mask.tolist()]
    put_texts(canvas, field.left, field.top, texts, stroke.role)


def _mask(stroke: Stroke, field: Field, across: int, down: int) -> Mask:
    """The raster of one stroke, rows from the top: (height * down, width * across)."""
    if isinstance(stroke, CurveStroke):
        xs = np.asarray(stroke.xs, dtype=np.float64).ravel()
        ys = np.asarray(stroke.ys, dtype=np.float64).ravel()
        return _curve_mask(xs.tobytes(), ys.tobytes(), field, across, down)
    return _line_mask(stroke, field, across, down)


@lru_cache(maxsize=16)  # what moves while epochs flow is seldom the curve
def _curve_mask(xs: bytes, ys: bytes, field: Field, across: int, down: int) -> Mask:
    width, height = field.width * across, field.height * down
    known, values = np.frombuffer(xs), near(np.frombuffer(ys))
    if len(known) < 2 or len(known) != len(values):
        return np.zeros((height, width), dtype=bool)
    columns = np.linspace(field.across.low, field.across.high, width)
    values = np.interp(columns, known, values)
    low = field.upright.cells(values, height)
    high = low.copy()
    drawn = np.isfinite(values)
    bands(low, high, drawn)
    rows = np.arange(height - 1, -1, -1)[:, None]
    return np.asarray((rows >= low) & (rows <= high) & drawn)


def _line_mask(stroke: LineStroke, field: Field, across: int, down: int) -> Mask:
    width, height = field.width * across, field.height * down
    mask = np.zeros((height, width), dtype=bool)
    ends = np.array([stroke.start, stroke.end], dtype=np.float64)
    if not np.isfinite(ends).all():
        return mask
    (x0, x1), (y0, y1) = (
        np.clip(scale.fraction(ends[:, axis]), 0, 1) * (count - 1)
        for axis, scale, count in ((0, field.across, width), (1, field.upright, height))
    )
    steps = int(max(abs(x1 - x0), abs(y1 - y0))) + 1
    along = np.arange(steps + 1)
    if stroke.dashed:
        dash = _DASH if across > 1 else 1
        along = along[along // dash % 2 == 0]
    xs = np.rint(x0 + along / steps * (x1 - x0)).astype(int)
    ys = np.rint(y0 + along / steps * (y1 - y0)).astype(int)
    mask[height - 1 - ys, xs] = True
    return mask
