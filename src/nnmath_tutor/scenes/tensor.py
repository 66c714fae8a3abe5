"""A tensor as the thing that its numbers stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from nnmath_tutor.drawing import TensorPart
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import array_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

# What an array may stand for: the axes it needs.
KINDS_OF_THING = {
    "picture": "(height, width) or (height, width, 3)",
    "sentence": "(words, features)",
    "video": "(time, height, width) or (time, height, width, 3)",
}
COLOURED = {"picture": 3, "video": 4}  # axes, the last one red, green and blue

OPTIONS: Mapping[str, Option] = {
    "show": Option(OptionType.EXPRESSION, "the array", required=True),
    "what": Option(
        OptionType.TEXT,
        'what it stands for: `"picture"`, `"sentence"` or `"video"`',
        required=True,
    ),
    "words": Option(OptionType.NAMES, "the words of a sentence, one a row"),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The thing with its axes, ndim, shape and size. Raises SceneError."""
    text, what, words = options["show"], options["what"], options["words"] or ()
    if what not in KINDS_OF_THING:
        known = ", ".join(KINDS_OF_THING)
        raise SceneError(f"what = {what}: an array stands for one of {known}.")
    array = array_of(moment, text)
    shape = array.shape
    coloured = array.ndim == COLOURED.get(what)
    plain = COLOURED.get(what, 3) - 1
    if array.ndim != plain and not (coloured and shape[-1] == 3):
        raise SceneError(f"`{text}` has the shape {shape}; a {what} has {KINDS_OF_THING[what]}.")
    if words and (what != "sentence" or len(words) != shape[0]):
        raise SceneError(f"words has {len(words)} entries; `{text}` has the shape {shape}.")
    return Picture((TensorPart(text, array, cast(Any, what), tuple(words)),))
