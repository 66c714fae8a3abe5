"""A map of decisions: what a network answers to every pair of inputs, at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath_tutor.drawing import MapPart
from nnmath_tutor.scenes.labels import labels_of, spell
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import Array, array_of, line_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

ROWS, COLUMNS = 33, 65  # points of the plane that the network is asked for

OPTIONS: Mapping[str, Option] = {
    "output": Option(
        OptionType.EXPRESSION,
        "the answers to `grid`, an array of points with a column for each input",
        required=True,
    ),
    "bias": Option(OptionType.SWITCH, "a third column of ones in `grid`", default=False),
    "low": Option(OptionType.NUMBER, "where both axes begin", default=-0.25),
    "high": Option(OptionType.NUMBER, "where both axes end", default=1.25),
    "points": Option(OptionType.EXPRESSION, "inputs to mark, in the first two columns"),
    "targets": Option(OptionType.EXPRESSION, "the answer wanted of each"),
    "x_name": Option(OptionType.TEXT, "name of the first input; else its label", default=""),
    "y_name": Option(OptionType.TEXT, "name of the second input; else its label", default=""),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The plane of answers and the marked points. Raises SceneError."""
    low, high = float(options["low"]), float(options["high"])
    if not low < high:
        raise SceneError(f"low = {low} must be below high = {high}.")
    points = _points(moment, options["points"]) if options["points"] else np.empty((0, 2))
    targets = line_of(moment, options["targets"]) if options["targets"] else None
    if targets is not None and len(targets) != len(points):
        raise SceneError(f"targets has {len(targets)} numbers for {len(points)} points.")
    xs, ys = np.linspace(low, high, COLUMNS), np.linspace(low, high, ROWS)
    plane = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)  # (rows * columns, 2)
    # Plane and points at once: the marks are right or wrong by the same answers as the shades.
    answers = _answers(moment, options, np.concatenate([plane, points]))
    names = _names(moment, options["points"])
    return Picture(
        (
            MapPart(
                answers[: len(plane)].reshape(ROWS, COLUMNS),
                low,
                high,
                points,
                answers[len(plane) :],
                targets,
                options["x_name"] or names[0],
                options["y_name"] or names[1],
            ),
        )
    )


def _answers(moment: Moment, options: Mapping[str, Any], places: Array) -> Array:
    """One answer for each place (n, 2). Raises SceneError."""
    text = options["output"]
    grid = np.hstack([places, np.ones((len(places), 1))]) if options["bias"] else places
    with np.errstate(all="ignore"):
        value = moment.evaluate(text, {"grid": grid})
    answers = np.asarray(value) if isinstance(value, np.ndarray) else np.empty(0)
    if answers.dtype.kind not in "biuf" or answers.size != len(places):
        raise SceneError(
            f"`{text}` must give one number for each of the {len(places)} points in `grid`."
        )
    return answers.astype(float).ravel()


def _points(moment: Moment, text: str) -> Array:
    """The first two columns of the points, (n, 2). Raises SceneError."""
    points = array_of(moment, text).astype(float)
    if points.ndim != 2 or points.shape[1] < 2:
        raise SceneError(f"points: `{text}` must be a matrix with two columns or more.")
    return points[:, :2]


def _names(moment: Moment, text: str | None) -> tuple[str, str]:
    """What the inputs are called: the labels of the points' columns, where they have some."""
    if text:
        points = array_of(moment, text)
        labels = labels_of(text, points, moment.labels, moment.values).columns
        names = spell(labels, points.shape[1])
        if len(names) >= 2:
            return names[0], names[1]
    return "input 1", "input 2"
