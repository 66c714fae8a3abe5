"""The host's side of the forge: starts it, starts it again, and asks it for learners' processes."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from nnmath_tutor.workshop.client_terminal import ClientTerminal
from nnmath_tutor.workshop.forge_line import ForgeLine
from nnmath_tutor.workshop.orders import (
    PACKETS,
    Ended,
    EndOne,
    Order,
    Progress,
    Ready,
    Start,
    Started,
)
from nnmath_tutor.workshop.places import Ending, NoProcessError

START_PATIENCE = 15.0  # seconds for the forge to fork
REPORT_PATIENCE = 1.0  # for what a learner's process says of its fault
CLOSE_PATIENCE = 3.0  # for the forge to leave

MOST_DEATHS = 5  # in a row, before it took an order
LONGEST_WAIT = 16.0  # seconds from a death to the next try
MISTAKE = 2  # exit code: trying again would end the same way
LONGEST_LINE = 1 << 16
# All of the host's environment that the forge gets. What is the learners' is made anew.
KEPT = ("PATH", "HOME", "TZ", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
SET = {
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "ESCDELAY": "250",  # over a network an escape sequence comes in pieces
}


class LearnerFaultError(Exception):
    """What a learner's process, or the forge, has told of a fault."""


class Logbook(Protocol):
    """Where the link writes to: see `log.Log`."""

    def note(self, event: str, **values: object) -> None:
        """One line."""

    def fault(self, what: str, error: BaseException | None = None) -> int:
        """What went wrong; gives its number."""


class ForgedProcess:
    """One learner's process, as the host has it."""

    def __init__(self, link: ForgeLink, number: int, name: str) -> None:
        self.number = number
        self.name = name
        self.pid: int | None = None
        self._link = link
        self.started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ending: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()

    async def ended(self) -> Ending:
        """Wait until it is gone, and all that it started."""
        return await asyncio.shield(self._ending)

    def end(self, *, hard: bool) -> None:
        """Ask it to end, or kill it. Does nothing if it has ended."""
        if not self._ending.done():
            self._link.order(EndOne(self.number, hard))

    def settle(self, ending: Ending) -> None:
        """It is gone."""
        if not self.started.done():
            self.started.set_exception(NoProcessError(f"it ended as it began: {ending}"))
            self.started.exception()  # whoever waited has left, perhaps
        if not self._ending.done():
            self._ending.set_result(ending)


class ForgeLink:
    """Where learners' processes come from. One forge at a time; a dead one is replaced.

    `broken` says why there is none and won't be; then `ready` and `start` raise NoProcessError.
    """

    def __init__(
        self,
        log: Logbook,
        *,
        lessons: Path | None = None,
        user: str = "nobody",
        memory: int | None = None,
    ) -> None:
        """`lessons` are those of a folder; `memory` is what a learner's process may take, bytes."""
        self._log = log
        self._arguments = ["--user", user]
        if lessons is not None:
            self._arguments += ["--lessons", str(lessons)]
        if memory is not None:
            self._arguments += ["--memory", str(memory)]
        self._line: ForgeLine | None = None
        self._process: Process | None = None
        self._learners: dict[int, ForgedProcess] = {}
        self._reports: dict[int, asyncio.Future[str]] = {}
        self._number = 0
        self._ready = asyncio.Event()
        self._settled = asyncio.Event()  # ready or broken
        self._last_line = ""
        self._supervisor: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.prepared = (0, 0)
        self.walls: tuple[str, ...] = ()
        self.broken: str | None = None

    @property
    def pid(self) -> int | None:
        """The forge's process; None while there is none."""
        return self._process.pid if self._process is not None else None

    def open(self) -> None:
        """Start the forge, and watch over it from now on. Call it in the main thread's loop.

        The kernel ends the forge together with the thread that started it.
        """
        self._supervisor = asyncio.ensure_future(self._supervise())

    async def ready(self, seconds: float) -> bool:
        """Wait until learners can start, but not for more than so long; whether they can."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._settled.wait(), seconds)
        if self.broken is not None:
            raise NoProcessError(self.broken)
        return self._ready.is_set()

    async def start(
        self, name: str, terminal: ClientTerminal, slave: int, channel: socket.socket
    ) -> ForgedProcess:
        """Start one on the slave side of a pty. Raises NoProcessError.

        Both descriptors stay the caller's, who may close them as soon as this returns.
        """
        if not self._ready.is_set():
            raise NoProcessError(self.broken or "the forge isn't ready")
        self._number += 1
        learner = ForgedProcess(self, self._number, name)
        self._learners[learner.number] = learner
        order = Start(
            learner.number,
            name,
            terminal.term,
            terminal.columns,
            terminal.rows,
            terminal.ascii,
            terminal.no_color,
            terminal.truecolor,
        )
        self.order(order, slave, channel.fileno())
        try:
            await asyncio.wait_for(asyncio.shield(learner.started), START_PATIENCE)
        except TimeoutError:
            learner.end(hard=True)
            raise NoProcessError("the forge didn't answer in time") from None
        except asyncio.CancelledError:
            learner.end(hard=True)
            raise
        return learner

    def order(self, order: Order, *descriptors: int) -> None:
        """Tell the forge, if there is one."""
        if self._line is not None:
            self._line.send(order, *descriptors)

    async def close(self) -> None:
        """End all learners' processes and the forge. May be called again."""
        if self._supervisor is None:
            return
        self._supervisor.cancel()
        with suppress(asyncio.CancelledError):
            await self._supervisor
        self._supervisor = None

    # ---- the life of forges

    async def _supervise(self) -> None:
        deaths, again = 0, False
        while True:
            was_ready, status = await self._one_life(again=again)
            deaths = 0 if was_ready else deaths + 1
            if status == MISTAKE or deaths >= MOST_DEATHS:
                self.broken = self._last_line or f"the forge ends with {status} as it begins"
                self._log.fault(self.broken)
                self._settled.set()
                return
            self._log.fault(f"the forge ended with {status}; another one starts")
            again = again or was_ready
            await asyncio.sleep(min(2.0**deaths - 1, LONGEST_WAIT))

    async def _one_life(self, *, again: bool) -> tuple[bool, int]:
        """From its start to its end: whether it took orders, and its exit code."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, PACKETS)
        gone = asyncio.Event()
        self._line = ForgeLine(ours, self._heard, gone.set)
        process, reading = None, None
        try:
            process = self._process = await self._spawn(theirs, again=again)
            theirs.close()
            reading = asyncio.ensure_future(self._read_log(process))
            await gone.wait()
            status = await self._await_end(process)
            return self._ready.is_set(), status
        finally:
            self._ready.clear()
            self._settled.clear()
            self._line.close()
            self._line = None
            theirs.close()
            if process is not None:
                await self._await_end(process)
            self._process = None
            if reading is not None:
                await self._finish(reading)
            self._lose_everyone()

    async def _spawn(self, theirs: socket.socket, *, again: bool) -> Process:
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | SET
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "nnmath_tutor.workshop.forge"),
            *("--socket", str(theirs.fileno()), "--parent", str(os.getpid())),
            *self._arguments,
            *(["--at-once"] if again else []),
            pass_fds=(theirs.fileno(),),
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=PIPE,
            env=environment,
            start_new_session=True,  # Ctrl+C on the presenter's terminal is not for it
            limit=LONGEST_LINE,
        )

    async def _await_end(self, process: Process) -> int:
        try:
            return await asyncio.wait_for(process.wait(), CLOSE_PATIENCE)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()  # the kernel kills the learners' processes with it
            return await process.wait()

    async def _finish(self, reading: asyncio.Task[None]) -> None:
        await asyncio.wait({reading}, timeout=REPORT_PATIENCE)
        reading.cancel()

    def _lose_everyone(self) -> None:
        learners, self._learners = self._learners, {}
        self._reports.clear()
        for learner in learners.values():
            learner.settle(Ending(-9, None, lost=True))

    # ---- what the forge says

    def _heard(self, order: Order) -> None:
        match order:
            case Progress(done, total):
                self.prepared = (done, total)
            case Ready(seconds, walls):
                self.walls = walls
                self._ready.set()
                self._settled.set()
                self._log.note("forge", ready=round(seconds, 1), walls=" ".join(walls))
            case Started(number, pid):
                learner = self._learners.get(number)
                if learner is not None and not learner.started.done():
                    learner.pid = pid
                    learner.started.set_result(None)
            case Ended(number, status, fault):
                learner = self._learners.pop(number, None)
                if learner is not None and fault is None:
                    self._reports.pop(number, None)
                    learner.settle(Ending(-9 if status is None else status))
                elif learner is not None:
                    task = asyncio.ensure_future(
                        self._settle_fault(learner, status, self._report(number))
                    )
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)

    async def _settle_fault(
        self, learner: ForgedProcess, status: int | None, report: asyncio.Future[str]
    ) -> None:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.shield(report), REPORT_PATIENCE)
        text = report.result() if report.done() else "nothing is known of it"
        self._reports.pop(learner.number, None)
        what = f"the process of {learner.name} ended with {status}"
        number = self._log.fault(what, LearnerFaultError(text))
        learner.settle(Ending(-9 if status is None else status, number))

    async def _read_log(self, process: Process) -> None:
        """What it says on standard error, for the log. Learners' processes can write it, too."""
        assert process.stderr is not None
        while True:
            try:
                line = await process.stderr.readline()
            except ValueError:  # far too long
                continue
            if not line:
                return
            self._log_line(line.decode("utf-8", "replace").strip())

    def _log_line(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        number, _, text = rest.partition(": ")
        if word == "fault" and number.isascii() and number.isdigit() and len(number) < 10:
            if int(number) in self._learners or int(number) in self._reports:
                self._report(int(number), "\n".join(text.split(" | ")))
        elif line:
            self._last_line = line
            self._log.note("forge", says=line)

    def _report(self, number: int, text: str | None = None) -> asyncio.Future[str]:
        """What a learner's process tells of its fault, which may come before or after its end."""
        report = self._reports.setdefault(number, asyncio.get_running_loop().create_future())
        if text is not None and not report.done():
            report.set_result(text)
        return report
