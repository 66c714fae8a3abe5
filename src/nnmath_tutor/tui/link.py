"""How much of what was sent is still under way to the terminal, and whether more may follow.

Two ways to know. A terminal that answers is asked after every frame: its answer says that all
before it has arrived, whatever lies between. Of one that never answers only this is seen: now and
then, when all that lies between is full, a write has to wait. From that the rate is learned, and
from the rate what is still under way. Nothing here knows Textual or has a clock: the time, in
seconds, is an argument.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

WINDOW = 0.1  # seconds' worth of bytes that may be under way when the next frame is sent
SOON = 0.02  # seconds; answers that come closer together are measured as one
MOST = 8000  # bytes that may be under way when the next frame is sent, however fast the link
HOPES = 8  # frames after which a terminal that never answered is asked no more
PATIENCE = 5.0  # seconds for an answer, twice that for the next, and so on
REMINDERS = 3  # questions in vain after which each lets a frame go
FULL = 20_500  # bytes that a pseudo-terminal of Linux keeps at most (measured)
NEARLY_FULL = 12_000  # and fewer than it keeps at least
ENOUGH = 8000  # bytes to learn a rate from; it says that there is room only 3584 at a time
PLENTY = 40_000  # bytes after which the rate is learned afresh
SAFE = 0.85  # of the measured rate: too high a rate falls behind, too low a one costs frames
SLOWEST = 1000.0  # bytes a second; less would be a reader that stopped for a while


@dataclass(frozen=True, slots=True)
class Sent:
    """Bytes that went out, with a question at their end."""

    size: int
    at: float


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What a terminal's answers tell."""

    can_ask: bool = True
    answers: bool = False  # it has answered at least once
    under_way: tuple[Sent, ...] = ()  # what it has not answered yet, oldest first
    rate: float = 0.0  # bytes a second; 0: not known
    since: float = float("-inf")  # when the answer came up to which the rate is measured
    carried: int = 0  # bytes answered since then
    reminders: int = 0  # in vain so far

    @property
    def asks(self) -> bool:
        """Whether to put a question at the end of the next frame."""
        return self.can_ask and (self.answers or len(self.under_way) < HOPES)

    def expects(self, now: float) -> bool:
        """Whether an answer may come; of one that never answered, only for a while."""
        if not self.under_way:
            return False
        return self.answers or now - self.under_way[-1].at < PATIENCE

    @property
    def size(self) -> int:
        """Bytes under way."""
        return sum(sent.size for sent in self.under_way)

    def sent(self, size: int, now: float) -> Dialogue:
        """A frame with a question at its end went out."""
        return replace(self, under_way=(*self.under_way, Sent(size, now)))

    def answered(self, now: float) -> Dialogue:
        """The oldest question was answered."""
        if not self.under_way:
            return replace(self, answers=True, reminders=0)
        oldest, *rest = self.under_way
        heard = replace(self, answers=True, reminders=0, under_way=tuple(rest))
        if oldest.at > self.since:  # the link was free: what is measured includes the way back
            # A small frame may pass what lies between at once: that says little of the rate.
            rate = max(self.rate, oldest.size / max(now - oldest.at, SOON))
            return replace(heard, rate=rate, since=now, carried=0)
        size, took = self.carried + oldest.size, now - self.since
        if took < SOON:
            return replace(heard, carried=size)
        rate = (self.rate + size / took) / 2
        return replace(heard, rate=rate, since=now, carried=0)

    def reminded(self) -> Dialogue:
        """It was asked once more, because it didn't answer."""
        reminders = self.reminders + 1
        lost = reminders >= REMINDERS
        return replace(self, reminders=reminders, under_way=() if lost else self.under_way)

    def caught_up(self, now: float) -> Dialogue:
        """The reminder was answered: everything before it has arrived."""
        return replace(self, reminders=0, under_way=(), since=now, carried=0)

    @property
    def free(self) -> bool:
        """Whether another frame may follow."""
        return not self.under_way or self.size <= min(self.rate * WINDOW, MOST)

    def overdue_in(self, now: float) -> float:
        """Seconds until it is to be asked again; none are left if 0 or less."""
        if not self.under_way:
            return float("inf")
        last = max(self.under_way[0].at, self.since)
        return last + PATIENCE * (2.0 ** (self.reminders + 1) - 1) - now


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is known of a terminal that doesn't answer."""

    left: float = 0.0  # bytes that were under way at `at`, by what is known
    at: float = 0.0
    rate: float = 0.0  # bytes a second; 0: not known
    stuck: bool = False  # a write waits
    moved_at: float | None = None  # when a write that had to wait was through, long enough ago
    since: int = 0  # bytes sent since
    busy: bool = True  # and by what is known there was always something under way

    def sent(self, size: int, now: float) -> Backlog:
        """A frame went out."""
        left = self.remaining(now)
        since = self.since + size
        busy = since < NEARLY_FULL or (self.busy and left > 0)
        return replace(self, left=left + size, at=now, since=since, busy=busy)

    def blocked(self) -> Backlog:
        """A write has to wait: all that lies between is full."""
        return replace(self, stuck=True)

    def moved(self, now: float) -> Backlog:
        """The write that had to wait is through. All is still about full.

        From one such moment to the next as much was read as was sent between them.
        """
        moved = replace(self, left=FULL, at=now, stuck=False)
        if self.moved_at is None or not self.busy or now <= self.moved_at:
            return replace(moved, moved_at=now, since=0, busy=True)
        if self.since < ENOUGH:
            return moved
        rate = max(SAFE * self.since / (now - self.moved_at), SLOWEST)
        if self.since < PLENTY:
            return replace(moved, rate=rate)
        return replace(moved, rate=rate, moved_at=now, since=0)

    def remaining(self, now: float) -> float:
        """Bytes still under way; 0 as long as the rate is not known."""
        if not self.rate:
            return 0.0
        return max(self.left - self.rate * (now - self.at), 0.0)

    def free_in(self, now: float) -> float:
        """Seconds until another frame may follow; infinity while a write waits."""
        if self.stuck:
            return float("inf")
        over = self.remaining(now) - self.rate * WINDOW
        return over / self.rate if over > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """Both, and which of them counts."""

    dialogue: Dialogue = field(default_factory=Dialogue)
    backlog: Backlog = field(default_factory=Backlog)

    @property
    def asks(self) -> bool:
        """Whether to put a question at the end of the next frame."""
        return self.dialogue.asks

    def sent(self, size: int, now: float) -> Link:
        """A frame went out, with a question if `asks` said so."""
        dialogue = self.dialogue.sent(size, now) if self.asks else self.dialogue
        return Link(dialogue, self.backlog.sent(size, now))

    def answered(self, now: float) -> Link:
        """The terminal answered a question."""
        return replace(self, dialogue=self.dialogue.answered(now))

    def reminded(self) -> Link:
        """The terminal was asked once more."""
        return replace(self, dialogue=self.dialogue.reminded())

    def caught_up(self, now: float) -> Link:
        """The terminal answered what it was asked once more."""
        return replace(self, dialogue=self.dialogue.caught_up(now))

    def blocked(self) -> Link:
        """A write has to wait."""
        return replace(self, backlog=self.backlog.blocked())

    def moved(self, now: float) -> Link:
        """The write that had to wait is through."""
        return replace(self, backlog=self.backlog.moved(now))

    def free(self, now: float) -> bool:
        """Whether a frame may go out."""
        if self.dialogue.answers:
            return self.dialogue.free and not self.backlog.stuck
        return self.backlog.free_in(now) <= 0

    def overdue(self, now: float) -> bool:
        """Whether to ask once more; not while what was asked hasn't even gone out."""
        waits = self.dialogue.answers and not self.backlog.stuck
        return waits and self.dialogue.overdue_in(now) <= 0

    def look_in(self, now: float) -> float:
        """Seconds after which time alone may have changed something; infinity: none may."""
        if self.backlog.stuck:
            return float("inf")
        if self.dialogue.answers:
            return max(self.dialogue.overdue_in(now), 0.0)
        return self.backlog.free_in(now)
