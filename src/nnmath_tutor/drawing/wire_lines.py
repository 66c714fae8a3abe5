"""The lines of a network between two layers: faint ones as dots, lit ones solid, cell by cell.

A faint wire is a row of dots, the denser the heavier its weight. A lit one is a line: in braille
two dots thick, or three; in ASCII of `-._` or `=._`, which no faint wire holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.braille import ACROSS, DOWN, braille_text, half_text

# Dots between two dots of a faint wire: weak, middling, strong.
_APART_FINE = (6, 3, 2)
_APART_COARSE = (3, 2, 1)
# Which dots a lit wire covers, counted from its own path downwards.
_THIN = ((0,), (0,), (0, 1))
_THICK = ((0, 1), (0, 1), (-1, 0, 1))
_STEEP = 0.5  # rows a column from which a line of ASCII is made of slashes


@dataclass(frozen=True, slots=True)
class Wire:
    """From row `start` at the left to row `end` at the right; strength 0, 1 or 2.

    It may run level for some columns `before` it leans, or `after`: there it has room for a text.
    """

    start: int
    end: int
    strength: int
    before: int = 0
    after: int = 0


def strength(weight: float, scale: float) -> int:
    """How heavy a weight is beside the largest of its matrix: 0 weak, 1 middling, 2 strong."""
    if not scale > 0 or not np.isfinite(weight):
        return 0
    return min(2, int(3 * (abs(weight) / scale)))


def height_at(wire: Wire, along: float) -> float:
    """In which row, counted from the middle of row 0, a wire is at a part of its way."""
    return wire.start + along * (wire.end - wire.start)


@lru_cache(maxsize=64)
def faint_texts(
    wires: tuple[Wire, ...], width: int, height: int, *, braille: bool
) -> tuple[str, ...]:
    """All wires as dots, one text a row."""
    down, across = (DOWN, ACROSS) if braille else (2, 1)
    dots = np.zeros((height * down, width * across), dtype=bool)
    if wires:
        xs, ys = _path(wires, width, across, down)
        apart = np.array(_APART_FINE if braille else _APART_COARSE)
        every = apart[[wire.strength for wire in wires]][:, None]  # (wires, 1)
        # Each begins elsewhere in its rhythm, so that neighbours don't dot the same columns.
        shown = (xs + np.arange(len(wires))[:, None]) % every == 0  # (wires, dots across)
        which, column = np.nonzero(shown)
        dots[ys[which, column], column] = True
    return tuple(braille_text(dots) if braille else half_text(dots))


@lru_cache(maxsize=128)
def lit_texts(
    wires: tuple[Wire, ...], width: int, height: int, *, braille: bool, thick: bool
) -> tuple[str, ...]:
    """Wires as solid lines, one text a row; `thick` where they are few and should stand out."""
    if not braille:
        return _typed_lines(wires, width, height)
    dots = np.zeros((height * DOWN, width * ACROSS), dtype=bool)
    if wires:
        # So many points that steep lines have no holes.
        xs, ys = _path(wires, width, ACROSS, DOWN, ACROSS * width + 4 * DOWN * height)
        for wire, path in zip(wires, ys, strict=True):
            for more in (_THICK if thick else _THIN)[wire.strength]:
                dots[np.clip(path + more, 0, len(dots) - 1), xs] = True
    return tuple(braille_text(dots))


def _path(
    wires: Sequence[Wire], columns: int, across: int, down: int, points: int = 0
) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """Dots on the ways of wires: their columns (points,), and each wire's rows (wires, points).

    One for each column of dots unless told. Wires run from the middle of a row to that of a row.
    """
    width = columns * across
    xs = np.linspace(0, width - 1, points or width)
    first = np.array([wire.before * across for wire in wires])[:, None]
    last = np.array([width - 1 - wire.after * across for wire in wires])[:, None]
    along = np.clip((xs - first) / np.maximum(1, last - first), 0, 1)  # (wires, points)
    starts = np.array([wire.start for wire in wires])[:, None]
    ends = np.array([wire.end for wire in wires])[:, None]
    middle = (down - 1) / 2
    rows = np.floor((starts + along * (ends - starts)) * down + middle)
    return np.rint(xs).astype(int), rows.astype(int)


def _typed_lines(wires: Sequence[Wire], width: int, height: int) -> tuple[str, ...]:
    """Lines of characters that sit high or low in their cells: `-._ falling, _.-' rising.

    Slashes where it is steep.
    """
    cells = [[" "] * width for _ in range(height)]
    for wire in wires:
        _type_line(cells, wire)
    return tuple("".join(row) for row in cells)


def _type_line(cells: list[list[str]], wire: Wire) -> None:
    width = len(cells[0])
    flat = "=" if wire.strength == 2 else "-"
    first, last = wire.before, width - 1 - wire.after
    lean = (wire.end - wire.start) / max(1, last - first)
    for x in (*range(first), *range(last + 1, width)):
        cells[wire.start if x < first else wire.end][x] = flat
    if abs(lean) >= _STEEP:
        glyph = "\\" if lean > 0 else "/"
        for y in range(min(wire.start, wire.end), max(wire.start, wire.end) + 1):
            cells[y][min(last, first + round((y - wire.start) / lean))] = glyph
        return
    for x in range(first, last + 1):
        at = wire.start + (x - first) * lean + 0.5
        y = int(at)
        low = at - y  # from 0 at the upper edge of the cell to 1 at the lower one
        high = "`" if lean > 0 else "'"
        glyph = high if low < 0.25 else flat if low < 0.6 else "." if low < 0.8 else "_"
        cells[y][x] = flat if not lean else glyph
