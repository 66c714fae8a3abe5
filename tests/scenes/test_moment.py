"""A moment: the nearest place that exists, and the values just then."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.program import Level, Position, Recorder, Recording, Run, cell_count, parse
from nnmath_tutor.scenes import Moment, SceneError, moment_at

ANY = st.integers(-(10**6), 10**6)


@given(st.builds(Position, ANY, ANY, ANY, ANY, st.sampled_from(list(Level))))
def test_any_position_becomes_one_that_exists(training: Recording, position: Position) -> None:
    moment = moment_at(training, position)
    here = moment.position
    assert here.level is position.level
    assert 0 <= here.epoch < training.done
    assert moment.line is moment.lines[here.line]
    evaluation = moment.evaluation
    assert evaluation is moment.lines[here.line].evaluations[here.part]
    assert 0 <= here.cell < cell_count(evaluation)
    assert moment_at(training, here).position == here
    if here.level is Level.LINE:  # a line as a whole stands at its last part
        assert here.part == len(moment.lines[here.line].evaluations) - 1


def test_values_are_those_after_the_line_or_after_the_epoch(training: Recording) -> None:
    start = training.start(5)
    lines = training.lines(5)
    update = next(i for i, line in enumerate(lines) if line.text.startswith("W2 +="))
    before = moment_at(training, Position(5, update - 1))
    after = moment_at(training, Position(5, update))
    whole = moment_at(training, Position(5, 0, level=Level.EPOCH))
    assert np.array_equal(before.values["W2"], start["W2"])
    assert not np.array_equal(after.values["W2"], start["W2"])
    assert np.array_equal(after.values["W1"], start["W1"])
    assert np.array_equal(whole.values["W1"], training.values(5)["W1"])


def test_expressions_are_computed_over_the_values(
    training: Recording, end_of: Callable[[Recording], Moment]
) -> None:
    moment = end_of(training)
    assert np.array_equal(moment.evaluate("np.abs(y - A2)"), abs(moment.values["error"]))
    assert moment.evaluate("slope(0.5)") == 0.25


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("A9", "has no value yet at this line"),
        ("X @ y", "X @ y"),
        ("1 / 0", "division by zero"),
        ("X +", "X +"),
        ("X[9]", "out of bounds"),
    ],
)
def test_what_has_no_value_says_why(
    expression: str, says: str, training: Recording, end_of: Callable[[Recording], Moment]
) -> None:
    with pytest.raises(SceneError) as error:
        end_of(training).evaluate(expression)
    assert says in str(error.value)


def test_before_the_first_epoch_there_is_no_moment() -> None:
    recorder = Recorder(Run(parse("x = 1\nfor epoch in range(3):\n    x = x + 1\n", "x.py")))
    with pytest.raises(SceneError, match="not finished an epoch yet"):
        moment_at(recorder.recording, Position())
    broken = Recorder(Run(parse("x = 1 / 0\n", "x.py")))
    while broken.advance(1.0):
        pass
    with pytest.raises(SceneError, match=r"x\.py:1"):
        moment_at(broken.recording, Position())
