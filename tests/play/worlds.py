"""Real recordings to walk through, and what plain Python computes at the same places."""

from __future__ import annotations

import ast
import contextlib
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from nnmath_tutor.lesson import Lesson, catalogue, own_lessons, parse_lesson
from nnmath_tutor.play import Lecture
from nnmath_tutor.program import Recording, Run, load, record
from recorded import lecture_on

EPOCHS = 40
PROGRAMS = {name: own_lessons() / "programs" / f"{name}.py" for name in ("three_layers", "forward")}


@lru_cache
def recording_of(name: str) -> Recording:
    """`three_layers` with few epochs, or `forward`, which has no loop."""
    program = load(PROGRAMS[name])
    return record(Run(program, epochs=EPOCHS if program.loop else None))


LESSONS = catalogue().lessons


@lru_cache
def lecture_of(lesson_id: str) -> Lecture:
    """One of our own lessons with everything recorded."""
    (lesson,) = (lesson for lesson in LESSONS if lesson.id == lesson_id)
    return lecture_on(lesson)


class Replay:
    """The same program run by Python itself, statement by statement, kept at every line."""

    def __init__(self, path: Path) -> None:
        body = ast.parse(path.read_text(encoding="utf-8")).body
        loop = next((node for node in body if isinstance(node, ast.For)), None)
        names: dict[str, Any] = {"__file__": str(path), "__name__": "__main__"}
        self.lines: list[list[Mapping[str, Any]]] = []  # by epoch, then line: names after it
        self.before: list[list[Mapping[str, Any]]] = []
        with contextlib.redirect_stdout(io.StringIO()):
            if loop is None:
                self._run([node for node in body if _is_assignment(node)], body, names)
                return
            for node in body[: body.index(loop)]:
                exec(_compiled(node), names)
            for epoch in range(EPOCHS):
                names["epoch"] = epoch
                self._run(loop.body, loop.body, names)

    def _run(self, shown: list[ast.stmt], body: list[ast.stmt], names: dict[str, Any]) -> None:
        before, after = [], []
        for node in body:
            old = _copied(names)
            exec(_compiled(node), names)
            if node in shown:
                before.append(old)
                after.append(_copied(names))
        self.before.append(before)
        self.lines.append(after)


@lru_cache
def replay_of(name: str) -> Replay:
    return Replay(PROGRAMS[name])


def _is_assignment(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)


def _compiled(node: ast.stmt) -> CodeType:
    return compile(ast.Module([node], []), "<replay>", "exec")


def _copied(names: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.copy() if hasattr(value, "__array_interface__") else value
        for name, value in names.items()
    }


def lesson_for(program: str, folder: Path, scene: str = 'kind = "operation"') -> Lesson:
    """A lesson of one step about a program of one's own."""
    (folder / "own.py").write_text(program, encoding="utf-8")
    text = f"""\
+++
format = 1
id = "own"
title = "Own"
branch = "calculus"
stage = "train"
minutes = 1
summary = "A lesson of one step."
program = "own.py"
+++

## Only {{#only}}

Here x is {{x}}.

> One line of verse,
> and then one more.

```scene
{scene}
```
"""
    return parse_lesson(text, folder / "01-own.md")
