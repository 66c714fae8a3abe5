"""The product as a cross: exact pictures, and what must hold in any room."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    MatrixPart,
    ProductPart,
    Role,
    Size,
    describe,
    draw,
    row_text,
)

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
W1 = np.array(
    [[-0.166, 0.441, -1.0, -0.395], [-0.706, -0.815, -0.627, -0.309], [-0.206, 0.078, -0.162, 0.37]]
)
EXAMPLES = ("ex1", "ex2", "ex3", "ex4")
HIDDEN = ("h1", "h2", "h3", "h4")
INPUTS = ("in1", "in2", "in3")


def product(**changes: object) -> ProductPart:
    part = ProductPart(
        MatrixPart("X", X, EXAMPLES, INPUTS),
        MatrixPart("W1", W1, INPUTS, HIDDEN),
        MatrixPart("X @ W1", X @ W1, EXAMPLES, HIDDEN),
        cell=(1, 2),
        filled=7,
    )
    return replace(part, **changes)


def picture(part: object, width: int, height: int, charset=UNICODE) -> list[str]:
    return [row_text(row).rstrip() for row in draw(part, Size(width, height), charset)]


def test_the_cross_in_the_room_of_a_small_screen() -> None:
    assert picture(product(), 80, 10) == [
        "(4,3)(3,4) → (4,4)              h1     h2     h3     h4",
        "   └──┘ 3 = 3                                  ↓",
        "                       in1 │ −0.17   0.44  −1.00  −0.40 │",
        "     X (4,3)           in2 │ −0.71  −0.81  −0.63  −0.31 │  W1 (3,4)",
        "       in1  in2  in3   in3 │ −0.21   0.08  −0.16   0.37 │",
        " ex1 │   0    0    1 │     │ −0.21   0.08  −0.16   0.37 │",
        "▸ex2 │   0    1    1 │     │ −0.91  −0.74 [−0.79]   ·   │  X @ W1 (4,4)",
        " ex3 │   1    0    1 │     │   ·      ·      ·      ·   │",
        " ex4 │   1    1    1 │     │   ·      ·      ·      ·   │",
        "(X @ W1)[ex2,h3] = 0×(−1) + 1×(−0.627) + 1×(−0.162) = −0.789",
    ]


def test_the_smallest_room_keeps_marks_labels_and_arithmetic() -> None:
    assert picture(product(), 40, 8, ASCII) == [
        "(4,3)(3,4)       h1    h2    vh3    h4",
        "   +--+   W1  -0.17  0.44  -1.00 -0.40",
        "-> (4,4)      -0.71 -0.81  -0.63 -0.31",
        "     X (4,3)  -0.21  0.08  -0.16  0.37",
        " ex1  0 0 1   -0.21  0.08  -0.16  0.37",
        ">ex2  0 1 1   -0.91 -0.74 [-0.79]  .",
        "      : : :     :     :     :      :",
        "0*(-1)+1*(-0.627)+1*(-0.162) = -0.789",
    ]


def test_a_large_room_adds_the_products_up_one_by_one() -> None:
    rows = picture(product(), 80, 20)
    assert rows[-5:] == [
        "in1   0 ×     (−1) =  0",
        "in2 + 1 × (−0.627) = −0.627",
        "in3 + 1 × (−0.162) = −0.162",
        "                     ──────",
        "  (X @ W1)[ex2,h3] = −0.789",
    ]


def test_a_product_with_a_column_fits_a_small_screen_whole() -> None:
    left = np.full((4, 4), 0.5)
    right = np.array([[-0.12], [0.13], [0.11], [-0.14]])
    part = ProductPart(
        MatrixPart("A1.T", left, HIDDEN, EXAMPLES),
        MatrixPart("delta2", right, EXAMPLES, ("out",)),
        MatrixPart("A1.T @ delta2", left @ right, HIDDEN, ("out",)),
        cell=(3, 0),
    )
    rows = picture(part, 80, 10)
    assert len(rows) == 10
    text = "\n".join(rows)
    assert "⋮" not in text
    assert "…" not in text
    assert rows[0].endswith("↓out")
    assert rows[8].startswith("▸h4")
    assert rows[9].endswith("= −0.01")


def test_the_sum_runs_in_the_crossing() -> None:
    rows = picture(product(terms=2), 80, 10)
    assert "[−0.63]" in rows[6]
    assert rows[6].startswith("▸ex2 │   0   [1]   1 │")
    assert rows[9] == "(X @ W1)[ex2,h3] = 0×(−1) + 1×(−0.627) + … = −0.627 so far"
    assert picture(product(terms=0), 80, 10)[9] == "the sum of 3 products"
    assert picture(product(terms=3), 80, 10)[9] == picture(product(), 80, 10)[9]


def test_only_computed_cells_show_a_value() -> None:
    part = product(cell=None, filled=2)
    result_rows = [row[28:58] for row in picture(part, 80, 12)[-4:]]
    assert [row.count("·") for row in result_rows] == [2, 4, 4, 4]


@pytest.mark.parametrize("size", [(40, 8), (50, 8), (80, 9), (80, 10), (70, 20), (120, 30)])
@pytest.mark.parametrize("cell", [(0, 0), (1, 2), (3, 3)])
@pytest.mark.parametrize("charset", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_row_column_and_cell_are_marked_by_characters(size, cell, charset) -> None:
    rows = picture(product(cell=cell, filled=None), *size, charset)
    text = "\n".join(rows)
    value = f"{(X @ W1)[cell]:.2f}".replace("-", charset.minus)
    assert re.search(rf"\[ *{re.escape(value)}\]", text)
    assert re.search(rf"^{charset.pointer}{EXAMPLES[cell[0]]} .*\[", text, re.M)
    assert re.search(rf"^[^\n]*{re.escape(charset.arrow_down)}", text, re.M)
    assert HIDDEN[cell[1]] in text
    precise = f"{(X @ W1)[cell]:.3f}".replace("-", charset.minus)
    assert re.search(rf"= +{re.escape(precise)}$", rows[-1])


def test_large_matrices_are_elided_around_what_is_marked() -> None:
    rng = np.random.default_rng(4)
    left, right = rng.normal(size=(400, 60)), rng.normal(size=(60, 90))
    part = ProductPart(
        MatrixPart("A", left), MatrixPart("B", right), MatrixPart("C", left @ right), (321, 45)
    )
    for width, height in ((40, 8), (80, 10), (70, 20)):
        rows = picture(part, width, height)
        text = "\n".join(rows)
        assert "⋮" in text
        assert "…" in text
        assert re.search(r"▸.*\[", text)
        assert rows[-1].endswith(f"= {(left @ right)[321, 45]:.2f}".replace("-", "−"))


def test_shapes_that_refuse_each_other_are_named() -> None:
    part = ProductPart(
        MatrixPart("delta2", np.zeros((4, 1))),
        MatrixPart("A1", np.zeros((4, 3))),
        MatrixPart("?", np.zeros((0, 0))),
    )
    assert picture(part, 40, 8) == ["(4,1)(4,3) do not match", "   └──┘ 1 is not 4"]


def test_vectors_take_part() -> None:
    a, b = np.array([1, 2, 3]), np.array([4, 5, 6])
    dot = ProductPart(MatrixPart("a", a), MatrixPart("b", b), MatrixPart("c", a @ b), ())
    assert picture(dot, 60, 10)[-1] == "c = 1×4 + 2×5 + 3×6 = 32"


def test_roles_carry_the_marks_too() -> None:
    rows = draw(product(), Size(80, 10), UNICODE)
    roles = {span.role for row in rows for span in row}
    assert {Role.ROW, Role.COLUMN, Role.CELL, Role.TITLE, Role.LABEL} <= roles


def test_the_sentence() -> None:
    assert describe(product()) == (
        "X (4,3) times W1 (3,4) gives X @ W1 (4,4): row ex2 of X meets column h3 of W1, "
        "and the 3 products add up to -0.79."
    )
