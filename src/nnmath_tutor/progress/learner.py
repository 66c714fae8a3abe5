"""What a learner has done and likes: values only, no disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nnmath_tutor.progress.memory import Memory, Outcome, remember


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run of the learner's own: what was changed of the set-up, and which cells at which epoch.

    An edit is (epoch, name, index, value).
    """

    name: str
    overrides: tuple[tuple[str, float], ...] = ()
    edits: tuple[tuple[int, str, tuple[int, ...], float], ...] = ()


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """One lesson: the steps seen (in the order of first visit), the present one, and the end.

    `questions` holds what is remembered of a step's question, by the id of the step.
    """

    visited: tuple[str, ...] = ()
    step: str | None = None
    finished: bool = False
    runs: tuple[KeptRun, ...] = ()
    questions: Mapping[str, Memory] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the learner likes everywhere."""

    verse: bool = True
    speed: float = 1.0  # of playing; 1 is normal


@dataclass(frozen=True, slots=True)
class Progress:
    """All lessons of one learner. The methods return changed copies."""

    lessons: Mapping[str, LessonProgress] = field(default_factory=dict, hash=False)
    last_lesson: str | None = None
    first_start_done: bool = False
    preferences: Preferences = Preferences()

    def lesson(self, lesson_id: str) -> LessonProgress:
        """Progress in one lesson; an untouched lesson has an empty one."""
        return self.lessons.get(lesson_id, LessonProgress())

    def visit(self, lesson_id: str, step_id: str) -> Progress:
        """The learner is at this step now."""
        before = self.lesson(lesson_id)
        visited = before.visited if step_id in before.visited else (*before.visited, step_id)
        after = replace(before, visited=visited, step=step_id)
        return replace(self, lessons={**self.lessons, lesson_id: after}, last_lesson=lesson_id)

    def keep_runs(self, lesson_id: str, runs: tuple[KeptRun, ...]) -> Progress:
        """These runs are to be there when the lesson is opened again."""
        before = self.lesson(lesson_id)
        if before.runs == runs:
            return self
        return replace(self, lessons={**self.lessons, lesson_id: replace(before, runs=runs)})

    def answer(self, lesson_id: str, step_id: str, outcome: Outcome, now: float) -> Progress:
        """The step's question was asked at `now`, in seconds since 1970."""
        before = self.lesson(lesson_id)
        memory = remember(before.questions.get(step_id), outcome, now)
        after = replace(before, questions={**before.questions, step_id: memory})
        return replace(self, lessons={**self.lessons, lesson_id: after})

    def finish(self, lesson_id: str) -> Progress:
        """The learner reached the end of this lesson."""
        after = replace(self.lesson(lesson_id), finished=True)
        return replace(self, lessons={**self.lessons, lesson_id: after})

    def forget(self, lesson_id: str | None = None) -> Progress:
        """Without this lesson, or (None) as before the first start. Preferences stay."""
        if lesson_id is None:
            return Progress(preferences=self.preferences)
        lessons = {key: value for key, value in self.lessons.items() if key != lesson_id}
        last = None if self.last_lesson == lesson_id else self.last_lesson
        return replace(self, lessons=lessons, last_lesson=last)
