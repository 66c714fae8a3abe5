"""A moment: everything a picture may know about one place in a recording."""

from __future__ import annotations

import functools
import types
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from nnmath_tutor.program import (
    Evaluation,
    Level,
    Line,
    Position,
    Recording,
    cell_count,
    term_count,
)
from nnmath_tutor.scenes.labels import AxisLabels


class SceneError(Exception):
    """A picture that can't be made at this moment; the message says why, for the learner."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One place in a recording, and the values the program had just then.

    `values` are the names after the running line; on the level of epochs, after the whole epoch.
    """

    recording: Recording
    position: Position
    lines: tuple[Line, ...]
    labels: Mapping[str, AxisLabels] = field(default_factory=dict)
    runs: Mapping[str, Recording] = field(default_factory=dict)
    verses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by LESSON:STEP

    @property
    def line(self) -> Line | None:
        """The running line."""
        return self.lines[self.position.line] if self.lines else None

    @property
    def evaluation(self) -> Evaluation | None:
        """The part of the running line that stands in the light."""
        line = self.line
        if line is None or not line.evaluations:
            return None
        return line.evaluations[self.position.part]

    @property
    def terms(self) -> int | None:
        """How many products are added so far in the chosen cell; None: all."""
        here = self.position
        return (
            None if here.term is None else term_stops(self.lines, here.line, here.part)[here.term]
        )

    @property
    def values(self) -> Mapping[str, Any]:
        """Every name of the program as it stands at this moment."""
        if self.position.level is Level.EPOCH or self.line is None:
            return self.lines[-1].values if self.lines else {}
        return self.line.values

    def evaluate(self, expression: str, further: Mapping[str, Any] | None = None) -> Any:
        """Value of an expression over `values`, `np` and `further` names.

        Raises SceneError where it has none (yet), with the reason.
        """
        return evaluate_over({**self.values, **(further or {})}, expression)


def evaluate_over(values: Mapping[str, Any], expression: str) -> Any:
    """Value of an expression over names and `np`. Raises SceneError where it has none (yet)."""
    try:
        return eval(_compiled(expression), {"np": np, **values})
    except NameError as error:
        raise SceneError(f"`{expression}` has no value yet at this line: {error}.") from error
    except Exception as error:
        raise SceneError(f"`{expression}`: {error}") from error


@functools.lru_cache(maxsize=256)
def _compiled(expression: str) -> types.CodeType:
    return compile(expression, "<expression>", "eval")


def moment_at(
    recording: Recording,
    position: Position,
    labels: Mapping[str, AxisLabels] | None = None,
    runs: Mapping[str, Recording] | None = None,
    verses: Mapping[str, tuple[str, ...]] | None = None,
) -> Moment:
    """The moment nearest to `position` that the recording has.

    Raises SceneError while no epoch has been recorded yet.
    """
    if recording.done == 0:
        problem = recording.problem
        raise SceneError(str(problem) if problem else "The program has not finished an epoch yet.")
    epoch = min(max(position.epoch, 0), recording.done - 1)
    # Whoever looks at epochs sees no line at work: what is inside the functions can wait.
    lines = recording.lines(epoch, inside=position.level is not Level.EPOCH)
    clamped = clamp(lines, replace(position, epoch=epoch))
    return Moment(recording, clamped, lines, labels or {}, runs or {}, verses or {})


def clamp(lines: tuple[Line, ...], position: Position) -> Position:
    """The nearest place that these lines have.

    A line as a whole stands at its last part, a cell as a whole is complete.
    """
    if not lines:
        return replace(position, line=0, part=0, cell=0, term=None)
    line = min(max(position.line, 0), len(lines) - 1)
    parts = max(len(lines[line].evaluations), 1)
    part = parts - 1 if position.level is Level.LINE else min(max(position.part, 0), parts - 1)
    cells = cells_of(lines, line, part)
    cell = min(max(position.cell, 0), cells - 1)
    term = position.term
    if position.level not in (Level.CELL, Level.TERM):
        term = None
    elif position.level is Level.TERM or term is not None:
        term = min(max(term or 0, 0), len(term_stops(lines, line, part)) - 1)
    return replace(position, line=line, part=part, cell=cell, term=term)


# Of a sum of more products than that the first ones and the last are walked through.
MOST_TERMS = 12


def term_stops(lines: tuple[Line, ...], line: int, part: int) -> tuple[int, ...]:
    """How many products are added at each stop of a cell's sum: 1, 2, 3, …, or 1, 2, 3, all."""
    evaluations = lines[line].evaluations
    count = max(term_count(evaluations[part]), 1) if evaluations else 1
    return tuple(range(1, count + 1)) if count <= MOST_TERMS else (1, 2, 3, count)


def cells_of(lines: tuple[Line, ...], line: int, part: int) -> int:
    """How many cells the part's result has, at least one."""
    evaluations = lines[line].evaluations
    return max(cell_count(evaluations[part]), 1) if evaluations else 1
