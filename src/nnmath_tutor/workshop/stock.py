"""What every learner's process finds ready, made once: lessons, words, recordings."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path

from nnmath_tutor.lesson import Catalogue, Lesson, Reference, catalogue, load_reference, own_lessons
from nnmath_tutor.play.lecture import runs_of
from nnmath_tutor.program import ProgramError, RecordingCache, Run

OWN_RUNS = 64 << 20  # bytes for the recordings that a learner makes


class Stock:
    """The lessons of a folder, and the recordings that they need."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (own_lessons() if folder is None else folder).resolve()
        self.catalogue: Catalogue = catalogue(self.folder)
        self.reference: Reference = load_reference(
            self.folder if self.folder.is_dir() else self.folder.parent
        )
        self._made = RecordingCache(sys.maxsize, sys.maxsize)  # nothing is dropped
        self._to_make: deque[Run] = deque()
        self._runs: dict[str, tuple[Run, ...] | ProgramError] = {}
        for lesson in self.catalogue.lessons:
            try:
                runs = runs_of(lesson)
            except ProgramError as error:
                self._runs[lesson.id] = error
                continue
            self._runs[lesson.id] = runs
            self._to_make.extend(runs)
        self.total = len(self._to_make)

    @property
    def done(self) -> int:
        """How many recordings are made."""
        return self.total - len(self._to_make)

    def advance(self, seconds: float) -> bool:
        """Make recordings for about that long; whether there is more to do."""
        if self._to_make and not self._made.recorder(self._to_make[0]).advance(seconds):
            self._to_make.popleft()
        return bool(self._to_make)

    def runs(self, lesson: Lesson) -> tuple[Run, ...]:
        """The runs of one of the lessons, its own first. Raises ProgramError.

        They were read when the workshop began: a learner's process can't read the files.
        """
        runs = self._runs[lesson.id]
        if isinstance(runs, ProgramError):
            raise runs
        return runs

    def cache(self) -> RecordingCache:
        """A learner's own recordings, on top of those that are made."""
        return RecordingCache(maximum_bytes=OWN_RUNS, made=self._made)
