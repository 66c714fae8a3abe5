"""Epochs computed again, from the last state that was kept before them."""

from __future__ import annotations

from typing import Any

from nnmath_tutor.program.compare import size_of
from nnmath_tutor.program.guard import NOT_OF_THE_PROGRAM, Endless, Guard
from nnmath_tutor.program.namespace import Namespace
from nnmath_tutor.program.parse import Loop
from nnmath_tutor.program.run import Run
from nnmath_tutor.program.run_record import Record
from nnmath_tutor.program.snapshot import Frozen, freeze, freeze_all, thaw
from nnmath_tutor.program.step import Stepped, step
from nnmath_tutor.program.surroundings import quiet
from nnmath_tutor.program.transfer import UncopyableError

SEGMENT_BYTES = 4 << 20  # states of the stretch replayed last, so that going on and back is quick
REMEMBERED_BYTES = 4 << 20  # epochs looked at last


class Replay:
    """Any finished epoch of a record, in namespaces of their own.

    `limit` is in seconds, for one epoch. Raises LookupError for an epoch that can't be computed a
    second time.
    """

    nbytes = SEGMENT_BYTES + REMEMBERED_BYTES  # at most

    def __init__(self, run: Run, limit: float) -> None:
        self.limit = limit
        self._run = run
        self._segment: tuple[Record | None, dict[int, Frozen]] = (None, {})
        self._remembered: tuple[tuple[Record, str, int, int, Any], ...] = ()

    @property
    def _loop(self) -> Loop:
        loop = self._run.program.loop
        assert loop is not None
        return loop

    def namespace(self) -> Namespace:
        """A new namespace, to be filled."""
        namespace = Namespace(self._run.program.filename, Guard(self.limit))
        self._run.prepare(namespace)
        return namespace

    def thawed(self, frozen: Frozen) -> Namespace:
        """A new namespace that holds these names."""
        namespace = self.namespace()
        thaw(frozen, namespace)
        return namespace

    def after(self, record: Record, epoch: int) -> Frozen:
        """Every name after the body of that epoch (no loop: after the set-up)."""
        if self._run.program.loop is None:
            assert record.setup is not None
            return record.setup
        found = self._recall(record, "after", epoch)
        if found is None:
            with quiet(record.surroundings):
                namespace = self._restored(record, epoch)
                self._run_epoch(record, namespace, epoch)
            try:
                found, _ = freeze_all(namespace, self._loop.names.needs)
            except UncopyableError as error:
                raise LookupError(f"epoch {epoch} can't be shown: {error.args[0]}") from error
            self._remember(record, "after", epoch, found, size_of(found))
        result: Frozen = found
        return result

    def beginning(self, record: Record, epoch: int) -> Namespace:
        """A namespace with every name as that epoch begins, what no epoch reads again included."""
        if epoch == 0:
            assert record.setup is not None
            namespace = self.thawed(record.setup)
        else:
            with quiet(record.surroundings):
                namespace = self._restored(record, epoch - 1)
                self._run_epoch(record, namespace, epoch - 1)
        namespace.names[self._loop.variable] = record.turns[epoch]
        return namespace

    def stepped(self, record: Record, epoch: int) -> Stepped:
        """The lines of an epoch (no loop: of the set-up), and the namespace at their end."""
        found = self._recall(record, "lines", epoch)
        if found is None:
            found = self._step(record, epoch)
            found.namespace.guard.hand_out()
            self._remember(record, "lines", epoch, found, found.nbytes)
        result: Stepped = found
        return result

    def _step(self, record: Record, epoch: int) -> Stepped:
        run = self._run
        loop = run.program.loop
        namespace = self.namespace() if loop is None else self.beginning(record, epoch)
        try:
            with quiet(record.surroundings):
                if loop is None:
                    return step(run, namespace, run.program.setup, setup=True)
                return step(run, namespace, loop.body)
        except Endless as error:
            raise LookupError(f"epoch {epoch} takes too long to compute again") from error

    def _run_epoch(self, record: Record, namespace: Namespace, epoch: int) -> None:
        namespace.names[self._loop.variable] = record.turns[epoch]
        namespace.guard.begin()
        try:
            exec(self._run.code.body, namespace.names)
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
        namespace = self.thawed(record.constants)
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
