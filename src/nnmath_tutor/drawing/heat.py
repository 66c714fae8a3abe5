"""Heat: how far from zero a value is, as a role, measured by its matrix's largest value."""

from __future__ import annotations

import math

import numpy as np

from nnmath_tutor.drawing.numbers import Array
from nnmath_tutor.drawing.rows import Role

_BELOW = (Role.HEAT_0, Role.HEAT_NEG_1, Role.HEAT_NEG_2, Role.HEAT_NEG_3)
_ABOVE = (Role.HEAT_0, Role.HEAT_POS_1, Role.HEAT_POS_2, Role.HEAT_POS_3)


def heat_scale(values: Array) -> float:
    """The largest finite magnitude in an array; 0 where there is no number to measure."""
    if values.size == 0 or values.dtype.kind not in "fiu":
        return 0.0
    largest = max(float(values.max()), -float(values.min()))
    if math.isfinite(largest):
        return largest
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def heat_role(value: object, scale: float) -> Role:
    """The role of a value in a matrix with the given scale; a warning for NaN and infinities."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return Role.PLAIN
    if not math.isfinite(value):
        return Role.WARNING
    if scale <= 0:
        return Role.HEAT_0
    part = abs(value) / scale
    step = 0 if part < 0.05 else 1 if part < 1 / 3 else 2 if part < 2 / 3 else 3
    return (_ABOVE if value > 0 else _BELOW)[step]
