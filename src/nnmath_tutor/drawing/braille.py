"""Characters as a finer raster: braille holds 2 across x 4 down dots a cell, ASCII 1 x 2."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ACROSS = 2  # dots in a character cell, across
DOWN = 4  # and downwards

# The dots' bits, as Unicode numbers them: rows from the top, columns from the left.
_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])


def braille_text(dots: NDArray[np.bool_]) -> list[str]:
    """Rows of characters for a raster of shape (4 * height, 2 * width); no dots give a space."""
    height, width = dots.shape[0] // DOWN, dots.shape[1] // ACROSS
    blocks = dots.reshape(height, DOWN, width, ACROSS)
    codes = np.einsum("hdwa,da->hw", blocks, _BITS)
    return ["".join(chr(0x2800 + code) if code else " " for code in row) for row in codes.tolist()]


def half_text(dots: NDArray[np.bool_]) -> list[str]:
    """Rows of ASCII characters for a raster of shape (2 * height, width): two dots a cell."""
    codes = dots[0::2] + 2 * dots[1::2]
    return ["".join(" '.:"[code] for code in row) for row in codes.tolist()]


def segment(dots: NDArray[np.bool_], start: tuple[float, float], end: tuple[float, float]) -> None:
    """Set the dots of a straight line between two points (x, y) of the raster, in place."""
    (x0, y0), (x1, y1) = start, end
    steps = int(max(abs(x1 - x0), abs(y1 - y0))) + 1
    along = np.linspace(0, 1, steps + 1)
    xs = np.rint(x0 + along * (x1 - x0)).astype(int)
    ys = np.rint(y0 + along * (y1 - y0)).astype(int)
    inside = (xs >= 0) & (xs < dots.shape[1]) & (ys >= 0) & (ys < dots.shape[0])
    dots[ys[inside], xs[inside]] = True
