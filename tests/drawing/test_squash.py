"""A function of every cell: its curve, the dots of the cells done so far, the result that fills."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Charset,
    ElementwisePart,
    MatrixPart,
    Size,
    SquashPart,
    describe,
    draw,
    row_text,
)

Z = np.array([[-4.0, 0.0], [1.0, 3.0], [5.0, -0.913]])
XS = np.linspace(-6, 6, 201)
LABELS = (("ex1", "ex2", "ex3"), ("h1", "h2"))


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def squash(cell: tuple[int, ...] | None, filled: int | None) -> SquashPart:
    operand, result = MatrixPart("Z", Z, *LABELS), MatrixPart("A", sigmoid(Z), *LABELS)
    return SquashPart("sigmoid", operand, result, XS, sigmoid(XS), cell, filled)


def look(part: object, width: int, height: int, charset: Charset = UNICODE) -> list[str]:
    return [row_text(row).rstrip() for row in draw(part, Size(width, height), charset)]


def test_the_newest_dot_has_its_guides_and_the_result_fills() -> None:
    assert look(squash((1, 1), 4), 70, 9, ASCII) == [
        "sigmoid: Z across, A up                             A (3, 2)",
        " 0.953 +..............................@''''''''''           h1    h2",
        "       |                      .o''    |             ex1 | 0.02  0.50 |",
        "   0.5 +                   .o'        |             ex2 | 0.73 [0.95]|",
        "       |               ..''           |             ex3 |  .     .   |",
        "   0.0 +.......o...''''               |",
        "       ++------+-----+------+------+--+--+------+",
        "        -6     -4    -2     0      2  3  4      6",
        "A[ex2,h2] = sigmoid(3) = 0.953",
    ]


def dots(rows: list[str], charset: Charset = UNICODE) -> int:
    return sum(row.count(charset.dot) + row.count(charset.focus) for row in rows)


def test_there_is_a_dot_for_each_cell_that_is_done() -> None:
    for done in range(1, 7):
        cell = divmod(done - 1, 2)
        rows = look(squash(cell, done), 80, 12)
        assert dots(rows) == done
        assert sum(row.count("◉") for row in rows) == 1
        assert sum(row.count(" · ") for row in rows) == 6 - done
    assert dots(look(squash(None, None), 80, 12)) == 6


def test_the_arithmetic_is_the_last_row() -> None:
    for size in ((70, 7), (80, 10), (120, 30)):
        assert look(squash((2, 1), 6), *size)[-1] == "A[ex3,h2] = σ(−0.913) = 0.286"
    assert "σ" not in "\n".join(look(squash(None, None), 80, 10))


@pytest.mark.parametrize("size", [(40, 10), (76, 6), (20, 3)])
def test_without_room_for_the_curve_there_are_two_tables(size: tuple[int, int]) -> None:
    part = squash((1, 1), 4)
    tables = ElementwisePart("sigmoid", (part.operand,), part.result, (1, 1), 4)
    assert look(part, *size) == look(tables, *size)
    assert describe(part) == describe(tables)


def test_the_curve_stays_where_it_is_from_cell_to_cell() -> None:
    corners = set()
    for done in range(1, 7):
        rows = look(squash(divmod(done - 1, 2), done), 80, 12)
        (axis,) = (row for row in rows if "└" in row)
        corners.add((rows.index(axis), axis.index("└"), len(axis)))
    assert len(corners) == 1


def test_wide_screens_have_room_for_further_digits() -> None:
    part = replace(squash(None, None), result=MatrixPart("A", np.array([[0.5, 0.0004]])))
    part = replace(part, operand=MatrixPart("Z", np.array([[0.0, -7.8]])))
    assert "0.0004" in "\n".join(look(part, 120, 20))
    assert "0.0004" not in "\n".join(look(part, 76, 10))
