"""A curve in a row or two: a number over the epochs where a whole plot has no room."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.braille import ACROSS, DOWN, braille_text
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.envelope import bands, envelope
from nnmath_tutor.drawing.ticks import Scale, near

Floats = NDArray[np.float64]

_BY_HEIGHT = " '-._"  # in ASCII: the highest dot of a cell, none and then from the top


def small_curve(
    values: Floats, across: Scale, upright: Scale, width: int, height: int, charset: Charset
) -> list[str]:
    """`height` texts of `width` characters for the values (epochs,) of epochs 0, 1, 2, …

    What isn't finite leaves a gap.
    """
    if width < 1 or height < 1:
        return []
    columns = width * (ACROSS if charset.braille else 1)
    rows = height * DOWN
    seen = envelope(near(np.asarray(values, dtype=np.float64).ravel()), 0, across, columns)
    drawn = np.isfinite(seen.low)
    low, high = upright.cells(seen.low, rows), upright.cells(seen.high, rows)
    bands(low, high, drawn)
    levels = np.arange(rows - 1, -1, -1)[:, None]  # (rows, 1): the highest first
    dots = np.asarray((levels >= low) & (levels <= high) & drawn)  # (rows, columns)
    if charset.braille:
        return braille_text(dots)
    cells = dots.reshape(height, DOWN, width)
    first = np.where(cells.any(axis=1), cells.argmax(axis=1) + 1, 0)
    return ["".join(_BY_HEIGHT[at] for at in row) for row in first.tolist()]
