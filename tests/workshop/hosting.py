"""A host in a thread of its own, with a program that echoes instead of the tutor."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.client_terminal import ClientTerminal
from nnmath_tutor.workshop.guard import Guard
from nnmath_tutor.workshop.host import Host, Listening
from nnmath_tutor.workshop.keys import host_key
from nnmath_tutor.workshop.log import Log
from nnmath_tutor.workshop.places import Ending, TurnedAwayError
from nnmath_tutor.workshop.state_dir import opened

CODE = "otter-maple-4821"
ECHOING = Path(__file__).with_name("echoing.py")


class EchoProcess:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    async def ended(self) -> Ending:
        while self.process.poll() is None:
            await asyncio.sleep(0.01)
        return Ending(self.process.returncode)

    def end(self, *, hard: bool) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)


class EchoProcesses:
    def __init__(self) -> None:
        self.prepared = (3, 3)
        self.started: list[EchoProcess] = []
        self.terminals: list[ClientTerminal] = []

    async def ready(self, seconds: float) -> bool:
        done, planned = self.prepared
        if done < planned:
            await asyncio.sleep(0.05)
            self.prepared = (done + 1, planned)
        return done >= planned

    async def start(
        self, name: str, terminal: ClientTerminal, slave: int, channel: socket.socket
    ) -> EchoProcess:
        flags = [flag for flag in ("ascii", "no_color", "truecolor") if getattr(terminal, flag)]
        process = subprocess.Popen(
            [sys.executable, "-S", str(ECHOING), name, terminal.term, *flags],
            start_new_session=True,
            preexec_fn=lambda: os.login_tty(os.dup(slave)),  # noqa: PLW1509
            pass_fds=[slave],
            env={},
        )
        self.terminals.append(terminal)
        self.started.append(EchoProcess(process))
        return self.started[-1]


class OneSeat:
    def __init__(self, room: TinyRoom, name: str) -> None:
        self.room, self.name = room, name
        self.told: list[str] = []
        self.known = True
        self.channel: socket.socket | None = None

    def attach(self, channel: socket.socket, mistrusted: Callable[[], None]) -> None:
        self.channel = channel

    def leaving(self) -> None:
        pass

    def say_end(self, reason: str) -> None:
        self.told.append(reason)

    async def leave(self, *, lost: bool) -> bool:
        self.lost = lost
        self.room.here.pop(self.name, None)
        if self.channel is not None:
            self.channel.close()
        return self.known


class TinyRoom:
    def __init__(self, most: int = 5) -> None:
        self.most = most
        self.here: dict[str, OneSeat] = {}
        self.bound: dict[str, set[str]] = {}

    async def admit(
        self, name: str, keys: Sequence[str], *, proved: bool, end: Callable[[str], None]
    ) -> OneSeat:
        if name in self.here:
            raise TurnedAwayError("name taken", ends.NAME_TAKEN.format(name=name))
        if len(self.here) >= self.most:
            raise TurnedAwayError("full", ends.FULL.format(most=self.most))
        if self.bound.get(name) and not proved:
            raise TurnedAwayError("another key", ends.NAME_BOUND.format(name=name))
        if keys:
            self.bound.setdefault(name, set(keys))
        self.here[name] = OneSeat(self, name)
        return self.here[name]

    async def key_opens(self, name: str, key: str) -> bool:
        return key in self.bound.get(name, ())

    async def summary(self, name: str, *, proved: bool) -> str:
        return f"all about {name}\n"


class Hosting:
    """`with Hosting(state) as hosting`: the host listens on `hosting.port`."""

    def __init__(
        self, state: Path, *, most: int = 5, guard: Guard | None = None, idle: float = 600.0
    ) -> None:
        self.state = opened(state)
        self.room, self.processes = TinyRoom(most), EchoProcesses()
        self.log = Log(state)
        self.host = Host(
            Listening(port=0, idle=idle),
            CODE,
            host_key(state),
            self.room,
            self.processes,
            self.log,
            guard,
        )
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self.host.open(), self.loop).result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            asyncio.run_coroutine_threadsafe(self.host.close(), self.loop).result(20)
        finally:
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.thread.join(5)
            self.loop.close()
            self.log.close()

    def in_loop(self, what: Callable[[], object]) -> object:
        """Do it in the host's loop, and wait for what comes of it."""

        async def run() -> object:
            return what()

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(10)

    @property
    def logged(self) -> str:
        return (self.state / "log").read_text()
