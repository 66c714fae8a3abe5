"""A function of one number, measured at many places, whatever else it computes with."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import Array

SAMPLES = 161


class Measured:
    """A function that takes one number and gives one number. Raises SceneError where it doesn't.

    It is called number by number: a loss may take sums over arrays that have any shape, even the
    shape of the places it is measured at.
    """

    def __init__(self, moment: Moment, expression: str) -> None:
        self._name = expression
        self._function = moment.evaluate(expression)
        if not callable(self._function):
            raise SceneError(f"`{expression}` is not a function.")

    def __call__(self, x: float) -> float:
        """The function's value at x. Raises SceneError."""
        try:
            with np.errstate(all="ignore"):
                value: Any = self._function(float(x))
            array = np.asarray(value)
        except Exception as error:
            raise SceneError(f"`{self._name}` of {x:g} can't be computed: {error}") from error
        if array.size != 1 or array.dtype.kind not in "biuf":
            what = f"{array.size} values" if array.size != 1 else str(array.dtype)
            raise SceneError(f"`{self._name}` must turn one number into one number, not {what}.")
        return float(array.reshape(()))

    def over(self, low: float, high: float) -> tuple[Array, Array]:
        """Places from low to high and the values there, both (SAMPLES,). Raises SceneError."""
        if not low < high:
            raise SceneError(f"low = {low} must be below high = {high}.")
        xs = np.linspace(low, high, SAMPLES)
        return xs, np.array([self(x) for x in xs.tolist()])
