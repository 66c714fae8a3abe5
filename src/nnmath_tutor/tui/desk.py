"""The desk where recordings are made: one background thread, a slice of time at a turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from typing import Any

from nnmath_tutor.lesson import Lesson
from nnmath_tutor.play import Lecture, runs_of
from nnmath_tutor.program import Recorder, Recording, RecordingCache, Run

# A slice is short enough that holding and leaving are felt at once, long enough to cost nothing.
SLICE = 0.02

# The longest that opening a lesson waits for its first numbers. A slower program opens without.
FIRST_WAIT = 0.08

# Bytes for each run of the learner's own: there may be many of them.
TRIAL_BUDGET = 8 << 20


class Desk:
    """Opens lessons: makes their recorders, or finds them, and has them advanced.

    What was opened last is recorded first. The thread is there while there is something to
    record, and no longer.
    """

    def __init__(
        self,
        cache: RecordingCache | None = None,
        runs: Callable[[Lesson], Sequence[Run]] = runs_of,
    ) -> None:
        """`cache` is where recordings are found and kept; without it, in one of its own.

        `runs` gives those of a lesson, its own first, or raises ProgramError.
        """
        self._cache = RecordingCache() if cache is None else cache
        self._runs = runs
        self._waiting: list[Recorder] = []
        self._cancelled: set[Recorder] = set()
        self._lock = threading.Lock()
        self._busy = False
        self._closed = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._news = threading.Event()

    def open(self, lesson: Lesson) -> Lecture:
        """A lecture whose recordings are under way, or done if they were opened before.

        Raises ProgramError.
        """
        runs = self._runs(lesson)
        # The lesson's own run comes last: it is the first to be advanced.
        recorders = {run.name: self._recorder(run) for run in reversed(runs)}
        main = recorders.pop(runs[0].name)
        self._await_first(main)
        others = {name: recorder.recording for name, recorder in recorders.items()}
        return Lecture(lesson, main.recording, others)

    def record(self, run: Run, parent: Recording | None) -> Recording:
        """The recording of a learner's own run, under way from where its parent leads it on."""
        recorder = self._recorder(run, parent=parent, budget=TRIAL_BUDGET)
        self._await_first(recorder)
        return recorder.recording

    @property
    def held(self) -> bool:
        """Whether recording waits for `go_on`."""
        return not self._going.is_set()

    def hold(self) -> None:
        """Hold every recording where it is."""
        self._going.clear()

    def go_on(self) -> None:
        """Go on recording."""
        self._going.set()

    def cancel(self, recordings: Collection[Recording]) -> None:
        """Give up what is left of these recordings; what is done stays readable."""
        with self._lock:
            self._cancelled.update(r for r in self._waiting if r.recording in recordings)
        self.go_on()

    def close(self) -> None:
        """Stop for good, in the middle of a loop if need be."""
        self._closed.set()
        self._going.set()

    def _recorder(self, run: Run, **options: Any) -> Recorder:
        recorder: Recorder = self._cache.recorder(
            run, should_stop=lambda: self._stops(recorder), **options
        )
        recording = recorder.recording
        if recording.finished or recording.problem is not None:
            return recorder
        with self._lock:
            if recorder in self._waiting:
                self._waiting.remove(recorder)
            self._waiting.append(recorder)
            idle = not self._busy
            self._busy = True
        if idle:
            threading.Thread(target=self._work, name="recording", daemon=True).start()
        return recorder

    def _stops(self, recorder: Recorder) -> bool:
        return self._closed.is_set() or recorder in self._cancelled

    def _work(self) -> None:
        """Advance what waits until nothing does, on the background thread."""
        while (recorder := self._next()) is not None:
            self._going.wait()
            more = recorder.advance(SLICE)
            self._news.set()
            if not more:
                with self._lock:
                    self._waiting.remove(recorder)
                    self._cancelled.discard(recorder)

    def _next(self) -> Recorder | None:
        with self._lock:
            if self._closed.is_set() or not self._waiting:
                self._busy = False
                return None
            return self._waiting[-1]

    def _await_first(self, recorder: Recorder) -> None:
        recording = recorder.recording
        self._news.clear()
        if not recording.done and recording.problem is None:
            self._news.wait(FIRST_WAIT)
