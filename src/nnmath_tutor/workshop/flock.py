"""The learners' processes that are alive: forked, watched, ended, reaped."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nnmath_tutor.workshop.allowance import Allowance
from nnmath_tutor.workshop.child import become
from nnmath_tutor.workshop.confine import Limits
from nnmath_tutor.workshop.orders import FAULT_STATUS, Ended, Start, Started
from nnmath_tutor.workshop.stock import Stock

GRACE = 5.0  # seconds from the kind end to the other one
CPU_LOOK = 10.0  # seconds between two looks at what one has spent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class _Learner:
    id: int
    pid: int
    killed_at: float | None = None  # when patience ends, once its end was wished for
    wished: bool = False  # its end, by the host
    overspent: bool = False
    allowance: Allowance = field(default_factory=Allowance)


class Flock:
    """Learners' processes by their numbers."""

    def __init__(
        self,
        log: int,
        *,
        limits: Limits,
        user: tuple[int, int] | None,
        readable: Sequence[Path],
        walls: tuple[str, ...],
    ) -> None:
        self._log = log
        self._limits = limits
        self._user = user
        self._readable = readable
        self.walls = walls
        self._learners: dict[int, _Learner] = {}
        self._looked = time.monotonic()
        # A byte comes here when a learner's process ends: `select` waits for orders and ends alike.
        self._news, self._tell = socket.socketpair()
        self._news.setblocking(False)
        self._tell.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._tell.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """End all, and watch no longer."""
        self.end_all()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._news.close()
        self._tell.close()

    def __len__(self) -> int:
        return len(self._learners)

    def fork(self, start: Start, stock: Stock, terminal: int, channel: int) -> Started | Ended:
        """A new process for a learner; the descriptors stay the caller's to close."""
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            self._note(f"fault {start.id}: no process for another learner: {error.strerror}")
            return Ended(start.id, FAULT_STATUS, start.id)
        if pid == 0:
            become(
                start,
                stock,
                terminal,
                channel,
                self._log,
                limits=self._limits,
                user=self._user,
                readable=self._readable,
                parent=parent,
            )
        learner = _Learner(start.id, pid)
        learner.allowance = Allowance(at=time.monotonic())
        self._learners[pid] = learner
        return Started(start.id, pid)

    def end(self, number: int, *, hard: bool) -> None:
        """End one, at once or with a few seconds to leave in good order."""
        for learner in self._learners.values():
            if learner.id == number:
                learner.wished = True
                if hard:
                    _kill(learner.pid)
                else:
                    learner.killed_at = time.monotonic() + GRACE
                    with suppress(ProcessLookupError):
                        os.kill(learner.pid, signal.SIGTERM)

    def end_all(self) -> None:
        """End all of them now."""
        for pid in self._learners:
            _kill(pid)
        for pid in self._learners:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        self._learners.clear()

    def wait(self, most: float) -> float:
        """How long nothing needs to be done, if nothing happens."""
        if not self._learners:
            return 60.0
        now = time.monotonic()
        dues = [each.killed_at - now for each in self._learners.values() if each.killed_at]
        return max(0.0, min([most, *dues]))

    def watch(self, host: socket.socket, seconds: float) -> bool:
        """Wait for an order or for an end; whether there is an order."""
        readable, _, _ = select.select([host, self._news], [], [], seconds)
        if self._news in readable:
            with suppress(BlockingIOError):
                self._news.recv(4096)
        return host in readable

    def tend(self) -> Iterator[Ended]:
        """Reap whoever has ended, end whoever should have."""
        yield from self._reap()
        now = time.monotonic()
        for learner in self._learners.values():
            if learner.killed_at is not None and now >= learner.killed_at:
                learner.killed_at = None
                _kill(learner.pid)
        if now - self._looked >= CPU_LOOK:
            self._looked = now
            for learner in self._learners.values():
                self._look_at_spending(learner, now)

    def _reap(self) -> Iterator[Ended]:
        for pid, learner in list(self._learners.items()):
            options = os.WEXITED | os.WNOHANG | os.WNOWAIT
            if os.waitid(os.P_PID, pid, options) is None:
                continue
            _kill(pid)  # while its number can't be another's: whatever else is of its group
            _, waited = os.waitpid(pid, 0)
            del self._learners[pid]
            yield self._ended(learner, os.waitstatus_to_exitcode(waited))

    def _ended(self, learner: _Learner, status: int) -> Ended:
        if status >= 0:
            return Ended(learner.id, status, learner.id if status == FAULT_STATUS else None)
        if learner.wished or status in (-signal.SIGHUP, -signal.SIGTERM):
            return Ended(learner.id, status)
        reason = "spent too much CPU time" if learner.overspent else signal.strsignal(-status)
        self._note(f"fault {learner.id}: the learner's process was ended: {reason}")
        return Ended(learner.id, status, learner.id)

    def _look_at_spending(self, learner: _Learner, now: float) -> None:
        spent = _cpu_seconds(learner.pid)
        if spent is None:
            return
        learner.allowance = learner.allowance.seen(spent, now)
        if learner.allowance.empty:
            learner.overspent = True
            _kill(learner.pid)

    def _note(self, line: str) -> None:
        with suppress(OSError):
            os.write(self._log, f"{line}\n".encode())


def _kill(pid: int) -> None:
    """Kill the process and its group; it may be before or after it made one."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _cpu_seconds(pid: int) -> float | None:
    """What a process has spent; None where the system doesn't tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICKS
