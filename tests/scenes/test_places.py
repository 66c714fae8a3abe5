"""`at = "X @ W1"` finds the place that an author means, or says which it might have been."""

from __future__ import annotations

import pytest

from nnmath_tutor.program import Recording, Run, parse, record
from nnmath_tutor.scenes import PlaceError, locate

TWICE = """\
import numpy as np

x = np.array([1.0, 2.0])
a = np.abs(x) + 1
b = np.abs(x) + 2
b = b + np.abs(x)
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("X @ W1", "X @ W1"),
        ("X@W1", "X @ W1"),
        ("( X @ W1 )", "X @ W1"),
        ("sigmoid(X @ W1)", "sigmoid(X @ W1)"),
        ("W2.T", "W2.T"),
        ("A1.T @ delta2", "A1.T @ delta2"),
        ("y-A2", "y - A2"),
    ],
)
def test_a_part_of_a_line(text: str, found: str, training: Recording) -> None:
    lines = training.lines(0)
    line, part = locate(lines, text)
    assert lines[line].evaluations[part].text == found


@pytest.mark.parametrize("text", ["delta2 = error * slope(A2)", "delta2=error*slope( A2 )"])
def test_a_whole_line_stands_at_its_assignment(text: str, training: Recording) -> None:
    lines = training.lines(0)
    line, part = locate(lines, text)
    assert lines[line].text == "delta2 = error * slope(A2)"
    assert part == len(lines[line].evaluations) - 1


def test_an_update_is_found_too(training: Recording) -> None:
    lines = training.lines(0)
    line, part = locate(lines, "W2 += learning_rate * (A1.T @ delta2)")
    assert lines[line].evaluations[part].target == "W2"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("X @ W3", "X @ W1"),
        ("sigmod(X @ W1)", "sigmoid(X @ W1)"),
        ("delta2 = error * slop(A2)", "delta2 = error * slope(A2)"),
        ("A1 = sigmoid(X @ W1) : X @ W2", "X @ W1"),
        ("A1 = sigmoid(X @ W2) : X @ W1", "A1 = sigmoid(X @ W1)"),
        ("X @", "X @ W1"),
    ],
)
def test_a_slip_gets_the_nearest_place(text: str, nearest: str, training: Recording) -> None:
    with pytest.raises(PlaceError, match="nearest") as error:
        locate(training.lines(0), text)
    assert str(error.value).endswith(f"nearest: `{nearest}`")


def test_something_else_altogether_gets_none(training: Recording) -> None:
    with pytest.raises(PlaceError) as error:
        locate(training.lines(0), "£%&")
    assert "nearest" not in str(error.value)


def test_an_expression_of_several_lines_must_say_which() -> None:
    lines = record(Run(parse(TWICE, "twice.py"))).lines(0)
    with pytest.raises(PlaceError) as error:
        locate(lines, "np.abs(x)")
    message = str(error.value)
    assert "lines 4, 5, 6" in message
    assert message.endswith('"a = np.abs(x) + 1 : np.abs(x)"')
    suggested = message.rpartition(': "')[2].rstrip('"')
    line, part = locate(lines, suggested)
    assert (lines[line].span.line, lines[line].evaluations[part].text) == (4, "np.abs(x)")
    line, part = locate(lines, "b = b + np.abs(x) : np.abs( x )")
    assert lines[line].span.line == 6


def test_every_part_of_every_line_can_be_named(training: Recording) -> None:
    lines = training.lines(0)
    for index, line in enumerate(lines):
        for part, evaluation in enumerate(line.evaluations[:-1]):
            where, found = locate(lines, f"{line.text} : {evaluation.text}")
            assert where == index
            assert found <= part
            assert line.evaluations[found].text == evaluation.text
