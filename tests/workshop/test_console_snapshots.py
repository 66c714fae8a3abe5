"""The console's screens as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.console.stage import Invited
from nnmath_tutor.workshop.events import Event, Told
from nnmath_tutor.workshop.protocol import Consent, Poll, Screen
from tui.snapshots import assert_snapshot

from .presenting import INVITED, FakeStage, full, presenting

from asked import asked_lesson  # isort: skip

FOLDER = Path(__file__).parent / "console_snapshots"
ASK = ("a", *"choice", "enter")
ANSWERS: tuple[Event, ...] = (
    Told("Maria", Poll(1, Outcome.RIGHT, "b) Between 0 and 1")),
    Told("tom", Poll(1, Outcome.WRONG, "[b]5[/b]")),
    Told("ada", Poll(1, Outcome.RIGHT, "b) Between 0 and 1")),
)
SEEN = Screen(((("A learner's screen", "bold"),), (("as it is", "#ff0000"),)))
AT_HOME = Invited(
    INVITED.lines, INVITED.code, INVITED.fingerprint, "nnmath-tutor workshop --host 0.0.0.0"
)


@dataclass(frozen=True)
class Case:
    keys: Sequence[str] = ()
    then: Sequence[Event] = ()
    after: Sequence[str] = ()
    size: tuple[int, int] = (80, 24)
    fill: Callable[[FakeStage], None] | None = full
    plain: bool = False
    options: dict[str, Any] = field(default_factory=dict)


ASKED = {"lessons": [asked_lesson()]}
SCREENS = {
    "room": Case(),
    "room-large": Case(size=(120, 40)),
    "room-small": Case(size=(40, 10)),
    "room-ascii": Case(plain=True),
    "room-empty": Case(fill=None),
    "room-closed": Case(fill=None, options={"invited": AT_HOME}),
    "room-filter": Case(["f", *"forw"]),
    "room-quit": Case(["q"]),
    "room-console-keys": Case(["question_mark"]),
    "console-preview": Case(ASK, options=ASKED),
    "console-tally": Case([*ASK, "enter"], ANSWERS, options=ASKED),
    "console-tally-ended": Case([*ASK, "enter"], ANSWERS, ["enter"], options=ASKED),
    "console-tally-small": Case([*ASK, "enter"], ANSWERS, size=(40, 10), options=ASKED),
    "wall": Case(["p"]),
    "wall-large": Case(["p"], size=(120, 40)),
    "wall-ascii": Case(["p"], plain=True),
    "wall-tally": Case([*ASK, "enter"], ANSWERS, ["enter", "p"], options=ASKED),
    "wall-lesson": Case(["g", *"backprop", "enter", "P"]),
    "console-lead": Case(["g", *"backprop", "enter"]),
    "console-choose": Case(["g", *"calc"]),
    "console-lock": Case(["l", "down", "space"]),
    "console-look": Case(["enter"], [Told("ada", Consent(True)), Told("ada", SEEN)]),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_is_as_it_was(name: str) -> None:
    case = SCREENS[name]
    options = {"ascii_only": case.plain, "no_color": case.plain, **case.options}
    async with presenting(case.fill, size=case.size, **options) as presenter:
        await presenter.press(*case.keys)
        await presenter.post(*case.then)
        await presenter.press(*case.after)
        shown = presenter.lines
    assert len(shown) == case.size[1]
    if case.plain:
        assert all(line.isascii() for line in shown)
    assert_snapshot(name, shown, FOLDER)


def test_no_snapshot_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {*SCREENS}
