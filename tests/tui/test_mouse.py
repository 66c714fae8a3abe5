"""The mouse does what keys do; nothing needs it."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from nnmath_tutor.program import Level

from .opened import lines, opened, place


async def click_on(pilot: Pilot[None], words: str) -> None:
    """Click on words of the time bar."""
    column = lines(pilot)[-2].index(words)
    assert await pilot.click("#time", offset=(column, 0))


async def test_a_click_on_a_level_chooses_it(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes", size=(120, 30)) as pilot:
        for level in [level for level in Level if level is not Level.TERM]:
            await click_on(pilot, level.value)
            assert place(pilot)[1] is level
            assert f"[{level.value} " in lines(pilot)[-2]


async def test_a_click_on_the_bar_goes_to_that_epoch(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes", size=(120, 30)) as pilot:
        bar = lines(pilot)[-2].rindex(" ─") + 1
        reached = []
        for column in (bar, bar + 15, bar + 30, 118):
            assert await pilot.click("#time", offset=(column, 0))
            assert place(pilot)[1] is Level.CELL  # as before
            reached.append(place(pilot)[2])
        assert (reached[0], reached[-1]) == (0, 59_999)
        assert reached == sorted(set(reached))


async def test_a_click_on_a_lesson_of_the_map_opens_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as pilot:
        await pilot.press("enter")
        row = next(y for y, line in enumerate(lines(pilot)) if "Tensors" in line)
        assert await pilot.click(offset=(10, row))
        await pilot.pause()
        assert lines(pilot)[0].startswith(" Tensors")


async def test_dragging_along_the_bar_goes_through_time(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes", size=(120, 30)) as pilot:
        bar = lines(pilot)[-2].rindex(" ─") + 1
        row = len(lines(pilot)) - 2
        await pilot.mouse_down(offset=(bar + 2, row))
        reached = []
        for column in (bar + 10, bar + 20, 118, 5, bar + 20):
            await pilot.hover(offset=(column, row))
            reached.append(place(pilot)[2])
        await pilot.mouse_up(offset=(bar + 20, row))
        assert reached[2:4] == [59_999, 0]  # beyond an end of the bar is its end
        assert reached[1] == reached[4] > reached[0] > 0
        await pilot.hover(offset=(bar + 3, row))
        assert place(pilot)[2] == reached[4]  # let go
