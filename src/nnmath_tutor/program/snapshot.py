"""Copies of a program's names that nothing can change: frozen, thawed, compared, weighed.

Views and aliases *within* one snapshot stay views and aliases of each other; none reaches into the
namespace it came from. Arrays keep their strides, since the order of a sum hangs on them.
"""

from __future__ import annotations

import collections
import copy
import functools
import random
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from nnmath_tutor.program.frozen import (
    ATOMS,
    FrozenCall,
    FrozenCell,
    FrozenFunction,
    FrozenGenerator,
)
from nnmath_tutor.program.namespace import HIDDEN, STAND_IN, Namespace


class UncopyableError(Exception):
    """A value can't be kept for later epochs; the message says what it is."""


class _Transfer:
    """Copies a graph of values out of a namespace (`source`) or into one (`target`)."""

    def __init__(self, source: Namespace | None, target: Namespace | None) -> None:
        self.source = source
        self.target = target
        self._memo: dict[int, Any] = {}
        self._alive: list[Any] = []  # so that no id in the memo is used twice
        self._hidden = {id(g): key for key, g in source.generators.items()} if source else {}

    def copy(self, value: Any) -> Any:
        kind = type(value)
        if kind in ATOMS:
            return value
        key = id(value)
        if key in self._memo:
            return self._memo[key]
        handler = _HANDLERS.get(kind)
        made = handler(self, value) if handler is not None else self._other(value)
        self.remember(value, made)
        return made

    def remember(self, value: Any, made: Any) -> None:
        self._memo[id(value)] = made
        self._alive.append(value)

    # arrays -----------------------------------------------------------------------------------

    def _array(self, value: np.ndarray[Any, Any]) -> Any:
        if value.dtype.hasobject:
            made = np.empty_like(value)
            self.remember(value, made)
            for index, item in enumerate(value.flat):
                made.flat[index] = self.copy(item)
            return made
        owner = value
        while isinstance(owner.base, np.ndarray):
            owner = owner.base
        made = value.copy(order="K")
        if owner is not value and type(owner) is np.ndarray and value.size:
            made = self._view(value, owner, self.copy(owner))
        if not value.flags.writeable:
            made.flags.writeable = False
        return made

    def _view(self, value: Any, owner: Any, owner_copy: Any) -> Any:
        offset = value.__array_interface__["data"][0] - owner.__array_interface__["data"][0]
        axes = sorted(range(owner.ndim), key=lambda axis: -owner.strides[axis])
        dense = owner_copy.transpose(axes)
        if owner_copy.strides != owner.strides or not dense.flags.c_contiguous:
            return value.copy(order="K")
        return np.ndarray(value.shape, value.dtype, dense, offset, value.strides)

    # containers -------------------------------------------------------------------------------

    def _list(self, value: list[Any]) -> Any:
        made: list[Any] = []
        self.remember(value, made)
        made.extend(self.copy(item) for item in value)
        return made

    def _tuple(self, value: tuple[Any, ...]) -> Any:
        return tuple(self.copy(item) for item in value)

    def _dict(self, value: dict[Any, Any]) -> Any:
        made: dict[Any, Any] = {}
        self.remember(value, made)
        for key, item in value.items():
            made[self.copy(key)] = self.copy(item)
        return made

    def _set(self, value: set[Any] | frozenset[Any]) -> Any:
        kind: Any = type(value)
        return kind(self.copy(item) for item in value)

    def _deque(self, value: collections.deque[Any]) -> Any:
        made: collections.deque[Any] = collections.deque(maxlen=value.maxlen)
        self.remember(value, made)
        made.extend(self.copy(item) for item in value)
        return made

    # generators -------------------------------------------------------------------------------

    def _generator(self, value: Any) -> Any:
        hidden = self._hidden.get(id(value))
        parts: tuple[Any, ...] = ()
        if isinstance(value, np.random.RandomState):
            state: Any = value.get_state(legacy=False)
        elif isinstance(value, np.random.Generator):
            state, parts = None, (self.copy(value.bit_generator),)
        elif isinstance(value, np.random.BitGenerator):
            seeds = value.seed_seq
            state, parts = value.state, (copy.deepcopy(seeds), _seeds(seeds))
        else:
            state = value.getstate()
        return FrozenGenerator(type(value), state, parts, hidden)

    def _thaw_generator(self, value: FrozenGenerator) -> Any:
        if value.hidden is not None and self.target is not None:
            return self.target.generator(value.hidden)
        if value.kind is np.random.Generator:
            return np.random.Generator(self.copy(value.parts[0]))
        made: Any
        if value.kind is np.random.RandomState:
            bits = getattr(np.random, value.state["bit_generator"])
            made = np.random.RandomState(bits(0))
            made.set_state(value.state)
        elif issubclass(value.kind, np.random.BitGenerator):
            made = _made(value.kind, copy.deepcopy(value.parts[0]))
            made.state = value.state
        else:
            made = _made(value.kind, 0)
            made.setstate(value.state)
        return made

    # functions --------------------------------------------------------------------------------

    def _function(self, value: types.FunctionType) -> Any:
        if self.source is None or value.__globals__ is not self.source.names:
            return value
        frozen = FrozenFunction(value.__code__, value.__name__, (None, None, None, ()))
        self.remember(value, frozen)
        cells = tuple(self._cell(cell) for cell in value.__closure__ or ())
        frozen.parts = (
            self.copy(value.__defaults__),
            self.copy(value.__kwdefaults__),
            self.copy(dict(value.__dict__)) if value.__dict__ else None,
            cells,
        )
        return frozen

    def _cell(self, cell: types.CellType) -> FrozenCell:
        if id(cell) in self._memo:
            found: FrozenCell = self._memo[id(cell)]
            return found
        frozen = FrozenCell(None, True)
        self.remember(cell, frozen)
        try:
            contents = cell.cell_contents
        except ValueError:  # a name that isn't bound yet
            return frozen
        frozen.contents, frozen.empty = self.copy(contents), False
        return frozen

    def _thaw_function(self, value: FrozenFunction) -> Any:
        if self.target is None:
            return value
        defaults, keywords, attributes, cells = value.parts
        closure = tuple(self._thaw_cell(cell) for cell in cells)
        made = types.FunctionType(value.code, self.target.names, value.name, None, closure)
        self.remember(value, made)
        for cell in cells:
            if not cell.empty:
                self._thaw_cell(cell).cell_contents = self.copy(cell.contents)
        made.__defaults__ = self.copy(defaults)
        made.__kwdefaults__ = self.copy(keywords)
        if attributes:
            made.__dict__.update(self.copy(attributes))
        return made

    def _thaw_cell(self, value: FrozenCell) -> types.CellType:
        if id(value) not in self._memo:
            self.remember(value, types.CellType())
        made: types.CellType = self._memo[id(value)]
        return made

    def _method(self, value: Any) -> Any:
        receiver = value.__self__
        if receiver is None or isinstance(receiver, types.ModuleType | type | np.ufunc):
            return value
        if isinstance(value, types.MethodType) and isinstance(value.__func__, types.FunctionType):
            return FrozenCall("method", (self.copy(value.__func__), self.copy(receiver)))
        return FrozenCall("attribute", (self.copy(receiver), value.__name__))

    def _partial(self, value: functools.partial[Any]) -> Any:
        return FrozenCall(
            "partial", (self.copy(value.func), self.copy(value.args), self.copy(value.keywords))
        )

    def _cached(self, value: Any) -> Any:
        return FrozenCall("cache", (self.copy(value.__wrapped__), value.cache_parameters()))

    def _thaw_call(self, value: FrozenCall) -> Any:
        parts = [self.copy(part) for part in value.parts]
        match value.kind:
            case "method":
                return types.MethodType(parts[0], parts[1])
            case "attribute":
                return getattr(parts[0], parts[1])
            case "partial":
                return functools.partial(parts[0], *parts[1], **parts[2])
            case _:
                return functools.lru_cache(**parts[1])(parts[0])

    # the rest ---------------------------------------------------------------------------------

    def _module(self, value: types.ModuleType) -> Any:
        if self.target is None or STAND_IN not in vars(value):
            return value
        # `__name__` was copied from the real module with the rest.
        return self.target.module(value.__name__)

    def _other(self, value: Any) -> Any:
        if isinstance(value, np.generic | np.dtype | type | types.ModuleType):
            return value
        if isinstance(value, np.random.BitGenerator):
            return self._generator(value)
        if isinstance(value, types.GeneratorType):
            raise UncopyableError("a generator, whose place can't be kept; use a list")
        if callable(value) and not hasattr(value, "__dict__"):
            return value
        if callable(value) and type(value).__module__.startswith("numpy"):
            return value
        try:
            return copy.deepcopy(value, self._memo)
        except Exception as error:
            raise UncopyableError(f"a {type(value).__name__}, which can't be copied") from error


_HANDLERS: dict[type, Callable[[_Transfer, Any], Any]] = {
    np.ndarray: _Transfer._array,
    list: _Transfer._list,
    tuple: _Transfer._tuple,
    dict: _Transfer._dict,
    set: _Transfer._set,
    frozenset: _Transfer._set,
    collections.deque: _Transfer._deque,
    np.random.RandomState: _Transfer._generator,
    np.random.Generator: _Transfer._generator,
    random.Random: _Transfer._generator,
    FrozenGenerator: _Transfer._thaw_generator,
    types.FunctionType: _Transfer._function,
    FrozenFunction: _Transfer._thaw_function,
    types.MethodType: _Transfer._method,
    types.BuiltinMethodType: _Transfer._method,
    functools.partial: _Transfer._partial,
    functools._lru_cache_wrapper: _Transfer._cached,
    FrozenCall: _Transfer._thaw_call,
    types.ModuleType: _Transfer._module,
}

Frozen = Mapping[str, Any]


def freeze(namespace: Namespace, names: Iterable[str]) -> Frozen:
    """What the names hold, for keeps; names that aren't bound are left out.

    Raises UncopyableError(message, name) for a value that can't be kept.
    """
    transfer = _Transfer(namespace, None)
    frozen: dict[str, Any] = {}
    for name in names:
        try:
            if name in HIDDEN:
                if name in namespace.generators:
                    frozen[name] = transfer.copy(namespace.generators[name])
            elif name in namespace.names:
                frozen[name] = transfer.copy(namespace.names[name])
        except UncopyableError as error:
            raise UncopyableError(f"`{name}` holds {error}", name) from error
    return frozen


def thaw(frozen: Frozen, namespace: Namespace) -> None:
    """Bind the names in a namespace to fresh copies, functions living there from now on."""
    transfer = _Transfer(None, namespace)
    for name, value in frozen.items():
        if name in HIDDEN:
            generator = transfer.copy(value)
            if isinstance(generator, np.random.RandomState):
                generator.set_state(value.state)
            else:
                generator.setstate(value.state)
        else:
            namespace.names[name] = transfer.copy(value)


def duplicate(value: Any) -> Any:
    """A copy of a value that shares nothing with it that could change; functions stay."""
    return _Transfer(None, None).copy(value)


def _made(kind: Any, seeds: Any) -> Any:
    """A generator of that kind; its type says nothing of what it is made from."""
    return kind(seeds)


def _seeds(seeds: Any) -> Any:
    """How many generators were spawned from there, if that is counted."""
    return getattr(seeds, "n_children_spawned", None)
