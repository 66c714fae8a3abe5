"""The forge's flock, with children that do something else than teach."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest

from nnmath_tutor.workshop import allowance
from nnmath_tutor.workshop import flock as flock_room
from nnmath_tutor.workshop.allowance import Allowance
from nnmath_tutor.workshop.confine import Limits
from nnmath_tutor.workshop.flock import Flock
from nnmath_tutor.workshop.orders import FAULT_STATUS, Ended, Start, Started

from .learners import PATIENCE, alive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

START = Start(7, "maria", "xterm", 80, 24)


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


@pytest.fixture
def log() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)
    os.close(writing)


@pytest.fixture
def flock(
    line: tuple[socket.socket, socket.socket], log: tuple[int, int]
) -> Iterator[tuple[Flock, socket.socket]]:
    before = signal.getsignal(signal.SIGCHLD)
    made = Flock(log[1], limits=Limits(), user=None, readable=(), walls=())
    yield made, line[1]
    made.close()
    signal.signal(signal.SIGCHLD, before)


def ended(flock: Flock, host: socket.socket) -> Ended:
    """Watch until one has ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        flock.watch(host, flock.wait(0.1))
        for told in flock.tend():
            return told
    raise AssertionError("nobody has ended")


def children_that(monkeypatch: pytest.MonkeyPatch, what: Any) -> None:
    def become(*_: Any, **__: Any) -> NoReturn:
        try:
            what()
        finally:
            os._exit(0)

    monkeypatch.setattr(flock_room, "become", become)


def started(flock: Flock) -> int:
    told = flock.fork(START, None, -1, -1)  # type: ignore[arg-type]  # nobody looks
    assert isinstance(told, Started)
    assert told.id == START.id
    return told.pid


def test_a_loop_for_ever_is_ended_and_told(
    flock: tuple[Flock, socket.socket], log: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def spin() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            pass

    children_that(monkeypatch, spin)
    monkeypatch.setattr(flock_room, "CPU_LOOK", 0.05)
    monkeypatch.setattr(flock_room, "Allowance", partial(Allowance, left=0.1))
    monkeypatch.setattr(allowance, "INCOME", 0.0)  # others may leave it half a core
    pid = started(flock[0])
    assert ended(*flock) == Ended(START.id, -signal.SIGKILL, START.id)
    assert "CPU" in os.read(log[0], 4096).decode()
    assert not alive(pid)


def test_its_own_processes_go_with_it(
    flock: tuple[Flock, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()

    def beget() -> None:
        os.setsid()
        if (grandchild := os.fork()) == 0:
            signal.pause()
        os.write(writing, str(grandchild).encode())

    children_that(monkeypatch, beget)
    started(flock[0])
    assert ended(*flock) == Ended(START.id, 0)
    grandchild = int(os.read(reading, 99))
    until = time.monotonic() + PATIENCE
    while alive(grandchild):
        assert time.monotonic() < until
    os.close(reading)
    os.close(writing)


def test_who_does_not_want_to_leave_is_made_to(
    flock: tuple[Flock, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()

    def stay() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.write(writing, b"!")
        while True:
            signal.pause()

    children_that(monkeypatch, stay)
    monkeypatch.setattr(flock_room, "GRACE", 0.1)
    started(flock[0])
    os.read(reading, 1)
    flock[0].end(START.id, hard=False)
    assert ended(*flock) == Ended(START.id, -signal.SIGKILL)
    os.close(reading)
    os.close(writing)


def test_the_end_of_one_wakes_the_forge(
    flock: tuple[Flock, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    children_that(monkeypatch, lambda: None)
    started(flock[0])
    flock[0].watch(flock[1], PATIENCE)  # comes back long before that
    assert list(flock[0].tend()) == [Ended(START.id, 0)]


def test_no_process_is_a_fault_and_the_forge_goes_on(
    flock: tuple[Flock, socket.socket], log: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    told = flock[0].fork(START, None, -1, -1)  # type: ignore[arg-type]  # nobody looks
    assert told == Ended(START.id, FAULT_STATUS, START.id)
    assert "unavailable" in os.read(log[0], 4096).decode()


def test_nothing_is_left_after_the_last(
    flock: tuple[Flock, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    children_that(monkeypatch, signal.pause)
    pids = [started(flock[0]) for _ in range(5)]
    flock[0].end_all()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert len(flock[0]) == 0
