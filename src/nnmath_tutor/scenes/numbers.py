"""Arrays of plain numbers out of an author's expressions, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath_tutor.scenes.moment import Moment, SceneError, evaluate_over

Array = np.ndarray[Any, Any]


def array_of(moment: Moment, expression: str) -> Array:
    """The expression's value as an array of numbers, of any shape. Raises SceneError."""
    return array_from(moment.evaluate(expression), expression)


def array_from(value: Any, expression: str) -> Array:
    """What an expression gave as an array of numbers, of any shape. Raises SceneError."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise SceneError(f"`{expression}` is not an array: {error}") from error
    if array.dtype.kind not in "biuf":
        raise SceneError(f"`{expression}` holds {array.dtype}, not numbers.")
    return array


def line_of(moment: Moment, expression: str) -> Array:
    """The expression's numbers one after the other, shape (n,), n ≥ 1. Raises SceneError."""
    return line_from(moment.evaluate(expression), expression)


def line_from(value: Any, expression: str) -> Array:
    """What an expression gave as numbers one after the other, (n,), n ≥ 1. Raises SceneError."""
    array = array_from(value, expression).astype(float).ravel()
    if not array.size:
        raise SceneError(f"`{expression}` is empty.")
    return array


def pair_of(moment: Moment, first: str, second: str) -> tuple[Array, Array]:
    """Two lines of numbers of one length. Raises SceneError."""
    a, b = line_of(moment, first), line_of(moment, second)
    if a.shape != b.shape:
        raise SceneError(f"`{first}` has {a.size} numbers, `{second}` has {b.size}.")
    return a, b


def number_over(values: Mapping[str, Any], expression: str) -> float:
    """The one number that an expression over these names gives. Raises SceneError."""
    array = array_from(evaluate_over(values, expression), expression)
    if array.size != 1:
        raise SceneError(f"`{expression}` must give one number, not {array.size}.")
    return float(array.reshape(()))
