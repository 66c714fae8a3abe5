"""The finest level, product by product: walked both ways, skipped over, and played."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.play import SPEEDS
from nnmath_tutor.play.tempo import BEATS, FASTEST_GROWING, MOST_PIECES, SHORTEST_BEAT, beat, onward
from nnmath_tutor.play.walk import LEVELS, change_level, move, skip, terms
from nnmath_tutor.program import Level, Operation, Position, Recording, Run, parse, record
from nnmath_tutor.scenes import cells_of, clamp, moment_at

from .worlds import EPOCHS, recording_of

LONG = """\
import numpy as np

a = np.arange(60.0).reshape(2, 30)
b = np.ones((30, 2))
few = a[:, :3] @ b[:3]
many = a @ b
after = many + 1
"""

PROGRAMS = pytest.mark.parametrize("program", ["three_layers", "forward", "long"])
few = settings(max_examples=60)


def recorded(name: str) -> Recording:
    return record(Run(parse(LONG, "long.py"))) if name == "long" else recording_of(name)


RECORDED = {name: recorded(name) for name in ("three_layers", "forward", "long")}


@st.composite
def positions(draw: st.DrawFn, recording: Recording, level: Level) -> Position:
    numbers = st.integers(0, 20)
    epoch = draw(st.integers(0, recording.done - 1))
    term = draw(st.integers(0, 20)) if level is Level.TERM else None
    wild = Position(epoch, draw(numbers), draw(numbers), draw(numbers), level, term)
    return clamp(recording.lines(epoch), wild)


def evaluation_at(recording: Recording, here: Position) -> object:
    return recording.lines(here.epoch)[here.line].evaluations[here.part]


@PROGRAMS
@few
@given(data=st.data())
def test_a_step_of_one_product_can_be_taken_back(program: str, data: st.DataObject) -> None:
    recording = RECORDED[program]
    here = data.draw(positions(recording, Level.TERM))
    for direction in (1, -1):
        there = move(recording, here, direction)
        if there != here:
            assert move(recording, there, -direction) == here
        assert there.term is not None
        assert 0 <= there.term < terms(recording, there)


@PROGRAMS
def test_walking_comes_to_each_product_of_each_cell_in_order(program: str) -> None:
    recording = RECORDED[program]
    here = clamp(recording.lines(0), Position(level=Level.TERM, term=0))
    wanted = [
        (number, part, cell, term)
        for number, line in enumerate(recording.lines(0))
        for part in range(len(line.evaluations))
        for cell in range(cells_of(recording.lines(0), number, part))
        for term in range(terms(recording, Position(0, number, part, cell, Level.CELL)))
    ]
    seen = []
    for _ in wanted:
        seen.append((here.line, here.part, here.cell, here.term))
        here = move(recording, here, 1)
    assert seen == wanted


@PROGRAMS
@few
@given(data=st.data(), level=st.sampled_from(LEVELS))
def test_skipping_ends_at_the_end_of_what_it_says(
    program: str, data: st.DataObject, level: Level
) -> None:
    recording = RECORDED[program]
    if level is Level.EPOCH and recording.epochs <= 1:
        return
    here = data.draw(positions(recording, level))
    there = skip(recording, here)
    lines = recording.lines(here.epoch)
    if level is Level.EPOCH:
        assert there.epoch == recording.done - 1
        return
    assert there.epoch == here.epoch
    assert there.level is level
    # The first of these ends that isn't reached yet: of the sum, the part, the line, the epoch.
    ends = []
    last_term = terms(recording, here) - 1
    if level is Level.TERM:
        ends.append(replace(here, term=last_term))
    if level in (Level.TERM, Level.CELL):
        ends.append(replace(here, cell=cells_of(lines, here.line, here.part) - 1))
    if level in (Level.TERM, Level.CELL, Level.PART):
        ends.append(replace(here, part=len(lines[here.line].evaluations) - 1))
    ends.append(replace(here, line=len(lines) - 1))
    reached = [end for end in ends if key(end, level) > key(here, level)]
    if not reached:
        assert there == here
        return
    assert (
        key(there, level)[: key_length(here, reached[0])]
        == key(reached[0], level)[: key_length(here, reached[0])]
    )
    assert key(move(recording, there, -1), level) < key(there, level) or there.epoch == 0
    # Skipping again and again comes to the end of the epoch, and stays there.
    for _ in range(4):
        there = skip(recording, there)
    assert skip(recording, there) == there
    ahead = move(recording, there, 1)
    assert ahead == there or ahead.epoch == there.epoch + 1


def key(here: Position, level: Level) -> tuple[int, ...]:
    numbers = (here.line, here.part, here.cell, here.term or 0)
    return numbers[: LEVELS.index(level)]


def key_length(here: Position, end: Position) -> int:
    """Up to which number the place of an end says where it is."""
    one, other = ((place.line, place.part, place.cell, place.term or 0) for place in (here, end))
    return 1 + next(at for at in range(4) if one[at] != other[at])


@PROGRAMS
@few
@given(data=st.data())
def test_the_level_of_products_is_there_where_there_are_sums_of_them(
    program: str, data: st.DataObject
) -> None:
    recording = RECORDED[program]
    here = data.draw(positions(recording, Level.CELL))
    finer = change_level(recording, here, 1)
    evaluation = recording.lines(here.epoch)[here.line].evaluations[here.part]
    if evaluation.operation is Operation.MATMUL and evaluation.operands[0].value.shape[-1] > 1:
        assert (finer.level, finer.term, finer.cell) == (Level.TERM, 0, here.cell)
        assert change_level(recording, finer, 1) == finer
        back = change_level(recording, finer, -1)
        assert back == replace(here, term=None)
        assert moment_at(recording, finer).terms == 1
    else:
        assert finer == here


def test_of_a_long_sum_the_first_products_and_all_are_seen() -> None:
    recording = RECORDED["long"]
    number = next(n for n, line in enumerate(recording.lines(0)) if "many =" in line.text)
    here = Position(0, number, 0, 0, Level.TERM, 0)
    seen = []
    for _ in range(4):
        seen.append(moment_at(recording, here).terms)
        here = move(recording, here, 1)
    assert seen == [1, 2, 3, 30]
    assert (here.cell, here.term) == (1, 0)


# the play ------------------------------------------------------------------------------------


def played(recording: Recording, start: Position, speed: float) -> Iterator[tuple[Position, float]]:
    """(place, seconds it stays) from a place to the end of the last epoch."""
    here = start
    while True:
        yield here, beat(recording, here, speed)
        following = onward(recording, here, speed)
        if following == here:
            return
        here = following


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("program", ["forward", "long"])
def test_each_cell_takes_its_beat_divided_among_its_products(program: str, speed: float) -> None:
    recording = RECORDED[program]
    start = Position(level=Level.CELL)
    frames: dict[tuple[int, int, int], list[tuple[int | None, float]]] = {}
    for here, seconds in played(recording, start, speed):
        frames.setdefault((here.line, here.part, here.cell), []).append((here.term, seconds))
    cells = [
        (number, part, cell)
        for number, line in enumerate(recording.lines(0))
        for part in range(len(line.evaluations))
        for cell in range(cells_of(recording.lines(0), number, part))
    ]
    assert list(frames) == cells, "every cell, once, in order"
    grown = 0
    for (line, part, cell), shown in frames.items():
        count = terms(recording, Position(0, line, part, cell, Level.CELL))
        count = min(count, MOST_PIECES)  # of more, the first ones, then all
        grows = count > 1 and speed <= FASTEST_GROWING
        if (line, part, cell) == cells[0] or not grows:
            wanted: list[int | None] = [None]
        else:
            wanted = [*range(count - 1), None]
            grown += 1
        assert [term for term, _ in shown] == wanted
        whole = sum(seconds for _, seconds in shown)
        pieces = len(wanted) if grows else 1
        assert whole == pytest.approx(
            max(BEATS[Level.CELL] / speed / pieces, SHORTEST_BEAT) * len(wanted)
        )
        if grows and speed <= FASTEST_GROWING:
            assert whole == pytest.approx(BEATS[Level.CELL] / speed)
    assert (grown > 0) == (speed <= FASTEST_GROWING)


@pytest.mark.parametrize("level", [level for level in LEVELS if level is not Level.CELL])
def test_on_the_other_levels_each_step_is_one_frame(level: Level) -> None:
    recording = RECORDED["three_layers"]
    here = clamp(recording.lines(0), Position(level=level, term=0))
    for _ in range(30):
        assert beat(recording, here, 1.0) == BEATS[level]
        following = onward(recording, here, 1.0)
        assert following == move(recording, here, 1)
        here = following


def test_the_play_goes_on_into_the_next_epoch_and_ends_with_the_last() -> None:
    recording = RECORDED["three_layers"]
    lines = recording.lines(EPOCHS - 1)
    last = clamp(lines, Position(EPOCHS - 1, 99, 99, 999, Level.CELL))
    assert onward(recording, last, 1.0) == last
    before = clamp(lines, replace(last, epoch=EPOCHS - 2))
    after = onward(recording, before, 1.0)
    assert (after.epoch, after.line, after.part, after.cell) == (EPOCHS - 1, 0, 0, 0)
