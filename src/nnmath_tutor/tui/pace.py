"""Keeps what is sent to what the terminal takes: the link's state, shared between threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from nnmath_tutor.tui.answers import QUESTION, REMINDER, Answer
from nnmath_tutor.tui.link import Dialogue, Link

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, TimerHandle

LATE = 0.001  # seconds added to a wait, so that it isn't over just before its time


class Pace:
    """Says when a frame may go out, and calls back once one may that could not.

    Frames are sent and waited for in the loop's thread; what the terminal does is told from any.
    """

    def __init__(
        self, loop: AbstractEventLoop, ask: Callable[[str], None], *, can_ask: bool
    ) -> None:
        self._loop = loop
        self._ask = ask
        self._start = Link(Dialogue(can_ask=can_ask))
        self._link = self._start
        self._changed = threading.Condition()
        self._waiting: Callable[[], None] | None = None
        self._timer: TimerHandle | None = None

    @property
    def free(self) -> bool:
        """Whether a frame may go out."""
        return self._link.free(time.monotonic())

    @property
    def expects(self) -> bool:
        """Whether answers are still to come."""
        return self._link.dialogue.expects(time.monotonic())

    @property
    def stuck(self) -> bool:
        """Whether a write waits."""
        return self._link.backlog.stuck

    def sent(self, size: int) -> str:
        """That many bytes go out. Gives the question that is to follow them, if any."""
        with self._changed:
            asks = self._link.asks
            self._link = self._link.sent(size, time.monotonic())
        return QUESTION if asks else ""

    def when_free(self, then: Callable[[], None]) -> None:
        """Call `then` in the loop, once, as soon as a frame may go out."""
        self._waiting = then
        self._look()

    def heard(self, answer: Answer) -> None:
        """The terminal answered."""
        if answer is Answer.QUESTION:
            self._change(lambda link: link.answered(time.monotonic()))
        else:
            self._change(lambda link: link.caught_up(time.monotonic()))

    def blocked(self) -> None:
        """A write has to wait."""
        self._change(Link.blocked)

    def moved(self) -> None:
        """The write that had to wait is through."""
        self._change(lambda link: link.moved(time.monotonic()))

    def start_over(self) -> None:
        """What was known doesn't hold any more: another program had the terminal."""
        self._change(lambda link: self._start)

    def wait_for_answers(self, seconds: float) -> None:
        """Until the terminal has answered everything, if it answers at all."""
        with self._changed:
            self._changed.wait_for(self._all_said, seconds)

    def _all_said(self) -> bool:
        link = self._link
        return not link.dialogue.answers or link.backlog.stuck or not link.dialogue.under_way

    def _change(self, change: Callable[[Link], Link]) -> None:
        with self._changed:
            self._link = change(self._link)
            self._changed.notify_all()
        if self._waiting is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._look)

    def _look(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting is None:
            return
        now = time.monotonic()
        with self._changed:
            overdue = self._link.overdue(now)
            if overdue:
                self._link = self._link.reminded()
        if overdue:
            self._ask(REMINDER)
        if self._link.free(now):
            then, self._waiting = self._waiting, None
            then()
            return
        wait = self._link.look_in(now)
        if wait != float("inf"):
            self._timer = self._loop.call_later(wait + LATE, self._look)
