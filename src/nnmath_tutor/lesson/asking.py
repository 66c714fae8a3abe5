"""From a question and the running program to the question as it is asked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath_tutor.lesson.expressions import ExpressionError
from nnmath_tutor.lesson.fill import evaluate, fill
from nnmath_tutor.lesson.names import NotYetError
from nnmath_tutor.lesson.posed import CellTable, Index, Posed, PosedChoice, PosedSlip
from nnmath_tutor.lesson.question import Question, QuestionKind
from nnmath_tutor.scenes.labels import AxisLabels, labels_of, spell

_MOMENT = re.compile(r"\b(?:start|final|at\([^()]*\))\.(?=\w)")


class QuestionError(Exception):
    """A question that can't be asked: its author's mistake, in `line` of the lesson's file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def posed(
    question: Question,
    names: Mapping[str, Any],
    seed: int = 0,
    labels: Mapping[str, AxisLabels] | None = None,
) -> Posed:
    """The question with the numbers that `seed` draws; the same seed gives the same question.

    `names` are those of `names_at` for the step's epoch, `labels` the lesson's. Raises
    QuestionError where it can't be asked, NotYetError while a value has not been computed.
    """
    drawn = _draw(question, names, seed)
    known = {**names, **drawn}
    whole, table = False, None
    expected: float | Index
    match question.kind:
        case QuestionKind.CHOICE:
            expected = _right_choice(question, known)
        case QuestionKind.CELL:
            table = _table(question, known, labels or {})
            expected = _index(question, known, table)
        case QuestionKind.SHAPE:
            value = _value(question, "answer", known)
            expected = _lengths(question.answer or "", value, question.line_of("answer"))
        case QuestionKind.SIGN | QuestionKind.NUMBER:
            value = _value(question, "answer", known)
            expected = _number(question.answer or "", value, question.line_of("answer"))
            whole = isinstance(value, int | np.integer) or _is_integer_array(value)
            if question.kind is QuestionKind.SIGN:
                expected = float(np.sign(expected))
    told = known if "answer" in known else {**known, "answer": _told(expected, whole)}
    return Posed(
        kind=question.kind,
        seed=seed,
        ask=_filled(question, "ask", question.ask, known),
        hint=_filled(question, "hint", question.hint, told),
        solution=_filled(question, "solution", question.solution, told),
        expected=expected,
        whole=whole,
        tolerance=question.tolerance,
        table=table,
        choices=tuple(
            PosedChoice(_text(each.text, known, each.line), _text(each.say, known, each.line))
            for each in question.choices
        ),
        slips=tuple(
            PosedSlip(
                _slip_value(question.kind, each.answer, known, each.line),
                _text(each.say, told, each.line),
            )
            for each in question.slips
        ),
        again=bool(question.draw),
        drawn=drawn,
    )


def without_moments(expression: str) -> str:
    """The expression with `W1` for `start.W1` and the like: what it is about, whenever it is."""
    return _MOMENT.sub("", expression)


def _draw(question: Question, names: Mapping[str, Any], seed: int) -> dict[str, Any]:
    # The words take part, so that two questions of a lesson don't begin with the same draws.
    rng = np.random.default_rng([seed, zlib.crc32(question.ask.encode())])
    drawn: dict[str, Any] = {}
    for name, expression in question.draw.items():
        line = question.lines.get(f"draw.{name}", question.line_of("draw"))
        what = f"`draw`: {name} = `{expression}`"
        drawn[name] = _evaluated(expression, {**names, "rng": rng, **drawn}, line, what)
    return drawn


def _right_choice(question: Question, known: Mapping[str, Any]) -> int:
    right = []
    for index, choice in enumerate(question.choices):
        value = _evaluated(choice.when, known, choice.line, f"`when` = `{choice.when}`")
        if not isinstance(value, bool | np.bool_):
            message = f"`when` = `{choice.when}` must be true or false; it is {_shown(value)}"
            raise QuestionError(choice.line, message)
        if value:
            right.append(index)
    if len(right) != 1:
        texts = ", ".join(f"`{question.choices[index].text}`" for index in right)
        told = f"{texts} are all right" if right else "none of the choices is right"
        raise QuestionError(question.line_of("choice"), f"{told}; exactly one must be")
    return right[0]


def _table(
    question: Question, known: Mapping[str, Any], labels: Mapping[str, AxisLabels]
) -> CellTable:
    value = _value(question, "of", known)
    array = np.asarray(value)
    if array.ndim == 0 or array.dtype.kind not in "biuf" or array.size == 0:
        message = f"`of` = `{question.of}` takes an array of numbers with an axis or more"
        raise QuestionError(question.line_of("of"), message)
    array = array.copy()
    array.flags.writeable = False
    text = without_moments(question.of or "")
    axes = labels_of(text, array, labels, known)
    if array.ndim == 1:
        return CellTable(text, array, (), spell(axes.columns or axes.rows, array.shape[0]))
    rows, columns = spell(axes.rows, array.shape[-2]), spell(axes.columns, array.shape[-1])
    return CellTable(text, array, rows, columns)


def _index(question: Question, known: Mapping[str, Any], table: CellTable) -> Index:
    line = question.line_of("answer")
    index = _lengths(question.answer or "", _value(question, "answer", known), line)
    shape = table.values.shape
    if len(index) != len(shape) or any(i >= n for i, n in zip(index, shape, strict=True)):
        message = f"`answer` is {index}, but `{table.text}` has the shape {shape}"
        raise QuestionError(line, message)
    return index


def _slip_value(
    kind: QuestionKind, expression: str, known: Mapping[str, Any], line: int
) -> float | Index:
    value = _evaluated(expression, known, line, f"slip `{expression}`")
    if kind in (QuestionKind.CELL, QuestionKind.SHAPE):
        return _lengths(expression, value, line)
    number = _number(expression, value, line)
    return float(np.sign(number)) if kind is QuestionKind.SIGN else number


def _lengths(expression: str, value: Any, line: int) -> Index:
    """An index or a shape as plain integers."""
    items = value.tolist() if isinstance(value, np.ndarray) else value
    if isinstance(items, int | np.integer) and not isinstance(items, bool):
        items = (items,)
    if isinstance(items, tuple | list):
        whole = [
            isinstance(n, int | np.integer) and not isinstance(n, bool) and n >= 0 for n in items
        ]
        if all(whole):
            return tuple(int(n) for n in items)
    message = f"`{expression}` must be whole numbers such as (1, 0); it is {_shown(value)}"
    raise QuestionError(line, message)


def _number(expression: str, value: Any, line: int) -> float:
    if np.size(value) == 1 and np.asarray(value).dtype.kind in "biuf":
        number = float(np.asarray(value).reshape(())) if np.ndim(value) == 0 else None
        if number is not None and np.isfinite(number):
            return number
    raise QuestionError(line, f"`{expression}` must be one finite number; it is {_shown(value)}")


def _is_integer_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "iu"


def _told(expected: float | Index, whole: bool) -> Any:
    return int(expected) if whole and isinstance(expected, float | int) else expected


def _value(question: Question, key: str, known: Mapping[str, Any]) -> Any:
    expression = str(getattr(question, key))
    return _evaluated(expression, known, question.line_of(key), f"`{key}` = `{expression}`")


def _evaluated(expression: str, known: Mapping[str, Any], line: int, what: str) -> Any:
    try:
        return evaluate(expression, known)
    except ExpressionError as error:
        raise QuestionError(line, f"{what}: {error}") from None


def _filled(question: Question, key: str, text: str, known: Mapping[str, Any]) -> str:
    return _text(text, known, question.line_of(key))


def _text(text: str, known: Mapping[str, Any], line: int) -> str:
    filled = fill(text, known)
    if filled.problems:
        raise QuestionError(line, filled.problems[0].message)
    if not filled.complete:
        raise NotYetError
    return filled.text


def _shown(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
