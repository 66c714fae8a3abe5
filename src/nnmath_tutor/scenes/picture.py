"""A picture: parts to draw, and how they share the room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from nnmath_tutor.drawing import Charset, MatrixPart, Row, Rows, Size, describe, draw
from nnmath_tutor.drawing.blocks import beside, block_width, clip, stack

Part = Any  # every class that `drawing.draw` knows; singledispatch has no common type for them

GAP = 3


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Parts that are drawn beside each other while there is room, then below."""

    parts: tuple[Part, ...]

    def sentences(self) -> str:
        """What the picture shows, in words."""
        return " ".join(describe(part) for part in self.parts)


def completed(picture: Picture) -> Picture:
    """The same picture with every cell computed; the marked one stays marked."""
    return Picture(tuple(_completed(part) for part in picture.parts))


def _completed(part: Part) -> Part:
    changes: dict[str, Any] = {}
    for name in ("filled", "terms"):
        if getattr(part, name, None) is not None:
            changes[name] = None
    result: Any = getattr(part, "result", None)
    if isinstance(result, MatrixPart) and result.filled is not None:
        changes["result"] = replace(result, filled=None)
    return replace(part, **changes) if changes else part


def draw_picture(picture: Picture, size: Size, charset: Charset) -> Rows:
    """The parts in the room given; never wider or higher than it."""
    if len(picture.parts) == 1:
        return draw(picture.parts[0], size, charset)
    bands = _bands(picture.parts, size, charset)
    whole = [beside(*(rows for _, rows in band), gap=GAP) for band in bands]
    height = sum(map(len, whole))
    if len(bands) == 1 or height <= size.height:
        # All of it fits, if need be without blank rows between.
        gap = 1 if height + len(bands) - 1 <= size.height else 0
        return clip(stack(*whole, gap=gap), size)
    rows: list[Row] = []
    left = size.height
    for index, band in enumerate(bands):
        remaining = len(bands) - index
        height = max((left - (remaining - 1)) // remaining, 1)
        room = Size(size.width, height)
        drawn = beside(*(draw(part, room, charset) for part, _ in band), gap=GAP)
        rows.extend(drawn)
        left -= len(drawn)
        if index + 1 < len(bands) and left > 1:
            rows.append(())
            left -= 1
    return clip(tuple(rows), size)


def _bands(parts: tuple[Part, ...], size: Size, charset: Charset) -> list[list[tuple[Part, Rows]]]:
    """The parts, drawn with all the room, in as few bands as their natural widths allow."""
    bands: list[list[tuple[Part, Rows]]] = [[]]
    used = 0
    for part in parts:
        drawn = draw(part, size, charset)
        width = block_width(drawn)
        if bands[-1] and used + GAP + width > size.width:
            bands.append([])
            used = 0
        used += width + (GAP if bands[-1] else 0)
        bands[-1].append((part, drawn))
    return bands
