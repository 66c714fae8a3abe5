"""Shapes as dominoes: whether arrays can be multiplied, and what NumPy says where they can't."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath_tutor.drawing import BroadcastPart, DominoesPart, Joint, Said, Tile
from nnmath_tutor.scenes.labels import labels_of
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import Array, array_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPERATORS = ("@", "*")

OPTIONS: Mapping[str, Option] = {
    "show": Option(OptionType.EXPRESSIONS, "two arrays or more, from left to right", required=True),
    "operator": Option(
        OptionType.TEXT, "`@` for the matrix product, `*` for cell by cell", default="@"
    ),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The shapes, joined or refused. Raises SceneError, but not for shapes that don't match."""
    texts, operator = options["show"], options["operator"].strip()
    if operator not in OPERATORS:
        raise SceneError(f"operator = {operator!r}: there is {' and '.join(OPERATORS)}.")
    if len(texts) < 2:
        raise SceneError("show needs two arrays or more: one alone touches nothing.")
    arrays = [array_of(moment, text) for text in texts]
    tiles = tuple(_tile(moment, text, array) for text, array in zip(texts, arrays, strict=True))
    whole = f" {operator} ".join(_in_brackets(text) for text in texts)
    joints: list[Joint] = []
    product = arrays[0]
    said: tuple[Said, ...] = ()
    for array in arrays[1:]:
        outcome, said = _joined(product, array, operator)
        joints.append(Joint(product.shape, array.shape, outcome is not None))
        if outcome is None:
            break
        product = outcome
    result = None if said else _tile(moment, whole, product)
    if operator == "*":
        return Picture((BroadcastPart(tiles, result, said),))
    return Picture((DominoesPart(tiles, tuple(joints), result, said),))


def _joined(left: Array, right: Array, operator: str) -> tuple[Array | None, tuple[Said, ...]]:
    """What NumPy makes of two arrays, or its own words for why it doesn't."""
    said = []
    with np.errstate(all="ignore"):
        try:
            outcome = left @ right if operator == "@" else left * right
        except ValueError as error:
            said.append(Said(f"NumPy's {operator}", str(error).strip()))
        else:
            return np.asarray(outcome), ()
        if operator == "@" and max(left.ndim, right.ndim) <= 2:
            try:
                np.dot(left, right)
            except ValueError as error:
                said.append(Said("np.dot", str(error).strip()))
    return None, tuple(said)


def _tile(moment: Moment, text: str, array: Array) -> Tile:
    """The array's shape; a matrix whose rows and columns are numbered says what they are."""
    labels = labels_of(text, array, moment.labels, moment.values)
    names = (labels.rows, labels.columns)
    axes = tuple(name if isinstance(name, str) else "" for name in names)
    return Tile(text, array.shape, axes if array.ndim == 2 and any(axes) else ())


def _in_brackets(text: str) -> str:
    """The expression as an operand: with an operator of its own in brackets."""
    return f"({text})" if any(symbol in text for symbol in "+-*/@ ") else text
