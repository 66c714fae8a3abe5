"""Walking at random through real recordings: what is shown is right, each step can be undone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.drawing import AssignPart, MatrixPart
from nnmath_tutor.play import Command, Cursor, Seek, SetLevel, advance
from nnmath_tutor.play.walk import LEVELS, levels, move, next_stop, previous_stop
from nnmath_tutor.program import Level, Line, Position, Recording, cell_count
from nnmath_tutor.scenes import build_picture, moment_at

from .worlds import EPOCHS, recording_of, replay_of

PROGRAMS = pytest.mark.parametrize("program", ["three_layers", "forward"])
COMMANDS = st.one_of(
    st.sampled_from([Command.FORWARD, Command.BACK, Command.FINER, Command.COARSER]),
    st.sampled_from(list(Command)),
    st.builds(Seek, st.integers(-3, EPOCHS + 3)),
    st.builds(SetLevel, st.sampled_from(list(Level))),
)
# Where two steps of a lesson begin: the second at an epoch that `forward` never has.
STARTS = (Position(), Position(epoch=3, line=2, part=1, cell=1, level=Level.CELL))
JOURNEYS = st.lists(COMMANDS, min_size=1, max_size=30)
few = settings(max_examples=40)


def journey(recording: Recording, commands: list[Any]) -> Iterator[Cursor]:
    cursor = Cursor(position=Position(level=levels(recording)[0]))
    for command in commands:
        cursor = advance(cursor, command, recording, STARTS)
        yield replace(cursor, position=moment_at(recording, cursor.position).position)


def place(position: Position) -> tuple[Any, ...]:
    """What a position says on its own level and the coarser ones; the finer don't matter."""
    coordinates = (position.epoch, position.line, position.part, position.cell, position.term)
    return (position.level, *coordinates[: LEVELS.index(position.level) + 1])


@PROGRAMS
@few
@given(commands=JOURNEYS)
def test_every_place_exists(program: str, commands: list[Any]) -> None:
    recording = recording_of(program)
    for cursor in journey(recording, commands):
        here = cursor.position
        assert 0 <= here.epoch < recording.done
        lines = recording.lines(here.epoch)
        assert 0 <= here.line < len(lines)
        evaluations = lines[here.line].evaluations
        assert 0 <= here.part < max(len(evaluations), 1)
        assert 0 <= here.cell < max(cell_count(evaluations[here.part]) if evaluations else 1, 1)
        assert here.level in levels(recording)


@PROGRAMS
@few
@given(commands=JOURNEYS)
def test_every_step_in_time_can_be_taken_back(program: str, commands: list[Any]) -> None:
    recording = recording_of(program)
    for cursor in journey(recording, commands):
        here = moment_at(recording, cursor.position).position
        for direction in (1, -1):
            there = move(recording, here, direction)
            if place(there) != place(here):
                assert place(move(recording, there, -direction)) == place(here)
                ahead = place(there)[1:] > place(here)[1:]
                assert ahead == (direction > 0)


@PROGRAMS
@pytest.mark.parametrize("level", list(Level))
def test_the_whole_way_forward_is_the_whole_way_back(program: str, level: Level) -> None:
    recording = recording_of(program)
    if level not in levels(recording):
        return
    first = here = moment_at(recording, Position(level=level)).position
    way = [place(here)]
    while place(there := move(recording, here, 1)) != way[-1] and len(way) < 1000:
        way.append(place(there))
        here = there
    assert len(set(way)) == len(way) > 10
    assert way == sorted(way, key=lambda stop: stop[1:])
    for stop in reversed(way[:-1]):
        here = move(recording, here, -1)
        assert place(here) == stop
    assert place(here) == place(first)


@PROGRAMS
@few
@given(commands=JOURNEYS)
def test_every_value_is_that_of_a_plain_run(program: str, commands: list[Any]) -> None:
    recording, replay = recording_of(program), replay_of(program)
    for cursor in journey(recording, commands):
        moment = moment_at(recording, cursor.position)
        here = moment.position
        line = -1 if here.level is Level.EPOCH else here.line
        expected = replay.lines[here.epoch][line]
        compared = 0
        for name, value in moment.values.items():
            if isinstance(value, np.ndarray | float | int):
                assert same(value, expected[name]), name
                compared += 1
        assert compared


@PROGRAMS
@few
@given(commands=JOURNEYS)
def test_every_array_shown_is_that_of_a_plain_run(program: str, commands: list[Any]) -> None:
    recording, replay = recording_of(program), replay_of(program)
    for cursor in journey(recording, commands):
        moment = moment_at(recording, cursor.position)
        here = moment.position
        worlds = [replay.before[here.epoch][here.line], replay.lines[here.epoch][here.line]]
        (part,) = build_picture("operation", {}, moment).parts
        for shown in matrices_in(part):
            if not is_expression(shown.name):
                continue
            meant = [value_in(world, shown.name) for world in worlds]
            assert any(same(shown.values, value) for value in meant), shown.name


def matrices_in(part: Any) -> Iterator[MatrixPart]:
    """Every matrix of a part, however deep."""
    if isinstance(part, MatrixPart):
        yield part
    elif isinstance(part, AssignPart):
        yield MatrixPart(part.name, part.before)
        yield MatrixPart(part.name, part.after)
    elif isinstance(part, tuple):
        for item in part:
            yield from matrices_in(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from matrices_in(getattr(part, field.name))


def is_expression(text: str) -> bool:
    """Whether it can be evaluated once more: a draw would come out otherwise."""
    if "random" in text:
        return False
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return True


def value_in(world: Any, expression: str) -> Any:
    try:
        return eval(expression, dict(world))
    except NameError:  # before the line that binds it
        return None


def same(one: Any, other: Any) -> bool:
    if other is None:
        return False
    return np.shape(one) == np.shape(other) and np.array_equal(one, other)


def is_stop(epoch: int) -> bool:
    """At most two significant digits."""
    return not str(epoch)[2:].strip("0")


@given(st.integers(0, 10**7))
def test_stops_are_round_monotone_and_reversible(epoch: int) -> None:
    later, earlier = next_stop(epoch), previous_stop(epoch)
    assert earlier < epoch < later or epoch == earlier == 0
    assert is_stop(later)
    assert is_stop(earlier)
    assert previous_stop(later) <= epoch
    assert next_stop(earlier) >= epoch
    if is_stop(epoch):
        assert previous_stop(later) == epoch
        assert epoch == 0 or next_stop(earlier) == epoch


def test_some_three_hundred_stops_lead_to_the_last_epoch() -> None:
    stops = [0]
    while stops[-1] < 59_999:
        stops.append(next_stop(stops[-1]))
    assert stops[98:103] == [98, 99, 100, 110, 120]
    assert 300 < len(stops) < 360
    back = [stops[-1]]
    while back[-1]:
        back.append(previous_stop(back[-1]))
    assert back[::-1] == stops


@pytest.mark.parametrize("command", [*Command, Seek(2), *map(SetLevel, Level)])
def test_a_step_that_begins_at_an_epoch_still_to_come_can_be_walked_from(command: Any) -> None:
    class Young:
        epochs, done = 60_000, 3

        def lines(self, epoch: int) -> tuple[Line, ...]:
            if epoch >= self.done:
                raise LookupError(epoch)
            return recording_of("three_layers").lines(epoch)

    starts = (Position(epoch=260, line=7, part=1, cell=2, level=Level.CELL),) * 2
    cursor = advance(Cursor(position=starts[0]), command, Young(), starts)
    assert cursor.position.epoch <= 260


def test_a_growing_recording_is_walked_as_far_as_it_goes() -> None:
    class Growing:
        epochs, done, lines = 60_000, 5, staticmethod(partial(recording_of("three_layers").lines))

    at_its_edge = Cursor(position=Position(epoch=4, level=Level.EPOCH), playing=True)
    moved = advance(at_its_edge, Command.TICK, Growing(), STARTS)
    assert moved.position.epoch == 4
    assert moved.playing  # it waits for more
    Growing.done = 9
    assert advance(moved, Command.TICK, Growing(), STARTS).position.epoch == 5
    assert advance(moved, Seek(60_000), Growing(), STARTS).position.epoch == 8
