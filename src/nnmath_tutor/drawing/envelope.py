"""What of a long series a narrow plot must keep: the lowest and highest value of every column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.ticks import Scale

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Envelope:
    """For each of n columns, the range of the values in it; NaN where there is nothing to draw."""

    low: Floats  # (n,)
    high: Floats  # (n,)


def envelope(values: Floats, start: int, scale: Scale, columns: int) -> Envelope:
    """The series of epochs start, start + 1, … seen through `columns` columns of a scale.

    Columns between two epochs (the first ones of a logarithmic axis) get the straight line between
    them. Values that are not finite leave a gap.
    """
    low = np.full(columns, np.nan)
    high = np.full(columns, np.nan)
    if not len(values) or columns < 1:
        return Envelope(low, high)
    firsts, used = _first_of_each_column(len(values), start, scale, columns)
    if not len(used):
        return Envelope(low, high)
    lasts = np.append(firsts[1:], _end(len(values), start, scale)) - 1
    finite = np.isfinite(values)
    if not finite.all():
        values = np.where(finite, values, np.nan)
    end = int(lasts[-1]) + 1
    low[used] = np.fmin.reduceat(values[:end], firsts)
    high[used] = np.fmax.reduceat(values[:end], firsts)
    _bridge(low, high, used, values[firsts], values[lasts])
    return Envelope(low, high)


def _first_of_each_column(
    count: int, start: int, scale: Scale, columns: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The index of the first value in each column that has any, and these columns."""
    # Where each column begins, as an epoch: the inverse of the scale at the columns' borders.
    borders = (np.arange(columns) - 0.5) / max(1, columns - 1)
    low, high = scale.low, scale.high
    if scale.log:
        a, b = np.log(low + scale.offset), np.log(high + scale.offset)
        epochs = np.exp(a + borders * (b - a)) - scale.offset
    else:
        epochs = low + borders * (high - low)
    epochs[0] = low
    begins = np.clip(np.ceil(epochs - 1e-9) - start, 0, count).astype(np.intp)
    ends = np.append(begins[1:], _end(count, start, scale))
    used = np.flatnonzero(ends > begins)
    return begins[used], used


def _end(count: int, start: int, scale: Scale) -> int:
    """How many of the values lie within the window's right border."""
    return int(np.clip(np.floor(scale.high) - start + 1, 0, count))


def _bridge(low: Floats, high: Floats, used: NDArray[np.intp], first: Floats, last: Floats) -> None:
    """Fill, in place, the columns that fall between two epochs with the line between these."""
    empty = np.setdiff1d(np.arange(used[0], used[-1]), used, assume_unique=True)
    if not len(empty):
        return
    after = np.searchsorted(used, empty)
    left, right = used[after - 1], used[after]
    share = (empty - left) / (right - left)
    low[empty] = high[empty] = last[after - 1] * (1 - share) + first[after] * share


def bands(low: NDArray[np.intp], high: NDArray[np.intp], drawn: NDArray[np.bool_]) -> None:
    """Lengthen, in place, each column's band of cells until it touches the one to its left.

    So a steep curve is one line and no scattered dots. Columns that aren't `drawn` stay gaps.
    """
    both = drawn[1:] & drawn[:-1]
    rise = both & (low[1:] > high[:-1] + 1)
    fall = both & (high[1:] < low[:-1] - 1)
    before_low, before_high = low.copy(), high.copy()
    up, down = np.flatnonzero(rise), np.flatnonzero(fall)
    middle = (before_high[up] + before_low[up + 1]) // 2
    high[up] = np.maximum(high[up], middle)
    low[up + 1] = np.minimum(low[up + 1], middle + 1)
    middle = (before_low[down] + before_high[down + 1]) // 2
    low[down] = np.minimum(low[down], middle + 1)
    high[down + 1] = np.maximum(high[down + 1], middle)
