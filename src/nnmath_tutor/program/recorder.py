"""Runs a program epoch by epoch, a slice of time at a time, and records it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from nnmath_tutor.program.compare import identical, size_of
from nnmath_tutor.program.failure import problem_of, running_line
from nnmath_tutor.program.guard import NOT_OF_THE_PROGRAM, Guard, never
from nnmath_tutor.program.model import FloatNote, ProblemKind
from nnmath_tutor.program.namespace import HIDDEN, Namespace
from nnmath_tutor.program.recording import Recording
from nnmath_tutor.program.run import Run
from nnmath_tutor.program.run_record import Record
from nnmath_tutor.program.series import REAL, SeriesKeeper, real
from nnmath_tutor.program.snapshot import Frozen, freeze, freeze_all
from nnmath_tutor.program.store import (
    MAXIMUM_FINAL,
    MAXIMUM_NAMES,
    KeptStates,
    TooLargeError,
    check_size,
)
from nnmath_tutor.program.surroundings import Surroundings, quiet

BUDGET = 32 << 20  # bytes for the states and series of a recording
MAXIMUM_EPOCHS = 1_000_000
TRIAL = 3  # epochs that are run and looked at before the first is published
LIMIT = 10.0  # seconds until a loop is taken for endless

SPACE = {"over": "call", "divide": "call", "invalid": "call", "under": "ignore"}


class Recorder:
    """Records a run. Whoever calls `advance` in turn decides when and for how long it works.

    `budget` is in bytes, for states and series; `limit` in seconds, for one statement or epoch
    with a loop in it. `should_stop` is asked often; once it says yes the recording ends as
    cancelled.
    """

    def __init__(
        self,
        run: Run,
        *,
        budget: int = BUDGET,
        should_stop: Callable[[], bool] = never,
        limit: float = LIMIT,
    ) -> None:
        self.recording = Recording(run, limit)
        self._run = run
        self._budget = budget
        self._guard = Guard(limit, should_stop)
        self._work = self._attempts()
        self._left_out: set[str] = set()  # names that can't be copied, and needn't be
        self._running: int | None = None  # the epoch; -1: the one after the last published
        self._record = self.recording.record
        self._surroundings = Surroundings(SPACE, np.get_printoptions())

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop before its end."""
        problem = self.recording.problem
        return problem is not None and problem.kind is ProblemKind.CANCELLED

    def advance(self, seconds: float) -> bool:
        """Work for about that long; True while there is more to do.

        The set-up is part of the first call and isn't divided.
        """
        until = time.perf_counter() + seconds
        with quiet(self._surroundings), np.errstate(call=self._note):
            for _ in self._work:
                if time.perf_counter() >= until:
                    self._surroundings = Surroundings.present()
                    return True
        return False

    # the work, cut into slices by `yield` -----------------------------------------------------

    def _attempts(self) -> Iterator[None]:
        widened: set[str] = set()
        while True:
            record = Record()
            found: set[str] = set()
            try:
                yield from self._attempt(record, widened, found)
            except NOT_OF_THE_PROGRAM:
                raise
            except BaseException as error:  # SystemExit among them, and who asked it to stop
                record.problem = problem_of(
                    error, self._run.program, self._epoch(), self._guard.limit
                )
                self.recording.record = record
                return
            if not found - widened:
                return
            widened |= found

    def _attempt(self, record: Record, widened: set[str], found: set[str]) -> Iterator[None]:
        run, loop = self._run, self._run.program.loop
        self._running = None
        self._record = record
        namespace = Namespace(run.program.filename, self._guard, record.write)
        run.prepare(namespace)
        code = run.code
        if not widened:
            self.recording.record = record
        self._guard.begin()
        exec(code.setup, namespace.names)
        if loop is None:
            record.setup = record.final = self._everything(namespace)
            record.surroundings = Surroundings.present()
            record.turns, record.done, record.finished = range(1), 1, True
            return
        turns = self._turns(namespace)
        record.surroundings = Surroundings.present()
        record.setup = self._everything(namespace)
        state = loop.names.state | widened
        record.state = tuple(sorted(state & (record.setup.keys() | set(loop.bound) | set(HIDDEN))))
        record.constants = {
            n: v for n, v in record.setup.items() if n not in state and n not in loop.bound
        }
        record.turns = turns
        self.recording.record = record

        names, body, variable = namespace.names, code.body, loop.variable
        series = record.series = SeriesKeeper(len(turns))
        kept: KeptStates | None = None
        budget = self._budget
        trial = min(TRIAL, len(turns))
        if trial:
            record.kept = kept = self._store(record, namespace, len(turns), budget)
        for epoch in range(trial):
            self._running = epoch
            self._guard.begin()
            assert kept is not None
            if epoch % kept.every == 0:
                kept.keep(epoch, namespace)
            names[variable] = turns[epoch]
            try:
                exec(body, names)
            except BaseException:
                record.done = epoch
                raise
            if epoch == 0:
                self._everything(namespace)
                series.choose(names, loop.bound, loop.names.definite)
                self._check_series(series, len(turns))
            series.put(epoch, names)
            found |= self._changed(record, namespace)
            if found:
                return
            yield
        record.done = trial
        self._running = -1
        look, size = 4, 1
        while record.done < len(turns):
            began = time.perf_counter()
            self._guard.begin()
            stop = min(record.done + size, look, len(turns))
            assert kept is not None
            self._epochs(record, namespace, kept, stop)
            if stop == look or stop == len(turns):
                look *= 2
                found |= self._changed(record, namespace)
                if found:
                    return
            took = time.perf_counter() - began
            size = min(size * 2, 4096) if took < 0.002 else max(1, size // 2)
            yield
        self._running = None
        self._guard.begin()
        exec(code.after, names)
        record.final = self._everything(namespace, MAXIMUM_FINAL)
        record.finished = True

    def _epochs(self, record: Record, namespace: Namespace, kept: KeptStates, stop: int) -> None:
        """Run the epochs up to `stop`: the one loop whose every turn counts."""
        loop = self._run.program.loop
        assert loop is not None
        names, body, variable = namespace.names, self._run.code.body, loop.variable
        turns, keep = record.turns, kept.keep
        columns = tuple(record.series.columns.items())
        for epoch in range(record.done, stop):
            if not epoch % kept.every:
                keep(epoch, namespace)
            names[variable] = turns[epoch]
            exec(body, names)
            for name, column in columns:
                value = names.get(name)
                column[epoch] = value if type(value) in REAL else real(value)
            record.done = epoch + 1

    def _turns(self, namespace: Namespace) -> range:
        turns = self._run.turns(namespace)
        try:
            count = len(turns)
        except OverflowError:
            count = sys.maxsize
        if count > MAXIMUM_EPOCHS:
            raise TooLargeError(f"more than {MAXIMUM_EPOCHS:,} epochs, which is the most")
        return turns

    def _store(self, record: Record, namespace: Namespace, epochs: int, budget: int) -> KeptStates:
        loop = self._run.program.loop
        assert loop is not None
        kept = KeptStates(record.state, epochs, budget - budget // 4, loop.names.reshaping)
        kept.begin(namespace)
        return kept

    def _check_series(self, series: SeriesKeeper, epochs: int) -> None:
        if series.nbytes > self._budget // 2:
            raise TooLargeError(
                f"{len(series.columns)} numbers in each of {epochs:,} epochs are more than can be "
                "kept; take fewer epochs"
            )

    def _everything(self, namespace: Namespace, limit: int = MAXIMUM_NAMES) -> Frozen:
        """Every name, frozen; those that can't be copied and that no epoch needs left out."""
        loop = self._run.program.loop
        frozen, left_out = freeze_all(namespace, loop.names.needs if loop else _nothing)
        self._left_out |= left_out
        check_size(size_of(frozen), limit)
        return frozen

    def _changed(self, record: Record, namespace: Namespace) -> set[str]:
        """Names taken for constant that aren't: they belong to the state after all."""
        loop = self._run.program.loop
        assert loop is not None
        known = record.constants.keys() | set(record.state) | set(loop.bound) | {loop.variable}
        now = freeze(namespace, record.constants)
        found = {name for name, was in record.constants.items() if name not in now}
        found |= {name for name in now if not identical(now[name], record.constants[name])}
        present = {*namespace.visible(), *namespace.generators}
        return found | (present - known - self._left_out)

    # what went wrong --------------------------------------------------------------------------

    def _epoch(self) -> int | None:
        """The epoch that is running, if one is."""
        return self._record.done if self._running == -1 else self._running

    def _note(self, kind: str, _: int) -> None:
        notes = self._record.notes
        if not any(note.kind == kind for note in notes):
            line = running_line(self._run.program.filename)
            notes.append(FloatNote(kind, self._epoch(), line))


def _nothing(_: str) -> bool:
    """Without a loop no epoch needs anything."""
    return False


def record(run: Run, **options: Any) -> Recording:
    """Record a run to its end. Options are those of Recorder."""
    recorder = Recorder(run, **options)
    while recorder.advance(1.0):
        pass
    return recorder.recording
