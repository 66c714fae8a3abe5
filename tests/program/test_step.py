"""Stepping: what is noted, in which order, with which operands, and where it stands."""

from __future__ import annotations

import numpy as np
import pytest

from nnmath_tutor.program import (
    Evaluation,
    Line,
    Operation,
    Recording,
    Run,
    cell_count,
    cell_index,
    parse,
    product_cell,
    record,
)
from nnmath_tutor.program.compare import identical
from nnmath_tutor.program.snapshot import at_rest

from .zoo import HEAD, TRAIN


def recorded(source: str) -> Recording:
    recording = record(Run(parse("import numpy as np\n" + source, "p.py")))
    assert recording.problem is None, recording.problem
    return recording


def lines_of(source: str) -> tuple[Line, ...]:
    return recorded(source).lines(0)


def last_parts(source: str) -> list[tuple[str, str, str]]:
    return [(e.operation.name, e.symbol, e.text) for e in lines_of(source)[-1].evaluations]


def part(source: str, at: int = 0) -> Evaluation:
    return lines_of(source)[-1].evaluations[at]


def test_an_outline_is_the_same_but_for_what_is_inside_of_functions() -> None:
    recording = recorded(HEAD + "for epoch in range(3):\n" + TRAIN)
    outline, lines = recording.lines(2, inside=False), recording.lines(2)
    for short, long in zip(outline, lines, strict=True):
        assert (short.span, short.text) == (long.span, long.text)
        assert identical(at_rest(short.values), at_rest(long.values))
        for one, other in zip(short.evaluations, long.evaluations, strict=True):
            assert identical(one.result, other.result), one.text
            assert (one.operation, one.symbol, one.target) == (
                other.operation,
                other.symbol,
                other.target,
            )
    assert lines[0].evaluations[1].inner
    assert not any(part.inner for line in outline for part in line.evaluations)
    assert recording.lines(2, inside=False) is lines  # what is there already is more, and at hand


def test_a_line_of_the_backbone() -> None:
    recording = recorded(HEAD + "for epoch in range(3):\n" + TRAIN)
    line = recording.lines(2)[0]
    assert line.text == "A1 = sigmoid(X @ W1)"
    product, call, assign = line.evaluations
    start, after = recording.start(2), recording.values(2)
    assert product.operation is Operation.MATMUL
    assert [operand.text for operand in product.operands] == ["X", "W1"]
    assert np.array_equal(product.operands[1].value, start["W1"])
    assert call.operation is Operation.CALL
    assert call.operands[0].value is product.result
    assert np.array_equal(call.result, after["A1"])
    assert [inner.symbol for inner in call.inner[0].evaluations] == ["-", "exp", "+", "/"]
    assert call.inner[0].text == "return 1 / (1 + np.exp(-x))"
    assert np.array_equal(call.inner[0].values["x"], product.result)
    assert assign.operation is Operation.ASSIGN
    assert assign.target == "A1"
    assert np.array_equal(assign.before, recording.values(1)["A1"])


def test_an_update_in_place_ends_with_the_addition_and_the_assignment() -> None:
    recording = recorded(HEAD + "for epoch in range(3):\n" + TRAIN)
    update = recording.lines(1)[-2]
    transpose, product, addition, assign = update.evaluations
    assert [e.operation.name for e in update.evaluations] == [
        "TRANSPOSE",
        "MATMUL",
        "ELEMENTWISE",
        "ASSIGN",
    ]
    old, new = recording.start(1)["W2"], recording.values(1)["W2"]
    assert addition.symbol == "+"
    assert np.array_equal(addition.operands[0].value, old)
    assert np.array_equal(addition.operands[1].value, product.result)
    assert np.array_equal(addition.result, new)
    assert (assign.target, assign.symbol) == ("W2", "+=")
    assert np.array_equal(assign.before, old)
    assert np.array_equal(update.values["W2"], new)
    assert np.array_equal(recording.lines(1)[-3].values["W2"], old)
    assert transpose.symbol == ".T"


def test_spans_count_characters() -> None:
    recording = recorded("größe = np.ones(2)\nü = 'ö💡'; σ = größe @ größe\n")
    for line in recording.lines(0):
        text = recording.program.source_lines[line.span.line - 1]
        assert text[line.span.column : line.span.end_column] == line.text
        for evaluation in line.evaluations:
            span = evaluation.span
            assert text[span.column : span.end_column] == evaluation.text
    assert recording.lines(0)[-1].text == "σ = größe @ größe"


def test_an_expression_over_several_lines() -> None:
    line = lines_of("a = (np.ones(2) +\n     np.ones(2))\n")[-1]
    assert line.span[:3] == (2, 0, 3)
    assert line.evaluations[2].text == "np.ones(2) +\n     np.ones(2)"


@pytest.mark.parametrize(
    ("expression", "operation", "symbol", "axis"),
    [
        ("A @ B", Operation.MATMUL, "@", None),
        ("np.dot(A, B)", Operation.MATMUL, "dot", None),
        ("np.matmul(A, B)", Operation.MATMUL, "matmul", None),
        ("A.dot(B)", Operation.MATMUL, "dot", None),
        ("np.dot(2, B)", Operation.ELEMENTWISE, "dot", None),
        ("A.T", Operation.TRANSPOSE, ".T", None),
        ("np.transpose(A)", Operation.TRANSPOSE, "transpose", None),
        ("A.transpose()", Operation.TRANSPOSE, "transpose", None),
        ("A.transpose(1, 0)", Operation.OPAQUE, "transpose", None),
        ("np.min(A)", Operation.REDUCTION, "min", None),
        ("np.amax(A, axis=-1)", Operation.REDUCTION, "max", 1),
        ("np.mean(A, 0)", Operation.REDUCTION, "mean", 0),
        ("A.sum(axis=1)", Operation.REDUCTION, "sum", 1),
        ("A.max(0)", Operation.REDUCTION, "max", 0),
        ("A.mean(axis=(0, 1))", Operation.REDUCTION, "mean", (0, 1)),
        ("sum(A[0])", Operation.REDUCTION, "sum", None),
        ("max(1, 2)", Operation.OPAQUE, "max", None),
        ("np.abs(A)", Operation.ELEMENTWISE, "abs", None),
        ("abs(A)", Operation.ELEMENTWISE, "abs", None),
        ("np.exp(-A)", Operation.ELEMENTWISE, "exp", None),
        ("np.add(A, 1)", Operation.ELEMENTWISE, "add", None),
        ("np.maximum(A, 0)", Operation.ELEMENTWISE, "maximum", None),
        ("-A", Operation.ELEMENTWISE, "-", None),
        ("A > 0", Operation.ELEMENTWISE, ">", None),
        ("A * A[0]", Operation.ELEMENTWISE, "*", None),
        ("2 ** 3.0", Operation.ELEMENTWISE, "**", None),
        ("A[1]", Operation.INDEX, "[]", None),
        ("A[:, 1:2]", Operation.INDEX, "[]", None),
        ("[1] + [2]", Operation.OPAQUE, "+", None),
        ("'%d' % 3", Operation.OPAQUE, "%", None),
        ("0 < 1 < 2", Operation.OPAQUE, "compare", None),
        ("A is B or B is A", Operation.OPAQUE, "or", None),
        ("1 if len(A) else 2", Operation.OPAQUE, "if", None),
        ("[v for v in A]", Operation.OPAQUE, "for", None),
        ("np.linalg.norm(A)", Operation.OPAQUE, "norm", None),
        ("np.ones((2, 2))", Operation.OPAQUE, "ones", None),
        ("float(3)", Operation.OPAQUE, "float", None),
        ("np.add(*[A, B.T])", Operation.OPAQUE, "add", None),
    ],
)
def test_kinds_of_operation(
    expression: str, operation: Operation, symbol: str, axis: object
) -> None:
    source = f"A = np.arange(6.0).reshape(2, 3)\nB = A.T + 1\nresult = {expression}\n"
    *_, found, assign = lines_of(source)[-1].evaluations
    assert (found.operation, found.symbol, found.axis) == (operation, symbol, axis)
    assert found.text == expression
    assert assign.operation is Operation.ASSIGN


def test_methods_show_what_they_are_called_on() -> None:
    evaluation = part("A = np.ones((2, 3))\nm = A.mean(axis=0)\n")
    assert [operand.text for operand in evaluation.operands] == ["A"]
    evaluation = part("A = np.ones((2, 2))\nm = (A + 1).dot(A)\n", 1)
    assert [operand.text for operand in evaluation.operands] == ["A + 1", "A"]


def test_order_is_that_of_python() -> None:
    source = """\
seen = []
def note(x):
    seen.append(x)
    return x
W = [0, 0, 0]
W[note(0)], x = note(1) + note(2) * note(3), {note(4): note(5)}
W[note(1)] += note(6)
y = [note(7), note(8)][note(0)]
"""
    recording = recorded(source)
    assert recording.stepped(0).namespace.names["seen"] == recording.values(0)["seen"]
    assert recording.values(0)["seen"] == [1, 2, 3, 4, 5, 0, 1, 6, 7, 8, 0]


def test_a_draw_is_a_draw() -> None:
    recording = recorded(
        "rng = np.random.default_rng(1)\nfor t in range(4):\n    x = rng.normal() + rng.normal()\n"
    )
    for epoch in range(4):
        assert recording.lines(epoch)[0].values["x"] == recording.values(epoch)["x"]


def test_a_generator_among_the_values_of_a_line_is_a_copy_that_works() -> None:
    first, second = lines_of("rng = np.random.RandomState(1)\nx = rng.rand()\n")
    x = second.values["x"]
    assert first.values["rng"].rand() == x
    assert second.values["rng"].rand() != x


def test_what_was_shown_does_not_change_when_it_is_written_into() -> None:
    lines = lines_of("W = np.zeros(2)\na = W + 1\nW[0] = 5\nW += W\nb = W[:1]\nb[0] = 7\n")
    assert lines[1].evaluations[0].operands[0].value.tolist() == [0, 0]
    assert lines[2].evaluations[0].before == 0
    assert lines[2].evaluations[0].target == "W[0]"
    assert lines[3].evaluations[0].operands[0].value.tolist() == [5, 0]
    assert lines[3].values["W"].tolist() == [10, 0]
    assert lines[5].values["W"].tolist() == [7, 0]


def test_lines_that_show_nothing_are_left_out() -> None:
    source = '''\
"""A docstring."""
import math
def f(x):
    return x
x = 1
"a remark"
print(x)
if x:
    print("yes")
if x:
    y = 2
pass
for k in range_:
    print(k)
'''.replace("range_", "[1, 2]")
    assert [line.text for line in lines_of(source)] == ["x = 1", "if x:\n    y = 2"]


def test_an_opaque_statement_says_which_names_it_changed() -> None:
    opaque, assign = lines_of("x = 1\ny = 0\nif x:\n    y = 2\n")[-1].evaluations
    assert (opaque.operation, opaque.symbol) == (Operation.OPAQUE, "if")
    assert (assign.target, assign.before, assign.result) == ("y", 0, 2)


def test_functions_that_are_not_straight_are_stepped_over() -> None:
    source = """\
def branchy(x):
    if x > 0:
        return x
    return -x
y = branchy(-3)
"""
    call = part(source)
    assert (call.operation, call.result, call.inner) == (Operation.CALL, 3, ())


def test_functions_within_functions_are_walked() -> None:
    source = """\
def square(x):
    return x * x
def norm(a, *, shift=1):
    \"\"\"Sum of squares.\"\"\"
    total = square(a).sum()
    total += shift
    return np.sqrt(total)
y = norm(np.array([2.0, 2.0]), shift=1.0)
"""
    call = part(source, 1)
    assert [line.text for line in call.inner] == [
        "total = square(a).sum()",
        "total += shift",
        "return np.sqrt(total)",
    ]
    assert call.inner[0].evaluations[0].inner[0].text == "return x * x"
    assert call.result == 3.0


def test_large_arrays() -> None:
    source = "X = np.random.RandomState(0).rand(1000, 4)\nm = (X - X.min(axis=0)).mean()\n"
    recording = recorded(source)
    assert recording.lines(0)[-1].evaluations[-1].result == recording.values(0)["m"]


def test_cells_in_reading_order() -> None:
    evaluation = part("A = np.ones((2, 3))\nB = A * 2\n")
    assert cell_count(evaluation) == 6
    assert [cell_index(evaluation, cell) for cell in range(4)] == [(0, 0), (0, 1), (0, 2), (1, 0)]
    with pytest.raises(IndexError):
        cell_index(evaluation, 6)
    scalar = part("x = 1\ny = x + 1\n")
    assert cell_count(scalar) == 1
    assert cell_index(scalar, 0) == ()


@pytest.mark.parametrize("product", ["{} @ {}", "np.dot({}, {})", "np.matmul({}, {})"])
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((2, 3), (3, 4)),
        ((4, 1), (1, 4)),
        ((3,), (3,)),
        ((3,), (3, 2)),
        ((2, 3), (3,)),
        ((5, 2, 3), (3, 4)),
        ((5, 2, 3), (5, 3, 4)),
        ((1, 2, 3), (5, 3, 4)),
        ((3,), (5, 3, 4)),
        ((5, 2, 3), (3,)),
    ],
)
def test_every_cell_of_a_product(
    product: str, left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    source = (
        f"rng = np.random.default_rng(0)\nA = rng.normal(size={left})\n"
        f"B = rng.normal(size={right})\nC = {product.format('A', 'B')}\n"
    )
    evaluation = part(source)
    assert evaluation.operation is Operation.MATMUL
    for number in range(cell_count(evaluation)):
        index = cell_index(evaluation, number)
        cell = product_cell(evaluation, index)
        assert cell.left.shape == cell.right.shape == (left[-1],)
        assert cell.running[-1] == pytest.approx(cell.result)
        assert cell.result == np.asarray(evaluation.result)[index]


def test_only_products_have_product_cells() -> None:
    with pytest.raises(ValueError, match="no matrix product"):
        product_cell(part("x = 1\ny = x + 1\n"), ())


def test_what_a_place_in_a_list_or_dictionary_held_before() -> None:
    evaluations = lines_of("Ws = [np.ones(2)]\nWs[0] = Ws[0] * 2\n")[-1].evaluations
    assert np.array_equal(evaluations[-1].before, [1, 1])
    source = "p = {}\np['b'] = 1\np['b'] = 2\n"
    assert [line.evaluations[-1].before for line in lines_of(source)[1:]] == [None, 1]


def test_unpacking_takes_no_more_than_python_does() -> None:
    source = "import itertools\nfor t in range(3):\n    a, b = itertools.count()\n"
    recording = record(Run(parse(source, "p.py")))
    assert recording.problem is not None
    stepped = recording.stepped(0)
    assert str(stepped.error) == "too many values to unpack (expected 2)"
