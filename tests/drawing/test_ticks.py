"""Ticks are round, inside the window, and as many as asked for at most."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nnmath_tutor.drawing.ticks import (
    Scale,
    linear_ticks,
    log_ticks,
    short_number,
    tick_labels,
)

numbers = st.floats(-1e12, 1e12, allow_nan=False)


def first_digit(value: float) -> str:
    return f"{abs(value):.12e}".lstrip("0.").replace(".", "").split("e")[0].rstrip("0")


@given(numbers, numbers, st.integers(1, 20))
def test_linear_ticks_are_multiples_of_one_round_step_inside(a: float, b: float, most: int) -> None:
    low, high = sorted((a, b))
    assume(high - low > 1e-6 * max(1.0, abs(low), abs(high)))
    ticks = linear_ticks(low, high, most)
    assert len(ticks) <= most
    assert all(low <= tick <= high for tick in ticks)
    if len(ticks) > 1:
        step = ticks[1] - ticks[0]
        assert first_digit(float(f"{step:.6g}")) in {"1", "2", "5"}
        np.testing.assert_allclose(np.diff(ticks), step, rtol=1e-3)


@given(st.floats(-12, 12), st.floats(0.4, 12), st.integers(1, 12))
def test_log_ticks_are_powers_of_ten_or_1_2_5(start: float, decades: float, most: int) -> None:
    low, high = 10**start, 10 ** (start + decades)
    ticks = log_ticks(low, high, most)
    assert len(ticks) <= most
    assert all(low <= tick <= high for tick in ticks)
    if decades > 1:
        assert ticks
        assert {first_digit(tick) for tick in ticks} <= {"1", "2", "5"}


def test_epochs_get_the_decades() -> None:
    assert log_ticks(1, 60_000, 8) == (1, 10, 100, 1_000, 10_000)
    assert tick_labels((1, 10, 100, 1_000, 10_000)) == ("1", "10", "100", "1k", "10k")


def test_tenths_are_tenths() -> None:
    assert linear_ticks(0, 0.5, 6) == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)


def test_linear_labels_share_their_decimals() -> None:
    assert tick_labels((0.0, 0.5, 1.0)) == ("0.0", "0.5", "1.0")
    assert tick_labels((0.01, 0.1, 1.0), log=True) == ("0.01", "0.1", "1")
    assert tick_labels((-5.0, 0.0, 5.0), "−") == ("−5", "0", "5")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.05, "0.05"),
        (0.0001, "0.0001"),
        (1e-5, "1e-5"),
        (250, "250"),
        (1500, "1.5k"),
        (60_000, "60k"),
        (-2e6, "-2M"),
        (1e16, "1e16"),
    ],
)
def test_short_numbers(value: float, text: str) -> None:
    assert short_number(value) == text


@given(
    st.lists(st.floats(0, 60_000), min_size=2, max_size=30),
    st.booleans(),
    st.integers(1, 200),
)
def test_a_scale_never_turns_back(values: list[float], log: bool, cells: int) -> None:
    scale = Scale(0, 60_000, log=log, offset=1.0 if log else 0.0)
    places = scale.cells(sorted(values), cells)
    assert (np.diff(places) >= 0).all()
    assert places.min() >= 0
    assert places.max() < cells


def test_epoch_0_has_its_place_on_a_log_axis() -> None:
    scale = Scale(0, 999, log=True, offset=1.0)
    assert scale.fraction([0, 9, 99, 999]) == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_values_without_a_logarithm_lie_at_the_bottom() -> None:
    scale = Scale(0.1, 1, log=True)
    assert scale.cells([-1, 0, 0.1, 1, math.inf], 10).tolist() == [0, 0, 0, 9, 9]
