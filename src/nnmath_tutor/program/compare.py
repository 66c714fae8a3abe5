"""Whether two values are the same to the bit, and how much room one takes."""

from __future__ import annotations

import collections
import sys
import types
from typing import Any

import numpy as np

from nnmath_tutor.program.frozen import (
    ATOMS,
    FrozenCall,
    FrozenCell,
    FrozenFunction,
    FrozenGenerator,
    FrozenObject,
)
from nnmath_tutor.program.series import REAL

# Modules that classes made by a program call their own (`types`: those of make_dataclass).
MADE_IN = frozenset({"__main__", "types"})

# A number on its own: its bytes, and what Python adds.
NUMBER = 32

# Pairs under comparison, and the pair itself so that no id is used twice.
Seen = dict[tuple[int, int], tuple[Any, Any]]


def identical(one: Any, other: Any) -> bool:
    """Bit for bit the same: type, shape, every bit of every number; nan equals nan.

    Works on frozen values (see `at_rest`) and on plain data. Functions of a program are the same if
    their code and what they hold are.
    """
    return _identical(one, other, {})


def _identical(one: Any, other: Any, seen: Seen) -> bool:
    if one is other:
        return True
    if not _same_class(type(one), type(other)):
        return False
    if isinstance(one, np.ndarray):
        if one.shape != other.shape or one.dtype != other.dtype:
            return False
        if one.dtype.hasobject:
            pairs = zip(one.flat, other.flat, strict=True)
            return all(_identical(a, b, seen) for a, b in pairs)
        # tobytes() goes in reading order, whatever the strides.
        return bool(one.tobytes() == other.tobytes())
    if isinstance(one, np.generic):
        return bool(one.dtype == other.dtype and one.tobytes() == other.tobytes())
    if isinstance(one, float):
        return bool(one.hex() == other.hex())
    if isinstance(one, complex):
        return (one.real.hex(), one.imag.hex()) == (other.real.hex(), other.imag.hex())
    if type(one) in ATOMS and type(one) is not type:
        return bool(one == other)
    pair = (id(one), id(other))
    if pair in seen:
        return True
    seen[pair] = one, other
    parts = _parts(one)
    if parts is not None:
        others = _parts(other)
        return (
            others is not None
            and len(parts) == len(others)
            and all(_identical(a, b, seen) for a, b in zip(parts, others, strict=True))
        )
    if isinstance(one, types.FunctionType):
        return bool(one.__code__ == other.__code__)
    if isinstance(one, type):
        return _same_class(one, other)
    if isinstance(one, types.ModuleType):  # each namespace has a numpy of its own
        return bool(one.__name__ == other.__name__)
    try:
        return bool(one == other)
    except (TypeError, ValueError):  # what holds arrays has no one answer
        return False


def _same_class(one: type, other: type) -> bool:
    """The same, or made anew by another run of the same program: a named tuple, for one."""
    return one is other or (
        one.__module__ in MADE_IN
        and (one.__module__, one.__qualname__) == (other.__module__, other.__qualname__)
    )


def _parts(value: Any) -> list[Any] | None:
    """What a compound value is made of, in order; None for others."""
    match value:
        case list() | tuple() | collections.deque():
            return list(value)
        case dict():
            return [*value.keys(), *value.values()]
        case set() | frozenset():
            return sorted(value, key=repr)
        case FrozenGenerator():
            return [value.kind, value.state, value.parts[-1:], value.hidden]
        case FrozenFunction():
            return [value.code, *value.parts]
        case FrozenCell():
            return [value.empty, value.contents]
        case FrozenCall():
            return [value.kind, *value.parts]
        case FrozenObject():
            return [value.make, *value.parts]
        case _:
            return None


def size_of(value: Any) -> int:
    """Bytes that a frozen value takes, about; shared parts counted once."""
    total = 0
    seen: set[int] = set()
    pending = [value]
    while pending:
        item = pending.pop()
        if id(item) in seen or isinstance(item, types.ModuleType | types.CodeType | type):
            continue
        seen.add(id(item))
        if isinstance(item, np.ndarray):
            total += 112
            if isinstance(item.base, np.ndarray):
                pending.append(item.base)
            else:
                total += item.nbytes
                if item.dtype.hasobject:
                    pending.extend(item.flat)
            continue
        total += sys.getsizeof(item, 64)
        if type(item) is list and REAL.issuperset(map(type, item)):
            total += NUMBER * len(item)
            continue
        parts = _parts(item)
        if parts is not None:
            pending.extend(parts)
    return total
