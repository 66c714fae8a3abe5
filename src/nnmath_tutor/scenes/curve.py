"""A function's curve, with the program's own numbers as dots on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath_tutor.drawing import CurvePart
from nnmath_tutor.scenes.labels import labels_of, spell
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import Array, array_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

SAMPLES = 201

OPTIONS: Mapping[str, Option] = {
    "function": Option(OptionType.EXPRESSION, "a function of the program", default="sigmoid"),
    "points": Option(OptionType.EXPRESSION, "the inputs to mark on the curve"),
    "marked": Option(OptionType.INTEGER, "index of the point to tell of, in reading order"),
    "low": Option(OptionType.NUMBER, "left end of the x axis", default=-6.0),
    "high": Option(OptionType.NUMBER, "right end of the x axis", default=6.0),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The curve from `low` to `high` and its dots. Raises SceneError."""
    low, high = float(options["low"]), float(options["high"])
    if not low < high:
        raise SceneError(f"low = {low} must be below high = {high}.")
    function = moment.evaluate(options["function"])
    if not callable(function):
        raise SceneError(f"`{options['function']}` is not a function.")
    xs = np.linspace(low, high, SAMPLES)
    points = options["points"]
    inputs = array_of(moment, points).astype(float) if points else np.empty(0)
    marked = options["marked"]
    if marked is not None and not 0 <= marked < inputs.size:
        raise SceneError(f"marked = {marked}: there are {inputs.size} points, from 0.")
    return Picture(
        (
            CurvePart(
                options["function"],
                xs,
                _image(function, xs, options["function"]),
                inputs.ravel(),
                _image(function, inputs.ravel(), options["function"]),
                _names(moment, points, inputs) if points else (),
                marked,
            ),
        )
    )


def _image(function: Any, xs: Array, name: str) -> Array:
    try:
        with np.errstate(all="ignore"):
            ys = np.asarray(function(xs), dtype=float)
    except Exception as error:
        raise SceneError(f"`{name}` can't be drawn: {error}") from error
    if ys.shape != xs.shape:
        raise SceneError(f"`{name}` turns {xs.size} numbers into {ys.size}: no curve.")
    return ys


def _names(moment: Moment, text: str, values: Array) -> tuple[str, ...]:
    """`ex2,h3` for every point, where rows and columns have names."""
    labels = labels_of(text, values, moment.labels, moment.values)
    if values.ndim != 2:
        return spell(labels.rows or labels.columns, values.size) if values.ndim == 1 else ()
    rows, columns = spell(labels.rows, values.shape[0]), spell(labels.columns, values.shape[1])
    if not rows or not columns:
        return rows if values.shape[1] == 1 else ()
    return tuple(f"{row},{column}" for row in rows for column in columns)
