"""What kind of operation a call is, told by the function called and what went in and came out."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnmath_tutor.program.model import Operation
from nnmath_tutor.program.series import is_real

REDUCTIONS = frozenset(
    {"min", "max", "mean", "sum", "prod", "std", "var", "median", "ptp", "any", "all"}
    | {"argmin", "argmax", "amin", "amax", "count_nonzero"}
)
_REDUCING = {
    id(getattr(np, name)): name.removeprefix("a") if name in {"amin", "amax"} else name
    for name in sorted(REDUCTIONS)
}
# Functions that keep the shape without being a ufunc.
_SHAPE_KEEPING = frozenset(
    id(f) for f in (np.clip, np.where, np.round, np.around, np.nan_to_num, np.real, abs, round)
)
_PRODUCTS = frozenset(id(f) for f in (np.dot, np.matmul))
_TRANSPOSING = frozenset({id(np.transpose), id(np.matrix_transpose)} if hasattr(
    np, "matrix_transpose") else {id(np.transpose)})  # fmt: skip

BINARY: Mapping[str, tuple[str, Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = {
    "Add": ("+", operator.add, operator.iadd),
    "Sub": ("-", operator.sub, operator.isub),
    "Mult": ("*", operator.mul, operator.imul),
    "Div": ("/", operator.truediv, operator.itruediv),
    "FloorDiv": ("//", operator.floordiv, operator.ifloordiv),
    "Mod": ("%", operator.mod, operator.imod),
    "Pow": ("**", operator.pow, operator.ipow),
    "MatMult": ("@", operator.matmul, operator.imatmul),
    "BitAnd": ("&", operator.and_, operator.iand),
    "BitOr": ("|", operator.or_, operator.ior),
    "BitXor": ("^", operator.xor, operator.ixor),
    "LShift": ("<<", operator.lshift, operator.ilshift),
    "RShift": (">>", operator.rshift, operator.irshift),
}

UNARY: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "USub": ("-", operator.neg),
    "UAdd": ("+", operator.pos),
    "Invert": ("~", operator.invert),
    "Not": ("not", operator.not_),
}

COMPARE: Mapping[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "Eq": ("==", operator.eq),
    "NotEq": ("!=", operator.ne),
    "Lt": ("<", operator.lt),
    "LtE": ("<=", operator.le),
    "Gt": (">", operator.gt),
    "GtE": (">=", operator.ge),
    "Is": ("is", operator.is_),
    "IsNot": ("is not", operator.is_not),
    "In": ("in", lambda item, container: item in container),
    "NotIn": ("not in", lambda item, container: item not in container),
}


def is_array(value: Any) -> bool:
    """Whether a value has rows and columns to show: an array with at least one axis."""
    return isinstance(value, np.ndarray) and value.ndim > 0


def numeric(value: Any) -> bool:
    """Whether a value is an array or a number."""
    return isinstance(value, np.ndarray) or is_real(value) or isinstance(value, complex)


def of_operator(symbol: str, operands: tuple[Any, ...], result: Any) -> Operation:
    """The kind of an operator: numbers and arrays are elementwise, `@` is a product."""
    if symbol == "@":
        return Operation.MATMUL if all(map(is_array, operands)) else Operation.OPAQUE
    if symbol in {"not", "is", "is not", "in", "not in"}:
        return Operation.OPAQUE
    if all(map(numeric, operands)) and numeric(result):
        return Operation.ELEMENTWISE
    return Operation.OPAQUE


def of_call(
    function: Any, arguments: tuple[Any, ...], keywords: Mapping[str, Any], result: Any
) -> tuple[Operation, str, tuple[Any, ...], int | tuple[int, ...] | None]:
    """(kind, symbol, operands, axis) of a call that isn't of a function of the program."""
    name = getattr(function, "__name__", type(function).__name__)
    receiver = getattr(function, "__self__", None)
    if isinstance(receiver, np.ndarray):
        return _of_method(name, receiver, arguments, keywords, result)
    if id(function) in _PRODUCTS and len(arguments) == 2 and not keywords:
        return _of_product(name, arguments, result)
    if id(function) in _TRANSPOSING and len(arguments) == 1 and not keywords:
        if is_array(arguments[0]):
            return Operation.TRANSPOSE, name, arguments, None
    elif id(function) in _REDUCING and arguments and is_array(arguments[0]):
        axis = arguments[1] if len(arguments) > 1 else keywords.get("axis")
        symbol = _REDUCING[id(function)]
        return _of_reduction(symbol, arguments[0], axis, len(arguments) > 2)
    elif function in (sum, min, max) and len(arguments) == 1 and not keywords:
        if isinstance(arguments[0], np.ndarray) and arguments[0].ndim == 1:
            return Operation.REDUCTION, name, arguments, None
    elif isinstance(function, np.ufunc) or id(function) in _SHAPE_KEEPING:
        ufunc_with_rest = isinstance(function, np.ufunc) and (
            function.nout != 1 or len(arguments) != function.nin or keywords
        )
        if not ufunc_with_rest and arguments and _keeps_shape(arguments, result):
            return Operation.ELEMENTWISE, name, arguments, None
    return Operation.OPAQUE, name, arguments, None


def _of_method(
    name: str,
    receiver: np.ndarray[Any, Any],
    arguments: tuple[Any, ...],
    keywords: Mapping[str, Any],
    result: Any,
) -> tuple[Operation, str, tuple[Any, ...], int | tuple[int, ...] | None]:
    everything = (receiver, *arguments)
    if name == "dot" and len(arguments) == 1 and not keywords:
        return _of_product(name, everything, result)
    if name == "transpose" and not arguments and not keywords and is_array(receiver):
        return Operation.TRANSPOSE, name, (receiver,), None
    if name in REDUCTIONS and is_array(receiver):
        axis = arguments[0] if arguments else keywords.get("axis")
        return _of_reduction(name, receiver, axis, len(arguments) > 1)
    if name in {"clip", "round"} and _keeps_shape((receiver,), result):
        return Operation.ELEMENTWISE, name, everything, None
    return Operation.OPAQUE, name, everything, None


def _of_product(
    name: str, operands: tuple[Any, ...], result: Any
) -> tuple[Operation, str, tuple[Any, ...], None]:
    if all(map(is_array, operands)):
        return Operation.MATMUL, name, operands, None
    kind = Operation.ELEMENTWISE if all(map(numeric, operands)) else Operation.OPAQUE
    return kind, name, operands, None


def _of_reduction(
    name: str, source: np.ndarray[Any, Any], axis: Any, odd: bool
) -> tuple[Operation, str, tuple[Any, ...], int | tuple[int, ...] | None]:
    if odd or not (axis is None or isinstance(axis, int | np.integer | tuple)):
        return Operation.OPAQUE, name, (source,), None
    if isinstance(axis, tuple):
        along: int | tuple[int, ...] | None = tuple(int(a) % source.ndim for a in axis)
    else:
        along = None if axis is None else int(axis) % source.ndim
    return Operation.REDUCTION, name, (source,), along


def _keeps_shape(operands: tuple[Any, ...], result: Any) -> bool:
    if not numeric(result) or not all(map(numeric, operands)):
        return False
    try:
        return bool(np.broadcast_shapes(*map(np.shape, operands)) == np.shape(result))
    except ValueError:
        return False
