"""A terminal at the end of a slow line: frames are dropped, and what is shown is never old.

Counted are bytes, not seconds: what had to be read after a key until the screen showed its effect.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from .reading import is_recorded, time_bar
from .terminal import Terminal

RATE = 4000  # bytes a second: fewer than a lesson that plays would send
PIECE = 200  # bytes read at a time
FRAMES = 6000  # bytes of a frame with all that changes, and of one before it; far less than a
# pseudo-terminal keeps
KEPT = 26_000  # bytes that a pseudo-terminal keeps at most, and a frame
SYNC = re.compile(rb"\x1b\[\?2026([hl])")


class AnsweringScreen(pyte.Screen):
    """A screen whose answers reach the process."""

    master = -1  # where they are written; -1: nowhere

    def write_process_input(self, data: str) -> None:
        if self.master >= 0:
            os.write(self.master, data.encode())


class SlowTerminal(Terminal):
    """Reads so many bytes a second, and answers questions or doesn't."""

    def __init__(self, *arguments: str, state: Path, answers: bool) -> None:
        super().__init__(*arguments, state=state)
        self._screen = AnsweringScreen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        if answers:
            self._screen.master = self.master
            os.write(self.master, b"\x1b[?2026;2$y")  # to what it will ask first

    def read(self, deadline: float) -> bytes:
        data = super().read(deadline, PIECE)
        time.sleep(len(data) / RATE)
        return data

    def read_on(self, size: int) -> None:
        """Read that many bytes."""
        until = len(self.output) + size
        while len(self.output) < until:
            assert self.read(time.monotonic() + 20.0), self.text

    def read_until(self, speed: str) -> int:
        """Until the time bar shows that speed. Gives the bytes that it took."""
        before = len(self.output)
        self.until(lambda: self._has_speed(speed))
        return len(self.output) - before

    def _has_speed(self, speed: str) -> None:
        assert time_bar(self).speed == speed


@pytest.fixture(params=[True, False], ids=["answers", "silent"])
def slow(request: pytest.FixtureRequest, state: Path) -> Iterator[SlowTerminal]:
    terminal = SlowTerminal("learn", "backprop:update", state=state, answers=request.param)
    try:
        terminal.until(lambda: is_recorded(terminal))
        terminal.press("+", "+", "space")
        terminal.read_until("4")
        if not request.param:
            terminal.read_on(45_000)  # by then it knows how slow the line is
        yield terminal
    finally:
        terminal.close()


def test_what_is_shown_is_never_old(slow: SlowTerminal) -> None:
    for key, speed in (("-", "2"), ("+", "4"), ("-", "2"), ("+", "4")):
        slow.read_on(2500)
        slow.press(key)
        assert slow.read_until(speed) <= FRAMES
    assert time_bar(slow).playing

    answers = slow._screen.master >= 0
    time.sleep(3.0)  # the reader does nothing; the lesson plays on
    slow.press("-")
    # What nobody read can't be known where nobody answers: it is all that is kept on the way.
    assert slow.read_until("2") <= (FRAMES if answers else KEPT)
    slow.press("?", "q", "space")
    slow.process.send_signal(signal.SIGTERM)
    assert slow.end() == 0
    assert slow.as_it_was
    marks = SYNC.findall(slow.output)
    assert marks == [b"h", b"l"] * (len(marks) // 2)
    assert bool(marks) is answers
