"""The same operation in two runs: what came out in each, and the difference, cell by cell."""

from __future__ import annotations

from nnmath_tutor.drawing import AssignPart
from nnmath_tutor.program import Level, Recording, cell_count, cell_index
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.operation import matrix, numbers_of
from nnmath_tutor.scenes.picture import Picture


def difference_picture(moment: Moment, name: str, other: Recording, other_name: str) -> Picture:
    """The result of the running part in the other run, the difference, and the result here.

    Raises SceneError where the other run has nothing to set beside it.
    """
    evaluation, here = moment.evaluation, moment.position
    result = numbers_of(evaluation.result) if evaluation is not None else None
    if evaluation is None or result is None:
        raise SceneError("There are no numbers here to compare.")
    if here.epoch >= other.done:
        raise SceneError(f"{other_name} has not come to epoch {here.epoch:,} yet.")
    lines = other.lines(here.epoch)
    beside = None
    if here.line < len(lines) and here.part < len(lines[here.line].evaluations):
        beside = numbers_of(lines[here.line].evaluations[here.part].result)
    if beside is None or beside.shape != result.shape:
        raise SceneError(f"{other_name} has nothing of the same shape here.")
    text = evaluation.target or evaluation.text
    labelled = matrix(moment, text, result)
    finer = here.level in (Level.CELL, Level.TERM) and cell_count(evaluation)
    cell = cell_index(evaluation, here.cell) if finer else None
    return Picture(
        (
            AssignPart(
                text,
                beside,
                result,
                cell,
                labelled.row_labels,
                labelled.column_labels,
                (f"{text}, {other_name}", "difference", f"{text}, {name}"),
            ),
        )
    )
