"""A map of decisions: the answer of a network for every point of a plane, as shades.

The shades are characters, so the map reads without colour: blank near 0, full near 1, and a line
where the answer turns over at one half.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.axes import (
    Field,
    put_axis_across,
    put_axis_down,
    ticks_across,
    ticks_down,
)
from nnmath_tutor.drawing.blocks import block_width, clip_row, line
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span
from nnmath_tutor.drawing.ticks import Scale

Floats = NDArray[np.float64]

HALF = 0.5  # from here on up the answer counts as a yes
LITTLE = 0.2  # where all answers lie so close together, it is told between which numbers

_GAP = 3
_NARROWEST = 24  # columns: a narrower map has its legend below, in a row
_WITH_AXIS_DOWN = 24  # columns
_WITH_AXIS_ACROSS = 6  # rows
_HIGHEST = 20
_WIDEST = 9  # columns a row
_MOST_IN_BRACKETS = 9  # points


@dataclass(frozen=True, eq=False)
class MapPart:
    """Answers over a plane: `values[i, j]` for the point at (xs[j], ys[i]).

    `points` are marked with what was wanted of them (`targets`), and with whether the answer there
    (`answers`) is on the right side of one half.
    """

    values: Floats  # (rows, columns), row 0 for the lowest y
    low: float  # both axes run from low
    high: float  # to high
    points: Floats  # (n, 2)
    answers: Floats  # (n,)
    targets: Floats | None = None  # (n,)
    x_name: str = "x"
    y_name: str = "y"


class _Shade(NamedTuple):
    glyph: str
    role: Role
    told: str


def _shades(charset: Charset) -> tuple[_Shade, ...]:
    """From no to yes. Between the middle two there is a leap: there runs the boundary."""
    few, many, full = charset.shades[0], charset.shades[2], charset.shades[3]
    return (
        _Shade(" ", Role.HEAT_NEG_2, "below 0.25: no"),
        _Shade(few, Role.HEAT_NEG_1, "below 0.5"),
        _Shade(many, Role.HEAT_POS_1, "above 0.5"),
        _Shade(full, Role.HEAT_POS_2, "above 0.75: yes"),
    )


@paint.register
def _paint_map(part: MapPart, size: Size, charset: Charset) -> Rows:
    canvas = Canvas.of(size)
    values = np.asarray(part.values, dtype=np.float64)
    told = _told(part, charset)
    head = Span(f"answers: {part.x_name} across, {part.y_name} up", Role.TITLE)
    canvas.put_row(0, 0, clip_row((head,), size.width, charset.dots))
    if size.height < 2 or values.ndim != 2 or not values.size:
        return canvas.rows()
    beside = block_width(told) + _GAP
    side = size.width >= beside + _NARROWEST
    room = size.width - beside if side else size.width
    below = 1 if not side and size.height > _WITH_AXIS_ACROSS else 0
    height = min(size.height - 1 - below, _HIGHEST)
    field = _put_axes(canvas, part, Size(room, height), charset)
    _put_shades(canvas, values, field, charset)
    _put_points(canvas, part, field, charset)
    if side:
        start = field.left + field.width + _GAP
        canvas.put_rows(start, field.top, told[: size.height - field.top])
    elif below:
        canvas.put_row(0, size.height - 1, _short(part, charset))
    return canvas.rows()


def _put_axes(canvas: Canvas, part: MapPart, size: Size, charset: Charset) -> Field:
    """The axes in `size` below the title, where there is room for them."""
    scale = Scale(part.low, part.high)
    under = 2 if size.height >= _WITH_AXIS_ACROSS else 0
    height = size.height - under
    ticks = ticks_down(scale, height, charset) if size.width >= _WITH_AXIS_DOWN else ()
    left = max(len(tick.label) for tick in ticks) + 2 if ticks else 0
    width = min(size.width - left, _WIDEST * max(height, 4))
    if ticks:
        put_axis_down(canvas, left - 1, 1, height, ticks, charset)
    if under:
        put_axis_across(
            canvas, left, 1 + height, width, ticks_across(scale, width, charset), charset
        )
        if left:
            canvas.put(left - 1, 1 + height, charset.corner, Role.AXIS)
    return Field(left, 1, width, height, scale, scale)


def _put_shades(canvas: Canvas, values: Floats, field: Field, charset: Charset) -> None:
    cells = _resampled(values, field.height, field.width)[::-1]  # the highest y on top
    shades = _shades(charset)
    levels = np.minimum(np.clip(np.nan_to_num(cells), 0, 1) * 4, 3).astype(int)
    levels = np.where(np.isfinite(cells), levels, len(shades)).tolist()
    kinds = (*shades, _Shade("?", Role.WARNING, ""))
    for down, row in enumerate(levels):
        begin = 0
        for x in range(1, len(row) + 1):
            if x == len(row) or row[x] != row[begin]:
                shade = kinds[row[begin]]
                canvas.put(
                    field.left + begin, field.top + down, shade.glyph * (x - begin), shade.role
                )
                begin = x


def _resampled(values: Floats, rows: int, columns: int) -> Floats:
    """The plane at other places: linear between those that are known. (rows, columns)."""
    for axis, count in ((0, rows), (1, columns)):
        last = values.shape[axis] - 1
        at = np.linspace(0, last, count)
        before = np.floor(at).astype(int)
        after = np.minimum(before + 1, last)
        share = (at - before).reshape((-1, 1) if axis == 0 else (1, -1))
        with np.errstate(all="ignore"):
            first, second = values.take(before, axis), values.take(after, axis)
            values = np.where(share > 0, first * (1 - share) + second * share, first)
    return values


def _marks(part: MapPart) -> tuple[list[tuple[float, float]], list[str], list[bool | None]]:
    """Where the points are, what was wanted of them, and whether the answer there is right."""
    points = np.asarray(part.points, dtype=np.float64).reshape(-1, 2)
    answers = np.asarray(part.answers, dtype=np.float64).ravel()
    wanted = ["" for _ in points]
    right: list[bool | None] = [None for _ in points]
    if part.targets is not None:
        targets = np.asarray(part.targets, dtype=np.float64).ravel()
        for i, (target, answer) in enumerate(zip(targets, answers, strict=False)):
            if i < len(points):
                wanted[i] = "1" if target >= HALF else "0"
                right[i] = bool(np.isfinite(answer)) and bool((answer >= HALF) == (target >= HALF))
    return [(float(x), float(y)) for x, y in points], wanted, right


def _put_points(canvas: Canvas, part: MapPart, field: Field, charset: Charset) -> None:
    places, wanted, right = _marks(part)
    wide = len(places) <= _MOST_IN_BRACKETS
    for (x, y), text, good in zip(places, wanted, right, strict=True):
        if not (part.low <= x <= part.high and part.low <= y <= part.high):
            continue
        column, row = field.place(x, y)
        glyph = text or charset.dot
        role = Role.WARNING if good is False else Role.GOOD if good else Role.RESULT
        if not wide:
            canvas.put(column, row, "!" if good is False else glyph, role)
            continue
        before, after = ("!", "!") if good is False else ("[", "]")
        begin = max(field.left, min(column - 1, field.left + field.width - 3))
        canvas.put(begin, row, before + glyph + after, role)


def _told(part: MapPart, charset: Charset) -> Rows:
    """The legend: shades from yes to no, marks, how many points are right, how far apart it all."""
    rows: list[Row] = []
    for shade in reversed(_shades(charset)):
        rows.append(line(Span(shade.glyph * 2, shade.role), Span(f" {shade.told}", Role.LABEL)))
    places, _, right = _marks(part)
    known = [good for good in right if good is not None]
    if known:
        if len(places) <= _MOST_IN_BRACKETS:
            rows.append((Span("[1] wanted 1: right", Role.GOOD),))
            rows.append((Span("!1! wanted 1: wrong", Role.WARNING),))
        else:
            rows.append((Span("0 1 wanted   ! wrong", Role.LABEL),))
        rows.append((Span(_score(known), Role.STRONG),))
    spread = _spread(part)
    if spread:
        rows.append((Span(spread, Role.DIM),))
    return tuple(rows)


def _score(known: list[bool]) -> str:
    return f"{sum(known)} of {len(known)} right"


def _spread(part: MapPart) -> str:
    """Between which answers all others lie, where that is little."""
    values = np.asarray(part.values, dtype=np.float64)
    finite = values[np.isfinite(values)]
    if not finite.size or float(finite.max()) > float(finite.min()) + LITTLE:
        return ""
    return f"all from {finite.min():.2f} to {finite.max():.2f}"


def _short(part: MapPart, charset: Charset) -> Row:
    """The legend in one row, the most important first: what doesn't fit is cut."""
    places, _, right = _marks(part)
    known = [good for good in right if good is not None]
    pieces = [_score(known)] if known else []
    pieces += [_spread(part)] if _spread(part) else []
    if known:
        wrong = "! !" if len(places) <= _MOST_IN_BRACKETS else "!"
        pieces.append(f"{wrong} wrong")
    _, few, many, full = (shade.glyph for shade in _shades(charset))
    pieces.append(f"0.25 {few} 0.5 {many} 0.75 {full}")
    return (Span("   ".join(pieces), Role.LABEL),)


@describe.register
def _describe_map(part: MapPart) -> str:
    values = np.asarray(part.values, dtype=np.float64)
    finite = values[np.isfinite(values)]
    text = f"The answers over {part.x_name} and {part.y_name} from {part.low:g} to {part.high:g}"
    if finite.size:
        yes = float((finite >= HALF).mean())
        text += f" lie between {finite.min():.2f} and {finite.max():.2f}"
        text += f", above one half on {yes:.0%} of the plane"
    known = [good for good in _marks(part)[2] if good is not None]
    if known:
        text += f"; of the marked points {_score(known)}"
    return text + "."
