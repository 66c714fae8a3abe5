"""A slope by nudging: the secant through two points of a curve, and the tangent it nears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath_tutor.drawing import SlopePart
from nnmath_tutor.scenes.measured import Measured
from nnmath_tutor.scenes.moment import Moment
from nnmath_tutor.scenes.numbers import number_over
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {
    "function": Option(OptionType.EXPRESSION, "a function of one number", required=True),
    "point": Option(OptionType.EXPRESSION, "where the slope is measured: a", required=True),
    "nudge": Option(
        OptionType.EXPRESSION, "how far the second point is from it: b − a", required=True
    ),
    "tangent": Option(OptionType.EXPRESSION, "the slope at the point, by formula"),
    "low": Option(OptionType.NUMBER, "left end of the x axis", default=-6.0),
    "high": Option(OptionType.NUMBER, "right end of the x axis", default=6.0),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The curve, its secant, and the tangent if its slope is told. Raises SceneError."""
    function = Measured(moment, options["function"])
    xs, ys = function.over(float(options["low"]), float(options["high"]))
    a = number_over(moment.values, options["point"])
    b = a + number_over(moment.values, options["nudge"])
    tangent = number_over(moment.values, options["tangent"]) if options["tangent"] else None
    part = SlopePart(options["function"], xs, ys, a, b, function(a), function(b), tangent)
    return Picture((part,))
