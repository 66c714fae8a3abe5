"""What a run has left behind, and how any epoch of it is computed again from there."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnmath_tutor.program.compare import size_of
from nnmath_tutor.program.guard import NOT_OF_THE_PROGRAM, Endless, Guard, with_ticks
from nnmath_tutor.program.model import FloatNote, Line, Problem, ProblemKind
from nnmath_tutor.program.namespace import Namespace
from nnmath_tutor.program.parse import Program
from nnmath_tutor.program.run import Run, compile_expression
from nnmath_tutor.program.series import SeriesKeeper
from nnmath_tutor.program.snapshot import Frozen, freeze, thaw
from nnmath_tutor.program.step import Stepped, step
from nnmath_tutor.program.store import KeptStates
from nnmath_tutor.program.surroundings import Surroundings, quiet

Array = np.ndarray[Any, Any]

SEGMENT_BYTES = 4 << 20  # states of the stretch replayed last, so that going on and back is quick
REMEMBERED_BYTES = 4 << 20  # epochs looked at last
MAXIMUM_OUTPUT = 200_000  # characters of what a program prints that are kept


@dataclass(eq=False)
class Record:
    """What the recorder writes and the recording reads. `done` is written last of all."""

    turns: range = range(0)
    state: tuple[str, ...] = ()
    constants: Frozen = field(default_factory=dict)
    setup: Frozen | None = None  # every name once the set-up is through
    kept: KeptStates | None = None
    series: SeriesKeeper = field(default_factory=lambda: SeriesKeeper(0))
    surroundings: Surroundings = field(default_factory=Surroundings)  # once the set-up is through
    output: list[str] = field(default_factory=list)
    printed: int = 0
    notes: list[FloatNote] = field(default_factory=list)
    final: Frozen | None = None
    problem: Problem | None = None
    finished: bool = False
    done: int = 0

    def write(self, text: str) -> None:
        """Keep what the program prints, up to a point."""
        room = MAXIMUM_OUTPUT - self.printed
        if room > 0:
            self.output.append(text[:room])
            self.printed += len(text)


class Recording:
    """Every epoch of a run.

    Usable while its recorder is still at work, from one other thread; it grows. If the recorder
    finds out late what the program carries from epoch to epoch, `done` falls back to 0 once and
    grows anew. Epochs count from 0, whatever the range of the loop; a program without a training
    loop has one, its set-up.

    What can't be shown (an epoch not done, an unknown series) raises LookupError.
    """

    def __init__(self, run: Run, limit: float) -> None:
        self.run = run
        self.record = Record()
        self._limit = limit
        self._segment: tuple[Record, dict[int, Frozen]] = (self.record, {})
        self._remembered: tuple[tuple[Record, str, int, int, Any], ...] = ()

    # plain facts ------------------------------------------------------------------------------

    @property
    def program(self) -> Program:
        """The program that ran, lines swapped."""
        return self.run.program

    @property
    def epochs(self) -> int:
        """How many epochs are planned; 0 until the set-up is through."""
        return len(self.record.turns)

    @property
    def done(self) -> int:
        """How many epochs are finished and readable."""
        return self.record.done

    @property
    def finished(self) -> bool:
        """Whether the whole program has run, without a problem."""
        return self.record.finished

    @property
    def problem(self) -> Problem | None:
        """Why it stopped early, if it did."""
        return self.record.problem

    @property
    def notes(self) -> tuple[FloatNote, ...]:
        """Where numbers first went out of range, once a kind."""
        return tuple(self.record.notes)

    @property
    def output(self) -> tuple[str, ...]:
        """What the program printed, line by line."""
        return tuple("".join(self.record.output).splitlines())

    @property
    def series_names(self) -> tuple[str, ...]:
        """Names that `series` knows."""
        return tuple(self.record.series.columns)

    def series(self, name: str) -> Array:
        """What a scalar held after each epoch done: float64, shape (done,), read-only."""
        record = self.record
        if name not in record.series.columns:
            raise LookupError(f"no number `{name}` is bound by the training loop")
        view = record.series.columns[name][: record.done]
        view.flags.writeable = False
        return view

    @property
    def nbytes(self) -> int:
        """Bytes that the recording takes, about."""
        record = self.record
        kept = record.kept.nbytes if record.kept is not None else 0
        frozen = size_of([record.setup, record.constants, record.final])
        return kept + record.series.nbytes + frozen + SEGMENT_BYTES + REMEMBERED_BYTES

    # epochs -----------------------------------------------------------------------------------

    def values(self, epoch: int) -> Mapping[str, Any]:
        """Every name after the body of that epoch (no loop: after the set-up), as fresh copies."""
        return self._fresh(self._after(epoch))

    def start(self, epoch: int) -> Mapping[str, Any]:
        """Every name as that epoch begins, its loop variable set (no loop: nothing yet)."""
        record = self._check(epoch)
        if self.program.loop is None:
            return {}
        with quiet(record.surroundings):
            return self._shown(self._beginning(record, epoch))

    def final(self) -> Mapping[str, Any]:
        """Every name once the whole program has run."""
        record = self.record
        if not record.finished or record.final is None:
            raise LookupError("the program hasn't run to its end")
        return self._fresh(record.final)

    def lines(self, epoch: int) -> tuple[Line, ...]:
        """The body of that epoch (no loop: the set-up), statement by statement.

        Where an exception ended the run, that epoch can be asked for too: its lines as far as they
        got.
        """
        return self.stepped(epoch).lines

    def stepped(self, epoch: int) -> Stepped:
        """The lines of an epoch, and the namespace at their end."""
        record = self._check(epoch, failed=True)
        found = self._recall(record, "lines", epoch)
        if found is None:
            loop = self.program.loop
            with quiet(record.surroundings):
                try:
                    if loop is None:
                        namespace = self._namespace()
                        found = step(self.run, namespace, self.program.setup, setup=True)
                    else:
                        namespace = self._beginning(record, epoch)
                        found = step(self.run, namespace, loop.body)
                except Endless as error:
                    raise LookupError(
                        f"epoch {epoch} took too long to be computed again"
                    ) from error
            namespace.guard.hand_out()
            self._remember(record, "lines", epoch, found, found.nbytes)
        result: Stepped = found
        return result

    def evaluate(self, expression: str, epoch: int) -> Any:
        """The value of an expression over the names after that epoch.

        Raises whatever Python raises for it (SyntaxError, NameError, …), TimeoutError if it doesn't
        end in time.
        """
        tree = with_ticks(ast.parse(expression.strip(), "<expression>", "eval"))
        code = compile_expression(self.run.code, tree.body, "<expression>")
        namespace = self._namespace()
        thaw(self._after(epoch), namespace)
        namespace.guard.hand_out()
        with quiet(self.record.surroundings):
            try:
                return eval(code, namespace.names)
            except SystemExit as error:
                raise RuntimeError("SystemExit: a value can't end the program") from error

    # replays ----------------------------------------------------------------------------------

    def _check(self, epoch: int, failed: bool = False) -> Record:
        record = self.record
        last = record.done
        if failed and record.problem is not None and record.problem.kind is ProblemKind.EXCEPTION:
            loopless = self.program.loop is None
            last += loopless or (record.problem.epoch == record.done)
        if not 0 <= epoch < last:
            raise LookupError(f"epoch {epoch} isn't recorded; {record.done} are")
        return record

    def _namespace(self) -> Namespace:
        namespace = Namespace(self.program.filename, Guard(self._limit))
        self.run.prepare(namespace)
        return namespace

    def _shown(self, namespace: Namespace) -> Mapping[str, Any]:
        namespace.guard.hand_out()
        return {name: namespace.names[name] for name in namespace.visible()}

    def _fresh(self, frozen: Frozen) -> Mapping[str, Any]:
        namespace = self._namespace()
        thaw(frozen, namespace)
        return self._shown(namespace)

    def _after(self, epoch: int) -> Frozen:
        record = self._check(epoch)
        if self.program.loop is None:
            assert record.setup is not None
            return record.setup
        found = self._recall(record, "after", epoch)
        if found is None:
            with quiet(record.surroundings):
                namespace = self._restored(record, epoch)
                self._run_epoch(record, namespace, epoch)
            found = freeze(namespace, (*namespace.visible(), *namespace.generators))
            self._remember(record, "after", epoch, found, size_of(found))
        result: Frozen = found
        return result

    def _beginning(self, record: Record, epoch: int) -> Namespace:
        """A namespace with every name as that epoch begins, what no epoch reads again included."""
        loop = self.program.loop
        assert loop is not None
        if epoch == 0:
            assert record.setup is not None
            namespace = self._namespace()
            thaw(record.setup, namespace)
        else:
            namespace = self._restored(record, epoch - 1)
            self._run_epoch(record, namespace, epoch - 1)
        namespace.names[loop.variable] = record.turns[epoch]
        return namespace

    def _run_epoch(self, record: Record, namespace: Namespace, epoch: int) -> None:
        loop = self.program.loop
        assert loop is not None
        namespace.names[loop.variable] = record.turns[epoch]
        namespace.guard.begin()
        try:
            exec(self.run.code.body, namespace.names)
        except NOT_OF_THE_PROGRAM:
            raise
        except BaseException as error:
            # It ran once; that it doesn't now means that it hangs on something outside.
            reason = str(error) or type(error).__name__
            raise LookupError(f"epoch {epoch} can't be computed again: {reason}") from error

    def _restored(self, record: Record, epoch: int) -> Namespace:
        """A namespace ready to run that epoch: constants, and the state as it begins."""
        assert record.kept is not None
        at, frozen = record.kept.nearest(epoch)
        owner, segment = self._segment
        if owner is record and at != epoch:
            near = max((e for e in segment if at < e <= epoch), default=at)
            at, frozen = (near, segment[near]) if near != at else (at, frozen)
        namespace = self._namespace()
        thaw(record.constants, namespace)
        thaw(frozen, namespace)
        if at == epoch:
            return namespace
        size = size_of(frozen) + 64
        dense = epoch - max(1, SEGMENT_BYTES // size) + 1
        passed = {e: s for e, s in segment.items() if owner is record and dense <= e <= epoch}
        for earlier in range(at, epoch):
            self._run_epoch(record, namespace, earlier)
            if earlier + 1 >= dense:
                passed[earlier + 1] = freeze(namespace, record.state)
        self._segment = (record, passed)
        return namespace

    # what was looked at last ------------------------------------------------------------------

    def _recall(self, record: Record, what: str, epoch: int) -> Any:
        for owner, kind, at, _, found in self._remembered:
            if owner is record and kind == what and at == epoch:
                return found
        return None

    def _remember(self, record: Record, what: str, epoch: int, found: Any, size: int) -> None:
        kept = [(record, what, epoch, size, found)]
        for entry in self._remembered:
            total = sum(e[3] for e in kept) + entry[3]
            if entry[0] is record and len(kept) < 16 and total <= REMEMBERED_BYTES:
                kept.append(entry)
        self._remembered = tuple(kept)
