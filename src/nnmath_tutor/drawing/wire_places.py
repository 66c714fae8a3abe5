"""Where the neurons of a network stand in the room there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnmath_tutor.drawing.elide import Shown, choose
from nnmath_tutor.drawing.rows import Size

NARROWEST_GAP = 4  # columns between two layers, for a wire that can still be followed
WIDEST_GAP = 40
TALLEST_STEP = 4  # rows from one neuron to the next


@dataclass(frozen=True, slots=True)
class Column:
    """One layer: from column `left` on, `width` wide; `rows` gives each shown place its row.

    `gaps` are the rows of the dots for neurons that are left out.
    """

    layer: int
    left: int
    width: int
    rows: dict[int, int]
    gaps: tuple[int, ...]

    @property
    def right(self) -> int:
        """The first column after it."""
        return self.left + self.width


def height_for(counts: Sequence[int], room: int) -> int:
    """Rows that the layers take: evenly spaced where the largest one fits, else all the room."""
    most = max(counts)
    if most > room or most < 2:
        return min(most, room)
    step = min((room - 1) // (most - 1), TALLEST_STEP)
    return step * (most - 1) + 1


def columns_for(
    counts: Sequence[int],
    widths: Sequence[int],
    keep: Sequence[tuple[int, ...]],
    room: Size,
) -> tuple[Column, ...]:
    """Places for all layers; () where they don't fit beside each other."""
    joints = len(counts) - 1
    gap = (room.width - sum(widths)) // joints if joints else 0
    if (joints and gap < NARROWEST_GAP) or sum(widths) > room.width:
        return ()
    gap = min(gap, WIDEST_GAP)
    most = max(counts)
    least = (room.height - 1) // (most - 1) if 1 < most <= room.height else 1
    columns: list[Column] = []
    left = 0
    for layer, (count, width) in enumerate(zip(counts, widths, strict=True)):
        shown = choose(count, room.height, keep[layer])
        rows = _spread(len(shown), least, room.height)
        columns.append(
            Column(
                layer,
                left,
                width,
                {place: y for place, y in zip(shown, rows, strict=True) if place is not None},
                _dots(shown, rows),
            )
        )
        left += width + gap
    return tuple(columns)


def _dots(shown: Shown, rows: Sequence[int]) -> tuple[int, ...]:
    return tuple(y for place, y in zip(shown, rows, strict=True) if place is None)


def _spread(count: int, least: int, height: int) -> list[int]:
    """Rows for `count` neurons around the middle, at least `least` from one to the next."""
    step = max(1, least, min(height // max(1, count), TALLEST_STEP))
    if count > 1 and step > least and (height - 1 - (count - 1) * step) % 2:
        step = max(1, step - 1)  # else there would be no middle
    top = max(0, (height - 1 - (count - 1) * step) // 2)
    return [top + place * step for place in range(count)]
