"""How functions are copied: without the namespace they live in, to live in another."""

from __future__ import annotations

import functools
import types
from typing import Any

import numpy as np

from nnmath_tutor.program.frozen import FrozenCall, FrozenCell, FrozenFunction
from nnmath_tutor.program.transfer import Handlers, Transfer


def _function(transfer: Transfer, value: types.FunctionType) -> Any:
    if transfer.source is None or value.__globals__ is not transfer.source.names:
        return value
    frozen = FrozenFunction(value.__code__, value.__name__, (None, None, None, ()))
    transfer.remember(value, frozen)
    cells = tuple(_cell(transfer, cell) for cell in value.__closure__ or ())
    frozen.parts = (
        transfer.copy(value.__defaults__),
        transfer.copy(value.__kwdefaults__),
        transfer.copy(dict(value.__dict__)) if value.__dict__ else None,
        cells,
    )
    return frozen


def _cell(transfer: Transfer, cell: types.CellType) -> FrozenCell:
    if id(cell) in transfer.memo:
        found: FrozenCell = transfer.memo[id(cell)]
        return found
    frozen = FrozenCell(None, True)
    transfer.remember(cell, frozen)
    try:
        contents = cell.cell_contents
    except ValueError:  # a name that isn't bound yet
        return frozen
    frozen.contents, frozen.empty = transfer.copy(contents), False
    return frozen


def _thaw_function(transfer: Transfer, value: FrozenFunction) -> Any:
    if transfer.target is None:
        return value
    defaults, keywords, attributes, cells = value.parts
    closure = tuple(_thaw_cell(transfer, cell) for cell in cells)
    made = types.FunctionType(value.code, transfer.target.names, value.name, None, closure)
    transfer.remember(value, made)
    for cell in cells:
        if not cell.empty:
            _thaw_cell(transfer, cell).cell_contents = transfer.copy(cell.contents)
    made.__defaults__ = transfer.copy(defaults)
    made.__kwdefaults__ = transfer.copy(keywords)
    if attributes:
        made.__dict__.update(transfer.copy(attributes))
    return made


def _thaw_cell(transfer: Transfer, value: FrozenCell) -> types.CellType:
    if id(value) not in transfer.memo:
        transfer.remember(value, types.CellType())
    made: types.CellType = transfer.memo[id(value)]
    return made


def _method(transfer: Transfer, value: Any) -> Any:
    receiver = value.__self__
    if receiver is None or isinstance(receiver, types.ModuleType | type | np.ufunc):
        return value
    if isinstance(value, types.MethodType) and isinstance(value.__func__, types.FunctionType):
        parts = transfer.copy(value.__func__), transfer.copy(receiver)
        return FrozenCall("method", parts)
    return FrozenCall("attribute", (transfer.copy(receiver), value.__name__))


def _partial(transfer: Transfer, value: functools.partial[Any]) -> Any:
    parts = transfer.copy(value.func), transfer.copy(value.args), transfer.copy(value.keywords)
    return FrozenCall("partial", parts)


def _cached(transfer: Transfer, value: Any) -> Any:
    return FrozenCall("cache", (transfer.copy(value.__wrapped__), value.cache_parameters()))


def _vectorized(transfer: Transfer, value: Any) -> Any:
    keywords = {
        "otypes": value.otypes,
        "excluded": value.excluded,
        "cache": value.cache,
        "signature": value.signature,
    }
    return FrozenCall("vectorize", (transfer.copy(value.pyfunc), keywords))


def _thaw_call(transfer: Transfer, value: FrozenCall) -> Any:
    parts = [transfer.copy(part) for part in value.parts]
    match value.kind:
        case "method":
            return types.MethodType(parts[0], parts[1])
        case "attribute":
            return getattr(parts[0], parts[1])
        case "partial":
            return functools.partial(parts[0], *parts[1], **parts[2])
        case "vectorize":
            return np.vectorize(parts[0], **parts[1])
        case _:
            return functools.lru_cache(**parts[1])(parts[0])


CALLABLES: Handlers = {
    types.FunctionType: _function,
    FrozenFunction: _thaw_function,
    types.MethodType: _method,
    types.BuiltinMethodType: _method,
    functools.partial: _partial,
    functools._lru_cache_wrapper: _cached,
    np.vectorize: _vectorized,
    FrozenCall: _thaw_call,
}
