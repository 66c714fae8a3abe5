"""From a fresh fork of the forge to a learner's tutor, and out of it again."""

from __future__ import annotations

import fcntl
import gc
import logging
import os
import random
import select
import signal
import socket
import sys
import tempfile
import termios
import threading
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np

from nnmath_tutor.workshop.channel import ChannelClosedError, LearnerChannel
from nnmath_tutor.workshop.confine import Limits, confine, environment, keep_only
from nnmath_tutor.workshop.learner_app import LearnerApp
from nnmath_tutor.workshop.orders import FAULT_STATUS, Start
from nnmath_tutor.workshop.protocol import Welcome
from nnmath_tutor.workshop.stock import Stock

CHANNEL, LOG = 3, 4  # descriptors, next to the terminal at 0 to 2
WELCOME_PATIENCE = 30.0  # seconds for the host, which may have many who come at once
LONGEST_REPORT = 4000  # bytes: a pipe takes as many at once, between those of others


def become(
    start: Start,
    stock: Stock,
    terminal: int,
    channel: int,
    log: int,
    *,
    limits: Limits,
    user: tuple[int, int] | None,
    readable: Sequence[Path],
    parent: int,
) -> NoReturn:
    """Be this learner's process: walls first, then the tutor. Returns never, raises nothing."""
    status = FAULT_STATUS
    try:
        _signals_as_new()
        _keep_three(terminal, channel, log)
        name = _take_terminal(user)
        _say_nothing_on_the_terminal(start.id)
        keep_only(environment(start.term, truecolor=start.truecolor, no_color=start.no_color))
        os.chdir("/")
        tempfile.tempdir = "/nonexistent"
        random.seed()  # or everyone is asked with the same numbers
        np.random.seed()
        confine(limits, user, readable, name, parent)
        status = _run(start, stock)
    except BaseException as error:
        if _hung_up():  # nobody is there any more: whatever fails by that is no fault
            status = 0
        else:
            report(start.id, error)
    finally:
        os._exit(status)


def report(number: int, error: BaseException, word: str = "fault") -> None:
    """What went wrong, for the log: where it happened, and no value of any variable.

    The word says whether the tutor ends by it.
    """
    text = "".join(traceback.format_exception(error, limit=-12))
    _tell(f"{word} {number}: {text}")


def _tell(text: str) -> None:
    # One line and one write, so that those of others don't mix with it.
    line = " | ".join(text.splitlines()).encode("utf-8", "backslashreplace")
    if len(line) > LONGEST_REPORT:
        line = line[:200] + b" ... " + line[300 - LONGEST_REPORT :]
    try:
        os.write(LOG, line + b"\n")
    except OSError:
        return  # the host is gone, and with it whoever would read


def _run(start: Start, stock: Stock) -> int:
    gc.enable()
    channel = LearnerChannel(socket.socket(fileno=CHANNEL))
    try:
        welcome = channel.wait_for(Welcome, WELCOME_PATIENCE)
    except ChannelClosedError:
        return 0  # the client left again
    if welcome is None:
        raise RuntimeError("the host has not said who this is")
    app = LearnerApp(start, stock, channel, welcome)
    app.run()
    if app.fault is not None:
        raise app.fault
    if app.return_code == 1:
        raise RuntimeError("the tutor ended as it shouldn't, and doesn't say why")
    return 0


def _signals_as_new() -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _keep_three(terminal: int, channel: int, log: int) -> None:
    """The terminal at 0 to 2, the channel, the log, and no other descriptor."""
    # Out of the way first: each may be where another is to go.
    kept = [fcntl.fcntl(each, fcntl.F_DUPFD_CLOEXEC, LOG + 1) for each in (terminal, channel, log)]
    for target, descriptor in zip((0, CHANNEL, LOG), kept, strict=True):
        os.dup2(descriptor, target, inheritable=False)
    for target in (1, 2):
        os.dup2(0, target)
    os.closerange(LOG + 1, max(os.sysconf("SC_OPEN_MAX"), 65536))


def _take_terminal(user: tuple[int, int] | None) -> Path:
    """A session of its own, which the terminal at 0 controls; gives the terminal's name."""
    if user is not None:
        os.fchown(0, *user)  # so that it can be opened once more
    os.fchmod(0, 0o600)
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    return Path(os.ttyname(0))


def _hung_up() -> bool:
    """Whether the other side of the terminal is closed."""
    poll = select.poll()
    poll.register(0, 0)
    return any(event & select.POLLHUP for _, event in poll.poll(0))


class _Telling(logging.Handler):
    """Warnings and worse, for the log."""

    def __init__(self, number: int) -> None:
        super().__init__(logging.WARNING)
        self._number = number

    def emit(self, record: logging.LogRecord) -> None:
        """Tell it."""
        _tell(f"trouble {self._number}: {self.format(record)}")


def _say_nothing_on_the_terminal(number: int) -> None:
    """The terminal is the tutor's; what Python has to say goes to the log."""
    logging.raiseExceptions = False
    logging.getLogger().addHandler(_Telling(number))  # asyncio's, of what nobody has caught
    warnings.simplefilter("ignore")
    threading.excepthook = lambda told: report(number, told.exc_value or told.exc_type(), "trouble")
    sys.unraisablehook = lambda told: report(number, told.exc_value or told.exc_type(), "trouble")
