"""Whatever the room and whatever the numbers: it fits, and ASCII is ASCII."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rich.cells import cell_len

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    BarsPart,
    CodePart,
    CurvePart,
    LadderPart,
    PlotPart,
    PlotSeries,
    ProsePart,
    RulersPart,
    Size,
    TextPart,
    VersePart,
    describe,
    draw,
    row_text,
)

Draw = st.DrawFn

sizes = st.builds(Size, st.integers(1, 100), st.integers(1, 30))
any_float = st.one_of(
    st.floats(width=64),
    st.floats(-1, 1),
    st.sampled_from([0.0, -0.0, 1e308, -1e308, 5e-324, np.nan, np.inf, -np.inf]),
)
any_numbers = arrays(np.float64, st.integers(0, 40), elements=any_float)
texts = st.text(st.characters(codec="utf-8"), max_size=30)


@st.composite
def plots(pick: Draw) -> PlotPart:
    series = pick(
        st.lists(st.builds(PlotSeries, texts, st.integers(0, 50), any_numbers), max_size=5)
    )
    return PlotPart(
        tuple(series),
        log_x=pick(st.booleans()),
        log_y=pick(st.booleans()),
        cursor=pick(st.none() | st.integers(0, 100)),
        total=pick(st.none() | st.integers(0, 70_000)),
    )


@st.composite
def curves(pick: Draw) -> CurvePart:
    points = pick(any_numbers)
    xs = np.linspace(-6, 6, pick(st.integers(0, 40)))
    return CurvePart(
        "sigmoid",
        xs,
        pick(arrays(np.float64, len(xs), elements=any_float)),
        points,
        pick(arrays(np.float64, len(points), elements=any_float)),
        tuple(pick(st.lists(texts, max_size=len(points)))),
        pick(st.none() | st.integers(0, 40)),
    )


@st.composite
def bars(pick: Draw) -> BarsPart:
    values = pick(any_numbers)
    targets = pick(st.none() | arrays(np.float64, len(values), elements=any_float))
    return BarsPart(
        tuple(pick(st.lists(texts, max_size=len(values)))),
        values,
        targets,
        pick(st.sampled_from([0.0, -1.0, 5.0, 1.0])),
        pick(st.sampled_from([1.0, 1e6])),
        pick(texts),
    )


@st.composite
def rulers(pick: Draw) -> RulersPart:
    raw = pick(any_numbers)
    scaled = pick(arrays(np.float64, len(raw), elements=any_float))
    window = st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
    return RulersPart(
        "depth", raw, scaled, pick(st.none() | st.integers(0, 40)), "km", pick(st.none() | window)
    )


@st.composite
def ladders(pick: Draw) -> LadderPart:
    shapes = st.lists(st.integers(0, 5), max_size=4).map(tuple)
    kinds = st.sampled_from([np.float64, np.int64, np.bool_])
    values = pick(st.lists(arrays(kinds, shapes), max_size=5))
    return LadderPart(tuple((pick(texts), value) for value in values))


@st.composite
def codes(pick: Draw) -> CodePart:
    lines = tuple(pick(st.lists(texts, max_size=12)))
    places = st.tuples(
        st.integers(0, 14), st.integers(0, 40), st.integers(0, 14), st.integers(0, 40)
    )
    return CodePart(lines, 1, pick(st.none() | places), pick(st.none() | places))


PARTS: dict[str, st.SearchStrategy[object]] = {
    "plot": plots(),
    "curve": curves(),
    "bars": bars(),
    "rulers": rulers(),
    "ladder": ladders(),
    "code": codes(),
    "prose": st.builds(ProsePart, st.text(max_size=200)),
    "verse": st.builds(VersePart, st.lists(texts, max_size=6).map(tuple)),
    "text": st.builds(TextPart, st.lists(texts, max_size=6).map(tuple)),
}


@pytest.mark.parametrize("kind", PARTS)
@settings(max_examples=100, deadline=None)
@given(data=st.data(), size=sizes)
def test_a_picture_fits_whatever_it_shows(kind: str, data: st.DataObject, size: Size) -> None:
    part = data.draw(PARTS[kind])
    for charset in (UNICODE, ASCII):
        rows = draw(part, size, charset)
        assert len(rows) <= size.height
        for row in rows:
            assert cell_len(row_text(row)) <= size.width
            assert "\n" not in row_text(row)
            if charset is ASCII:
                assert row_text(row).isascii()
        assert draw(part, size, charset) == rows
    assert isinstance(describe(part), str)
