"""The states a recording keeps: of every epoch, or of every k-th when they are many or large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnmath_tutor.program.compare import NUMBER, size_of
from nnmath_tutor.program.namespace import HIDDEN, Namespace
from nnmath_tutor.program.series import REAL
from nnmath_tutor.program.snapshot import Frozen, freeze

Array = np.ndarray[Any, Any]

MAXIMUM_NAMES = 2 << 20  # bytes that a program's names may hold together
MAXIMUM_FINAL = 8 << 20  # bytes that they may hold at its end, when curves have grown long

ROW = 48  # bytes that a row of a column takes beside its numbers


class TooLargeError(Exception):
    """The program can't be recorded; the message says why."""


def check_size(size: int, limit: int = MAXIMUM_NAMES) -> None:
    """Raise TooLargeError if names that take so many bytes are more than can be kept."""
    if size > limit:
        raise TooLargeError(
            f"its names hold {size / 2**20:.1f} MiB; up to {limit >> 20} MiB can be "
            "kept for every epoch; use a smaller network, fewer examples, or shorter lists"
        )


def _shared(before: Any, now: Any) -> int:
    """Bytes of a list of numbers that an earlier copy of it, since grown, holds as well."""
    if type(before) is not list or type(now) is not list or not 0 < len(before) <= len(now):
        return 0
    same = all(before[at] is now[at] for at in (0, len(before) // 2, len(before) - 1))
    return NUMBER * len(before) if same and type(now[0]) in REAL else 0


def _small(value: Any) -> bool:
    """Whether an atom takes about a row and no more: an int or a text may grow without end."""
    kind = type(value)
    if kind is float or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-(2**63) < value < 2**63)
    return isinstance(value, np.number | np.bool_) and value.nbytes <= 16


class _Column:
    """The rows of one array of the state, which stays as it was in the first."""

    __slots__ = ("dtype", "last", "name", "rows", "shape", "strides", "template")

    def __init__(self, name: str, first: Array) -> None:
        self.name = name
        self.template = first.copy(order="K")
        self.shape, self.strides, self.dtype = first.shape, first.strides, first.dtype
        self.rows: list[bytes] = []
        self.last: Any = self  # the very array that was looked at last; at first no array

    def takes(self, a: Any) -> bool:
        """Whether a value is an array like the first, and owns its numbers."""
        return (
            type(a) is np.ndarray
            and a.shape == self.shape
            and a.strides == self.strides
            and a.dtype == self.dtype
            and a.base is None
        )


class KeptStates:
    """What the names of the state held as epochs began, within `budget` bytes.

    Arrays that stay as they are (owners of their numbers, same shape and kind all along) go into
    one block a name, which costs next to nothing. The first epoch that doesn't fit, and all after
    it, are kept as snapshots; when these outgrow the budget, every second one is dropped.

    `reshaping` says that the program may change an array's shape without making a new one; then
    every array is looked at every time.

    One thread writes; another may read epochs whose number it was told after they were written.
    """

    def __init__(
        self, names: Sequence[str], epochs: int, budget: int, reshaping: bool = True
    ) -> None:
        self._reshaping = reshaping
        self.names = tuple(names)
        self._budget = budget
        self._epochs = epochs
        self.every = 1  # epochs from one kept state to the next, at present
        self._columns: list[_Column] = []
        self._atoms: list[tuple[str, list[Any]]] = []
        self._fits = False
        self._fitted_until = 0  # epochs from here on are snapshots
        self._fitted_every = 1
        self._snapshots: dict[int, Frozen] = {}
        self._sizes: dict[int, int] = {}  # of the snapshots, in bytes
        self._last: Frozen = {}
        self._snapshot_bytes = 0

    @property
    def nbytes(self) -> int:
        """Bytes in use, about."""
        kept = -(-self._fitted_until // self._fitted_every) if self._columns or self._atoms else 0
        row: int = sum(column.template.nbytes + ROW for column in self._columns)
        return kept * (row + ROW * len(self._atoms)) + self._snapshot_bytes

    def begin(self, namespace: Namespace) -> None:
        """Choose the layout from the state as epoch 0 begins."""
        values = {name: namespace.names.get(name, self) for name in self.names}
        arrays = {n: v for n, v in values.items() if type(v) is np.ndarray}
        atoms = [n for n, v in values.items() if _small(v)]
        self._fits = (
            len(arrays) + len(atoms) == len(values)
            and not any(name in HIDDEN for name in values)
            and all(a.base is None and not a.dtype.hasobject for a in arrays.values())
            and len({id(a) for a in arrays.values()}) == len(arrays)
        )
        if not self._fits:
            return
        size = sum(a.nbytes + ROW for a in arrays.values()) + ROW * len(atoms)
        self.every = self._fitted_every = max(1, -(-self._epochs * size // self._budget))
        self._fitted_until = self._epochs
        for name, a in arrays.items():
            self._columns.append(_Column(name, a))
        self._atoms = [(name, []) for name in atoms]

    def keep(self, epoch: int, namespace: Namespace) -> None:
        """Keep the state as that epoch begins; only called for multiples of `every`, in order."""
        if self._fits:
            if self._keep_fitting(namespace.names):
                return
            self._fits = False
            self._fitted_until = epoch
        frozen = freeze(namespace, self.names)
        size = size_of(frozen)
        size -= sum(_shared(self._last.get(name), value) for name, value in frozen.items())
        check_size(size)
        self._last = frozen
        self._snapshots[epoch] = frozen
        self._sizes[epoch] = size + 64
        self._snapshot_bytes += size + 64
        # Blocks filled before the first misfit take part of the budget, never all that remains.
        allowed = max(self._budget - (self.nbytes - self._snapshot_bytes), self._budget // 4)
        while self._snapshot_bytes > allowed and len(self._snapshots) > 1:
            self.every *= 2
            kept = {e: s for e, s in self._snapshots.items() if e % self.every == 0}
            self._snapshots = kept
            self._sizes = {e: self._sizes[e] for e in kept}
            self._snapshot_bytes = sum(self._sizes.values())

    def _keep_fitting(self, names: dict[str, Any]) -> bool:
        changed = False
        for column in self._columns:
            a: Any = names.get(column.name)
            if a is not column.last:
                if not column.takes(a):
                    return False
                changed = True
                if not self._reshaping:
                    column.last = a
            column.rows.append(a.tobytes())  # in reading order; the quickest copy there is
        for name, rows in self._atoms:
            value = names.get(name, self)
            if type(value) is not float and not _small(value):
                return False
            rows.append(value)
        return not changed or self._distinct(names)

    def _distinct(self, names: dict[str, Any]) -> bool:
        return len({id(names[c.name]) for c in self._columns}) == len(self._columns)

    def nearest(self, epoch: int) -> tuple[int, Frozen]:
        """The last kept state at or before that epoch: its epoch, and what the names held."""
        if epoch >= self._fitted_until:
            snapshots, every = self._snapshots, self.every
            while every >= 1:
                at = epoch - epoch % every
                if at in snapshots:
                    return at, snapshots[at]
                every //= 2
            return self._last_before(epoch)
        return self._fitting(epoch - epoch % self._fitted_every)

    def _last_before(self, epoch: int) -> tuple[int, Frozen]:
        candidates = [e for e in list(self._snapshots) if e <= epoch]
        if candidates:
            at = max(candidates)
            return at, self._snapshots[at]
        last = self._fitted_until - 1
        return self._fitting(last - last % self._fitted_every)

    def _fitting(self, epoch: int) -> tuple[int, Frozen]:
        row = epoch // self._fitted_every
        frozen: dict[str, Any] = {}
        for column in self._columns:
            template = column.template
            value = np.empty_like(template)
            value[...] = np.ndarray(template.shape, template.dtype, column.rows[row])
            frozen[column.name] = value
        for name, atoms in self._atoms:
            frozen[name] = atoms[row]
        return epoch, frozen
