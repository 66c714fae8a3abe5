"""Values as words: how a number or an array reads in the middle of a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

MINUS = "−"  # as in the pictures; drawing turns it into a hyphen where only ASCII may be used
MOST_CELLS = 60  # an array with more is elided
EDGE = 3

_CONVERT: Mapping[str, Callable[[Any], str]] = {"r": repr, "s": str, "a": ascii}
_HYPHEN_MINUS = re.compile(r"(?<![\w.])-(?=[\d.]|inf|nan)")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&#|~]")


class ValueFormatError(Exception):
    """A value that can't be put in words as asked; the message says why."""


def spell(value: Any, form: str = "", conversion: str = "") -> str:
    """A value as text on one line, by an f-string's format and conversion.

    Scalars of NumPy are formatted like Python's. An array is written as nested brackets, its
    format applied to every entry. Without a format a float shows four significant digits.
    Raises ValueFormatError.
    """
    if conversion:
        return _one_line(_formatted(_CONVERT[conversion](value), form))
    if isinstance(value, np.ndarray) and value.ndim:
        return _array(value, form)
    if isinstance(value, np.generic | np.ndarray):
        value = value.item()
        if isinstance(value, np.generic):  # a long double has no twin in Python
            value = float(value)
    if callable(value):
        name = getattr(value, "__name__", "this")
        raise ValueFormatError(f"`{name}` is a function, not a value; call it: {name}(…)")
    if form:
        return _one_line(_formatted(value, form))
    match value:
        case bool() | int() | str() | None:
            return _one_line(_formatted(value, ""))
        case float():
            return readable(value)
        case tuple() | list():
            entries = ", ".join(spell(item) for item in value)
            if isinstance(value, list):
                return f"[{entries}]"
            return f"({entries},)" if len(value) == 1 else f"({entries})"
        case _:
            return _one_line(_formatted(value, ""))


def readable(number: float) -> str:
    """A float with four significant digits, without trailing zeros; extremes as powers of ten."""
    if not math.isfinite(number):
        return str(number)
    if number == 0:
        return "0"
    exponent = math.floor(math.log10(abs(number)))
    if not -5 <= exponent < 9:
        return f"{number:.3e}"
    text = f"{number:.{max(0, 3 - exponent)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_prose(text: str) -> str:
    """A filled-in text as Markdown that shows just this text, with a real minus sign."""
    return _MARKDOWN.sub(lambda found: "\\" + found[0], _HYPHEN_MINUS.sub(MINUS, text))


def in_code(text: str) -> str:
    """A filled-in text between backticks: code keeps its hyphen, and can't hold a backtick."""
    return text.replace("`", "'")


def _formatted(value: Any, form: str) -> str:
    try:
        return format(value, form)
    except Exception as error:  # a value's own __format__ may raise anything
        raise ValueFormatError(f"the format `:{form}` does not fit: {error}") from error


def _array(array: np.ndarray[Any, Any], form: str) -> str:
    long = array.size > MOST_CELLS
    pieces = []
    for index, item in enumerate(array):
        if long and len(array) > 2 * EDGE and EDGE <= index < len(array) - EDGE:
            if index == EDGE:
                pieces.append("…")
            continue
        pieces.append(_array(item, form) if isinstance(item, np.ndarray) else spell(item, form))
    return f"[{', '.join(pieces)}]"


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text else text
