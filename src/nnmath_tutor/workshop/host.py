"""The host of a workshop: listens, keeps watch over who waits, and ends what must end."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

import asyncssh

from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.guard import Guard
from nnmath_tutor.workshop.log import Log
from nnmath_tutor.workshop.places import Caller, Processes, Room
from nnmath_tutor.workshop.visitor import Visitor
from nnmath_tutor.workshop.wire import LARGEST_PACKET, WINDOW

WATCH = 1.0  # seconds between two looks at who waits, while somebody does
IDLE_WATCH = 10.0  # and at who has pressed no key
# Half open for so long, and a place is free again: 10 s × 4.
KEEPALIVE, KEEPALIVES = 10.0, 4
CLOSING = 4.0  # seconds for everybody to leave when the workshop closes
FAREWELL = 2.0  # and for their clients to hang up, who have read the last sentence
BACKLOG = 256


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the host listens, and how long it bears a quiet keyboard (seconds)."""

    host: str = "127.0.0.1"
    port: int = 2222
    idle: float = 30 * 60.0


class Host:
    """The SSH side of a workshop. All of it runs in one loop."""

    def __init__(
        self,
        listening: Listening,
        code: str,
        key: asyncssh.SSHKey,
        room: Room,
        processes: Processes,
        log: Log,
        guard: Guard | None = None,
    ) -> None:
        """Nothing happens before `open`."""
        self.code, self.room, self.processes, self.log = code, room, processes, log
        self.guard = guard or Guard()
        self._listening, self._key = listening, key
        self._numbers = count(1)
        self._visitors: dict[int, Caller] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._watch: asyncio.Task[None] | None = None
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._knocked = asyncio.Event()  # somebody waits, so that watch is to be kept
        self._empty = asyncio.Event()  # nobody is connected
        self._closed = False

    async def open(self) -> int:
        """Listen; gives the port. Raises OSError if that can't be."""
        logging.getLogger("asyncssh").setLevel(logging.CRITICAL)  # the log here says what counts
        self._acceptor = await asyncssh.listen(
            self._listening.host,
            self._listening.port,
            family=socket.AF_UNSPEC,
            backlog=BACKLOG,
            server_factory=lambda: Visitor(self, next(self._numbers)),
            server_host_keys=[self._key],
            server_version="nnmath_tutor",
            config=[],
            allow_pty=True,
            line_editor=False,
            encoding=None,
            window=WINDOW,
            max_pktsize=LARGEST_PACKET,
            agent_forwarding=False,
            x11_forwarding=False,
            sftp_factory=None,
            allow_scp=False,
            compression_algs=None,
            gss_host=None,
            host_based_auth=False,
            login_timeout=self.guard.limits.login + 10,
            keepalive_interval=KEEPALIVE,
            keepalive_count_max=KEEPALIVES,
        )
        self._watch = asyncio.ensure_future(self._keep_watch())
        return self._acceptor.get_port()

    async def close(self, sentence: str = ends.CLOSING) -> None:
        """Everybody reads the sentence and is gone, after a few seconds at most."""
        self._closed = True
        if self._acceptor is not None:
            self._acceptor.close()
        for visitor in list(self._visitors.values()):
            if visitor.session is not None:
                visitor.session.end(sentence)
            else:
                visitor.disconnect(sentence)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=CLOSING)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=CLOSING)
        if self._visitors:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._empty.wait(), FAREWELL)
        for visitor in list(self._visitors.values()):
            visitor.abort()
        if self._watch is not None:
            self._watch.cancel()
        if self._acceptor is not None:
            await self._acceptor.wait_closed()

    def now(self) -> float:
        """Seconds of the loop's clock."""
        return asyncio.get_running_loop().time()

    def later(self, seconds: float, what: Callable[[], None]) -> None:
        """Do it later, if the host is still there."""
        asyncio.get_running_loop().call_later(seconds, what)

    def attend(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Look after a session; what goes wrong in it is noted, and is nobody else's business."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._attended)
        return task

    def arrived(self, caller: Caller) -> None:
        """Somebody knocks. If too many do, they or another who waits must go."""
        self._visitors[caller.number] = caller
        self._empty.clear()
        self._knocked.set()
        self._listen()
        arrival = self.guard.arrive(caller.number, caller.address, self.now())
        if arrival.leaves is not None:
            self._send_away(arrival.leaves, "crowd", ends.TOO_SLOW)
        if not arrival.admitted or self._closed:
            self._send_away(caller.number, "crowd", ends.TOO_MANY_CONNECTIONS)

    def gone(self, caller: Caller) -> None:
        """A connection is gone."""
        self.guard.leave(caller.number)
        self._visitors.pop(caller.number, None)
        if not self._visitors:
            self._empty.set()

    def _send_away(self, number: int, why: str, sentence: str) -> None:
        visitor = self._visitors.get(number)
        if visitor is not None:
            visitor.refused(why)
            # Not within asyncssh's own calls: it goes on with the connection after them.
            asyncio.get_running_loop().call_soon(visitor.disconnect, sentence)

    def _attended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.log.fault("a session", error)

    async def _keep_watch(self) -> None:
        looked = self.now()
        while True:
            if self.guard.waiting:
                await asyncio.sleep(WATCH)
            else:
                self._knocked.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._knocked.wait(), IDLE_WATCH)
            now = self.now()
            self._listen()
            self._end_waiting(now)
            if now - looked >= IDLE_WATCH:
                looked = now
                self.end_idle(now)

    def _listen(self) -> None:
        for number, visitor in self._visitors.items():
            if visitor.speaks_ssh:
                self.guard.heard(number)

    def _end_waiting(self, now: float) -> None:
        sentences = {"hello": ends.TOO_SLOW, "code": ends.TOO_SLOW, "session": ends.NO_SESSION}
        for number, missing in self.guard.overdue(now):
            self._send_away(number, f"no {missing}", sentences[missing])

    def end_idle(self, now: float) -> None:
        """Whoever has pressed no key for too long gives the place back."""
        limit = self._listening.idle
        for visitor in list(self._visitors.values()):
            session = visitor.session
            if session is not None and session.idle_for(now) >= limit:
                session.end(ends.IDLE.format(minutes=ends.minutes(limit)))
