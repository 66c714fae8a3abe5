"""A learner's tutor under Pilot, and the test in the host's place."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from textual.pilot import Pilot

from nnmath_tutor.lesson import Lesson, Reference, catalogue, load_reference
from nnmath_tutor.play import Lecture
from nnmath_tutor.play.lecture import runs_of
from nnmath_tutor.program import RecordingCache, Run
from nnmath_tutor.tui.desk import Desk
from nnmath_tutor.workshop.channel import LearnerChannel
from nnmath_tutor.workshop.learner_app import LearnerApp
from nnmath_tutor.workshop.orders import Start
from nnmath_tutor.workshop.protocol import (
    FromHost,
    FromLearner,
    Keep,
    Kept,
    Welcome,
    decode_from_learner,
    encode,
)
from recorded import lecture_on

Kind = TypeVar("Kind", bound=FromLearner)
COURSE, REFERENCE = catalogue(), load_reference(None)
LESSONS = COURSE.lessons


class ReadyDesk(Desk):
    """Every recording is finished."""

    def open(self, lesson: Lesson) -> Lecture:
        return lecture_on(lesson)


class ReadyStock:
    """Lessons without a folder of their own."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.catalogue = type(COURSE)(tuple(lessons), ())
        self.reference: Reference = REFERENCE

    def runs(self, lesson: Lesson) -> Sequence[Run]:
        return runs_of(lesson)

    def cache(self) -> RecordingCache:
        return RecordingCache()


class Host:
    """The host's end of the line. It keeps what is to be kept, unless told otherwise."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self.heard: list[FromLearner] = []
        self.kept: Mapping[str, Any] | None = None
        self.keeps = True
        self._unread = b""
        self.pilot: Pilot[None]

    def listen(self) -> None:
        with suppress(BlockingIOError):
            while data := self.end.recv(1 << 20, socket.MSG_DONTWAIT):
                self._unread += data
        *lines, self._unread = self._unread.split(b"\n")
        for message in map(decode_from_learner, lines):
            self.heard.append(message)
            if isinstance(message, Keep) and self.keeps:
                self.kept = message.document
                self.end.sendall(encode(Kept(message.number, None)))

    def of(self, kind: type[Kind]) -> list[Kind]:
        self.listen()
        return [message for message in self.heard if isinstance(message, kind)]

    async def say(self, *messages: FromHost) -> None:
        for message in messages:
            self.end.sendall(encode(message))
        await self.settle()

    async def settle(self) -> None:
        for _ in range(3):
            await self.pilot.pause(0.02)


class ConfirmingChannel(LearnerChannel):
    """The host is in the same thread: it listens whenever the tutor waits for it."""

    host: Host

    def wait_for(self, kind: Any, seconds: float) -> Any:
        self.host.listen()
        return super().wait_for(kind, seconds)


@asynccontextmanager
async def led(
    *,
    lessons: Sequence[Lesson] = LESSONS,
    size: tuple[int, int] = (80, 24),
    ascii_only: bool = False,
    no_color: bool = False,
    **welcome: Any,
) -> AsyncIterator[Host]:
    """Maria's tutor; what she sees is `host.pilot`."""
    ours, theirs = socket.socketpair()
    host, channel = Host(ours), ConfirmingChannel(theirs)
    channel.host = host
    start = Start(1, "maria", "xterm", *size, ascii=ascii_only, no_color=no_color)
    words = {
        "name": "maria",
        "document": {"format": 1, "first_start_done": True},
        "lessons": None,
        "skipping": True,
        "seen_before": False,
        **welcome,
    }
    app = LearnerApp(start, ReadyStock(lessons), channel, Welcome(**words))  # type: ignore[arg-type]
    app.desk = ReadyDesk()
    try:
        async with app.run_test(size=size, notifications=False) as pilot:
            host.pilot = pilot
            await host.settle()
            yield host
    finally:
        ours.close()
        theirs.close()
