"""The recording of a run, as the rest of the tutor sees it: any epoch, any number, any line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnmath_tutor.program.compare import size_of
from nnmath_tutor.program.evaluate import evaluate
from nnmath_tutor.program.model import FloatNote, Line, Problem, ProblemKind
from nnmath_tutor.program.namespace import Namespace
from nnmath_tutor.program.parse import Program
from nnmath_tutor.program.replay import Replay
from nnmath_tutor.program.run import Run
from nnmath_tutor.program.run_record import Record
from nnmath_tutor.program.step import Stepped

Array = np.ndarray[Any, Any]


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
        self._replay = Replay(run, limit)

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
    def ended(self) -> bool:
        """Whether there is nothing more to come, after a good end or a bad one."""
        return self.finished or self.problem is not None

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
        """Bytes that the recording takes, about; what it shares with others included."""
        return self.own_nbytes + sum(self.shared_nbytes.values())

    @property
    def own_nbytes(self) -> int:
        """Bytes of that which it can't share with other recordings."""
        record = self.record
        return record.series.nbytes + size_of(record.final) + self._replay.nbytes

    @property
    def shared_nbytes(self) -> Mapping[int, int]:
        """Bytes of what runs have in common up to an edit, each by a number that tells it apart."""
        record = self.record
        kept = {id(s.kept): s.kept.nbytes for s in tuple(record.stretches)}
        return kept | {id(record.setup): size_of(record.setup)}  # what is constant is part of it

    # epochs -----------------------------------------------------------------------------------

    def values(self, epoch: int) -> Mapping[str, Any]:
        """Every name after the body of that epoch (no loop: after the set-up), as fresh copies."""
        return _shown(self._replay.woken(self._check(epoch), epoch))

    def start(self, epoch: int) -> Mapping[str, Any]:
        """Every name as that epoch begins, its loop variable set (no loop: nothing yet)."""
        record = self._check(epoch)
        if self.program.loop is None:
            return {}
        return _shown(self._replay.beginning(record, epoch))

    def final(self) -> Mapping[str, Any]:
        """Every name once the whole program has run."""
        record = self.record
        if not record.finished or record.final is None:
            raise LookupError("the program hasn't run to its end")
        return _shown(self._replay.thawed(record.final))

    def lines(self, epoch: int, *, inside: bool = True) -> tuple[Line, ...]:
        """The body of that epoch (no loop: the set-up), statement by statement.

        Not `inside`: sooner, without the lines of the program's functions that it calls.

        Where an exception ended the run, that epoch can be asked for too: its lines as far as they
        got.
        """
        record = self._check(epoch, failed=True)
        return self._replay.stepped(record, epoch, inside=inside).lines

    def stepped(self, epoch: int) -> Stepped:
        """The lines of an epoch, and the namespace at their end."""
        return self._replay.stepped(self._check(epoch, failed=True), epoch)

    def evaluate(self, expression: str, epoch: int) -> Any:
        """The value of an expression over the names after that epoch.

        Raises whatever Python raises for it (SyntaxError, NameError, …), TimeoutError if it doesn't
        end in time.
        """
        record = self._check(epoch)
        namespace = self._replay.thawed(self._replay.after(record, epoch))
        return evaluate(self.run, namespace, record.surroundings, expression)

    # what else could have been ----------------------------------------------------------------

    def stepped_with(
        self, epoch: int, name: str, change: Callable[[Any], Any], *, inside: bool = True
    ) -> Stepped:
        """An epoch stepped through after `change` made a new value of a name as it began.

        Without a training loop: whenever the set-up had bound the name. Not `inside`: without the
        lines of functions.
        """
        return self._replay.stepped_with(self._check(epoch), epoch, name, change, inside=inside)

    def setup_namespace(self) -> Namespace:
        """A new namespace with every name as the set-up leaves it."""
        setup = self.record.setup
        if setup is None:
            raise LookupError("the set-up hasn't run to its end")
        return self._replay.thawed(setup)

    def _check(self, epoch: int, failed: bool = False) -> Record:
        record = self.record
        last = record.done
        if failed and record.problem is not None and record.problem.kind is ProblemKind.EXCEPTION:
            loopless = self.program.loop is None
            last += loopless or (record.problem.epoch == record.done)
        if not 0 <= epoch < last:
            raise LookupError(f"epoch {epoch} isn't recorded; {record.done} are")
        return record


def _shown(namespace: Namespace) -> Mapping[str, Any]:
    namespace.guard.hand_out()
    return {name: namespace.names[name] for name in namespace.visible()}
