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
        self.nbytes = 0

    def copy(self, value: Any) -> Any:
        if isinstance(value, int | float | str | bool | np.generic | types.ModuleType | type):
            return value
        if value is None or callable(value):
            return value
        last = self._last.get(id(value))
        if last is not None and identical(last[1], value):
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
        return made
