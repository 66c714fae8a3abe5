"""What host and forge say to each other, and how fast a learner may spend."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.workshop.allowance import INCOME, PURSE, Allowance
from nnmath_tutor.workshop.orders import (
    LONGEST,
    Ended,
    EndOne,
    OrderError,
    Progress,
    Ready,
    Start,
    Started,
    decode,
    encode,
)

NUMBERS = st.integers(0, 2**31)
ORDERS = st.one_of(
    st.builds(
        Start,
        NUMBERS,
        st.text(max_size=64),
        st.text(max_size=40),
        NUMBERS,
        NUMBERS,
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(EndOne, NUMBERS, st.booleans()),
    st.builds(Progress, NUMBERS, NUMBERS),
    st.builds(Ready, st.floats(0, 1e6), st.lists(st.text(max_size=9)).map(tuple)),
    st.builds(Started, NUMBERS, NUMBERS),
    st.builds(Ended, NUMBERS, st.none() | st.integers(-64, 255), st.none() | NUMBERS),
)


@given(ORDERS)
def test_what_is_said_is_heard(order: object) -> None:
    packet = encode(order)
    assert decode(packet) == order
    assert len(packet) < LONGEST


@given(st.binary())
def test_what_is_no_order_is_an_order_error(packet: bytes) -> None:
    with pytest.raises(OrderError):
        decode(packet)


@pytest.mark.parametrize("packet", [b"[]", b'{"kind": "start"}', b'{"kind": "dance"}', b"null"])
def test_nearly_an_order_is_none(packet: bytes) -> None:
    with pytest.raises(OrderError):
        decode(packet)


SPENDING = st.lists(st.tuples(st.floats(0.1, 100), st.floats(0, 1)), max_size=50)


@given(SPENDING)
def test_whoever_spends_less_than_comes_in_never_runs_out(turns: list[tuple[float, float]]) -> None:
    allowance, spent, now = Allowance(), 0.0, 0.0
    for seconds, share in turns:
        now += seconds
        spent += seconds * share * INCOME * 0.999
        allowance = allowance.seen(spent, now)
        assert not allowance.empty
        assert allowance.left <= PURSE


@given(SPENDING)
def test_what_is_left_is_what_came_in_less_what_was_spent(
    turns: list[tuple[float, float]],
) -> None:
    allowance, spent, now = Allowance(left=0.0), 0.0, 0.0
    for seconds, share in turns:
        now += seconds
        spent += seconds * share
        allowance = allowance.seen(spent, now)
    earned = now * INCOME - spent  # the purse may have run over, never the other way round
    assert allowance.left <= min(earned, PURSE) + 1e-6


def test_a_loop_for_ever_runs_out_in_two_minutes() -> None:
    allowance = Allowance(at=50.0)
    for second in range(1, 1000):
        allowance = allowance.seen(float(second), 50.0 + second)
        if allowance.empty:
            break
    assert second == PURSE / (1 - INCOME)
