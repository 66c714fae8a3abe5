"""What the error plot shows: series over epochs, and the window that holds them all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnmath_tutor.drawing.ticks import Scale, constant_window, linear_ticks, near

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PlotSeries:
    """One value per epoch, from epoch `start` on; what isn't recorded yet isn't there.

    Its values never change: one that was drawn before is known by being the same.
    """

    name: str
    start: int
    values: ArrayLike  # (epochs,)
    ended: bool = False  # no more will come

    @property
    def drawable(self) -> Floats:
        """Floats of shape (epochs,), the farthest ones drawn in to where they can be subtracted."""
        values = np.asarray(self.values, dtype=np.float64).ravel()
        return near(values)

    def at(self, epoch: int) -> float | None:
        """The value at an epoch; None if it isn't recorded."""
        values = np.asarray(self.values).ravel()
        index = epoch - self.start
        return float(values[index]) if 0 <= index < len(values) else None

    @property
    def end(self) -> int:
        """The epoch after the last recorded one."""
        return self.start + np.asarray(self.values).size


@dataclass(frozen=True, eq=False)
class PlotPart:
    """Series over epochs 0 .. total, linear or logarithmic both ways, a cursor at one epoch."""

    series: tuple[PlotSeries, ...]
    log_x: bool = True
    log_y: bool = False
    cursor: int | None = None
    x_label: str = "epoch"
    y_label: str = ""
    total: int | None = None  # planned epochs: the axis is as long, also while they're recorded


def windows(part: PlotPart) -> tuple[Scale, Scale]:
    """The scales across and upright."""
    start = min((series.start for series in part.series), default=0)
    end = max([series.end - 1 for series in part.series] + [part.total or 0, start + 1])
    if part.log_x:
        across = Scale(max(0, start), max(1, end), log=True, offset=1.0)
    else:
        across = Scale(start, end)
    return across, _upright(part.series, part.log_y)


@lru_cache(maxsize=4)
def _upright(several: tuple[PlotSeries, ...], log_y: bool) -> Scale:
    drawables = [series.drawable for series in several]
    values = np.concatenate(drawables) if drawables else np.empty(0)
    if log_y:
        values = np.where(values > 0, values, np.nan)
    if not values.size:
        return Scale(0.1, 1.0, log=True) if log_y else Scale(0.0, 1.0)
    low, high = float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
    if not np.isfinite(low):
        return Scale(0.1, 1.0, log=True) if log_y else Scale(0.0, 1.0)
    return _log_window(low, high) if log_y else _linear_window(low, high)


def _linear_window(low: float, high: float) -> Scale:
    """The values' range, always from zero if it's an error, up to a round number if that's near."""
    constant = constant_window(low, high)
    if constant is not None:
        return Scale(*constant)
    # Without its zero, an error that stays where it is would look as if it fell.
    low, high = min(low, 0.0), max(high, 0.0)
    span = high - low
    above = linear_ticks(high, high + 0.15 * span, 4)
    below = linear_ticks(low - 0.15 * span, low, 4)
    return Scale(below[-1] if below and low else low, above[0] if above and high else high)


def _log_window(low: float, high: float) -> Scale:
    low, high = max(low, 1e-300), max(high, 1e-300)
    if high <= low * (1 + 1e-9):
        return Scale(low / 10, high * 10, log=True)
    return Scale(low, high, log=True)
