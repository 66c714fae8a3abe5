"""Matrices, operations on their cells, transposes, reductions, assignments: exact pictures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    AssignPart,
    ElementwisePart,
    MatrixPart,
    ReductionPart,
    Role,
    Size,
    TransposePart,
    describe,
    draw,
    row_text,
)

EXAMPLES = ("ex1", "ex2", "ex3", "ex4")
HIDDEN = ("h1", "h2", "h3")
A = np.array([[0.45, 0.52, 0.46], [0.29, 0.32, 0.31], [0.41, 0.63, 0.24], [0.25, 0.43, 0.14]])


def picture(part: object, width: int, height: int, charset=UNICODE) -> list[str]:
    return [row_text(row).rstrip() for row in draw(part, Size(width, height), charset)]


def test_a_matrix_with_all_marks() -> None:
    part = MatrixPart("A1", A, EXAMPLES, HIDDEN, row=1, column=2, cell=(1, 2), filled=8)
    assert picture(part, 80, 10) == [
        "A1 (4, 3)",
        "         h1    h2    h3",
        "                      ↓",
        " ex1 │ 0.45  0.52  0.46 │",
        "▸ex2 │ 0.29  0.32 [0.31]│",
        " ex3 │ 0.41  0.63   ·   │",
        " ex4 │  ·     ·     ·   │",
    ]
    assert picture(part, 80, 4, ASCII) == [
        "A1 (4, 3)",
        "         h1    h2   vh3",
        "     |  :     :     :   |",
        ">ex2 | 0.29  0.32 [0.31]|",
    ]
    assert picture(part, 9, 1) == ["A1 (4, 3)"]


def test_the_bracket_hugs_its_number_and_a_star_marks_change() -> None:
    values = np.array([[-10.5, 1.5]])
    part = MatrixPart("W", values, cell=(0, 1), changed=np.array([[True, False]]))
    assert picture(part, 40, 5) == ["W (1, 2)", "│ −10.50*   [1.50 ]│"]


@pytest.mark.parametrize(("width", "height"), [(40, 8), (80, 10), (70, 20), (12, 4)])
def test_a_large_matrix_keeps_head_tail_and_the_marked_row(width: int, height: int) -> None:
    values = np.arange(4000).reshape(1000, 4)
    rows = picture(MatrixPart("big", values, row=500, cell=(500, 1)), width, height)
    assert any(row.startswith("▸") and "[2001]" in row for row in rows)
    assert any("⋮" in row for row in rows)
    if height > 5 and width > 30:
        assert " 0 " in rows[1]
        assert "3999" in rows[-1]


def test_scalars_vectors_tensors_and_nothing() -> None:
    assert picture(MatrixPart("rate", 0.5), 40, 8) == ["rate = 0.50  ()"]
    assert picture(MatrixPart("v", np.array([1, 2]), ("a", "b")), 40, 8) == [
        "v (2,)",
        "  a  b",
        "│ 1  2 │",
    ]
    assert picture(MatrixPart("T", np.arange(8).reshape(2, 2, 2)), 40, 8) == [
        "T (2, 2, 2)",
        "[0]        [1]",
        "│ 0  1 │   │ 4  5 │",
        "│ 2  3 │   │ 6  7 │",
    ]
    assert picture(MatrixPart("E", np.zeros((0, 3))), 40, 8) == [
        "E (0, 3)",
        "empty: no cell at all",
    ]


def test_columns_of_data_may_have_formats_of_their_own() -> None:
    quakes = np.array([[-20.42, 562.0, 4.8], [-20.62, 650.0, 4.2]])
    part = MatrixPart("quakes", quakes, column_labels=("lat", "depth", "mag"), by_column=True)
    assert picture(part, 40, 8) == [
        "quakes (2, 3)",
        "     lat  depth   mag",
        "│ −20.42    562  4.80 │",
        "│ −20.62    650  4.20 │",
    ]


def test_heat_and_warnings_are_roles() -> None:
    rows = draw(MatrixPart("W", np.array([[1.0, -0.5, np.nan, 0.01]])), Size(60, 5), UNICODE)
    roles = {span.text.strip(): span.role for span in rows[-1]}
    assert roles["1.00"] is Role.HEAT_POS_3
    assert roles["−0.50"] is Role.HEAT_NEG_2
    assert roles["nan"] is Role.WARNING
    assert roles["0.01"] is Role.HEAT_0


def test_an_operation_cell_by_cell() -> None:
    error = np.array([[-0.47], [0.51]])
    slope = np.array([[0.25], [0.2499]])
    part = ElementwisePart(
        "*",
        (
            MatrixPart("error", error, EXAMPLES, ("out",)),
            MatrixPart("slope", slope, EXAMPLES, ("out",)),
        ),
        MatrixPart("delta2", error * slope, EXAMPLES, ("out",)),
        cell=(1, 0),
    )
    assert picture(part, 80, 10) == [
        "  error (2,1)    slope (2,1)    delta2 (2,1)",
        "        out            out             out",
        "ex1 │ −0.47 │ * ex1 │ 0.25 │ = ex1 │ −0.12 │",
        "ex2 │ [0.51]│   ex2 │[0.25]│   ex2 │ [0.13]│",
        "",
        "delta2[ex2,out] = 0.51×0.2499 = 0.127",
    ]


def test_a_scalar_and_a_function() -> None:
    A2 = np.array([[0.473], [0.5]])
    minus = ElementwisePart(
        "-",
        (MatrixPart("1", 1), MatrixPart("A2", A2, EXAMPLES)),
        MatrixPart("error", 1 - A2, EXAMPLES),
        cell=(0, 0),
    )
    assert picture(minus, 80, 10) == [
        "              A2 (2,1)    error (2,1)",
        "   1    - ex1 │[0.47]│ = ex1 │[0.53]│",
        "for all   ex2 │ 0.50 │   ex2 │ 0.50 │",
        "",
        "error[ex1,0] = 1 − 0.473 = 0.527",
    ]
    Z = np.array([[0.44]])
    squash = ElementwisePart(
        "sigmoid", (MatrixPart("Z", Z),), MatrixPart("A", 1 / (1 + np.exp(-Z))), cell=(0, 0)
    )
    assert picture(squash, 80, 10)[-1] == "A[0,0] = σ(0.44) = 0.608"
    assert picture(squash, 80, 10, ASCII) == [
        "         Z (1,1)      A (1,1)",
        "sigmoid( |[0.44]| ) = |[0.61]|",
        "",
        "A[0,0] = sigmoid(0.44) = 0.608",
    ]


def test_broadcast_operands_say_that_they_repeat() -> None:
    for shape, note in (((3,), "row repeats"), ((4, 1), "repeats"), ((), "for all")):
        other = np.full(shape, 0.5)
        part = ElementwisePart(
            "+", (MatrixPart("A", A), MatrixPart("b", other)), MatrixPart("C", A + other), (2, 1)
        )
        rows = picture(part, 80, 10)
        assert any(note in row for row in rows)
        assert rows[-1] == "C[2,1] = 0.63 + 0.5 = 1.13"


def test_a_transpose_turns_the_marked_row_into_a_column() -> None:
    part = TransposePart(
        MatrixPart("A1", A, EXAMPLES, HIDDEN), MatrixPart("A1.T", A.T, HIDDEN, EXAMPLES), (2, 1)
    )
    assert picture(part, 80, 9) == [
        "     A1 (4,3)                       A1.T (3,4)",
        "         h1    h2    h3                ex1  ↓ex2   ex3   ex4",
        " ex1 │╲0.45  0.52  0.46 │        h1 │╲0.45  0.29  0.41  0.25 │",
        "▸ex2 │ 0.29 ╲0.32 [0.31]│  .T →  h2 │ 0.52 ╲0.32  0.63  0.43 │",
        " ex3 │ 0.41  0.63 ╲0.24 │        h3 │ 0.46 [0.31]╲0.24  0.14 │",
        " ex4 │ 0.25  0.43  0.14 │",
        "",
        "row ex2 becomes column ex2   the diagonal ╲ stays in place",
        "A1.T[h3,ex2] = A1[ex2,h3] = 0.31",
    ]


def test_moved_cells_are_left_dim_and_the_diagonal_is_marked() -> None:
    source = MatrixPart("A1", A, EXAMPLES, HIDDEN)
    part = TransposePart(source, MatrixPart("A1.T", A.T, HIDDEN, EXAMPLES, filled=6), (1, 1))
    assert picture(part, 80, 11, ASCII) == [
        "     A1 (4,3)                        A1.T (3,4)",
        "         h1    h2    h3                 ex1   ex2   ex3   ex4",
        "                                                v",
        " ex1 |\\0.45  0.52  0.46 |         h1 |\\0.45  0.29  0.41  0.25 |",
        ">ex2 | 0.29 [0.32] 0.31 |  .T ->  h2 | 0.52 [0.32]  .     .   |",
        " ex3 | 0.41  0.63 \\0.24 |         h3 |  .     .   \\ .     .   |",
        " ex4 | 0.25  0.43  0.14 |",
        "",
        "row ex2 becomes column ex2   the diagonal \\ stays in place",
        "A1.T[h2,ex2] = A1[ex2,h2] = 0.32",
    ]
    rows = draw(part, Size(80, 11), ASCII)
    dim = [span.of for row in rows for span in row if span.of and span.role is Role.DIM]
    moved = {ref.index for ref in dim if ref.name == "A1"}
    assert moved == {(0, 0), (1, 0), (2, 0), (3, 0), (0, 1)}
    waiting = {ref.index for ref in dim if ref.name == "A1.T"}
    assert waiting == {(1, 2), (1, 3), (2, 0), (2, 1), (2, 2), (2, 3)}


def test_a_vector_turns_as_a_whole() -> None:
    W2 = np.array([[-1.04], [2.22], [-5.03]])
    for source, words in ((W2, "the column lies down: a row"), (W2.T, "stands up: a column")):
        part = TransposePart(MatrixPart("W2", source), MatrixPart("W2.T", source.T))
        text = "\n".join(picture(part, 80, 9))
        assert words in text
        assert "╲" not in text


def test_a_reduction_down_the_columns() -> None:
    part = ReductionPart(
        "np.min", MatrixPart("A1", A, EXAMPLES, HIDDEN), MatrixPart("low", A.min(axis=0)), 0, (1,)
    )
    assert picture(part, 80, 10) == [
        "    A1 (4,3)",
        "        h1    ↓h2     h3",
        "ex1 │ 0.45   0.52   0.46  │",
        "ex2 │ 0.29   0.32*  0.31  │",
        "ex3 │ 0.41   0.63   0.24  │",
        "ex4 │ 0.25*  0.43   0.14* │",
        "          ↓      ↓      ↓",
        "min │  0.25  [0.32]  0.14 │  (3,)",
        "* the least of each column",
        "low[h2] = the least of 0.52, 0.32, 0.63, 0.43 = 0.32",
    ]


def test_the_row_with_the_smallest_value_stays_in_sight() -> None:
    values = np.full((1000, 2), 5.0)
    values[417, 1] = -3.5
    part = ReductionPart(
        "min", MatrixPart("v", values), MatrixPart("low", values.min(axis=0)), 0, (1,)
    )
    assert any("−3.50*" in row for row in picture(part, 40, 8))


def test_a_reduction_along_the_rows_and_of_everything() -> None:
    across = ReductionPart(
        "np.sum", MatrixPart("A1", A, EXAMPLES, HIDDEN), MatrixPart("s", A.sum(axis=1)), 1, (1,)
    )
    rows = picture(across, 80, 10)
    assert rows[3].startswith("▸ex2 │ 0.29  0.32  0.31 │ → │")
    assert "[0.92]" in rows[3]
    assert rows[-1] == "s[ex2] = 0.29 + 0.32 + 0.31 = 0.92"
    error = np.array([[0.5], [0.25], [0.125], [0.1]])
    whole = ReductionPart(
        "np.mean",
        MatrixPart("np.abs(error)", error),
        MatrixPart("mean_absolute_error", error.mean()),
        None,
        (),
    )
    assert picture(whole, 80, 9)[-1].endswith(") / 4 = 0.244")
    assert picture(whole, 80, 9)[-1].startswith("mean_absolute_error = (0.5 + 0.25 + ")


def test_an_assignment_shows_the_step() -> None:
    before = np.array([[0.5, -0.25]])
    after = np.array([[0.5125, -0.25]])
    part = AssignPart("W", before, after, (0, 0), ("in1",), ("h1", "h2"))
    rows = picture(part, 80, 10)
    assert rows == [
        "    W before (1,2)         step (1,2)           W after (1,2)",
        "         h1     h2             h1    h2              h1      h2",
        "in1 │ [0.50] −0.25 │ + in1 │[0.01] 0.00 │ = in1 │ [0.51*] −0.25  │",
        "",
        "* changed: 1 of 2 cells",
        "W[in1,h1] = 0.5 + 0.0125 = 0.5125",
    ]
    assert picture(AssignPart("n", None, np.array(3.0)), 40, 5) == ["new: n", "n = 3  ()"]


def test_the_sentences() -> None:
    assert describe(MatrixPart("A1", A, EXAMPLES, HIDDEN, cell=(1, 2))) == (
        "A1 is a matrix of 4 by 3 numbers from 0.14 to 0.63; the marked cell [ex2,h3] is 0.31."
    )
    assert describe(MatrixPart("rate", 0.5)) == "rate is the single number 0.50."
    reduction = ReductionPart("np.mean", MatrixPart("A", A), MatrixPart("m", A.mean()), None, ())
    assert describe(reduction) == "The mean of all of A (4,3) is 0.37."
    changed = AssignPart("W", np.zeros(3), np.array([0.0, 0.5, -0.25]))
    assert describe(changed) == "W gets a new value: 2 of 3 cells change, by at most 0.5."


QUAKES = MatrixPart(
    "quakes",
    np.array([[-20.42, 562, 41], [-20.62, 650, 15], [-26.0, 42, 43], [-17.97, 40, 19]]),
    column_labels=("lat", "depth", "stations"),
    by_column=True,
)


def lowest(filled: int | None, cell: tuple[int, ...] | None) -> ReductionPart:
    low = MatrixPart("low", QUAKES.values.min(axis=0), filled=filled, by_column=True)
    return ReductionPart("np.min", QUAKES, low, 0, cell)


def test_a_reduction_shows_only_what_is_computed() -> None:
    rows = picture(lowest(2, (1,)), 70, 9)
    assert rows[7] == "min │  −26.00    [40]    ·     │  (3,)"
    assert rows[5] == "    │ −17.97     40*       19  │"  # 15 stations have no star yet
    assert "15*" in "\n".join(picture(lowest(None, (1,)), 70, 9))
    across = ReductionPart("max", QUAKES, MatrixPart("m", np.ones(4), filled=1), 1, None)
    assert sum("·" in row for row in picture(across, 70, 9)) == 3


@pytest.mark.parametrize(("width", "height"), [(40, 8), (70, 9), (118, 20)])
def test_a_star_is_explained(width: int, height: int) -> None:
    assert any("* the least" in row for row in picture(lowest(None, (1,)), width, height))


def test_the_least_of_many_names_a_few() -> None:
    values = np.arange(40.0)[:, None] + 7
    low = MatrixPart("low", values.min(axis=0))
    part = ReductionPart("np.min", MatrixPart("v", values), low, 0, (0,))
    assert picture(part, 70, 9)[-1] == "low[0] = the least of 7, 8, 9, … = 7"
    few = "low[depth] = the least of 562, 650, 42, 40 = 40"
    assert picture(lowest(None, (1,)), 70, 9)[-1] == few


@pytest.mark.parametrize("width", range(30, 90, 5))
def test_a_column_has_one_name_in_one_picture(width: int) -> None:
    low = MatrixPart("low", QUAKES.values.min(axis=0), (), QUAKES.column_labels, by_column=True)
    rest = replace(QUAKES, name="quakes - low", values=QUAKES.values - low.values)
    rows = picture(ElementwisePart("-", (QUAKES, low), rest, (0, 1)), width, 8)
    names = [word for row in rows[:4] for word in row.split() if word[:1] in ("s", "d", "l")]
    names = [name for name in names if name not in ("low", "low..")]
    assert len(names) == len(set(names)) * max(1, len(names) // max(1, len(set(names))))
    assert len({name for name in names if name.startswith("sta")}) <= 1
    assert len({name for name in names if name.startswith("dep")}) <= 1


def test_what_becomes_of_something_is_no_comparison_in_ascii() -> None:
    across = ReductionPart("sum", MatrixPart("A", A), MatrixPart("s", A.sum(axis=1)), 1, (1,))
    assert any(" -> " in row for row in picture(across, 70, 9, ASCII))
    assert not any(" > " in row for row in picture(across, 70, 9, ASCII))


def test_times_is_a_cross_and_a_dot_is_an_empty_cell() -> None:
    part = ElementwisePart(
        "*", (MatrixPart("A", A), MatrixPart("B", A)), MatrixPart("C", A * A), (0, 1), 2
    )
    rows = picture(part, 80, 9)
    assert "×" in rows[-1]
    assert "·" not in rows[-1]
    assert sum(row.count("·") for row in rows) == 10
    assert "0.52*0.52" in picture(part, 80, 9, ASCII)[-1]
