"""One number nudged a little as an epoch begins, and what becomes of it in that epoch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from nnmath_tutor.program.edit import Edit, edited
from nnmath_tutor.program.editable import cell_refused
from nnmath_tutor.program.evaluate import evaluate
from nnmath_tutor.program.model import Line
from nnmath_tutor.program.recording import Recording
from nnmath_tutor.program.snapshot import duplicate
from nnmath_tutor.program.transfer import UncopyableError


@dataclass(frozen=True, eq=False, slots=True)
class Ripple:
    """An epoch as it ran, and as it would have run with one cell nudged.

    `before` and `after` are its lines, the same statements in both; where the nudge makes the
    program raise, `after` is shorter.
    """

    epoch: int
    name: str
    index: tuple[int, ...]
    amount: float
    before: tuple[Line, ...]
    after: tuple[Line, ...]

    def values(self, name: str, line: int = -1) -> tuple[Any, Any]:
        """What a name holds after that line, as it ran and nudged; KeyError if there is none."""
        return self.before[line].values[name], self.after[line].values[name]


def ripple(
    recording: Recording,
    epoch: int,
    name: str,
    index: tuple[int, ...],
    amount: float = 1e-3,
    *,
    inside: bool = True,
) -> Ripple:
    """Run an epoch (no loop: the set-up) again with `amount` added to a cell as it begins.

    Not `inside`: sooner, without the lines of the functions that it calls.

    Raises LookupError for an epoch that isn't recorded, ValueError (a sentence for the learner) for
    a cell that can't be changed and for a nudge of nothing.
    """
    if not math.isfinite(amount) or amount == 0:
        raise ValueError(f"A nudge of {amount} tells nothing: choose a small number.")
    before = recording.lines(epoch, inside=inside)
    problem = cell_refused(recording, epoch, name, index)
    if problem is not None:
        raise ValueError(problem)

    def nudged(value: Any) -> Any:
        real = _as_float(value)
        there = real[index] if isinstance(real, np.ndarray) else real
        return edited(real, Edit(epoch, name, index, float(there) + amount))

    after = recording.stepped_with(epoch, name, nudged, inside=inside).lines
    return Ripple(epoch, name, index, amount, before, after)


def evaluate_in(recording: Recording, lines: Sequence[Line], expression: str) -> Any:
    """The value of an expression over the names after these lines, the program's functions at hand.

    Raises LookupError if there are no lines, and what `Recording.evaluate` raises.
    """
    if not lines:
        raise LookupError("there are no lines to evaluate anything after")
    namespace = recording.setup_namespace()
    for name, value in lines[-1].values.items():
        # Functions of the program live in a namespace: those of this one see its names.
        if name in namespace.names and (callable(value) or isinstance(value, ModuleType)):
            continue
        try:
            namespace.names[name] = duplicate(value)
        except UncopyableError:  # the name stays what the set-up made it, if it did
            continue
    return evaluate(recording.run, namespace, recording.record.surroundings, expression)


def _as_float(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        if value.dtype.kind == "f":
            return value
        return (
            value.astype(np.float64, order="K") if isinstance(value, np.ndarray) else float(value)
        )
    return float(value)
