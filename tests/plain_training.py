"""The training of the lessons in plain NumPy, once more: what every screen is held against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnmath_tutor.program import Edit

Names = dict[str, Any]


def training(seed: int, edits: Sequence[Edit], epochs: int) -> list[list[Names]]:
    """By epoch, then line of the loop's body: what every name holds once the line has run.

    Each edit gives a cell its value as its epoch begins.
    """
    names: Names = {"learning_rate": 1.0, "seed": seed}
    names["X"] = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)
    names["y"] = np.array([[0, 1, 1, 0]]).T  # (4, 1)
    draws = np.random.RandomState(seed)
    names["W1"] = 2 * draws.random_sample((3, 4)) - 1
    names["W2"] = 2 * draws.random_sample((4, 1)) - 1
    whole = []
    for epoch in range(epochs):
        for edit in edits:
            if edit.epoch == epoch:
                names[edit.name] = _changed(names[edit.name], edit)
        whole.append(_epoch(names))
    return whole


def _changed(value: Any, edit: Edit) -> Any:
    if not isinstance(value, np.ndarray):
        return float(edit.value)
    fractional = edit.value != int(edit.value)
    made = value.astype(float) if value.dtype.kind == "i" and fractional else value.copy()
    made[edit.index] = edit.value
    return made


def _squash(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def _epoch(names: Names) -> list[Names]:
    lines: list[Names] = []

    def now(**bound: Any) -> None:
        names.update(bound)
        lines.append(dict(names))

    now(A1=_squash(names["X"] @ names["W1"]))
    now(A2=_squash(names["A1"] @ names["W2"]))
    now(error=names["y"] - names["A2"])
    now(mean_absolute_error=np.mean(np.abs(names["error"])))
    now(delta2=names["error"] * (names["A2"] * (1 - names["A2"])))
    now(blame=names["delta2"] @ names["W2"].T)
    now(delta1=names["blame"] * (names["A1"] * (1 - names["A1"])))
    now(W2=names["W2"] + names["learning_rate"] * (names["A1"].T @ names["delta2"]))
    now(W1=names["W1"] + names["learning_rate"] * (names["X"].T @ names["delta1"]))
    return lines
