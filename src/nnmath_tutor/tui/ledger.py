"""The learner's answers as the screens see them: asked for, and written down at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nnmath_tutor.lesson import Lesson
from nnmath_tutor.play import Due, Mark, due_questions, mark_of
from nnmath_tutor.progress import LessonProgress, Outcome, Progress


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody did with a step's question, as that seed has it; `typed` is empty if they
    looked at the solution, or went on without.
    """

    lesson: Lesson
    step: str
    outcome: Outcome
    seed: int = 0
    typed: str = ""


Clock = Callable[[], float]  # seconds since 1970


class Ledger:
    """Reads progress by `get`, and has it kept by `keep`, which returns once it is on disk."""

    def __init__(
        self,
        get: Callable[[], Progress],
        keep: Callable[[Progress], None],
        clock: Clock = time.time,
    ) -> None:
        self._get = get
        self._keep = keep
        self.clock = clock

    def marks(self, lesson: Lesson) -> dict[str, Mark]:
        """How each question of the lesson stands now, by the id of its step."""
        now, known = self.clock(), self._lesson(lesson).questions
        return {
            step.id: mark_of(known.get(step.id), now)
            for step in lesson.steps
            if step.question is not None
        }

    def tries(self, lesson: Lesson, step: str) -> int:
        """How often the question was answered: each try is to have new numbers."""
        memory = self._lesson(lesson).questions.get(step)
        return memory.tries if memory else 0

    def remember(self, answer: Answer) -> None:
        """On disk, as far as there is one, when this returns."""
        self._keep(self._get().answer(answer.lesson.id, answer.step, answer.outcome, self.clock()))

    def due(self, lessons: Iterable[Lesson]) -> tuple[Due, ...]:
        """What is to be asked again by now."""
        return due_questions(lessons, self._get(), self.clock())

    def _lesson(self, lesson: Lesson) -> LessonProgress:
        return self._get().lesson(lesson.id)
