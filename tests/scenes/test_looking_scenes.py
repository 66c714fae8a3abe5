"""The pictures for looking at a number, and for two runs beside each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from nnmath_tutor.drawing import ASCII, UNICODE, AssignPart, ProductPart, Size, draw, row_text
from nnmath_tutor.lesson import own_lessons
from nnmath_tutor.program import Edit, Level, Position, Recording, Run, feeds, load, parse, record
from nnmath_tutor.scenes import (
    RESULT,
    Moment,
    SceneError,
    beginnings,
    difference_picture,
    draw_picture,
    look_picture,
    moment_at,
    name_of,
    places_of,
    table_picture,
    table_places,
)

from .conftest import LABELS


def moments(recording: Recording, epoch: int) -> Iterator[Moment]:
    for number, line in enumerate(recording.lines(epoch)):
        for part in range(len(line.evaluations)):
            yield moment_at(recording, Position(epoch, number, part, 0, Level.CELL), LABELS)


def at(recording: Recording, text: str, epoch: int = 3) -> Moment:
    return next(m for m in moments(recording, epoch) if m.evaluation and m.evaluation.text == text)


@pytest.mark.parametrize("program", ["training", "quakes", "odd"])
def test_each_array_that_can_be_looked_at_is_what_the_operation_has(
    program: str, request: pytest.FixtureRequest
) -> None:
    recording = request.getfixturevalue(program)
    seen = 0
    for moment in moments(recording, recording.done - 1):
        for place in places_of(moment):
            assert moment.line is not None
            evaluation = moment.line.evaluations[place.part]
            value = (
                evaluation.result
                if place.operand == RESULT
                else evaluation.operands[place.operand].value
            )
            np.testing.assert_array_equal(place.values, value)
            if not place.values.size:
                continue
            index = tuple(length - 1 for length in place.values.shape)
            assert name_of(moment, place, index)
            picture = look_picture(moment, place, index)
            for charset in (UNICODE, ASCII):
                rows = draw_picture(picture, Size(80, 16), charset)
                assert 0 < len(rows) <= 16
            seen += 1
    assert seen > 10


def test_stars_stand_where_an_operand_goes_into(training: Recording) -> None:
    moment = at(training, "X @ W1")
    left = places_of(moment)[0]
    assert moment.evaluation is not None
    (part,) = look_picture(moment, left, (2, 1)).parts
    assert isinstance(part, ProductPart)
    wanted = np.zeros((4, 4), dtype=bool)
    wanted[2, :] = True
    np.testing.assert_array_equal(part.result.changed, wanted)
    assert set(feeds(moment.evaluation, 0, (2, 1))) == {(2, column) for column in range(4)}
    assert part.left.cell == (2, 1)
    assert part.right.cell is None
    assert name_of(moment, left, (2, 1)) == "X[ex3,in2]"


def test_of_an_update_the_old_value_the_step_and_the_new_one_can_be_looked_at(
    training: Recording,
) -> None:
    moment = next(m for m in moments(training, 3) if m.evaluation and m.evaluation.target == "W2")
    before, step, after = places_of(moment)
    assert [before.name, step.name, after.name] == ["W2 before", "step", "W2 after"]
    np.testing.assert_array_equal(before.values, training.start(3)["W2"])
    np.testing.assert_array_equal(after.values, training.start(4)["W2"])
    np.testing.assert_array_equal(before.values + step.values, after.values)
    (part,) = look_picture(moment, step, (1, 0)).parts
    assert isinstance(part, AssignPart)
    assert part.cell == (1, 0)


def test_the_table_holds_what_an_epoch_begins_with_and_the_seed(training: Recording) -> None:
    moment = at(training, "X @ W1", 3)
    places = table_places(moment)
    assert [place.name for place in places] == ["learning_rate", "X", "y", "W1", "W2", "seed"]
    assert [place.operand for place in places] == list(range(6))
    for place in places[:-1]:
        np.testing.assert_array_equal(place.values, training.start(3)[place.name])
    assert places[-1].values == 1
    assert beginnings(training) == ("seed",)
    text = "\n".join(
        row_text(row)
        for part in table_picture(moment, places[3], (2, 3)).parts
        for row in draw(part, Size(80, 20), ASCII)
    )
    assert text.count("[") >= 1
    assert "seed" in text


def test_without_a_loop_nothing_acts_at_the_beginning_alone(quakes: Recording) -> None:
    assert beginnings(quakes) == ()
    names = [place.name for place in table_places(next(moments(quakes, 0)))]
    assert names == ["quakes", "weights", "guess", "newcomer", "visits"]


# two runs beside each other ------------------------------------------------------------------


@pytest.fixture(scope="module")
def other() -> Recording:
    run = Run(load(own_lessons() / "programs" / "three_layers.py"), epochs=30)
    return record(Run(run.program, epochs=30, edits=(Edit(5, "W2", (2, 0), 0.5),)))


def test_the_difference_is_that_of_the_two_runs_at_the_same_place(
    training: Recording, other: Recording
) -> None:
    compared = 0
    for epoch in (4, 5, 20):
        mine, its = training.lines(epoch), other.lines(epoch)
        for moment in moments(training, epoch):
            here = moment.position
            result = mine[here.line].evaluations[here.part].result
            beside = its[here.line].evaluations[here.part].result
            (part,) = difference_picture(moment, "main", other, "what if 1").parts
            assert isinstance(part, AssignPart)
            np.testing.assert_array_equal(part.after, result)
            np.testing.assert_array_equal(part.before, beside)
            assert part.titles is not None
            assert part.titles[0].endswith(", what if 1")
            assert part.titles[2].endswith(", main")
            assert np.shape(result) == () or part.cell == (0,) * np.ndim(result)
            compared += 1
            if epoch == 4:
                np.testing.assert_array_equal(part.after, part.before)
    assert compared > 60


def test_on_the_coarser_levels_no_cell_is_marked(training: Recording, other: Recording) -> None:
    moment = moment_at(training, Position(7, 0, 0, 0, Level.LINE), LABELS)
    (part,) = difference_picture(moment, "main", other, "bold").parts
    assert isinstance(part, AssignPart)
    assert part.cell is None


def test_where_there_is_nothing_to_set_beside_it_a_sentence_says_so(
    training: Recording, other: Recording, odd: Recording
) -> None:
    short = record(Run(load(own_lessons() / "programs" / "three_layers.py"), epochs=5))
    with pytest.raises(SceneError, match="bold has not come to epoch 7 yet"):
        difference_picture(at(training, "X @ W1", 7), "main", short, "bold")
    wider = record(Run(parse("for epoch in range(9):\n    a = 1.5\n", "own.py")))
    with pytest.raises(SceneError, match="nothing of the same shape"):
        difference_picture(at(training, "X @ W1", 3), "main", wider, "bold")
    words = next(m for m in moments(odd, 0) if m.evaluation and m.evaluation.target == "words")
    with pytest.raises(SceneError, match="no numbers here"):
        difference_picture(words, "main", other, "bold")
