"""Whether what a learner typed is right; if not, why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from nnmath_tutor.lesson.posed import Index, Posed
from nnmath_tutor.lesson.question import QuestionKind
from nnmath_tutor.lesson.typed_cell import typed_cell, typed_shape
from nnmath_tutor.lesson.typed_number import TypedError, number_readings, simplified
from nnmath_tutor.lesson.values import MINUS, readable

RELATIVE = 0.01  # of the answer: three significant digits are always enough
ABSOLUTE = 0.005  # two decimals are enough, for answers that aren't small themselves
SMALL = 0.1  # of the answer: however small it is, 0 isn't it
NOTHING = 1e-9  # an answer as small as that is a zero with rounding errors

LETTERS = "abcde"
MOST_TEXT = 300  # characters of a choice that somebody types out

_POSITIVE = ("+", "positive", "pos", "plus", "up", "more", "greater than 0", ">0", "> 0")
_NEGATIVE = ("-", "negative", "neg", "minus", "down", "less", "less than 0", "<0", "< 0")
_ZERO = ("zero", "none", "neither", "nought", "nothing", "no sign")


class Outcome(StrEnum):
    """What came of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    UNCLEAR = "unclear"  # not understood: no answer yet


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, and Markdown to show: the reason, if one is known, or the form that is wanted.

    `understood` is the answer as it was read; empty if it wasn't understood.
    """

    outcome: Outcome
    words: str = ""
    understood: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.outcome is Outcome.RIGHT


def grade(posed: Posed, typed: str) -> Verdict:
    """The verdict on what was typed; raises nothing, whatever it is, and never runs any of it."""
    try:
        if not typed.strip():
            raise TypedError(wanted(posed))
        match posed.kind:
            case QuestionKind.NUMBER:
                return _number(posed, typed)
            case QuestionKind.SIGN:
                return _sign(posed, typed)
            case QuestionKind.CELL:
                return _cell(posed, typed)
            case QuestionKind.SHAPE:
                shape = typed_shape(typed)
                return _tuple(posed, shape, str(shape), _about_shape(posed, shape))
            case QuestionKind.CHOICE:
                return _choice(posed, typed)
    except TypedError as error:
        return Verdict(Outcome.UNCLEAR, str(error))


def wanted(posed: Posed) -> str:
    """What form the answer has, in words for whoever is about to type it."""
    match posed.kind:
        case QuestionKind.NUMBER:
            return f"Type a {'whole number' if posed.whole else 'number: a decimal or a fraction'}."
        case QuestionKind.SIGN:
            return "Type + or - or 0."
        case QuestionKind.CELL:
            table = posed.table
            assert table is not None
            corners = [table.name(index) for index in table.corners if index != posed.expected]
            such_as = f", such as {corners[0]}" if corners else ""
            return f"Type the name of a cell{such_as}."
        case QuestionKind.SHAPE:
            return "Type the length of each axis, such as (7, 5) or 7 by 5."
        case QuestionKind.CHOICE:
            last = LETTERS[len(posed.choices) - 1]
            return f"Type a letter from a to {last}."


def answer_text(posed: Posed) -> str:
    """The right answer in words."""
    expected = posed.expected
    match posed.kind:
        case QuestionKind.CHOICE:
            assert isinstance(expected, int)
            return f"{LETTERS[expected]}) {posed.choices[expected].text}"
        case QuestionKind.CELL:
            assert posed.table is not None
            assert isinstance(expected, tuple)
            return posed.table.name(expected)
        case QuestionKind.SHAPE:
            return str(expected)
        case QuestionKind.SIGN:
            assert isinstance(expected, float)
            return _sign_name(expected)
        case QuestionKind.NUMBER:
            assert isinstance(expected, float | int)
            return _spelt(expected)


def close(value: float, expected: float, *, whole: bool, tolerance: float | None) -> bool:
    """Whether a number counts as the expected one.

    A whole number must be met. Else the distance may be `tolerance`, absolute or as a share of the
    expected number, whichever is more. Without one it may be 1 % of the expected number, or 0.005
    where that is more (0.005 but at most a tenth of the expected number: 0 is no answer to 0.0003).
    """
    distance = abs(value - expected)
    if whole:
        return distance == 0
    size = abs(expected)
    if tolerance is not None:
        room = max(tolerance, tolerance * size)
    elif size < NOTHING:
        room = ABSOLUTE
    else:
        room = max(RELATIVE * size, min(ABSOLUTE, SMALL * size))
    return distance <= room * (1 + 1e-9)


def matches(posed: Posed, value: float | Index) -> bool:
    """Whether a value counts as the right answer; it is a number, an index or a shape."""
    expected = posed.expected
    if isinstance(value, tuple) or isinstance(expected, tuple):
        return value == expected
    if posed.kind is not QuestionKind.NUMBER:
        return value == expected
    return close(value, expected, whole=posed.whole, tolerance=posed.tolerance)


def _number(posed: Posed, typed: str) -> Verdict:
    readings = number_readings(typed)
    for value in readings:
        if matches(posed, value):
            return Verdict(Outcome.RIGHT, "", _spelt(value))
    told = _spelt(readings[0])
    for value in readings:
        reason = _slip(posed, value)
        if reason:
            return Verdict(Outcome.WRONG, reason, _spelt(value))
    if any(matches(posed, -value) for value in readings):
        return Verdict(Outcome.WRONG, "The size is right. Look at the sign again.", told)
    return Verdict(Outcome.WRONG, "", told)


def _slip(posed: Posed, value: float) -> str:
    """What to say to the slip that leads to this number, the nearest if there are several."""
    near = [
        (abs(value - slip.value), slip.say)
        for slip in posed.slips
        if not isinstance(slip.value, tuple)
        and not matches(posed, slip.value)
        and close(
            value,
            slip.value,
            whole=posed.whole and slip.value == int(slip.value),
            tolerance=posed.tolerance,
        )
    ]
    return min(near)[1] if near else ""


def _sign(posed: Posed, typed: str) -> Verdict:
    text = simplified(typed).casefold().rstrip(".")
    if text in _POSITIVE:
        sign = 1.0
    elif text in _NEGATIVE:
        sign = -1.0
    elif text in _ZERO:
        sign = 0.0
    else:
        try:
            value = number_readings(typed)[0]
        except TypedError:
            raise TypedError(wanted(posed)) from None
        sign = float((value > 0) - (value < 0))
    name = _sign_name(sign)
    if matches(posed, sign):
        return Verdict(Outcome.RIGHT, "", name)
    return Verdict(Outcome.WRONG, _exact_slip(posed, sign), name)


def _cell(posed: Posed, typed: str) -> Verdict:
    table = posed.table
    assert table is not None
    index, from_zero = typed_cell(typed, table)
    shape = table.values.shape
    inside = all(place < length for place, length in zip(index, shape, strict=True))
    if not inside:
        lengths = " by ".join(str(length) for length in shape)
        raise TypedError(f"There is no such cell: the table is {lengths}.")
    reason = ""
    if from_zero and tuple(place - 1 for place in index) == posed.expected:
        reason = "In brackets we count from 0, as Python does. Without them, from 1."
    elif not from_zero and tuple(place + 1 for place in index) == posed.expected:
        reason = "Rows and columns count from 1, unless you write brackets, as in [0, 0]."
    return _tuple(posed, index, table.name(index), reason)


def _about_shape(posed: Posed, shape: Index) -> str:
    assert isinstance(posed.expected, tuple)
    if sorted(shape) == sorted(posed.expected):
        return "The lengths are right, their order isn't. The first axis comes first."
    return ""


def _tuple(posed: Posed, value: Index, name: str, otherwise: str) -> Verdict:
    if matches(posed, value):
        return Verdict(Outcome.RIGHT, "", name)
    return Verdict(Outcome.WRONG, _exact_slip(posed, value) or otherwise, name)


def _exact_slip(posed: Posed, value: float | Index) -> str:
    return next((slip.say for slip in posed.slips if slip.value == value), "")


def _choice(posed: Posed, typed: str) -> Verdict:
    letters = LETTERS[: len(posed.choices)]
    texts = [_plain(choice.text) for choice in posed.choices]
    text = _plain(typed[:MOST_TEXT])
    bare = simplified(typed).casefold().strip("()[]. ") if text not in texts else ""
    if len(bare) == 1 and bare in letters:
        chosen = letters.index(bare)
    elif bare.isdecimal() and len(bare) == 1 and 1 <= int(bare) <= len(letters):
        chosen = int(bare) - 1
    elif text in texts:
        chosen = texts.index(text)
    else:
        raise TypedError(wanted(posed))
    name = f"{letters[chosen]}) {posed.choices[chosen].text}"
    if chosen == posed.expected:
        return Verdict(Outcome.RIGHT, "", name)
    return Verdict(Outcome.WRONG, posed.choices[chosen].say, name)


def _plain(text: str) -> str:
    """A text without the marks of Markdown, capitals and spaces aside."""
    return " ".join(re.sub(r"[\\*`.]", "", text).casefold().split())


def _sign_name(sign: float) -> str:
    return "positive" if sign > 0 else "negative" if sign < 0 else "zero"


def _spelt(value: float) -> str:
    text = str(int(value)) if value == int(value) and abs(value) < 1e15 else readable(value)
    return text.replace("-", MINUS)
