"""What a learner's tutor tells the host by itself: the place, the silence, the screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from nnmath_tutor.workshop.following import IDLE_AFTER, Paced, next_idle
from nnmath_tutor.workshop.protocol import FromLearner, Here, Idle, Screen

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.timer import Timer

LEAST = 0.5  # seconds from one to the next of a kind


class Telling:
    """Looks after each change of the screen, and at most twice a second; at rest it does nothing.

    `here` gives the place, `screen` the rows, or None where nobody is to see them.
    """

    def __init__(
        self,
        owner: MessagePump,
        send: Callable[[FromLearner], None],
        here: Callable[[], Here],
        screen: Callable[[], Screen | None],
    ) -> None:
        self._owner = owner
        self._send = send
        self._here = here
        self._screen = screen
        self._places = Paced(LEAST)
        self._screens = Paced(LEAST)
        self._soon: Timer | None = None
        self._key_at = time.monotonic()
        self._idle = 0.0  # seconds of silence that were told
        self._silence: Timer | None = None

    def begin(self) -> None:
        """Somebody is there now."""
        self._wait_for_silence(IDLE_AFTER[0])
        self.changed()

    def changed(self) -> None:
        """Something on the screen has changed."""
        if self._soon is not None:
            return
        now = time.monotonic()
        waits = [self._place(now), self._rows(now)]
        soonest = min((wait for wait in waits if wait is not None), default=None)
        if soonest is not None:
            self._soon = self._owner.set_timer(soonest, self._later)

    def active(self) -> None:
        """There was a key, or the mouse."""
        self._key_at = time.monotonic()
        if self._idle:
            self._idle = 0.0
            self._send(Idle(0.0))
            self._wait_for_silence(IDLE_AFTER[0])

    def _later(self) -> None:
        self._soon = None
        self.changed()

    def _place(self, now: float) -> float | None:
        here = self._here()
        if self._places.due(here, now):
            self._send(here)
            self._places = self._places.out(here, now)
        return self._places.later(here, now)

    def _rows(self, now: float) -> float | None:
        if now - self._screens.at < LEAST:  # rows cost something: looked at when they may go out
            return LEAST - (now - self._screens.at)
        screen = self._screen()
        if screen is None:
            self._screens = Paced(LEAST)
        elif self._screens.due(screen, now):
            self._send(screen)
            self._screens = self._screens.out(screen, now)
        return None

    def _wait_for_silence(self, seconds: float) -> None:
        if self._silence is not None:
            self._silence.stop()
        self._silence = self._owner.set_timer(seconds, self._listen)

    def _listen(self) -> None:
        silent = time.monotonic() - self._key_at
        wanted = next_idle(self._idle)
        if wanted is not None and silent >= wanted:
            self._idle = silent
            self._send(Idle(silent))
            wanted = next_idle(silent)
        if wanted is not None:
            self._wait_for_silence(max(wanted - silent, 1.0))
