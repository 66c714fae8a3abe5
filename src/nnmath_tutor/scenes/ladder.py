"""From a scalar to a tensor: values of more and more axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath_tutor.drawing import LadderPart
from nnmath_tutor.scenes.moment import Moment
from nnmath_tutor.scenes.numbers import array_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {
    "show": Option(OptionType.EXPRESSIONS, "the values, left to right", required=True),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The values with ndim, shape and size of each. Raises SceneError."""
    return Picture((LadderPart(tuple((text, array_of(moment, text)) for text in options["show"])),))
