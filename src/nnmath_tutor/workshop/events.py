"""What happens in a workshop: learners come, go and say things, and the presenter leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from nnmath_tutor.workshop.protocol import FromLearner, Gather, Lock, Release, Skipping


@dataclass(frozen=True, slots=True)
class Joined:
    """A learner's process is up; the document is what the record has of them."""

    name: str
    document: Mapping[str, Any] | None = None
    seen_before: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A learner's connection ended: `lost` if it was not they who ended it."""

    name: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A learner's process sent a message."""

    name: str
    message: FromLearner


@dataclass(frozen=True, slots=True)
class StartPoll:
    """The presenter asks everyone. `number` is one that no other poll has had."""

    number: int
    lesson: str
    step: str
    seed: int


@dataclass(frozen=True, slots=True)
class EndPoll:
    """The presenter shows everyone how all have answered; later answers don't count."""


@dataclass(frozen=True, slots=True)
class Tell:
    """The presenter writes to one learner, or to all."""

    text: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class LookAt:
    """The presenter asks to see a learner's screen, or closes the one that is open."""

    name: str | None


@dataclass(frozen=True, slots=True)
class LowerHand:
    """The presenter has been there."""

    name: str


# Gather (lead, and at every move of the presenter's), Release, Lock and Skipping are the messages
# themselves: what the presenter does is what everyone is told.
Event: TypeAlias = (
    Joined
    | Left
    | Told
    | Gather
    | Release
    | StartPoll
    | EndPoll
    | Tell
    | Lock
    | Skipping
    | LookAt
    | LowerHand
)
