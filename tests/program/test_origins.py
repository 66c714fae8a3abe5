"""Where values come from and where they go, from evaluation to evaluation and cell by cell."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnmath_tutor.program import (
    Edit,
    Evaluation,
    Given,
    Made,
    Operation,
    Recording,
    Run,
    fed_by,
    feeds,
    identical,
    load,
    origin_of,
    origin_of_name,
    parse,
    record,
    uses_of,
)
from nnmath_tutor.program.snapshot import at_rest

from .zoo import ZOO

PROGRAM = load(Path(__file__).parents[2] / "lessons" / "programs" / "three_layers.py")
RECORDING = record(Run(PROGRAM, epochs=9))


def place(recording: Recording, epoch: int, text: str, operation: Operation | None = None) -> Made:
    """The evaluation with that text; the first, or the first of that operation."""
    for number, line in enumerate(recording.lines(epoch)):
        for part, evaluation in enumerate(line.evaluations):
            if evaluation.text == text and operation in (None, evaluation.operation):
                return Made(epoch, number, part)
    raise AssertionError(text)


def at(recording: Recording, made: Made) -> Evaluation:
    return recording.lines(made.epoch)[made.line].evaluations[made.part]


def assigned(recording: Recording, epoch: int, name: str) -> Made:
    for number, line in enumerate(recording.lines(epoch)):
        for part, evaluation in enumerate(line.evaluations):
            if evaluation.operation is Operation.ASSIGN and evaluation.target == name:
                return Made(epoch, number, part)
    raise AssertionError(name)


def test_the_backbone_backwards() -> None:
    made = place(RECORDING, 3, "sigmoid(X @ W1)")
    assert origin_of(RECORDING, made, 0) == place(RECORDING, 3, "X @ W1")
    product = place(RECORDING, 3, "X @ W1")
    assert origin_of(RECORDING, product, 0) == Given("X", 10)
    assert origin_of(RECORDING, product, 1) == assigned(RECORDING, 2, "W1")
    assert origin_of(RECORDING, place(RECORDING, 0, "X @ W1"), 1) == Given("W1", 25)
    assert origin_of(RECORDING, assigned(RECORDING, 3, "A1"), 0) == made
    assert origin_of(RECORDING, place(RECORDING, 3, "A1 @ W2"), 0) == assigned(RECORDING, 3, "A1")
    turned = place(RECORDING, 3, "A1.T @ delta2")
    assert origin_of(RECORDING, turned, 0) == place(RECORDING, 3, "A1.T")
    assert origin_of(RECORDING, place(RECORDING, 3, "W2.T"), 0) == assigned(RECORDING, 2, "W2")


def test_an_update_in_place() -> None:
    text = "W2 += learning_rate * (A1.T @ delta2)"
    added = place(RECORDING, 3, text, Operation.ELEMENTWISE)
    assert origin_of(RECORDING, added, 0) == assigned(RECORDING, 2, "W2")
    step = place(RECORDING, 3, "learning_rate * (A1.T @ delta2)")
    assert origin_of(RECORDING, added, 1) == step
    assert origin_of(RECORDING, assigned(RECORDING, 3, "W2"), 0) == added
    assert origin_of(RECORDING, step, 0) == Given("learning_rate", 6)
    assert origin_of(RECORDING, step, 1) == place(RECORDING, 3, "A1.T @ delta2")


def test_names_as_an_epoch_begins_and_after_its_lines() -> None:
    last = len(RECORDING.lines(3)) - 1
    assert origin_of_name(RECORDING, 3, -1, "W1") == assigned(RECORDING, 2, "W1")
    assert origin_of_name(RECORDING, 3, last, "W1") == assigned(RECORDING, 3, "W1")
    assert origin_of_name(RECORDING, 3, -1, "A1") == assigned(RECORDING, 2, "A1")
    assert origin_of_name(RECORDING, 0, -1, "A1") is None
    assert origin_of_name(RECORDING, 0, -1, "W2") == Given("W2", 26)
    assert origin_of_name(RECORDING, 3, last, "seed") == Given("seed", 5)
    assert origin_of_name(RECORDING, 3, last, "epoch") is None
    assert origin_of_name(RECORDING, 3, last, "nothing") is None


def test_what_was_edited_is_given() -> None:
    edits = (Edit(4, "W1", (0, 0), 1.0), Edit(4, "X", (0, 0), 2))
    recording = record(Run(PROGRAM, epochs=9, edits=edits))
    product = place(recording, 4, "X @ W1")
    assert origin_of(recording, product, 0) == Given("X", 10, edited=True)
    assert origin_of(recording, product, 1) == Given("W1", 25, edited=True)
    product = place(recording, 5, "X @ W1")
    assert origin_of(recording, product, 0) == Given("X", 10, edited=True)
    assert origin_of(recording, product, 1) == assigned(recording, 4, "W1")
    assert origin_of(recording, place(recording, 3, "X @ W1"), 0) == Given("X", 10)
    assert uses_of(recording, assigned(recording, 3, "W1")) == ()


def test_the_backbone_forwards() -> None:
    used = uses_of(RECORDING, assigned(RECORDING, 3, "A1"))
    assert [(at(RECORDING, made).text, operand) for made, operand in used] == [
        ("A1 @ W2", 0),
        ("slope(A1)", 0),
        ("A1.T", 0),
    ]
    assert uses_of(RECORDING, place(RECORDING, 3, "X @ W1")) == (
        (place(RECORDING, 3, "sigmoid(X @ W1)"), 0),
    )
    used = uses_of(RECORDING, assigned(RECORDING, 3, "W2"))
    texts = [(made.epoch, at(RECORDING, made).text, operand) for made, operand in used]
    assert texts == [
        (4, "A1 @ W2", 1),
        (4, "W2.T", 0),
        (4, "W2 += learning_rate * (A1.T @ delta2)", 0),
    ]
    text = "W2 += learning_rate * (A1.T @ delta2)"
    added = place(RECORDING, 3, text, Operation.ELEMENTWISE)
    assert uses_of(RECORDING, added) == ((assigned(RECORDING, 3, "W2"), 0),)
    assert uses_of(RECORDING, assigned(RECORDING, 8, "W2")) == ()  # the last epoch
    assert uses_of(RECORDING, assigned(RECORDING, 3, "mean_absolute_error")) == ()


def _places(recording: Recording, epoch: int) -> list[Made]:
    return [
        Made(epoch, number, part)
        for number, line in enumerate(recording.lines(epoch))
        for part in range(len(line.evaluations))
    ]


@pytest.mark.parametrize("name", ZOO)
def test_in_odd_programs_an_origin_holds_the_very_value_and_lists_its_use(name: str) -> None:
    recording = record(Run(parse(ZOO[name], "zoo.py")))
    last = recording.done - 1
    for epoch in (0, 1, last - 1):
        for made in _places(recording, epoch):
            evaluation = at(recording, made)
            for number, operand in enumerate(evaluation.operands):
                origin = origin_of(recording, made, number)
                if isinstance(origin, Made):
                    result = at(recording, origin).result
                    if "[" not in (at(recording, origin).target or ""):
                        assert identical(at_rest(result), at_rest(operand.value)), (made, origin)
                    assert (made, number) in uses_of(recording, origin)
                if isinstance(origin, Given) and isinstance(operand.value, np.ndarray):
                    held = recording.record.setup[origin.name]
                    assert identical(held, at_rest(operand.value)), (made, origin)
            for use, number in uses_of(recording, made):
                assert origin_of(recording, use, number) == made


def test_draws_that_look_alike_are_told_apart() -> None:
    source = """\
import numpy as np
rng = np.random.default_rng(1)
W = np.ones(2)
for t in range(4):
    d = rng.normal() - rng.normal()
    a, b = W * d, W + d
    W[1] = (a * b).sum()
    W.fill(t)
    c = e = W
"""
    recording = record(Run(parse(source, "p.py")))
    assert origin_of(recording, Made(2, 0, 2), 0) == Made(2, 0, 0)
    assert origin_of(recording, Made(2, 0, 2), 1) == Made(2, 0, 1)
    assert origin_of(recording, assigned(recording, 2, "a"), 0) == place(recording, 2, "W * d")
    assert origin_of(recording, assigned(recording, 2, "b"), 0) == place(recording, 2, "W + d")
    assert origin_of_name(recording, 2, 2, "W") == assigned(recording, 2, "W[1]")
    assert origin_of_name(recording, 2, 3, "W") is None  # `fill` says nothing of where from
    assert origin_of(recording, assigned(recording, 2, "e"), 0) is None


def test_without_a_loop() -> None:
    source = "import numpy as np\nX = np.ones((2, 2))\nY = X @ X\nZ = Y.T + 1\n"
    run = Run(parse(source, "p.py"))
    recording = record(run)
    product = place(recording, 0, "X @ X")
    assert origin_of(recording, product, 1) == assigned(recording, 0, "X")
    assert origin_of(recording, place(recording, 0, "Y.T + 1"), 1) is None
    assert uses_of(recording, assigned(recording, 0, "X")) == ((product, 0), (product, 1))
    edited = record(Run(run.original, edits=(Edit(0, "X", (0, 0), 3.0),)))
    assert origin_of(edited, product, 0) == Given("X", 2, edited=True)


# cells ----------------------------------------------------------------------------------------

FUNCTIONS = """\
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x)
    return e / e.sum()


def both(x, y):
    z = sigmoid(x) * y
    return z + 1
"""

MATRICES = [(), (1,), (3,), (2, 3), (3, 2), (1, 3), (2, 1), (3, 3), (2, 2, 3)]
EXPRESSIONS = [
    "a @ b",
    "np.dot(a, b)",
    "a.dot(b)",
    "a + b",
    "a * b - a",
    "np.maximum(a, b)",
    "2 * a",
    "-a",
    "a.T",
    "np.transpose(a)",
    "a.sum()",
    "a.mean(axis=0)",
    "np.sum(a, axis=-1)",
    "a.sum(axis=(0, 1))",
    "a.sum(axis=1, keepdims=True)",
    "np.mean(a, keepdims=True)",
    "sigmoid(a)",
    "softmax(a)",
    "both(a, b)",
    "a[0]",
    "a[:, 1]",
    "a[::-1, :1]",
    "a[..., None]",
    "a[[1, 0, 1]]",
    "a[1, 0]",
    "np.clip(a, -9, 9)",
    "a",
]


def _evaluations(expression: str, a: Any, b: Any) -> tuple[Evaluation, ...]:
    source = FUNCTIONS + f"a = None\nb = None\nc = {expression}\n"
    recording = record(Run(parse(source, "p.py"), overrides={"a": a, "b": b}))
    return recording.lines(0)[-1].evaluations if recording.finished else ()


@settings(max_examples=150)
@given(
    st.sampled_from(EXPRESSIONS),
    st.sampled_from(MATRICES),
    st.sampled_from(MATRICES),
    st.integers(0, 999),
)
def test_cells_against_brute_force(
    expression: str, one: tuple[int, ...], other: tuple[int, ...], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    a, b = rng.uniform(0.5, 2, one), rng.uniform(0.5, 2, other)
    evaluations = _evaluations(expression, a, b)
    assume(evaluations)
    for evaluation in evaluations:
        cells = list(np.ndindex(np.shape(evaluation.result)))
        fed = {cell: dict(fed_by(evaluation, cell)) for cell in cells}
        for number, operand in enumerate(evaluation.operands):
            if not isinstance(operand.value, np.ndarray):
                continue
            for index in np.ndindex(operand.value.shape):
                reached = feeds(evaluation, number, index)
                if operand.value.ndim:
                    backwards = [cell for cell in cells if index in fed[cell].get(number, ())]
                    assert sorted(reached) == backwards
                else:
                    assert all(number not in fed[cell] for cell in cells)
    # A cell of `a` nudged: what changes in the first evaluation that takes it.
    first = evaluations[0]
    for name, value in (("a", a), ("b", b)):
        numbers = [n for n, operand in enumerate(first.operands) if operand.text == name]
        if not numbers or value.ndim == 0 or "softmax" in expression:
            continue
        for index in np.ndindex(value.shape):
            moved = value.copy()
            moved[index] *= 3
            nudged = _evaluations(expression, **{"a": a, "b": b, name: moved})[0]
            changed = np.argwhere(np.not_equal(nudged.result, first.result))
            said = {cell for n in numbers for cell in feeds(first, n, index)}
            if first.operation in NOT_SAID or max(map(_axes, first.operands)) > 2:
                assert not said or said >= {tuple(cell) for cell in changed.tolist()}
            elif "maximum" in expression:
                assert said >= {tuple(cell) for cell in changed.tolist()}
            else:
                assert said == {tuple(cell) for cell in changed.tolist()}


NOT_SAID = {Operation.OPAQUE}


def _axes(operand: Any) -> int:
    return np.ndim(operand.value) if isinstance(operand.value, np.ndarray) else 0


def test_a_product_a_number_and_what_nothing_can_be_said_of() -> None:
    a, b = np.ones((2, 3)), np.ones((3, 2))
    product = _evaluations("a @ b", a, b)[0]
    assert fed_by(product, (1, 0)) == ((0, ((1, 0), (1, 1), (1, 2))), (1, ((0, 0), (1, 0), (2, 0))))
    assert feeds(product, 0, (1, 2)) == ((1, 0), (1, 1))
    assert feeds(product, 1, (2, 0)) == ((0, 0), (1, 0))
    assert feeds(product, 0, (2, 0)) == fed_by(product, (2, 0)) == ()
    inner = _evaluations("a @ a", np.ones(3), b)[0]
    assert fed_by(inner, ()) == ((0, ((0,), (1,), (2,))), (1, ((0,), (1,), (2,))))
    scaled = _evaluations("2 * a", a, b)[0]
    assert list(feeds(scaled, 0, ())) == list(itertools.product(range(2), range(3)))
    assert fed_by(scaled, (1, 1)) == ((1, ((1, 1),)),)
    for expression in ("softmax(a)", "np.linalg.pinv(a)", "np.outer(a, b)"):
        assert fed_by(_evaluations(expression, a, b)[0], (0, 0)) == ()


def test_a_large_product_is_quick_to_ask() -> None:
    big = np.ones((300, 200))
    product = _evaluations("a @ b", big, big.T)[0]
    assert len(feeds(product, 0, (7, 5))) == 300
    assert len(fed_by(product, (299, 299))[0][1]) == 200
