"""Who waits, who leaves, how long a code takes: against what a class and a guesser would do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.workshop.guard import Arrival, Guard, Limits, network_of

CLASSROOM = "192.0.2.7"


def test_a_class_behind_one_address_comes_in_at_once() -> None:
    guard = Guard()
    for number in range(60):
        assert guard.arrive(number, CLASSROOM, 0.0) == Arrival(True)
        guard.heard(number)
    assert [guard.attempt(number, 0.1) for number in range(60)] == [0.0] * 60


def test_a_mistyped_code_costs_a_second_then_two() -> None:
    guard = Guard()
    guard.arrive(1, CLASSROOM, 0.0)
    waits = []
    for _ in range(7):
        waits.append(guard.attempt(1, 0.0))
        guard.wrong(1, 0.0)
    assert waits == [0.0, 1.0, 2.0, 2.0, 2.0, 2.0, None]


def test_tries_sent_all_at_once_are_counted_before_anyone_waits() -> None:
    guard = Guard()
    guard.arrive(1, CLASSROOM, 0.0)
    assert [guard.attempt(1, 0.0) for _ in range(100)].count(None) == 100 - guard.limits.tries


def test_a_guesser_slows_the_classroom_and_nobody_else_and_it_passes() -> None:
    guard = Guard()
    number = _guess(guard, CLASSROOM, guard.limits.free, 0.0)
    guard.arrive(number, CLASSROOM, 1.0)
    guard.arrive(number + 1, "198.51.100.4", 1.0)
    assert guard.attempt(number, 1.0) == guard.limits.slow  # slower, not shut out
    assert guard.attempt(number + 1, 1.0) == 0.0
    guard.arrive(number + 2, CLASSROOM, 30.0)
    assert guard.attempt(number + 2, 30.0) == 0.0


def test_guessing_from_everywhere_is_slowed_too() -> None:
    guard = Guard()
    number = 0
    for network in range(guard.limits.all_free):
        number = _guess(guard, f"10.{network // 250}.{network % 250}.1", 1, 0.0, number)
    guard.arrive(number, "203.0.113.9", 0.0)
    assert guard.attempt(number, 0.0) == guard.limits.slow


@given(st.integers(1, 4), st.floats(1.0, 50.0), st.integers(50, 300))
def test_however_many_connections_a_guesser_gets_no_more_than_so_many_tries(
    tries: int, seconds: float, most: int
) -> None:
    """Without waiting: the free ones, and those regained meanwhile."""
    guard = Guard(Limits(free=20, regained=0.5))
    quick = 0
    for number in range(most):
        at = seconds * number / most
        guard.arrive(number, CLASSROOM, at)
        for _ in range(tries):
            wait = guard.attempt(number, at)
            quick += wait is not None and wait < guard.limits.slow
            guard.wrong(number, at)
        guard.leave(number)
    assert quick <= 20 + 0.5 * seconds + 1


def test_the_silent_leave_for_those_who_speak() -> None:
    guard = Guard(Limits(waiting=3))
    for number in range(3):
        guard.arrive(number, CLASSROOM, float(number))
    guard.heard(0)
    assert guard.arrive(3, CLASSROOM, 4.0) == Arrival(True, 1)
    guard.heard(2)
    guard.heard(3)
    assert guard.arrive(4, CLASSROOM, 5.0) == Arrival(False)
    guard.wrong(3, 5.0)
    assert guard.arrive(5, CLASSROOM, 5.0) == Arrival(True, 3)
    assert guard.waiting == 3


def test_whoever_has_the_code_is_not_sent_away_for_earlier_mistakes() -> None:
    guard = Guard(Limits(waiting=1))
    guard.arrive(1, CLASSROOM, 0.0)
    guard.heard(1)
    guard.wrong(1, 0.0)
    guard.granted(1, 0.5)
    assert guard.arrive(2, CLASSROOM, 1.0) == Arrival(False)


def test_each_kind_of_waiting_has_its_end() -> None:
    guard = Guard()
    for number in range(4):
        guard.arrive(number, CLASSROOM, 0.0)
    for number in (1, 2, 3):
        guard.heard(number)
    guard.granted(2, 3.0)
    guard.leave(3)
    assert guard.overdue(7.9) == []
    assert guard.overdue(13.0) == [(0, "hello"), (2, "session")]
    assert guard.overdue(120.0) == [(0, "hello"), (1, "code"), (2, "session")]


def test_keys_are_counted() -> None:
    guard = Guard()
    guard.arrive(1, CLASSROOM, 0.0)
    assert sum(guard.offered(1) for _ in range(100)) == guard.limits.keys
    assert not guard.offered(2)


@given(st.lists(st.ip_addresses(), min_size=50, max_size=300))
def test_no_number_of_addresses_fills_the_memory(addresses: list[object]) -> None:
    guard = Guard(Limits(networks=20))
    for number, address in enumerate(addresses):
        guard.arrive(number, str(address), 0.0)
        guard.wrong(number, 0.0)
        guard.leave(number)
    assert len(guard._networks) <= 20


def test_a_household_is_one_network() -> None:
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("fe80::1%eth0") == network_of("fe80::2")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") == "192.0.2.1"


def _guess(guard: Guard, address: str, tries: int, now: float, number: int = 0) -> int:
    """Wrong codes, each on a connection of its own; gives the next free number."""
    for next_one in range(number, number + tries):
        guard.arrive(next_one, address, now)
        guard.attempt(next_one, now)
        guard.wrong(next_one, now)
        guard.leave(next_one)
    return number + tries
