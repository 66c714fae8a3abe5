"""A learner who has answered every question: lessons can be walked through without being asked."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from nnmath_tutor.lesson import Lesson, catalogue
from nnmath_tutor.progress import Outcome, Store


def answer_all(state: Path, lessons: Iterable[Lesson] = catalogue().lessons) -> None:
    """Every answer right and none due today; where progress is kept already, nothing."""
    path = state / "progress.json"
    if path.exists():
        return
    store = Store(path)
    progress, _ = store.load()
    for lesson in lessons:
        for step in lesson.steps:
            if step.question is not None:
                progress = progress.answer(lesson.id, step.id, Outcome.RIGHT, time.time())
    store.save(progress)
