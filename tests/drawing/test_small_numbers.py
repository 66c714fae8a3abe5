"""Small numbers do not vanish: neither in the arithmetic nor in the brackets of a matrix."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    AssignPart,
    Charset,
    ElementwisePart,
    MatrixPart,
    ProductPart,
    Size,
    draw,
    row_text,
)
from nnmath_tutor.drawing.figures import own_format, sigmoid_text
from nnmath_tutor.drawing.numbers import NumberFormat, format_for

FIXED = NumberFormat("fixed", 2)
EXAMPLES, HIDDEN = ("ex1", "ex2", "ex3", "ex4"), ("h1", "h2", "h3", "h4")
BLAME = np.array([[0.1226, -0.2614, 0.5919, -0.262], [-0.07, 0.14, -0.32, 0.14]])
SLOPE = np.array([[0.2467, 0.0625, 0.000463, 0.121], [0.25, 0.24, 0.04, 0.19]])


def look(part: object, width: int, height: int, charset: Charset = UNICODE) -> list[str]:
    return [row_text(row).rstrip() for row in draw(part, Size(width, height), charset)]


def times(left: np.ndarray, right: np.ndarray, cell: tuple[int, int]) -> ElementwisePart:
    labels = (EXAMPLES[: len(left)], HIDDEN[: left.shape[1]])
    parts = (MatrixPart("blame", left, *labels), MatrixPart("slope(A1)", right, *labels))
    return ElementwisePart("*", parts, MatrixPart("delta1", left * right, *labels), cell)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.000463, "0.000463"),
        (0.0046291, "0.00463"),
        (-0.0132345, "-0.0132"),
        (5.03212, "5.03"),
        (562.0, "562"),
        (0.1, "0.1"),
        (-20.42, "-20.42"),
        (0.29 + 0.32 + 0.31, "0.92"),
        (0.00015376, "0.000154"),
        (0.0000308, "3.08e-5"),
        (4.7358e-9, "4.74e-9"),
        (2e-9, "2e-9"),
        (0.0, "0"),
    ],
)
def test_three_digits_and_none_that_the_number_does_not_have(value: float, text: str) -> None:
    assert own_format(value, FIXED).text(value) == text


@given(st.floats(1e-12, 1e6) | st.floats(-1e6, -1e-12))
def test_no_number_looks_like_zero(value: float) -> None:
    text = own_format(value, FIXED).text(value)
    assert float(text) != 0
    assert float(text) == pytest.approx(value, rel=0.006)


def test_the_arithmetic_of_one_small_cell() -> None:
    assert look(times(BLAME, SLOPE, (0, 2)), 80, 10)[-1] == (
        "delta1[ex1,h3] = 0.592×0.000463 = 0.000274"
    )


def test_one_style_where_a_power_of_ten_is_needed() -> None:
    tiny = times(np.array([[1.5376e-4]]), np.array([[3.08e-5]]), (0, 0))
    assert look(tiny, 80, 8)[-1] == "delta1[ex1,h1] = 1.54e−4×3.08e−5 = 4.74e−9"


def test_a_sum_with_a_small_term() -> None:
    left = np.array([[0.7324, 0.02994, 0.000463]])
    right = np.array([[-0.02321], [0.06293], [-0.1176]])
    part = ProductPart(
        MatrixPart("A", left), MatrixPart("d", right), MatrixPart("C", left @ right), (0, 0)
    )
    assert look(part, 90, 8)[-1] == (
        "C[0,0] = 0.732×(−0.0232) + 0.0299×0.0629 + 0.000463×(−0.118) = −0.0152"
    )


@pytest.mark.parametrize("charset", [UNICODE, ASCII], ids=lambda charset: charset.name)
def test_the_marked_cell_is_no_zero_and_has_a_space_outside_its_brackets(charset: Charset) -> None:
    rows = look(times(BLAME, SLOPE, (0, 2)), 80, 7, charset)
    marked = next(row for row in rows if "[" in row)
    minus = charset.minus
    assert f"[5e{minus}4] 0.12" in marked
    assert f"[3e{minus}4]" in marked
    assert not re.search(r"\][^ ]|[^ ]\[", marked)


def test_room_brings_decimals_for_what_would_look_like_zero() -> None:
    part = MatrixPart("slope", SLOPE, cell=(0, 0))
    assert "0.0005" in "\n".join(look(part, 60, 6))
    assert "0.2467" in "\n".join(look(part, 60, 6))
    # Where it is too narrow for them the numbers stay as they are.
    assert "0.2467" not in "\n".join(look(part, 24, 6))


def test_a_matrix_of_small_numbers_shows_them_even_where_one_is_large() -> None:
    rows = look(MatrixPart("m", np.array([[5.0321, 0.0031, -0.0042, 0.0012]])), 40, 4)
    assert rows[-1] == "│  5.032   0.003  −0.004   0.001 │"


@pytest.mark.parametrize("width", [80, 118])
def test_old_and_step_and_new_add_up_in_every_row(width: int) -> None:
    before = np.array([[-1.0392], [2.2162], [-5.0321], [2.2265]])
    after = before + np.array([[-0.0192], [0.0139], [-0.01324], [0.0172]])
    rows = look(AssignPart("W2", before, after, (2, 0), HIDDEN, ("out",)), width, 10)
    found = 0
    for row in rows:
        numbers = [float(n.replace("−", "-")) for n in re.findall(r"−?\d+\.\d+", row)]
        if len(numbers) == 3:
            found += 1
            assert round(numbers[0] + numbers[1], 6) == numbers[2]
    assert found == 5
    assert rows[-1] == "W2[h3,out] = −5.0321 + (−0.0132) = −5.0453"
    assert "[−5.032" in rows[4]


def test_sums_of_small_matrices_add_up_where_there_is_room() -> None:
    a, b = np.array([[0.274], [0.104]]), np.array([[0.262], [0.304]])
    part = ElementwisePart("+", (MatrixPart("a", a), MatrixPart("b", b)), MatrixPart("c", a + b))
    text = "\n".join(look(part, 60, 6))
    assert "0.274" in text
    assert "0.536" in text


@given(st.floats(4, 600))
def test_near_its_limit_the_sigmoid_says_how_near(x: float) -> None:
    y = 1 / (1 + math.exp(-x))
    text = sigmoid_text(x, y)
    if text is None:
        assert y < 0.9995
    elif text.startswith("1 - "):
        assert float(text[4:]) == pytest.approx(math.exp(-x), rel=0.5)
    else:
        assert 0.999 < float(text) < 1
    assert sigmoid_text(x, 0.9997 if y > 0.9999 else 0.99999) is None


def test_matrices_without_small_numbers_keep_their_two_decimals() -> None:
    assert format_for(BLAME).decimals == 2
    assert "0.1226" not in "\n".join(look(MatrixPart("blame", BLAME), 80, 6))


@pytest.mark.parametrize("width", [40, 62, 78, 118])
def test_rather_a_column_less_than_a_sum_that_does_not_add_up(width: int) -> None:
    before = np.array([[-0.166, 0.441, -1, -0.395], [-0.706, -0.815, -0.627, -0.309]])
    step = np.array([[0.018, 0.0103, -0.0091, -0.0112], [0.0141, -0.0123, 0.011, 0.0213]])
    rows = look(AssignPart("W1", before, before + step, (1, 1), (), HIDDEN), width, 9)
    marked = re.findall(r"\[(−?\d+\.\d+)", "\n".join(rows).replace("W1[", ""))
    old, by, new = (float(text.replace("−", "-")) for text in marked)
    assert round(old + by, 6) == new
