"""Names for rows and columns, carried along through an expression.

An author labels `X` and `W1`; then `X @ W1` has the rows of X and the columns of W1, and `W2.T`
has those of W2 the other way round. Where nothing is known, nothing is claimed.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

LabelSpec = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AxisLabels:
    """Labels of a matrix: a prefix that gets numbers (`ex` → ex1, ex2) or the names themselves."""

    rows: LabelSpec = ()
    columns: LabelSpec = ()

    def turned(self) -> AxisLabels:
        """The labels of the transpose."""
        return AxisLabels(rows=self.columns, columns=self.rows)


NO_LABELS = AxisLabels()


def spell(spec: LabelSpec, count: int) -> tuple[str, ...]:
    """The labels of an axis of `count` places; none where a list of names has another length."""
    if isinstance(spec, str):
        if not spec:
            return ()
        return (spec,) if count == 1 else tuple(f"{spec}{i + 1}" for i in range(count))
    return spec if len(spec) == count else ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a sub-expression: its labels, and its shape if it could be worked out."""

    labels: AxisLabels
    shape: tuple[int, ...] | None


_UNKNOWN = _Known(NO_LABELS, None)


def labels_of(
    text: str, value: Any, labels: Mapping[str, AxisLabels], values: Mapping[str, Any]
) -> AxisLabels:
    """Labels of the expression `text`, whose value is `value`, from the labels of its names."""
    node = _parsed(text)
    if node is None:
        return NO_LABELS
    known = _infer(node, labels, values)
    shape = np.shape(value)
    if known.shape is not None and known.shape != shape:
        return NO_LABELS
    return known.labels


@functools.lru_cache(maxsize=256)  # each frame asks for the same few
def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _infer(node: ast.expr, labels: Mapping[str, AxisLabels], values: Mapping[str, Any]) -> _Known:
    match node:
        case ast.Name(id=name) if name in values:
            return _Known(labels.get(name, NO_LABELS), _shape(values[name]))
        case ast.Attribute(value=inner, attr="T" | "mT"):
            known = _infer(inner, labels, values)
            shape = known.shape[::-1] if known.shape is not None else None
            return _Known(known.labels.turned(), shape)
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            return _product(_infer(left, labels, values), _infer(right, labels, values))
        case ast.BinOp(left=left, right=right):
            return _broadcast(_infer(left, labels, values), _infer(right, labels, values))
        case ast.UnaryOp(operand=operand):
            return _infer(operand, labels, values)
        case ast.Constant(value=bool() | int() | float()):
            return _Known(NO_LABELS, ())
        case ast.Subscript(value=inner, slice=index):
            return _indexed(_infer(inner, labels, values), index)
        case ast.Call(func=ast.Attribute(value=inner), args=[], keywords=[keyword]) if (
            keyword.arg == "axis" and isinstance(keyword.value, ast.Constant)
        ):
            return _reduced(_infer(inner, labels, values), keyword.value.value)
        case ast.Call(args=[argument], keywords=[]):
            # A function of one array mostly keeps its shape; `labels_of` drops the guess if not.
            return _infer(argument, labels, values)
        case _:
            return _UNKNOWN


def _shape(value: Any) -> tuple[int, ...] | None:
    try:
        return tuple(np.shape(value))
    except ValueError:  # a ragged list
        return None


def _indexed(known: _Known, index: ast.expr) -> _Known:
    """`A[i]` is a row with A's columns, `A[:, j]` a column with its rows; else nothing is known."""
    match index:
        case ast.Constant(value=int()) if known.shape is not None and len(known.shape) == 2:
            return _Known(AxisLabels(columns=known.labels.columns), known.shape[1:])
        case ast.Tuple(elts=[ast.Slice(lower=None, upper=None, step=None), ast.Constant()]) if (
            known.shape is not None and len(known.shape) == 2
        ):
            return _Known(AxisLabels(columns=known.labels.rows), known.shape[:1])
        case _:
            return _UNKNOWN


def _reduced(known: _Known, axis: object) -> _Known:
    """What is left of a matrix's labels once one of its axes has become a single number."""
    if known.shape is None or len(known.shape) != 2 or axis not in (0, 1, -1, -2):
        return _UNKNOWN
    down = axis in (0, -2)
    kept = known.labels.columns if down else known.labels.rows
    return _Known(AxisLabels(columns=kept), known.shape[1:] if down else known.shape[:1])


def _product(left: _Known, right: _Known) -> _Known:
    shape = None
    if left.shape is not None and right.shape is not None:
        if len(left.shape) == 2 and len(right.shape) == 2:
            shape = (left.shape[0], right.shape[1])
        else:
            return _UNKNOWN
    return _Known(AxisLabels(left.labels.rows, right.labels.columns), shape)


def _broadcast(left: _Known, right: _Known) -> _Known:
    if left.shape is None or right.shape is None:
        return _UNKNOWN
    try:
        shape = np.broadcast_shapes(left.shape, right.shape)
    except ValueError:
        return _UNKNOWN
    return _Known(
        AxisLabels(
            rows=_axis(left, right, shape, -2, "rows"),
            columns=_axis(left, right, shape, -1, "columns"),
        ),
        shape,
    )


def _axis(left: _Known, right: _Known, shape: tuple[int, ...], axis: int, which: str) -> LabelSpec:
    """Labels of one axis, counted from the end: of the first operand with that many places."""
    for known in (left, right):
        spec: LabelSpec = getattr(known.labels, which)
        if not spec or known.shape is None or len(known.shape) < -axis:
            continue
        if known.shape[axis] == shape[axis]:
            return spec
    return ()
