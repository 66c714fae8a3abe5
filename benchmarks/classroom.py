"""A workshop on loopback, and learners with ssh: all of their terminals read along in one loop."""

from __future__ import annotations

import os
import pty
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

from benchmarks.surroundings import environment, tutor
from benchmarks.terminal import ANSWER, ASKED, COLUMNS, ROWS, BenchmarkError

PATIENCE = 120.0  # seconds; only something broken takes that long
CODE = "otter-maple-4821"
PROMPT = b"Code of the workshop"
WHOLE = b"Keys"  # in the last row of every screen, which is painted last
READY = "Ready."
OPTIONS = (
    *("-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"),
    *("-o", "IdentityAgent=none", "-o", "IdentityFile=/nonexistent", "-o", "LogLevel=ERROR"),
)


class Learner:
    """A process in a pseudo-terminal: ssh, or the tutor itself."""

    def __init__(self, command: Sequence[str], state: Path) -> None:
        self.started = time.perf_counter()
        self.asked: float | None = None  # for the code
        self.whole: float | None = None  # when the first screen was complete
        self.ended = False
        variables = environment(
            TERM="xterm-256color", COLORTERM="truecolor", NNMATH_TUTOR_STATE=str(state)
        )
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), variables)
        termios.tcsetwinsize(self.master, (ROWS, COLUMNS))
        self._tail = b""
        self._stream: pyte.ByteStream | None = None
        self._screen = pyte.Screen(COLUMNS, ROWS)

    @property
    def text(self) -> str:
        """The screen as it stands; empty unless it is followed."""
        return "\n".join(self._screen.display)

    def follow(self) -> None:
        """Keep the screen from now on: that costs time, so only a few do."""
        self._stream = pyte.ByteStream(self._screen)

    def type(self, keys: str) -> float:
        """Press keys; gives the time just before."""
        now = time.perf_counter()
        os.write(self.master, keys.encode())
        return now

    def read(self) -> None:
        """What there is to read."""
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            data = b""
        if not data:
            self.ended = True
            return
        if ASKED in data:
            os.write(self.master, ANSWER)
            data = data.replace(ASKED, b"")
        if self._stream is not None:
            self._stream.feed(data)
        if self.whole is None:
            seen = self._tail + data
            self._tail = seen[-64:]
            if self.asked is None and PROMPT in seen:
                self.asked = self.type(f"{CODE}\n")
            if WHOLE in seen:
                self.whole = time.perf_counter()

    def close(self) -> None:
        """Kill it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.master)


class Classroom:
    """The learners of a measurement."""

    def __init__(self, state: Path) -> None:
        self.learners: list[Learner] = []
        self._state = state
        self._selector = selectors.DefaultSelector()

    def come(self, commands: Iterable[Sequence[str]]) -> list[Learner]:
        """They come all at once; returns when all have their first screen."""
        came = []
        for command in commands:
            learner = Learner(command, self._state)
            self._selector.register(learner.master, selectors.EVENT_READ, learner)
            came.append(learner)
        self.learners += came
        self.until(lambda: all(each.whole is not None for each in came), "every first screen")
        return came

    def until(self, true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Read along until that is true. Raises BenchmarkError."""
        end = time.perf_counter() + seconds
        while not true():
            if time.perf_counter() > end:
                shown = "\n".join(each.text for each in self.learners[:1])
                raise BenchmarkError(f"it never came: {what}; the first screen is\n{shown}")
            self._read(0.05)

    def listen(self, seconds: float) -> None:
        """Read along for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def leave(self, learner: Learner) -> None:
        """The learner's client is killed."""
        self._selector.unregister(learner.master)
        self.learners.remove(learner)
        learner.close()

    def close(self) -> None:
        """Kill them all."""
        for learner in list(self.learners):
            self.leave(learner)
        self._selector.close()

    def _read(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            key.data.read()
            if key.data.ended:
                raise BenchmarkError(f"a learner's terminal has ended\n{key.data.text}")


class Host:
    """`nnmath-tutor workshop --headless`, with all its lessons."""

    def __init__(self, state: Path) -> None:
        line = ["workshop", "--headless", "--port", "0", "--code", CODE, "--max-learners", "100"]
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            tutor(*line, "--state", str(state)),
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        said = self._until("ssh -p ")
        found = re.search(r"ssh -p (\d+) ", said)
        assert found is not None
        self.port = int(found[1])
        self.listened = time.perf_counter()
        self._until(READY)
        self.ready = time.perf_counter()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    @property
    def forge(self) -> int:
        """The process that forks."""
        (pid,) = children(self.pid)
        return pid

    def ssh(self, names: Iterable[object]) -> Iterator[list[str]]:
        """The command lines of learners."""
        for name in names:
            yield ["ssh", *OPTIONS, "-p", str(self.port), f"learner{name}@127.0.0.1"]

    def close(self) -> None:
        """End the workshop."""
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def kill(self) -> None:
        """As the kernel does when memory is short."""
        self._process.kill()
        self._process.wait()

    def _until(self, text: str) -> str:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if text in line:
                return line
        raise BenchmarkError(f"the workshop ended before it said {text!r}")


@contextmanager
def workshop() -> Iterator[tuple[Host, Classroom]]:
    """A workshop, and a room full of nobody yet. Raises BenchmarkError without what it takes."""
    if shutil.which("ssh") is None:
        raise BenchmarkError("wants OpenSSH's client")
    with tempfile.TemporaryDirectory() as folder:
        host, classroom = Host(Path(folder) / "state"), Classroom(Path(folder))
        try:
            yield host, classroom
        finally:
            classroom.close()
            host.close()


def children(pid: int) -> set[int]:
    """The processes that this one has."""
    try:
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()))
    except FileNotFoundError:
        return set()


def memory(pid: int) -> tuple[int, int]:
    """Bytes that a process has alone, and with its share of what it has with others."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    sizes = [(name, int(size)) for name, size in re.findall(r"^(\w+): +(\d+) kB", text, re.M)]
    alone = sum(size for name, size in sizes if name.startswith("Private"))
    return alone * 1024, dict(sizes)["Pss"] * 1024


def cpu(pid: int) -> float:
    """Seconds of CPU time that all threads of a process took so far."""
    return time.clock_gettime(~pid << 3 | 2)  # Linux: clock_getcpuclockid(3)


def plain_tutor() -> list[str]:
    """A Python per learner."""
    return [sys.executable, "-m", "nnmath_tutor"]
