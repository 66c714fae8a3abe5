"""Which names may be changed by hand, and the sentences about the others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnmath_tutor.program import (
    Edit,
    Run,
    check_edit,
    editable,
    load,
    parse,
    record,
    turns_to_float,
)

PROGRAMS = Path(__file__).parents[2] / "lessons" / "programs"
RECORDING = record(Run(load(PROGRAMS / "three_layers.py"), epochs=20))


def test_what_the_epochs_read_may_be_changed() -> None:
    assert editable(RECORDING) == ("learning_rate", "X", "y", "W1", "W2")


WAYS = """\
seed, tries, rate, step, size, goal, unit = 1, 2, 3, 4, 5, 6, 7
def before(): return helper(seed) + tries
def helper(a): return a * unit
def within(): return deeper()
def deeper(): return rate + helper(1)
def passed_on(): return step
def after(): return goal
ways = [passed_on, lambda: size]
W = before()
for epoch in range(3):
    W = W + within() + ways[0]()
print(after())
"""


def test_what_functions_read_that_the_set_up_alone_calls_is_not_read_by_epochs() -> None:
    run = Run(parse(WAYS, "p.py"))
    assert editable(record(run)) == ("rate", "step", "size", "goal", "unit", "W")


def test_without_a_loop_what_is_given_and_read_later() -> None:
    forward = record(Run(load(PROGRAMS / "forward.py")))
    assert editable(forward) == ("seed", "X", "y", "W1", "W2", "W1_hand", "W2_hand")
    quakes = editable(record(Run(load(PROGRAMS / "normalization.py"))))
    assert quakes == ("quakes", "weights", "guess", "newcomer", "visits")


SENTENCES = [
    (Edit(3, "W1", (2, 3), 0.5), None),
    (Edit(3, "X", (2, 1), -1), None),
    (Edit(0, "learning_rate", (), 20), None),
    (Edit(19, "learning_rate", (), np.float64(0.5)), None),
    (
        Edit(3, "A1", (0, 0), 1.0),
        "`A1` is computed in line 30, from X and W1: change one of those.",
    ),
    (
        Edit(3, "blame", (0, 0), 1.0),
        "`blame` is computed in line 38, from delta2 and W2: change one of those.",
    ),
    (
        Edit(3, "mean_absolute_error", (), 1.0),
        "`mean_absolute_error` is computed in line 34, from error: change that.",
    ),
    (
        Edit(3, "seed", (), 2),
        "No epoch reads `seed`: it acts in the set-up alone, before the first epoch. "
        "To change it, start a new run from the beginning.",
    ),
    (Edit(3, "epoch", (), 2), "`epoch` counts the epochs: the loop sets it anew each time."),
    (Edit(3, "sigmoid", (), 2), "`sigmoid` is neither a number nor an array of numbers."),
    (Edit(3, "rng", (), 2), "`rng` is neither a number nor an array of numbers."),
    (Edit(3, "W3", (), 2), "The program has no name `W3`. Did you mean `W2`?"),
    (Edit(3, "W1", (3, 0), 2), "`W1` has no cell [3, 0]: it has 3 rows and 4 columns, from 0."),
    (Edit(3, "W1", (0,), 2), "`W1` has no cell [0]: it has 3 rows and 4 columns, from 0."),
    (Edit(3, "W1", (-1, 0), 2), "`W1` has no cell [-1, 0]: it has 3 rows and 4 columns, from 0."),
    (Edit(3, "learning_rate", (0,), 2), "`learning_rate` is a single number: it has no cells."),
    (Edit(20, "W1", (0, 0), 2), "There is no epoch 20: the last one is 19."),
    (
        Edit(3, "W1", (0, 0), float("nan")),
        "nan is no number to calculate with: choose a finite one.",
    ),
    (
        Edit(3, "W1", (0, 0), float("-inf")),
        "-inf is no number to calculate with: choose a finite one.",
    ),
    (Edit(3, "W1", (0, 0), "2"), "'2' is not a number."),
]


@pytest.mark.parametrize(("edit", "sentence"), SENTENCES, ids=[str(e.name) for e, _ in SENTENCES])
def test_every_refusal_is_a_sentence(edit: Edit, sentence: str | None) -> None:
    assert check_edit(RECORDING, edit) == sentence


def test_what_is_not_recorded_yet_is_said() -> None:
    stopped = record(Run(parse("W = 1.0\nfor t in range(9):\n    W *= 2\n    1 / (4 - t)\n", "p")))
    assert check_edit(stopped, Edit(3, "W", (), 2.0)) is None
    assert check_edit(stopped, Edit(6, "W", (), 2.0)) == "Epoch 6 isn't recorded yet."


def test_which_edits_make_floats() -> None:
    assert turns_to_float(RECORDING, Edit(3, "X", (0, 0), 0.5))
    assert not turns_to_float(RECORDING, Edit(3, "X", (0, 0), 2.0))
    assert not turns_to_float(RECORDING, Edit(3, "W1", (0, 0), 0.5))
    assert not turns_to_float(RECORDING, Edit(3, "learning_rate", (), 3))
    edited = record(Run(RECORDING.program, epochs=20, edits=(Edit(3, "X", (0, 0), 0.5),)))
    assert not turns_to_float(edited, Edit(5, "X", (0, 1), 0.5))
    whole = record(Run(parse("n = 3\nm = n * 2\n", "p.py")))
    assert turns_to_float(whole, Edit(0, "n", (), 0.5))
    assert not turns_to_float(whole, Edit(0, "n", (), 4))
