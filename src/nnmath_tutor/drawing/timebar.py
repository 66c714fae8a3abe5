"""The time bar: where in time the learner is, on every level, and which level moves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.rows import Role, Rows, Size, Span

NARROWEST_BAR = 8


class TimeStop(NamedTuple):
    """One level of time: its name, the place on it from 0, and how many places there are.

    `number` is the place's own number, if it has one: a line's in the source.
    """

    level: str
    at: int
    places: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class TimePart:
    """The levels from coarse to fine, the one that moves, and the play.

    `done` counts the epochs recorded so far: the part of the bar beyond is still empty.
    """

    stops: tuple[TimeStop, ...]
    level: str
    done: int
    playing: bool = False
    speed: float = 1.0


class _Piece(NamedTuple):
    text: str
    role: Role
    level: str | None = None  # a click on it chooses this level


def fraction(place: int, count: int) -> float:
    """Place on a log scale, 0 to 1: the same ratio of epochs takes the same room."""
    return math.log1p(place) / math.log1p(count - 1) if count > 1 else 0.0


def place_at(share: float, count: int) -> int:
    """The place at a share of the log scale: `fraction` backwards."""
    return round(math.expm1(min(max(share, 0.0), 1.0) * math.log1p(max(count - 1, 0))))


@paint.register
def _paint(part: TimePart, size: Size, charset: Charset) -> Rows:
    pieces = _pieces(part, size.width, charset)
    spans = [Span(piece.text, piece.role) for piece in pieces]
    room = _bar_room(part, size.width, charset)
    if room is not None:
        spans += _bar(part, room[1], charset)
    return (clip_row(line(*spans), size.width),)


def _pieces(part: TimePart, width: int, charset: Charset) -> list[_Piece]:
    """The words before the bar: long if that leaves the bar its room, else as short as need be."""
    state = _Piece(_state(part, charset), Role.DIM)
    for short in (False, True):
        pieces = [state, *(_piece(stop, stop.level == part.level, short) for stop in part.stops)]
        used = sum(len(piece.text) for piece in pieces)
        if used + 1 + NARROWEST_BAR <= width:
            return pieces
    if used <= width:
        return pieces
    # The narrowest: the coarsest level, which says when, and the one that moves.
    kept = (*(stop.level for stop in part.stops[:1]), part.level)
    few = [state, *(piece for piece in pieces if piece.level in kept)]
    if sum(len(piece.text) for piece in few) <= width:
        return few
    return [piece for piece in few if piece.level == part.level]


def _piece(stop: TimeStop, chosen: bool, short: bool) -> _Piece:
    text = f"{stop.level} {_ordinal(stop):,}"
    if stop.number is not None:
        text = f"{stop.level} {stop.number}"
        if not short:
            text += f" ({_ordinal(stop)} of {stop.places})"
    elif not short:
        text += f" of {stop.places:,}"
    elif chosen:
        text += f"/{stop.places:,}"
    return _Piece(
        f"[{text}]" if chosen else f" {text} ",
        Role.CURSOR if chosen else Role.LABEL,
        stop.level,
    )


def _ordinal(stop: TimeStop) -> int:
    # Epochs are counted from 0, as the program counts them; lines, parts and cells from 1.
    return stop.at if stop.level == "epoch" else stop.at + 1


def _state(part: TimePart, charset: Charset) -> str:
    speed = {0.25: "1/4", 0.5: "1/2"}.get(part.speed, f"{part.speed:g}")
    return f"{charset.pointer + ' ' if part.playing else '||'} {speed}x "


def _bar_room(part: TimePart, width: int, charset: Charset) -> tuple[int, int] | None:
    """(first column, width) of the bar, if there is room for one and time to show."""
    if not part.stops:
        return None
    used = sum(len(piece.text) for piece in _pieces(part, width, charset)) + 1
    return (used, width - used) if width - used >= NARROWEST_BAR else None


def _bar(part: TimePart, width: int, charset: Charset) -> list[Span]:
    stop = part.stops[0]
    last = width - 1
    cursor = round(fraction(stop.at, stop.places) * last)
    done = round(fraction(max(part.done - 1, 0), stop.places) * last)
    if stop.level != "epoch":
        done = last
    return [
        Span(" "),
        Span(charset.horizontal * cursor, Role.AXIS),
        Span(charset.dot, Role.CURSOR),
        Span(charset.horizontal * max(done - cursor, 0), Role.AXIS),
        Span(" " * (last - max(done, cursor)), Role.DIM),
    ]


def time_hit(part: TimePart, width: int, charset: Charset, x: int) -> str | int | None:
    """What a click in column `x` means: a level's name, a place on the bar, or nothing."""
    column = 0
    for piece in _pieces(part, width, charset):
        column += len(piece.text)
        if x < column:
            return piece.level
    room = _bar_room(part, width, charset)
    if room is None or x < room[0]:
        return None
    return place_at((x - room[0]) / max(room[1] - 1, 1), part.stops[0].places)


@dataclass(frozen=True, slots=True)
class TimeDrag:
    """A time bar as it was when it was taken hold of: what a place on it means stays the same."""

    part: TimePart
    width: int
    charset: Charset

    def hit(self, x: int) -> str | int | None:
        """What column `x` means."""
        return time_hit(self.part, self.width, self.charset, x)

    def dragged(self, x: int) -> int | None:
        """The place on the bar, the nearest end beyond it; None where there is no bar."""
        room = _bar_room(self.part, self.width, self.charset)
        if room is None:
            return None
        share = (x - room[0]) / max(room[1] - 1, 1)
        return place_at(share, self.part.stops[0].places)


@describe.register
def _describe(part: TimePart) -> str:
    places = ", ".join(f"{s.level} {_ordinal(s):,} of {s.places:,}" for s in part.stops)
    return f"Time: {places}; steps of one {part.level}."
