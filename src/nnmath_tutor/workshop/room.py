"""Who is in the workshop, and what the presenter does with all of them: a pure state.

`advance(room, event, now) → (room, what is to be sent)`. No socket, no clock, no disk: the host
hands in what happened, and sends what comes out. Learners go by `names.name_key` of their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nnmath_tutor.workshop import load
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
from nnmath_tutor.workshop.names import clean_text, name_key
from nnmath_tutor.workshop.polling import Polling
from nnmath_tutor.workshop.present import Present, heard
from nnmath_tutor.workshop.protocol import (
    Answered,
    Ask,
    Consent,
    FromHost,
    FromLearner,
    Gather,
    Hand,
    Here,
    Idle,
    Keep,
    Lock,
    Look,
    Lowered,
    Pace,
    Poll,
    Release,
    Say,
    Screen,
    Skipping,
    Welcome,
)

MOST_GONE = 200  # learners who left and are still listed


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to one learner, by key."""

    key: str
    message: FromHost


@dataclass(frozen=True, slots=True)
class Room:
    """The workshop as it is now. `leading` is where everyone is gathered; `looking` whose screen
    the presenter asked to see, and `screen` what is seen of it once that learner has agreed;
    `frames` a second are what the machine can give to all.
    """

    frames: float
    learners: Mapping[str, Present] = field(default_factory=dict, hash=False)
    leading: Gather | None = None
    polling: Polling | None = None
    lessons: tuple[str, ...] | None = None
    skipping: bool = True
    looking: str | None = None
    screen: Screen | None = None
    pace: float = load.FASTEST

    @property
    def here(self) -> Mapping[str, Present]:
        """Those with a connection, by key, in the order they came."""
        return {key: learner for key, learner in self.learners.items() if learner.here}

    def taken(self, name: str) -> bool:
        """Whether somebody of that name is here."""
        learner = self.learners.get(name_key(name))
        return learner is not None and learner.here

    def hands(self) -> tuple[Present, ...]:
        """Whose hand is up, the longest first."""
        up = [(one.hand, one) for one in self.here.values() if one.hand is not None]
        return tuple(one for _, one in sorted(up, key=lambda pair: pair[0]))


def advance(room: Room, event: Event, now: float) -> tuple[Room, tuple[Outgoing, ...]]:
    """The room after an event, and what to send, in this order. Raises ValueError if a taken name
    joins: ask `taken` first. What comes late from or for somebody who has left is dropped.
    """
    after, sent = _after(room, event, now)
    pace = load.pace(sum(one.playing for one in after.here.values()), after.frames, after.pace)
    if pace != after.pace:
        after = replace(after, pace=pace)
        sent = (*sent, *_to_all(after, Pace(pace)))
    return after, sent


def _after(room: Room, event: Event, now: float) -> tuple[Room, tuple[Outgoing, ...]]:
    match event:
        case Joined():
            return _join(room, event, now)
        case Left(name, lost):
            return _leave(room, name_key(name), lost, now), ()
        case Told(name, message):
            return _hear(room, name_key(name), message, now)
        case Gather():
            return replace(room, leading=event), _to_all(room, event)
        case Release():
            return replace(room, leading=None), _to_all(room, event) if room.leading else ()
        case StartPoll(number, lesson, step, seed):
            ask = Ask(number, lesson, step, seed)
            return replace(room, polling=Polling(ask)), _to_all(room, ask)
        case EndPoll():
            return _end_poll(room)
        case Tell(text, name):
            return room, _tell(room, clean_text(text), name)
        case Lock(lessons):
            return replace(room, lessons=lessons), _to_all(room, event)
        case Skipping(allowed):
            return replace(room, skipping=allowed), _to_all(room, event)
        case LookAt(name):
            return _look(room, None if name is None else name_key(name))
        case LowerHand(name):
            return _change(room, name_key(name), hand=None), _to(room, [name_key(name)], Lowered())


def _join(room: Room, event: Joined, now: float) -> tuple[Room, tuple[Outgoing, ...]]:
    if room.taken(event.name):
        raise ValueError(f"{event.name} is here already")
    key = name_key(event.name)
    # Who comes back stands last, as who comes now; what was known of them a moment ago stays known.
    others = {other: one for other, one in room.learners.items() if other != key}
    known = room.learners.get(key, Present(event.name, now, now))
    learner = Present(
        event.name,
        now,
        now,
        last=known.last,
        typed=known.typed,
        asked=known.asked,
        wrong=known.wrong,
    )
    room = replace(room, learners={**others, key: learner})
    messages: list[FromHost] = [
        Welcome(event.name, event.document, room.lessons, room.skipping, event.seen_before),
        Pace(room.pace),
    ]
    if room.leading is not None:
        messages.append(room.leading)
    if room.polling is not None and not room.polling.ended and key not in room.polling.answers:
        messages.append(room.polling.ask)
    return room, tuple(Outgoing(key, message) for message in messages)


def _leave(room: Room, key: str, lost: bool, now: float) -> Room:
    if key not in room.here:
        return room
    room = _change(room, key, gone=now, lost=lost, hand=None, playing=False, shows=False, idle=0.0)
    if room.looking == key:
        room = replace(room, looking=None, screen=None)
    gone = [other for other, one in room.learners.items() if not one.here]
    gone.sort(key=lambda other: room.learners[other].gone or 0.0)
    dropped = set(gone[:-MOST_GONE])
    kept = {other: one for other, one in room.learners.items() if other not in dropped}
    return replace(room, learners=kept)


def _hear(
    room: Room, key: str, message: FromLearner, now: float
) -> tuple[Room, tuple[Outgoing, ...]]:
    if key not in room.here:
        return room, ()
    match message:
        case Here() | Answered() | Hand() | Consent() | Idle():
            told = heard(room.learners[key], message, now)
            room = replace(room, learners={**room.learners, key: told})
            if room.looking == key and message == Consent(False):
                return _look(room, None)
        case Poll() if room.polling is not None:
            room = replace(room, polling=room.polling.answer(key, message))
        case Screen() if room.looking == key and room.learners[key].shows:
            room = replace(room, screen=message)
        case Keep() | Poll() | Screen():  # the record's; an answer too late; a look that has ended
            pass
    return room, ()


def _end_poll(room: Room) -> tuple[Room, tuple[Outgoing, ...]]:
    if room.polling is None or room.polling.ended:
        return room, ()
    polling = replace(room.polling, ended=True)
    return replace(room, polling=polling), _to_all(room, polling.tally())


def _tell(room: Room, text: str, name: str | None) -> tuple[Outgoing, ...]:
    if not text:
        return ()
    if name is None:
        return _to_all(room, Say(text))
    return _to(room, [name_key(name)], Say(text))


def _look(room: Room, key: str | None) -> tuple[Room, tuple[Outgoing, ...]]:
    if key == room.looking or (key is not None and key not in room.here):
        return room, ()
    sent = (*_to(room, [room.looking], Look(False)), *_to(room, [key], Look(True)))
    return replace(room, looking=key, screen=None), sent


def _change(room: Room, key: str, **changes: Any) -> Room:
    if key not in room.learners:
        return room
    return replace(room, learners={**room.learners, key: replace(room.learners[key], **changes)})


def _to_all(room: Room, message: FromHost) -> tuple[Outgoing, ...]:
    return _to(room, room.learners, message)


def _to(room: Room, keys: Iterable[str | None], message: FromHost) -> tuple[Outgoing, ...]:
    here = room.here
    return tuple(Outgoing(key, message) for key in keys if key is not None and key in here)
