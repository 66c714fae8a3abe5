"""Axes of a plot: which ticks fit, where their labels stand, and the lines themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from numpy.typing import ArrayLike

from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.rows import Role
from nnmath_tutor.drawing.ticks import Scale, linear_ticks, log_ticks, tick_labels


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick in cells along its axis, and the cell where its label begins (across only)."""

    value: float
    at: int
    label: str
    begin: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """Where curves are on a canvas, in cells, and what the borders of that place mean."""

    left: int
    top: int
    width: int
    height: int
    across: Scale
    upright: Scale

    def place(self, x: float, y: float) -> tuple[int, int]:
        """The cell of a point, drawn in to the border if it lies beyond."""
        return self.places([x], [y])[0]

    def places(self, xs: ArrayLike, ys: ArrayLike) -> list[tuple[int, int]]:
        """The cells of many points, likewise."""
        columns = self.left + self.across.cells(xs, self.width)
        rows = self.top + self.height - 1 - self.upright.cells(ys, self.height)
        return list(zip(columns.tolist(), rows.tolist(), strict=True))

    def holds(self, x: int, y: int, length: int) -> bool:
        """Whether `length` cells from (x, y) on lie within it."""
        across = self.left <= x and x + length <= self.left + self.width
        return across and self.top <= y < self.top + self.height


@lru_cache(maxsize=32)  # an axis stays, frame after frame
def ticks_across(scale: Scale, width: int, charset: Charset, spacing: int = 4) -> tuple[Tick, ...]:
    """As many ticks as have room for their labels below an axis of `width` cells.

    On average they lie at least `spacing` cells apart.
    """
    for most in range(max(2, width // spacing), 0, -1):
        ticks = _placed(scale, width, most, charset)
        if _apart(scale, ticks):
            return ticks
        if scale.log and ticks and ticks[0].value == 0 and _apart(scale, ticks[:1] + ticks[2:]):
            return ticks[:1] + ticks[2:]  # where 0 and 1 stand on one spot, 0 says where it begins
    return ()


def _apart(scale: Scale, ticks: tuple[Tick, ...]) -> bool:
    return all(b.begin - a.begin - len(a.label) >= _gap(scale, a) for a, b in pairwise(ticks))


def _gap(scale: Scale, tick: Tick) -> int:
    # Epochs 0 and 1 of a logarithmic axis may stand close together: they are never confused.
    return 1 if scale.log and tick.value == 0 else 2


def _placed(scale: Scale, width: int, most: int, charset: Charset) -> tuple[Tick, ...]:
    values = round_values(scale, most)
    ticks = []
    labels = tick_labels(values, charset.minus, log=scale.log)
    places = scale.cells(values, width).tolist()
    for value, label, at in zip(values, labels, places, strict=True):
        begin = max(0, min(at - (len(label) - 1) // 2, width - len(label)))
        ticks.append(Tick(value, at, label, begin))
    return tuple(ticks)


def round_values(scale: Scale, most: int) -> tuple[float, ...]:
    """Round values within the scale's window, at most `most` (and 0 on an axis of epochs)."""
    if not scale.log:
        return linear_ticks(scale.low, scale.high, most)
    if scale.offset and scale.low < 1:
        zero = (0.0,) if scale.low <= 0 else ()
        return zero + log_ticks(1.0, scale.high, most - 1)
    return log_ticks(scale.low, scale.high, most)


@lru_cache(maxsize=32)
def ticks_down(scale: Scale, height: int, charset: Charset) -> tuple[Tick, ...]:
    """Ticks of an upright axis of `height` cells, counted from the top; one a cell at most."""
    most = max(2, (height + 2) // 2 if not scale.log else 2 * height // 3)
    while most:
        values = round_values(scale, most)
        rows = [height - 1 - at for at in scale.cells(values, height).tolist()]
        if len(set(rows)) == len(rows):
            labels = tick_labels(values, charset.minus, log=scale.log)
            return tuple(Tick(v, r, s) for v, r, s in zip(values, rows, labels, strict=True))
        most -= 1
    return ()


def put_axis_down(
    canvas: Canvas, x: int, y: int, height: int, ticks: tuple[Tick, ...], charset: Charset
) -> None:
    """An upright axis in column x with its labels to the left, right-aligned."""
    for down in range(height):
        canvas.put(x, y + down, charset.vertical, Role.AXIS)
    for tick in ticks:
        canvas.put(x, y + tick.at, charset.tee_left, Role.AXIS)
        canvas.put(x - 1 - len(tick.label), y + tick.at, tick.label, Role.LABEL)


def put_axis_across(
    canvas: Canvas, x: int, y: int, width: int, ticks: tuple[Tick, ...], charset: Charset
) -> None:
    """A level axis from (x, y) on, its labels in the row below."""
    canvas.put(x, y, charset.horizontal * width, Role.AXIS)
    for tick in ticks:
        canvas.put(x + tick.at, y, charset.tee_down, Role.AXIS)
        canvas.put(x + tick.begin, y + 1, tick.label, Role.LABEL)


def put_name_across(canvas: Canvas, x: int, y: int, width: int, name: str) -> bool:
    """The axis's name in the rightmost gap of its row of labels; False if there's no room."""
    if not name:
        return False
    for begin in range(x + width - len(name), x, -1):
        after = min(2, x + width - begin - len(name))  # blanks, as far as the axis goes
        if canvas.blank(begin - 2, y, 2 + len(name) + after):
            canvas.put(begin, y, name, Role.DIM)
            return True
    return False


def number_tick(
    value: float, at: int, text: str, left: int, right: int, taken: Sequence[Tick] = ()
) -> Tick | None:
    """A tick for a number of its own, its label in the columns left .. right - 1.

    The label moves a little for those that are `taken` already; None if that isn't enough.
    """
    begin = max(left, min(at - (len(text) - 1) // 2, right - len(text)))
    for nearby in (begin, begin - 1, begin + 1, begin - 2, begin + 2):
        tick = Tick(value, at, text, nearby)
        if left <= nearby <= right - len(text) and clear_of((tick,), taken):
            return tick
    return None if taken else Tick(value, at, text, begin)


def clear_of(ticks: Sequence[Tick], taken: Sequence[Tick]) -> tuple[Tick, ...]:
    """The ticks whose labels stand free of those that are taken: the others make room."""
    return tuple(
        tick
        for tick in ticks
        if all(
            tick.begin > other.begin + len(other.label)
            or other.begin > tick.begin + len(tick.label)
            for other in taken
        )
        and all(tick.at != other.at for other in taken)
    )
