"""One format for all cells of a matrix."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing import Role, format_for, format_number, heat_role, heat_scale, to_ascii


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.0, 1.0, -1.0], ["0", "1", "-1"]),
        ([0.5, 1.0], ["0.50", "1.00"]),
        ([-0.001, 0.7], ["0.00", "0.70"]),
        ([-0.0, 0.25], ["0.00", "0.25"]),
        ([-0.0], ["0"]),
        ([0.043, -0.001], ["0.043", "-0.001"]),
        ([0.0043, 0.0], ["0.0043", "0.0000"]),
        ([1.24e-5, -4e-7, 0.0], ["1.2e-5", "-4.0e-7", "0"]),
        ([123456.7, 1.5], ["123457", "2"]),
        ([1.5e12, 1.0], ["1.50e12", "1.00e0"]),
        ([np.nan, np.inf, -np.inf, 0.5], ["nan", "inf", "-inf", "0.50"]),
        ([np.nan], ["nan"]),
        ([True, False], ["True", "False"]),
        ([3, -2], ["3", "-2"]),
        ([2**62, 1], ["4.61e18", "1.00e0"]),
        (["a", "b"], ["a", "b"]),
    ],
)
def test_the_format_suits_the_matrix(values: list[object], texts: list[str]) -> None:
    array = np.array(values)
    chosen = format_for(array)
    assert [chosen.text(value) for value in array] == texts


def test_objects_and_complex_numbers_are_text() -> None:
    mixed = np.array([None, "a long line\nof words", 1.5], dtype=object)
    chosen = format_for(mixed)
    assert [chosen.text(v) for v in mixed] == ["None", "a long l…", "1.5"]
    numbers = np.array([1, 2.5], dtype=object)
    assert [format_for(numbers).text(v) for v in numbers] == ["1.00", "2.50"]
    assert format_number(1 + 2j) == "1.00+2.0…"
    assert format_number([[1], [2, 3]]) == "[[1], [2…"


def test_digits_can_be_asked_for() -> None:
    assert format_number(0.123456, 4) == "0.1235"
    assert format_number(2.0, 3) == "2.000"
    assert format_number(-1.5, minus="−") == "−1.50"


@given(st.lists(st.floats(), min_size=1, max_size=20))
def test_no_negative_zero_and_every_text_is_a_number(values: list[float]) -> None:
    chosen = format_for(np.array(values))
    for value in values:
        text = chosen.text(value)
        number = Decimal(text)
        if number.is_zero():
            assert not text.startswith("-")
        assert "e-0" not in text
        assert "e+" not in text


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=20))
def test_decimals_stand_in_line(values: list[float]) -> None:
    chosen = format_for(np.array(values))
    if chosen.kind == "fixed":
        assert len({len(chosen.text(v).partition(".")[2]) for v in values}) == 1


def test_heat_measures_by_the_largest_magnitude() -> None:
    values = np.array([[-9.0, 3.1, np.nan], [0.0, 6.5, 0.2]])
    scale = heat_scale(values)
    assert scale == 9.0
    roles = [heat_role(v, scale) for v in values.ravel().tolist()]
    assert roles == [
        Role.HEAT_NEG_3,
        Role.HEAT_POS_2,
        Role.WARNING,
        Role.HEAT_0,
        Role.HEAT_POS_3,
        Role.HEAT_0,
    ]
    assert heat_scale(np.array(["a"])) == 0.0
    assert heat_role("a", 1.0) is Role.PLAIN


@given(st.text())
def test_to_ascii_keeps_the_length(text: str) -> None:
    plain = to_ascii(text)
    assert plain.isascii()
    assert len(plain) == len(text)


def test_to_ascii_keeps_the_sense() -> None:
    assert to_ascii("σ(0,5) → −1 · ½ … Größe naïve") == "s(0,5) > -1 * 1 . Grose naive"
