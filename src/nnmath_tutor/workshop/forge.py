"""The process that learners' processes are forked from: `python -m nnmath_tutor.workshop.forge`.

It has one thread and has loaded everything before the first fork. It alone reaps learners'
processes and kills their groups. It lives as long as its host.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import socket
import sys
import time
from pathlib import Path

from nnmath_tutor.workshop.confine import (
    Limits,
    die_with,
    readable_places,
    shut_folder,
    unprivileged_user,
    walls,
)
from nnmath_tutor.workshop.flock import Flock
from nnmath_tutor.workshop.orders import LONGEST, EndOne, Order, Progress, Ready, Start
from nnmath_tutor.workshop.orders import decode as decode_order
from nnmath_tutor.workshop.orders import encode as encode_order
from nnmath_tutor.workshop.preload import preload
from nnmath_tutor.workshop.rehearsal import rehearse
from nnmath_tutor.workshop.stock import Stock

SLICE = 0.05  # seconds of recording between two looks at what the host wants
LOOK_UP = 5.0  # seconds between two looks at what learners spend


class Forge:
    """The loop between the host's orders and the learners' processes."""

    def __init__(self, host: socket.socket, flock: Flock, stock: Stock, log: int) -> None:
        self._host = host
        self._flock = flock
        self._stock = stock
        self._log = log
        self._began = time.monotonic()
        self._told = -1

    def serve(self, *, at_once: bool, seconds_before: float) -> None:
        """Until the host hangs up. `at_once`: learners first, recordings beside them."""
        ready = False
        more = self._stock.total > 0
        while True:
            if not ready and (at_once or not more):
                ready = True
                rehearse(self._stock, self._log)
                gc.collect()
                gc.freeze()  # the collector of a learner's process leaves shared pages shared
                self.tell(Ready(seconds_before + time.monotonic() - self._began, self._flock.walls))
            self._tell_progress()
            wait = 0.0 if more else self._flock.wait(LOOK_UP)
            if self._flock.watch(self._host, wait) and not self._obey():
                return
            for ended in self._flock.tend():
                self.tell(ended)
            if more:
                more = self._stock.advance(SLICE)

    def tell(self, order: Order) -> None:
        """Say it to the host; one who is gone is noticed elsewhere."""
        try:
            self._host.send(encode_order(order))
        except OSError:
            return

    def _tell_progress(self) -> None:
        if self._stock.done != self._told:
            self._told = self._stock.done
            self.tell(Progress(self._told, self._stock.total))

    def _obey(self) -> bool:
        """Do what the host wants; False if it is gone."""
        try:
            packet, descriptors, _, _ = socket.recv_fds(self._host, LONGEST, 2)
        except OSError:
            return False
        try:
            if not packet:
                return False
            order = decode_order(packet)
            if isinstance(order, Start) and len(descriptors) == 2:
                self.tell(self._flock.fork(order, self._stock, *descriptors))
            elif isinstance(order, EndOne):
                self._flock.end(order.id, hard=order.hard)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        return True


def main() -> int:
    """Run the forge with what the host gave it; gives the exit code."""
    began = time.monotonic()
    parser = argparse.ArgumentParser(prog="nnmath_tutor.workshop.forge")
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--lessons", type=Path)
    parser.add_argument("--user", default="nobody")
    parser.add_argument("--memory", type=int, default=Limits().memory)
    parser.add_argument("--at-once", action="store_true")
    given = parser.parse_args()
    die_with(given.parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the host's affair
    log = os.dup(2)
    host = socket.socket(fileno=given.socket)
    try:
        user = unprivileged_user(given.user)
    except LookupError as error:
        print(f"forge: {error}", file=sys.stderr)
        return 2
    preload()
    stock = Stock(given.lessons)
    if not stock.catalogue.lessons:
        print(f"forge: {stock.catalogue.problems[0]}", file=sys.stderr)
        return 2
    shut = shut_folder(stock.folder) if user is not None else None
    if shut is not None:  # no more than that: programs and words are read already
        print(
            f"forge: learners run as {given.user!r}, who can't look into {shut}: "
            "changes to a program that reads a data file will fail",
            file=sys.stderr,
        )
    flock = Flock(
        log,
        limits=Limits(memory=given.memory),
        user=user,
        readable=readable_places(stock.folder),
        walls=walls(user),
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        Forge(host, flock, stock, log).serve(
            at_once=given.at_once, seconds_before=time.monotonic() - began
        )
    finally:
        flock.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
