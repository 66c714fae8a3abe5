"""Numbers on screen must work out: read back what is shown, and calculate."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing import (
    UNICODE,
    AssignPart,
    ElementwisePart,
    MatrixPart,
    ProductPart,
    ReductionPart,
    Size,
    draw,
    row_text,
)
from nnmath_tutor.drawing.arithmetic import spell, works_out
from nnmath_tutor.drawing.computing import sum_of_products
from nnmath_tutor.drawing.numbers import format_for

moderate = st.floats(-20, 20).filter(lambda v: v == 0 or abs(v) > 1e-3)
OPERATORS = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
lengths = st.integers(1, 6)


def is_rounding_of(exact: Decimal, shown: str) -> bool:
    """Strictly nearer to what is shown than half of its last place."""
    value = Decimal(shown)
    exponent = value.as_tuple().exponent
    return abs(exact - value) * 2 < Decimal(1).scaleb(int(exponent))


def last_row(part: object, width: int, height: int = 10) -> str:
    return row_text(draw(part, Size(width, height), UNICODE)[-1]).replace("−", "-")


def evaluated(expression: str) -> Decimal:
    """Value of a spelled-out expression, in decimal arithmetic."""
    python = expression.replace("×", "*")
    python = re.sub(r"\d+(\.\d+)?(e-?\d+)?", lambda m: f"Decimal('{m.group()}')", python)
    return eval(python, {"Decimal": Decimal})  # the test's own text


@given(st.data(), lengths)
def test_the_sum_of_products_works_out(data: st.DataObject, length: int) -> None:
    vectors = st.lists(moderate, min_size=length, max_size=length)
    left, right = np.array([data.draw(vectors)]), np.array([data.draw(vectors)]).T
    part = ProductPart(
        MatrixPart("A", left), MatrixPart("B", right), MatrixPart("C", left @ right), (0, 0)
    )
    row = last_row(part, 300, height=6)
    assert row.startswith("C[0,0] = "), row
    _, expression, shown = row.split(" = ")
    assert expression.count("×") == length
    assert is_rounding_of(evaluated(expression), shown)
    assert abs(float(shown) - float((left @ right)[0, 0])) <= 0.0051


@given(st.data(), st.integers(2, 5))
def test_each_product_works_out_and_the_shown_ones_add_up(data: st.DataObject, length: int) -> None:
    vectors = st.lists(moderate, min_size=length, max_size=length)
    left, right = np.array([data.draw(vectors)]), np.array([data.draw(vectors)]).T
    part = ProductPart(
        MatrixPart("A", left), MatrixPart("B", right), MatrixPart("C", left @ right), (0, 0)
    )
    rows = [row_text(row).replace("−", "-") for row in draw(part, Size(300, 40), UNICODE)]
    terms = [row for row in rows if " × " in row]
    assert len(terms) == length
    products = []
    for term in terms:
        expression, product = term.replace("+", "").split(" = ")
        assert is_rounding_of(evaluated(expression.strip()), product.strip())
        products.append(Decimal(product.strip()))
    assert is_rounding_of(sum(products, Decimal(0)), rows[-1].split(" = ")[1].strip())


@given(moderate, moderate, st.sampled_from("+-*/"))
def test_an_operation_on_one_cell_works_out(a: float, b: float, symbol: str) -> None:
    if symbol == "/" and abs(b) < 0.5:
        b = 1.5
    left, right = np.array([[a]]), np.array([[b]])
    result = OPERATORS[symbol](left, right)
    part = ElementwisePart(
        symbol, (MatrixPart("A", left), MatrixPart("B", right)), MatrixPart("C", result), (0, 0)
    )
    _, expression, shown = last_row(part, 200).split(" = ")
    assert is_rounding_of(evaluated(expression), shown)


@given(st.lists(moderate, min_size=1, max_size=8))
def test_a_mean_works_out(values: list[float]) -> None:
    array = np.array(values)
    part = ReductionPart("np.mean", MatrixPart("v", array), MatrixPart("m", array.mean()), None, ())
    _, expression, shown = last_row(part, 300).split(" = ")
    assert is_rounding_of(evaluated(expression), shown)


@given(moderate, st.floats(1e-7, 3), st.booleans())
def test_a_step_works_out_and_shows(old: float, step: float, down: bool) -> None:
    before = np.array([[old, 1.5]])
    after = before + np.array([[-step if down else step, 0.25]])
    row = last_row(AssignPart("W", before, after, (0, 0)), 200)
    _, expression, shown = row.split(" = ")
    assert is_rounding_of(evaluated(expression), shown)


def test_three_digits_or_as_many_as_there_are_and_more_where_they_are_not_enough() -> None:
    def row(a: float, b: float) -> str:
        return last_row(
            ElementwisePart(
                "*",
                (MatrixPart("a", np.array([a])), MatrixPart("b", np.array([b]))),
                MatrixPart("c", np.array([a * b])),
                (0,),
            ),
            80,
        )

    assert row(0.5, 0.25) == "c[0] = 0.5×0.25 = 0.125"
    assert row(0.51, 0.25) == "c[0] = 0.51×0.25 = 0.1275"  # 0.1275 is a tie at three decimals
    assert row(-0.1165, -5.0349) == "c[0] = -0.1165×(-5.035) = 0.587"


def test_what_cannot_work_out_says_about() -> None:
    wrong = ElementwisePart(
        "+",
        (MatrixPart("a", np.array([1.5])), MatrixPart("b", np.array([1.5]))),
        MatrixPart("c", np.array([7.25])),
        (0,),
    )
    assert last_row(wrong, 80) == "c[0] = 1.5 + 1.5 ≈ 7.25"
    infinite = ElementwisePart(
        "/", (MatrixPart("a", 1.0), MatrixPart("b", 0.0)), MatrixPart("c", np.inf), ()
    )
    assert last_row(infinite, 80) == "c = 1 / 0 = inf"


@given(st.lists(st.tuples(st.floats(), st.floats()), min_size=1, max_size=5))
def test_any_floats_are_spelled_without_raising(pairs: list[tuple[float, float]]) -> None:
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    with np.errstate(all="ignore"):
        result = float(left @ right)
    operands = []
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        operands += [(a, format_for(left)), (b, format_for(right))]
    spelled = spell(operands, (result, format_for(np.array(result))), sum_of_products, sides=2)
    if spelled.holds and np.isfinite(result):
        shown = [Decimal(text) for text in spelled.operands]
        assert works_out(sum_of_products(shown), spelled.result)
