"""Walking through a recording: forward, back, at every level, always exactly reversible."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from nnmath_tutor.program import Level, Line, Position
from nnmath_tutor.scenes import cells_of, clamp

LEVELS = (Level.EPOCH, Level.LINE, Level.PART, Level.CELL)


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


def next_stop(epoch: int) -> int:
    """The next epoch of at most two significant digits: 9 → 10, 260 → 270, 1,234 → 1,300.

    The network changes by ratio, not by difference: steps that grow with the epoch show the
    change evenly and reach 60,000 in some 330 of them.
    """
    size = _stride(epoch)
    return (epoch // size + 1) * size


def previous_stop(epoch: int) -> int:
    """The stop before `epoch`; `next_stop` leads back from it to the first stop at or after."""
    if epoch <= 0:
        return 0
    size = _stride(epoch - 1)
    return (epoch - 1) // size * size


def _stride(epoch: int) -> int:
    return int(10 ** max(len(str(epoch)) - 2, 0))


def move(timeline: Timeline, position: Position, direction: int) -> Position:
    """One step on the position's level: `direction` is 1 or −1. At either end it stays."""
    position = _recorded(timeline, position)
    here = clamp(timeline.lines(position.epoch), position)
    if here.level is Level.EPOCH:
        return seek(timeline, here, (next_stop if direction > 0 else previous_stop)(here.epoch))
    return _forward(timeline, here) if direction > 0 else _back(timeline, here)


def seek(timeline: Timeline, position: Position, epoch: int) -> Position:
    """The same place in another epoch, the nearest that is recorded."""
    return replace(position, epoch=min(max(epoch, 0), max(timeline.done - 1, 0)))


def edge(timeline: Timeline, position: Position, direction: int) -> Position:
    """The first (−1) or last (1) place on this level, within the next coarser one."""
    position = _recorded(timeline, position)
    lines = timeline.lines(position.epoch)
    far = 10**9 if direction > 0 else 0
    match position.level:
        case Level.EPOCH:
            return seek(timeline, position, far)
        case Level.LINE:
            return clamp(lines, replace(position, line=far))
        case Level.PART:
            return clamp(lines, replace(position, part=far))
        case Level.CELL:
            return clamp(lines, replace(position, cell=far))


def change_level(timeline: Timeline, position: Position, direction: int) -> Position:
    """One level finer (1) or coarser (−1). Finer starts at the beginning of what was one step."""
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
    return clamp(timeline.lines(moved.epoch), moved)


def _recorded(timeline: Timeline, position: Position) -> Position:
    """The nearest recorded epoch: a step of the lesson may begin at one still to come."""
    return seek(timeline, position, position.epoch)


def _forward(timeline: Timeline, here: Position) -> Position:
    lines = timeline.lines(here.epoch)
    if here.level is Level.CELL and here.cell + 1 < cells_of(lines, here.line, here.part):
        return replace(here, cell=here.cell + 1)
    if here.level is not Level.LINE and here.part + 1 < len(lines[here.line].evaluations):
        return clamp(lines, replace(here, part=here.part + 1, cell=0))
    if here.line + 1 < len(lines):
        return clamp(lines, replace(here, line=here.line + 1, part=0, cell=0))
    if here.epoch + 1 < timeline.done:
        later = replace(here, epoch=here.epoch + 1, line=0, part=0, cell=0)
        return clamp(timeline.lines(later.epoch), later)
    return here


def _back(timeline: Timeline, here: Position) -> Position:
    lines = timeline.lines(here.epoch)
    end = 10**9
    if here.level is Level.CELL and here.cell > 0:
        return replace(here, cell=here.cell - 1)
    if here.level is not Level.LINE and here.part > 0:
        return clamp(lines, replace(here, part=here.part - 1, cell=end))
    if here.line > 0:
        return clamp(lines, replace(here, line=here.line - 1, part=end, cell=end))
    if here.epoch > 0:
        earlier = replace(here, epoch=here.epoch - 1, line=end, part=end, cell=end)
        return clamp(timeline.lines(earlier.epoch), earlier)
    return here
