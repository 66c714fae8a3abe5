"""A moment: everything a picture may know about one place in a recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from nnmath_tutor.program import Evaluation, Level, Line, Position, Recording, cell_count
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
    def values(self) -> Mapping[str, Any]:
        """Every name of the program as it stands at this moment."""
        if self.position.level is Level.EPOCH or self.line is None:
            return self.lines[-1].values if self.lines else {}
        return self.line.values

    def evaluate(self, expression: str) -> Any:
        """Value of an expression over `values` and `np`.

        Raises SceneError where it has none (yet), with the reason.
        """
        names = {"np": np, **self.values}
        try:
            return eval(compile(expression, "<expression>", "eval"), names)
        except NameError as error:
            raise SceneError(f"`{expression}` has no value yet at this line: {error}.") from error
        except Exception as error:
            raise SceneError(f"`{expression}`: {error}") from error


def moment_at(
    recording: Recording,
    position: Position,
    labels: Mapping[str, AxisLabels] | None = None,
    runs: Mapping[str, Recording] | None = None,
) -> Moment:
    """The moment nearest to `position` that the recording has.

    Raises SceneError while no epoch has been recorded yet.
    """
    if recording.done == 0:
        problem = recording.problem
        raise SceneError(str(problem) if problem else "The program has not finished an epoch yet.")
    epoch = min(max(position.epoch, 0), recording.done - 1)
    lines = recording.lines(epoch)
    clamped = clamp(lines, replace(position, epoch=epoch))
    return Moment(recording, clamped, lines, labels or {}, runs or {})


def clamp(lines: tuple[Line, ...], position: Position) -> Position:
    """The nearest place that these lines have; a line as a whole stands at its last part."""
    if not lines:
        return replace(position, line=0, part=0, cell=0)
    line = min(max(position.line, 0), len(lines) - 1)
    parts = max(len(lines[line].evaluations), 1)
    part = parts - 1 if position.level is Level.LINE else min(max(position.part, 0), parts - 1)
    cells = cells_of(lines, line, part)
    return replace(position, line=line, part=part, cell=min(max(position.cell, 0), cells - 1))


def cells_of(lines: tuple[Line, ...], line: int, part: int) -> int:
    """How many cells the part's result has, at least one."""
    evaluations = lines[line].evaluations
    return max(cell_count(evaluations[part]), 1) if evaluations else 1
