"""The console's rows: order, widths, the wall; no screen."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.drawing import ASCII, UNICODE, Size, row_text, row_width
from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.console.big_letters import big
from nnmath_tutor.workshop.console.board_rows import board_rows
from nnmath_tutor.workshop.console.news import news
from nnmath_tutor.workshop.console.order import ORDERS, Order, Titles, listed
from nnmath_tutor.workshop.console.projector_rows import invitation_rows, wall_rows
from nnmath_tutor.workshop.console.stage import Invited
from nnmath_tutor.workshop.console.table_rows import Table, first_shown, minutes, table_rows
from nnmath_tutor.workshop.events import Joined, Left, Told
from nnmath_tutor.workshop.present import Present, State
from nnmath_tutor.workshop.protocol import Answered, Gather, Hand, Here, Idle, Skipping, Tally
from nnmath_tutor.workshop.room import Room, advance

from .presenting import INVITED, LESSONS

TITLES = Titles.of(LESSONS)
CHARSETS = st.sampled_from([UNICODE, ASCII])
SIZES = st.builds(Size, st.integers(1, 140), st.integers(1, 50))
PLACES = st.sampled_from(["", *TITLES.lessons])
LEARNERS = st.builds(
    Present,
    st.text(
        st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn"]), min_size=1, max_size=32
    ),
    st.floats(0, 100),
    st.just(100.0),
    lesson=PLACES,
    step=st.just(""),
    last=st.none() | st.sampled_from(Outcome),
    typed=st.text(max_size=40),
    wrong=st.integers(0, 5),
    idle=st.floats(0, 10_000),
    hand=st.none() | st.floats(0, 100),
    gone=st.none() | st.floats(0, 100),
    lost=st.booleans(),
)
ROOMS = st.lists(LEARNERS, max_size=12).map(
    lambda learners: {f"key {number}": one for number, one in enumerate(learners)}
)


@given(ROOMS, st.sampled_from(ORDERS))
def test_every_order_shows_everyone_and_who_has_left_last(
    learners: dict[str, Present], order: Order
) -> None:
    shown = listed(learners, TITLES, order, "", 200.0)
    assert {one.key for one in shown} == {*learners}
    left = [one.state is State.LEFT for one in shown]
    assert left == sorted(left)
    here = [one for one in shown if one.state is not State.LEFT]
    if order is Order.NAME:
        assert [one.key for one in here] == sorted(one.key for one in here)
    elif order is Order.ARRIVAL:
        assert all(a.learner.joined <= b.learner.joined for a, b in pairwise(here))
    elif order is Order.STATE:
        urgency = [*State]
        ranks = [urgency.index(one.state) for one in here]
        assert ranks == sorted(ranks)
        hands = [one.learner.hand for one in here if one.state is State.HAND]
        assert hands == sorted(hands, key=lambda since: since or 0.0)


@given(ROOMS, st.text(max_size=6))
def test_what_is_shown_holds_what_is_looked_for(learners: dict[str, Present], wanted: str) -> None:
    shown = listed(learners, TITLES, Order.NAME, wanted, 200.0)
    for key, one in learners.items():
        said = [one.name, TITLES.lesson(one.lesson), one.state(200.0).value]
        whole = " ".join((said[0], said[1], TITLES.step(one.lesson, one.step), said[2])).casefold()
        found = all(word in whole for word in wanted.casefold().split())
        assert found == (key in {each.key for each in shown})


@settings(deadline=None)
@given(ROOMS, st.sampled_from(ORDERS), SIZES, CHARSETS, st.data())
def test_the_table_fits_and_shows_the_chosen_one(
    learners: dict[str, Present], order: Order, size: Size, charset: object, data: st.DataObject
) -> None:
    shown = listed(learners, TITLES, order, "", 200.0)
    chosen = data.draw(st.sampled_from([one.key for one in shown])) if shown else None
    table = Table(shown, TITLES, order, chosen, 200.0, "Nobody.")
    first = first_shown(table, size.height, data.draw(st.integers(0, 20)))
    rows = table_rows(table, first, size, charset)  # type: ignore[arg-type]
    assert len(rows) <= size.height
    assert all(row_width(row) <= size.width for row in rows)
    if charset is ASCII:
        assert all(row_text(row).isascii() for row in rows)
    if shown and size.height > 1 and size.width > 4:
        pointed = [row for row in rows if row_text(row).startswith(charset.pointer)]  # type: ignore[attr-defined]
        assert len(pointed) == 1


@settings(deadline=None)
@given(SIZES, CHARSETS, st.sampled_from(["maths", "otter-maple-4821", "Ä!", "x" * 64]))
def test_the_wall_fits_and_holds_the_exact_words(size: Size, charset: object, code: str) -> None:
    invited = Invited(INVITED.lines, code, INVITED.fingerprint)
    rows = invitation_rows(invited, "5 learners are here.", size, charset)  # type: ignore[arg-type]
    assert len(rows) <= size.height
    assert all(row_width(row) <= size.width for row in rows)
    if size.width >= 80 and size.height >= 12:
        text = "\n".join(row_text(row).rstrip() for row in rows)
        assert INVITED.lines[0] in text
        large = big(code.casefold(), charset)  # type: ignore[arg-type]
        assert code in text or large is None or large[1].rstrip() in text
        assert INVITED.fingerprint in text


LABELS = st.text(min_size=1, max_size=60)


@settings(deadline=None)
@given(st.dictionaries(LABELS, st.integers(0, 60), max_size=11), SIZES, CHARSETS, st.booleans())
def test_bars_on_the_wall_fit(
    counts: dict[str, int], size: Size, charset: object, ended: bool
) -> None:
    tally = Tally(1, tuple(counts.items()), tuple(counts)[:1] if ended else (), ended)
    rows = wall_rows(tally, size, charset)  # type: ignore[arg-type]
    assert len(rows) <= size.height
    assert all(row_width(row) <= size.width for row in rows)


def test_bars_on_the_wall_are_as_long_as_their_counts() -> None:
    tally = Tally(1, (("a", 6), ("b", 3), ("skipped", 0)), (), False)
    text = [row_text(row) for row in wall_rows(tally, Size(60, 20), UNICODE)]
    assert [row.count("█") for row in text[3:11:3]] == [60, 30, 0]
    assert text[2].split() == ["a", "6", "(67", "%)"]


def test_large_letters_can_be_told_apart_and_say_the_same() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-_.:@"
    forms = {big(letter, UNICODE) for letter in letters}
    assert None not in forms
    assert len(forms) == len(letters)
    assert big("a!", UNICODE) is None
    upper = big("otter", ASCII)
    halves = big("otter", UNICODE)
    assert upper is not None
    assert halves is not None
    for y, row in enumerate(halves):  # each half is a pixel of the other
        for x, cell in enumerate(row):
            assert (upper[2 * y][x] == "#", upper[2 * y + 1][x] == "#") == (
                cell in "▀█",
                cell in "▄█",
            )


def after(*events: object, room: Room | None = None) -> Room:
    room = room or Room(100.0)
    for event in events:
        room, _ = advance(room, event, 10.0)  # type: ignore[arg-type]
    return room


def test_news_tell_who_waits_comes_and_goes() -> None:
    before = after(Joined("Maria"), Joined("tom"), Joined("ada"))
    now = after(
        Told("Maria", Hand(True)), Joined("eve"), Left("tom"), Left("ada", lost=True), room=before
    )
    assert news(before, now) == (
        "Maria raised a hand. eve joined. ada lost the connection. tom left."
    )
    assert news(now, now) == ""
    many = after(*(Joined(f"n{number}") for number in range(6)))
    assert news(Room(100.0), many) == "n0, n1, n2 and 3 more joined."


def test_the_board_says_what_holds_for_all() -> None:
    room = after(
        Joined("Maria"),
        Told("Maria", Here("backprop", "votes", 1, False)),
        Told("Maria", Answered("backprop", "votes", 0, Outcome.WRONG, 1, "3")),
        Told("Maria", Idle(300.0)),
        Gather("backprop", "votes", 40, 1, "line"),
        Skipping(False),
    )
    rows = board_rows(room, INVITED, TITLES, "", 10.0, 24, Size(100, 10), UNICODE)
    text = [row_text(row) for row in rows]
    assert text[0] == "Workshop  1 here, 1 idle"
    assert INVITED.lines[0] in text[1]
    assert INVITED.code in text[1]
    assert text[-1] == (
        f"All are gathered: Backpropagation, {TITLES.step('backprop', 'votes')}. No one skips."
    )


@pytest.mark.parametrize(
    ("seconds", "told"), [(0, "now"), (59, "now"), (60, "1 min"), (5999, "99 min"), (7200, "2 h")]
)
def test_ages_are_coarse(seconds: float, told: str) -> None:
    assert minutes(seconds) == told
