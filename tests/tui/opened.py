"""The tutor under Textual's Pilot, with its recordings made beforehand and its screen as text."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path

from textual.driver import Driver
from textual.pilot import Pilot

from answered import answer_all
from nnmath_tutor.lesson import Lesson, catalogue
from nnmath_tutor.play import Lecture
from nnmath_tutor.program import Level, Problem
from nnmath_tutor.progress import Store
from nnmath_tutor.tui.app import TutorApp
from nnmath_tutor.tui.desk import Desk
from nnmath_tutor.tui.lesson_screen import LessonScreen
from recorded import lecture_on

LESSONS = catalogue().lessons
SECONDS = 20.0  # far more than anything here takes


class ReadyDesk(Desk):
    """A desk on which every recording is finished, so that each frame is the same every time."""

    def open(self, lesson: Lesson) -> Lecture:
        return lecture_on(lesson)


@lru_cache
def lesson_named(lesson_id: str) -> Lesson:
    return next(lesson for lesson in LESSONS if lesson.id == lesson_id)


@asynccontextmanager
async def opened(
    state: Path,
    lesson: str | None = None,
    step: str | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    lessons: Sequence[Lesson] = LESSONS,
    problems: Sequence[Problem] = (),
    desk: Desk | None = None,
    driver: type[Driver] | None = None,
    asks: bool = False,
    **options: bool,
) -> AsyncIterator[Pilot[None]]:
    """The tutor on a screen of that size, everything done that opening it brings.

    Nothing is written to a terminal, unless by a driver of one's own. Every question has been
    answered long ago, unless it `asks`.
    """
    if not asks:
        answer_all(state, lessons)
    store = Store(state / "progress.json")
    app = TutorApp(lessons, problems, store, lesson=lesson, step=step, **options)
    app.desk = desk or ReadyDesk()
    headless = driver is None
    if driver is not None:
        app.driver_class = driver
    async with app.run_test(headless=headless, size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


def lines(pilot: Pilot[None]) -> list[str]:
    """The rows of the screen as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text(pilot: Pilot[None]) -> str:
    return "\n".join(lines(pilot))


def lesson_screen(pilot: Pilot[None]) -> LessonScreen:
    screen = pilot.app.screen
    assert isinstance(screen, LessonScreen), screen
    return screen


def place(pilot: Pilot[None]) -> tuple[int, Level, int, int, int, int]:
    """Step, level, epoch, line, part and cell."""
    cursor = lesson_screen(pilot).cursor
    here = cursor.position
    return cursor.step, here.level, here.epoch, here.line, here.part, here.cell


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Let the app run until something is so."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, text(pilot)
        await pilot.pause(0.01)
