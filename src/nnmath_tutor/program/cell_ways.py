"""Which cells of the operands make a cell of the result, and which cells a cell goes into."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np

from nnmath_tutor.program.classify import is_array
from nnmath_tutor.program.model import Evaluation, Operation

Array = np.ndarray[Any, Any]
Index = tuple[int, ...]
Shape = tuple[int, ...]


def fed_by(evaluation: Evaluation, index: Index) -> tuple[tuple[int, tuple[Index, ...]], ...]:
    """For each operand that is an array: its number, and the cells that made the result's cell.

    () where nothing can be said: a product of stacks, a function that can't be looked into, ….
    """
    operands = [(n, operand.value) for n, operand in enumerate(evaluation.operands)]
    result = np.shape(evaluation.result)
    if not _inside(index, result):
        return ()
    found = []
    for number, value in operands:
        if is_array(value):
            cells = _back(evaluation, number, value, index, result)
            if cells is not None:
                found.append((number, cells))
    return tuple(found)


def feeds(evaluation: Evaluation, operand: int, index: Index) -> tuple[Index, ...]:
    """The cells of the result that a cell of an operand goes into; () where nothing can be said.

    `index` is () for a number that stands alone.
    """
    value = evaluation.operands[operand].value
    if not _inside(index, np.shape(value)):
        return ()
    found = _on(evaluation, operand, value, index, np.shape(evaluation.result))
    return found if found is not None else ()


def _back(
    evaluation: Evaluation, number: int, value: Array, index: Index, result: Shape
) -> tuple[Index, ...] | None:
    match evaluation.operation:
        case Operation.MATMUL if _is_plain_product(evaluation):
            length = value.shape[-1 if number == 0 else 0]
            own = index[:1] if number == 0 else index[-1:]
            fixed = own if value.ndim == 2 else ()
            return tuple((*fixed, k) if number == 0 else (k, *fixed) for k in range(length))
        case Operation.TRANSPOSE:
            order = _order(evaluation, value.ndim)
            return (tuple(index[order.index(axis)] for axis in range(value.ndim)),)
        case Operation.REDUCTION if number == 0 and _reduces(evaluation, value, result):
            axes = _axes(evaluation, value.ndim)
            kept = iter(index if len(result) < value.ndim else _without(index, axes))
            ranges = [
                range(value.shape[axis]) if axis in axes else (next(kept),)
                for axis in range(value.ndim)
            ]
            return tuple(itertools.product(*ranges))
        case Operation.ASSIGN if value.shape == result:
            return (index,)
        case Operation.INDEX if number == 0:
            numbers = _picked(evaluation)
            return None if numbers is None else (_unravelled(int(numbers[index]), value.shape),)
        case Operation.ELEMENTWISE | Operation.CALL if _broadcasts(evaluation, value, result):
            own = index[len(index) - value.ndim :]
            lengths = zip(own, value.shape, strict=True)
            return (tuple(0 if length == 1 else at for at, length in lengths),)
        case _:
            return None


def _on(
    evaluation: Evaluation, number: int, value: Any, index: Index, result: Shape
) -> tuple[Index, ...] | None:
    match evaluation.operation:
        case Operation.MATMUL if _is_plain_product(evaluation):
            left, right = (operand.value for operand in evaluation.operands)
            rows = index[:1] if number == 0 else range(left.shape[0])
            columns = index[-1:] if number == 1 else range(right.shape[-1])
            ways = [*([rows] if left.ndim == 2 else []), *([columns] if right.ndim == 2 else [])]
            return tuple(itertools.product(*ways))
        case Operation.TRANSPOSE:
            return (tuple(index[axis] for axis in _order(evaluation, value.ndim)),)
        case Operation.REDUCTION if number == 0 and _reduces(evaluation, value, result):
            axes = _axes(evaluation, value.ndim)
            if len(result) == value.ndim:
                return (tuple(0 if axis in axes else at for axis, at in enumerate(index)),)
            return (_without(index, axes),)
        case Operation.ASSIGN if np.shape(value) == result:
            return (index,)
        case Operation.INDEX if number == 0:
            numbers = _picked(evaluation)
            if numbers is None:
                return None
            at = int(np.ravel_multi_index(index, value.shape))
            return tuple(tuple(int(i) for i in cell) for cell in np.argwhere(numbers == at))
        case Operation.ELEMENTWISE | Operation.CALL if _broadcasts(evaluation, value, result):
            own = np.shape(value)
            ahead = len(result) - len(own)
            ranges: list[Iterable[int]] = [range(length) for length in result[:ahead]]
            for at, length, reached in zip(index, own, result[ahead:], strict=True):
                ranges.append(range(reached) if length == 1 else (at,))
            return tuple(itertools.product(*ranges))
        case _:
            return None


def _inside(index: Index, shape: Shape) -> bool:
    return len(index) == len(shape) and all(
        0 <= at < length for at, length in zip(index, shape, strict=True)
    )


def _is_plain_product(evaluation: Evaluation) -> bool:
    """Whether it is of vectors and matrices, which `@` and `np.dot` multiply alike."""
    return len(evaluation.operands) == 2 and all(
        is_array(operand.value) and operand.value.ndim <= 2 for operand in evaluation.operands
    )


def _order(evaluation: Evaluation, axes: int) -> tuple[int, ...]:
    """Which axis of the operand each axis of the result is."""
    order = list(range(axes))
    if evaluation.symbol in {".mT", "matrix_transpose"}:
        return (*order[:-2], order[-1], order[-2])
    return tuple(reversed(order))


def _axes(evaluation: Evaluation, axes: int) -> tuple[int, ...]:
    """The axes that a reduction runs along."""
    axis = evaluation.axis
    if axis is None:
        return tuple(range(axes))
    return axis if isinstance(axis, tuple) else (axis,)


def _reduces(evaluation: Evaluation, value: Array, result: Shape) -> bool:
    """Whether the result has the shape that the axes tell, these gone or of length 1."""
    axes = _axes(evaluation, value.ndim)
    gone = tuple(n for axis, n in enumerate(value.shape) if axis not in axes)
    one = tuple(1 if axis in axes else n for axis, n in enumerate(value.shape))
    return result in (gone, one)


def _without(index: Index, axes: tuple[int, ...]) -> Index:
    return tuple(at for axis, at in enumerate(index) if axis not in axes)


def _picked(evaluation: Evaluation) -> Array | None:
    """The numbers of the cells that an index picks, in the shape of the result."""
    owner, at = (operand.value for operand in evaluation.operands)
    if not is_array(owner):
        return None
    numbers = np.asarray(np.arange(owner.size).reshape(owner.shape)[at])
    return numbers if numbers.shape == np.shape(evaluation.result) else None


def _unravelled(number: int, shape: Shape) -> Index:
    return tuple(int(i) for i in np.unravel_index(number, shape))


def _broadcasts(evaluation: Evaluation, value: Any, result: Shape) -> bool:
    """Whether each cell of the result is made of one cell of the value, repeated if need be."""
    if evaluation.operation is Operation.CALL and not _is_elementwise(evaluation):
        return False
    try:
        return np.broadcast_shapes(np.shape(value), result) == result
    except ValueError:
        return False


def _is_elementwise(call: Evaluation) -> bool:
    """Whether a function of the program goes cell by cell, as far down as it goes."""
    return bool(call.inner) and all(
        _is_elementwise(e) if e.operation is Operation.CALL else _goes_cell_by_cell(e)
        for line in call.inner
        for e in line.evaluations
    )


def _goes_cell_by_cell(evaluation: Evaluation) -> bool:
    if evaluation.operation is Operation.ASSIGN:
        return evaluation.target is not None and evaluation.target.isidentifier()
    return evaluation.operation is Operation.ELEMENTWISE
