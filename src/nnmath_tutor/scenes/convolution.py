"""A kernel that slides over a signal, one window an epoch if the author wants it so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath_tutor.drawing import ConvolutionPart
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import Array, array_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {
    "signal": Option(OptionType.EXPRESSION, "the numbers that it slides over", required=True),
    "kernel": Option(OptionType.EXPRESSION, "the weights that slide", required=True),
    "position": Option(
        OptionType.EXPRESSION,
        "index at which the window begins; if not given, all of the output is there",
    ),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """Signal, kernel, products and output. Raises SceneError."""
    signal = _line(moment, options["signal"])
    kernel = _line(moment, options["kernel"])
    places = signal.size - kernel.size + 1
    if places < 1:
        raise SceneError(f"The kernel has {kernel.size} numbers, the signal {signal.size}.")
    text, position = options["position"], None
    if text is not None:
        value = moment.evaluate(text)
        if not isinstance(value, int | np.integer) or isinstance(value, bool):
            raise SceneError(f"position: `{text}` must be a whole number, not {value!r}.")
        position = int(value)
        if not 0 <= position < places:
            raise SceneError(
                f"position: `{text}` is {position}; the window has places 0 to {places - 1}."
            )
    names = (options["signal"], options["kernel"])
    return Picture((ConvolutionPart(signal, kernel, position, *names),))


def _line(moment: Moment, text: str) -> Array:
    """The numbers of one axis, (n,), n ≥ 1. Raises SceneError."""
    array = array_of(moment, text)
    if array.ndim != 1 or not array.size:
        raise SceneError(f"`{text}` must have one axis, not the shape {array.shape}.")
    return array.astype(float)
