"""What the SSH side needs of the room and of the learners' processes; both are somewhere else."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from nnmath_tutor.workshop.client_terminal import ClientTerminal


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

    def attach(self, channel: socket.socket) -> None:
        """The host's end of what the process speaks through. Owned by the seat from now on."""

    def say_end(self, reason: str) -> None:
        """Tell the process that it is over, and why."""

    def leave(self) -> None:
        """The process is gone. What it has sent is still taken care of. May be called again."""


class Room(Protocol):
    """Who is here."""

    def admit(self, name: str, keys: Sequence[str], *, proved: bool, address: str) -> Seat:
        """A place for `name`. Raises TurnedAwayError if there is none, or it is another's name.

        `keys` are those that the client offered; `proved` says that one of them opened the door.
        """

    def key_opens(self, name: str, key: str) -> bool:
        """Whether the name belongs to that key, so that it needs no code."""

    def summary(self, name: str) -> str:
        """What the learner did, as text; lines end with a line feed."""
