"""Copies of values for showing, so that what was shown stays what it was."""

from __future__ import annotations

import types
from typing import Any

import numpy as np

from nnmath_tutor.program.compare import identical, size_of
from nnmath_tutor.program.frozen import FrozenGenerator
from nnmath_tutor.program.snapshot import UncopyableError, duplicate


class Display:
    """Copies for showing. A value that is as it was last time isn't copied again."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[Any, Any]] = {}
        self._states: dict[int, object] = {}  # of generators, when they were copied
        self.nbytes = 0

    def copy(self, value: Any) -> Any:
        if isinstance(value, int | float | str | bool | np.generic | types.ModuleType | type):
            return value
        if value is None or callable(value):
            return value
        last = self._last.get(id(value))
        state = _state(value)
        if last is not None:
            same = identical(last[1], value) if state is None else state == self._states[id(value)]
            if same:
                return last[1]
        try:
            made = duplicate(value)
        except UncopyableError:
            return value
        if isinstance(made, FrozenGenerator):
            made = duplicate(made)  # at work again, and nobody else's
        elif isinstance(made, np.ndarray):
            made.flags.writeable = False
        self.nbytes += size_of(made)
        self._last[id(value)] = (value, made)
        self._states[id(value)] = state
        return made


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
