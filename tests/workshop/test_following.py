"""What a tutor knows of the room, whatever is said in whatever order."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from nnmath_tutor.drawing import ASCII, UNICODE, Size, row_text, row_width
from nnmath_tutor.progress import Outcome, Progress
from nnmath_tutor.workshop import following as room
from nnmath_tutor.workshop.channel import ChannelClosedError
from nnmath_tutor.workshop.fields import LARGEST_DOCUMENT, STYLE
from nnmath_tutor.workshop.protocol import (
    Ask,
    End,
    FromHost,
    Gather,
    Keep,
    Kept,
    Lock,
    Look,
    Lowered,
    Pace,
    Release,
    Say,
    Skipping,
    Tally,
    Welcome,
)
from nnmath_tutor.workshop.room_store import GONE, TOO_MUCH, UNREADABLE, RoomStore
from nnmath_tutor.workshop.screen_rows import style_text
from nnmath_tutor.workshop.tally_rows import tally_rows

IDS = st.sampled_from(["forward", "backprop"])
NUMBERS = st.integers(0, 3)
BARS = st.lists(st.tuples(st.text(min_size=1, max_size=60), st.integers(0, 200)), max_size=12)
MESSAGES = st.one_of(
    st.builds(Gather, IDS, IDS, NUMBERS, NUMBERS, st.just("line")),
    st.just(Release()),
    st.builds(Ask, NUMBERS, IDS, IDS, NUMBERS),
    st.builds(Tally, NUMBERS, st.just((("4", 2),)), st.just(()), st.booleans()),
    st.builds(Say, st.text(max_size=20)),
    st.builds(Lock, st.none() | st.lists(IDS).map(tuple)),
    st.builds(Skipping, st.booleans()),
    st.just(Lowered()),
    st.builds(Look, st.booleans()),
    st.builds(Pace, st.floats(0, 1)),
)


def after(*messages: FromHost) -> room.Following:
    now = room.begin(Welcome("maria", None, None, True, False))
    for message in messages:
        now = room.heard(now, message, str.title)
    return now


@given(st.lists(MESSAGES, max_size=12))
def test_what_was_said_last_holds(messages: list[FromHost]) -> None:
    now = after(*messages)
    leads = [one for one in messages if isinstance(one, Gather | Release)]
    assert now.gathered == (leads[-1] if leads and isinstance(leads[-1], Gather) else None)
    asked = [one for one in messages if isinstance(one, Ask)]
    assert now.asked == (asked[-1] if asked else None)
    locks = [one for one in messages if isinstance(one, Lock)]
    assert now.lessons == (locks[-1].lessons if locks else None)
    assert now.tally is None or (now.asked is not None and now.tally.number == now.asked.number)
    assert not now.seen  # whatever the presenter does, the learner agrees or nobody looks
    while now.unread:
        assert now.said in "".join(room.banner(now))
        now = room.read(now)
    told = room.banner(now)
    assert bool(told) == bool(now.gathered or now.looks)
    assert all(line.startswith(room.WHO) for line in told)


@given(st.lists(MESSAGES, max_size=8), st.text(min_size=1, max_size=50))
def test_a_message_is_seen_until_it_is_read(messages: list[FromHost], text: str) -> None:
    before, now = after(*messages), after(*messages, Say(text))
    assert text in room.banner(now)[-1]
    assert room.read(now).unread == before.unread[-room.MOST_UNREAD + 1 :]
    assert after(*messages, End("over")).ended == "over"


@given(st.lists(MESSAGES, max_size=8), st.booleans())
def test_whoever_may_be_seen_reads_so_all_the_while(messages: list[FromHost], asking: bool) -> None:
    agreed = room.agreed(after(*messages))
    for now in (agreed, room.heard(agreed, Say("hello"), str.title), room.raised(agreed)):
        told = room.banner(now, asking=asking)
        assert told[0].startswith(room.WHO + (room.LOOKS if now.looks else room.MAY_LOOK))
        assert (room.HAND_UP in "".join(told)) == now.hand
    assert not any("look at your screen" in line for line in room.banner(room.agreed(now)))


def test_messages_wait_for_each_other_and_rules_for_nobody() -> None:
    now = after(Say("one"), Skipping(False), Say("two"), Skipping(True))
    assert [text for _, text in now.unread] == ["one", "two", "questions may be skipped again."]
    assert "2 more" in room.banner(now)[0]
    many = after(Lock(("a", "b", "c", "d")))
    assert many.said == "some lessons are locked for now; the map tells which."


@given(st.lists(st.tuples(NUMBERS, st.floats(0, 0.4)), min_size=1, max_size=40))
def test_pace_is_kept_and_the_newest_gets_through(changes: list[tuple[int, float]]) -> None:
    paced, now, sent = room.Paced(0.5), 0.0, []
    for value, wait in changes:
        now += wait
        if paced.due(value, now):
            sent.append((now, value))
            paced = paced.out(value, now)
    last = changes[-1][0]
    later = paced.later(last, now)
    if later is not None:
        assert 0 < later <= 0.5
        assert paced.due(last, now + later + 1e-9)
    else:
        assert sent[-1][1] == last
    assert all(b - a >= 0.5 for (a, _), (b, _) in pairwise(sent))


def test_silence_is_told_less_and_less_often() -> None:
    told, idle = [], 0.0
    while (following := room.next_idle(idle)) is not None:
        told.append(following)
        idle = following
    assert told == list(room.IDLE_AFTER) == sorted(told)


@given(BARS, st.integers(1, 130), st.integers(0, 14), st.booleans())
def test_a_tally_fits_whatever_was_answered(
    bars: list[tuple[str, int]], width: int, height: int, ascii_only: bool
) -> None:
    charset = ASCII if ascii_only else UNICODE
    right = tuple(label for label, _ in bars[:1])
    tally = Tally(1, tuple(bars), right, True)
    rows = tally_rows(tally, right[0] if right else "", Size(width, height), charset)
    assert len(rows) <= height
    assert all(row_width(row) <= width for row in rows)


def test_bars_are_as_long_as_their_counts() -> None:
    tally = Tally(1, (("4", 20), ("5", 10), ("6", 0)), ("4",), True)
    title, *rows = (row_text(row) for row in tally_rows(tally, "5", Size(80, 9), UNICODE))
    assert "30 answers" in title
    lengths = [row.count(UNICODE.bar) for row in rows]
    assert lengths[0] == 2 * lengths[1] > 0 == lengths[2]
    assert rows[0].startswith(UNICODE.right)
    assert rows[1].endswith(" yours")


@given(st.booleans(), st.booleans(), st.sampled_from([None, "red", "#102030", "color(200)"]))
def test_styles_are_such_as_the_host_takes(bold: bool, dim: bool, colour: str | None) -> None:
    style = Style(bold=bold, dim=dim, color=colour, bgcolor=colour, link="http://127.0.0.1/")
    assert STYLE.fullmatch(style_text(style))


class Line:
    """A host that answers at once."""

    def __init__(self, complaint: str | None = None, gone: bool = False) -> None:
        self.kept: list[Keep] = []
        self.complaint = complaint
        self.gone = gone

    def send(self, message: object) -> None:
        if self.gone:
            raise ChannelClosedError
        assert isinstance(message, Keep)
        self.kept.append(message)

    def wait_for(self, kind: object, seconds: float) -> Kept:
        return Kept(self.kept[-1].number, self.complaint)


@given(st.lists(st.tuples(IDS, st.sampled_from(["a", "b", "c"])), max_size=8))
def test_what_is_kept_is_what_comes_back(visits: list[tuple[str, str]]) -> None:
    line = Line()
    store = RoomStore(line, None)  # type: ignore[arg-type]
    progress, message = store.load()
    assert message is None
    for lesson, step in visits:
        progress = progress.visit(lesson, step).answer(lesson, step, Outcome.RIGHT, 1e9)
        assert store.save(progress) is None
    document = json.loads(json.dumps(line.kept[-1].document)) if visits else None
    assert RoomStore(line, document).load() == (progress, None)  # type: ignore[arg-type]


def test_keys_of_a_newer_tutor_are_carried_along() -> None:
    line = Line()
    store = RoomStore(line, {"format": 1, "future": [1]})  # type: ignore[arg-type]
    progress, _ = store.load()
    store.save(progress.visit("forward", "a"))
    assert line.kept[-1].document["future"] == [1]


def test_what_the_host_could_not_keep_is_sent_again_with_the_next() -> None:
    line = Line("The disk is full.")
    store = RoomStore(line, None)  # type: ignore[arg-type]
    store.load()
    first = Progress().visit("forward", "a")
    assert store.save(first) == "The disk is full."
    second = first.visit("backprop", "b")
    assert store.save(second) is None  # told once
    line.complaint = None
    assert store.save(second.visit("backprop", "c")) is None
    assert {*line.kept[-1].document["lessons"]} == {"forward", "backprop"}


def test_more_than_the_host_takes_is_not_even_sent() -> None:
    line = Line()
    store = RoomStore(line, {"format": 1, "much": "x" * LARGEST_DOCUMENT})  # type: ignore[arg-type]
    progress, _ = store.load()
    assert store.save(progress.visit("forward", "a")) == TOO_MUCH
    assert line.kept == []


def test_no_host_and_no_document_are_told() -> None:
    store = RoomStore(Line(gone=True), {"format": 99})  # type: ignore[arg-type]
    assert store.load() == (Progress(), UNREADABLE)
    assert store.save(Progress().visit("forward", "a")) == GONE
