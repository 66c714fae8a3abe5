"""How one number is written where it is spelled out: in the digits that matter, and no others.

Three significant digits, or as many decimals as its matrix shows, but none that the number does not
have: 562.00 is 562, and a step of 0.000456 is not 0.00.
"""

from __future__ import annotations

import math

import numpy as np

from nnmath_tutor.drawing.numbers import LARGEST_FIXED, NumberFormat, power_text

SIGNIFICANT = 3
# What is smaller is written in powers of ten; and then, for one style in a row, the next one too.
SMALLEST_PLAIN = 1e-4
SMALLEST_BESIDE_POWERS = 1e-3
_WHOLE = NumberFormat("whole")
# A value so near to its limit that it would take more nines than anybody counts.
_MOST_NINES = 7


def plain(value: object) -> object:
    """The value as Python has it: a float, not a NumPy scalar."""
    return value.item() if isinstance(value, np.generic) else value


def is_tiny(value: object) -> bool:
    """Whether a number is so small that it needs a power of ten."""
    return isinstance(value, float) and 0 < abs(value) < SMALLEST_PLAIN


def own_format(value: object, chosen: NumberFormat, *, powers: bool = False) -> NumberFormat:
    """The format for one number of a matrix that is written as `chosen`.

    `powers`: a number beside it needs a power of ten.
    """
    if chosen.kind == "text" or isinstance(value, bool) or not isinstance(value, int | float):
        return chosen
    if value == 0:
        return _WHOLE
    if isinstance(value, int) or value - value != 0:
        return chosen
    size = abs(value)
    digits, exponent = _digits(value)
    if not (SMALLEST_BESIDE_POWERS if powers else SMALLEST_PLAIN) <= size < LARGEST_FIXED:
        return NumberFormat("power", min(SIGNIFICANT, digits) - 1, digits - 1)
    most = max(0, digits - 1 - exponent)
    matrix = chosen.decimals if chosen.kind == "fixed" else 0
    return NumberFormat("fixed", min(max(matrix, SIGNIFICANT - 1 - exponent), most), most)


def _digits(value: float) -> tuple[int, int]:
    """How many significant digits a float has (not 0), and the power of ten of the first.

    Beyond the twelfth a float has but the noise of its rounding.
    """
    text, _, power = f"{abs(value):.12g}".partition("e")
    whole, _, decimals = text.partition(".")
    if whole == "0":
        figures = decimals.lstrip("0")
        return len(figures), len(figures) - len(decimals) - 1
    figures = (whole + decimals).rstrip("0")
    return len(figures), len(whole) - 1 + int(power or 0)


def aligned(formats: list[NumberFormat]) -> list[NumberFormat]:
    """Formats for numbers that are added: all with as many decimals as the finest of them."""
    decimals = max((f.decimals for f in formats if f.kind == "fixed"), default=0)
    return [
        NumberFormat("fixed", decimals if f.most is None else min(decimals, f.most), f.most)
        if f.kind == "fixed"
        else f
        for f in formats
    ]


def sigmoid_text(x: float, y: float) -> str | None:
    """How near to 1 the sigmoid of x is, where y would be rounded to 1: 0.9999997 or 1 - 4e-34.

    None where y can be written as it is, or isn't the sigmoid's value at all.
    """
    if not 0 < x < 700 or not 0.9995 <= y <= 1:
        return None
    gap = 1 / (1 + math.exp(x))
    if abs((1 - y) - gap) > 1e-12:
        return None
    nines = -math.floor(math.log10(gap))
    return f"{y:.{nines}f}" if nines <= _MOST_NINES else f"1 - {power_text(f'{gap:.0e}')}"
