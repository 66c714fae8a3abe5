"""A tensor as the thing it stands for: a picture, a sentence, a film; with its axes by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnmath_tutor.drawing.blocks import beside, block_width, clip_row, line, pad, stack
from nnmath_tutor.drawing.cells import cells_wide, cut, filled, printable
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.elide import choose
from nnmath_tutor.drawing.matrix import MatrixPart
from nnmath_tutor.drawing.numbers import format_number
from nnmath_tutor.drawing.pixels import COLOURS, brightness, colours_in, pixels, stride
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span

Values = NDArray[np.generic]
What = Literal["picture", "sentence", "video"]

_GAP = 3
_NARROWEST = 14  # columns of a picture beside the facts
_MOST_COLUMNS = 8  # of numbers beside a picture: of a larger one they'd say little


@dataclass(frozen=True, eq=False)
class TensorPart:
    """An array and what it stands for.

    A picture is (height, width) or (height, width, 3), a video has the time before that, a sentence
    is (words, features).
    """

    name: str
    values: ArrayLike
    what: What
    words: tuple[str, ...] = ()

    @property
    def array(self) -> Values:
        """The values as an array."""
        return np.asarray(self.values)

    @property
    def coloured(self) -> bool:
        """Whether the last axis holds red, green and blue."""
        return self.array.ndim == {"picture": 3, "video": 4}.get(self.what)

    @property
    def axes(self) -> tuple[str, ...]:
        """What each axis counts."""
        if self.what == "sentence":
            return "word", "feature"
        time = ("time",) if self.what == "video" else ()
        return (*time, "height", "width", *(("colour",) if self.coloured else ()))


@paint.register
def _paint_tensor(part: TensorPart, size: Size, charset: Charset) -> Rows:
    facts = _facts(part, charset)
    width = block_width(facts)
    if size.width >= width + _GAP + _NARROWEST and size.height > 2:
        room = Size(size.width - width - _GAP, size.height)
        shown = _thing(part, room, charset)
        if len(facts) > size.height:
            facts = tuple(row for row in facts if row)
        return beside(shown, facts[: size.height], gap=_GAP)
    short = _short_fact(part)
    below = 1 if size.height > 1 else 0
    room = Size(size.width, size.height - below)
    told = clip_row(line(Span(short, Role.LABEL)), size.width, charset.dots)
    return stack(_thing(part, room, charset), (told,) * below)


def _thing(part: TensorPart, room: Size, charset: Charset) -> Rows:
    """The thing itself, in the room given."""
    if not part.array.size:
        return (clip_row(line(Span(f"{part.name}: empty", Role.DIM)), room.width, charset.dots),)
    match part.what:
        case "sentence":
            values = MatrixPart(printable(part.name), part.array, part.words)
            return paint(values, room, charset)
        case "video":
            return _film(part, room, charset)
        case _:
            return _picture(part, room, charset)


def _titled(title: str, rows: Rows, charset: Charset, room: int) -> Rows:
    """A block with a title above it, shortened to `room` cells."""
    title = printable(title)
    if cells_wide(title) > room:
        title = cut(title, max(room - len(charset.dots), 0)) + charset.dots
    return ((Span(cut(title, room), Role.TITLE),), *rows)


def _picture(part: TensorPart, room: Size, charset: Charset) -> Rows:
    """The picture, and the numbers it is made of where there is room for all of them."""
    bright = brightness(part.array)
    tables = tuple(_tables(part, charset)) if room.height > part.array.shape[0] + 1 else ()
    wide = sum(block_width(table) + _GAP for table in tables)
    if not tables or wide + 2 * part.array.shape[1] > room.width:
        tables, wide = (), 0
    space = Size(room.width - wide, room.height - 1)
    if space.height < 1:
        return pixels(bright, room, charset)
    rows = pixels(bright, space, charset)
    step = stride(bright.shape, space)
    told = f"{part.name}, every {_ordinal(step)} point" if step > 1 else part.name
    shown = _titled(told, rows, charset, max(block_width(rows), space.width))
    return beside(shown, *tables, gap=_GAP)


def _tables(part: TensorPart, charset: Charset) -> Iterator[Rows]:
    """The numbers: of a coloured picture a table for each colour."""
    array = part.array
    if array.shape[1] > _MOST_COLUMNS:
        return
    whole = Size(200, array.shape[0] + 1)
    if not part.coloured:
        yield paint(MatrixPart("its numbers", array), whole, charset)
        return
    for place, colour in enumerate(COLOURS):
        yield paint(MatrixPart(f"{colour} ", array[..., place]), whole, charset)


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    ending = "th" if number % 100 in (11, 12, 13) else endings.get(number % 10, "th")
    return f"{number}{ending}"


def _film(part: TensorPart, room: Size, charset: Charset) -> Rows:
    """The frames beside one another, as many as there is room for."""
    bright = brightness(part.array)
    count, wide = bright.shape[0], bright.shape[2]
    space = Size(room.width, max(room.height - 1, 1))
    # As large as all of them fit; else small ones, and some left out.
    each = max((room.width + 2) // count - 2, 2)
    frame = pixels(bright[0], Size(max(each, min(wide, room.width)), space.height), charset)
    across = max(block_width(frame), min(len(f"t = {count - 1}"), room.width))
    shown = choose(count, max((room.width + 2) // (across + 2), 1))
    blocks: list[Rows] = []
    for index in shown:
        if index is None:
            blocks.append(((), (Span(charset.dots, Role.DIM),)))
            continue
        rows = pixels(bright[index], Size(block_width(frame), space.height), charset)
        if room.height < 2:
            blocks.append(rows)
            continue
        title = f"t = {index}" if index else f"{part.name}, t = 0"
        if cells_wide(title) > across:
            title = f"t = {index}"
        blocks.append(pad(_titled(title, rows, charset, across), across))
    return beside(*blocks, gap=2)


def _facts(part: TensorPart, charset: Charset) -> Rows:
    """What it is, its axes by number and name, and the three figures that NumPy tells."""
    array = part.array
    lengths = f" {charset.times} ".join(map(str, array.shape))
    numbers = "number" if array.size == 1 else "numbers"
    rows: list[Row] = [
        line(Span("ndim   ", Role.DIM), Span(f"{array.ndim}", Role.RESULT), " axes"),
        line(Span("shape  ", Role.DIM), Span(str(array.shape), Role.RESULT)),
        line(Span("size   ", Role.DIM), Span(f"{array.size:,}", Role.RESULT), f" = {lengths}"),
        (),
    ]
    width = max(len(name) for name in part.axes)
    for number, (name, length) in enumerate(zip(part.axes, array.shape, strict=False)):
        rows.append(
            line(
                Span(f"axis {number} ", Role.LABEL),
                Span(f"{_arrow(name, charset)} ", Role.AXIS),
                Span(filled(name, width), Role.TITLE),
                Span(f"  {length}", Role.RESULT),
                Span(": " + ", ".join(COLOURS) if name == "colour" else "", Role.DIM),
            )
        )
    if part.coloured and array.size:
        found = colours_in(brightness(array))
        told = ", ".join(f"{letter} {name}" for letter, name, _ in found[:3])
        rows.append(line(Span(told or f"{array.size} {numbers}", Role.DIM)))
    return tuple(rows)


def _arrow(axis: str, charset: Charset) -> str:
    """Which way an axis runs on the screen."""
    if axis in ("height", "word"):
        return charset.arrow_down
    return charset.arrow_right if axis in ("width", "feature", "time") else " "


def _short_fact(part: TensorPart) -> str:
    array = part.array
    return f"ndim {array.ndim}, shape {array.shape}, size {array.size:,}"


@describe.register
def _describe_tensor(part: TensorPart) -> str:
    array = part.array
    axes = [f"{name} {length}" for name, length in zip(part.axes, array.shape, strict=False)]
    article = {"picture": "a picture", "sentence": "a sentence", "video": "a film"}[part.what]
    told = f"{part.name} is {article}: {array.ndim} axes, {', '.join(axes)}; "
    told += f"shape {array.shape}, size {array.size:,}"
    if not array.size:
        return f"{told}."
    if part.what == "sentence":
        words = []
        for word, row in zip(part.words, array.tolist(), strict=False):
            words.append(f"{word} is {', '.join(format_number(value) for value in row[:8])}")
        return f"{told}. {'; '.join(words)}." if words else f"{told}."
    if part.coloured:
        found = colours_in(brightness(array))
        points = ", ".join(f"{n:,} {name}" for _, name, n in found) or "none but black"
        return f"{told}. Its points: {points}."
    low, high = (format_number(end) for end in (array.min(), array.max()))
    return f"{told}. Its points go from {low} (dark) to {high} (bright)."
