"""Which questions a learner knows, and which are to be asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from nnmath_tutor.lesson import Lesson, Step
from nnmath_tutor.progress import LessonProgress, Memory, Outcome, Progress


class Mark(Enum):
    """How a question stands, as a step's header shows it."""

    OPEN = "open"
    RIGHT = "right"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Tally:
    """The questions of a lesson: how many there are, were last right, are to be asked again."""

    total: int
    right: int
    due: int

    def __str__(self) -> str:
        told = f"questions right {self.right} of {self.total}"
        return f"{told}, {self.due} to review" if self.due else told


@dataclass(frozen=True, slots=True)
class Due:
    """A question that is to be asked again. `tries` were made; each gets new numbers."""

    lesson: Lesson
    step: Step
    tries: int


def mark_of(memory: Memory | None, now: float) -> Mark:
    """The mark of a question at `now`, in seconds since 1970."""
    if memory is None or memory.outcome is Outcome.SKIPPED:
        return Mark.OPEN
    wrong = memory.outcome is Outcome.WRONG
    return Mark.REVIEW if wrong or memory.is_due(now) else Mark.RIGHT


def tally(lesson: Lesson, seen: LessonProgress, now: float) -> Tally | None:
    """The lesson's questions at `now`; None where it has none. Old questions don't count."""
    steps = [step for step in lesson.steps if step.question is not None]
    if not steps:
        return None
    memories = [memory for step in steps if (memory := seen.questions.get(step.id))]
    right = sum(memory.outcome is Outcome.RIGHT for memory in memories)
    return Tally(len(steps), right, sum(memory.is_due(now) for memory in memories))


def due_questions(lessons: Iterable[Lesson], progress: Progress, now: float) -> tuple[Due, ...]:
    """All questions to be asked again by `now`, the one that has waited longest first."""
    waiting = [
        (memory.due or 0, Due(lesson, step, memory.tries))
        for lesson, step in _with_questions(lessons)
        if (memory := progress.lesson(lesson.id).questions.get(step.id)) and memory.is_due(now)
    ]
    return tuple(due for _, due in sorted(waiting, key=lambda pair: pair[0]))


def _with_questions(lessons: Iterable[Lesson]) -> Iterator[tuple[Lesson, Step]]:
    for lesson in lessons:
        for step in lesson.steps:
            if step.question is not None:
                yield lesson, step
