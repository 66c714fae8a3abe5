"""A tensor as the thing it stands for: a picture, a sentence, a film; with its axes by name."""

from __future__ import annotations

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
from nnmath_tutor.drawing.numbers import format_for, format_number, text_width
from nnmath_tutor.drawing.pixels import COLOURS, brightness, colours_in, pixels, stride
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span

Values = NDArray[np.generic]
What = Literal["picture", "sentence", "video"]

_GAP, _NEAR = 3, 2
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
    """The picture, and the numbers it is made of beside or below it, where all of them fit."""
    high, wide = part.array.shape[:2]
    numbers = _numbers(part, room, charset)
    across, down = block_width(numbers) + _GAP, len(numbers) + 1
    if numbers and across + 2 * wide <= room.width and high + 1 <= room.height:
        rest = Size(room.width - across, room.height)
        return beside(_points(part, rest, charset), numbers, gap=_GAP)
    if numbers and high + 1 + down <= room.height:
        return stack(_points(part, Size(room.width, room.height - down), charset), numbers, gap=1)
    return _points(part, room, charset)


def _points(part: TensorPart, room: Size, charset: Charset) -> Rows:
    """The picture alone, its name above."""
    bright = brightness(part.array)
    space = Size(room.width, room.height - 1)
    if space.height < 1:
        return pixels(bright, room, charset)
    rows = pixels(bright, space, charset)
    step = stride(bright.shape, space)
    told = f"{part.name}, every {_ordinal(step)} point" if step > 1 else part.name
    return _titled(told, rows, charset, space.width)


def _numbers(part: TensorPart, room: Size, charset: Charset) -> Rows:
    """The numbers, of a coloured picture a table for each colour; none if they have no room."""
    array = part.array
    if array.shape[1] > _MOST_COLUMNS or array.shape[0] + 1 > room.height:
        return ()
    if not part.coloured:
        return _numbers_of("its numbers", array, Size(room.width, room.height), charset)
    each = Size((room.width - 2 * _NEAR) // len(COLOURS), room.height)
    tables = [_numbers_of(c, array[..., i], each, charset) for i, c in enumerate(COLOURS)]
    return beside(*tables, gap=_NEAR) if all(tables) else ()


def _numbers_of(name: str, values: Values, room: Size, charset: Charset) -> Rows:
    cell = text_width(values, format_for(values))
    if values.shape[1] * (cell + 1) > room.width:
        return ()
    return paint(MatrixPart(name, values), room, charset)


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
        told = [f"{letter} {name}" for letter, name, _ in found]
        rows += [line(Span(", ".join(told[i : i + 3]), Role.DIM)) for i in range(0, len(told), 3)]
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
