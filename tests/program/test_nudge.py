"""A nudge measured: what the learner sees is the derivative."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnmath_tutor.program import Edit, Ripple, Run, evaluate_in, load, parse, record, ripple

PROGRAMS = Path(__file__).parents[2] / "lessons" / "programs"
RECORDING = record(Run(load(PROGRAMS / "three_layers.py"), epochs=1200))
HALF_SQUARES = "0.5 * np.sum(error ** 2)"


def change(found: Ripple, name: str) -> Any:
    """By how much the nudge moves what a name holds at the end, cell by cell."""
    one, other = found.values(name)
    return other - one


def moved(found: Ripple, line: int) -> Any:
    """Which cells of the first result of a line the nudge moves."""
    one, other = (lines[line].evaluations[0].result for lines in (found.before, found.after))
    return one != other


def loss(X: Any, y: Any, W1: Any, W2: Any) -> float:
    def sigmoid(x: Any) -> Any:
        return 1 / (1 + np.exp(-x))

    return float(0.5 * np.sum((y - sigmoid(sigmoid(X @ W1) @ W2)) ** 2))


@pytest.mark.parametrize("epoch", [0, 7, 350, 1199])
def test_the_slope_is_what_backpropagation_says_and_what_plain_numpy_measures(epoch: int) -> None:
    start, lines = RECORDING.start(epoch), RECORDING.lines(epoch)
    says = {"W1": -(start["X"].T @ lines[-1].values["delta1"]),
            "W2": -(lines[-1].values["A1"].T @ lines[-1].values["delta2"])}  # fmt: skip
    before = evaluate_in(RECORDING, lines, HALF_SQUARES)
    assert before == RECORDING.evaluate(HALF_SQUARES, epoch)
    given = {name: start[name] for name in ("X", "y", "W1", "W2")}
    for name, gradient in says.items():
        for index in np.ndindex(gradient.shape):
            slopes = []
            for amount in (1e-3, 1e-4, 1e-5):
                after = ripple(RECORDING, epoch, name, index, amount).after
                slopes.append((evaluate_in(RECORDING, after, HALF_SQUARES) - before) / amount)
            misses = [abs(slope - gradient[index]) for slope in slopes]
            assert misses[2] < 1e-5
            assert misses[2] <= misses[1] <= misses[0] or misses[0] < 1e-8
            step = np.zeros_like(given[name])
            step[index] = 1e-5
            above = loss(**{**given, name: given[name] + step})
            below = loss(**{**given, name: given[name] - step})
            assert gradient[index] == pytest.approx((above - below) / 2e-5, abs=1e-9)


def test_a_nudge_goes_through_the_cells_that_hang_on_it_and_no_others() -> None:
    found = ripple(RECORDING, 5, "W1", (0, 2), 0.5)
    assert len(found.before) == len(found.after) == 9
    product = moved(found, 0)  # X @ W1: the two questions whose first number is 1, column 2
    assert np.argwhere(product).tolist() == [[2, 2], [3, 2]]
    assert moved(found, 1).ravel().tolist() == [False, False, True, True]
    error = change(found, "error").ravel()
    assert error[:2].tolist() == [0, 0]
    assert (error[2:] != 0).all()
    one, other = found.values("W1", 0)
    assert other[0, 2] == one[0, 2] + 0.5
    assert (np.delete(other.ravel(), 2) == np.delete(one.ravel(), 2)).all()
    assert RECORDING.start(5)["W1"].tolist() == one.tolist()  # nothing was changed for good


def test_whole_numbers_become_floats_for_it() -> None:
    found = ripple(RECORDING, 5, "X", (0, 1), 0.25)
    assert found.after[0].values["X"].tolist()[0] == [0, 0.25, 1]
    assert found.before[0].values["X"].dtype == int
    source = "import numpy as np\nn = 3\nw = np.int64(2)\nfor t in range(3):\n    m = n * w\n"
    small = record(Run(parse(source, "p.py")))
    assert ripple(small, 2, "n", (), 0.5).values("m") == (6, 7.0)
    assert ripple(small, 2, "w", (), 1).values("m") == (6, 9.0)


def test_the_epoch_nudged_is_that_of_the_edited_run() -> None:
    run = Run(RECORDING.program, epochs=20, edits=(Edit(4, "W2", (1, 0), 3.0),))
    found = ripple(record(run), 4, "W2", (1, 0), 0.5)
    one, other = found.values("W2", 0)
    assert (one[1, 0], other[1, 0]) == (3.0, 3.5)


def test_without_a_loop_the_set_up_is_nudged() -> None:
    forward = record(Run(load(PROGRAMS / "forward.py")))
    found = ripple(forward, 0, "W2", (3, 0), 1e-6)
    a1 = forward.values(0)["A1"]
    assert change(found, "Z2").ravel() / 1e-6 == pytest.approx(a1[:, 3], rel=1e-6)
    assert change(found, "A2_hand").any() == np.False_
    hand = ripple(forward, 0, "W2_hand", (0, 0), 1).values("W2_hand")
    assert hand[0].dtype == int
    assert hand[1].dtype == float
    assert hand[1].ravel().tolist() == [11, 10, -15, 0]


def test_generators_draw_the_same_on_both_sides() -> None:
    source = """\
import numpy as np
rng = np.random.default_rng(1)
w = 1.0
for t in range(9):
    noise = rng.normal()
    w = w * 0.5 + noise
"""
    found = ripple(record(Run(parse(source, "p.py"))), 4, "w", (), 0.5)
    assert change(found, "noise") == 0
    assert change(found, "w") == pytest.approx(0.25)


def test_what_cannot_be_nudged_is_said_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="`A1` is computed in line 30"):
        ripple(RECORDING, 5, "A1", (0, 0))
    with pytest.raises(ValueError, match="3 rows and 4 columns"):
        ripple(RECORDING, 5, "W1", (3, 0))
    with pytest.raises(ValueError, match="choose a small number"):
        ripple(RECORDING, 5, "W1", (0, 0), 0.0)
    with pytest.raises(LookupError):
        ripple(RECORDING, 1200, "W1", (0, 0))


def test_functions_of_the_program_see_the_names_after_these_lines() -> None:
    source = """\
import numpy as np
w = 1.0
def shifted(x):
    return x + w
for t in range(5):
    w = w + 1
    v = shifted(0)
"""
    recording = record(Run(parse(source, "p.py")), limit=0.3)
    found = ripple(recording, 2, "w", (), 10.0)
    assert evaluate_in(recording, found.before, "shifted(0.5)") == 4.5
    assert evaluate_in(recording, found.after, "shifted(0.5) + v") == 28.5
    assert evaluate_in(recording, found.after[:1], "(t, w)") == (2, 14.0)
    with pytest.raises(NameError):
        evaluate_in(recording, found.after, "nothing")
    with pytest.raises(TimeoutError):
        evaluate_in(recording, found.after, "[0 for _ in iter(int, 1)]")
    with pytest.raises(LookupError):
        evaluate_in(recording, (), "w")
