"""Predictions as bars, with the answers that were wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath_tutor.drawing import BarsPart
from nnmath_tutor.scenes.labels import labels_of, spell
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import line_of, pair_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {
    "values": Option(OptionType.EXPRESSION, "one number a bar", required=True),
    "targets": Option(OptionType.EXPRESSION, "the answer wanted of each"),
    "names": Option(OptionType.NAMES, "one name a bar; else the labels of the rows"),
    "minimum": Option(OptionType.NUMBER, "where a bar is empty", default=0.0),
    "maximum": Option(OptionType.NUMBER, "where a bar is full", default=1.0),
    "name": Option(OptionType.TEXT, "what the bars show", default=""),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """One bar for each value. Raises SceneError."""
    text, targets = options["values"], options["targets"]
    if targets:
        values, wanted = pair_of(moment, text, targets)
    else:
        values, wanted = line_of(moment, text), None
    names = options["names"]
    if names and len(names) != values.size:
        raise SceneError(f"names has {len(names)} entries for {values.size} bars.")
    if not names:
        array = moment.evaluate(text)
        labels = labels_of(text, array, moment.labels, moment.values)
        names = spell(labels.rows, values.size) or tuple(str(i + 1) for i in range(values.size))
    if not options["minimum"] < options["maximum"]:
        raise SceneError("minimum must be below maximum.")
    return Picture(
        (
            BarsPart(
                tuple(names),
                values,
                wanted,
                float(options["minimum"]),
                float(options["maximum"]),
                options["name"] or text,
            ),
        )
    )
