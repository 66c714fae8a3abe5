"""Learners' processes without SSH: the test holds the other side of their ptys."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import termios
from collections.abc import Callable
from pathlib import Path

import pyte

from nnmath_tutor.lesson import own_lessons
from nnmath_tutor.workshop.channel import HostChannel
from nnmath_tutor.workshop.client_terminal import ClientTerminal
from nnmath_tutor.workshop.forge_link import ForgedProcess, ForgeLink
from nnmath_tutor.workshop.protocol import Keep, Kept, Welcome, decode_from_learner, encode

PATIENCE = 60.0  # seconds, on a machine that has other things to do
TERMINAL = ClientTerminal("xterm-256color", 80, 24, truecolor=True)


class Learner:
    """A terminal, a channel, and the process behind them."""

    def __init__(self, process: ForgedProcess, master: int, channel: socket.socket) -> None:
        self.process = process
        self.master = master
        self.channel = HostChannel(channel)
        self._screen = pyte.Screen(TERMINAL.columns, TERMINAL.rows)
        self._stream = pyte.ByteStream(self._screen)
        self._heard = b""
        os.set_blocking(master, False)

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    async def see(self, text: str) -> None:
        """Wait until the screen shows it."""
        await until(lambda: self._read() and text in self.shown, text, lambda: self.shown)

    async def see_no_more(self, text: str) -> None:
        """Wait until the screen shows it no longer."""
        await until(
            lambda: self._read() and text not in self.shown, f"no {text}", lambda: self.shown
        )

    @property
    def shown(self) -> str:
        """The screen as it is, row by row."""
        return "\n".join(self._screen.display)

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    async def ended(self) -> object:
        return await asyncio.wait_for(self.process.ended(), PATIENCE)

    def close(self) -> None:
        self.channel.close()
        os.close(self.master)

    def _keep(self) -> None:
        """As a host that keeps progress, as long as nobody else listens."""
        if self.channel._loop is not None:
            return
        end = self.channel._end
        with contextlib.suppress(BlockingIOError, OSError):
            self._heard += end.recv(1 << 20, socket.MSG_DONTWAIT)
        *lines, self._heard = self._heard.split(b"\n")
        for message in map(decode_from_learner, lines):
            if isinstance(message, Keep):
                end.sendall(encode(Kept(message.number, None)))

    def _read(self) -> bool:
        self._keep()
        with contextlib.suppress(BlockingIOError, OSError):
            while data := os.read(self.master, 65536):
                self._stream.feed(data)
        return True


async def join(link: ForgeLink, name: str = "maria") -> Learner:
    """Start a learner."""
    master, slave = os.openpty()
    ours, theirs = socket.socketpair()
    termios.tcsetwinsize(slave, (TERMINAL.rows, TERMINAL.columns))
    try:
        process = await link.start(name, TERMINAL, slave, theirs)
    except BaseException:
        os.close(master)
        ours.close()
        raise
    finally:
        os.close(slave)
        theirs.close()
    ours.sendall(encode(Welcome(name, None, None, True, False)))
    return Learner(process, master, ours)


async def until(true: Callable[[], object], what: str, shown: Callable[[], str] = str) -> None:
    """Wait for a condition."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while not true():
        assert loop.time() < end, f"waited for {what}\n{shown()}"
        await asyncio.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether there is such a process; one that only waits to be reaped is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children(pid: int) -> set[int]:
    """The processes that this one has, and hasn't reaped."""
    try:
        return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except FileNotFoundError:
        return set()


def descriptors(pid: int) -> int:
    """How many descriptors a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def private_memory(pid: int) -> int:
    """Bytes that it shares with nobody."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) * 1024


class Heard:
    """A log that keeps its lines."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, dict[str, object]]] = []
        self.faults: list[tuple[str, str]] = []

    def note(self, event: str, **values: object) -> None:
        self.notes.append((event, values))

    def fault(self, what: str, error: BaseException | None = None) -> int:
        self.faults.append((what, str(error or "")))
        return 1000 + len(self.faults)


def few_lessons(folder: Path) -> Path:
    """A folder with one lesson of ours, that is quickly recorded."""
    ours = own_lessons()
    (folder / "programs").mkdir(parents=True)
    for name in ("07-forward.md", "programs/forward.py"):
        (folder / name).write_text((ours / name).read_text("utf-8"), "utf-8")
    return folder
