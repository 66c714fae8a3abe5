"""Runs a program epoch by epoch, a slice of time at a time, and records it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from nnmath_tutor.program.branch import names_to_go_on, shared_record
from nnmath_tutor.program.compare import identical, size_of
from nnmath_tutor.program.edit import apply_edits
from nnmath_tutor.program.failure import problem_of, running_line
from nnmath_tutor.program.guard import NOT_OF_THE_PROGRAM, Guard, never
from nnmath_tutor.program.model import FloatNote, ProblemKind
from nnmath_tutor.program.namespace import HIDDEN, Namespace
from nnmath_tutor.program.recording import Recording
from nnmath_tutor.program.run import Run
from nnmath_tutor.program.run_record import Record, Stretch
from nnmath_tutor.program.series import REAL, SeriesKeeper, real
from nnmath_tutor.program.snapshot import Frozen, freeze, freeze_all, thaw
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

    `parent` is a recording of the same program whose edits are the same up to some epoch. As far
    as it has got, epochs before that one aren't run again: they are read from its record. One that
    is of no use in this way does no harm.
    """

    def __init__(
        self,
        run: Run,
        *,
        budget: int = BUDGET,
        should_stop: Callable[[], bool] = never,
        limit: float = LIMIT,
        parent: Recording | None = None,
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
        self._until = 0.0  # when this slice of time ends
        self._parent = parent
        shared = self._shared()
        if shared is not None:
            self.recording.record = shared

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop before its end."""
        problem = self.recording.problem
        return problem is not None and problem.kind is ProblemKind.CANCELLED

    def advance(self, seconds: float) -> bool:
        """Work for about that long; True while there is more to do.

        The set-up is part of the first call and isn't divided.
        """
        until = self._until = time.perf_counter() + seconds
        with quiet(self._surroundings), np.errstate(call=self._note):
            for _ in self._work:
                if time.perf_counter() >= until:
                    self._surroundings = Surroundings.present()
                    return True
        self._parent = None
        return False

    # the work, cut into slices by `yield` -----------------------------------------------------

    def _attempts(self) -> Iterator[None]:
        widened: set[str] = set()
        while True:
            record, names = self._beginning()
            found: set[str] = set()
            try:
                yield from self._attempt(record, names, widened, found)
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

    def _beginning(self) -> tuple[Record, Frozen | None]:
        """A record to go on with, and every name to go on from; a new one, and None: the set-up."""
        shared = self._shared()
        names = names_to_go_on(self._run, shared, self._guard.limit) if shared is not None else None
        return (shared, names) if shared is not None and names is not None else (Record(), None)

    def _shared(self) -> Record | None:
        parent = self._parent
        return shared_record(self._run, parent.run, parent.record) if parent is not None else None

    def _attempt(
        self, record: Record, taken: Frozen | None, widened: set[str], found: set[str]
    ) -> Iterator[None]:
        run, loop = self._run, self._run.program.loop
        self._running = None
        self._record = record
        namespace = Namespace(run.program.filename, self._guard, self._write)
        run.prepare(namespace)
        if not widened:
            self.recording.record = record
        self._guard.begin()
        if taken is not None:
            thaw(taken, namespace)
            record.surroundings.take_effect()
        else:
            exec(run.code.setup, namespace.names)
            if loop is None:
                record.setup = record.final = self._everything(namespace)
                record.surroundings = Surroundings.present()
                record.turns, record.done, record.finished = range(1), 1, True
                return
            turns = self._turns(namespace)
            record.surroundings = Surroundings.present()
            record.setup = self._everything(namespace)
            record.setup_notes = len(record.notes)
            record.turns = turns
            record.series = SeriesKeeper(len(turns))
        self.recording.record = record
        if taken is None:
            yield from self._try_out(record, namespace, widened, found)
        if not found:
            yield from self._go_on(record, namespace, widened, found, taken is not None)
        if found:
            return
        self._running = None
        self._guard.begin()
        exec(run.code.after, namespace.names)
        record.final = self._everything(namespace, MAXIMUM_FINAL)
        record.finished = True

    def _try_out(
        self, record: Record, namespace: Namespace, widened: set[str], found: set[str]
    ) -> Iterator[None]:
        """The first few epochs, looked at one by one."""
        loop = self._run.program.loop
        assert loop is not None
        names, body, series = namespace.names, self._run.code.body, record.series
        trial = min(TRIAL, len(record.turns))
        for epoch in range(trial):
            self._running = epoch
            self._guard.begin()
            try:
                if epoch == 0 or epoch in self._run.edits_by_epoch:
                    self._begin_stretch(record, namespace, epoch, widened)
                stretch = record.stretches[-1]
                if (epoch - stretch.start) % stretch.kept.every == 0:
                    stretch.kept.keep(epoch - stretch.start, namespace)
                names[loop.variable] = record.turns[epoch]
                exec(body, names)
            except BaseException:
                record.done = epoch
                raise
            if epoch == 0:
                self._everything(namespace)
                series.choose(names, loop.bound, loop.names.definite)
                self._check_series(series, len(record.turns))
            series.put(epoch, names)
            found |= self._changed(record, namespace)
            if found:
                return
            yield
        record.left_out |= self._left_out
        record.done = record.sound = trial

    def _go_on(
        self,
        record: Record,
        namespace: Namespace,
        widened: set[str],
        found: set[str],
        branched: bool,
    ) -> Iterator[None]:
        """All epochs left, looked at now and then: at pauses, at ends, else ever more rarely.

        `branched` says that the first of them begins otherwise than in the run they come from.
        """
        edits, epochs = self._run.edits_by_epoch, len(record.turns)
        first, gap = (record.done, 1) if branched else (0, TRIAL + 1)
        end = self._next_edit(record, record.done)
        size = 1
        self._running = -1
        while record.done < epochs:
            began = time.perf_counter()
            self._guard.begin()
            if record.done in edits or (branched and record.done == first):
                end = self._begin_stretch(record, namespace, record.done, widened)
            stop = min(record.done + size, first + gap, end)
            self._epochs(record, namespace, stop)
            ended = time.perf_counter()
            if stop in (first + gap, end) or ended >= self._until:
                found |= self._changed(record, namespace)
                if found:
                    return
                record.sound = stop
                gap *= 2 if stop == first + gap else 1
            took = ended - began
            size = min(size * 2, 4096) if took < 0.002 else max(1, size // 2)
            yield

    def _begin_stretch(
        self, record: Record, namespace: Namespace, epoch: int, widened: set[str]
    ) -> int:
        """Do the edits of an epoch; a place for the states from it on. The epoch where it ends."""
        loop = self._run.program.loop
        assert loop is not None
        assert record.setup is not None
        edits = self._run.edits_by_epoch.get(epoch, ())
        apply_edits(edits, namespace.names)
        before = record.stretches[-1] if record.stretches else None
        state = loop.names.state | widened | set(before.kept.names if before is not None else ())
        state &= record.setup.keys() | set(loop.bound) | set(HIDDEN)
        constants = {
            name: value
            for name, value in (before.constants if before is not None else record.setup).items()
            if name not in state and name not in loop.bound
        }
        constants |= freeze(namespace, [e.name for e in edits if e.name in constants])
        end = self._next_edit(record, epoch)
        # Every stretch has its part of the budget, so that as many epochs lie between two states.
        budget = max(1, (self._budget - self._budget // 4) * (end - epoch) // len(record.turns))
        kept = KeptStates(sorted(state), end - epoch, budget, loop.names.reshaping)
        kept.begin(namespace)
        record.stretches.append(Stretch(epoch, constants, kept))
        return end

    def _next_edit(self, record: Record, epoch: int) -> int:
        """The next epoch that begins with an edit; if there is none, the end."""
        last = len(record.turns)
        return min((e for e in self._run.edits_by_epoch if epoch < e < last), default=last)

    def _epochs(self, record: Record, namespace: Namespace, stop: int) -> None:
        """Run the epochs up to `stop`: the one loop whose every turn counts."""
        loop = self._run.program.loop
        assert loop is not None
        names, body, variable = namespace.names, self._run.code.body, loop.variable
        start, kept = record.stretches[-1].start, record.stretches[-1].kept
        turns, keep = record.turns, kept.keep
        columns = tuple(record.series.columns.items())
        for epoch in range(record.done, stop):
            if not (epoch - start) % kept.every:
                keep(epoch - start, namespace)
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
        stretch = record.stretches[-1]
        known = stretch.constants.keys() | set(stretch.kept.names) | set(loop.bound)
        now = freeze(namespace, stretch.constants)
        found = {name for name, was in stretch.constants.items() if name not in now}
        found |= {name for name in now if not identical(now[name], stretch.constants[name])}
        if not _owners(namespace, stretch.kept.names).isdisjoint(_owners(namespace, now)):
            record.entangled = True
        present = {*namespace.visible(), *namespace.generators}
        return found | (present - known - {loop.variable} - self._left_out)

    # what went wrong --------------------------------------------------------------------------

    def _epoch(self) -> int | None:
        """The epoch that is running, if one is."""
        return self._record.done if self._running == -1 else self._running

    def _write(self, text: str) -> None:
        record, epoch = self._record, self._epoch()
        after = sys.maxsize if 0 < len(record.turns) == record.done else -1
        record.write(text, after if epoch is None else epoch)

    def _note(self, kind: str, _: int) -> None:
        notes = self._record.notes
        if not any(note.kind == kind for note in notes):
            line = running_line(self._run.program.filename)
            notes.append(FloatNote(kind, self._epoch(), line))


def _owners(namespace: Namespace, names: Iterable[str]) -> set[int]:
    """What the names hold that may be written into, by id: of a view, the array behind it."""
    found = set()
    for name in names:
        value = namespace.names.get(name)
        if isinstance(value, np.ndarray):
            while isinstance(value.base, np.ndarray):
                value = value.base
            found.add(id(value))
        elif isinstance(value, list | dict | set):
            found.add(id(value))
    return found


def _nothing(_: str) -> bool:
    """Without a loop no epoch needs anything."""
    return False


def record(run: Run, **options: Any) -> Recording:
    """Record a run to its end. Options are those of Recorder."""
    recorder = Recorder(run, **options)
    while recorder.advance(1.0):
        pass
    return recorder.recording
