"""A whole workshop in a thread, whose presenter is the test: what it does goes to the hall."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from nnmath_tutor.workshop.events import Event, StartPoll
from nnmath_tutor.workshop.present import Present
from nnmath_tutor.workshop.room import Room
from nnmath_tutor.workshop.run import Plan, Say, Workshop, hold

from .clients import PATIENCE
from .commanded import until

CODE = "otter-maple-4821"


class Holding:
    """`with Holding(state, lessons) as holding`: learners can join on `holding.port`."""

    def __init__(self, state: Path, lessons: Path) -> None:
        self._plan = Plan(state, port=0, code=CODE, lessons=lessons)
        self._opened, self._over = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=lambda: hold(self._plan, print, self._present))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._opened.wait(PATIENCE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    async def _present(self, workshop: Workshop, say: Say) -> None:
        self._loop, self._workshop = asyncio.get_running_loop(), workshop
        self.port = workshop.port
        self._opened.set()
        await self._over.wait()

    @property
    def room(self) -> Room:
        return self._workshop.hall.room

    def learner(self, name: str) -> Present:
        return self.room.learners[name]

    def post(self, event: Event) -> None:
        """What the presenter does."""
        self._loop.call_soon_threadsafe(self._workshop.hall.post, event)

    def ask(self, lesson: str, step: str, seed: int) -> None:
        """Ask everyone, under a number of the record's."""
        writer = self._workshop.hall.writer
        number = writer.submit(lambda record: record.open_poll(lesson, step, seed, 0.0)).result(10)
        self.post(StartPoll(number, lesson, step, seed))

    def wait(self, true: Callable[[Room], object]) -> None:
        """Wait for the room to be so."""
        until(lambda: true(self.room))
