"""The room: whatever happens in it, everyone has been told what holds, and nobody else has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop import protocol
from nnmath_tutor.workshop import room as room_module
from nnmath_tutor.workshop.events import (
    EndPoll,
    Event,
    Joined,
    Left,
    LookAt,
    LowerHand,
    StartPoll,
    Tell,
    Told,
)
from nnmath_tutor.workshop.present import LONG_IDLE, STUCK_AFTER, State
from nnmath_tutor.workshop.protocol import (
    Answered,
    Ask,
    Consent,
    Gather,
    Hand,
    Here,
    Idle,
    Lock,
    Look,
    Lowered,
    Pace,
    Poll,
    Release,
    Say,
    Screen,
    Skipping,
    Tally,
    Welcome,
)
from nnmath_tutor.workshop.room import Outgoing, Room, advance
from workshop import messages

GATHER = Gather("forward", "rows", 3, 1, "line")
ROWS = Screen(((("a row", ""),),))


def after(*events: Event, room: Room | None = None) -> tuple[Room, list[Outgoing]]:
    """The room after events, one a second, and all that was sent."""
    room = room or Room(frames=100.0)
    sent: list[Outgoing] = []
    for now, event in enumerate(events):
        room, more = advance(room, event, float(now))
        sent += more
    return room, sent


def told(sent: list[Outgoing], key: str) -> list[protocol.FromHost]:
    return [outgoing.message for outgoing in sent if outgoing.key == key]


def answered(outcome: Outcome, step: str = "rows") -> Answered:
    return Answered("forward", step, 0, outcome, 1, "3")


def test_who_joins_is_told_all_that_holds() -> None:
    lock, poll = Lock(("forward",)), StartPoll(7, "forward", "rows", 5)
    _, sent = after(lock, Skipping(False), GATHER, poll, Joined("Maria", {"format": 1}, True))
    assert [outgoing.key for outgoing in sent] == ["maria"] * 4
    assert told(sent, "maria") == [
        Welcome("Maria", {"format": 1}, ("forward",), skipping=False, seen_before=True),
        Pace(Room(frames=1).pace),
        GATHER,
        Ask(7, "forward", "rows", 5),
    ]


def test_a_name_is_taken_while_its_owner_is_here() -> None:
    room, _ = after(Joined("Maria"))
    assert room.taken("MARIA")
    with pytest.raises(ValueError, match="here already"):
        advance(room, Joined("maria"), 1.0)
    room, _ = after(Left("Maria", lost=True), room=room)
    assert not room.taken("Maria")
    assert room.learners["maria"].state(9.0) is State.LOST
    room, _ = after(Joined("maria"), room=room)
    assert room.taken("Maria")


def test_everyone_is_gathered_led_and_released() -> None:
    further = replace(GATHER, epoch=4)
    room, sent = after(Joined("a"), Joined("b"), GATHER, further)
    assert room.leading == further
    assert told(sent, "a")[-2:] == told(sent, "b")[-2:] == [GATHER, further]
    room, sent = after(Release(), Release(), room=room)
    assert room.leading is None
    assert sent == [Outgoing("a", Release()), Outgoing("b", Release())]


def test_a_poll_is_tallied_and_shown_to_all_at_the_end() -> None:
    def vote(name: str, outcome: Outcome, label: str, number: int = 1) -> Told:
        return Told(name, Poll(number, outcome, label))

    room, _ = after(*(Joined(name) for name in "abcde"), StartPoll(1, "forward", "rows", 0))
    room, sent = after(
        vote("a", Outcome.WRONG, "4"),
        vote("b", Outcome.RIGHT, "3"),
        vote("b", Outcome.WRONG, "9"),  # a second thought comes too late
        vote("c", Outcome.WRONG, "4"),
        vote("d", Outcome.SKIPPED, "?"),
        vote("e", Outcome.RIGHT, "3", number=2),  # to another question
        room=room,
    )
    assert not sent
    assert room.polling is not None
    assert room.polling.tally() == Tally(1, (("4", 2), ("3", 1), ("skipped", 1)), (), False)
    room, sent = after(EndPoll(), vote("e", Outcome.RIGHT, "3"), EndPoll(), room=room)
    tally = Tally(1, (("4", 2), ("3", 1), ("skipped", 1)), ("3",), True)
    assert sent == [Outgoing(key, tally) for key in "abcde"]


def test_who_lost_the_connection_is_asked_again_unless_they_have_answered() -> None:
    room, _ = after(Joined("a"), Joined("b"), StartPoll(1, "forward", "rows", 0))
    room, _ = after(Told("a", Poll(1, Outcome.RIGHT, "3")), Left("a"), Left("b"), room=room)
    room, sent = after(Joined("a"), Joined("b"), room=room)
    assert Ask(1, "forward", "rows", 0) not in told(sent, "a")
    assert Ask(1, "forward", "rows", 0) in told(sent, "b")


def test_of_very_many_answers_the_right_one_has_a_bar() -> None:
    names = [f"n{number}" for number in range(30)]
    votes = [Told(name, Poll(1, Outcome.WRONG, name)) for name in names]
    votes[29] = Told("n29", Poll(1, Outcome.RIGHT, "zz"))
    room, _ = after(*map(Joined, names), StartPoll(1, "forward", "rows", 0), *votes)
    assert room.polling is not None
    tally = room.polling.tally()
    assert sum(count for _, count in tally.counts) == 30
    assert ("zz", 1) in tally.counts
    assert tally.counts[-1][0] == "other answers"


def test_only_who_agreed_is_looked_at_and_only_as_long() -> None:
    room, sent = after(Joined("a"), Joined("b"), LookAt("a"), Told("a", ROWS))
    assert (room.looking, room.screen) == ("a", None)
    assert sent[-1] == Outgoing("a", Look(True))  # which asks them
    room, sent = after(Told("a", Consent(True)), LookAt("a"), Told("a", ROWS), room=room)
    assert (room.looking, room.screen) == ("a", ROWS)
    assert sent == []
    room, sent = after(Told("b", ROWS), Told("b", Consent(True)), LookAt("b"), room=room)
    assert (room.looking, room.screen) == ("b", None)
    assert sent == [Outgoing("a", Look(False)), Outgoing("b", Look(True))]
    room, sent = after(Told("a", ROWS), Told("b", Consent(False)), Told("b", ROWS), room=room)
    assert (room.looking, room.screen) == (None, None)
    assert sent == [Outgoing("b", Look(False))]


def test_messages_reach_one_or_all_and_are_clean() -> None:
    room, _ = after(Joined("a"), Joined("b"))
    _, sent = after(Tell("\x1b[2Jhello\n"), Tell("psst", "B"), Tell(" "), Tell("x", "c"), room=room)
    assert sent == [
        Outgoing("a", Say("hello")),
        Outgoing("b", Say("hello")),
        Outgoing("b", Say("psst")),
    ]


def test_hands_go_up_in_order_and_come_down() -> None:
    room, _ = after(*map(Joined, "abc"), *(Told(name, Hand(True)) for name in "bcab"))
    assert [learner.name for learner in room.hands()] == ["b", "c", "a"]
    room, sent = after(LowerHand("c"), Told("a", Hand(False)), room=room)
    assert [learner.name for learner in room.hands()] == ["b"]
    assert sent == [Outgoing("c", Lowered())]


def test_how_a_learner_is_doing() -> None:
    wrong, right = answered(Outcome.WRONG), answered(Outcome.RIGHT)

    def state(*messages: protocol.FromLearner, now: float = 9.0) -> State:
        room, _ = after(Joined("a"), *(Told("a", message) for message in messages))
        return room.learners["a"].state(now)

    assert state() is State.HERE
    assert state(*[wrong] * (STUCK_AFTER - 1)) is State.HERE
    assert state(*[wrong] * STUCK_AFTER) is State.STUCK
    assert state(*[wrong] * STUCK_AFTER, answered(Outcome.SKIPPED)) is State.STUCK
    assert state(*[wrong] * STUCK_AFTER, right) is State.HERE
    assert state(*[wrong] * STUCK_AFTER, answered(Outcome.WRONG, "sums")) is State.HERE
    assert state(*[wrong] * STUCK_AFTER, Hand(True)) is State.HAND
    assert state(Idle(30.0), now=1.0 + LONG_IDLE - 31.0) is State.HERE
    assert state(Idle(30.0), now=1.0 + LONG_IDLE - 30.0) is State.IDLE
    assert state(Idle(500.0), Idle(0.0)) is State.HERE


def test_many_who_play_get_fewer_frames_and_one_who_pauses_changes_nothing() -> None:
    names = [f"n{number}" for number in range(60)]

    def playing(name: str, yes: bool) -> Told:
        return Told(name, Here("forward", "rows", 0, yes))

    room, _ = after(*map(Joined, names))
    fast = room.pace
    room, sent = after(*(playing(name, True) for name in names), room=room)
    assert 60 / room.pace <= room.frames
    assert told(sent, "n0")[-1] == told(sent, "n59")[-1] == Pace(room.pace)
    slow = room.pace
    room, sent = after(*(playing("n0", yes) for yes in (False, True) * 5), room=room)
    assert (room.pace, sent) == (slow, [])
    room, _ = after(*(playing(name, False) for name in names), room=room)
    assert room.pace == fast


def test_those_who_left_are_listed_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_module, "MOST_GONE", 3)
    room, _ = after(Joined("here"), *(e for n in "abcdef" for e in (Joined(n), Left(n))))
    assert list(room.learners) == ["here", "d", "e", "f"]


@dataclass
class Client:
    """A learner as their own process knows the room: by what it was told alone."""

    lessons: tuple[str, ...] | None = None
    skipping: bool | None = None
    led: Gather | None = None
    poll: int | None = None
    looked_at: bool = False
    pace: float = 0.0

    def hear(self, message: Any) -> None:
        match message:
            case Welcome(_, _, lessons, skipping, _):
                self.lessons, self.skipping = lessons, skipping
            case Lock(lessons):
                self.lessons = lessons
            case Skipping(allowed):
                self.skipping = allowed
            case Gather():
                self.led = message
            case Release():
                self.led = None
            case Ask(number):
                self.poll = number
            case Tally(ended=True):
                self.poll = None
            case Look(on):
                self.looked_at = on
            case Pace(seconds):
                self.pace = seconds


people = st.sampled_from(["Maria", "MARIA", "tom", "Zoë", "eve"])
events = st.lists(
    st.one_of(
        st.builds(Joined, people),
        st.builds(Joined, people),
        st.builds(Left, people, st.booleans()),
        st.builds(Told, people, messages.from_learner),
        st.builds(Told, people, st.builds(Consent, st.just(True))),
        st.builds(
            Told, people, st.builds(Poll, st.integers(0, 3), messages.outcomes, messages.labels)
        ),
        st.builds(StartPoll, st.integers(0, 3), messages.ids, messages.ids, messages.wholes),
        st.just(EndPoll()),
        st.builds(Tell, st.text(), st.none() | people),
        st.builds(LookAt, st.none() | people),
        st.builds(LowerHand, people),
        *(messages.FROM_HOST[kind] for kind in (Gather, Release, Lock, Skipping)),
    ),
    max_size=40,
)


@settings(deadline=None)
@given(events, st.floats(1, 10))
def test_whatever_happens_everyone_knows_what_holds(happened: list[Any], frames: float) -> None:
    room = Room(frames)
    clients: dict[str, Client] = {}
    for now, event in enumerate(happened):
        if isinstance(event, Joined):
            if room.taken(event.name):
                continue
            clients[event.name.casefold()] = Client()
        elif isinstance(event, Left):
            clients.pop(event.name.casefold(), None)
        room, sent = advance(room, event, float(now))
        for outgoing in sent:
            clients[outgoing.key].hear(outgoing.message)  # KeyError: to somebody who isn't here
            assert protocol.decode(protocol.encode(outgoing.message)) == outgoing.message
        assert set(room.here) == set(clients)
        for key, client in clients.items():
            assert (client.lessons, client.skipping) == (room.lessons, room.skipping)
            assert (client.led, client.pace) == (room.leading, room.pace)
            assert client.looked_at == (room.looking == key)
        if room.looking is None:
            assert room.screen is None
        else:
            assert room.screen is None or room.here[room.looking].shows
        if room.polling is not None:
            tally = room.polling.tally()
            assert sum(count for _, count in tally.counts) == len(room.polling.answers)
            assert bool(tally.right) <= tally.ended
