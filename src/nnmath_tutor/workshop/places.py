"""What the parts of the host need of each other: each knows the next by what it asks of it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from nnmath_tutor.workshop.client_terminal import ClientTerminal
from nnmath_tutor.workshop.guard import Guard
from nnmath_tutor.workshop.log import Log


class TurnedAwayError(Exception):
    """Somebody can't come in; `sentence` is for them, `reason` one word for the log."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(reason)
        self.reason, self.sentence = reason, sentence


class NoProcessError(Exception):
    """No process could be started for a learner; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a learner's process ended: `status` is its exit code, negative for a signal.

    `fault` is the number in the log, if something went wrong. `lost` means that the forge died
    and took it along.
    """

    status: int
    fault: int | None = None
    lost: bool = False


class LearnerProcess(Protocol):
    """One learner's process, from its start on."""

    async def ended(self) -> Ending:
        """Wait until it is gone, and all that it started."""

    def end(self, *, hard: bool) -> None:
        """Ask it to end, or kill it. Does nothing if it has ended."""


class Processes(Protocol):
    """Where learners' processes come from."""

    @property
    def prepared(self) -> tuple[int, int]:
        """How many recordings are made, of how many; equal when learners can start at once."""

    async def ready(self, seconds: float) -> bool:
        """Wait until learners can start, but not for more than so long; whether they can."""

    async def start(
        self, name: str, terminal: ClientTerminal, slave: int, channel: socket.socket
    ) -> LearnerProcess:
        """Start one on the slave side of a pty. Raises NoProcessError.

        Both descriptors stay the caller's, who closes them as soon as this returns.
        """


class Seat(Protocol):
    """A learner's place in the room, from being let in to leaving."""

    @property
    def name(self) -> str:
        """What everybody reads."""

    def attach(self, channel: socket.socket, mistrusted: Callable[[], None]) -> None:
        """The host's end of what the process speaks through. Owned by the seat from now on.

        `mistrusted` is called if the process says what no tutor would say.
        """

    def say_end(self, reason: str) -> None:
        """Tell the process that it is over, and why."""

    def leaving(self) -> None:
        """The client is gone, or is being sent away: the process will have left in a moment."""

    async def leave(self, *, lost: bool) -> bool:
        """The process is gone; returns once what it has sent is taken care of.

        `lost` says that it was not the learner who ended it. False if the learner was forgotten
        meanwhile: then nothing may be noted of them any more.
        """


class Room(Protocol):
    """Who is here."""

    async def admit(
        self, name: str, keys: Sequence[str], *, proved: bool, end: Callable[[str], None]
    ) -> Seat:
        """A place for `name`. Raises TurnedAwayError if there is none, or it is another's name.

        `keys` are the fingerprints of those that the client offered; `proved` says that one of
        them opened the door. `end` is called with a sentence when this has to end: the same key
        comes once more, or the learner was forgotten.
        """

    async def key_opens(self, name: str, key: str) -> bool:
        """Whether the name belongs to that key, so that it needs no code."""

    async def summary(self, name: str, *, proved: bool) -> str:
        """What the learner did, as text; lines end with a line feed. Raises TurnedAwayError."""


class Desk(Protocol):
    """What one connection needs of the host."""

    code: str
    guard: Guard
    log: Log
    room: Room
    processes: Processes

    def now(self) -> float:
        """Seconds of the loop's clock."""

    def later(self, seconds: float, what: Callable[[], None]) -> None:
        """Do it later."""

    def attend(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Look after a session."""

    def arrived(self, caller: Caller) -> None:
        """Somebody knocks."""

    def gone(self, caller: Caller) -> None:
        """A connection is gone."""


class Running(Protocol):
    """What the host needs of a session."""

    def idle_for(self, now: float) -> float:
        """Seconds since the last key."""

    def end(self, sentence: str) -> None:
        """End it; the learner reads why."""


class Caller(Protocol):
    """What host and session need of the connection."""

    number: int
    name: str
    address: str
    keys: list[str]

    @property
    def proved(self) -> bool:
        """Whether a key opened the door."""

    @property
    def speaks_ssh(self) -> bool:
        """Whether the client has said its version."""

    @property
    def session(self) -> Running | None:
        """The one session, once it is asked for."""

    def refused(self, what: str, **values: object) -> bool:
        """Note a refusal; gives False."""

    def disconnect(self, sentence: str) -> None:
        """End the connection; ssh shows the sentence."""

    def abort(self) -> None:
        """End the connection at once."""
