"""When the forge lets the first learners in: everything is recorded, or they have waited enough."""

from __future__ import annotations

import gc
import select
import socket
from collections.abc import Iterator

import pytest

from nnmath_tutor.workshop import forge as forge_room
from nnmath_tutor.workshop.forge import Forge
from nnmath_tutor.workshop.orders import LONGEST, PACKETS, Order, Progress, Ready, decode


class Recordings:
    """Three; after the last the host hangs up."""

    total = 3

    def __init__(self, host: socket.socket) -> None:
        self.done = 0
        self._host = host

    def advance(self, _: float) -> bool:
        self.done += 1
        if self.done == self.total:
            self._host.shutdown(socket.SHUT_WR)
        return self.done < self.total


class Nobody:
    """A flock without learners."""

    walls = ("limits",)

    def wait(self, most: float) -> float:
        return most

    def watch(self, host: socket.socket, seconds: float) -> bool:
        return bool(select.select([host], [], [], seconds)[0])

    def tend(self) -> Iterator[Order]:
        return iter(())


@pytest.mark.parametrize(
    ("patience", "at_once", "recorded"), [(60.0, False, 3), (0.0, False, 0), (60.0, True, 0)]
)
def test_recordings_come_first_but_nobody_waits_for_ever(
    patience: float, at_once: bool, recorded: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forge_room, "PATIENCE", patience)
    monkeypatch.setattr(forge_room, "rehearse", lambda *_: None)
    ours, theirs = socket.socketpair(socket.AF_UNIX, PACKETS)
    with ours, theirs:
        forge = Forge(theirs, Nobody(), Recordings(ours), 2)  # type: ignore[arg-type]
        try:
            forge.serve(at_once=at_once, seconds_before=0.0)
        finally:
            gc.unfreeze()
        theirs.shutdown(socket.SHUT_WR)
        told = [decode(packet) for packet in iter(lambda: ours.recv(LONGEST), b"")]
    before = told[: next(n for n, one in enumerate(told) if isinstance(one, Ready))]
    # The last of them is told after it, in the same turn.
    assert len([one for one in before if isinstance(one, Progress)]) == recorded
