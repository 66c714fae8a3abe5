"""The presenter's console on the terminal of the host, in the host's own loop."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable

from nnmath_tutor.lesson import catalogue, own_lessons
from nnmath_tutor.workshop.codes import EASILY_GUESSED
from nnmath_tutor.workshop.console.app import ConsoleApp
from nnmath_tutor.workshop.console.stage import Invited, NotAskedError
from nnmath_tutor.workshop.events import Event
from nnmath_tutor.workshop.invitation import how_to_open, is_loopback, join_lines
from nnmath_tutor.workshop.places import NoProcessError
from nnmath_tutor.workshop.room import Room
from nnmath_tutor.workshop.run import Present, Say, Workshop, WorkshopError, present_headless
from nnmath_tutor.workshop.schema import RecordError
from nnmath_tutor.workshop.writer import ClosedError

SHORT = "(Such a short code is guessed in hours: {least} letters or more are better.)"


class HostStage:
    """The workshop as the console has it."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self.invited = _invited(workshop)
        self.ready = False

    @property
    def changed(self) -> Callable[[], None]:
        """What is called after every event."""
        return self._workshop.hall.changed

    @changed.setter
    def changed(self, changed: Callable[[], None]) -> None:
        self._workshop.hall.changed = changed

    @property
    def room(self) -> Room:
        """Everybody as they are."""
        return self._workshop.hall.room

    @property
    def preparing(self) -> str:
        """How far the recordings are, until learners can start."""
        if self.ready:
            return ""
        done, total = self._workshop.processes.prepared
        far = f": {done} of {total}" if total else ""
        return f"The lessons are being prepared{far}; whoever joins sees how far they are."

    def now(self) -> float:
        """The time on the room's clock."""
        return time.monotonic()

    def post(self, event: Event) -> None:
        """Have the presenter's deed carried out."""
        self._workshop.hall.post(event)

    async def open_poll(self, lesson: str, step: str, seed: int) -> int:
        """The number of a new question to all, on disk. Raises NotAskedError."""
        hall, at = self._workshop.hall, time.time()
        try:
            return await hall.writer.do(lambda record: record.open_poll(lesson, step, seed, at))
        except (RecordError, ClosedError) as error:
            hall.log.fault("a question can't be kept", error)
            raise NotAskedError(f"It can't be asked, as it can't be kept: {error}") from None


def presenter(*, ascii_only: bool, still: bool) -> Present:
    """The console for `run.hold`."""

    async def present(workshop: Workshop, say: Say) -> None:
        await _present(workshop, say, ascii_only=ascii_only, still=still)

    return present


async def _present(workshop: Workshop, say: Say, *, ascii_only: bool, still: bool) -> None:
    # The convention: set and not empty. Textual would also obey an empty one.
    no_color = bool(os.environ.get("NO_COLOR"))
    if not no_color:
        os.environ.pop("NO_COLOR", None)
    found = await asyncio.to_thread(catalogue, workshop.plan.lessons or own_lessons())
    await workshop.hall.recall({lesson.id for lesson in found.lessons})
    stage = HostStage(workshop)
    app = ConsoleApp(
        stage,
        found.lessons,
        found.problems,
        ascii_only=ascii_only,
        still=still,
        no_color=no_color,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            loop.add_signal_handler(number, app.leave)
    preparing = asyncio.ensure_future(_prepared(workshop, stage, app))
    running = asyncio.ensure_future(app.run_async())
    # From Python 3.12 on Textual makes all tasks of the loop eager as it begins; SSH isn't made for
    # that: nobody could join.
    loop.call_soon(loop.set_task_factory, None)
    try:
        await running
    finally:
        preparing.cancel()
        await asyncio.wait({preparing})
    if not preparing.cancelled() and (error := preparing.exception()) is not None:
        raise error
    if app.fault is not None:
        fault = workshop.hall.log.fault("the console", app.fault)
        say(f"The console has ended with fault {fault}; the log in the workshop's folder has the")
        say("rest. The workshop goes on without it, and nobody has lost anything.")
        say("")
        await present_headless(workshop, say)
        return
    say(f"The workshop closes. Afterwards: {workshop.plan.report}")


async def _prepared(workshop: Workshop, stage: HostStage, app: ConsoleApp) -> None:
    """Until learners can start. Raises WorkshopError if they never can."""
    try:
        while not await workshop.processes.ready(1.0):
            pass
    except NoProcessError as error:
        app.leave()
        raise WorkshopError(str(error).removeprefix("forge: ")) from None
    stage.ready = True
    app.room_changed()


def _invited(workshop: Workshop) -> Invited:
    plan = workshop.plan
    closed = is_loopback(plan.host)
    short = len(workshop.code) < EASILY_GUESSED and not closed
    return Invited(
        tuple(join_lines(workshop.addresses, workshop.port)),
        workshop.code,
        workshop.fingerprint,
        opens=how_to_open(workshop.plan.options)[-1].strip() if closed else "",
        warning=SHORT.format(least=EASILY_GUESSED) if short else "",
    )
