"""The presenter's console under Pilot, in a room without a host."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

_TESTS = Path(__file__).parents[1]
if str(_TESTS) not in sys.path:
    sys.path.insert(0, str(_TESTS))

from nnmath_tutor.lesson import Lesson, catalogue  # noqa: E402
from nnmath_tutor.play import Lecture  # noqa: E402
from nnmath_tutor.progress import Outcome  # noqa: E402
from nnmath_tutor.tui.desk import Desk  # noqa: E402
from nnmath_tutor.workshop.console.app import ConsoleApp  # noqa: E402
from nnmath_tutor.workshop.console.stage import Invited  # noqa: E402
from nnmath_tutor.workshop.events import Event, Joined, Left, Told  # noqa: E402
from nnmath_tutor.workshop.protocol import Answered, FromHost, Hand, Here, Idle  # noqa: E402
from nnmath_tutor.workshop.room import Outgoing, Room, advance  # noqa: E402
from recorded import lecture_on  # noqa: E402

LESSONS = catalogue().lessons
INVITED = Invited(
    ("ssh -p 2222 YOUR-NAME@192.168.1.10",),
    "otter-maple-4821",
    "SHA256:8mFvKq3Zr1Wb6Jp0Yx5TnLdGhUeAcSiVo7RkBtQw2Xs",
)


class ReadyDesk(Desk):
    """Every recording is finished."""

    def open(self, lesson: Lesson) -> Lecture:
        return lecture_on(lesson)


class FakeStage:
    """A room as the host keeps it, on a clock that stands until it is moved."""

    def __init__(self, invited: Invited = INVITED) -> None:
        self.invited = invited
        self.room = Room(100.0)
        self.changed: Callable[[], None] = lambda: None
        self.preparing = ""
        self.time = 1000.0
        self.sent: list[Outgoing] = []
        self.polls: list[tuple[str, str, int]] = []

    def now(self) -> float:
        return self.time

    def post(self, event: Event) -> None:
        self.room, sent = advance(self.room, event, self.time)
        self.sent += sent
        self.changed()

    async def open_poll(self, lesson: str, step: str, seed: int) -> int:
        self.polls.append((lesson, step, seed))
        return len(self.polls)

    def to(self, key: str, *kinds: type[FromHost]) -> list[FromHost]:
        return [one.message for one in self.sent if one.key == key and type(one.message) in kinds]


def two(stage: FakeStage) -> None:
    """A class of two."""
    stage.post(Joined("maria"))
    stage.post(Joined("tom"))


def full(stage: FakeStage) -> None:
    """A class as it may be, half an hour in."""
    for name in ("Maria", "tom", "Zoë [b]", "ada", "李小龙", "Ben"):
        stage.post(Joined(name))
    told: list[tuple[str, Any]] = [
        ("Maria", Here("backprop", "votes", 40, True)),
        ("Maria", Answered("backprop", "votes", 0, Outcome.RIGHT, 1, "0.37")),
        ("tom", Here("forward", "row-meets-column", 0, False)),
        *[("tom", Answered("forward", "squash", n, Outcome.WRONG, n, "=1+1")) for n in (1, 2, 3)],
        ("Zoë [b]", Here("forward", "row-meets-column", 0, False)),
        ("Zoë [b]", Answered("forward", "squash", 0, Outcome.SKIPPED, 1, "")),
        ("ada", Here("tensors", LESSONS[2].steps[0].id, 3, False)),
        ("ada", Hand(True)),
        ("李小龙", Idle(300.0)),
    ]
    for name, message in told:
        stage.post(Told(name, message))
    stage.post(Left("Ben", lost=True))
    stage.time += 130.0


class Presenter:
    """The presenter's hands and eyes."""

    def __init__(self, stage: FakeStage, app: ConsoleApp, pilot: Pilot[None]) -> None:
        self.stage, self.app, self.pilot = stage, app, pilot

    @property
    def lines(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def top(self) -> Any:
        return self.app.screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def post(self, *events: Event) -> None:
        """Things happen, and the console looks."""
        for event in events:
            self.stage.post(event)
        await self.settle()
        self.app.show_room()
        await self.settle()

    async def settle(self) -> None:
        for _ in range(3):
            await self.pilot.pause(0.01)


@asynccontextmanager
async def presenting(
    fill: Callable[[FakeStage], None] | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    lessons: Sequence[Lesson] = LESSONS,
    invited: Invited = INVITED,
    **options: bool,
) -> AsyncIterator[Presenter]:
    """The console on a screen of that size."""
    stage = FakeStage(invited)
    if fill is not None:
        fill(stage)
    app = ConsoleApp(stage, lessons, desk=ReadyDesk(), **options)
    app.deeds.seed = lambda: 0  # type: ignore[method-assign]
    async with app.run_test(size=size, notifications=False) as pilot:
        presenter = Presenter(stage, app, pilot)
        await presenter.settle()
        app.show_room()
        await presenter.settle()
        yield presenter
