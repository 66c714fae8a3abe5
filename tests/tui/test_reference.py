"""The reference on the screen: one key away everywhere, and back to exactly where one was."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from asked import asked_lesson
from nnmath_tutor.tui.course_map import CourseMap
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.lesson_screen import LessonScreen
from nnmath_tutor.tui.question_screen import QuestionScreen
from nnmath_tutor.tui.reference_screen import ReferenceScreen
from nnmath_tutor.tui.runs_screen import RunsScreen
from nnmath_tutor.tui.welcome import Welcome

from .opened import lesson_named, lesson_screen, lines, opened, place, text, until


def reference(pilot: Pilot[None]) -> ReferenceScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ReferenceScreen), screen
    return screen


PLACES = [
    ([], None, Welcome),
    (["enter"], None, CourseMap),
    ([], "backprop", LessonScreen),
    (["question_mark"], "backprop", HelpScreen),
    (["t"], "backprop", RunsScreen),
    (["i"], "backprop", LessonScreen),
    (["e"], "backprop", LessonScreen),
]


@pytest.mark.parametrize(("keys", "lesson", "screen"), PLACES)
async def test_a_slash_opens_it_anywhere_and_escape_leads_back(
    tmp_path: Path, keys: list[str], lesson: str | None, screen: type
) -> None:
    async with opened(tmp_path, lesson, size=(120, 40)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        before = text(pilot)
        there = pilot.app.screen
        assert isinstance(there, screen)
        await pilot.press("slash", *"sig", "enter")
        await pilot.pause()
        assert lines(pilot)[0] == " sigmoid"
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert pilot.app.screen is there
        assert text(pilot) == before


async def test_time_is_held_and_everything_stays_as_it_was(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        await pilot.press("right", "down", "right", "space")
        await pilot.press("slash")
        assert not lesson_screen_behind(pilot).cursor.playing
        before = lesson_screen_behind(pilot).cursor
        await pilot.press(*"delta", "enter", "down", "escape", "escape")
        assert lesson_screen(pilot).cursor == before


def lesson_screen_behind(pilot: Pilot[None]) -> LessonScreen:
    screen = pilot.app.screen_stack[-2]
    assert isinstance(screen, LessonScreen)
    return screen


async def test_the_words_of_the_step_come_first(tmp_path: Path) -> None:
    async with opened(tmp_path, "forward", "squash") as pilot:
        await pilot.press("slash")
        step = lesson_screen_behind(pilot).step
        here = [line[3:].split("  ")[0] for line in lines(pilot) if line.endswith("in this step")]
        assert here
        for name in ("sigmoid", "activation"):
            assert name in here
            assert name in step.prose
        assert all(line.endswith("in this step") for line in lines(pilot)[1 : len(here) + 1])


@pytest.mark.parametrize("keys", [["colon"], ["t", "n"], ["e", "enter"]])
async def test_where_something_is_typed_a_slash_is_typed(tmp_path: Path, keys: list[str]) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        if keys[0] == "t":  # there must be a run that can have a name
            await pilot.press("e", "e", "2", "enter", "i")
        await pilot.press(*keys)
        if keys == ["e", "enter"]:
            await pilot.press("e")
        await pilot.press("1", "slash", "4")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, ReferenceScreen)
        assert "1/4_" in text(pilot)


async def test_before_an_answer_a_slash_looks_up_and_within_one_it_is_typed(
    tmp_path: Path,
) -> None:
    lesson = asked_lesson()
    async with opened(tmp_path, "asked", lesson.steps[0].id, lessons=[lesson], asks=True) as pilot:
        await pilot.press("enter")
        asking = pilot.app.screen
        assert isinstance(asking, QuestionScreen)
        await pilot.press("slash", *"sig", "enter", "escape", "escape")
        assert pilot.app.screen is asking
        await pilot.press("1", "slash", "4")
        assert asking.text == "1/4"


async def test_keys_of_one_packet_go_where_they_belong(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        for key, character in (("slash", "/"), ("q", "q"), ("i", "i"), ("t", "t")):
            pilot.app.post_message(events.Key(key, character))
        await until(pilot, lambda: "Look up: qit_" in text(pilot))
        for key in ("escape", "i"):
            pilot.app.post_message(events.Key(key, "i" if key == "i" else None))
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
        await until(pilot, lambda: lesson_screen(pilot).session.view.look is not None)


async def test_a_link_opens_the_lesson_it_names(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        await pilot.press("slash", *"sigmoid", "enter", "enter")
        await pilot.pause()
        assert lesson_screen(pilot).lecture.lesson.id == "forward"
        await pilot.press("q")
        assert isinstance(pilot.app.screen, CourseMap)


async def test_a_link_to_a_lesson_that_is_not_open_says_so(tmp_path: Path) -> None:
    only = (lesson_named("backprop"),)
    async with opened(tmp_path, "backprop", "votes", lessons=only) as pilot:
        before = place(pilot)
        await pilot.press("slash", *"sigmoid", "enter", "enter")
        await pilot.pause()
        assert place(pilot) == before
        told = [notification.message for notification in pilot.app._notifications]
        assert told == ["07-forward.md is not among the lessons that are open."]


async def test_the_mouse_chooses_follows_and_scrolls(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        await pilot.press("slash", *"sig")
        row = next(y for y, line in enumerate(lines(pilot)) if "Sigmoid and its slope" in line)
        assert await pilot.click(offset=(6, row))
        assert lines(pilot)[0].startswith(" Sigmoid and its slope")
        row = next(y for y, line in enumerate(lines(pilot)) if "the whole sheet" in line)
        assert await pilot.click(offset=(14, row))
        assert lines(pilot)[0].startswith(" Calculus")
        first = lines(pilot)[1]
        reference(pilot).on_mouse_scroll_down()
        await pilot.pause()
        assert lines(pilot)[1] != first


async def test_a_click_on_a_word_of_the_prose_explains_it(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        before = place(pilot)
        column = lines(pilot)[2].index("activation feeds")
        assert await pilot.click(offset=(column + 3, 2))
        await pilot.pause()
        assert lines(pilot)[0] == " activation"
        await pilot.press("escape")
        assert place(pilot) == before
        assert await pilot.click(offset=(lines(pilot)[1].index("because"), 1))
        await pilot.pause()
        assert place(pilot) == before


@pytest.mark.parametrize("size", [(20, 4), (40, 10), (80, 24), (160, 50)])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_it_fits_any_screen(tmp_path: Path, size: tuple[int, int], ascii_only: bool) -> None:
    async with opened(tmp_path, "backprop", "votes", size=size, ascii_only=ascii_only) as pilot:
        for keys in (["slash"], [*"calculus"], ["down"], ["enter"], ["end"], ["/"], [*"zzz"]):
            await pilot.press(*keys)
            await pilot.pause()
            shown = lines(pilot)
            assert len(shown) == size[1]
            assert all(len(line) <= size[0] for line in shown)
            assert not ascii_only or text(pilot).isascii()
