"""One throwaway screen before the first fork: what it loads and computes is shared by all."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import socket
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from nnmath_tutor.workshop.channel import LearnerChannel
from nnmath_tutor.workshop.learner_app import LearnerApp
from nnmath_tutor.workshop.orders import Start
from nnmath_tutor.workshop.protocol import FromLearner, Keep, Kept, encode
from nnmath_tutor.workshop.stock import Stock

if TYPE_CHECKING:
    from textual.pilot import Pilot

START = Start(0, "", "xterm-256color", 100, 30, truecolor=True)
MOST_LESSONS = 3
READ_SIZE = 65536
PATIENCE = 10.0  # seconds for what works in the background to notice that the tutor ended


def rehearse(stock: Stock, log: int) -> None:
    """Open a few lessons on a terminal that nobody sees.

    Descriptors 0 and 1 are /dev/null afterwards, and 2 is the log. Raises whatever ends the tutor.
    """
    outside, inside = pty.openpty()
    os.set_blocking(outside, False)
    ours, theirs = socket.socketpair()
    before = {number: signal.getsignal(number) for number in _CHANGED}
    environment = dict(os.environ)
    os.environ |= {"TERM": START.term, "COLORTERM": "truecolor"}
    try:
        _stand_in(inside)
        channel = _Keeping(theirs, ours)
        app = LearnerApp(START, stock, channel)

        async def visit(pilot: Pilot[object]) -> None:
            asyncio.get_running_loop().add_reader(outside, _drain, outside)
            await pilot.pause()
            for lesson in stock.catalogue.lessons[:MOST_LESSONS]:
                app.open_lesson(lesson.id)
                await pilot.pause()
            asyncio.get_running_loop().remove_reader(outside)
            app.exit()

        app.run(auto_pilot=visit)
        if app.fault is not None:
            raise app.fault
        for thread in threading.enumerate():
            if thread is not threading.main_thread():  # a fork would copy the main thread alone
                thread.join(PATIENCE)
        if threading.active_count() > 1:
            raise RuntimeError(f"still at work: {threading.enumerate()}")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        os.environ.clear()
        os.environ.update(environment)
        _stand_back(log)
        for end in (ours, theirs):
            end.close()
        for descriptor in (outside, inside):
            os.close(descriptor)


class _Keeping(LearnerChannel):
    """As if a host kept what is to be kept: the tutor waits for that."""

    def __init__(self, end: socket.socket, host: socket.socket) -> None:
        super().__init__(end)
        self._host = host

    def send(self, message: FromLearner) -> None:
        """Heard by nobody."""
        if isinstance(message, Keep):
            self._host.sendall(encode(Kept(message.number, None)))


_CHANGED = (
    signal.SIGHUP,
    signal.SIGTERM,
    signal.SIGINT,
    signal.SIGWINCH,
    signal.SIGTSTP,
    signal.SIGCONT,
)


def _stand_in(terminal: int) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    for target in (0, 1, 2):
        os.dup2(terminal, target)


def _stand_back(log: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for target in (0, 1):
        os.dup2(nowhere, target)
    os.dup2(log, 2)
    os.close(nowhere)


def _drain(descriptor: int) -> None:
    with suppress(OSError):
        os.read(descriptor, READ_SIZE)
