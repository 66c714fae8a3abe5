"""Two ways to search for two settings: tries as dots in a square, their shadows on the axis below.

A shadow is a value that was tried of the setting across: a grid tries the same few again and again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.axes import Field, put_axis_down, ticks_across, ticks_down
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.cells import cells_wide, printable
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.legend import value_text
from nnmath_tutor.drawing.numbers import with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width
from nnmath_tutor.drawing.ticks import Scale, constant_window, near, short_number

Floats = NDArray[np.float64]

_GAP = 4
_UNDER = 4  # rows that aren't dots: title, axis with the shadows, its labels, the best
_NARROWEST = 14  # columns of a square
_MANY_TIMES = 100  # from this ratio on settings are shown on a logarithmic axis
_WIDEST, _HIGHEST = 54, 20
_LONGEST_NAME = 10  # cells, beside the title
_MARGIN = 0.08  # of the window, so that no dot lies on its border


@dataclass(frozen=True, eq=False)
class Tries:
    """One search: pairs of settings and the score of each, the lower the better."""

    name: str
    points: Floats  # (n, 2)
    scores: Floats  # (n,)

    @property
    def best(self) -> int | None:
        """Index of the lowest score that is a number; None where there is none."""
        scores = np.asarray(self.scores, dtype=np.float64).ravel()
        if not np.isfinite(scores).any():
            return None
        return int(np.where(np.isfinite(scores), scores, np.inf).argmin())

    @property
    def values(self) -> int:
        """How many different values of the setting across were tried."""
        return int(np.unique(np.asarray(self.points)[:, 0]).size)


@dataclass(frozen=True, eq=False)
class SearchPart:
    """Searches side by side on the same axes; the setting across is the one that matters."""

    searches: tuple[Tries, ...]
    x_name: str = "x"
    y_name: str = "y"


@paint.register
def _paint_search(part: SearchPart, size: Size, charset: Charset) -> Rows:
    count = max(len(part.searches), 1)
    upright = _window(part, 1)
    height = min(size.height - _UNDER, _HIGHEST)
    ticks = ticks_down(upright, height, charset) if height > 1 else ()
    upwards = f"{printable(part.y_name)} {charset.arrow_up}"
    left = max((len(tick.label) for tick in ticks), default=0) + 2
    if cells_wide(upwards) <= _LONGEST_NAME:
        left = max(left, cells_wide(upwards) + 2)
    width = min((size.width - left - _GAP * (count - 1)) // count - 1, _WIDEST)
    if height < 2 or width < _NARROWEST or not part.searches:
        return _told(part, size, charset)
    canvas = Canvas.of(size)
    x = left
    for number, tries in enumerate(part.searches):
        field = Field(x, 1, width, height, _window(part, 0), upright)
        own = ticks if number == 0 else ()
        put_axis_down(canvas, x - 1, 1, height, own, charset)
        _put_square(canvas, part, tries, field, charset)
        x += width + 1 + _GAP
    if cells_wide(upwards) <= left - 2:
        canvas.put(left - 2 - cells_wide(upwards), 0, upwards, Role.LABEL)
    return canvas.rows()


def _put_square(
    canvas: Canvas, part: SearchPart, tries: Tries, field: Field, charset: Charset
) -> None:
    """Dots, their shadows and the axis that these fall on, with words above and below."""
    name = printable(part.x_name)
    values = f"{tries.values} value{'s' if tries.values != 1 else ''} of {name}"
    title = f"{printable(tries.name)}: {len(tries.points)} tries, {values}"
    short = f"{printable(tries.name)}: {values}"
    room = min(field.width + _GAP, canvas.width - field.left)
    if cells_wide(title) > room:
        title = short
    row = clip_row(line(Span(title, Role.TITLE)), room, charset.dots)
    canvas.put_row(field.left, 0, row)
    floor = field.top + field.height
    canvas.put(field.left - 1, floor, charset.corner, Role.AXIS)
    canvas.put(field.left, floor, charset.horizontal * field.width, Role.AXIS)
    good: NDArray[np.bool_] = np.asarray(np.isfinite(tries.points).all(axis=1))
    places = field.places(*np.where(good[:, None], tries.points, 0).T)
    shown = [(i, place) for i, place in enumerate(places) if good[i]]
    guide = charset.dots_down if charset.ascii_only else charset.guide
    for _, (x, y) in shown:
        for down in range(y + 1, floor):
            if canvas.blank(x, down):
                canvas.put(x, down, guide, Role.DIM)
        canvas.put(x, floor, charset.arrow_up, Role.CURSOR)
    for index, (x, y) in shown:
        finite = bool(np.isfinite(tries.scores[index]))
        canvas.put(x, y, charset.dot, Role.RESULT if finite else Role.WARNING)
    best = tries.best
    if best is not None and good[best]:
        x, y = places[best]
        if x > field.left:
            canvas.put(x - 1, y, "[", Role.CELL)
        canvas.put(x, y, charset.focus, Role.CELL)
        if x + 1 < field.left + field.width:
            canvas.put(x + 1, y, "]", Role.CELL)
    _put_labels(canvas, name, field, floor + 1, charset)
    told = _best_row(part, tries, charset)
    if row_width(told) > room:
        told = _best_row(replace(part, x_name="", y_name=""), tries, charset)
    told = clip_row(told, room, charset.dots)
    canvas.put_row(field.left, floor + 2, told)


def _put_labels(canvas: Canvas, name: str, field: Field, y: int, charset: Charset) -> None:
    """Labels of the axis across, its name at the right if it leaves them room."""
    end = field.width
    if 3 * cells_wide(name) <= field.width:
        end -= cells_wide(name) + 2
        canvas.put(field.left + end + 2, y, name, Role.LABEL)
    for tick in ticks_across(field.across, field.width, charset, 6):
        if tick.begin + len(tick.label) <= end:
            canvas.put(field.left + tick.begin, y, tick.label, Role.LABEL)


def _best_row(part: SearchPart, tries: Tries, charset: Charset) -> Row:
    best = tries.best
    if best is None:
        return line(Span("no score is a number", Role.WARNING))
    x, y = (short_number(float(f"{v:.3g}"), charset.minus) for v in tries.points[best].tolist())
    score = with_minus(value_text(float(tries.scores[best]), 4), charset.minus)
    across, up = (
        f"{printable(name)} {value}".strip() for name, value in ((part.x_name, x), (part.y_name, y))
    )
    return line(
        Span(f"best {score}", Role.GOOD),
        f" at {across}, {up}",
    )


def _window(part: SearchPart, axis: int) -> Scale:
    """One window for all searches, so that the squares can be compared."""
    every = [np.asarray(tries.points, dtype=np.float64)[:, axis] for tries in part.searches]
    values = near(np.concatenate(every)) if every else np.empty(0)
    values = values[np.isfinite(values)]
    if not values.size:
        return Scale(0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    constant = constant_window(low, high)
    if constant is not None:
        return Scale(*constant)
    if low > 1e-290 and high / low >= _MANY_TIMES:
        more = (high / low) ** _MARGIN
        # Of numbers near the ends of what floats can hold the margin may be 0 or infinite.
        if low / more > 0 and math.isfinite(high * more):
            low, high = low / more, high * more
        return Scale(low, high, log=True)
    return Scale(low - _MARGIN * (high - low), high + _MARGIN * (high - low))


def _told(part: SearchPart, size: Size, charset: Charset) -> Rows:
    """In words, where there's no room for squares."""
    rows: list[Row] = []
    for tries in part.searches:
        head = f"{printable(tries.name)}: {tries.values} values of {printable(part.x_name)}, "
        rows.append(line(Span(head, Role.TITLE), *_best_row(part, tries, charset)))
    rows = rows or [line(Span("No tries.", Role.DIM))]
    return tuple(clip_row(row, size.width, charset.dots) for row in rows)


@describe.register
def _describe_search(part: SearchPart) -> str:
    told = []
    for tries in part.searches:
        text = f"{tries.name}: {len(tries.points)} tries with {tries.values} different values "
        text += f"of {part.x_name}"
        best = tries.best
        if best is None:
            text += ", no score is a number"
        else:
            x, y = (short_number(float(f"{v:.3g}")) for v in tries.points[best].tolist())
            text += f", the best, {value_text(float(tries.scores[best]), 4)}, "
            text += f"at {part.x_name} {x} and {part.y_name} {y}"
        told.append(text)
    return f"Tries as dots, {part.x_name} across, {part.y_name} up. {'; '.join(told) or 'None'}."
