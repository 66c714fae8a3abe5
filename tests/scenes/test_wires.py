"""The wires follow the cursor: the right numbers on the right wires, at every place of an epoch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnmath_tutor.drawing import ASCII, Flow, Size, WiresPart, row_text
from nnmath_tutor.lesson import own_lessons
from nnmath_tutor.program import Level, Position, Recording, Run, load, parse, record
from nnmath_tutor.scenes import SceneError, build_picture, draw_picture, locate, moment_at
from nnmath_tutor.scenes.wiring import NetworkPlace, Wiring

from .conftest import LABELS

NAMES = {"layers": ["X", "A1", "A2"], "weights": ["W1", "W2"], "blame": ["delta1", "delta2"]}
EPOCH = 12


def wires(
    recording: Recording,
    at: str,
    cell: int = 0,
    level: Level = Level.CELL,
    term: int | None = None,
    **options: Any,
) -> WiresPart:
    """The part at the place that reads `at`."""
    line, part = locate(recording.lines(EPOCH), at)
    position = Position(EPOCH, line, part, cell, level, term)
    moment = moment_at(recording, position, LABELS)
    (shown,) = build_picture("wires", {**NAMES, **options}, moment).parts
    assert isinstance(shown, WiresPart)
    return shown


def names(part: WiresPart) -> list[str]:
    return [layer.name for layer in part.layers]


def known(part: WiresPart) -> list[bool]:
    return [layer.values is not None for layer in part.layers]


def before(recording: Recording, name: str) -> Any:
    """A value as the epoch starts."""
    return recording.values(EPOCH - 1)[name]


def test_forward_runs_right_with_the_weights_of_the_moment(training: Recording) -> None:
    part = wires(training, "X @ W1", cell=6)
    assert (part.flow, part.gap, part.target, part.cell) == (Flow.FORWARD, 0, 1, (1, 2))
    assert (part.example, part.example_label, part.filled, part.terms) == (1, "ex2", 7, None)
    assert names(part) == ["X", "X @ W1", "A2"]
    assert known(part) == [True, True, False]  # A2 of the epoch before is not of this one
    old = before(training, "W1")
    assert np.array_equal(part.weights[0], old)
    assert np.array_equal(part.layers[1].values, training.values(EPOCH)["X"] @ old)
    assert [layer.labels for layer in part.layers] == [
        ("in1", "in2", "in3"),
        ("h1", "h2", "h3", "h4"),
        ("out",),
    ]
    assert part.known(1, 2)
    assert not part.known(1, 3)


def test_the_second_product_starts_from_what_the_first_layer_says(training: Recording) -> None:
    part = wires(training, "A1 @ W2", cell=2)
    assert (part.flow, part.gap, part.target, part.example) == (Flow.FORWARD, 1, 2, 2)
    assert np.array_equal(part.layers[1].values, training.values(EPOCH)["A1"])
    assert part.layers[1].before is None


def test_terms_are_added_one_by_one(training: Recording) -> None:
    assert wires(training, "X @ W1", 6, Level.TERM, term=1).terms == 2


def test_a_neuron_squashes(training: Recording) -> None:
    part = wires(training, "sigmoid(X @ W1)", cell=6)
    assert (part.flow, part.gap, part.target, part.cell) == (None, None, 1, (1, 2))
    sums = training.values(EPOCH)["X"] @ before(training, "W1")
    assert np.array_equal(part.layers[1].before, sums)
    assert np.array_equal(part.layers[1].values, training.values(EPOCH)["A1"])
    assigned = wires(training, "A1 = sigmoid(X @ W1)", cell=6)
    assert np.array_equal(assigned.layers[1].before, sums)
    assert assigned.layers[1].name == "A1"
    assert assigned.filled is None


def test_a_whole_line_shows_its_product_and_what_comes_of_it(training: Recording) -> None:
    part = wires(training, "A1 = sigmoid(X @ W1)", level=Level.LINE)
    assert (part.flow, part.gap, part.cell) == (Flow.FORWARD, 0, None)
    assert part.layers[1].before is not None
    assert known(part) == [True, True, False]


def test_the_error_is_at_the_output(training: Recording) -> None:
    part = wires(training, "y - A2", cell=3)
    values = training.values(EPOCH)
    assert (part.target, part.cell, part.flow) == (2, (3, 0), None)
    assert np.array_equal(part.layers[2].before, values["A2"])
    assert np.array_equal(part.layers[2].values, values["error"])


@pytest.mark.parametrize(
    ("at", "layer", "turned_from"),
    [("error * slope(A2)", 2, "error"), ("blame * slope(A1)", 1, "blame")],
)
def test_blame_meets_the_slope(training: Recording, at: str, layer: int, turned_from: str) -> None:
    part = wires(training, at, cell=3)
    values = training.values(EPOCH)
    assert part.target == layer
    assert np.array_equal(part.layers[layer].before, values[turned_from])
    assert np.array_equal(part.layers[layer].values, values[f"delta{layer}"])


def test_blame_runs_left_over_the_weights_that_made_the_guess(training: Recording) -> None:
    part = wires(training, "delta2 @ W2.T", cell=14)
    assert (part.flow, part.gap, part.target, part.cell) == (Flow.BACK, 1, 1, (3, 2))
    assert (part.example_label, part.titles) == ("ex4", ("W1", "W2.T"))
    values, old = training.values(EPOCH), before(training, "W2")
    assert np.array_equal(part.weights[1], old)
    assert np.array_equal(part.layers[2].values, values["delta2"])
    assert np.array_equal(part.layers[1].values, values["delta2"] @ old.T)
    assert part.weight(0, 2) == old[2, 0]


def test_votes_go_to_one_wire(training: Recording) -> None:
    part = wires(training, "A1.T @ delta2", cell=2)
    values = training.values(EPOCH)
    assert (part.flow, part.gap, part.wire, part.votes) == (Flow.CHANGE, 1, (2, 0), 4)
    assert np.array_equal(part.amounts, values["A1"].T @ values["delta2"])
    assert np.array_equal(part.weights[1], before(training, "W2"))
    third = wires(training, "A1.T @ delta2", 2, Level.TERM, term=2)
    assert (third.example, third.terms) == (2, 3)
    assert np.array_equal(third.layers[1].values, values["A1"])
    assert names(third)[1:] == ["A1", "delta2"]


@pytest.mark.parametrize("part_of_line", [-2, -1])
def test_the_update_knows_the_old_weights_and_the_new(
    training: Recording, part_of_line: int
) -> None:
    lines = training.lines(EPOCH)
    line, last = locate(lines, "W1 += learning_rate * (X.T @ delta1)")
    position = Position(EPOCH, line, last + 1 + part_of_line, 6, Level.CELL)
    moment = moment_at(training, position, LABELS)
    (part,) = build_picture("wires", NAMES, moment).parts
    old, new = before(training, "W1"), training.values(EPOCH)["W1"]
    assert (part.flow, part.gap, part.wire) == (Flow.CHANGE, 0, (1, 2))
    assert np.array_equal(part.before, old)
    assert np.array_equal(part.weights[0], new)
    assert np.array_equal(part.amounts, new - old)
    assert np.array_equal(part.weights[1], training.values(EPOCH)["W2"])  # changed a line before
    row = row_text(draw_picture(build_picture("wires", NAMES, moment), Size(76, 9), ASCII)[-1])
    told = row.partition(" = ")[2].replace("(", "").replace(")", "")
    texts = told.replace(" + ", " = ").split(" = ")
    assert [float(text) for text in texts[::2]] == pytest.approx([old[1, 2], new[1, 2]], abs=1e-4)


def test_an_epoch_shows_the_network_at_rest(training: Recording) -> None:
    part = wires(training, "X @ W1", level=Level.EPOCH, example=2)
    assert (part.flow, part.target, part.example_label) == (None, None, "ex3")
    assert names(part) == ["X", "A1", "A2"]
    assert known(part) == [True] * 3
    assert np.array_equal(part.weights[0], training.values(EPOCH)["W1"])


def test_the_example_is_the_chosen_cells_or_the_one_asked_for(training: Recording) -> None:
    assert wires(training, "X @ W1", 9, example=1).example == 2
    assert wires(training, "X @ W1", 9, Level.PART, example=1).example == 2
    assert wires(training, "X @ W1", 0, Level.PART, example=1).example == 1
    assert wires(training, "X @ W1", 15, Level.LINE, example=1).example == 1
    assert wires(training, "A1.T @ delta2", 2, example=3).example == 3


def test_a_program_without_a_loop_is_followed_too() -> None:
    recording = record(Run(load(own_lessons() / "programs" / "forward.py")))
    names_by_hand = {"layers": ["X", "A1_hand", "A2_hand"], "weights": ["W1_hand", "W2_hand"]}
    for at, target in (("X @ W1_hand", 1), ("A1_hand @ W2_hand", 2), ("sigmoid(Z1_hand)", 1)):
        line, place = locate(recording.lines(0), at)
        moment = moment_at(recording, Position(0, line, place, 3, Level.CELL), LABELS)
        (part,) = build_picture("wires", names_by_hand, moment).parts
        assert part.target == target


def test_every_place_of_an_epoch_is_drawn_or_left_to_the_ordinary_picture(
    training: Recording,
) -> None:
    refused = set()
    for line, made in enumerate(training.lines(EPOCH)):
        for place, evaluation in enumerate(made.evaluations):
            for level in Level:
                moment = moment_at(training, Position(EPOCH, line, place, 1, level), LABELS)
                try:
                    picture = build_picture("wires", NAMES, moment)
                except SceneError:
                    refused.add(evaluation.text)
                    continue
                assert picture.sentences().endswith(".")
                for size in (Size(76, 9), Size(30, 6), Size(8, 2)):
                    rows = draw_picture(picture, size, ASCII)
                    assert len(rows) <= size.height
                    assert all(len(row_text(row)) <= size.width for row in rows)
    assert refused >= {"W2.T", "A1.T", "X.T", "np.mean(np.abs(error))"}
    assert not refused & {"X @ W1", "delta2 @ W2.T", "y - A2", "sigmoid(A1 @ W2)"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"layers": ["X", "A1"]}, "2 layers take 1 weights"),
        ({"layers": ["X"], "weights": []}, "It needs layers and weights"),
        ({"blame": ["delta2"]}, "blame takes one name for each layer but the first"),
        ({"weights": ["W1", "nope"]}, "`nope` holds no weights at this line"),
        ({"weights": ["W2", "W1"]}, "`X @ W1` is not on the wires"),
        ({"weights": ["W1", "seed"]}, "`seed` holds no weights"),
        ({"example": 4}, "example = 4: there are 4, from 0"),
        ({"example": -1}, "example = -1"),
        ({"layers": ["A1", "X", "A2"]}, "is not on the wires"),
    ],
)
def test_what_cannot_be_shown_says_why(
    training: Recording, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(SceneError) as error:
        wires(training, "X @ W1", level=Level.PART, **options)
    assert says in str(error.value)


def test_weights_that_do_not_join_are_refused(training: Recording) -> None:
    options = {"layers": ["X", "A1", "A1"], "weights": ["W1", "W1"]}
    with pytest.raises(SceneError, match="`W1` ends at 4 neurons, not 3"):
        wires(training, "X @ W1", level=Level.EPOCH, **options)


def test_a_place_follows_from_the_names() -> None:
    body = "Z1 = X @ W1\nA1 = sigmoid(Z1 + b1)\nloop = loop + 1\n"
    lines = record(Run(parse(f"{SET_UP}{body}", "p.py"))).lines(0)
    wiring = Wiring(("X", "A1", "A2"), ("W1", "W2"), ("d1", "d2")).after(lines)
    for text, place in {
        "X": NetworkPlace("layer", 0),
        "Z1": NetworkPlace("layer", 1),
        "np.tanh(Z1) * 2": NetworkPlace("layer", 1),
        "d2 @ W2.T": NetworkPlace("layer", 1),
        "d1 @ W1.mT": NetworkPlace("layer", 0),
        "0.1 * (A1.T @ d2)": NetworkPlace("wires", 1),
        "-W1": NetworkPlace("wires", 0),
        "W2.T": NetworkPlace("wires", 1, turned=True),
        "X @ W2": None,
        "W1 @ W2": None,
        "X + W1": None,
        "loop": None,
        "unknown": None,
        "X.T @ d2": None,
        "not python(": None,
    }.items():
        assert wiring.place_of(text) == place, text


SET_UP = """\
import numpy as np

X = np.ones((2, 3))
W1 = np.ones((3, 4))
b1 = np.ones(4)
loop = 0
sigmoid = np.tanh
"""
