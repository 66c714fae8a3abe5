"""What a learner's tutor knows of the room: what the presenter does, and what is told of it.

Values only, no screen and no channel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nnmath_tutor.workshop.protocol import (
    Ask,
    End,
    FromHost,
    Gather,
    Here,
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

WHO = "presenter: "
HAND_KEY, SHOW_KEY, READ_KEY = "ctrl+r", "ctrl+o", "ctrl+y"

LEADS = "leads now; your keys rest, your place is kept."
ASKS_TO_LOOK = f"may I see your screen? {SHOW_KEY} allows it, and ends it."
LOOKS = f"sees your screen. {SHOW_KEY} ends that."
MAY_LOOK = f"may look at your screen. {SHOW_KEY} ends that."
HAND_UP = "Your hand is up."
MOST_UNREAD = 9  # messages
MOST_NAMED = 3  # lessons in one line


@dataclass(frozen=True, slots=True)
class Following:
    """The room as this learner has it.

    `unread` are messages that haven't been put away, the newest last, each with what it is about,
    if that is a rule: a newer one on it takes its place. `asked` is the question that is open;
    `tally` how the room answered it; `looks` whether the presenter wants to see the screen,
    `shows` whether the learner agreed (None: wasn't asked yet).
    """

    unread: tuple[tuple[str, str], ...] = ()
    gathered: Gather | None = None
    asked: Ask | None = None
    tally: Tally | None = None
    looks: bool = False
    shows: bool | None = None
    hand: bool = False
    lessons: tuple[str, ...] | None = None
    skipping: bool = True
    pace: float = 0.0
    ended: str | None = None

    @property
    def said(self) -> str:
        """The newest message that hasn't been put away; empty if there is none."""
        return self.unread[-1][1] if self.unread else ""

    @property
    def seen(self) -> bool:
        """Whether the screen is sent to the presenter."""
        return self.looks and bool(self.shows)


def begin(welcome: Welcome) -> Following:
    """What holds as the learner comes in."""
    return Following(lessons=welcome.lessons, skipping=welcome.skipping)


def heard(following: Following, message: FromHost, titles: Callable[[str], str]) -> Following:
    """What holds after a message. `titles` gives a lesson's title by its id.

    What belongs to a question that isn't open changes nothing.
    """
    match message:
        case Gather():
            return replace(following, gathered=message)
        case Release():
            return replace(following, gathered=None)
        case Ask():
            return replace(following, asked=message, tally=None)
        case Tally(number=number):
            mine = following.asked is not None and following.asked.number == number
            return replace(following, tally=message) if mine else following
        case Say(text=text):
            return _tell(following, text)
        case Lock(lessons=lessons):
            now = replace(following, lessons=lessons)
            same = lessons == following.lessons
            return now if same else _tell(now, _locked(lessons, titles), "lessons")
        case Skipping(allowed=allowed):
            told = "questions may be skipped again." if allowed else "no one skips a question now."
            now = replace(following, skipping=allowed)
            return now if allowed == following.skipping else _tell(now, told, "skipping")
        case Lowered():
            return replace(following, hand=False)
        case Look(on=on):  # wanted anew: who has ended it before is asked again
            shows = None if on and not following.shows else following.shows
            return replace(following, looks=on, shows=shows)
        case Pace(seconds=seconds):
            return replace(following, pace=seconds)
        case End(reason=reason):
            return replace(following, ended=reason)
        case _:
            return following


def _tell(following: Following, text: str, rule: str = "") -> Following:
    others = [one for one in following.unread if not rule or one[0] != rule]
    return replace(following, unread=(*others, (rule, text))[-MOST_UNREAD:])


def _locked(lessons: Sequence[str] | None, titles: Callable[[str], str]) -> str:
    if lessons is None:
        return "all lessons are open again."
    if not lessons:
        return "all lessons are locked for now."
    if len(lessons) > MOST_NAMED:
        return "some lessons are locked for now; the map tells which."
    return f"open for now: {', '.join(titles(lesson) for lesson in lessons)}."


def raised(following: Following) -> Following:
    """The hand goes up, or down."""
    return replace(following, hand=not following.hand)


def agreed(following: Following) -> Following:
    """The screen may be seen, or no longer."""
    return replace(following, shows=not following.shows)


def read(following: Following) -> Following:
    """The newest message is put away."""
    return replace(following, unread=following.unread[:-1])


def banner(following: Following, *, asking: bool = False) -> tuple[str, ...]:
    """The lines at the top of every screen, none if there is nothing to tell.

    Whether the presenter may look stands there all the while; then comes what was said, until the
    learner has put it away. `asking` tells that a question to all is open: its keys don't rest.
    """
    lines = []
    if following.looks and following.shows is None:
        lines.append(WHO + ASKS_TO_LOOK)
    elif following.shows:
        lines.append(WHO + (LOOKS if following.looks else MAY_LOOK))
    if following.said:
        more = len(following.unread) - 1
        lines.append(f"{WHO}{following.said} ({READ_KEY}: read{f', {more} more' if more else ''})")
    elif following.gathered is not None and not asking:
        lines.append(WHO + LEADS)
    if following.hand and lines:  # where it is least likely to take a row of its own
        shortest = lines.index(min(lines, key=len))
        lines[shortest] += f" {HAND_UP}"
    elif following.hand:
        lines.append(f"{HAND_UP} {HAND_KEY} lowers it.")
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Paced:
    """Lets messages of one kind out at most every `least` seconds, the newest always at last."""

    least: float
    sent: object = None
    at: float = float("-inf")

    def due(self, message: object, now: float) -> bool:
        """Whether this is to be sent now."""
        return message != self.sent and now - self.at >= self.least

    def later(self, message: object, now: float) -> float | None:
        """In how many seconds to ask again; None if there is nothing new, or it is due."""
        if message == self.sent or self.due(message, now):
            return None
        return self.least - (now - self.at)

    def out(self, message: object, now: float) -> Paced:
        """After sending it."""
        return replace(self, sent=message, at=now)


def nowhere() -> Here:
    """On the map."""
    return Here("", "", 0, False)


# Seconds without a key after which that is told, once each.
IDLE_AFTER = (60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0)


def next_idle(idle: float) -> float | None:
    """The next length of silence to be told of, after this one; None: there is none."""
    return next((after for after in IDLE_AFTER if after > idle + 1e-6), None)
