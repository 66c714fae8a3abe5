"""What each command does to a learner's place, besides moving it in time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nnmath_tutor.play import (
    SPEEDS,
    Command,
    Cursor,
    GoToStep,
    Seek,
    SetLevel,
    advance,
    at_end,
    tempo,
)
from nnmath_tutor.program import Level, Line, Position

from .worlds import EPOCHS, recording_of

RECORDING = recording_of("three_layers")
STARTS = tuple(Position(epoch=epoch, level=Level.LINE) for epoch in (0, 7, 12))


class Nothing:
    """A recording that has only been begun."""

    epochs = done = 0

    def lines(self, epoch: int) -> tuple[Line, ...]:
        raise LookupError(epoch)


def after(cursor: Cursor, *commands: Command | Seek | SetLevel | GoToStep) -> Cursor:
    for command in commands:
        cursor = advance(cursor, command, RECORDING, STARTS)
    return cursor


def test_steps_of_the_lesson_begin_where_they_say_and_end_the_play() -> None:
    playing = Cursor(playing=True)
    for commands, step in (
        ([Command.NEXT_STEP], 1),
        ([Command.NEXT_STEP] * 5, 2),
        ([Command.PREVIOUS_STEP], 0),
        ([GoToStep(2)], 2),
        ([GoToStep(9)], 2),
        ([GoToStep(-9)], 0),
        ([GoToStep(1), Command.FORWARD, Command.FINER, Command.RESTART], 1),
    ):
        there = after(playing, *commands)
        assert (there.step, there.position, there.playing) == (step, STARTS[step], False)


def test_speeds_stop_at_both_ends_and_change_the_beat() -> None:
    cursor = after(Cursor(), *[Command.SLOWER] * 9)
    speeds = [cursor.speed]
    beats = [tempo.beat(RECORDING, cursor.position, cursor.speed)]
    for _ in range(9):
        cursor = after(cursor, Command.FASTER)
        speeds.append(cursor.speed)
        beats.append(tempo.beat(RECORDING, cursor.position, cursor.speed))
    assert tuple(dict.fromkeys(speeds)) == SPEEDS == (0.25, 0.5, 1.0, 2.0, 4.0)
    assert beats[0] == pytest.approx(16 * beats[-1])


def test_play_goes_on_by_ticks_alone_and_stops_at_the_end() -> None:
    cursor = after(Cursor(position=Position(level=Level.EPOCH)), Command.TICK)
    assert cursor.position.epoch == 0  # not playing: nothing moves by itself
    cursor = after(cursor, Command.PLAY, Command.TICK, Command.TICK)
    assert (cursor.position.epoch, cursor.playing) == (2, True)
    assert not after(cursor, Command.PLAY).playing
    for by_hand in (Command.FORWARD, Command.BACK, Command.FIRST, Command.LAST):
        assert not after(cursor, by_hand).playing
    for aside in (Command.FASTER, Command.FINER, Seek(3), SetLevel(Level.LINE)):
        assert after(cursor, aside).playing
    for _ in range(EPOCHS):
        cursor = after(cursor, Command.TICK)
    assert (cursor.position.epoch, cursor.playing) == (EPOCHS - 1, False)
    assert at_end(cursor, RECORDING)
    assert not after(cursor, Command.PLAY).playing


def test_levels_by_name_and_by_step_agree() -> None:
    start = Cursor(position=Position(epoch=3, level=Level.EPOCH))
    by_step = start
    for level in list(Level):
        assert after(start, SetLevel(level)) == by_step
        assert after(by_step, SetLevel(Level.EPOCH)).position.level is Level.EPOCH
        by_step = after(by_step, Command.FINER)


def test_before_anything_is_recorded_only_steps_and_speed_move() -> None:
    cursor = Cursor()
    for command in (*Command, Seek(5), SetLevel(Level.CELL)):
        there = advance(cursor, command, Nothing(), STARTS)
        assert replace(there, step=0, position=cursor.position, speed=1.0) == cursor
        assert there.position in (cursor.position, *STARTS)
    assert advance(cursor, Command.NEXT_STEP, Nothing(), STARTS).step == 1
    assert advance(cursor, Command.FASTER, Nothing(), STARTS).speed == 2.0
