"""Names of rows and columns travel through an expression as far as they mean anything."""

from __future__ import annotations

import pytest

from nnmath_tutor.program import Recording
from nnmath_tutor.scenes import AxisLabels
from nnmath_tutor.scenes.labels import labels_of, spell

from .conftest import LABELS

FEATURES = ("lat", "long", "depth", "mag", "stations")
NOTHING = AxisLabels()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X", AxisLabels("ex", "in")),
        ("(X @ W1)", AxisLabels("ex", "h")),
        ("X @ W1 @ W2", AxisLabels("ex", "out")),
        ("W2.T", AxisLabels("out", "h")),
        ("W2.mT", AxisLabels("out", "h")),
        ("W2.T.T", AxisLabels("h", "out")),
        ("error * slope(A2)", AxisLabels("ex", "out")),
        ("sigmoid(X @ W1)", AxisLabels("ex", "h")),
        ("(error * slope(A2)) @ W2.T", AxisLabels("ex", "h")),
        ("A1.T @ (y - A2)", AxisLabels("h", "out")),
        ("-X + 1", AxisLabels("ex", "in")),
        ("2 * W1 - 1", AxisLabels("in", "h")),
        ("learning_rate * (X.T @ A1)", AxisLabels("in", "h")),
        ("delta1 * A1", AxisLabels("ex", "h")),  # the first operand has no names
        ("delta1", NOTHING),
        ("X @ X", NOTHING),  # the shapes don't fit
        ("np.sum(X)", NOTHING),  # a sum has no rows
        ("X.sum(axis=0)", AxisLabels(columns="in")),
        ("X[0]", AxisLabels(columns="in")),
        ("X @", NOTHING),
        ("no_such_name", NOTHING),
        ("lambda: X", NOTHING),
    ],
)
def test_labels_of_an_expression(text: str, expected: AxisLabels, training: Recording) -> None:
    values = training.values(3)
    try:
        value = training.evaluate(text, 3)
    except Exception:  # what can't be computed has no names either
        value = None
    assert labels_of(text, value, LABELS, values) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quakes", AxisLabels("quake ", FEATURES)),
        ("quakes - low", AxisLabels("quake ", FEATURES)),
        ("(quakes - low) / (high - low)", AxisLabels("quake ", FEATURES)),
        ("low", AxisLabels(columns=FEATURES)),
        ("high - low", AxisLabels(columns=FEATURES)),
    ],
)
def test_a_broadcast_takes_the_names_of_the_full_side(
    text: str, expected: AxisLabels, quakes: Recording
) -> None:
    assert labels_of(text, quakes.evaluate(text, 0), LABELS, quakes.values(0)) == expected


def test_names_that_do_not_fit_the_length_are_not_used(odd: Recording) -> None:
    assert spell("ex", 3) == ("ex1", "ex2", "ex3")
    assert spell("out", 1) == ("out",)
    assert spell(("a", "b"), 2) == ("a", "b")
    assert spell(("a", "b"), 3) == ()
    assert spell("", 3) == ()
    assert spell((), 3) == ()
    value = odd.values(0)["wrong"]
    labels = labels_of("wrong", value, LABELS, odd.values(0))
    assert spell(labels.rows, 3) == ()
    assert spell(labels.columns, 2) == ("c1", "c2")
    assert labels_of("table + column", odd.values(0)["table"], {}, odd.values(0)) == NOTHING
    assert labels_of("ragged", 1, LABELS, odd.values(0)) == NOTHING
