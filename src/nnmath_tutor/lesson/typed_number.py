"""A number as people type it: `.25`, `1/4`, `25%`, `0,25`, `1e-3`. Nothing is ever run.

Some ways of typing mean two things: `1,000` is a thousand, and one where a comma marks decimals.
So a text has *readings*, and whoever grades takes the one that fits.
"""

from __future__ import annotations

import math
import re
import unicodedata

LONGEST = 80  # characters; a number that needs more isn't an answer

_SAME = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),
        **dict.fromkeys("⁄∕÷", "/"),
        **dict.fromkeys("×·⋅∙", "*"),
        **dict.fromkeys("'’_", "_"),
    }
)
_SUPERSCRIPT = re.compile(r"[⁺⁻⁰¹²³⁴-⁹]+")
_VULGAR = re.compile(r"(\d)([¼-¾⅐-⅞])")
_LEAD = re.compile(r"\s*(?:(?:=|≈|~)\s*)?([+-]?)\s*")
_GROUPED = re.compile(r"\d{1,3}(?:[ _]\d{3})+(?:[.,]\d+)?")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_DOTS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_PLAIN = re.compile(r"\d+[.,]?\d*|[.,]\d+")
_POWER = re.compile(r"(.*?)(?:e|[*x]\s*10\s*(?:\^|\*\*))\s*([+-]?\d{1,6})")
_OF_TEN = re.compile(r"10\s*(?:\^|\*\*)\s*([+-]?\d{1,6})")
_MIXED = re.compile(r"(\d+) +(\d+) */ *(\d+)")


class TypedError(ValueError):
    """What was typed is no number; the message says so kindly, without repeating it."""


def simplified(typed: str) -> str:
    """The text with full-width digits, real minus signs and the like made plain.

    Raises TypedError where it is too long.
    """
    if len(typed) > 4 * LONGEST or len(typed.strip()) > LONGEST:
        raise TypedError("That is very long. A few characters will do.")
    text = _VULGAR.sub(r"\1 \2", typed)
    text = _SUPERSCRIPT.sub(lambda found: "^" + found[0], text)
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    digits = (str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    return " ".join("".join(digits).split())


def number_readings(typed: str) -> tuple[float, ...]:
    """Every finite number that the text may stand for, the likeliest first.

    Raises TypedError where it stands for none. Takes time in proportion to the length.
    """
    text = simplified(typed).casefold()
    lead = _LEAD.match(text)
    assert lead is not None  # it matches an empty text as well
    sign = -1.0 if lead[1] == "-" else 1.0
    rest = text[lead.end() :]
    if rest in ("inf", "infinity", "∞", "nan"):
        raise TypedError("The answer is a finite number: type its digits.")
    readings = _quotients(rest)
    if not readings:
        raise TypedError("Type one number and nothing else, such as −12.5 or 3/8.")
    return tuple(dict.fromkeys(sign * reading for reading in readings if _fits(reading)))


def _fits(number: float) -> bool:
    if not math.isfinite(number):
        raise TypedError("That number is too large for this question.")
    return True


def _quotients(text: str) -> list[float]:
    """Readings of a number without a sign: a percentage, a fraction, or a decimal."""
    if text.endswith("%"):
        # Where percent are asked for, 25% means 25.
        plain = _decimals(text[:-1].rstrip())
        return [*(number / 100 for number in plain), *plain]
    mixed = _MIXED.fullmatch(text)
    if mixed is not None and not _GROUPED.fullmatch(text.partition("/")[0].rstrip()):
        return [float(mixed[1]) + _divided(float(mixed[2]), float(mixed[3]))]
    if text.count("/") == 1:
        above, below = (part.strip() for part in text.split("/"))
        sign = -1.0 if below.startswith("-") else 1.0
        return [
            sign * _divided(a, b) for a in _decimals(above) for b in _decimals(below.lstrip("+-"))
        ]
    return _decimals(text)


def _divided(above: float, below: float) -> float:
    if below == 0:
        raise TypedError("Nothing can be divided by 0.")
    return above / below


def _decimals(text: str) -> list[float]:
    """Readings of a decimal, with a power of ten perhaps."""
    alone = _OF_TEN.fullmatch(text)
    if alone is not None:
        return [_float(f"1e{alone[1]}")]
    power = _POWER.fullmatch(text)
    if power is not None:
        return [_float(f"{digits}e{power[2]}") for digits in _digits(power[1].rstrip())]
    return [_float(digits) for digits in _digits(text)]


def _float(text: str) -> float:
    number = float(text)
    _fits(number)
    return number


def _digits(text: str) -> list[str]:
    """Readings of digits, decimal marks and groups as Python writes them."""
    if _GROUPED.fullmatch(text):
        return [re.sub("[ _]", "", text).replace(",", ".")]
    readings = []
    if _COMMAS.fullmatch(text):
        readings.append(text.replace(",", ""))
    if _DOTS.fullmatch(text):
        readings.append(text.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(text):
        readings.append(text.replace(",", "."))
    return readings
