"""A tensor as a picture, a sentence, a film: each point where its number says."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnmath_tutor.drawing import ASCII, UNICODE, Charset, Size, TensorPart, describe, draw, row_text

LETTERS = {
    (1, 0, 0): "R", (0, 1, 0): "G", (0, 0, 1): "B", (1, 1, 0): "Y",
    (0, 1, 1): "C", (1, 0, 1): "M", (1, 1, 1): "W", (0, 0, 0): ".",
}  # fmt: skip


def lines(part: TensorPart, size: Size, charset: Charset = ASCII) -> list[str]:
    return [row_text(row) for row in draw(part, size, charset)]


@given(
    arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(1, 6)), elements=st.integers(0, 1))
)
def test_a_bright_point_is_full_and_a_dark_one_empty(values):
    rows = lines(TensorPart("digit", values, "picture"), Size(100, len(values) + 1))[1:]
    width = 2 * values.shape[1]
    for row, points in zip(rows, values.tolist(), strict=False):
        shown = row.ljust(width)[:width]
        assert shown == "".join("##" if point else ". " for point in points)


@given(
    arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(1, 5), st.just(3)),
           elements=st.sampled_from([0, 255])),
)  # fmt: skip
def test_a_colour_is_its_letter(values):
    values[0, 0] = 255  # else nothing but zeros would be taken for parts of one
    high, wide = values.shape[:2]
    for charset in (UNICODE, ASCII):
        rows = lines(TensorPart("flag", values, "picture"), Size(48, high + 2), charset)[1:]
        for y, x in np.ndindex(high, wide):
            point = tuple(int(channel > 0) for channel in values[y, x])
            expected = charset.empty if point == (0, 0, 0) else LETTERS[point]
            assert rows[y].ljust(2 * wide)[2 * x] == expected


@pytest.mark.parametrize("charset", [UNICODE, ASCII], ids=lambda charset: charset.name)
def test_axes_and_the_three_figures_are_told(charset):
    film = np.zeros((5, 2, 4, 3))
    part = TensorPart("film", film, "video")
    for size in (Size(78, 9), Size(120, 20)):
        told = "\n".join(lines(part, size, charset))
        assert f"ndim   {film.ndim}" in told
        assert f"shape  {film.shape}" in told
        assert f"size   {film.size} = 5" in told
        for number, (name, length) in enumerate(
            zip(["time", "height", "width", "colour"], film.shape, strict=True)
        ):
            row = next(row for row in told.splitlines() if f"axis {number}" in row)
            assert row.split(name)[1].split(":")[0].strip() == str(length)
    assert "ndim 4, shape (5, 2, 4, 3), size 120" in lines(part, Size(50, 6), charset)[-1]


def test_every_frame_of_a_short_film_is_seen_and_some_of_a_long_one():
    short = lines(TensorPart("film", np.ones((5, 2, 4, 3)), "video"), Size(78, 9))
    assert [f"t = {i}" in short[0] for i in range(5)] == [True] * 5
    long = lines(TensorPart("film", np.ones((90, 2, 4)), "video"), Size(78, 9))
    assert "t = 0" in long[0]
    assert "t = 89" in long[0]
    assert ".." in long[1]


def test_a_large_picture_says_which_points_are_shown():
    values = np.arange(1600).reshape(40, 40)
    shown = lines(TensorPart("big", values, "picture"), Size(78, 11))
    assert shown[0].startswith("big, every 4th point")
    assert len(shown) == 11


def test_the_numbers_stand_beside_a_small_picture():
    values = np.array([[0.25, 1.0], [0.5, 0.125]])
    told = "\n".join(lines(TensorPart("p", values, "picture"), Size(78, 9)))
    assert "its numbers (2, 2)" in told
    assert all(text in told for text in ("0.25", "1.00", "0.50", "0.12"))


def test_a_sentence_has_a_row_for_each_word():
    values = np.array([[0, 0, 1], [1, 0, 0]])
    part = TensorPart("said", values, "sentence", ("small", "cats"))
    rows = lines(part, Size(78, 9))
    assert [row.split("|")[1].split() for row in rows[1:3]] == [["0", "0", "1"], ["1", "0", "0"]]
    assert rows[1].startswith("small")
    assert "small is 0, 0, 1; cats is 1, 0, 0" in describe(part)


def test_the_sentence_for_screen_readers_counts_the_colours():
    values = np.zeros((2, 2, 3))
    values[0, :, 0] = 1
    told = describe(TensorPart("flag", values, "picture"))
    assert "height 2, width 2, colour 3" in told
    assert "2 red" in told


def test_a_small_coloured_picture_has_a_table_for_each_colour():
    values = (7 * np.arange(24) % 10).reshape(2, 4, 3)
    for size in (Size(78, 9), Size(118, 9)):
        rows = lines(TensorPart("flag", values, "picture"), size)
        at = next(y for y, row in enumerate(rows) if "red (2, 4)" in row)
        begin, end = rows[at].index("red"), rows[at].index("blue") + 14
        for y in range(2):
            shown = list(map(int, re.findall(r"\d", rows[at + 1 + y][begin:end])))
            assert shown == values[y].T.ravel().tolist()
