"""An evaluation opened into cells: their order, and the sum behind one cell of a product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnmath_tutor.program.model import Evaluation, Operation

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class ProductCell:
    """One cell of a matrix product: `left[k] * right[k]` added up. Arrays of shape (n,).

    `running[-1]` may differ from `result` in the last bits: the machine may add in another order.
    """

    left: Array
    right: Array
    terms: Array
    running: Array
    result: Any


def cell_count(evaluation: Evaluation) -> int:
    """How many cells the result has; 1 for anything that isn't an array."""
    result = evaluation.result
    return int(result.size) if isinstance(result, np.ndarray) else 1


def cell_index(evaluation: Evaluation, cell: int) -> tuple[int, ...]:
    """Where the cell of that number, in reading order, stands; () if the result isn't an array.

    Raises IndexError beyond the last cell.
    """
    if not 0 <= cell < cell_count(evaluation):
        raise IndexError(f"cell {cell} of {cell_count(evaluation)}")
    if not isinstance(evaluation.result, np.ndarray):
        return ()
    return tuple(int(i) for i in np.unravel_index(cell, evaluation.result.shape))


def term_count(evaluation: Evaluation) -> int:
    """How many products add up to one cell of a MATMUL; 1 for other operations."""
    if evaluation.operation is not Operation.MATMUL:
        return 1
    left = evaluation.operands[0].value
    return int(left.shape[-1]) if isinstance(left, np.ndarray) and left.ndim else 1


def product_cell(evaluation: Evaluation, index: tuple[int, ...]) -> ProductCell:
    """The row, the column and the sum behind one cell of a MATMUL.

    `index` has one number for each axis of the result. Raises ValueError for other operations.
    """
    if evaluation.operation is not Operation.MATMUL:
        raise ValueError(f"{evaluation.text} is no matrix product")
    left, right = (np.asarray(operand.value) for operand in evaluation.operands)
    if left.ndim > 1 and evaluation.symbol == "dot":
        # np.dot puts every row beside every column of every matrix.
        first, rest = index[: left.ndim - 1], index[left.ndim - 1 :]
        column = rest[-1:] if right.ndim > 1 else ()
        row_at, column_at, rest = first[-1:], column, rest[: len(rest) - len(column)]
        left_stack, right_stack = first[:-1], rest
    else:
        column_at = index[len(index) - 1 :] if right.ndim > 1 else ()
        rest = index[: len(index) - len(column_at)]
        row_at = rest[len(rest) - 1 :] if left.ndim > 1 else ()
        rest = rest[: len(rest) - len(row_at)]
        left_stack = _stack(rest, left.shape[:-2])
        right_stack = _stack(rest, right.shape[:-2])
    for at in (*left_stack, *row_at):
        left = left[at]
    for at in right_stack:
        right = right[at]
    if column_at:
        right = right[:, column_at[0]]
    terms = left * right
    result = evaluation.result
    value = result[index] if isinstance(result, np.ndarray) else result
    return ProductCell(left, right, terms, np.cumsum(terms), value)


def _stack(rest: tuple[int, ...], shape: tuple[int, ...]) -> tuple[int, ...]:
    """The part of an index that chooses a matrix from a stack; an axis of length 1 is repeated."""
    own = rest[len(rest) - len(shape) :]
    return tuple(0 if length == 1 else at for at, length in zip(own, shape, strict=True))
