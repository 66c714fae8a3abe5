"""What somebody typed, understood: a number, an epoch."""

from __future__ import annotations

import math
from fractions import Fraction

LONGEST = 24  # characters of a number


def parse_number(text: str) -> float | None:
    """The number that somebody typed: `0.25`, `.25`, `1/4`, `25%`, `1e-3`, `0,25`; None if none.

    A whole number comes as an int.
    """
    plain = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", ".").replace(" ", "")
    percent = plain.endswith("%")
    plain = plain.removesuffix("%")
    if not plain.isascii() or "_" in plain or len(plain) > LONGEST:
        return None
    if abs(_exponent(plain)) > 300:
        return None
    try:
        exact = Fraction(plain) / (100 if percent else 1)
        value = float(exact)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    if not math.isfinite(value):
        return None
    return int(exact) if exact.denominator == 1 and abs(value) < 2**53 else value


def parse_epoch(text: str, epochs: int) -> int | None:
    """The epoch that somebody typed (`30000`, `30,000`, `30 000`, `30k`, `end`), if it is one."""
    plain = text.strip().lower().replace(",", "").replace("_", "").replace(" ", "")
    if plain in ("end", "last"):
        return epochs - 1
    factor = 1000 if plain.endswith("k") else 1
    plain = plain.removesuffix("k")
    if not (plain.isascii() and plain.isdigit()):
        return None
    epoch = int(plain) * factor
    return epoch if epoch < epochs else None


def _exponent(text: str) -> int:
    """The power of ten in `1e9`; a fraction of a huge one would take all memory there is."""
    _, _, power = text.lower().partition("e")
    digits = power.lstrip("+-")
    return int(digits) if digits.isdigit() and len(digits) < 9 else 999 if digits else 0
