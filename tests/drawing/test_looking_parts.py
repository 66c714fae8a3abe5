"""What looking at a number is drawn with: each number can be found again where it stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    AssignPart,
    CellRef,
    Charset,
    ElementwisePart,
    HeadPart,
    MatrixPart,
    ProductPart,
    Reached,
    ReductionPart,
    RipplePart,
    Role,
    Size,
    TimeDrag,
    TimePart,
    TimeStop,
    TracePart,
    TransposePart,
    describe,
    draw,
    ref_at,
    row_text,
    row_width,
    time_hit,
)
from nnmath_tutor.drawing.cells import cells_wide
from nnmath_tutor.drawing.rows import NEAR, Rows

CHARSETS = pytest.mark.parametrize("charset", [UNICODE, ASCII], ids=["unicode", "ascii"])
sizes = st.builds(Size, st.integers(20, 130), st.integers(3, 40))
lengths = st.integers(1, 9)


def distinct(draw: st.DrawFn, *shape: int) -> Any:
    """Whole numbers of three digits, no two alike: what is read off tells the cell."""
    count = int(np.prod(shape))
    start = draw(st.integers(100, 900 - min(count, 700)))
    return np.arange(start, start + count).reshape(shape)


@st.composite
def pictures(draw: st.DrawFn) -> tuple[object, dict[str, Any]]:
    """A part, and its arrays by the names that they have in the picture."""
    m, n, k = draw(lengths), draw(lengths), draw(lengths)
    a, b, c = distinct(draw, m, n), distinct(draw, m, n), distinct(draw, m, n)
    left, right, product = distinct(draw, m, k), distinct(draw, k, n), distinct(draw, m, n)
    cell = draw(st.none() | st.tuples(st.integers(0, m - 1), st.integers(0, n - 1)))
    labels = draw(st.sampled_from([((), ()), (tuple("abcdefghi"[:m]), ()), ((), tuple("x" * n))]))
    one = MatrixPart("A", a, *labels, cell=cell)
    match draw(st.sampled_from(["matrix", "product", "pair", "turned", "reduced", "assigned"])):
        case "matrix":
            heat = MatrixPart("A", a, *labels, cell=cell, heat=draw(st.booleans()))
            return heat, {"A": a}
        case "product":
            terms = draw(st.none() | st.integers(1, k))
            parts = [MatrixPart(x, v) for x, v in (("L", left), ("R", right), ("P", product))]
            part = ProductPart(*parts, cell, None, terms)
            if cell is not None and terms is not None and terms < k:  # it shows the sum so far
                product = product.copy()
                product[cell] = left[cell[0], :terms] @ right[:terms, cell[1]]
            return part, {"L": left, "R": right, "P": product}
        case "pair":
            parts = [one, MatrixPart("B", b)]
            part = ElementwisePart("+", tuple(parts), MatrixPart("C", c), cell)
            return part, {"A": a, "B": b, "C": c}
        case "turned":
            turned = a.T.copy()
            to = cell[::-1] if cell else None
            return TransposePart(one, MatrixPart("A.T", turned), to), {"A": a, "A.T": turned}
        case "reduced":
            axis = draw(st.sampled_from([0, 1]))
            sums = distinct(draw, n if axis == 0 else m)
            to = (draw(st.integers(0, len(sums) - 1)),) if cell else None
            part = ReductionPart("max", MatrixPart("A", a), MatrixPart("S", sums), axis, to)
            return part, {"A": a, "S": sums}
        case _:
            titles = draw(st.none() | st.just(("A, main", "difference", "A, what if")))
            named = titles or ("A before", "step", "A after")
            part = AssignPart("A", b, a, cell, *labels, titles)
            return part, dict(zip(named, (b, a - b, a), strict=True))


def references(rows: Rows) -> list[tuple[int, int, CellRef, str]]:
    """(column, row, reference, text) of every span that says which number it is."""
    found = []
    for y, row in enumerate(rows):
        x = 0
        for span in row:
            if span.of is not None:
                found.append((x, y, span.of, span.text))
            x += cells_wide(span.text)
    return found


@CHARSETS
@settings(max_examples=120)
@given(picture=pictures(), size=sizes)
def test_each_number_is_found_at_its_place_with_the_value_shown(
    charset: Charset, picture: tuple[object, dict[str, Any]], size: Size
) -> None:
    part, arrays = picture
    rows = draw(part, size, charset)
    for x, y, of, text in references(rows):
        assert of.name in arrays, of
        value = arrays[of.name][of.index]
        shown = text.strip(" []*").replace(charset.minus, "-")
        if shown and shown not in (charset.empty, "?"):
            rest = row_text(rows[y])[x + cells_wide(text) :]
            if row_width(rows[y]) == size.width and rest in ("", charset.dots):
                assert str(value).startswith(shown)  # the room may end within the number
            else:
                assert float(shown) == value
        for column in range(x, x + cells_wide(text)):
            assert ref_at(rows, column, y) == of


@settings(max_examples=60)
@given(picture=pictures())
def test_where_there_is_room_every_number_of_every_array_can_be_pointed_at(
    picture: tuple[object, dict[str, Any]],
) -> None:
    part, arrays = picture
    rows = draw(part, Size(300, 80), UNICODE)
    found = {of for _, _, of, _ in references(rows)}
    for name, values in arrays.items():
        wanted = {CellRef(name, index) for index in np.ndindex(values.shape)}
        assert wanted <= found, name


def test_a_place_beside_a_number_still_counts_and_one_further_off_does_not() -> None:
    rows = draw(MatrixPart("A", np.array([[100, 200]])), Size(40, 6), UNICODE)
    (y,) = {y for _, y, _, _ in references(rows)}
    first, second = sorted((x, cells_wide(text)) for x, _, _, text in references(rows))
    end = second[0] + second[1] - 1
    assert ref_at(rows, first[0] - NEAR, y) == CellRef("A", (0, 0))
    assert ref_at(rows, end + NEAR, y) == CellRef("A", (0, 1))
    assert ref_at(rows, end + NEAR + 1, y) is None
    assert ref_at(rows, first[0], -1) is None
    assert ref_at(rows, first[0], len(rows)) is None


# the time bar --------------------------------------------------------------------------------


@CHARSETS
@given(
    st.integers(1, 160),
    st.integers(1, 70_000),
    st.integers(0, 70_000),
    st.integers(-50, 200),
    st.integers(0, 60),
)
def test_dragging_along_the_bar_only_goes_on_and_ends_at_its_ends(
    charset: Charset, width: int, places: int, at: int, x: int, further: int
) -> None:
    part = TimePart((TimeStop("epoch", min(at, places - 1), places),), "epoch", places)
    drag = TimeDrag(part, width, charset)
    here, there = drag.dragged(x), drag.dragged(x + further)
    if here is None or there is None:
        assert here is there is None
        assert not any(isinstance(drag.hit(column), int) for column in range(width))
        return
    assert 0 <= here <= there <= places - 1
    assert drag.dragged(-1000) == 0
    assert drag.dragged(1000) == places - 1
    assert drag.hit(x) == time_hit(part, width, charset, x)
    if isinstance(drag.hit(x), int):
        assert drag.hit(x) == here


def test_a_bar_that_is_held_means_the_same_though_the_words_before_it_grow() -> None:
    part = TimePart((TimeStop("epoch", 0, 60_000),), "epoch", 60_000)
    held = TimeDrag(part, 60, UNICODE)
    places = [held.dragged(x) for x in range(60)]
    grown = TimePart((TimeStop("epoch", 59_999, 60_000),), "epoch", 60_000)
    assert [held.dragged(x) for x in range(60)] == places
    assert [TimeDrag(grown, 60, UNICODE).dragged(x) for x in range(60)] != places


# the rest ------------------------------------------------------------------------------------


def reached(name: str, before: list[Any], after: list[Any]) -> Reached:
    return Reached(name, 3, np.array(before, dtype=float), np.array(after, dtype=float))


@given(
    hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=4)),
    st.data(),
)
def test_what_changed_is_what_differs_nan_aside(before: Any, data: st.DataObject) -> None:
    after = before.copy()
    cell = tuple(data.draw(st.integers(0, length - 1)) for length in before.shape)
    after[cell] = data.draw(st.floats())
    one = Reached("A", 3, before, after)
    was, now = float(before[cell]), float(after[cell])
    wanted = np.zeros(before.shape, dtype=bool)
    wanted[cell] = was != now and not (np.isnan(was) and np.isnan(now))
    np.testing.assert_array_equal(one.changed, wanted)
    if np.isfinite(now - was):
        assert one.largest == now - was


def test_a_ripple_shows_stars_where_something_changes_and_by_how_much() -> None:
    part = RipplePart(
        (
            reached("W", [[1, 2], [3, 4]], [[1, 2], [3, 4.001]]),
            reached("E", [5], [4.75]),
            reached("same", [[1]], [[1]]),
        ),
        1,
    )
    rows = [row_text(row).rstrip() for row in draw(part, Size(60, 9), ASCII)]
    assert rows == [
        "W        [E]     same",
        ". .      *       .",
        ". *   ->      ->",
        "+0.001   -0.25   no change",
    ]
    assert describe(part) == (
        "W: 1 of 4 cells change, by +0.001 at most; E: 1 of 1 cells change, by -0.25 at most; "
        "same: 0 of 1 cells change, by no change at most."
    )
    (row,) = draw(part, Size(40, 1), UNICODE)
    assert row_text(row) == "▸ E  1 of 1 changed  −0.25"


def test_a_trace_drops_its_hint_first_and_then_its_last_facts() -> None:
    part = TracePart("A[0]", ("0.73", "= sigmoid(1 * 2)"), "epoch 7", ("One.", "Two."), "keys")
    whole = [row_text(row) for row in draw(part, Size(40, 6), UNICODE)]
    assert whole == [
        "A[0] = 0.73" + " " * 22 + "epoch 7",
        "  = σ(1 × 2)",
        "One.",
        "Two.",
        "",
        "keys",
    ]
    for height, wanted in ((4, 4), (3, 3), (2, 2), (1, 1)):
        rows = [row_text(row) for row in draw(part, Size(40, height), UNICODE)]
        assert rows == whole[:wanted]
    plain = [row_text(row) for row in draw(part, Size(40, 6), ASCII)]
    assert plain[1] == "  = sigmoid(1 * 2)"
    assert describe(part) == "A[0] = 0.73 = sigmoid(1 * 2). One. Two."


STAGES = ("data", "model", "train")


@CHARSETS
def test_the_title_row_says_whose_numbers_these_are(charset: Charset) -> None:
    part = HeadPart("07", "Rows", 0, 9, STAGES, "model", run="what if 1")
    (row,) = draw(part, Size(78, 1), charset)
    assert row_text(row).endswith("what if 1")
    assert row[-1].role is Role.CURSOR
    long = HeadPart("A lesson of a long name", "A long title" * 3, 0, 9, STAGES, "model", run="r 1")
    (row,) = draw(long, Size(60, 1), charset)
    assert row_text(row).endswith("  r 1")
    assert row_width(row) == 60
    away = HeadPart("07", "Rows", 0, 9, STAGES, "model", run="what if 1", away="at epoch 7")
    (row,) = draw(away, Size(78, 1), charset)
    assert "what if 1  at epoch 7" in row_text(row)
    for width in range(1, 79):
        (row,) = draw(away, Size(width, 1), charset)
        assert row_width(row) <= width
    (row,) = draw(HeadPart("07", "Rows", 0, 9, STAGES, "model"), Size(78, 1), charset)
    assert "[model]" in row_text(row)


@CHARSETS
def test_two_runs_beside_each_other_are_called_what_they_are(charset: Charset) -> None:
    here, other = np.array([[1.0, 2.5]]), np.array([[1.0, 2.0]])
    titles = ("W, main", "difference", "W, bold")
    part = AssignPart("W", other, here, (0, 1), titles=titles)
    text = "\n".join(row_text(row) for row in draw(part, Size(100, 12), charset))
    assert all(title in text for title in titles)
    assert "1 of 2 cells" in text
    assert "different" in text
    assert "before" not in text
    assert describe(part) == "W, main beside W, bold: 1 of 2 cells differ, by at most 0.5."
