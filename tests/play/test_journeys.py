"""Walking, changing numbers, taking it back, switching runs, at random: what is shown is right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.play import Command, Seek, Session, SetLevel, Trial
from nnmath_tutor.play.changing import Change
from nnmath_tutor.program import Edit, Level, Recording, Run, record
from plain_training import Names, training

from .worlds import EPOCHS, lecture_of, recording_of

STATE = ("X", "y", "W1", "W2", "learning_rate")
SHAPES = {"X": (4, 3), "y": (4, 1), "W1": (3, 4), "W2": (4, 1), "learning_rate": ()}


@dataclass(frozen=True)
class Changed:
    """A number of the table is given another value, at whatever epoch the learner is."""

    name: str
    index: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class Reseeded:
    seed: int


ACTIONS = ("undo", "redo", "next_run", "toggle_difference", "look", "where_from", "retrace")

moves = st.one_of(
    st.sampled_from([Command.FORWARD, Command.BACK, Command.FINER, Command.COARSER]),
    st.sampled_from([Command.TICK, Command.PLAY, Command.SKIP, Command.FIRST, Command.LAST]),
    st.builds(Seek, st.integers(0, EPOCHS + 2)),
    st.builds(SetLevel, st.sampled_from(list(Level))),
)


@st.composite
def changes(draw: st.DrawFn) -> Changed:
    name = draw(st.sampled_from(STATE))
    index = tuple(draw(st.integers(0, length - 1)) for length in SHAPES[name])
    value = draw(st.one_of(st.integers(-3, 3), st.floats(-4, 4, allow_nan=False)))
    return Changed(name, index, value)


journeys = st.lists(
    st.one_of(moves, changes(), st.sampled_from(ACTIONS), st.builds(Reseeded, st.integers(0, 5))),
    min_size=1,
    max_size=14,
)


def begin() -> Session:
    lecture = replace(lecture_of("backprop"), recording=recording_of("three_layers"))

    def recorded(run: Run, parent: Recording | None) -> Recording:
        return record(run, parent=parent)

    return Session(lecture, recorded)


def carry_out(session: Session, action: Any) -> None:
    match action:
        case Changed(name, index, value):
            moment = session.moment
            assert moment is not None
            session.apply(Change(moment.position.epoch, name, index, name, 0.0), value)
        case Reseeded(seed):
            session.apply(Change(0, "seed", (), "seed", 1, anew=True), seed)
        case str():
            getattr(session, action)()
        case _:
            session.do(action)


def plain_of(trial: Trial) -> list[list[Names]]:
    return training(int(trial.overrides.get("seed", 1)), trial.edits, EPOCHS)


def same(shown: Any, wanted: Any) -> None:
    assert np.asarray(shown).dtype == np.asarray(wanted).dtype
    np.testing.assert_array_equal(shown, wanted)


@settings(max_examples=60)
@given(journeys)
def test_every_array_is_what_plain_numpy_computes_wherever_a_journey_leads(
    journey: list[Any],
) -> None:
    session = begin()
    for action in journey:
        carry_out(session, action)
        moment = session.moment
        assert moment is not None
        plain = plain_of(session.trials.shown)
        here = moment.position
        assert session.recording.done == EPOCHS
        for line, wanted in zip(moment.lines, plain[here.epoch], strict=True):
            for name, value in wanted.items():
                same(line.values[name], value)
        last = moment.lines[here.line].evaluations[-1]
        assert last.target is not None
        same(last.result, plain[here.epoch][here.line][last.target])
        errors = [epoch[3]["mean_absolute_error"] for epoch in plain]
        same(session.recording.series("mean_absolute_error"), np.array(errors))
        frame = session.frame()
        if frame.plot is not None:
            same(frame.plot.parts[0].series[0].values, np.array(errors))


@settings(max_examples=25)
@given(journeys)
def test_undoing_everything_leads_back_to_the_program_as_it_stands(journey: list[Any]) -> None:
    session = begin()
    for action in journey:
        carry_out(session, action)
    runs = session.trials.runs
    steps = 0
    while session.trials.runs != (Trial(0, "main"),):
        session.undo()
        steps += 1
        assert steps <= len(journey)
    for _ in range(steps):
        session.redo()
    assert session.trials.runs == runs


def test_a_run_branches_where_the_number_was_changed_and_shares_what_was_before() -> None:
    session = begin()
    session.do(Seek(20))
    session.apply(Change(20, "W2", (2, 0), "W2[h3,out]", 0.0), 0.5)
    child, main = session.recording, session.lecture.recording
    assert session.trials.shown.edits == (Edit(20, "W2", (2, 0), 0.5),)
    same(child.series("mean_absolute_error")[:20], main.series("mean_absolute_error")[:20])
    assert child.start(20)["W2"][2, 0] == 0.5
    assert child.series("mean_absolute_error")[20] != main.series("mean_absolute_error")[20]
    # A second change as the same epoch begins goes into the same run, a later one into a new one.
    session.apply(Change(20, "W2", (0, 0), "W2[h1,out]", 0.0), -1)
    assert len(session.trials.runs) == 2
    session.apply(Change(30, "learning_rate", (), "learning_rate", 1.0), 20)
    assert len(session.trials.runs) == 3
    assert session.trials.shown.parent == 1


def test_whole_numbers_that_get_a_fraction_become_decimal_ones_and_say_so() -> None:
    session = begin()
    session.apply(Change(0, "X", (0, 0), "X[ex1,in1]", 0), 0.5)
    assert session.recording.start(0)["X"].dtype == np.float64
    assert "whole numbers" in session.view.remark
    session.apply(Change(5, "y", (0, 0), "y[ex1,out]", 0), 1)
    assert session.recording.start(5)["y"].dtype.kind == "i"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_are_none_are_refused_kindly(value: float) -> None:
    session = begin()
    session.apply(Change(0, "W1", (0, 0), "W1[in1,h1]", 0), value)
    assert len(session.trials.runs) == 1
    assert session.view.remark
