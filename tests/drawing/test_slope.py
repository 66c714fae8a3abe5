"""A slope by nudging: the figures divide, and the lines are where the numbers say."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Charset,
    Role,
    Size,
    SlopePart,
    describe,
    draw,
    row_text,
)
from nnmath_tutor.drawing.secant_figures import secant_figures

XS = np.linspace(-3, 3, 161)


def square(a: float, nudge: float, tangent: float | None = None) -> SlopePart:
    b = a + nudge
    return SlopePart("f", XS, XS**2, a, b, a**2, b**2, tangent)


def look(part: object, width: int, height: int, charset: Charset = ASCII) -> list[str]:
    return [row_text(row) for row in draw(part, Size(width, height), charset)]


def test_the_secant_and_the_tangent_in_ascii() -> None:
    assert look(square(1.0, 1.5, 2.0), 78, 12) == [
        "= slope (f(b) - f(a)) / (b - a) = (6.25 - 1) / (2.5 - 1) = 5.25 / 1.5 = 3.5",
        "- tangent 2   1.5 apart",
        "  |'.                                                                       .'",
        "8 +  ''.                                                               b .====",
        "6 +     ''.                                                          ==o==",
        "  |        ''.                                                   ====' |  - -",
        "4 +           ''..                                          ====='- - -|-",
        "2 +               ''...                             a   ====='- -      | 5.25",
        "  |                    ''....                     - @===-'..............",
        "0 +                          '''''............-'-===        1.5",
        "  ++-----------+------------+-----------+-----------+------------+-----+-----+",
        "   -3          -2           -1          0           1            2    2.5    3",
    ]


def test_lines_have_roles_of_their_own() -> None:
    rows = draw(square(1.0, 1.5, 2.0), Size(78, 12), UNICODE)
    roles = {span.role for row in rows[2:] for span in row}
    assert {Role.SERIES_1, Role.SERIES_2, Role.SERIES_3, Role.CURSOR} <= roles


def test_a_nudge_too_small_for_a_double_has_no_slope() -> None:
    part = square(1.0, 1e-17, 2.0)
    assert part.b == part.a
    assert look(part, 60, 10)[0] == "= b is a: no run, no slope"
    assert "no slope between them" in describe(part)


def test_a_point_beyond_the_window_is_told_with_an_arrow() -> None:
    rows = look(square(2.0, 3.0), 60, 12)
    assert any("b>" in row for row in rows)
    assert "= 21 / 3 = 7" in rows[0]


def test_the_sentence_has_all_the_numbers() -> None:
    assert describe(square(1.0, 0.5, 2.0)) == (
        "The curve of f from -3 to 3; a straight line through its points at a = 1 and b = 1.5 has "
        "the slope (2.25 - 1) / (1.5 - 1) = 1.25 / 0.5 = 2.5; the tangent at a has the slope 2, "
        "0.5 apart."
    )


def test_a_lambda_is_called_f() -> None:
    part = SlopePart("lambda x: x ** 2", XS, XS**2, 1, 2, 1, 4)
    assert look(part, 78, 10)[0].startswith("= slope (f(b) - f(a)) / (b - a) = (4 - 1) / (2 - 1)")


@given(
    a=st.floats(-3, 3).map(lambda v: round(v, 3)),
    exponent=st.integers(0, 9),
    sign=st.sampled_from([1, -1]),
)
def test_the_shown_numbers_divide(a: float, exponent: int, sign: int) -> None:
    b = a + sign * 10.0**-exponent
    fa, fb = 1 / (1 + math.exp(-a)), 1 / (1 + math.exp(-b))
    figures = secant_figures(a, b, fa, fb)
    assert figures is not None
    assert figures.holds
    assert Decimal(figures.fb) - Decimal(figures.fa) == Decimal(figures.rise)
    assert Decimal(figures.b) - Decimal(figures.a) == Decimal(figures.run)
    places = len(figures.slope.partition(".")[2])
    assert round(Decimal(figures.rise) / Decimal(figures.run), places) == Decimal(figures.slope)
    truth = (np.float64(fb) - np.float64(fa)) / (np.float64(b) - np.float64(a))
    assert abs(float(figures.slope) - truth) <= 0.5000001 * 10.0**-places


@given(numbers=st.lists(st.floats(), min_size=4, max_size=4))
def test_any_four_numbers_have_figures_or_none(numbers: list[float]) -> None:
    a, b, fa, fb = numbers
    figures = secant_figures(a, b, fa, fb)
    assume(figures is not None)
    assert figures is not None
    assert math.isfinite((fb - fa) / (b - a))


@pytest.mark.parametrize("charset", [ASCII, UNICODE], ids=lambda charset: charset.name)
@given(a=st.floats(-2.5, 2.5), nudge=st.floats(0.01, 3))
def test_the_points_stand_at_their_numbers(charset: Charset, a: float, nudge: float) -> None:
    assume(a + nudge <= 3)
    rows = look(square(a, nudge), 80, 16, charset)
    axis = next(i for i, row in enumerate(rows) if re.search(r"[+└][-+─┬]{20}", row))
    left = rows[axis].index(charset.corner) + 1
    columns = [row.index(charset.focus) for row in rows[1:axis] if charset.focus in row]
    assert columns == [left + round((a + 3) / 6 * (80 - left - 1))]


def test_two_points_beyond_all_screens_have_no_line() -> None:
    part = SlopePart("", [], [], 1e300, 1.0000000000000002e300, 0.0, 0.0)
    assert len(draw(part, Size(40, 10), UNICODE)) <= 10
