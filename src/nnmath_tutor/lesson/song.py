"""The song of a course: the verses of its steps, and the lessons that sing some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nnmath_tutor.lesson.model import Lesson

KIND = "song"


def song(lessons: Sequence[Lesson]) -> dict[str, tuple[str, ...]]:
    """The lines of every verse by LESSON:STEP, lesson by lesson."""
    return {
        f"{lesson.id}:{step.id}": step.verse
        for lesson in lessons
        for step in lesson.steps
        if step.verse
    }


def sings(lesson: Lesson) -> bool:
    """Whether a step of the lesson shows a song."""
    return any(step.scene.kind == KIND for step in lesson.steps)


def with_song(lessons: Sequence[Lesson], course: Sequence[Lesson]) -> tuple[Lesson, ...]:
    """The lessons; those that sing know the verses of the course."""
    if not any(map(sings, lessons)):
        return tuple(lessons)
    verses = song(course)
    return tuple(replace(one, verses=verses) if sings(one) else one for one in lessons)
