"""The curve of a function that a program has just called, where it has one."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnmath_tutor.program import Evaluation, Operation
from nnmath_tutor.scenes.moment import Moment
from nnmath_tutor.scenes.numbers import Array

SAMPLES = 201
BEND = 6.0  # what flattens out is shown at least from -6 to 6, where a squash does its bending
FARTHEST = 16.0  # and not much beyond: farther dots would make a mere step of it
FLAT = 0.02  # share of a curve's rise that a flat end may still have


def graph_of(moment: Moment, evaluation: Evaluation) -> tuple[Array, Array] | None:
    """The curve (xs, ys) on which every cell of the evaluation lies; None where there is none.

    That is where the function can't be called again, or doesn't take each cell on its own.
    The window depends on all cells, so that it stays while they are gone through one by one.
    """
    function = _function(moment, evaluation)
    inputs = np.asarray(evaluation.operands[0].value)
    outputs = np.asarray(evaluation.result)
    if function is None or not inputs.size or inputs.shape != outputs.shape:
        return None
    if inputs.dtype.kind not in "iuf" or outputs.dtype.kind not in "iuf":
        return None
    inputs = inputs.astype(np.float64).ravel()
    if not np.isfinite(inputs).all():
        return None
    xs = np.linspace(*_window(function, inputs), SAMPLES)
    ys = _image(function, np.concatenate([xs, inputs]))
    if ys is None or not np.isfinite(ys[:SAMPLES]).any():
        return None
    if not np.allclose(ys[SAMPLES:], outputs.ravel(), rtol=1e-6, atol=0, equal_nan=True):
        return None  # a softmax, say, where the cells depend on each other
    return xs, ys[:SAMPLES]


def _function(moment: Moment, evaluation: Evaluation) -> Any:
    """The function itself; None for operators and for what goes by no name."""
    if evaluation.operation is Operation.CALL:
        function = moment.values.get(evaluation.symbol)
    else:
        function = getattr(np, evaluation.symbol, None)
    return function if callable(function) else None


def _window(function: Any, inputs: Array) -> tuple[float, float]:
    """The inputs' range, rounded outwards, with enough around it that the bend shows."""
    low, high = float(inputs.min()), float(inputs.max())
    if _flattens(function):
        low, high = (min(max(v, -FARTHEST), FARTHEST) for v in (low, high))
        return float(np.floor(min(low, -BEND))), float(np.ceil(max(high, BEND)))
    # Else 0 and 1 are in sight: there squares, roots and slopes have their landmarks.
    low, high = min(low, 0.0), max(high, 1.0)
    unit = 10.0 ** np.floor(np.log10(high - low)) / 2
    return float(np.floor(low / unit) * unit), float(np.ceil(high / unit) * unit)


def _flattens(function: Any) -> bool:
    """Whether the function rises (or falls) between two flat ends, as a squash does."""
    far = 2 * BEND
    ys = _image(function, np.array([-far, -BEND, 0.0, BEND, far]))
    if ys is None or not np.isfinite(ys).all():
        return False
    rises = np.abs(np.diff(ys))
    whole = abs(float(ys[-1] - ys[0]))
    return bool(whole > 0 and rises[0] < FLAT * whole and rises[-1] < FLAT * whole)


def _image(function: Any, xs: Array) -> Array | None:
    """The function's values, one for each of `xs`; None where it gives no such thing."""
    try:
        with np.errstate(all="ignore"):
            ys = np.asarray(function(xs), dtype=np.float64)
    except Exception:  # whatever a program's function may raise: then it has no curve here
        return None
    return ys if ys.shape == xs.shape else None
