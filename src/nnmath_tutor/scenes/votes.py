"""One cell of a product as votes that add up: which example pulls a weight which way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath_tutor.drawing import ProductPart, VotesPart
from nnmath_tutor.program import Evaluation, Level, Operation, cell_count, cell_index
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.operation import operation_part, updates
from nnmath_tutor.scenes.options import Option
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The products of the chosen cell, or of the first, and their sum. Raises SceneError."""
    evaluation = _product(moment)
    part = operation_part(moment, evaluation, plain=True)
    if not isinstance(part, ProductPart):
        raise SceneError(f"`{evaluation.text}` is not the product of two matrices.")
    inner = part.left.values.shape[1]
    if inner < 2 or not part.result.values.size:
        raise SceneError(f"In `{evaluation.text}` there are no products to add up.")
    cell = cell_index(evaluation, min(moment.position.cell, cell_count(evaluation) - 1))
    target = _voted_on(moment, evaluation)
    return Picture((VotesPart(part.left, part.right, part.result, cell, part.terms, target),))


def _product(moment: Moment) -> Evaluation:
    """The product that is running; of a line as a whole, the last one of an update."""
    here, line = moment.evaluation, moment.line
    if moment.position.level not in (Level.EPOCH, Level.LINE):
        if here is not None and here.operation is Operation.MATMUL:
            return here
    elif line is not None and updates(line, line.evaluations[-1]):
        for evaluation in reversed(line.evaluations):
            if evaluation.operation is Operation.MATMUL:
                return evaluation
    raise SceneError("No product runs here whose votes could be counted.")


def _voted_on(moment: Moment, evaluation: Evaluation) -> str:
    """The name that goes the product's way, cell for cell: W2 in `W2 += rate * (A1.T @ delta2)`."""
    line = moment.line
    if line is None or evaluation not in line.evaluations:
        return ""
    assignment = line.evaluations[-1]
    if not assignment.target or not updates(line, assignment):
        return ""
    before, after = np.asarray(assignment.before), np.asarray(assignment.result)
    if not before.shape == after.shape == evaluation.result.shape:
        return ""
    with np.errstate(all="ignore"):
        # Where the product is taken off, up would be down: then it is no vote on the name.
        along = (after - before) * evaluation.result >= 0
    return assignment.target if along.all() else ""
