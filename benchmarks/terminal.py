"""A process in a pseudo-terminal of 80×24, its screen, its bytes and its CPU time."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyte

from benchmarks.surroundings import environment
from nnmath_tutor.progress import Preferences, Progress, Store

COLUMNS, ROWS = 80, 24
PATIENCE = 30.0  # seconds; only something broken takes that long
QUIET = 0.04  # seconds without a byte after which a change of the screen is taken for complete

# Textual asks whether the terminal can take a frame as a whole; today's terminals say yes.
ASKED, ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
FRAME_END = re.compile(rb"\x1b\[\?2026l")


class BenchmarkError(Exception):
    """Something did not happen that must; the message shows the screen."""


@dataclass(frozen=True, slots=True)
class Burst:
    """What the process wrote in one go."""

    first: float  # seconds on the clock of `time.perf_counter`, when its first bytes were read
    last: float  # and its last
    size: int  # bytes
    frames: int  # how many refreshes of the screen it held


class Terminal:
    """Runs a command in a pseudo-terminal and reads along."""

    def __init__(self, command: Sequence[str], state: Path) -> None:
        self._master, slave = os.openpty()
        termios.tcsetwinsize(slave, (ROWS, COLUMNS))
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._unfed: list[tuple[float, bytes]] = []
        variables = environment(
            TERM="xterm-256color", COLORTERM="truecolor", NNMATH_TUTOR_STATE=str(state)
        )
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=variables,
            start_new_session=True,
        )
        os.close(slave)

    @property
    def cpu(self) -> float:
        """Seconds of CPU time, user and system, that all threads of the process took so far."""
        # Linux: the CPU clock of another process, to the nanosecond (clock_getcpuclockid(3)).
        return time.clock_gettime(~self._process.pid << 3 | 2)

    @property
    def memory(self) -> int:
        """Bytes of memory that the process holds."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    @property
    def text(self) -> str:
        """The screen as it stands."""
        self._feed()
        return "\n".join(self._screen.display)

    def type(self, keys: str) -> float:
        """Press keys; gives the time just before."""
        now = time.perf_counter()
        os.write(self._master, keys.encode())
        return now

    def wait(self, wanted: Sequence[str], quiet: float = QUIET, unwanted: str = "\0") -> float:
        """Until the screen shows all that is wanted, and not the unwanted.

        Gives when the bytes that made it so were read.
        While the process writes, it is only read along: pyte would keep it waiting.
        """
        until = time.perf_counter() + PATIENCE
        chunks, self._unfed = self._unfed, []
        at = time.perf_counter()
        while time.perf_counter() < until:
            for index, (at, data) in enumerate(chunks):
                self._stream.feed(data)
                shown = "\n".join(self._screen.display)
                if unwanted not in shown and all(text in shown for text in wanted):
                    self._unfed = chunks[index + 1 :]
                    return at
            chunks = self._gather(until, quiet)
        raise BenchmarkError(f"it never came; the screen is\n{self.text}")

    def settle(self, quiet: float) -> None:
        """Until nothing was written for that many seconds."""
        until = time.perf_counter() + PATIENCE
        while (chunk := self._chunk(quiet)) is not None:
            self._unfed.append(chunk)
            if time.perf_counter() > until:
                raise BenchmarkError(f"never comes to rest; the screen is\n{self.text}")

    def burst(self, patience: float = PATIENCE, quiet: float = QUIET) -> Burst | None:
        """The next thing it writes; None if nothing comes."""
        chunks = self._gather(time.perf_counter() + patience, quiet)
        if not chunks:
            return None
        self._unfed += chunks
        data = b"".join(piece for _, piece in chunks)
        frames = len(FRAME_END.findall(data))
        return Burst(chunks[0][0], chunks[-1][0], len(data), frames)

    def listen(self, seconds: float) -> tuple[int, int]:
        """Bytes and frames that it writes in that time."""
        until = time.perf_counter() + seconds
        data = b""
        while (left := until - time.perf_counter()) > 0:
            chunk = self._chunk(left)
            if chunk is not None:
                self._unfed.append(chunk)
                data += chunk[1]
        return len(data), len(FRAME_END.findall(data))

    def close(self) -> None:
        """End the process, if it still runs."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._master)

    def _gather(self, until: float, quiet: float) -> list[tuple[float, bytes]]:
        """What comes until `until`, and from the first byte on until it is quiet."""
        chunks: list[tuple[float, bytes]] = []
        while (left := until - time.perf_counter()) > 0:
            chunk = self._chunk(min(left, quiet) if chunks else left)
            if chunk is None:
                break
            chunks.append(chunk)
        return chunks

    def _chunk(self, patience: float) -> tuple[float, bytes] | None:
        if not select.select([self._master], [], [], patience)[0]:
            return None
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # the process has ended
            raise BenchmarkError(f"it ended; the screen is\n{self.text}") from None
        at = time.perf_counter()
        if ASKED in data:
            os.write(self._master, ANSWER)
            data = data.replace(ASKED, b"")  # pyte would print a part of it
        return at, data

    def _feed(self) -> None:
        for _, data in self._unfed:
            self._stream.feed(data)
        self._unfed = []


def learner_at(state: Path, speed: float) -> None:
    """Keep that a learner has been here before, and how fast they play."""
    store = Store(state / "progress.json")
    store.save(Progress(first_start_done=True, preferences=Preferences(speed=speed)))


@contextmanager
def terminal(command: Sequence[str], speed: float = 1.0) -> Iterator[Terminal]:
    """The command in a terminal of its own; the tutor finds a learner who has been here before."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        learner_at(state, speed)
        running = Terminal(command, state)
        try:
            yield running
        finally:
            running.close()
