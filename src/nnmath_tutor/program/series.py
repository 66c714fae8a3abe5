"""Every real number that the body of the training loop binds, epoch by epoch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

# Taken as they are; an int may be beyond any float and is looked at first.
REAL = frozenset({float, np.float64, bool})


def real(value: Any) -> float:
    """A real scalar (of Python, of NumPy, or an array without axes) as a float; nan for others."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, bool | int | float | np.bool_ | np.integer | np.floating):
        try:
            return float(value)
        except OverflowError:  # an int beyond any float
            return float("inf") if value > 0 else float("-inf")
    return float("nan")


def is_real(value: Any) -> bool:
    """Whether a value is a real scalar."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    return isinstance(value, bool | int | float | np.bool_ | np.integer | np.floating)


class SeriesKeeper:
    """One column a name, one float64 an epoch, nan where the name held no number."""

    def __init__(self, epochs: int) -> None:
        self.columns: dict[str, Array] = {}
        self._epochs = epochs

    @property
    def nbytes(self) -> int:
        """Bytes set aside."""
        return 8 * self._epochs * len(self.columns)

    def begun(self, epoch: int) -> SeriesKeeper:
        """Another keeper of the same names, its columns filled up to that epoch."""
        made = SeriesKeeper(self._epochs)
        for name, column in self.columns.items():
            made.columns[name] = np.full(self._epochs, np.nan)
            made.columns[name][:epoch] = column[:epoch]
        return made

    def choose(self, names: dict[str, Any], bound: Iterable[str], certain: frozenset[str]) -> None:
        """Decide from the names after the first epoch which of the bound ones to follow.

        Those that hold a number, and those that not every epoch binds and that hold nothing yet.
        """
        for name in bound:
            value = names.get(name)
            if is_real(value) or (value is None and name not in certain):
                self.columns[name] = np.full(self._epochs, np.nan)

    def put(self, epoch: int, names: dict[str, Any]) -> None:
        """Note down the numbers as they stand after that epoch."""
        for name, column in self.columns.items():
            value = names.get(name)
            column[epoch] = value if type(value) in REAL else real(value)
