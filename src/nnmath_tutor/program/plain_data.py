"""How arrays and containers are copied: views and aliases stay what they are to each other."""

from __future__ import annotations

import collections
import types
from typing import Any

import numpy as np

from nnmath_tutor.program.frozen import ATOMS
from nnmath_tutor.program.namespace import STAND_IN
from nnmath_tutor.program.transfer import Handlers, Transfer


def _array(transfer: Transfer, value: np.ndarray[Any, Any]) -> Any:
    if value.dtype.hasobject:
        made = np.empty_like(value)
        transfer.remember(value, made)
        for index, item in enumerate(value.flat):
            made.flat[index] = transfer.copy(item)
        return made
    owner = value
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    made = value.copy(order="K")
    if owner is not value and type(owner) is np.ndarray and value.size:
        made = _view(value, owner, transfer.copy(owner))
    if not value.flags.writeable:
        made.flags.writeable = False
    return made


def _view(value: Any, owner: Any, owner_copy: Any) -> Any:
    offset = value.__array_interface__["data"][0] - owner.__array_interface__["data"][0]
    axes = sorted(range(owner.ndim), key=lambda axis: -owner.strides[axis])
    dense = owner_copy.transpose(axes)
    if owner_copy.strides != owner.strides or not dense.flags.c_contiguous:
        return value.copy(order="K")
    return np.ndarray(value.shape, value.dtype, dense, offset, value.strides)


def _list(transfer: Transfer, value: list[Any]) -> Any:
    if ATOMS.issuperset(map(type, value)):  # a curve that grows by a number an epoch, most often
        return value.copy()
    made: list[Any] = []
    transfer.remember(value, made)
    made.extend(transfer.copy(item) for item in value)
    return made


def _tuple(transfer: Transfer, value: tuple[Any, ...]) -> Any:
    return tuple(transfer.copy(item) for item in value)


def _dict(transfer: Transfer, value: dict[Any, Any]) -> Any:
    made: dict[Any, Any] = {}
    transfer.remember(value, made)
    for key, item in value.items():
        made[transfer.copy(key)] = transfer.copy(item)
    return made


def _set(transfer: Transfer, value: set[Any] | frozenset[Any]) -> Any:
    kind: Any = type(value)
    return kind(transfer.copy(item) for item in value)


def _deque(transfer: Transfer, value: collections.deque[Any]) -> Any:
    made: collections.deque[Any] = collections.deque(maxlen=value.maxlen)
    transfer.remember(value, made)
    made.extend(transfer.copy(item) for item in value)
    return made


def _module(transfer: Transfer, value: types.ModuleType) -> Any:
    if transfer.target is None or STAND_IN not in vars(value):
        return value
    # `__name__` was copied from the real module with the rest.
    return transfer.target.module(value.__name__)


PLAIN_DATA: Handlers = {
    np.ndarray: _array,
    list: _list,
    tuple: _tuple,
    dict: _dict,
    set: _set,
    frozenset: _set,
    collections.deque: _deque,
    types.ModuleType: _module,
}
