"""The worked answer as a program of its own: walked through part by part, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnmath_tutor.lesson.frozen_work import RESULT, Frozen
from nnmath_tutor.lesson.posed import Posed
from nnmath_tutor.lesson.question import Question, QuestionKind
from nnmath_tutor.program import (
    Level,
    Operation,
    Position,
    Program,
    ProgramError,
    Recording,
    Run,
    parse,
    record,
    term_count,
)
from nnmath_tutor.scenes.labels import AxisLabels

_OWN_ANSWER = (QuestionKind.NUMBER, QuestionKind.SIGN)


class WorkError(Exception):
    """Work that can't be shown; the message says why, for the author."""


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """A recording whose last line works the answer out, where to begin in it, and labels.

    `result` is what it comes to, if that is one number.
    """

    recording: Recording
    position: Position
    labels: Mapping[str, AxisLabels] = field(default_factory=dict)
    result: float | None = None


def worked(
    question: Question,
    posed: Posed,
    names: Mapping[str, Any],
    program: Program,
    labels: Mapping[str, AxisLabels] | None = None,
) -> Worked | None:
    """The worked answer, walked from its `work` or else from the answer's own expression.

    None where there is nothing to work out: then the step's picture shows it. `names` are those
    the question was posed with, `program` is the lesson's, for its functions. Raises WorkError.
    """
    expression = question.work
    if expression is None:
        if question.kind not in _OWN_ANSWER or question.answer is None:
            return None
        expression = question.answer
    known = {**names, **posed.drawn}
    labels = labels or {}
    try:
        frozen = Frozen(known, labels, program)
        line = frozen.line(expression)
        made = parse("\n".join([*frozen.head(), line, ""]), "worked.py")
        recording = record(Run(made, overrides=frozen.large, name="worked"))
    except ProgramError as error:
        if question.work is None:
            return None
        raise WorkError(error.problems[0].message) from None
    if recording.problem is not None:
        if question.work is None:
            return None
        raise WorkError(recording.problem.message)
    position = _beginning(recording)
    if position is None:
        if question.work is None:
            return None
        raise WorkError("there is no operation in it, so there is nothing to show")
    value = recording.final()[RESULT]
    number = None
    if np.size(value) == 1 and np.asarray(value).dtype.kind in "biuf":
        number = float(np.asarray(value).item())
    return Worked(recording, position, frozen.labels, number)


def _beginning(recording: Recording) -> Position | None:
    """The first part of the last line: a product term by term, anything else cell by cell."""
    lines = recording.lines(0)
    evaluations = lines[-1].evaluations
    first = next(
        (
            part
            for part, evaluation in enumerate(evaluations)
            if evaluation.operation not in (Operation.INDEX, Operation.ASSIGN)
        ),
        None,
    )
    if first is None:
        return None
    if term_count(evaluations[first]) > 1:
        return Position(0, len(lines) - 1, first, 0, Level.TERM, 0)
    return Position(0, len(lines) - 1, first, 0, Level.CELL)
