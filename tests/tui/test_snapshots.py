"""A dozen screens as they are, from the first one to the smallest."""

from __future__ import annotations

from pathlib import Path

import pytest

from asked import asked_lesson
from nnmath_tutor.program import Recording, Run, record

from .opened import ReadyDesk, lines, opened
from .snapshots import FOLDER, assert_snapshot

W2_H3 = ["e", "tab", "tab", "tab", "tab", "down", "down"]  # the third weight of W2, chosen


class FinishedDesk(ReadyDesk):
    """Runs of the learner's own are finished as well."""

    def record(self, run: Run, parent: Recording | None) -> Recording:
        return record(run, parent=parent)


# Questions of the small lesson that has one of every kind: the keys, the size, in ASCII or not.
QUESTIONS = {
    "question-slip": ("pairs", (80, 24), ["3", "enter", *"hint", "enter"], False),
    "question-solution": ("pairs", (80, 24), [*"show", "enter", "right"], False),
    "question-cell": ("cell", (80, 24), ["down", "right"], True),
    "question-choice": ("choice", (40, 12), ["a", "enter"], False),
}

# Name → lesson, step, size, keys pressed, options.
SCREENS: dict[str, tuple[str | None, str | None, tuple[int, int], list[str], dict[str, bool]]] = {
    "welcome": (None, None, (80, 24), [], {}),
    "welcome-learnt": (None, None, (80, 24), ["space"], {"still": True}),
    "map": (None, None, (80, 24), ["enter", "down"], {}),
    "map-small": (None, None, (40, 12), ["enter"], {}),
    "bars-and-plot": ("backprop", "in-the-middle", (80, 24), [], {}),
    "product": ("forward", "row-meets-column", (80, 24), [], {}),
    "product-term": ("forward", "row-meets-column", (80, 24), ["down", "right"], {}),
    "product-ascii": (
        "forward",
        "row-meets-column",
        (80, 24),
        ["down", "right"],
        {"ascii_only": True},
    ),
    "squash": ("forward", "squash", (80, 24), ["right"], {}),
    "votes": ("backprop", "votes", (80, 24), [], {}),
    "votes-large": ("backprop", "votes", (120, 40), [], {}),
    "votes-tiny": ("backprop", "votes", (40, 10), ["right"], {}),
    "wires": ("forward", "product-again", (80, 24), [], {}),
    "wires-back": ("backprop", "one-product", (80, 24), [], {"ascii_only": True}),
    "transpose": ("backprop", "same-wires", (80, 24), [], {}),
    "look": ("backprop", "votes", (80, 24), ["i", "enter", "enter", "enter"], {}),
    "look-ascii": ("forward", "squash", (80, 24), ["i"], {"ascii_only": True}),
    "ripple": ("backprop", "update", (80, 24), [*W2_H3, "n"], {}),
    "change": ("backprop", "update", (80, 24), [*W2_H3, "e", "2"], {}),
    "difference": ("backprop", "update", (80, 24), [*W2_H3, "e", "2", "enter", "i", "d"], {}),
    "runs": ("backprop", "update", (80, 24), [*W2_H3, "e", "2", "enter", "i", "t"], {}),
    "two-runs": ("backprop", "watch", (120, 40), [*W2_H3, "e", "9", "enter", "i"], {}),
    "elementwise": ("backprop", "not-heard", (80, 24), [], {}),
    "update": ("backprop", "update", (80, 24), [], {}),
    "first-of-tensors": ("tensors", None, (80, 24), [], {}),
    "first-of-normalization": ("normalization", None, (80, 24), [], {}),
    "code": ("backprop", "delta2", (80, 24), ["c"], {}),
    "keys": ("backprop", "votes", (80, 32), ["question_mark"], {}),
    "words": ("backprop", "votes", (80, 24), ["slash"], {}),
    "words-search": ("backprop", "votes", (80, 24), ["slash", *"slope"], {"ascii_only": True}),
    "words-tiny": (None, None, (40, 10), ["enter", "slash", *"l2_d", "enter"], {}),
    "words-page": ("backprop", "votes", (80, 24), ["slash", *"delta", "enter", "down"], {}),
    "sheet": ("backprop", "votes", (80, 24), ["slash", *"statistics", "down", "enter"], {}),
    "jump": ("backprop", "watch", (80, 24), ["colon", "3", "x", "enter", "4"], {}),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_is_as_it_was(name: str, tmp_path: Path) -> None:
    lesson, step, size, keys, options = SCREENS[name]
    desk = FinishedDesk()
    async with opened(tmp_path, lesson, step, size=size, desk=desk, **options) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        shown = lines(pilot)
    assert len(shown) == size[1]
    assert all(len(line) <= size[0] for line in shown)
    assert_snapshot(name, shown)


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_question_is_as_it_was(name: str, tmp_path: Path) -> None:
    step, size, keys, ascii_only = QUESTIONS[name]
    lesson = asked_lesson()
    options = {"size": size, "ascii_only": ascii_only, "lessons": [lesson], "asks": True}
    async with opened(tmp_path, lesson.id, step, **options) as pilot:  # type: ignore[arg-type]
        await pilot.press("a", *keys)
        await pilot.pause()
        assert_snapshot(name, lines(pilot))


def test_no_snapshot_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {*SCREENS, *QUESTIONS}
