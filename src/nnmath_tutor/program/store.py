"""The states a recording keeps: of every epoch, or of every k-th when they are many or large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnmath_tutor.program.compare import size_of
from nnmath_tutor.program.namespace import HIDDEN, Namespace
from nnmath_tutor.program.snapshot import Frozen, freeze

Array = np.ndarray[Any, Any]

MAXIMUM_NAMES = 2 << 20  # bytes that a program's names may hold together

ROW = 48  # bytes that a row of a column takes beside its numbers


class TooLargeError(Exception):
    """The program can't be recorded; the message says why."""


def check_size(size: int) -> None:
    """Raise TooLargeError if names that take so many bytes are more than can be kept."""
    if size > MAXIMUM_NAMES:
        raise TooLargeError(
            f"its names hold {size / 2**20:.1f} MiB; up to {MAXIMUM_NAMES >> 20} MiB can be "
            "kept for every epoch; use a smaller network, or fewer examples"
        )


def _small(value: Any) -> bool:
    """Whether an atom takes about a row and no more: an int or a text may grow without end."""
    kind = type(value)
    if kind is float or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-(2**63) < value < 2**63)
    return isinstance(value, np.number | np.bool_) and value.nbytes <= 16


class KeptStates:
    """What the names of the state held as epochs began, within `budget` bytes.

    Arrays that stay as they are (owners of their numbers, same shape and kind all along) go into
    one block a name, which costs next to nothing. The first epoch that doesn't fit, and all after
    it, are kept as snapshots; when these outgrow the budget, every second one is dropped.

    One thread writes; another may read epochs whose number it was told after they were written.
    """

    def __init__(self, names: Sequence[str], epochs: int, budget: int) -> None:
        self.names = tuple(names)
        self._budget = budget
        self._epochs = epochs
        self.every = 1  # epochs from one kept state to the next, at present
        self._blocks: list[tuple[str, Array, list[bytes]]] = []  # name, template, rows
        self._atoms: list[tuple[str, list[Any]]] = []
        self._fits = False
        self._fitted_until = 0  # epochs from here on are snapshots
        self._fitted_every = 1
        self._snapshots: dict[int, Frozen] = {}
        self._snapshot_bytes = 0
        self._checks: list[tuple[str, tuple[int, ...], tuple[int, ...], Any, list[bytes]]] = []

    @property
    def nbytes(self) -> int:
        """Bytes in use, about."""
        kept = -(-self._fitted_until // self._fitted_every) if self._blocks or self._atoms else 0
        row: int = sum(template.nbytes + ROW for _, template, _ in self._blocks)
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
            column: list[bytes] = []
            self._blocks.append((name, a.copy(order="K"), column))
            self._checks.append((name, a.shape, a.strides, a.dtype, column))
        self._atoms = [(name, []) for name in atoms]

    def keep(self, epoch: int, namespace: Namespace) -> None:
        """Keep the state as that epoch begins; only called for multiples of `every`, in order."""
        if self._fits:
            if self._keep_fitting(epoch // self.every, namespace.names):
                return
            self._fits = False
            self._fitted_until = epoch
        frozen = freeze(namespace, self.names)
        size = size_of(frozen)
        check_size(size)
        self._snapshots[epoch] = frozen
        self._snapshot_bytes += size + 64
        # Blocks filled before the first misfit take part of the budget, never all that remains.
        allowed = max(self._budget - (self.nbytes - self._snapshot_bytes), self._budget // 4)
        while self._snapshot_bytes > allowed and len(self._snapshots) > 1:
            self.every *= 2
            kept = {e: s for e, s in self._snapshots.items() if e % self.every == 0}
            self._snapshots = kept
            self._snapshot_bytes = sum(size_of(s) + 64 for s in kept.values())

    def _keep_fitting(self, row: int, names: dict[str, Any]) -> bool:
        previous = None
        for name, shape, strides, dtype, column in self._checks:
            a = names.get(name)
            if (
                type(a) is not np.ndarray
                or a.shape != shape
                or a.strides != strides
                or a.dtype is not dtype
                or a.base is not None
                or a is previous
            ):
                return False
            column.append(a.tobytes())  # in reading order; the quickest copy there is
            previous = a
        for name, column in self._atoms:
            value = names.get(name, self)
            if type(value) is not float and not _small(value):
                return False
            column.append(value)
        return len(self._checks) < 3 or len({id(names[c[0]]) for c in self._checks}) == len(
            self._checks
        )

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
        for name, template, column in self._blocks:
            value = np.empty_like(template)
            value[...] = np.ndarray(template.shape, template.dtype, column[row])
            frozen[name] = value
        for name, atoms in self._atoms:
            frozen[name] = atoms[row]
        return epoch, frozen
