"""Every kind of scene an author can name, with its options: one row a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nnmath_tutor.scenes import (
    bars,
    convolution,
    curve,
    decision_map,
    descent,
    dominoes,
    gallery,
    histogram,
    ladder,
    matrices,
    operation,
    plot,
    ripple,
    rulers,
    search,
    slope,
    song,
    tensor,
    votes,
    wires,
)
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.options import Option, filled
from nnmath_tutor.scenes.picture import Picture


@dataclass(frozen=True, slots=True)
class SceneKind:
    """A kind of picture: what it is for, what an author may set, and how a moment becomes one.

    One that `follows` shows whatever runs at the cursor, and raises SceneError where it has nothing
    to show of that; the others speak of the place that their step begins at.
    """

    name: str
    summary: str
    options: Mapping[str, Option]
    build: Callable[[Moment, Mapping[str, Any]], Picture]
    follows: bool = False
    names: tuple[str, ...] = ()  # that its expressions may use besides the program's


_ALL = (
    SceneKind(
        "operation",
        "follows the cursor: the product, squash, sum or update that is running, cell by cell",
        operation.OPTIONS,
        operation.build,
        follows=True,
    ),
    SceneKind(
        "votes",
        "follows the cursor through a product: what each example adds to the chosen cell, as bars",
        votes.OPTIONS,
        votes.build,
        follows=True,
    ),
    SceneKind(
        "wires",
        "follows the cursor through the neurons: numbers run right along the wires, blame left",
        wires.OPTIONS,
        wires.build,
        follows=True,
    ),
    SceneKind("matrices", "matrices beside each other", matrices.OPTIONS, matrices.build),
    SceneKind("rulers", "numbers before and after scaling", rulers.OPTIONS, rulers.build),
    SceneKind("ladder", "scalar, vector, matrix, tensor", ladder.OPTIONS, ladder.build),
    SceneKind("curve", "a function's curve with dots on it", curve.OPTIONS, curve.build),
    SceneKind("bars", "predictions as bars", bars.OPTIONS, bars.build),
    SceneKind(
        "map",
        "a network's answer for every pair of inputs, as shades",
        decision_map.OPTIONS,
        decision_map.build,
        names=("grid",),
    ),
    SceneKind("plot", "an error over all epochs", plot.OPTIONS, plot.build),
    SceneKind(
        "gallery",
        "several runs, one a row: curve, predictions and their squared error",
        gallery.OPTIONS,
        gallery.build,
    ),
    SceneKind(
        "ripple",
        "one number nudged, every cell that changes with it, and the slope measured",
        ripple.OPTIONS,
        ripple.build,
    ),
    SceneKind(
        "tensor",
        "an array as the picture, sentence or video it stands for, with its axes by name",
        tensor.OPTIONS,
        tensor.build,
    ),
    SceneKind(
        "search",
        "grid search beside random search, each try a dot with its shadow on the axis",
        search.OPTIONS,
        search.build,
    ),
    SceneKind(
        "slope",
        "a slope by nudging: a straight line through two points of a curve, and the tangent",
        slope.OPTIONS,
        slope.build,
    ),
    SceneKind(
        "descent",
        "the loss over one weight as a bowl, and a ball that steps down its slope",
        descent.OPTIONS,
        descent.build,
    ),
    SceneKind(
        "histogram",
        "how often which numbers come: arrays on one common axis",
        histogram.OPTIONS,
        histogram.build,
    ),
    SceneKind(
        "dominoes",
        "shapes as dominoes: the halves that touch match, or NumPy refuses",
        dominoes.OPTIONS,
        dominoes.build,
    ),
    SceneKind(
        "convolution",
        "a kernel slides over a signal: products in the window, their sum in the output",
        convolution.OPTIONS,
        convolution.build,
    ),
    SceneKind("song", "verses of lessons, line by line as epochs go by", song.OPTIONS, song.build),
)

KINDS: Mapping[str, SceneKind] = {kind.name: kind for kind in _ALL}


def build_picture(kind: str, options: Mapping[str, Any], moment: Moment) -> Picture:
    """The picture of a kind at a moment. Raises SceneError where it can't be made."""
    scene = KINDS.get(kind)
    if scene is None:
        raise SceneError(f"No scene is called {kind}; there is {', '.join(KINDS)}.")
    return scene.build(moment, filled(scene.options, options))
