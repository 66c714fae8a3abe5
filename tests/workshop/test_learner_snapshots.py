"""A learner's screen in the presenter's hands, as it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from asked import asked_lesson
from nnmath_tutor.workshop.protocol import Ask, FromHost, Gather, Lock, Look, Say, Tally
from tui.snapshots import assert_snapshot

from .led import LESSONS, led

FOLDER = Path(__file__).parent / "snapshots"
VOTES = Gather("backprop", "votes", 260, 6, "line")
CHOICE = Ask(7, "asked", "choice", 0)
BARS = (("b) Between 0 and 1", 12), ("a) Above 1", 5), ("skipped", 1))
TALLY = Tally(7, BARS, ("b) Between 0 and 1",), True)
LONG = (
    "Please all look at the second row of X: which ones meet which weights, and why is the sum "
    "there so large? [b]Type[/] your guess before you step on."
)

# Name → the lesson that is open, messages, keys, what is said after them, size, in ASCII.
SCREENS: dict[
    str, tuple[str | None, list[FromHost], Sequence[str], list[FromHost], tuple[int, int], bool]
] = {
    "gathered": ("forward", [VOTES], [], [], (80, 24), False),
    "gathered-large": (None, [VOTES], [], [], (120, 40), False),
    "gathered-ascii": ("forward", [VOTES], ["right"], [], (80, 24), True),
    "asked": (None, [CHOICE], [], [], (80, 24), False),
    "asked-sent": (None, [CHOICE], ["a", "enter"], [], (80, 24), False),
    "tally": (None, [CHOICE], ["a", "enter"], [TALLY], (80, 24), False),
    "tally-ascii": (None, [CHOICE], ["b", "enter"], [TALLY], (60, 16), True),
    "message": ("forward", [Say("Two minutes left.")], [], [], (80, 24), False),
    "message-long": ("forward", [Say(LONG)], [], [], (80, 24), True),
    "locked-map": (None, [Lock(("forward", "backprop"))], [], [], (80, 24), False),
    "may-i-look": ("forward", [Look(True)], [], [], (80, 24), False),
    "room-keys": ("forward", [], ["question_mark"], [], (80, 24), False),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_is_as_it_was(name: str) -> None:
    lesson, first, keys, then, size, ascii_only = SCREENS[name]
    asks = CHOICE in first
    options = {"size": size, "ascii_only": ascii_only, "no_color": ascii_only}
    async with led(lessons=[asked_lesson()] if asks else LESSONS, **options) as host:  # type: ignore[arg-type]
        if lesson is not None:
            host.pilot.app.open_lesson(lesson, "row-meets-column")  # type: ignore[attr-defined]
            await host.settle()
        await host.say(*first)
        await host.pilot.press(*keys)
        await host.say(*then)
        strips = host.pilot.app.screen._compositor.render_strips()
        shown = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
    assert len(shown) == size[1]
    assert all(len(line) <= size[0] for line in shown)
    if ascii_only:
        assert "".join(shown).isascii()
    assert_snapshot(name, shown, FOLDER)


def test_no_snapshot_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {*SCREENS}
