"""Source around the running line, the running expression always in sight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing import ASCII, UNICODE, CodePart, Role, Size, describe, draw, row_text

SOURCE = (
    "import numpy as np",
    "",
    "for epoch in range(60_000):",
    "    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)",
    '    print("done", A1)',
)
RUNNING = CodePart(SOURCE, 1, (4, 4, 4, 24), (4, 17, 4, 23))


def look(part: CodePart, width: int, height: int) -> list[str]:
    return [row_text(row) for row in draw(part, Size(width, height), ASCII)]


def test_the_running_line_and_the_lit_expression() -> None:
    assert look(RUNNING, 40, 6) == [
        "  2 ",
        "  3 for epoch in range(60_000):",
        "> 4     A1 = sigmoid(X @ W1)",
        "                     ^^^^^^",
        "    # (4, 3) @ (3, 4) -> (4, 4)",
        '  5     print("done", A1)',
    ]


def test_one_row_is_the_running_line() -> None:
    assert look(RUNNING, 60, 1) == ["> 4     A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)"]


@given(st.integers(10, 40), st.integers(1, 8), st.integers(4, 40), st.integers(1, 6))
def test_the_lit_part_is_in_sight_whatever_the_width(
    width: int, height: int, column: int, length: int
) -> None:
    line = "    " + "".join(chr(ord("a") + i % 26) for i in range(60))
    part = CodePart(("x = 1", line, "y = 2"), 1, (2, 4, 2, 64), (2, column, 2, column + length))
    rows = draw(part, Size(width, height), UNICODE)
    lit = "".join(
        span.text for row in rows for span in row if span.role is Role.LIT and "^" not in span.text
    )
    assert lit == line[column : column + length]


@given(st.integers(4, 40), st.integers(1, 6))
def test_the_marks_stand_below_what_is_lit(column: int, length: int) -> None:
    line = "    " + "".join(chr(ord("a") + i % 26) for i in range(60))
    part = CodePart((line,), 7, (7, 4, 7, 64), (7, column, 7, column + length))
    code, marks = look(part, 30, 2)
    first = marks.index("^")
    assert code[first : first + length] == line[column : column + length]
    assert marks.count("^") == length


def test_an_expression_on_several_lines() -> None:
    part = CodePart(("x = f(", "\ta + b,", "    c)", "y = 1"), 1, (1, 0, 3, 6), (1, 4, 3, 6))
    assert look(part, 40, 8) == [
        "> 1 x = f(",
        "        ^^",
        "  2     a + b,",
        "        ^^^^^^",
        "  3     c)",
        "        ^^",
        "  4 y = 1",
    ]
    assert describe(part) == "Line 1: x = f(; running now: f( a + b, c)"


def test_marks_count_cells_not_characters() -> None:
    part = CodePart(("s = '変数' + x",), 1, (1, 0, 1, 12), (1, 11, 1, 12))
    code, marks = (row_text(row) for row in draw(part, Size(40, 2), UNICODE))
    assert marks.index("^") == code.index("x") + 2
    code, marks = look(part, 40, 2)
    assert marks.index("^") == code.index("x")


def test_light_colours() -> None:
    rows = draw(CodePart(SOURCE), Size(60, 8), UNICODE)
    spans = {span.text.strip(): span.role for row in rows for span in row}
    assert spans["import"] is Role.KEYWORD
    assert spans["60_000"] is Role.NUMBER
    assert spans['"done"'] is Role.STRING
    assert spans["# (4, 3) @ (3, 4) -> (4, 4)"] is Role.COMMENT


@pytest.mark.parametrize(
    "line", ["def f(", 'x = "open', "x = '''", "  )]", "\x0c", "1__0 $ ?", "é ="]
)
def test_what_is_no_python_is_shown_all_the_same(line: str) -> None:
    rows = draw(CodePart(("import os", line), 1), Size(40, 4), UNICODE)
    assert row_text(rows[0]).endswith("import os")
    assert len(rows) == 2


def test_nothing_runs() -> None:
    assert describe(CodePart(SOURCE)) == "5 lines of code, none of them running."
    assert look(CodePart(()), 40, 8) == []


NARROW = (
    "for epoch in range(9):",
    "    W2 += learning_rate * (A1.T @ delta2)  # (4, 4) @ (4, 1) -> (4, 1)",
    "    W1 += learning_rate * (X.T @ delta1)  # (3, 4) @ (4, 4) -> (3, 4)",
)


def test_a_comment_that_has_no_room_moves_beneath_its_line() -> None:
    part = CodePart(NARROW, 41, (2 + 40, 4, 2 + 40, 41), (42, 27, 42, 40))
    assert look(part, 48, 5) == [
        "  41 for epoch in range(9):",
        "> 42     W2 += learning_rate * (A1.T @ delta2)",
        "                                ^^^^^^^^^^^^^",
        "     # (4, 4) @ (4, 1) -> (4, 1)",
        "  43     W1 += learning_rate * (X.T @ delta1) ..",
    ]
    rows = draw(part, Size(48, 5), UNICODE)
    assert Role.DIM in {span.role for span in rows[3]}
    # Beside the marks where there is room, and at once where the line has it.
    short = CodePart(("A = sigmoid(X @ W1)  # (4, 4)",), 1, (1, 0, 1, 29), (1, 0, 1, 1))
    assert look(short, 30, 3) == ["> 1 A = sigmoid(X @ W1)", "    ^  # (4, 4)"]
    assert look(part, 90, 3)[0].endswith("# (4, 4) @ (4, 1) -> (4, 1)")


@pytest.mark.parametrize("width", range(30, 74))
@pytest.mark.parametrize("lit", [None, (42, 27, 42, 40)])
def test_the_running_lines_shapes_are_never_cut(
    width: int, lit: tuple[int, int, int, int] | None
) -> None:
    rows = look(CodePart(NARROW, 41, (42, 4, 42, 41), lit), width, 6)
    shown = " ".join(row.strip() for row in rows[1:5])
    assert "# (4, 4) @ (4, 1) -> (4, 1)" in shown
