"""What the picture of a descent shows: the loss over one weight, and balls that roll down it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nnmath_tutor.drawing.chart import rounded_window
from nnmath_tutor.drawing.ticks import Scale


@dataclass(frozen=True, slots=True)
class Ball:
    """Where one run's weight is now, and where it has been; NaN where the loss is none.

    `following` is the weight after the next step, None if there is none (yet). `earlier` are
    (weight, loss), the oldest first.
    """

    run: str
    weight: float
    loss: float
    slope: float
    following: float | None = None
    earlier: tuple[tuple[float, float], ...] = ()

    @property
    def step(self) -> float | None:
        """How far the next step goes."""
        return None if self.following is None else self.following - self.weight


@dataclass(frozen=True, eq=False)
class DescentPart:
    """A bowl through (xs, ys), the loss for every weight, with a ball for each run."""

    name: str  # of the loss
    weight: str  # what the weight is called
    xs: ArrayLike  # (samples,) rising
    ys: ArrayLike  # (samples,)
    balls: tuple[Ball, ...] = ()

    @property
    def windows(self) -> tuple[Scale, Scale]:
        """The scales across and upright, the same for every run."""
        xs = np.asarray(self.xs, dtype=np.float64).ravel()
        low, high = (float(xs[0]), float(xs[-1])) if len(xs) else (0.0, 1.0)
        return Scale(low, high if high > low else low + 1), rounded_window(self.ys)
