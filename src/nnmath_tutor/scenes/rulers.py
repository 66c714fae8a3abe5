"""Scaling: the same points on a ruler in their own unit and on one from 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath_tutor.drawing import RulersPart
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import line_of, pair_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {
    "raw": Option(OptionType.EXPRESSION, "the numbers in their own unit", required=True),
    "scaled": Option(OptionType.EXPRESSION, "the same numbers after scaling", required=True),
    "marked": Option(OptionType.INTEGER, "index of the number to follow, from 0"),
    "unit": Option(OptionType.TEXT, "unit of the raw numbers", default=""),
    "ends": Option(OptionType.EXPRESSION, "the two ends of the raw ruler, if not the data's own"),
    "reverse": Option(
        OptionType.SWITCH, "from the scaled ruler back to the raw one", default=False
    ),
    "name": Option(OptionType.TEXT, "what is measured", default=""),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """Two rulers and the marked point on both. Raises SceneError."""
    raw, scaled = pair_of(moment, options["raw"], options["scaled"])
    marked = options["marked"]
    if marked is not None and not 0 <= marked < raw.size:
        raise SceneError(f"marked = {marked}: there are {raw.size} numbers, from 0.")
    name = options["name"] or options["raw"]
    window = _ends(moment, options["ends"]) if options["ends"] else None
    return Picture(
        (RulersPart(name, raw, scaled, marked, options["unit"], window, options["reverse"]),)
    )


def _ends(moment: Moment, expression: str) -> tuple[float, float]:
    ends = line_of(moment, expression)
    if ends.size != 2 or not ends[0] < ends[1]:
        raise SceneError(f"ends: `{expression}` must give two numbers, the smaller one first.")
    return float(ends[0]), float(ends[1])
