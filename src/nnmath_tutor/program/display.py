"""Copies of values for showing, so that what was shown stays what it was."""

from __future__ import annotations

import types
from typing import Any

import numpy as np

from nnmath_tutor.program.compare import identical, size_of
from nnmath_tutor.program.frozen import ATOMS
from nnmath_tutor.program.snapshot import at_rest, duplicate
from nnmath_tutor.program.transfer import UncopyableError

# Most of a program's names hold one of these; to be shown they need no copy.
AS_THEY_ARE = ATOMS | {types.FunctionType, types.BuiltinFunctionType, types.ModuleType}


class Display:
    """Copies for showing. A value that is as it was last time isn't copied again."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[Any, Any, Any]] = {}  # by id: value, what it was, copy
        self.nbytes = 0

    def copy(self, value: Any) -> Any:
        """What the value is now; the same copy as last time if it is as it was then."""
        kind = type(value)
        if kind in AS_THEY_ARE:
            return value
        if kind is not np.ndarray and (
            isinstance(value, int | float | str | np.generic | types.ModuleType) or callable(value)
        ):
            return value
        last = self._last.get(id(value))
        if kind is np.ndarray and last is not None and _alike(last[1], value):
            return last[2]
        try:
            was = value if kind is np.ndarray else _state(value) or at_rest(value)
            if last is not None and identical(last[1], was):
                return last[2]
            made = duplicate(value)
        except UncopyableError:
            return value
        if isinstance(made, np.ndarray):
            made.flags.writeable = False
        self.nbytes += size_of(made)
        self._last[id(value)] = value, made if was is value else was, made
        return made


def _alike(one: Any, other: np.ndarray[Any, Any]) -> bool:
    """Whether two arrays of numbers are bit for bit the same: the most frequent case, in short."""
    return (
        type(one) is np.ndarray
        and one.shape == other.shape
        and one.dtype == other.dtype
        and not other.dtype.hasobject
        and one.tobytes() == other.tobytes()
    )


def _state(value: Any) -> object:
    """All that a common generator's next draws depend on; None for other values.

    Most lines leave a generator as it is, and to compare it in full is the most costly of all.
    """
    if type(value) is not np.random.RandomState:
        return None
    state: Any = value.get_state(legacy=False)
    if state["bit_generator"] != "MT19937":
        return None
    inner = state["state"]
    return inner["key"].tobytes(), inner["pos"], state["has_gauss"], state["gauss"]
