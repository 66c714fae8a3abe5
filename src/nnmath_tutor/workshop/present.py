"""One learner as the room sees them, and how they are doing in a word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.protocol import Answered, Consent, Hand, Here, Idle

LONG_IDLE = 120.0  # seconds without a key, after which it is worth a look
STUCK_AFTER = 3  # wrong answers to one question, one after the other


class State(Enum):
    """How a learner is doing; the most urgent that holds."""

    HAND = "hand up"
    STUCK = "stuck"
    LOST = "connection lost"
    IDLE = "idle"
    HERE = "here"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Present:
    """What is known of a learner. Times are those of the room's clock; lesson is empty on the map.

    `wrong` counts wrong answers to the question of `asked` since the last right one; `idle` is how
    long no key had come at `told`. `gone` is when the connection ended, and `lost` how.
    """

    name: str
    joined: float
    told: float
    lesson: str = ""
    step: str = ""
    epoch: int = 0
    playing: bool = False
    last: Outcome | None = None
    typed: str = ""
    asked: tuple[str, str] = ("", "")
    wrong: int = 0
    idle: float = 0.0
    hand: float | None = None  # since when it is up
    shows: bool = False  # may be looked at
    gone: float | None = None
    lost: bool = False

    @property
    def here(self) -> bool:
        """Whether there is a connection."""
        return self.gone is None

    def idle_for(self, now: float) -> float:
        """Seconds since the last key."""
        return self.idle + max(now - self.told, 0.0) if self.idle else 0.0

    def state(self, now: float) -> State:
        """How the learner is doing."""
        if not self.here:
            return State.LOST if self.lost else State.LEFT
        if self.hand is not None:
            return State.HAND
        if self.wrong >= STUCK_AFTER:
            return State.STUCK
        return State.IDLE if self.idle_for(now) >= LONG_IDLE else State.HERE


def heard(learner: Present, message: Here | Answered | Hand | Consent | Idle, at: float) -> Present:
    """The learner after a message about themselves."""
    match message:
        case Here(lesson, step, epoch, playing):
            return replace(learner, lesson=lesson, step=step, epoch=epoch, playing=playing)
        case Answered(lesson, step, _, outcome, _, typed):
            before = learner.wrong if learner.asked == (lesson, step) else 0
            wrong = {Outcome.WRONG: before + 1, Outcome.SKIPPED: before}.get(outcome, 0)
            asked = (lesson, step)
            return replace(learner, last=outcome, typed=typed, asked=asked, wrong=wrong)
        case Hand(up):
            since = at if learner.hand is None else learner.hand
            return replace(learner, hand=since if up else None)
        case Consent(show):
            return replace(learner, shows=show)
        case Idle(seconds):
            return replace(learner, idle=seconds, told=at)
