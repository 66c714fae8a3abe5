"""The real `nnmath-tutor` in a real pseudo-terminal, its screen read by pyte.

Nothing here sleeps: every wait is for a condition, with a deadline that only a hang reaches.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import subprocess
import sysconfig
import termios
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyte
from numpy.typing import ArrayLike

COMMAND = Path(sysconfig.get_path("scripts")) / "nnmath-tutor"
KEPT = ("PYTHONPATH",)  # so that another copy of the tutor can be tested
SECONDS = 20.0  # far more than anything here takes

KEYS = {
    "enter": b"\r",
    "space": b" ",
    "escape": b"\x1b",
    "backspace": b"\x7f",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
}


class Terminal:
    """The command, what it has written, and what its screen shows."""

    def __init__(
        self, *arguments: str, state: Path, size: tuple[int, int] = (80, 24), **variables: str
    ) -> None:
        self.master, slave = os.openpty()
        termios.tcsetwinsize(slave, (size[1], size[0]))
        self.before = termios.tcgetattr(slave)
        self.process = subprocess.Popen(
            [COMMAND, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            # Its controlling terminal, as in life: resizes and hang-ups arrive as signals.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(state),
                "LANG": "C.UTF-8",
                "TERM": "xterm-256color",
                "PYTHONWARNINGS": "error",
                "NNMATH_TUTOR_STATE": str(state),
                **{name: os.environ[name] for name in KEPT if name in os.environ},
                **variables,
            },
        )
        self.slave = slave  # kept open to look at its settings afterwards
        self.output = b""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)

    # what is to be seen ---------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def line(self, pattern: str) -> str:
        """The one line in which the regular expression is found."""
        found = [line for line in self.lines if re.search(pattern, line)]
        assert len(found) == 1, f"{pattern!r} is in {len(found)} lines of\n{self.text}"
        return found[0]

    def numbers(self, pattern: str) -> list[str]:
        """The numbers in that line, as they are written, from where the pattern ends."""
        line = self.line(pattern)
        match = re.search(pattern, line)
        assert match is not None
        return numbers_in(line[match.end() :])

    # what is done ---------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Type keys by name, or text as it stands, all in one write."""
        os.write(self.master, b"".join(KEYS.get(key, key.encode()) for key in keys))

    def type(self, data: bytes) -> None:
        os.write(self.master, data)

    def resize(self, width: int, height: int) -> None:
        termios.tcsetwinsize(self.master, (height, width))
        self._screen.resize(height, width)

    def wait_for(self, *wanted: str) -> None:
        """Read until each of these stands on the screen."""

        def all_there() -> None:
            for text in wanted:
                assert text in self.text, f"{text!r} never came; the screen is\n{self.text}"

        self.until(all_there)

    def until(self, check: Callable[[], object]) -> None:
        """Read until `check` raises nothing: a screen comes in pieces, and half of one may not
        even be readable."""
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                check()
                return
            except (AssertionError, LookupError, ValueError):
                if not self.read(deadline):
                    raise

    def read(self, deadline: float, most: int = 65536) -> bytes:
        """What the command writes next, so many bytes at most; nothing if it writes nothing until
        the deadline or ends."""
        ready: list[int] = []
        while not ready:
            ended = self.process.poll() is not None
            patience = 0 if ended else min(max(deadline - time.monotonic(), 0), 0.2)
            ready, _, _ = select.select([self.master], [], [], patience)
            if not ready and (ended or time.monotonic() >= deadline):
                return b""
        try:
            data = os.read(self.master, most)
        except OSError:  # the last one at the other end has gone
            return b""
        self.output += data
        self._stream.feed(data)
        return data

    def end(self) -> int:
        """The exit status; all that is written until then is read."""
        if self.master < 0:
            return self.process.wait(SECONDS)
        deadline = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end; the screen is\n{self.text}"
            self.read(min(time.monotonic() + 0.02, deadline))
        while self.read(time.monotonic()):
            pass
        return self.process.returncode

    def hang_up(self) -> None:
        """The terminal goes away: a closed window, a lost connection."""
        self.close_descriptors()

    @property
    def as_it_was(self) -> bool:
        """Whether the terminal was left as it was found."""
        return termios.tcgetattr(self.slave) == self.before and all(
            self.output.rfind(off) > self.output.rfind(on) >= 0
            for on, off in ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h"))
        )

    def close_descriptors(self) -> None:
        for descriptor in (self.master, self.slave):
            if descriptor >= 0:
                os.close(descriptor)
        self.master = self.slave = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.close_descriptors()


def numbers_in(text: str) -> list[str]:
    """Every number of a text as it is written, with an ASCII minus; digits of names left out."""
    return re.findall(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?", text.replace("−", "-"))


def agree(shown: list[str], values: ArrayLike) -> None:
    """Each number shown is the value, rounded to the places shown."""
    expected = np.ravel(np.asarray(values, dtype=float)).tolist()
    assert len(shown) == len(expected), (shown, expected)
    for text, value in zip(shown, expected, strict=True):
        plain = text.replace(",", "")
        mantissa, _, exponent = plain.partition("e")
        places = len(mantissa.partition(".")[2]) - int(exponent or 0)
        assert abs(float(plain) - value) <= 0.5000001 * 10.0**-places, (shown, expected)
