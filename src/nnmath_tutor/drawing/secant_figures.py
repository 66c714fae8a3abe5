"""The slope between two points in figures: (f(b) - f(a)) / (b - a), so that they really divide.

Points close together differ only far behind the decimal point: the figures get digits until the
shown differences divide to the shown slope.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from nnmath_tutor.drawing.arithmetic import works_out
from nnmath_tutor.drawing.computing import EXACT
from nnmath_tutor.drawing.figures import own_format
from nnmath_tutor.drawing.numbers import NumberFormat, power_text

_MOST_DECIMALS = 17
_DECIMALS = 4  # of a slope: fewer wouldn't show it closing in
_NEAR = 5e-4  # how far the shown difference of the inputs may be from the real one
_LARGEST = 1e9
_SMALLEST = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class SecantFigures:
    """Texts in ASCII. `holds`: the shown differences divide to the shown slope."""

    a: str
    b: str
    fa: str
    fb: str
    run: str
    rise: str
    slope: str
    holds: bool


def slope_text(slope: float) -> str:
    """A slope in the digits that it has, at most four decimals of an ordinary one."""
    return own_format(float(slope), NumberFormat("fixed", _DECIMALS)).text(float(slope))


def secant_figures(a: float, b: float, fa: float, fb: float) -> SecantFigures | None:
    """The figures of the slope between (a, fa) and (b, fb); None where there is no slope."""
    run, rise = b - a, fb - fa
    if not all(map(math.isfinite, (a, b, fa, fb, run, rise))) or run == 0:
        return None
    slope = rise / run
    if not math.isfinite(slope):
        return None
    told = slope_text(slope)
    if max(map(abs, (a, b, fa, fb))) < _LARGEST:
        for across in range(_decimals(a, b), _MOST_DECIMALS + 1):
            texts = _fixed(a, across), _fixed(b, across)
            shown = EXACT.subtract(Decimal(texts[1]), Decimal(texts[0]))
            if shown == 0 or abs(float(shown) - run) > _NEAR * abs(run):
                continue
            found = _upright(shown, (fa, fb), told)
            if found is not None:
                fa_text, fb_text, rise_text = found
                return SecantFigures(*texts, fa_text, fb_text, _text(shown), rise_text, told, True)
    a_text, b_text, fa_text, fb_text, run_text, rise_text = map(
        slope_text, (a, b, fa, fb, run, rise)
    )
    return SecantFigures(a_text, b_text, fa_text, fb_text, run_text, rise_text, told, False)


def _upright(run: Decimal, heights: tuple[float, float], told: str) -> tuple[str, str, str] | None:
    """Texts of both heights and of their difference that divides by `run` to the slope told."""
    for decimals in range(_decimals(*heights), _MOST_DECIMALS + 1):
        low, high = (_fixed(height, decimals) for height in heights)
        rise = EXACT.subtract(Decimal(high), Decimal(low))
        if (rise != 0 or heights[0] == heights[1]) and works_out(EXACT.divide(rise, run), told):
            return low, high, _text(rise)
    return None


def _decimals(*values: float) -> int:
    """The decimals that numbers have, up to four: with fewer a difference may look like another."""
    formats = (own_format(float(v), NumberFormat("fixed", _DECIMALS)) for v in values)
    return max((f.decimals for f in formats if f.kind == "fixed"), default=0)


def _fixed(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _text(value: Decimal) -> str:
    """The whole number of digits that a difference has, in powers of ten where it is tiny."""
    if value == 0:
        return "0"
    plain = value.normalize()
    return power_text(f"{plain:e}") if abs(plain) < _SMALLEST else f"{plain:f}"
