"""Straight lines in a chart: they end at its borders and lie where they should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing.axes import Field
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.charset import ASCII, UNICODE, Charset
from nnmath_tutor.drawing.chart import CurveStroke, LineStroke, line_through, put_strokes
from nnmath_tutor.drawing.rows import Role, row_text
from nnmath_tutor.drawing.ticks import Scale

ACROSS, UPRIGHT = Scale(-2.0, 3.0), Scale(-10.0, 5.0)
inside = st.tuples(st.floats(-2, 3), st.floats(-10, 5))


@given(point=inside, slope=st.floats(-1e6, 1e6))
def test_a_line_goes_through_its_point_from_border_to_border(
    point: tuple[float, float], slope: float
) -> None:
    x, y = point
    ends = line_through(point, slope, ACROSS, UPRIGHT)
    for end_x, end_y in ends:
        assert -2 <= end_x <= 3
        assert -10 - 1e-6 <= end_y <= 5 + 1e-6
        assert end_y - y == pytest.approx(slope * (end_x - x), rel=1e-9, abs=1e-6)
    if ends[0] != ends[1]:
        for end_x, end_y in ends:
            borders = (end_x + 2, end_x - 3, end_y + 10, end_y - 5)
            assert min(map(abs, borders)) < 1e-6


@pytest.mark.parametrize("slope", [np.nan, np.inf, -np.inf])
def test_what_is_no_slope_is_no_line(slope: float) -> None:
    assert line_through((0, 0), slope, ACROSS, UPRIGHT) == ((0, 0), (0, 0))


def drawn(charset: Charset, *strokes: CurveStroke | LineStroke) -> list[str]:
    canvas = Canvas(20, 5)
    put_strokes(canvas, Field(0, 0, 20, 5, Scale(0, 1), Scale(0, 1)), strokes, charset)
    return [row_text(row) for row in canvas.rows()]


def test_a_later_stroke_lies_over_an_earlier_one() -> None:
    curve = CurveStroke([0, 1], [0, 1], Role.SERIES_1)
    across = LineStroke((0, 0.5), (1, 0.5), Role.SERIES_2, "=")
    assert drawn(ASCII, curve, across)[2] == "=" * 20
    canvas = Canvas(20, 5)
    field = Field(0, 0, 20, 5, Scale(0, 1), Scale(0, 1))
    put_strokes(canvas, field, [curve, across], UNICODE)
    assert {span.role for span in canvas.rows()[2]} == {Role.SERIES_2}
    assert {span.role for span in canvas.rows()[0] if span.text.strip()} == {Role.SERIES_1}


def test_a_dashed_line_has_gaps() -> None:
    whole = LineStroke((0, 0.5), (1, 0.5), Role.SERIES_2, "-")
    dashed = LineStroke((0, 0.5), (1, 0.5), Role.SERIES_2, "-", dashed=True)
    for charset in (ASCII, UNICODE):
        full, gaps = drawn(charset, whole)[2], drawn(charset, dashed)[2]
        assert " " not in full
        assert 5 <= gaps.count(" ") <= 11
