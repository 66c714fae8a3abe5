"""One lesson examined for every mistake; or many of them, on all cores of the machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import Lesson
from nnmath_tutor.lesson.readability import check_readability
from nnmath_tutor.lesson.rehearse import Rehearsal
from nnmath_tutor.lesson.wording import check_wording
from nnmath_tutor.program import Problem

# Two lessons are read as fast as another interpreter starts.
FEWEST_FOR_MANY = 3


def examine(lessons: Sequence[Lesson], workers: int = 1) -> Iterator[tuple[Problem, ...]]:
    """The mistakes of each lesson, in the order of the lessons. Runs their programs.

    With several `workers` lessons are examined in processes of their own, which must be able to
    import the main module anew.
    """
    if workers > 1 and len(lessons) >= FEWEST_FOR_MANY:
        try:
            yield from _in_processes(lessons, workers)
            return
        except (OSError, BrokenProcessPool):
            pass  # a machine that starts no further process still has this one
    rehearsal = Rehearsal()
    for lesson in lessons:
        yield _mistakes(lesson, rehearsal)


def _in_processes(lessons: Sequence[Lesson], workers: int) -> list[tuple[Problem, ...]]:
    # Those that share a program go to one process, which runs it once.
    groups: dict[str, list[int]] = {}
    for index, lesson in enumerate(lessons):
        groups.setdefault(str(lesson.program), []).append(index)
    found: list[tuple[Problem, ...]] = [()] * len(lessons)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        # What has most to run first, so that it isn't the last to begin.
        order = sorted(groups.values(), key=lambda group: _runs(lessons, group), reverse=True)
        done = [
            (group, pool.submit(_group, [lessons[index] for index in group])) for group in order
        ]
        for group, future in done:
            for index, problems in zip(group, future.result(), strict=True):
                found[index] = problems
    return found


def _runs(lessons: Sequence[Lesson], group: Sequence[int]) -> int:
    return sum(1 + len(lessons[index].runs) for index in group)


def _group(lessons: Sequence[Lesson]) -> list[tuple[Problem, ...]]:
    rehearsal = Rehearsal()
    return [_mistakes(lesson, rehearsal) for lesson in lessons]


def _mistakes(lesson: Lesson, rehearsal: Rehearsal) -> tuple[Problem, ...]:
    mistakes = Mistakes(str(lesson.path))
    for step in lesson.steps:
        check_wording(step, mistakes)
        check_readability(step, mistakes)
    return (*mistakes.problems(), *rehearsal.check(lesson))
