"""Every key does what the README says, and the help says the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.binding import Binding, BindingType

from nnmath_tutor.program import Level
from nnmath_tutor.tui.course_map import CourseMap
from nnmath_tutor.tui.help_screen import key_names
from nnmath_tutor.tui.lesson_screen import LessonScreen

from .opened import lesson_named, lesson_screen, lines, opened, place, text, until

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")

# The README's spelling of a key → Textual's.
NAMES = {
    "←": "left",
    "→": "right",
    "↑": "up",
    "↓": "down",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    ",": "comma",
    ".": "full_stop",
    ":": "colon",
    "+": "plus",
    "-": "minus",
    "?": "question_mark",
    "/": "slash",
}


def keys_of_the_readme() -> set[str]:
    table = README.partition("\n## Keys\n")[2].partition("\n\nThe mouse")[0]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| **")]
    keys = [key for cell in cells for key in re.findall(r"\*\*(.+?)\*\*", cell)]
    return {NAMES.get(key, key if len(key) == 1 else key.lower()) for key in keys}


def bound(bindings: Sequence[BindingType]) -> list[Binding]:
    return [binding for binding in bindings if isinstance(binding, Binding)]


def test_the_readme_tells_every_key_of_a_lesson_and_no_other() -> None:
    told = keys_of_the_readme()
    assert len(told) >= 20
    bindings = bound(LessonScreen.BINDINGS)
    assert told <= {key for binding in bindings for key in binding.key.split(",")}
    for binding in bindings:
        assert told & set(binding.key.split(",")), binding


async def test_next_and_previous_step(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop") as pilot:
        steps = []
        for key in ("enter", "n", "backspace", "b", "b"):
            await pilot.press(key)
            steps.append(place(pilot)[0])
        assert steps == [1, 2, 1, 0, 0]
        assert "In the middle of learning" in lines(pilot)[0]


async def test_after_the_last_step_comes_the_map_with_the_lesson_done(tmp_path: Path) -> None:
    async with opened(tmp_path, "tensors") as pilot:
        for _ in lesson_named("tensors").steps:
            await pilot.press("enter")
        assert isinstance(pilot.app.screen, CourseMap)
        steps = len(lesson_named("tensors").steps)
        assert re.search(rf"✓ Tensors.*{steps}/{steps}", text(pilot))
        await pilot.press("enter")  # the next lesson is chosen
        assert lines(pilot)[0].startswith(" Row times column 1/")


async def test_right_and_left_move_in_time_and_back(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        before, screen = place(pilot), lines(pilot)
        await pilot.press("right", "right", "right")
        assert place(pilot) == (before[0], Level.CELL, 260, 7, 2, 1)  # the next part's second cell
        await pilot.press("left", "left", "left")
        assert (place(pilot), lines(pilot)) == (before, screen)


async def test_up_and_down_change_the_level_which_is_always_in_sight(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        shown = []
        for key in ("down", "down", "up", "up", "up", "up", "up", "down"):
            await pilot.press(key)
            shown += re.findall(r"\[(epoch|line|part|cell|term) ", lines(pilot)[-2])
        levels = ["term", "term", "cell", "part", "line", "epoch", "epoch", "line"]
        assert shown == levels


async def test_first_and_last_on_the_level(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "one-product") as pilot:
        for first, last in (("home", "end"), ("<", ">")):
            await pilot.press(first)
            assert place(pilot) == (5, Level.CELL, 260, 5, 1, 0)
            await pilot.press(last)
            assert place(pilot) == (5, Level.CELL, 260, 5, 1, 15)
            await pilot.press("up", "up", last)
            assert place(pilot)[1:4] == (Level.LINE, 260, 8)
            await pilot.press("up", last)
            assert place(pilot)[1:3] == (Level.EPOCH, 59_999)
            await pilot.press(first)
            assert place(pilot)[1:3] == (Level.EPOCH, 0)
            await pilot.press("r")


async def test_one_epoch_back_and_on_at_any_level(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        here = place(pilot)
        await pilot.press(".", ".", ".")
        assert place(pilot) == (*here[:2], 263, *here[3:])
        await pilot.press(",", ",", ",", ",")
        assert place(pilot) == (*here[:2], 259, *here[3:])


JUMPS = {"30000": 30_000, "30k": 30_000, "end": 59_999, "1,234": 1_234, "0": 0}


async def test_jump_to_an_epoch(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        here = place(pilot)
        for typed, epoch in JUMPS.items():
            await pilot.press(":", *typed)
            assert f"Go to epoch, 0 to 59,999 or end: {typed}_" in lines(pilot)[-2]
            await pilot.press("enter")
            assert place(pilot) == (*here[:2], epoch, *here[3:])
            assert f" epoch {epoch:,} " in lines(pilot)[-2]


async def test_a_jump_given_up_goes_nowhere(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        before, screen = place(pilot), lines(pilot)
        await pilot.press(":", "3", "escape")
        await pilot.press(":", "3", "backspace", "backspace")
        await pilot.press(":", "enter")
        assert (place(pilot), lines(pilot)) == (before, screen)


async def test_without_a_loop_there_is_nowhere_to_jump(tmp_path: Path) -> None:
    async with opened(tmp_path, "tensors") as pilot:
        await pilot.press(":")
        await until(pilot, lambda: "there are no epochs to go to" in text(pilot))
        before = text(pilot)
        await pilot.press("3", "0", "enter")  # and nothing else hears these
        await until(pilot, lambda: "there are no epochs" not in text(pilot))
        assert text(pilot).splitlines()[0] == before.splitlines()[0]


async def test_space_plays_and_pauses(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "watch") as pilot:
        await pilot.press("space")
        assert lines(pilot)[-2].startswith(" ▸  1x ")
        await until(pilot, lambda: place(pilot)[2] > 120)
        await pilot.press("space")
        held = place(pilot)
        assert lines(pilot)[-2].startswith(f" || 1x [epoch {held[2]}")
        await pilot.press("space", "right")  # a step by hand holds it, too
        assert not lesson_screen(pilot).cursor.playing


async def test_nothing_plays_behind_another_screen(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "watch") as pilot:
        screen = lesson_screen(pilot)
        await pilot.press("space", "?")
        assert not screen.cursor.playing


async def test_play_ends_at_the_end(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "watch") as pilot:
        await pilot.press("space", "end", "space")
        assert not lesson_screen(pilot).cursor.playing
        await pilot.press("left", "left", "space")
        await until(pilot, lambda: not lesson_screen(pilot).cursor.playing)
        assert place(pilot)[2] == 59_999


async def test_speed_goes_from_a_quarter_to_four_and_is_remembered(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop") as pilot:
        shown = []
        for key in ("-", "-", "-", "+", "+", "=", "+", "+"):
            await pilot.press(key)
            shown += re.findall(r"(\S+)x ", lines(pilot)[-2])[:1]
        assert shown == ["1/2", "1/4", "1/4", "1/2", "1", "2", "4", "4"]
    async with opened(tmp_path, "tensors") as pilot:
        assert lines(pilot)[-2].startswith(" || 4x ")


async def test_r_goes_back_to_where_the_step_began(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        before, screen = place(pilot), lines(pilot)
        await pilot.press("right", "up", "up", "right", ":", "9", "enter", "r")
        assert (place(pilot), lines(pilot)) == (before, screen)


async def test_verse_off_is_remembered(tmp_path: Path) -> None:
    verse = "Four rows of numbers at the door"
    async with opened(tmp_path, "forward") as pilot:
        assert verse in text(pilot)
        await pilot.press("v")
        assert verse not in text(pilot)
    async with opened(tmp_path, "forward") as pilot:
        assert verse not in text(pilot)
        await pilot.press("v")
        assert verse in text(pilot)
    async with opened(tmp_path, "forward") as pilot:
        assert verse in text(pilot)


async def test_words_off_leave_the_room_to_the_picture(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        before = lines(pilot)
        await pilot.press("w")
        assert "Every example votes" not in text(pilot)
        assert "Examples vote" not in text(pilot)
        assert "votes on W2[h3,out]" in text(pilot)
        await pilot.press("w")
        assert lines(pilot) == before


async def test_the_error_plot_comes_and_goes(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        assert "epoch 260  mean" not in text(pilot)
        await pilot.press("p")
        assert "epoch 260  mean" in text(pilot)
        await pilot.press("p")
        assert "epoch 260  mean" not in text(pilot)
        await pilot.press(*"b" * place(pilot)[0])  # the first step wants it
        assert "epoch 260  mean" in text(pilot)
        await pilot.press("p")
        assert "epoch 260  mean" not in text(pilot)


async def test_the_code_takes_the_whole_screen_and_gives_it_back(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        before = lines(pilot)
        await pilot.press("c")
        assert "31     A2 = sigmoid(A1 @ W2)" in text(pilot)
        assert "Every example votes" not in text(pilot)
        await pilot.press("c")
        assert lines(pilot) == before


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_back_to_the_map_and_out(key: str, tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop") as pilot:
        await pilot.press(key)
        assert isinstance(pilot.app.screen, CourseMap)
        await pilot.press("q")
        assert pilot.app.return_code == 0


async def test_help_lists_every_key_of_a_lesson(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", size=(80, 45)) as pilot:
        before = lines(pilot)
        await pilot.press("?")
        await until(pilot, lambda: "Commands and themes" in text(pilot))
        for binding in bound(LessonScreen.BINDINGS):
            row = rf" {re.escape(key_names(binding.key))} +{re.escape(binding.description)}( |$)"
            assert re.search(row, text(pilot), re.MULTILINE), row
        await pilot.press("q")
        await until(pilot, lambda: lines(pilot) == before)


async def test_help_lists_every_key_of_the_map(tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        await pilot.press("enter", "?")
        for words in ("Open", "Lesson before", "Lesson after", "Welcome", "Keys", "Quit"):
            assert words in text(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, CourseMap)


async def test_all_help_can_be_reached_on_a_small_screen(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", size=(60, 10)) as pilot:
        await pilot.press("?")
        await until(pilot, lambda: "Forward in time" in text(pilot))
        assert "Commands and themes" not in text(pilot)
        await pilot.press("end")
        await until(pilot, lambda: "Commands and themes" in text(pilot))
