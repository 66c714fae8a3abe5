"""Recordings of our own lessons' programs, made once in a test process."""

from __future__ import annotations

from nnmath_tutor.lesson import Lesson
from nnmath_tutor.play import Lecture, runs_of
from nnmath_tutor.program import Recording, RecordingCache, Run

_CACHE = RecordingCache(64, 512 << 20)


def recorded(run: Run) -> Recording:
    """The finished recording of a run."""
    return _CACHE.recording(run)


def lecture_on(lesson: Lesson) -> Lecture:
    """A lesson with everything recorded."""
    main, *others = runs_of(lesson)
    return Lecture(lesson, recorded(main), {run.name: recorded(run) for run in others})
