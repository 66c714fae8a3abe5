"""What is known of the link, against a link of which everything is known."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.tui.link import HOPES, MOST, PATIENCE, REMINDERS, WINDOW, Link

FRAMES = st.lists(st.integers(1, 4000), min_size=3, max_size=60)
KEEPS, ROOM = 18_500, 3584  # bytes a pseudo-terminal keeps; it takes more once so many are free


def answering(now: float = 0.0) -> Link:
    """A link whose terminal has answered the first question at once."""
    return Link().sent(0, now).answered(now)


@given(FRAMES, st.floats(300, 1e6), st.floats(0, 0.5))
def test_no_more_is_under_way_than_a_frame_and_the_window(
    sizes: list[int], rate: float, way_back: float
) -> None:
    link, now, busy_until = answering(), 0.0, 0.0
    arrivals: list[tuple[float, int]] = []  # when each answer comes, and the bytes it is for
    for size in sizes:
        while not link.free(now):
            now, _ = max(arrivals[0], (now, 0))
            arrivals.pop(0)
            link = link.answered(now)
        before = sum(bytes_ for _, bytes_ in arrivals)
        assert before <= MOST
        # The rate is never thought to be much higher than it is, so the window isn't either.
        assert before == 0 or before <= 1.01 * rate * WINDOW
        busy_until = max(busy_until, now) + size / rate
        arrivals.append((busy_until + way_back, size))
        link = link.sent(size, now)
    for at, _ in arrivals:
        link = link.answered(at)
    assert not link.dialogue.under_way
    assert link.free(now)


def test_without_an_answer_nothing_is_held_back_and_soon_nothing_asked() -> None:
    link = Link()
    for number in range(2 * HOPES):
        assert link.asks is (number < HOPES)
        assert link.free(number)
        link = link.sent(1000, number)
    late = link.answered(100.0)  # a slow one after all
    assert late.asks
    assert not late.free(100.0)


def test_an_answer_that_was_lost_is_asked_for_again() -> None:
    link = answering().sent(1000, 1.0)
    assert not link.free(2.0)
    assert not link.overdue(1.0 + PATIENCE - 0.01)
    assert link.look_in(2.0) == pytest.approx(PATIENCE - 1.0)
    assert link.overdue(1.0 + PATIENCE)
    asked = link.reminded()
    assert not asked.free(7.0)
    assert not asked.overdue(1.0 + PATIENCE)
    assert asked.caught_up(7.0).free(7.0)


def test_a_terminal_that_has_fallen_silent_gets_a_frame_now_and_then() -> None:
    link, now, frames = answering(), 1.0, 0
    for _ in range(10):
        if link.free(now):
            link, frames = link.sent(1000, now), frames + 1
        now += max(link.look_in(now), 0.0)
        if link.overdue(now):
            link = link.reminded()
        if link.dialogue.reminders == REMINDERS - 1:
            assert frames == 1  # until then it may be slow
    assert 2 <= frames <= math.log2(now / PATIENCE)


def test_a_write_that_waits_holds_frames_back_whatever_was_answered() -> None:
    link = answering().blocked()
    assert not link.free(0.0)
    assert link.look_in(0.0) == math.inf
    assert not link.overdue(1000.0)
    assert link.moved(1.0).free(1.0)


@pytest.mark.parametrize("rate", [1500, 2000, 4000])
@pytest.mark.parametrize("seed", range(4))
def test_the_rate_of_a_silent_terminal_is_learned(rate: int, seed: int) -> None:
    lags = silent(rate, seed, seconds=240.0)
    assert max(lags) < 2 * KEEPS / rate
    settled = lags[len(lags) // 4 :]
    assert sum(settled) / len(settled) < 0.5
    assert sum(lag > 0 for lag in settled) > len(settled) / 2  # and the line is used


def test_a_fast_silent_terminal_is_never_held_up() -> None:
    assert max(silent(100_000, 0, seconds=30.0)) < 0.02


def silent(rate: int, seed: int, seconds: float) -> list[float]:
    """How far a reader is behind, in seconds, every hundredth of a second: ten frames a second
    where the model lets them, into a pseudo-terminal of which so many bytes a second are read."""
    draw = random.Random(seed)
    link, now, kept, pending, due = Link(), 0.0, 0.0, 0.0, 0.0
    lags = []
    while now < seconds:
        now += 0.01
        kept = max(kept - rate * 0.01, 0.0)
        if pending and kept <= KEEPS - ROOM:
            kept, pending = kept + pending, 0.0
            link = link.moved(now)
        if now >= due and link.free(now):
            due = now + 0.1
            size = draw.randint(300, 1300)
            link = link.sent(size, now)
            taken = min(size, KEEPS - kept)
            kept, pending = kept + taken, size - taken
            if pending:
                link = link.blocked()
        lags.append((kept + pending) / rate)
    return lags
