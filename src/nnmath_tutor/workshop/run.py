"""One workshop from its first line to its last: what is started, in which order, and ended."""

from __future__ import annotations

import asyncio
import fcntl
import os
import resource
import shlex
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from nnmath_tutor.workshop.codes import EASILY_GUESSED, BadCodeError, checked, kept_code
from nnmath_tutor.workshop.forge_link import ForgeLink
from nnmath_tutor.workshop.hall import Hall
from nnmath_tutor.workshop.host import Host, Listening
from nnmath_tutor.workshop.invitation import how_to_open, invitation, is_loopback, reachable
from nnmath_tutor.workshop.keys import fingerprint, host_key
from nnmath_tutor.workshop.log import Log
from nnmath_tutor.workshop.places import NoProcessError
from nnmath_tutor.workshop.record import default_directory
from nnmath_tutor.workshop.schema import RecordError
from nnmath_tutor.workshop.state_dir import StateError, opened
from nnmath_tutor.workshop.writer import Writer

FILES = 8192  # descriptors: three for a learner, one for whoever knocks
LOCK = "in_use"

Say = Callable[[str], None]


class WorkshopError(Exception):
    """The workshop can't be held like that; one line says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the command line asks for. `idle` in seconds."""

    state: Path
    host: str = "127.0.0.1"
    port: int = 2222
    code: str | None = None
    most: int = 60
    idle: float = 30 * 60.0
    lessons: Path | None = None

    @property
    def report(self) -> str:
        """What to type for the report afterwards."""
        words = ["nnmath-tutor", "workshop", "report"]
        if self.state != default_directory():
            words += ["--state", str(self.state)]
        return shlex.join(words)

    @property
    def options(self) -> list[str]:
        """The options of the command line that were given, without --host."""
        usual = Plan(default_directory())
        given = {
            "--port": str(self.port) if self.port != usual.port else None,
            "--code": self.code,
            "--max-learners": str(self.most) if self.most != usual.most else None,
            "--idle-timeout": f"{self.idle:.0f}s" if self.idle != usual.idle else None,
            "--state": str(self.state) if self.state != usual.state else None,
            "--lessons": None if self.lessons is None else str(self.lessons),
        }
        return [
            word for name, value in given.items() if value is not None for word in (name, value)
        ]


@dataclass(frozen=True, slots=True)
class Workshop:
    """All that runs, for whoever presents."""

    plan: Plan
    code: str
    fingerprint: str
    addresses: tuple[str, ...]
    port: int
    hall: Hall
    host: Host
    processes: ForgeLink

    def invitation(self) -> list[str]:
        """What stands on the board, and for the teacher how to open the room."""
        lines = invitation(self.addresses, self.port, self.code, self.fingerprint)
        if is_loopback(self.plan.host):
            lines += ["", *how_to_open(self.plan.options)]
        return lines


Present = Callable[[Workshop, Say], Awaitable[None]]


def hold(plan: Plan, say: Say, present: Present | None = None) -> None:
    """Hold a workshop until `present` returns; without it, until somebody interrupts.

    Everything runs in one loop, in this thread. Raises WorkshopError.
    """
    try:
        asyncio.run(_hold(plan, say, present or present_headless))
    except (StateError, RecordError, BadCodeError) as error:
        raise WorkshopError(str(error)) from None


async def _hold(plan: Plan, say: Say, present: Present) -> None:
    state = opened(plan.state)
    with _alone_in(state):
        code = kept_code(state, None if plan.code is None else checked(plan.code))
        log, writer = Log(state), Writer(state)
        try:
            await _run(plan, state, code, log, writer, lambda shop: present(shop, say))
        finally:
            writer.close()
            log.close()


async def _run(
    plan: Plan,
    state: Path,
    code: str,
    log: Log,
    writer: Writer,
    present: Callable[[Workshop], Awaitable[None]],
) -> None:
    _raise_limit()
    key = host_key(state)
    processes = ForgeLink(log, lessons=plan.lessons)
    hall = Hall(state, writer, log, plan.most)
    listening = Listening(plan.host, plan.port, plan.idle)
    host = Host(listening, code, key, hall, processes, log)
    try:
        port = await _open(host, plan)
        processes.open()
        addresses = tuple(reachable(plan.host))
        workshop = Workshop(plan, code, fingerprint(key), addresses, port, hall, host, processes)
        log.note("opened", host=plan.host, port=port)
        await present(workshop)
    finally:
        await host.close()
        await processes.close()
        log.note("closed")


async def _open(host: Host, plan: Plan) -> int:
    try:
        return await host.open()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        where = f"{plan.host} port {plan.port}"
        advice = "choose another with --port, or another --host"
        raise WorkshopError(f"cannot listen on {where}: {reason}; {advice}") from None


async def present_headless(workshop: Workshop, say: Say) -> None:
    """Say how to join and when learners can, then wait for an interruption.

    Raises WorkshopError if no learner ever can.
    """
    for line in workshop.invitation():
        say(line)
    if len(workshop.code) < EASILY_GUESSED and not is_loopback(workshop.plan.host):
        say(
            f"(Such a short code is guessed in hours: {EASILY_GUESSED} letters or more are better.)"
        )
    say("")
    interrupted = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            loop.add_signal_handler(number, interrupted.set)
    waiting = asyncio.ensure_future(interrupted.wait())
    preparing = asyncio.ensure_future(_prepared(workshop, say))
    try:
        await asyncio.wait({waiting, preparing}, return_when=asyncio.FIRST_COMPLETED)
        if preparing.done():
            preparing.result()
            await waiting
        say("The workshop closes.")
    finally:
        waiting.cancel()
        preparing.cancel()


async def _prepared(workshop: Workshop, say: Say) -> None:
    processes = workshop.processes
    say("The lessons are being prepared; whoever joins already sees how far they are.")
    try:
        while not await processes.ready(1.0):
            pass
    except NoProcessError as error:
        raise WorkshopError(str(error).removeprefix("forge: ")) from None
    say("Ready. Ctrl+C closes the workshop.")


@contextmanager
def _alone_in(state: Path) -> Iterator[None]:
    """Only one host at a time in a folder. Raises WorkshopError."""
    descriptor = os.open(state / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            what = f"a workshop is held in {state} already"
            raise WorkshopError(f"{what}; name another folder with --state") from None
        yield
    finally:
        os.close(descriptor)


def _raise_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
