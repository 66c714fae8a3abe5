"""Epochs computed again, from the last state that was kept before them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from nnmath_tutor.program.compare import size_of
from nnmath_tutor.program.edit import EditError, apply_edits
from nnmath_tutor.program.guard import NOT_OF_THE_PROGRAM, Endless, Guard
from nnmath_tutor.program.namespace import Namespace
from nnmath_tutor.program.parse import Loop
from nnmath_tutor.program.run import Run
from nnmath_tutor.program.run_record import Record
from nnmath_tutor.program.snapshot import Frozen, freeze, freeze_all, thaw
from nnmath_tutor.program.step import DEPTH, Stepped, step
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
        return self._passed_and_kept(record, epoch)[1] if found is None else found

    def woken(self, record: Record, epoch: int) -> Namespace:
        """A namespace of its own that holds the same."""
        if self._run.program.loop is None or self._recall(record, "after", epoch) is not None:
            return self.thawed(self.after(record, epoch))
        # The one in which the epoch was just computed is as good as another woken from its copy.
        namespace, frozen = self._passed_and_kept(record, epoch)
        for name in namespace.visible():
            if name not in frozen:
                del namespace.names[name]
        return namespace

    def _passed_and_kept(self, record: Record, epoch: int) -> tuple[Namespace, Frozen]:
        namespace = self._passed(record, epoch)
        try:
            frozen, _ = freeze_all(namespace, self._loop.names.needs)
        except UncopyableError as error:
            raise LookupError(f"epoch {epoch} can't be shown: {error.args[0]}") from error
        self._remember(record, "after", epoch, frozen, size_of(frozen))
        return namespace, frozen

    def handed_over(self, record: Record, epoch: int) -> Frozen | None:
        """Every name after that epoch, for another run to go on from; None if some can't be copied.

        A run that goes on may come to read them all.
        """
        namespace = self._passed(record, epoch)
        try:
            frozen, left_out = freeze_all(namespace, self._loop.names.needs)
        except UncopyableError:
            return None
        return None if left_out or record.left_out else frozen

    def beginning(self, record: Record, epoch: int) -> Namespace:
        """A namespace with every name as that epoch begins, what no epoch reads again included."""
        if epoch == 0:
            assert record.setup is not None
            namespace = self.thawed(record.setup)
        else:
            namespace = self._passed(record, epoch - 1)
        try:
            apply_edits(self._run.edits_by_epoch.get(epoch, ()), namespace.names)
        except EditError as error:
            raise LookupError(f"epoch {epoch} can't be shown: {error}") from error
        namespace.names[self._loop.variable] = record.turns[epoch]
        return namespace

    def stepped(self, record: Record, epoch: int, *, inside: bool = True) -> Stepped:
        """The lines of an epoch (no loop: of the set-up), and the namespace at their end.

        Not `inside`: sooner, without the lines of the functions that they call.
        """
        found = self._recall(record, "lines", epoch)
        if found is None and not inside:
            found = self._recall(record, "outline", epoch)
        if found is None:
            found = self._step(record, epoch, None, DEPTH if inside else 0)
            found.namespace.guard.hand_out()
            what = "lines" if inside else "outline"
            self._remember(record, what, epoch, found, found.nbytes)
        result: Stepped = found
        return result

    def stepped_with(
        self,
        record: Record,
        epoch: int,
        name: str,
        change: Callable[[Any], Any],
        *,
        inside: bool = True,
    ) -> Stepped:
        """The same, with a new value of a name as the epoch begins (no loop: once it is bound)."""
        found = self._step(record, epoch, (name, change), DEPTH if inside else 0)
        found.namespace.guard.hand_out()
        return found

    def _step(
        self,
        record: Record,
        epoch: int,
        change: tuple[str, Callable[[Any], Any]] | None,
        depth: int = DEPTH,
    ) -> Stepped:
        run = self._run
        loop = run.program.loop
        namespace = self.namespace() if loop is None else self.beginning(record, epoch)

        def settle(bound: Iterable[str]) -> None:
            if loop is None:
                run.replace_names(namespace.names, bound)
            if change is not None and change[0] in bound and change[0] in namespace.names:
                namespace.names[change[0]] = change[1](namespace.names[change[0]])

        try:
            with quiet(record.surroundings):
                if loop is None:
                    return step(run, namespace, run.program.setup, settle, depth)
                settle(namespace.names if change is not None else ())
                return step(run, namespace, loop.body, depth=depth)
        except Endless as error:
            raise LookupError(f"epoch {epoch} takes too long to compute again") from error

    def _passed(self, record: Record, epoch: int) -> Namespace:
        """A namespace as the body of that epoch leaves it."""
        with quiet(record.surroundings):
            namespace = self._restored(record, epoch)
            self._run_epoch(record, namespace, epoch)
        return namespace

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
        stretch = record.stretch_of(epoch)
        at, frozen = stretch.nearest(epoch)
        owner, segment = self._segment
        if owner is record and at != epoch:
            near = max((e for e in segment if at < e <= epoch), default=at)
            at, frozen = (near, segment[near]) if near != at else (at, frozen)
        namespace = self.thawed(stretch.constants)
        thaw(frozen, namespace)
        if at == epoch:
            return namespace
        size = size_of(frozen) + 64
        dense = epoch - max(1, SEGMENT_BYTES // size) + 1
        passed = {e: s for e, s in segment.items() if owner is record and dense <= e <= epoch}
        for earlier in range(at, epoch):
            self._run_epoch(record, namespace, earlier)
            if earlier + 1 >= dense:
                passed[earlier + 1] = freeze(namespace, stretch.kept.names)
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
