"""A question in a real terminal, and the review of the next day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from asked import TEXT
from nnmath_tutor.lesson import catalogue, own_lessons

from .conftest import Start

LESSON, _ = catalogue().find("forward")


def kept(state: Path) -> dict[str, Any]:
    document = json.loads((state / "progress.json").read_text(encoding="utf-8"))
    return dict(document["lessons"]["asked"]["questions"])


def test_a_question_is_answered_wrongly_then_rightly(
    start: Start, state: Path, tmp_path: Path
) -> None:
    (tmp_path / "programs").mkdir()
    program = (own_lessons() / "programs" / "forward.py").read_text(encoding="utf-8")
    (tmp_path / "programs" / "forward.py").write_text(program, encoding="utf-8")
    (tmp_path / "asked.md").write_text(TEXT, encoding="utf-8")
    terminal = start("learn", f"{tmp_path / 'asked.md'}:cell", asks=True, NO_COLOR="1")
    terminal.wait_for("The cell is there", "Cell ?")
    terminal.press("enter")
    terminal.wait_for("What is the shape of X @ W1?", "show the solution")
    terminal.press(*"4x3", "enter")
    terminal.wait_for("✗ Not yet: (4, 3).")
    assert kept(state)["shape"]["outcome"] == "wrong"
    terminal.press(*"4 by 4", "enter")
    terminal.wait_for("✓ Right: (4, 4).")
    assert kept(state)["shape"] | {"asked": 0, "due": 0} == {
        "outcome": "right",
        "tries": 2,
        "wrong": 0,
        "rung": 1,
        "asked": 0,
        "due": 0,
    }
    terminal.press("enter")
    terminal.wait_for("The outer lengths remain", "Shape ✓")
    terminal.press("q")
    terminal.wait_for("q Quit", "✓1/5")
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.as_it_was


def test_the_review_opens_from_the_shell(start: Start, state: Path) -> None:
    memory = {"outcome": "wrong", "tries": 1, "wrong": 1, "rung": 0, "asked": 9, "due": 9}
    asked = next(step for step in LESSON.steps if step.question is not None)
    lessons = {LESSON.id: {"questions": {asked.id: memory}}}
    state.mkdir()
    (state / "progress.json").write_text(json.dumps({"format": 1, "lessons": lessons}))
    terminal = start("review", asks=True)
    terminal.wait_for("Review, the last one", asked.title, "skip")
    terminal.press("escape")
    terminal.wait_for("q Quit", "1 question to review")
    terminal.press("q")
    assert terminal.end() == 0
