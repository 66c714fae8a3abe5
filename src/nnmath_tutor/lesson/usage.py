"""Labels and runs of the front matter that nothing in the lesson uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nnmath_tutor.lesson.expressions import Slot, scan
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import Lesson
from nnmath_tutor.program import Program


def check_usage(lesson: Lesson, program: Program, mistakes: Mistakes) -> None:
    """Note labels of what is never shown, and runs that are neither drawn nor spoken of."""
    shown = _words(_in_pictures(lesson))
    if any(step.scene.kind == "operation" for step in lesson.steps):
        # The learner may walk to any line of it.
        shown |= _words([program.source])
    for name in lesson.labels:
        if name not in shown:
            message = f"labels of {name} are never used: no picture shows it"
            mistakes.add(lesson.line_of(f"labels.{name}"), message)
    spoken = shown | _words(_in_expressions(lesson))
    drawn = {name for options in _options(lesson) for name in options.get("runs", ())}
    for name, run in lesson.runs.items():
        if name not in drawn and f"runs.{name}" not in spoken:
            message = f"run {name} is never used: no picture draws it, no expression asks for it"
            mistakes.add(run.line, message)


def _in_pictures(lesson: Lesson) -> Iterator[str]:
    for step in lesson.steps:
        yield step.scene.at or ""
        if step.question is not None:
            # The table to choose a cell from, and the worked answer.
            yield step.question.of or ""
            yield step.question.work or ""
    for options in _options(lesson):
        for value in options.values():
            yield from (str(item) for item in (value if isinstance(value, tuple) else (value,)))


def _options(lesson: Lesson) -> Iterator[Mapping[str, Any]]:
    yield from (step.scene.options for step in lesson.steps)
    if lesson.beside is not None:
        yield lesson.beside.options


def _in_expressions(lesson: Lesson) -> Iterator[str]:
    for step in lesson.steps:
        yield from _slots(step.prose)
        yield from (claim.text for claim in step.claims)
        if step.question is not None:
            for text in step.question.texts:
                yield from _slots(text)
            yield from step.question.expressions


def _slots(text: str) -> Iterator[str]:
    pieces, _ = scan(text)
    return (piece.expression for piece in pieces if isinstance(piece, Slot))


def _words(texts: Iterator[str] | list[str]) -> set[str]:
    """Names in the texts, and runs as `runs.name`."""
    found: set[str] = set()
    for text in texts:
        found.update(re.findall(r"\w+", text))
        found.update(re.findall(r"\bruns\.\w+", text))
    return found
