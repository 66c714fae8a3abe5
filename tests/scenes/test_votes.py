"""Votes follow the cursor over products, and say where there are none to count."""

from __future__ import annotations

import numpy as np
import pytest

from nnmath_tutor.drawing import VotesPart
from nnmath_tutor.program import Level, Position, Recording, Run, parse, record
from nnmath_tutor.scenes import SceneError, build_picture, locate, moment_at

from .conftest import LABELS


def votes(recording: Recording, text: str, level: Level, cell: int = 0, term: int = 0) -> VotesPart:
    epoch = recording.done - 1
    line, part = locate(recording.lines(epoch), text)
    position = Position(epoch, line, part, cell, level, term if level is Level.TERM else None)
    (drawn,) = build_picture("votes", {}, moment_at(recording, position, LABELS)).parts
    assert isinstance(drawn, VotesPart)
    return drawn


def test_the_chosen_cell_and_its_products_so_far(training: Recording) -> None:
    part = votes(training, "A1.T @ delta2", Level.CELL, 2)
    assert (part.cell, part.terms, part.target) == ((2, 0), None, "W2")
    values = training.values(29)
    assert np.array_equal(part.left.values, values["A1"].T)
    assert np.array_equal(part.right.values, values["delta2"])
    assert part.left.column_labels == ("ex1", "ex2", "ex3", "ex4")
    assert votes(training, "X.T @ delta1", Level.TERM, 5, 2).terms == 3
    assert votes(training, "X.T @ delta1", Level.TERM, 5, 2).cell == (1, 1)


def test_on_coarser_levels_the_first_cell(training: Recording) -> None:
    assert votes(training, "A1.T @ delta2", Level.PART).cell == (0, 0)
    update = "W2 += learning_rate * (A1.T @ delta2)"
    part = votes(training, update, Level.LINE)
    assert (part.cell, part.terms, part.result.name) == ((0, 0), None, "A1.T @ delta2")


def test_only_what_moves_a_name_votes_on_it(training: Recording) -> None:
    assert votes(training, "X @ W1", Level.CELL).target == ""
    for update, target in (("w + p @ q", "w"), ("w - p @ q", "")):
        source = f"import numpy as np\np = q = np.eye(2)\nw = np.ones((2, 2))\nw = {update}\n"
        recording = record(Run(parse(source, "p.py")))
        assert votes(recording, f"w = {update} : p @ q", Level.CELL).target == target
    # One row that is added to each of three: no cell of it is a cell of w.
    source = "import numpy as np\nw = np.ones((3, 2))\nw = w + np.ones((1, 2)) @ np.eye(2)\n"
    recording = record(Run(parse(source, "p.py")))
    assert votes(recording, "np.ones((1, 2)) @ np.eye(2)", Level.CELL).target == ""


@pytest.mark.parametrize(
    ("text", "level", "says"),
    [
        ("y - A2", Level.CELL, "No product runs here"),
        ("A1 = sigmoid(X @ W1)", Level.LINE, "No product runs here"),
        ("A1 = sigmoid(X @ W1) : sigmoid(X @ W1)", Level.CELL, "No product runs here"),
        ("delta2 @ W2.T", Level.CELL, "no products to add up"),
        ("learning_rate * (A1.T @ delta2)", Level.CELL, "No product runs here"),
    ],
)
def test_elsewhere_it_says_why(training: Recording, text: str, level: Level, says: str) -> None:
    with pytest.raises(SceneError, match=says):
        votes(training, text, level)


def test_vectors_are_left_to_the_ordinary_picture() -> None:
    recording = record(Run(parse("import numpy as np\nx = np.ones(3)\ns = x @ x\n", "p")))
    with pytest.raises(SceneError, match="not the product of two matrices"):
        votes(recording, "x @ x", Level.CELL)
