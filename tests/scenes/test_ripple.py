"""The ripple of a nudge as a picture: its cells and slopes are those of plain NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.drawing import ASCII, NudgePart, Size, describe, draw, row_text, slope_text
from nnmath_tutor.program import Edit, Level, Position, Recording
from nnmath_tutor.scenes import SceneError, build_picture, moment_at
from plain_training import training as plain_training

from .conftest import LABELS

LOSS = "np.sum(error ** 2) / 2"
SLOPES = {"W1": "-(X.T @ delta1)", "W2": "-(A1.T @ delta2)"}


def ripple_of(recording: Recording, epoch: int, name: str, index: Any, **options: Any) -> NudgePart:
    moment = moment_at(recording, Position(epoch, level=Level.EPOCH), LABELS)
    given = {"array": name, "index": index, "loss": LOSS, "slopes": SLOPES[name], **options}
    (part,) = build_picture("ripple", given, moment).parts
    assert isinstance(part, NudgePart)
    return part


@settings(max_examples=20)
@given(
    st.sampled_from(["W1", "W2"]),
    st.integers(0, 3),
    st.integers(0, 29),
    st.sampled_from([0.1, 0.001, -0.01]),
)
def test_cells_and_slopes_are_what_plain_numpy_says(
    training: Recording, name: str, at: int, epoch: int, amount: float
) -> None:
    index = (at % 3, at) if name == "W1" else (at, 0)
    part = ripple_of(training, epoch, name, index, nudge=amount)
    plain = plain_training(1, [], epoch + 1)[epoch]
    weight = float(training.start(epoch)[name][index])
    edit = Edit(epoch, name, index, weight + amount)
    nudged = plain_training(1, [edit], epoch + 1)[epoch]
    hidden = ["A1"] if name == "W1" else []
    assert [one.name for one in part.reached] == [name, *hidden, "A2", "error"]
    for one in part.reached[1:]:
        np.testing.assert_array_equal(one.before, plain[-1][one.name])
        np.testing.assert_array_equal(one.after, nudged[-1][one.name])
    before, after = (float(np.sum(run[-1]["error"] ** 2) / 2) for run in (plain, nudged))
    assert part.losses == (before, after)
    inputs, delta = ("X", "delta1") if name == "W1" else ("A1", "delta2")
    assert part.slope == float(-(plain[-1][inputs].T @ plain[-1][delta])[index])
    assert part.measured == pytest.approx(part.slope, abs=abs(amount))


def test_what_is_shown_divides_as_shown(training: Recording) -> None:
    for index in np.ndindex(3, 4):
        for room in (Size(78, 11), Size(120, 30)):
            part = ripple_of(training, 20, "W1", index)
            rows = [row_text(row) for row in draw(part, room, ASCII)]
            *_, loss, measured, formula = rows
            before, _, after = loss.rpartition(": ")[2].partition(" -> ")
            change, _, quotient = measured.removeprefix("measured").partition("/")
            amount, _, shown = quotient.partition("=")
            assert float(change) / float(amount) == pytest.approx(float(shown), rel=1e-3)
            assert float(after) - float(before) == pytest.approx(float(change), rel=1e-3)
            assert formula.split()[-1] == slope_text(float(part.slope or 0))
            assert measured.index("=") == formula.index("=")


def test_where_it_is_low_the_maps_stay_longest(training: Recording) -> None:
    part = ripple_of(training, 20, "W1", (0, 0))
    shown = [
        "\n".join(map(row_text, draw(part, Size(78, height), ASCII))) for height in range(1, 9)
    ]
    assert all("W1[in1,h1]" in text for text in shown)
    assert all("[W1]" in text and "error" in text for text in shown[3:])
    assert "formula" in shown[4]


def test_without_a_loss_all_that_changes_is_shown(training: Recording) -> None:
    part = ripple_of(training, 3, "W2", (0, 0), loss=None, slopes=None)
    assert {"delta1", "W1"} <= {one.name for one in part.reached}
    assert part.measured is None
    assert "slope" not in describe(part)


def test_the_sentence_has_both_slopes(training: Recording) -> None:
    part = ripple_of(training, 20, "W2", (1, 0))
    told = describe(part)
    assert f"measured slope of {slope_text(part.measured or 0)}" in told
    assert f"gives {slope_text(part.slope or 0)}" in told


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"array": "A1"}, "A1[0, 0]"),
        ({"array": "W7"}, "W7"),
        ({"index": (9, 9)}, "W1[9, 9]"),
        ({"nudge": 0}, "a small number"),
        ({"loss": "error"}, "`error` must be one number, not 4"),
        ({"loss": "error @ error"}, "can't be shown"),
        ({"slopes": "delta1"}, "`delta1` has the shape (4, 4), W1 has (3, 4)"),
    ],
)
def test_what_cannot_be_nudged_says_why(
    training: Recording, options: dict[str, Any], says: str
) -> None:
    moment = moment_at(training, Position(3, level=Level.EPOCH))
    given = {"array": "W1", "index": (0, 0), "loss": LOSS, **options}
    with pytest.raises(SceneError) as error:
        build_picture("ripple", given, moment)
    assert says in str(error.value)
