"""Walking through a recording: forward, back, at every level, always exactly reversible."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from nnmath_tutor.program import Level, Line, Position, next_stop, previous_stop
from nnmath_tutor.scenes import cells_of, clamp, term_stops

LEVELS = (Level.EPOCH, Level.LINE, Level.PART, Level.CELL, Level.TERM)
_BY_CELLS = (Level.CELL, Level.TERM)
_END = 10**9  # clamped to the last there is


class Timeline(Protocol):
    """What walking needs of a recording."""

    @property
    def epochs(self) -> int:
        """Epochs planned."""

    @property
    def done(self) -> int:
        """Epochs recorded so far."""

    def lines(self, epoch: int) -> tuple[Line, ...]:
        """The lines of an epoch, as they ran."""


def levels(timeline: Timeline) -> tuple[Level, ...]:
    """The levels this program has; without a training loop there are no epochs to walk."""
    return LEVELS if timeline.epochs > 1 else LEVELS[1:]


def move(timeline: Timeline, position: Position, direction: int) -> Position:
    """One step on the position's level: `direction` is 1 or −1. At either end it stays."""
    position = _recorded(timeline, position)
    if position.level is Level.EPOCH:  # passed by: its lines need not be computed
        stop = (next_stop if direction > 0 else previous_stop)(position.epoch)
        return seek(timeline, position, stop)
    here = clamp(timeline.lines(position.epoch), position)
    return _forward(timeline, here) if direction > 0 else _back(timeline, here)


def seek(timeline: Timeline, position: Position, epoch: int) -> Position:
    """The same place in another epoch, the nearest that is recorded."""
    return replace(position, epoch=min(max(epoch, 0), max(timeline.done - 1, 0)))


def nearest(timeline: Timeline, position: Position) -> Position:
    """The position itself, or the nearest that there is."""
    there = _recorded(timeline, position)
    if there.level is Level.EPOCH and there.line == 0:  # its lines need not be computed
        return there if timeline.epochs > 1 else replace(there, level=Level.LINE)
    return clamp(timeline.lines(there.epoch), there)


def edge(timeline: Timeline, position: Position, direction: int) -> Position:
    """The first (−1) or last (1) place on this level, within the next coarser one."""
    position = _recorded(timeline, position)
    lines = timeline.lines(position.epoch)
    far = _END if direction > 0 else 0
    match position.level:
        case Level.EPOCH:
            return seek(timeline, position, far)
        case Level.LINE:
            return clamp(lines, replace(position, line=far))
        case Level.PART:
            return clamp(lines, replace(position, part=far))
        case Level.CELL:
            return clamp(lines, replace(position, cell=far))
        case Level.TERM:
            return clamp(lines, replace(position, term=far))


def skip(timeline: Timeline, position: Position) -> Position:
    """To the end of what is being computed: of the sum, the product, the line, the epoch.

    Where that has been reached already, to the end of the next larger one.
    """
    position = _recorded(timeline, position)
    lines = timeline.lines(position.epoch)
    here = clamp(lines, position)
    if here.level is Level.EPOCH:
        return edge(timeline, here, 1)
    last = replace(here, term=_END if here.level is Level.TERM else None)
    ends = (
        (Level.TERM, last),
        (Level.CELL, replace(last, cell=_END)),
        (Level.PART, replace(last, cell=_END, part=_END)),
        (Level.LINE, replace(last, cell=_END, part=_END, line=_END)),
    )
    for level, end in ends:
        ended = clamp(lines, end)
        if LEVELS.index(level) <= LEVELS.index(here.level) and _seen(ended) != _seen(here):
            return ended
    return here


def _seen(position: Position) -> tuple[int | None, ...]:
    """What a position says on its own level and the coarser ones: the rest doesn't show."""
    numbers = (position.epoch, position.line, position.part, position.cell, position.term)
    return numbers[: LEVELS.index(position.level) + 1]


def change_level(timeline: Timeline, position: Position, direction: int) -> Position:
    """One level finer (1) or coarser (−1). Finer starts at the beginning of what was one step.

    The finest, the terms of a sum, is there where the running part has sums.
    """
    available = levels(timeline)
    index = available.index(position.level) if position.level in available else 0
    level = available[min(max(index + direction, 0), len(available) - 1)]
    if level is position.level:
        return position
    moved = replace(_recorded(timeline, position), level=level)
    if direction > 0 and level is Level.PART:
        moved = replace(moved, part=0)
    if direction > 0 and level is Level.CELL:
        moved = replace(moved, cell=0)
    moved = replace(moved, term=0 if level is Level.TERM else None)
    lines = timeline.lines(moved.epoch)
    if direction > 0 and level is Level.TERM and terms(timeline, moved) == 1:
        return position
    return clamp(lines, moved)


def terms(timeline: Timeline, position: Position) -> int:
    """At how many stops the sum behind a cell of the running part can be watched; 1: it is none."""
    if timeline.done == 0:
        return 1
    here = _recorded(timeline, position)
    lines = timeline.lines(here.epoch)
    return _terms(lines, clamp(lines, replace(here, level=Level.CELL, term=None)))


def _recorded(timeline: Timeline, position: Position) -> Position:
    """The nearest recorded epoch: a step of the lesson may begin at one still to come."""
    return seek(timeline, position, position.epoch)


def _forward(timeline: Timeline, here: Position) -> Position:
    lines = timeline.lines(here.epoch)
    term = here.term or 0
    if here.level is Level.TERM and term + 1 < _terms(lines, here):
        return replace(here, term=term + 1)
    following = replace(here, term=None)  # `clamp` makes it the first one where terms are walked
    if here.level in _BY_CELLS and here.cell + 1 < cells_of(lines, here.line, here.part):
        return clamp(lines, replace(following, cell=here.cell + 1))
    if here.level is not Level.LINE and here.part + 1 < len(lines[here.line].evaluations):
        return clamp(lines, replace(following, part=here.part + 1, cell=0))
    if here.line + 1 < len(lines):
        return clamp(lines, replace(following, line=here.line + 1, part=0, cell=0))
    if here.epoch + 1 < timeline.done:
        later = replace(following, epoch=here.epoch + 1, line=0, part=0, cell=0)
        return clamp(timeline.lines(later.epoch), later)
    return here


def _back(timeline: Timeline, here: Position) -> Position:
    lines = timeline.lines(here.epoch)
    end = _END
    term = here.term or 0
    if here.level is Level.TERM and term > 0:
        return replace(here, term=term - 1)
    before = replace(here, term=end if here.level is Level.TERM else None)
    if here.level in _BY_CELLS and here.cell > 0:
        return clamp(lines, replace(before, cell=here.cell - 1))
    if here.level is not Level.LINE and here.part > 0:
        return clamp(lines, replace(before, part=here.part - 1, cell=end))
    if here.line > 0:
        return clamp(lines, replace(before, line=here.line - 1, part=end, cell=end))
    if here.epoch > 0:
        earlier = replace(before, epoch=here.epoch - 1, line=end, part=end, cell=end)
        return clamp(timeline.lines(earlier.epoch), earlier)
    return here


def _terms(lines: tuple[Line, ...], here: Position) -> int:
    return len(term_stops(lines, here.line, here.part)) if lines else 1
