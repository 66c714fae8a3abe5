"""Grid search beside random search: what each tried, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath_tutor.drawing import SearchPart, Tries
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import array_of, line_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {
    "grid": Option(
        OptionType.EXPRESSION,
        "the pairs of settings that the grid tries, shape (n, 2)",
        required=True,
    ),
    "random": Option(
        OptionType.EXPRESSION,
        "the pairs that random search tries, shape (n, 2)",
        required=True,
    ),
    "grid_scores": Option(
        OptionType.EXPRESSION, "a score for each pair of the grid, lower is better", required=True
    ),
    "random_scores": Option(
        OptionType.EXPRESSION, "a score for each random pair, lower is better", required=True
    ),
    "x_name": Option(
        OptionType.TEXT, "name of the first setting, across, whose shadows are seen", default="x"
    ),
    "y_name": Option(OptionType.TEXT, "name of the second setting, up", default="y"),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """Both searches on the same axes. Raises SceneError."""
    searches = tuple(_tries(moment, name, options) for name in ("grid", "random"))
    return Picture((SearchPart(searches, options["x_name"], options["y_name"]),))


def _tries(moment: Moment, name: str, options: Mapping[str, Any]) -> Tries:
    text, scored = options[name], options[f"{name}_scores"]
    points = array_of(moment, text).astype(float)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise SceneError(f"{name}: `{text}` must be pairs, shape (n, 2), not {points.shape}.")
    if not np.isfinite(points).all():
        raise SceneError(f"{name}: `{text}` holds settings that are no numbers.")
    scores = line_of(moment, scored)
    if len(scores) != len(points):
        raise SceneError(f"{name}_scores has {len(scores)} numbers for {len(points)} pairs.")
    return Tries(name, points, scores)
