"""What a field of a message may hold: each reader gives the value that it stands for, or raises.

Whatever comes from the other side is clean once it has been read, and no larger than it may be.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.names import clean_text, visible

Reader = Callable[[Any], Any]

LARGEST = 2**53 - 1  # what JSON holds exactly everywhere
LEVELS = ("epoch", "line", "part", "cell", "term")  # of program.Level, which would bring NumPy
LONGEST_ID = 100
MOST_LESSONS = 500
MOST_ROWS, MOST_SPANS, LONGEST_SPAN = 200, 500, 500
MOST_BARS, LONGEST_LABEL = 40, 60
LARGEST_DOCUMENT = 900_000  # bytes; a real one has some thousands

Span = tuple[str, str]  # text, and its style as STYLE has it

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Attributes, then a colour, then that behind it. Not all that Rich knows: no `link` above all.
STYLE = re.compile(
    r"((?:bold|dim|italic|underline|reverse|strike)(?: |$))*(?:#[0-9a-f]{6}(?: |$))?"
    r"(?:on #[0-9a-f]{6})?"
)


class BadFieldError(ValueError):
    """A field holds what it may not; the text says what it wants."""


def flag(value: Any) -> bool:
    """True or false."""
    if type(value) is not bool:
        raise BadFieldError("wants true or false")
    return value


def whole(value: Any) -> int:
    """A whole number from 0 on."""
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise BadFieldError("wants a whole number from 0 on")
    return value


def seconds(value: Any) -> float:
    """A finite number from 0 on."""
    if type(value) not in (int, float) or not 0 <= value <= LARGEST or not math.isfinite(value):
        raise BadFieldError("wants a number of seconds")
    return float(value)


def identifier(value: Any) -> str:
    """The id of a lesson or of a step."""
    if type(value) is not str or len(value) > LONGEST_ID or not _ID.fullmatch(value):
        raise BadFieldError("wants an id")
    return value


def place(value: Any) -> str:
    """An id, or nothing where the learner is in no lesson."""
    return "" if value == "" else identifier(value)


def text(value: Any) -> str:
    """What a person typed or is to read: plain, on one line."""
    return clean_text(_string(value))


def label(value: Any) -> str:
    """A few words under a bar: never empty."""
    return clean_text(_string(value), LONGEST_LABEL) or "?"


def level(value: Any) -> str:
    """The name of a level of time."""
    if value not in LEVELS:
        raise BadFieldError(f"wants one of {', '.join(LEVELS)}")
    return str(value)


def outcome(value: Any) -> Outcome:
    """What came of a question."""
    try:
        return Outcome(value)
    except ValueError:
        raise BadFieldError("wants right, wrong or skipped") from None


def document(value: Any) -> Mapping[str, Any]:
    """A document of progress, of which only the size is looked at here."""
    if type(value) is not dict:
        raise BadFieldError("wants a table")
    try:
        size = len(json.dumps(value, allow_nan=False))
    except ValueError:  # 1e999 is read as infinite
        raise BadFieldError("holds a number that is none") from None
    if size > LARGEST_DOCUMENT:
        raise BadFieldError("is too large")
    return dict(value)


def identifiers(value: Any) -> tuple[str, ...]:
    """Ids of lessons."""
    return tuple(identifier(entry) for entry in _list(value, MOST_LESSONS))


def labels(value: Any) -> tuple[str, ...]:
    """Some labels."""
    return tuple(label(entry) for entry in _list(value, MOST_BARS))


def bars(value: Any) -> tuple[tuple[str, int], ...]:
    """Labels with how many chose them."""
    return tuple((label(name), whole(count)) for name, count in _pairs(value, MOST_BARS))


def rows(value: Any) -> tuple[tuple[Span, ...], ...]:
    """The rows of a screen, as spans of text and style."""
    return tuple(
        tuple(_span(pair) for pair in _pairs(row, MOST_SPANS)) for row in _list(value, MOST_ROWS)
    )


def perhaps(read: Reader) -> Reader:
    """The same, or null."""
    return lambda value: None if value is None else read(value)


def _span(pair: tuple[Any, Any]) -> Span:
    written, style = _string(pair[0]), _string(pair[1])
    if len(written) > LONGEST_SPAN or not STYLE.fullmatch(style):
        raise BadFieldError("wants spans of text and style")
    return visible(written), style


def _string(value: Any) -> str:
    if type(value) is not str:
        raise BadFieldError("wants text")
    return value


def _list(value: Any, most: int) -> list[Any]:
    if type(value) not in (list, tuple) or len(value) > most:
        raise BadFieldError(f"wants a list of {most} at most")
    return list(value)


def _pairs(value: Any, most: int) -> list[tuple[Any, Any]]:
    listed = _list(value, most)
    if not all(type(pair) in (list, tuple) and len(pair) == 2 for pair in listed):
        raise BadFieldError("wants a list of pairs")
    return [(pair[0], pair[1]) for pair in listed]
