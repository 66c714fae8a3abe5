"""Prose is wrapped, verse keeps its lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    ProsePart,
    Role,
    Size,
    TextPart,
    VersePart,
    describe,
    draw,
    prose_height,
    row_text,
)

PROSE = """The **forward pass** multiplies rows of `X` by columns of `W1`: a *weighted sum*.

- first, take a row
- then take a column and multiply what meets
  1. inner one
  2. inner two

Then [read on](http://example.org).
"""


def look(part: object, width: int, height: int) -> list[str]:
    return [row_text(row) for row in draw(part, Size(width, height), ASCII)]


def test_prose() -> None:
    assert look(ProsePart(PROSE), 30, 20) == [
        "The forward pass multiplies",
        "rows of X by columns of W1: a",
        "weighted sum.",
        "",
        "- first, take a row",
        "- then take a column and",
        "  multiply what meets",
        "  1. inner one",
        "  2. inner two",
        "",
        "Then read on.",
    ]
    assert prose_height(PROSE, 30) == 11


def test_roles() -> None:
    rows = draw(ProsePart(PROSE), Size(80, 20), UNICODE)
    spans = {span.text: span.role for row in rows for span in row}
    assert spans["forward pass"] is Role.STRONG
    assert spans["X"] is Role.CODE
    assert spans["weighted sum"] is Role.EMPHASIS


def test_short_of_rows_the_blank_ones_go_first_then_dots_tell() -> None:
    assert "" not in look(ProsePart(PROSE), 30, 9)
    assert look(ProsePart(PROSE), 30, 9)[-1] == "Then read on."
    assert look(ProsePart(PROSE), 30, 2)[-1] == "rows of X by columns of W1: .."


@given(st.lists(st.text("abcdefgh変数é", min_size=1, max_size=30), max_size=20), st.integers(2, 40))
def test_no_word_is_lost_and_none_is_too_wide(words: list[str], width: int) -> None:
    rows = [row_text(row) for row in draw(ProsePart(" ".join(words)), Size(width, 999), UNICODE)]
    assert "".join(rows).replace(" ", "") == "".join(words)
    assert all(cell_len(row) <= width for row in rows)


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=30))
def test_each_row_takes_as_many_words_as_fit(words: list[str]) -> None:
    rows = look(ProsePart(" ".join(words)), 20, 99)
    assert " ".join(rows).split() == words
    for above, below in pairwise(rows):
        assert len(above) + 1 + len(below.split()[0]) > 20


VERSE = VersePart(("Row by column, term by term,", "each product plays its part;"))


def test_verse() -> None:
    assert look(VERSE, 40, 2) == [
        "~ Row by column, term by term,",
        "  each product plays its part;",
    ]
    assert look(VERSE, 70, 1) == ["~ Row by column, term by term, / each product plays its part;"]
    assert look(VERSE, 40, 1) == ["~ Row by column, term by term, .."]
    assert draw(VERSE, Size(40, 2), UNICODE)[0][0].text.startswith("♪ ")


@pytest.mark.parametrize("width", [20, 75])
def test_plain_text_has_its_role(width: int) -> None:
    message = "shapes (4,1) and (4,3) not aligned: 1 (dim 1) != 4 (dim 0)"
    rows = draw(TextPart((message,), Role.WARNING), Size(width, 9), ASCII)
    assert {span.role for row in rows for span in row} == {Role.WARNING}
    assert " ".join(row_text(row) for row in rows) == message


def test_for_a_screen_reader() -> None:
    assert describe(ProsePart("Rows of `X`\nby **columns**.")) == "Rows of X by columns."
    assert describe(VERSE) == "Row by column, term by term, each product plays its part;"


def test_spaces_that_do_not_break() -> None:
    markdown = "The shape is (4,\u00a03) here, and 562\u00a0km is deep."
    for width in range(8, 40):
        rows = look(ProsePart(markdown), width, 20)
        assert any("(4, 3)" in row for row in rows)
        assert any("562 km" in row for row in rows)


def test_short_code_and_formulas_stay_on_one_row_where_that_takes_no_row_more() -> None:
    assert look(ProsePart("One product that we need is `X @ W1` here."), 32, 9) == [
        "One product that we need is",
        "X @ W1 here.",
    ]
    assert look(ProsePart("For any value: (v \u2212 min) / (max \u2212 min) again"), 33, 9) == [
        "For any value: (v - min) /",
        "(max - min) again",
    ]
    # In words brackets are no formula, and long code may break.
    assert look(ProsePart("the span (or the range) of it"), 14, 9)[1] == "the range) of"
    assert look(ProsePart("take `np.mean(np.abs(error)) + 1`"), 30, 9) == [
        "take np.mean(np.abs(error)) +",
        "1",
    ]


def test_a_row_more_is_too_dear_for_code_in_one_piece() -> None:
    words = "aaaa bbbb `x @ y` cc dddddd eeee"
    assert len(look(ProsePart(words), 12, 9)) == 3


FOUR = VersePart((*VERSE.lines, "they meet in pairs and add,", "and that is one cell's start."))


@pytest.mark.parametrize("height", [1, 2, 3])
def test_half_a_verse_has_a_mark(height: int) -> None:
    rows = look(FOUR, 40, height)
    assert len(rows) == height
    assert rows[-1].endswith("..")
    assert ".." not in look(FOUR, 40, 4)[-1]
