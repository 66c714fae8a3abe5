"""Matrices beside each other, as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath_tutor.scenes.moment import Moment
from nnmath_tutor.scenes.numbers import array_of
from nnmath_tutor.scenes.operation import matrix
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {
    "show": Option(OptionType.EXPRESSIONS, "the matrices, left to right", required=True),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """One part for each expression. Raises SceneError."""
    return Picture(tuple(matrix(moment, text, array_of(moment, text)) for text in options["show"]))
