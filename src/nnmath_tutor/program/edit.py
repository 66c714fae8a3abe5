"""One cell of one name changed by hand, as an epoch begins."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

NUMBERS = frozenset("biufc")  # kinds of dtype: bool, whole, unsigned, real, complex


@dataclass(frozen=True, slots=True)
class Edit:
    """As `epoch` begins, a cell of `name` takes `value`.

    Without a training loop it does so whenever the set-up has bound the name. `index` has one
    number an axis, counted from 0; () for a number that stands alone. The name is bound to a copy:
    other names of the same array keep the old one.
    """

    epoch: int
    name: str
    index: tuple[int, ...]
    value: float

    @property
    def key(self) -> tuple[object, ...]:
        """Edits with the same key do the same, to the bit."""
        return self.epoch, self.name, self.index, type(self.value).__name__, repr(self.value)


class EditError(Exception):
    """An edit that can't be done; the message is a sentence that says why."""


def apply_edits(edits: Iterable[Edit], names: dict[str, Any]) -> None:
    """Bind the names to copies with the cells changed, one edit after the other.

    Raises EditError.
    """
    for edit in edits:
        if edit.name not in names:
            raise EditError(f"there is no `{edit.name}` to change as epoch {edit.epoch} begins.")
        names[edit.name] = edited(names[edit.name], edit)


def edited(value: Any, edit: Edit) -> Any:
    """A copy of a number or an array, the cell of the edit changed; raises EditError.

    Where its kind can't hold the new value (whole numbers and a half) it becomes one of floats.
    """
    problem = cell_problem(value, edit.name, edit.index)
    if problem is not None:
        raise EditError(problem)
    if isinstance(value, np.ndarray | np.generic):
        array = np.asanyarray(value)
        kind = array.dtype if _holds(array.dtype, edit.value) else np.dtype(np.float64)
        made = array.astype(kind, order="K", copy=True)
        with np.errstate(all="ignore"):  # what doesn't fit a small float is infinite
            made[edit.index] = edit.value
        return made if isinstance(value, np.ndarray) else made[()]
    if isinstance(value, bool) and edit.value in (0, 1):
        return bool(edit.value)
    if isinstance(value, int):
        return int(edit.value) if _whole(edit.value) else float(edit.value)
    return complex(edit.value) if isinstance(value, complex) else float(edit.value)


def cell_problem(value: Any, name: str, index: tuple[int, ...]) -> str | None:
    """Why a value has no number in that cell, as a sentence; None if it has one."""
    if isinstance(value, np.ndarray) and value.dtype.kind in NUMBERS:
        inside = len(index) == value.ndim and all(
            0 <= at < length for at, length in zip(index, value.shape, strict=True)
        )
        return None if inside else f"`{name}` has no cell {list(index)}: {_extent(value)}."
    if isinstance(value, int | float | complex) or (
        isinstance(value, np.generic) and value.dtype.kind in NUMBERS
    ):
        return None if index == () else f"`{name}` is a single number: it has no cells."
    return f"`{name}` is neither a number nor an array of numbers."


def _extent(array: Array) -> str:
    match array.shape:
        case ():
            return "it is a single number"
        case (cells,):
            return f"it has {_counted(cells, 'cell')}, counted from 0"
        case (rows, columns):
            return f"it has {_counted(rows, 'row')} and {_counted(columns, 'column')}, from 0"
        case shape:
            return f"its shape is {shape}, counted from 0"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _whole(value: float) -> bool:
    return isinstance(value, int) or (math.isfinite(value) and value == math.floor(value))


def _holds(kind: np.dtype[Any], value: float) -> bool:
    """Whether an array of that kind holds the value without becoming another."""
    if kind.kind == "b":
        return value in (0, 1)
    if kind.kind in "iu":
        limits = np.iinfo(kind)
        return _whole(value) and limits.min <= value <= limits.max
    return True
