"""The curve of a function that the program called: which functions have one, and its window."""

from __future__ import annotations

import numpy as np
import pytest

from nnmath_tutor.drawing import ElementwisePart, MatrixPart, SquashPart
from nnmath_tutor.program import Level, Position, Recording, Run, parse, record
from nnmath_tutor.scenes import Moment, build_picture, locate, moment_at
from nnmath_tutor.scenes.graph import graph_of

FUNCTIONS = """\
import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def softmax(x):
    return np.exp(x) / np.exp(x).sum()

def stubborn(x):
    if x.size > 6:
        raise ValueError("too many")
    return x + 1

def scaled(x, by=2):
    return by * x

Z = np.array([[-9.0, 0.5, 2.5], [1.5, -0.25, 40.0]])
A = sigmoid(Z)
small = sigmoid(Z[:, 1:2])
t = np.tanh(Z)
S = softmax(Z)
B = stubborn(Z)
C = scaled(Z)
roots = np.sqrt(np.abs(Z))
minus = -Z
wrong = sigmoid(np.array([np.nan, 1.0]))
both = np.maximum(Z, 0.0)
A = A - sigmoid(Z)
"""


@pytest.fixture(scope="module")
def recording() -> Recording:
    recording = record(Run(parse(FUNCTIONS, "functions.py")))
    assert recording.finished, recording.problem
    return recording


def at(recording: Recording, text: str, cell: int = 0, level: Level = Level.CELL) -> Moment:
    line, part = locate(recording.lines(0), text)
    return moment_at(recording, Position(0, line, part, cell, level))


def window(recording: Recording, text: str) -> tuple[float, float]:
    moment = at(recording, text)
    graph = graph_of(moment, moment.evaluation)
    assert graph is not None
    return float(graph[0][0]), float(graph[0][-1])


def test_every_cell_lies_on_the_curve(recording: Recording) -> None:
    for text in ("A = sigmoid(Z) : sigmoid(Z)", "np.tanh(Z)", "scaled(Z)", "np.abs(Z)"):
        moment = at(recording, text, 3)
        (part,) = build_picture("operation", {}, moment).parts
        assert isinstance(part, SquashPart)
        assert (part.cell, part.filled) == ((1, 0), 4)
        inside = (part.operand.values >= part.xs[0]) & (part.operand.values <= part.xs[-1])
        heights = np.interp(part.operand.values[inside], part.xs, part.ys)
        assert np.allclose(heights, part.result.values[inside], atol=0.01)


def test_a_squash_shows_its_bend_and_others_their_numbers(recording: Recording) -> None:
    assert window(recording, "sigmoid(Z[:, 1:2])") == (-6, 6)
    assert window(recording, "A = sigmoid(Z) : sigmoid(Z)") == (-9, 16)
    assert window(recording, "np.tanh(Z)") == (-9, 16)
    assert window(recording, "np.abs(Z)") == (-10, 40)
    assert window(recording, "np.sqrt(np.abs(Z))") == (0, 40)


@pytest.mark.parametrize(
    "text", ["softmax(Z)", "stubborn(Z)", "-Z", "sigmoid(np.array([np.nan, 1.0]))"]
)
def test_without_a_curve_there_are_tables(recording: Recording, text: str) -> None:
    (part,) = build_picture("operation", {}, at(recording, text)).parts
    assert isinstance(part, ElementwisePart)
    (part,) = build_picture("operation", {}, at(recording, "np.maximum(Z, 0.0)")).parts
    assert isinstance(part, ElementwisePart | MatrixPart)


def test_the_result_has_the_name_that_takes_it_at_once(recording: Recording) -> None:
    def name(text: str) -> str:
        (part,) = build_picture("operation", {}, at(recording, text)).parts
        return str(part.result.name)

    assert name("A = sigmoid(Z) : sigmoid(Z)") == "A"
    assert name("A = A - sigmoid(Z) : sigmoid(Z)") == "sigmoid(Z)"
    assert name("np.abs(Z)") == "np.abs(Z)"


def test_on_coarser_levels_all_is_done(recording: Recording) -> None:
    moment = at(recording, "np.tanh(Z)", 2, Level.PART)
    (part,) = build_picture("operation", {}, moment).parts
    assert (part.cell, part.filled) == (None, None)
