"""A picture's points as characters: shades for brightness, letters for colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span

Floats = NDArray[np.float64]

COLOURS = ("red", "green", "blue")  # what the three places of the last axis stand for
_TALLEST = 3  # rows of a point: a larger one says no more
_DARK = 0.15  # of the full brightness: below that a point has no colour

# By (red, green, blue): a letter, what it stands for, and a role that comes near.
_LETTERS: dict[tuple[bool, bool, bool], tuple[str, str, Role]] = {
    (True, False, False): ("R", "red", Role.WARNING),
    (False, True, False): ("G", "green", Role.GOOD),
    (False, False, True): ("B", "blue", Role.SERIES_1),
    (True, True, False): ("Y", "yellow", Role.SERIES_2),
    (False, True, True): ("C", "cyan", Role.GOOD),
    (True, False, True): ("M", "magenta", Role.WARNING),
    (True, True, True): ("W", "white", Role.PLAIN),
}


def brightness(values: NDArray[np.generic]) -> Floats:
    """The numbers as parts of full brightness, 0 to 1: of 1, of 255, or of their own range."""
    numbers = np.asarray(values, dtype=np.float64)
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return numbers
    low, high = float(finite.min()), float(finite.max())
    if low >= 0 and high <= 1:
        return numbers
    if low >= 0 and high <= 255 and values.dtype.kind in "iu":
        return numbers / 255
    span = high / 2 - low / 2  # halves: the range of the largest numbers would overflow
    return (numbers / 2 - low / 2) / span if span > 0 else np.zeros_like(numbers)


def pixels(bright: Floats, room: Size, charset: Charset) -> Rows:
    """The points (height, width) or (height, width, 3) in at most `room`, as large as it allows.

    Of more points than fit every second, third, … is shown (see `stride`).
    """
    step = stride(bright.shape, room)
    bright = bright[::step, ::step]
    high, wide = bright.shape[:2]
    if not bright.size or room.width < 1 or room.height < 1:
        return ()
    tall = max(1, min(room.height // high, room.width // (2 * wide), _TALLEST))
    across = 2 * tall if 2 * wide * tall <= room.width else 1
    rows: list[Row] = []
    for points in bright.tolist():
        for down in range(tall):
            middle = down == (tall - 1) // 2
            rows.append(tuple(_point(point, across, middle, charset) for point in points))
    return tuple(rows)


def stride(shape: Sequence[int], room: Size) -> int:
    """Every how many points one is shown, both ways, so that they fit in the room."""
    high, wide = shape[:2]
    step = 1
    while -(-high // step) > max(room.height, 1) or -(-wide // step) > max(room.width, 1):
        step += 1
    return step


def _point(point: float | list[float], across: int, middle: bool, charset: Charset) -> Span:
    """A row of one point: its shade; of a colour its letter as well."""
    channels = point if isinstance(point, list) else [point]
    if not all(np.isfinite(channels)):
        return Span("?" * across, Role.WARNING)
    full = max(channels)
    shade = f" {charset.shades}"[min(int(np.clip(full, 0, 1) * 5), 4)]
    if not isinstance(point, list):
        if shade == " ":  # a mark, so that the picture's edge is seen where it is dark
            return Span((charset.empty if middle else " ").ljust(across), Role.DIM)
        return Span(shade * across, Role.RESULT)
    told = colour_of(point)
    if told is None:
        return Span((charset.empty if middle else " ").ljust(across), Role.DIM)
    letter, _, role = told
    if charset.ascii_only:
        return Span(letter * across, role)
    text = shade * across
    at = (across - 1) // 2
    return Span(text[:at] + letter + text[at + 1 :] if middle else text, role)


def colour_of(point: Sequence[float]) -> tuple[str, str, Role] | None:
    """Letter, name and role of the full colour that comes nearest; None for black and for NaN."""
    full = max(point)
    if not all(np.isfinite(point)) or full < _DARK:
        return None
    red, green, blue = (channel > full / 2 for channel in point)
    return _LETTERS[red, green, blue]


def colours_in(bright: Floats) -> list[tuple[str, str, int]]:
    """Letter, name and number of points of each colour in a picture (…, 3), the most used first."""
    found = Counter(colour_of(point) for point in bright.reshape(-1, 3).tolist())
    return [(told[0], told[1], n) for told, n in found.most_common() if told is not None]
