"""The picture that follows the cursor: whatever the running expression does, as it does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from nnmath_tutor.drawing import (
    AssignPart,
    ElementwisePart,
    MatrixPart,
    ProductPart,
    ReductionPart,
    SquashPart,
    TextPart,
    TransposePart,
)
from nnmath_tutor.program import Evaluation, Level, Line, Operand, Operation, cell_count, cell_index
from nnmath_tutor.scenes.graph import graph_of
from nnmath_tutor.scenes.labels import labels_of, spell
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.options import Option
from nnmath_tutor.scenes.picture import Part, Picture

OPTIONS: Mapping[str, Option] = {}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The running part as a picture; on the level of cells, with its cell."""
    evaluation = moment.evaluation
    if evaluation is None:
        line = moment.line
        if line is None:
            raise SceneError("This program has no line to show.")
        return Picture((TextPart((line.text,)),))
    return Picture((operation_part(moment, evaluation),))


def operation_part(moment: Moment, evaluation: Evaluation, *, plain: bool = False) -> Part:
    """What one evaluation does; on the level of cells, with its cell. Raises SceneError.

    `plain`: as matrices, also where a curve would show more.
    """
    result = numbers_of(evaluation.result)
    if result is None:
        return TextPart((f"{evaluation.text} = {_short(evaluation.result)}",))
    cell, filled = _progress(moment, evaluation)
    shown = matrix(moment, evaluation.target or evaluation.text, result, cell)
    operands = [numbers_of(operand.value) for operand in evaluation.operands]
    arrays = [operand for operand in operands if operand is not None]
    if not arrays or len(arrays) != len(operands):
        return shown
    match evaluation.operation:
        case Operation.MATMUL if len(arrays) == 2:
            return _product(moment, evaluation, shown, cell, filled)
        case Operation.TRANSPOSE:
            return TransposePart(
                _operand(moment, evaluation.operands[0]), replace(shown, filled=filled), cell
            )
        case Operation.REDUCTION:
            shown = replace(shown, filled=filled)
            axis = evaluation.axis if isinstance(evaluation.axis, int) else None
            return ReductionPart(
                evaluation.symbol, _operand(moment, evaluation.operands[0]), shown, axis, cell
            )
        case Operation.ASSIGN if updates(moment.line, evaluation):
            return _assignment(moment, evaluation, shown, cell)
        case Operation.ELEMENTWISE | Operation.CALL if _keeps_shape(arrays, result):
            parts = tuple(_operand(moment, operand) for operand in evaluation.operands)
            graph = graph_of(moment, evaluation) if len(parts) == 1 and not plain else None
            if graph is not None:
                shown = replace(shown, name=bound_name(moment.line, evaluation))
                xs, ys = graph
                return SquashPart(evaluation.symbol, parts[0], shown, xs, ys, cell, filled)
            return ElementwisePart(evaluation.symbol, parts, shown, cell, filled)
        case _:
            return shown


def _progress(moment: Moment, evaluation: Evaluation) -> tuple[tuple[int, ...] | None, int | None]:
    """The cell in the light, and how many are done; neither on the coarser levels.

    Nor for an empty array, which has no cell.
    """
    if moment.position.level not in (Level.CELL, Level.TERM) or not cell_count(evaluation):
        return None, None
    return cell_index(evaluation, moment.position.cell), moment.position.cell + 1


def _product(
    moment: Moment,
    evaluation: Evaluation,
    shown: MatrixPart,
    cell: tuple[int, ...] | None,
    filled: int | None,
) -> Part:
    left, right = (_operand(moment, operand) for operand in evaluation.operands)
    if left.values.ndim != 2 or right.values.ndim != 2:
        return shown
    chosen = (cell[0], cell[1]) if cell else None
    return ProductPart(left, right, shown, chosen, filled, moment.terms)


def bound_name(line: Line | None, evaluation: Evaluation) -> str:
    """The name that takes the value at once: A1 in `A1 = sigmoid(Z)`; else the expression.

    An assignment goes by the name that it binds.
    """
    if evaluation.target is not None:
        return evaluation.target
    if line is not None and len(line.evaluations) > 1:
        *_, last, assignment = line.evaluations
        if last is evaluation and assignment.operation is Operation.ASSIGN and assignment.target:
            return assignment.target
    return evaluation.text


def updates(line: Line | None, assignment: Evaluation) -> bool:
    """Whether the line makes the new value from the old one: `W2 += …`, `W2 = W2 + …`."""
    if line is None or assignment.before is None:
        return False
    operands = (operand for made in line.evaluations[:-1] for operand in made.operands)
    return any(operand.text == assignment.target for operand in operands)


def _assignment(
    moment: Moment, evaluation: Evaluation, shown: MatrixPart, cell: tuple[int, ...] | None
) -> Part:
    before = numbers_of(evaluation.before)
    if before is None or before.shape != shown.values.shape or not _numeric(before):
        return shown
    return AssignPart(shown.name, before, shown.values, cell, shown.row_labels, shown.column_labels)


def matrix(
    moment: Moment, text: str, values: np.ndarray[Any, Any], cell: tuple[int, ...] | None = None
) -> MatrixPart:
    """A matrix part for the expression `text`, labelled as far as its names are."""
    labels = labels_of(text, values, moment.labels, moment.values)
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    if values.ndim >= 2:  # of a box with more axes the last two are the ones to be seen
        rows, columns = (
            spell(labels.rows, values.shape[-2]),
            spell(labels.columns, values.shape[-1]),
        )
    if values.ndim == 1:
        # One axis runs across the screen: its places are named like columns, whichever was given.
        rows, columns = (), spell(labels.columns or labels.rows, values.shape[0])
    # Columns with names of their own are features, each in its own unit and with its own digits.
    by_column = isinstance(labels.columns, tuple) and bool(columns)
    return MatrixPart(text, values, rows, columns, cell=cell, by_column=by_column)


def _operand(moment: Moment, operand: Operand) -> MatrixPart:
    array = numbers_of(operand.value)
    if array is None:
        raise SceneError(f"`{operand.text}` is not a matrix.")
    return matrix(moment, operand.text, array)


def numbers_of(value: Any) -> np.ndarray[Any, Any] | None:
    """The value as an array of numbers, if it is one."""
    if isinstance(value, bool | int | float | np.ndarray | np.generic):
        array = np.asarray(value)
        return array if _numeric(array) else None
    return None


def _numeric(array: np.ndarray[Any, Any]) -> bool:
    return array.dtype.kind in "biuf"


def _keeps_shape(arrays: list[np.ndarray[Any, Any]], result: np.ndarray[Any, Any]) -> bool:
    try:
        return bool(np.broadcast_shapes(*(array.shape for array in arrays)) == result.shape)
    except ValueError:
        return False


def _short(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 200 else text[:197] + "..."
