"""Where a learner is, and what every key does to it: `advance(cursor, command) → cursor`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from nnmath_tutor.play import tempo, walk
from nnmath_tutor.play.walk import Timeline
from nnmath_tutor.program import Level, Position

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A learner's place: the step of the lesson and the position in the recording's time."""

    step: int = 0
    position: Position = field(default_factory=Position)
    playing: bool = False
    speed: float = 1.0


class Command(Enum):
    """What a learner can ask for, whatever the key."""

    FORWARD = "forward in time"
    BACK = "back in time"
    EPOCH_FORWARD = "one epoch forward"
    EPOCH_BACK = "one epoch back"
    SKIP = "to the end of the sum, the product, the line, the epoch"
    FINER = "finer steps"
    COARSER = "bigger steps"
    FIRST = "first"
    LAST = "last"
    PLAY = "play or pause"
    TICK = "the clock's next step while playing"
    FASTER = "faster"
    SLOWER = "slower"
    NEXT_STEP = "next step of the lesson"
    PREVIOUS_STEP = "previous step of the lesson"
    RESTART = "back to where this step began"


@dataclass(frozen=True, slots=True)
class Seek:
    """Jump to an epoch."""

    epoch: int


@dataclass(frozen=True, slots=True)
class SetLevel:
    """Choose a level by name."""

    level: Level


@dataclass(frozen=True, slots=True)
class GoToStep:
    """Open a step of the lesson."""

    step: int


@dataclass(frozen=True, slots=True)
class Follow:
    """Be where somebody else is: at that position, as far as it is recorded."""

    position: Position


AnyCommand = Command | Seek | SetLevel | GoToStep | Follow


def advance(
    cursor: Cursor, command: AnyCommand, timeline: Timeline, starts: Sequence[Position]
) -> Cursor:
    """The cursor after a command. `starts` holds the position each step of the lesson begins at.

    While nothing is recorded yet (`timeline.done` is 0) only the steps and the speed move.
    """
    match command:
        case GoToStep(step):
            return _open(cursor, step, starts)
        case Command.NEXT_STEP:
            return _open(cursor, cursor.step + 1, starts)
        case Command.PREVIOUS_STEP:
            return _open(cursor, cursor.step - 1, starts)
        case Command.RESTART:
            return _open(cursor, cursor.step, starts)
        case Command.FASTER | Command.SLOWER:
            return replace(cursor, speed=_speed(cursor.speed, command is Command.FASTER))
    if timeline.done == 0:
        return cursor
    return _in_time(cursor, command, timeline)


def _in_time(cursor: Cursor, command: AnyCommand, timeline: Timeline) -> Cursor:
    here = cursor.position
    match command:
        case Seek(epoch):
            return replace(cursor, position=walk.seek(timeline, here, epoch))
        case Follow(position):
            return replace(cursor, position=walk.nearest(timeline, position), playing=False)
        case SetLevel(level):
            distance = walk.LEVELS.index(level) - walk.LEVELS.index(here.level)
            for _ in range(abs(distance)):
                here = walk.change_level(timeline, here, 1 if distance > 0 else -1)
            return replace(cursor, position=here)
        case Command.FORWARD:
            return replace(cursor, position=walk.move(timeline, here, 1), playing=False)
        case Command.BACK:
            return replace(cursor, position=walk.move(timeline, here, -1), playing=False)
        case Command.EPOCH_FORWARD:
            return replace(cursor, position=walk.seek(timeline, here, here.epoch + 1))
        case Command.EPOCH_BACK:
            return replace(cursor, position=walk.seek(timeline, here, here.epoch - 1))
        case Command.SKIP:
            return replace(cursor, position=walk.skip(timeline, here))
        case Command.FINER:
            return replace(cursor, position=walk.change_level(timeline, here, 1))
        case Command.COARSER:
            return replace(cursor, position=walk.change_level(timeline, here, -1))
        case Command.FIRST:
            return replace(cursor, position=walk.edge(timeline, here, -1), playing=False)
        case Command.LAST:
            return replace(cursor, position=walk.edge(timeline, here, 1), playing=False)
        case Command.PLAY:
            return _play(cursor, timeline)
        case Command.TICK:
            return _tick(cursor, timeline)
        case _:
            return cursor


def _play(cursor: Cursor, timeline: Timeline) -> Cursor:
    if cursor.playing:
        here = cursor.position
        # A cell that was being added up is complete once the play stands still.
        landed = here if here.level is Level.TERM else replace(here, term=None)
        return replace(cursor, position=landed, playing=False)
    return replace(cursor, playing=not at_end(cursor, timeline))


def _tick(cursor: Cursor, timeline: Timeline) -> Cursor:
    if not cursor.playing:
        return cursor
    position = cursor.position
    for _ in range(tempo.stride(position.level, cursor.speed)):
        position = tempo.onward(timeline, position, cursor.speed)
    moved = replace(cursor, position=position)
    return replace(moved, playing=not at_end(moved, timeline))


def at_end(cursor: Cursor, timeline: Timeline) -> bool:
    """Whether there is nothing further to play, not even when the recording is finished."""
    return (
        timeline.done >= timeline.epochs
        and walk.move(timeline, cursor.position, 1) == cursor.position
    )


def _open(cursor: Cursor, step: int, starts: Sequence[Position]) -> Cursor:
    step = min(max(step, 0), len(starts) - 1)
    return replace(cursor, step=step, position=starts[step], playing=False)


def _speed(speed: float, faster: bool) -> float:
    index = SPEEDS.index(speed) + (1 if faster else -1)
    return SPEEDS[min(max(index, 0), len(SPEEDS) - 1)]
