"""How values of any other kind are copied: taken apart and put together, as pickle would do it."""

from __future__ import annotations

import copy
import types
from typing import Any

import numpy as np

from nnmath_tutor.program.frozen import FrozenObject
from nnmath_tutor.program.generators import freeze_generator
from nnmath_tutor.program.transfer import Handlers, Transfer, UncopyableError


def freeze_other(transfer: Transfer, value: Any) -> Any:
    """A value of a type that no handler is for."""
    if isinstance(value, np.generic | np.dtype | type | types.ModuleType | types.CodeType):
        return value
    if isinstance(value, np.random.BitGenerator):
        return freeze_generator(transfer, value)
    if isinstance(value, types.GeneratorType):
        raise UncopyableError("a generator, whose place can't be kept; use a list")
    if callable(value) and not hasattr(value, "__dict__"):
        return value
    if callable(value) and type(value).__module__.startswith("numpy"):
        return value
    try:
        if hasattr(value, "__deepcopy__"):
            return copy.deepcopy(value, transfer.memo)
        parts: Any = value.__reduce_ex__(4)
    except Exception as error:
        raise UncopyableError(f"a {type(value).__name__}, which can't be copied") from error
    if isinstance(parts, str):  # the name of something there is only one of
        return value
    make, arguments, state, items, pairs, setter = tuple(parts) + (None,) * (6 - len(parts))
    frozen = FrozenObject(make, (), setter)
    transfer.remember(value, frozen)
    frozen.parts = (
        transfer.copy(arguments),
        transfer.copy(state),
        None if items is None else transfer.copy(list(items)),
        None if pairs is None else transfer.copy(list(pairs)),
    )
    return frozen


def _thaw_object(transfer: Transfer, value: FrozenObject) -> Any:
    arguments, state, items, pairs = value.parts
    made = value.make(*transfer.copy(arguments))
    transfer.remember(value, made)
    if state is not None:
        _give(made, transfer.copy(state), value.setter)
    for item in items or ():
        made.append(transfer.copy(item))
    for key, item in pairs or ():
        made[transfer.copy(key)] = transfer.copy(item)
    return made


def _give(made: Any, state: Any, setter: Any) -> None:
    """Give an object its state back, in the ways that pickle knows."""
    if setter is not None:
        setter(made, state)
        return
    if hasattr(made, "__setstate__"):
        made.__setstate__(state)
        return
    slots: Any = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        made.__dict__.update(state)
    for name, item in (slots or {}).items():
        setattr(made, name, item)


OBJECTS: Handlers = {FrozenObject: _thaw_object}
