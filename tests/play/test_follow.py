"""Being where somebody else is, in any recording, however far it has come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.play import Command, Cursor, Follow, advance
from nnmath_tutor.program import Level, Position

from .worlds import EPOCHS, recording_of

RECORDING = recording_of("three_layers")
LINES = len(RECORDING.lines(0))


@given(st.integers(0, 2 * EPOCHS), st.integers(0, 2 * LINES), st.sampled_from(Level), st.booleans())
def test_one_is_there_or_as_near_as_can_be(
    epoch: int, line: int, level: Level, playing: bool
) -> None:
    wanted = Position(epoch, line, level=level)
    cursor = advance(Cursor(playing=playing), Follow(wanted), RECORDING, (Position(),))
    here = cursor.position
    assert here.epoch == min(epoch, RECORDING.done - 1)
    assert here.line == min(line, LINES - 1)
    assert not cursor.playing
    for command in (Command.FORWARD, Command.BACK, Command.FINER):
        advance(cursor, command, RECORDING, (Position(),))  # a place that one can go on from
