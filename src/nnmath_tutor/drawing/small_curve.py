"""A curve in a row or two: a number over the epochs where a whole plot has no room."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from nnmath_tutor.drawing.braille import ACROSS, DOWN, braille_text
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.envelope import bands, envelope
from nnmath_tutor.drawing.rows import Size
from nnmath_tutor.drawing.series import PlotSeries
from nnmath_tutor.drawing.ticks import Scale

_BY_HEIGHT = " '-._"  # in ASCII: the highest dot of a cell, none and then from the top


@lru_cache(maxsize=32)  # while epochs flow it is the answers that change, not the curves
def small_curve(
    series: PlotSeries, across: Scale, upright: Scale, size: Size, charset: Charset
) -> tuple[str, ...]:
    """The series in `size` characters, one text a row. What isn't finite leaves a gap."""
    width, height = size
    if width < 1 or height < 1:
        return ()
    columns = width * (ACROSS if charset.braille else 1)
    rows = height * DOWN
    seen = envelope(series.drawable, series.start, across, columns)
    drawn = np.isfinite(seen.low)
    low, high = upright.cells(seen.low, rows), upright.cells(seen.high, rows)
    bands(low, high, drawn)
    levels = np.arange(rows - 1, -1, -1)[:, None]  # (rows, 1): the highest first
    dots = np.asarray((levels >= low) & (levels <= high) & drawn)  # (rows, columns)
    if charset.braille:
        return tuple(braille_text(dots))
    cells = dots.reshape(height, DOWN, width)
    first = np.where(cells.any(axis=1), cells.argmax(axis=1) + 1, 0)
    return tuple("".join(_BY_HEIGHT[at] for at in row) for row in first.tolist())


@lru_cache(maxsize=32)
def range_of(series: PlotSeries) -> tuple[float, float] | None:
    """The lowest and the highest finite value; None where there is none."""
    values = series.drawable
    values = values[np.isfinite(values)]
    return (float(values.min()), float(values.max())) if values.size else None
