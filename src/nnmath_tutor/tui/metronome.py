"""The clock of a lesson that plays."""

from __future__ import annotations

from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer


class Metronome:
    """Ticks while there is a beat, and is not there otherwise: paused means idle.

    Textual's clock skips the beats that it comes too late for: nothing is caught up.
    """

    def __init__(self, owner: MessagePump, tick: Callable[[], None]) -> None:
        self._owner = owner
        self._tick = tick
        self._beat: float | None = None
        self._clock: Timer | None = None

    def keep(self, beat: float | None) -> None:
        """From now on so many seconds from tick to tick; None: no ticks."""
        if beat == self._beat:
            return
        if self._clock is not None:
            self._clock.stop()
        self._beat = beat
        self._clock = None if beat is None else self._owner.set_interval(beat, self._tick)
