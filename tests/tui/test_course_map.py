"""The map: what was seen, where to go on, which lessons are broken."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from nnmath_tutor.drawing import UNICODE, row_text
from nnmath_tutor.lesson import catalogue, own_lessons
from nnmath_tutor.progress import LessonProgress, Progress, Store
from nnmath_tutor.tui.course_map import CourseMap
from nnmath_tutor.tui.desk import Desk
from nnmath_tutor.tui.map_rows import lesson_row
from nnmath_tutor.tui.welcome import Welcome

from .opened import LESSONS, lesson_named, lines, opened, text, until


def chosen(rows: list[str]) -> str:
    (row,) = (row for row in rows if row.lstrip().startswith("▸"))
    return row


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course of two lessons: one healthy, one whose scene is misspelt."""
    folder = tmp_path / "lessons"
    shutil.copytree(own_lessons() / "programs", folder / "programs")
    healthy = (own_lessons() / "07-forward.md").read_text(encoding="utf-8")
    (folder / "01-healthy.md").write_text(healthy, encoding="utf-8")
    broken = healthy.replace('kind = "operation"', 'kind = "operaton"')
    broken = broken.replace('id = "forward"', 'id = "broken"')
    (folder / "02-broken.md").write_text(broken, encoding="utf-8")
    return folder


async def test_the_first_start_greets_and_later_ones_do_not(tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        assert isinstance(pilot.app.screen, Welcome)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, CourseMap)
        for lesson in LESSONS:  # those below come into sight
            assert lesson.title[:20] in text(pilot)
            await pilot.press("down")
        await pilot.press("w")  # and again, if wanted
        assert isinstance(pilot.app.screen, Welcome)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, CourseMap)
    async with opened(tmp_path) as pilot:
        assert isinstance(pilot.app.screen, CourseMap)


async def test_it_shows_what_was_done_and_enter_goes_on_there(tmp_path: Path) -> None:
    tensors = tuple(step.id for step in lesson_named("tensors").steps)
    progress = Progress(
        lessons={
            "tensors": LessonProgress(tensors, tensors[-1], finished=True),
            "backprop": LessonProgress(("error", "slope", "gone-since"), "slope"),
        },
        last_lesson="backprop",
        first_start_done=True,
    )
    store = Store(tmp_path / "progress.json")
    store.load()
    assert store.save(progress) is None
    async with opened(tmp_path) as pilot:
        shown = text(pilot)
        assert "Welcome back. Enter goes on where you left off." in shown
        (tensors_row,) = [line for line in lines(pilot) if "Tensors" in line]
        assert "✓" in tensors_row
        assert f"{len(tensors)}/{len(tensors)}" in tensors_row
        (backprop_row,) = [line for line in lines(pilot) if "Backpropagation" in line]
        assert f" 2/{len(lesson_named('backprop').steps)} " in f"{backprop_row} "
        assert "builds on The forward pass" in shown  # what is told of is the last lesson
        await pilot.press("enter")
        assert re.search(r" 3/\d+ .*How steep is it here\?", lines(pilot)[0])


async def test_a_broken_lesson_is_told_of_and_the_others_open(folder: Path, tmp_path: Path) -> None:
    found = catalogue(folder)
    state = tmp_path / "state"
    async with opened(
        state, lessons=found.lessons, problems=found.problems, size=(120, 24)
    ) as pilot:
        assert isinstance(pilot.app.screen, CourseMap)  # no lesson to greet with
        shown = text(pilot)
        assert "Some lessons can't be opened; nnmath-tutor check tells all:" in shown
        assert "02-broken.md:" in shown
        await pilot.press("enter")
        assert lines(pilot)[0].startswith(" The forward pass 1/")


async def test_a_lesson_whose_program_is_gone_says_so(folder: Path, tmp_path: Path) -> None:
    found = catalogue(folder / "01-healthy.md")
    (folder / "programs" / "forward.py").write_text("x = 1\nimport os\nos.fork(\n")
    async with opened(tmp_path / "state", lessons=found.lessons, desk=Desk()) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "forward.py:3" in text(pilot).replace("\n", ""))
        assert isinstance(pilot.app.screen, CourseMap)


async def test_a_damaged_progress_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "progress.json").write_text("{")
    async with opened(tmp_path) as pilot:
        await until(pilot, lambda: "could not be read" in text(pilot))
    assert (tmp_path / "progress.json.damaged-1").read_text() == "{"


async def test_a_review_of_nothing_leaves_chosen_what_is(tmp_path: Path) -> None:
    Store(tmp_path / "progress.json").save(Progress(first_start_done=True, last_lesson="forward"))
    async with opened(tmp_path, lessons=LESSONS[:8]) as pilot:
        assert "The forward pass" in chosen(lines(pilot))
        await pilot.press("up", "up", "r")
        await pilot.pause()
        assert "Nothing is to be reviewed." in text(pilot)
        assert "Enter goes on where" not in text(pilot)
        assert LESSONS[4].title in chosen(lines(pilot))


async def test_what_comes_next_is_never_cut_off(tmp_path: Path) -> None:
    Store(tmp_path / "progress.json").save(Progress(first_start_done=True))
    async with opened(tmp_path) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CourseMap)
        screen.show_progress(Progress(), "error", "Review done: 1 of 1 answers right.")
        await pilot.pause()
        assert " ".join(f"Next: “{LESSONS[8].title}”.".split()) in " ".join(text(pilot).split())


@pytest.mark.parametrize("width", [20, 36, 56, 59, 60, 76, 95, 96, 130])
def test_a_locked_lesson_says_so_at_every_width(width: int) -> None:
    for lesson in LESSONS:
        rows = [
            row_text(lesson_row(lesson, LessonProgress(), None, UNICODE, width, locked=locked))
            for locked in (True, False)
        ]
        assert [("locked" in row) for row in rows] == [True, False]
        assert all(len(row) <= width for row in rows)
