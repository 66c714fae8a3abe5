"""What the host and the forge say to each other, a packet each."""

from __future__ import annotations

import json
import socket
import sys
from dataclasses import asdict, dataclass
from typing import Any

# macOS has no packets that keep their order and tell the end; there a packet is a datagram.
PACKETS = socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_DGRAM
LONGEST = 16 * 1024  # bytes of one
FAULT_STATUS = 70  # a learner's process that ended through a fault of ours


class OrderError(ValueError):
    """A packet that means nothing here."""


@dataclass(frozen=True, slots=True)
class Start:
    """Fork a learner; their terminal and their channel come with it."""

    id: int
    name: str
    term: str
    columns: int
    rows: int
    ascii: bool = False
    no_color: bool = False
    truecolor: bool = False


@dataclass(frozen=True, slots=True)
class EndOne:
    """End a learner's process: kindly at first, or at once."""

    id: int
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """The forge has made `done` of `of` recordings."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The forge takes orders; it took that long, and these walls stand around each learner."""

    seconds: float
    walls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Started:
    """A learner's process runs."""

    id: int
    pid: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A learner's process is gone, and with it all that it had.

    `status` is its exit code, or minus the signal that ended it; None if nobody knows, because the
    forge is gone as well. `fault` is the number under which the log tells more, if it was one.
    """

    id: int
    status: int | None
    fault: int | None = None

    @property
    def lost(self) -> bool:
        """Whether the forge went, and took the learner along."""
        return self.status is None


Order = Start | EndOne | Progress | Ready | Started | Ended
KINDS: dict[str, type[Order]] = {
    "start": Start,
    "end": EndOne,
    "progress": Progress,
    "ready": Ready,
    "started": Started,
    "ended": Ended,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def encode(order: Order) -> bytes:
    """The packet of an order."""
    return json.dumps({"kind": _NAMES[type(order)], **asdict(order)}).encode("ascii")


def decode(packet: bytes) -> Order:
    """The order in a packet. Both ends are ours, so a wrong one is a fault: raises OrderError."""
    try:
        fields: dict[str, Any] = json.loads(packet)
        kind = KINDS[fields.pop("kind")]
        if "walls" in fields:
            fields["walls"] = tuple(fields["walls"])
        return kind(**fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OrderError(f"{type(error).__name__}: {error}") from None
