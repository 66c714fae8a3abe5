"""The desk where recordings are made: one background thread, one recorder after another."""

from __future__ import annotations

import threading
from collections import deque

from nnmath_tutor.lesson import Lesson
from nnmath_tutor.play import Lecture, runs_of
from nnmath_tutor.program import Recorder, Run

# A slice is short enough that pausing and leaving are felt at once, long enough to cost nothing.
SLICE = 0.02

# The longest that opening a lesson waits for its first numbers. A slower program opens without.
FIRST_WAIT = 0.08


class Desk:
    """Opens lessons: makes their recorders, or finds them, and has them advanced.

    The thread is there while there is something to record, and no longer.
    """

    def __init__(self) -> None:
        self._recorders: dict[tuple[str, str], tuple[str, Recorder]] = {}
        self._waiting: deque[Recorder] = deque()
        self._lock = threading.Lock()
        self._busy = False
        self._stopped = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._news = threading.Event()

    def open(self, lesson: Lesson) -> Lecture:
        """A lecture whose recordings are under way, or done if they were opened before.

        Raises ProgramError.
        """
        recorders = {run.name: self._recorder(lesson, run) for run in runs_of(lesson)}
        main, *others = recorders.items()
        self._await_first(main[1])
        return Lecture(
            lesson, main[1].recording, {name: recorder.recording for name, recorder in others}
        )

    @property
    def paused(self) -> bool:
        """Whether recording waits for `resume`."""
        return not self._going.is_set()

    def pause(self) -> None:
        """Hold the recording where it is."""
        self._going.clear()

    def resume(self) -> None:
        """Go on recording."""
        self._going.set()

    def close(self) -> None:
        """Stop for good, in the middle of a loop if need be."""
        self._stopped.set()
        self._going.set()

    def _recorder(self, lesson: Lesson, run: Run) -> Recorder:
        key = (str(lesson.path), run.name)
        known = self._recorders.get(key)
        if known is not None and known[0] == run.program.source:
            return known[1]
        recorder = Recorder(run, should_stop=self._stopped.is_set)
        self._recorders[key] = (run.program.source, recorder)
        with self._lock:
            self._waiting.append(recorder)
            idle = not self._busy
            self._busy = True
        if idle:
            threading.Thread(target=self._work, name="recording", daemon=True).start()
        return recorder

    def _work(self) -> None:
        """Advance whatever waits until nothing does, on the background thread."""
        while (recorder := self._next()) is not None:
            more = True
            while more and not self._stopped.is_set():
                self._going.wait()
                more = recorder.advance(SLICE)
                self._news.set()

    def _next(self) -> Recorder | None:
        with self._lock:
            if self._stopped.is_set() or not self._waiting:
                self._busy = False
                return None
            return self._waiting.popleft()

    def _await_first(self, recorder: Recorder) -> None:
        recording = recorder.recording
        if recording.done or recording.problem is not None:
            return
        self._news.clear()
        if not recording.done:
            self._news.wait(FIRST_WAIT)
