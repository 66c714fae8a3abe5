"""What can't go out yet is held back: one frame follows, and it is the screen as it is by then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from nnmath_tutor.tui.mended_app import PacedDriver

from .opened import lines, opened, until

SIZE = (80, 24)
PLACE = ("forward", "row-meets-column")


class SlowDriver(HeadlessDriver):
    """Its terminal takes a frame when the test says so, and shows it."""

    is_headless = False  # so that frames are sent

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self.free = True
        self.frames: list[str] = []
        self._then: Callable[[], None] | None = None
        self.screen = pyte.Screen(*SIZE)
        self._stream = pyte.Stream(self.screen)

    def write(self, data: str) -> None:
        self._stream.feed(data)
        if self.frames:
            self.frames[-1] += data

    @contextmanager
    def frame(self) -> Iterator[None]:
        assert self.free
        self.frames.append("")
        yield

    def when_free(self, then: Callable[[], None]) -> None:
        assert not self.free
        self._then = then

    def take(self) -> None:
        """The terminal has caught up."""
        self.free = True
        then, self._then = self._then, None
        if then is not None:
            then()

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]


def driver_of(pilot: Pilot[None]) -> SlowDriver:
    driver = pilot.app._driver
    assert isinstance(driver, SlowDriver)
    assert isinstance(driver, PacedDriver)
    return driver


async def caught_up(pilot: Pilot[None]) -> SlowDriver:
    """The driver, once its terminal shows what the app's screen shows."""
    driver = driver_of(pilot)
    await pilot.pause()
    await until(pilot, lambda: driver.lines == lines(pilot))
    return driver


@pytest.mark.parametrize(
    "keys",
    [
        ["right"],
        ["right"] * 9,
        ["up", "right", "down", "right"],
        ["right", "p", "right"],  # the layout changes
        ["n"],
        ["right", "?"],
        ["right", "?", "right", "q"],  # a screen came and went
        ["?", "q", "right", "q"],
        ["right", "ctrl+p"],  # one through which the other is seen
        ["right", "ctrl+p", "escape", "right"],
    ],
)
async def test_one_frame_brings_the_screen_up_to_date(keys: Sequence[str], tmp_path: Path) -> None:
    async with opened(tmp_path, *PLACE, size=SIZE, driver=SlowDriver) as pilot:
        driver = await caught_up(pilot)
        driver.free = False
        sent, shown = len(driver.frames), driver.lines
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        assert (len(driver.frames), driver.lines) == (sent, shown)
        assert lines(pilot) != shown
        driver.take()
        await caught_up(pilot)
        assert len(driver.frames) == sent + 1


async def test_cells_that_did_not_change_are_not_sent_for_it(tmp_path: Path) -> None:
    async with opened(tmp_path, *PLACE, size=SIZE, driver=SlowDriver) as pilot:
        driver = await caught_up(pilot)
        first = len(driver.frames[0])
        driver.free = False
        for _ in range(3):
            await pilot.press("right")
            await pilot.pause()
        driver.take()
        await caught_up(pilot)
        assert 0 < len(driver.frames[-1]) < first / 4


async def test_what_is_free_to_go_in_the_middle_of_a_batch_goes_after_it(tmp_path: Path) -> None:
    async with opened(tmp_path, *PLACE, size=SIZE, driver=SlowDriver) as pilot:
        driver = await caught_up(pilot)
        driver.free = False
        await pilot.press("right")
        await pilot.pause()
        sent = len(driver.frames)
        with pilot.app.batch_update():
            driver.take()
            await pilot.pause()
            pilot.app.screen._compositor_refresh()  # as Textual does when the layout changes
            assert len(driver.frames) == sent
        await caught_up(pilot)
        assert len(driver.frames) == sent + 1


async def test_held_back_on_a_taller_screen(tmp_path: Path) -> None:
    async with opened(tmp_path, *PLACE, size=SIZE, driver=SlowDriver) as pilot:
        driver = await caught_up(pilot)
        driver.free = False
        await pilot.press("right")
        await pilot.pause()
        await pilot.resize_terminal(60, 18)
        driver.screen.resize(18, 60)
        await pilot.pause()
        driver.take()
        await caught_up(pilot)
        driver.free = False
        await pilot.press("left")
        await pilot.resize_terminal(*SIZE)
        driver.screen.resize(SIZE[1], SIZE[0])
        driver.take()
        await caught_up(pilot)


async def test_playing_goes_on_while_frames_are_held_back(tmp_path: Path) -> None:
    async with opened(tmp_path, *PLACE, size=SIZE, driver=SlowDriver) as pilot:
        driver = await caught_up(pilot)
        await pilot.press("home", "+", "+")
        await caught_up(pilot)
        driver.free = False
        sent, shown = len(driver.frames), lines(pilot)[-2]
        await pilot.press("space")
        seen: set[str] = set()

        def several_beats() -> bool:
            seen.add(lines(pilot)[-2])
            return len(seen - {shown}) >= 4

        await until(pilot, several_beats)
        assert len(driver.frames) == sent
        await pilot.press("space")
        await pilot.pause()
        driver.take()
        await caught_up(pilot)
        assert len(driver.frames) == sent + 1
