"""Dominoes: what touches matches or refuses, as NumPy has it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    BroadcastPart,
    Charset,
    DominoesPart,
    Joint,
    Role,
    Said,
    Size,
    Tile,
    describe,
    draw,
    row_text,
)

X, W1 = Tile("X", (4, 3), ("ex", "in")), Tile("W1", (3, 4), ("in", "h"))
FITS = DominoesPart((X, W1), (Joint((4, 3), (3, 4), True),), Tile("X @ W1", (4, 4)))
REFUSES = DominoesPart(
    (Tile("error", (4, 1)), X),
    (Joint((4, 1), (4, 3), False),),
    None,
    (Said("np.dot", "shapes (4,1) and (4,3) not aligned: 1 (dim 1) != 4 (dim 0)"),),
)


def look(part: object, width: int, height: int, charset: Charset = ASCII) -> list[str]:
    return [row_text(row).rstrip() for row in draw(part, Size(width, height), charset)]


def test_tiles_that_match_touch() -> None:
    assert look(FITS, 78, 9, UNICODE) == [
        "      X          W1           X @ W1",
        "┌───────────┐┌─────────┐     ┌───────┐",
        "│  4  │  3  ││  3  │ 4 │  →  │ 4 │ 4 │",
        "└───────────┘└─────────┘     └───────┘",
        "  ex    in     in    h",
        "         └3 = 3─┘",
        "",
        "3 columns of X meet 3 rows of W1. The outer halves stay: (4, 4).",
    ]
    good = [s.text.strip() for s in draw(FITS, Size(78, 9), UNICODE)[2] if s.role is Role.GOOD]
    assert good == ["3", "3"]


def test_tiles_that_do_not_match_are_kept_apart() -> None:
    assert look(REFUSES, 78, 9) == [
        "  error           X",
        "+-------+   +-----------+",
        "| 4 | 1 | ! |  4  |  3  |",
        "+-------+   +-----------+",
        "              ex    in",
        "      1 is not 4",
        "",
        "1 column of error, but 4 rows of X.",
        "np.dot: shapes (4,1) and (4,3) not aligned: 1 (dim 1) != 4 (dim 0)",
    ]


def test_in_little_room_the_tiles_are_short() -> None:
    assert look(FITS, 20, 1) == ["[4|3][3|4] -> [4|4]"]
    assert look(REFUSES, 14, 1) == ["[4|1] ! [4|3]"]


def test_the_sentences() -> None:
    assert describe(FITS) == ("Shapes as dominoes: X [4|3] @ W1 [3|4]; 3 = 3; the result is [4|4].")
    assert describe(REFUSES) == (
        "Shapes as dominoes: error [4|1] @ X [4|3]; 1 is not 4; np.dot: shapes (4,1) and (4,3) not "
        "aligned: 1 (dim 1) != 4 (dim 0)."
    )


def broadcast(*shapes: tuple[int, ...]) -> BroadcastPart:
    names = ("a", "b", "c")
    tiles = tuple(Tile(name, shape) for name, shape in zip(names, shapes, strict=False))
    try:
        result = Tile("all", np.broadcast_shapes(*shapes))
    except ValueError as error:
        return BroadcastPart(tiles, None, (Said("NumPy's *", str(error)),))
    return BroadcastPart(tiles, result)


def test_a_single_column_is_repeated() -> None:
    assert look(broadcast((4, 1), (4, 3)), 60, 6) == [
        "   a    [ 4 |  1   ]",
        "*  b    [ 4 |  3   ]",
        "          =   1->3",
        "-> all  [ 4 |  3   ]",
        "",
        "NumPy repeats a without a word: each number 3 times.",
    ]


def test_two_lengths_refuse() -> None:
    rows = look(broadcast((4, 3), (3, 4)), 60, 8)
    assert rows[2].split() == ["!", "!"]
    assert "4 is not 3, and neither is 1: these shapes refuse." in rows


shapes = st.lists(st.integers(1, 4), max_size=3).map(tuple)


@given(several=st.lists(shapes, min_size=2, max_size=3))
def test_an_axis_is_marked_as_numpy_treats_it(several: list[tuple[int, ...]]) -> None:
    part = broadcast(*several)
    told = describe(part)
    rows = look(part, 78, 12)
    most = max(map(len, several))
    marks = rows[len(several)].split() if most else []
    assert len(marks) == most
    assert ("!" in marks) == (part.result is None) == ("refuse" in told)
    if part.result is not None:
        for shape, name in zip(several, "abc", strict=False):
            times = int(np.prod(part.result.shape)) // max(int(np.prod(shape)), 1)
            assert (times > 1) == (f"repeats {name} without a word: each number {times}" in told)


@pytest.mark.parametrize("charset", [ASCII, UNICODE], ids=lambda charset: charset.name)
@given(left=shapes, right=shapes)
def test_numbers_that_touch_are_said_to_be_the_same_or_not(
    charset: Charset, left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    try:
        result = (np.ones(left) @ np.ones(right)).shape
    except ValueError:
        result = None
    part = DominoesPart(
        (Tile("a", left), Tile("b", right)),
        (Joint(left, right, result is not None),),
        Tile("a @ b", result) if result is not None else None,
    )
    rows = look(part, 78, 9, charset)
    assert any(" ! " in row for row in rows) == (result is None)
    if left and right:
        a, b = left[-1], right[-2] if len(right) > 1 else right[0]
        told = f"{a} = {b}" if a == b else f"{a} is not {b}"
        assert any(told in row for row in rows)
