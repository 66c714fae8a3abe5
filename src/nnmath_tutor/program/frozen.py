"""What a snapshot is made of where a plain copy won't do: generators, functions, objects."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import Any

import numpy as np

# Types of values that never change and need no copy.
ATOMS = frozenset(
    {bool, int, float, complex, str, bytes, range, type(None), type(Ellipsis), type, np.ufunc}
    | {slice, *(t for t in np.sctypeDict.values() if t is not np.object_)}
)


@dataclass(slots=True, eq=False)
class FrozenGenerator:
    """A random generator at rest. `hidden` says which of the namespace's own it was, if it was."""

    kind: type
    state: Any
    parts: tuple[Any, ...]
    hidden: str | None


@dataclass(slots=True, eq=False)
class FrozenCell:
    """What a closure holds, or nothing yet."""

    contents: Any
    empty: bool


@dataclass(slots=True, eq=False)
class FrozenFunction:
    """A function of the program without the namespace it lives in."""

    code: types.CodeType
    name: str
    parts: tuple[Any, Any, Any, tuple[FrozenCell, ...]]  # defaults, keyword defaults, dict, cells


@dataclass(slots=True, eq=False)
class FrozenCall:
    """A callable made of another value: a bound method, a partial, a cache around a function."""

    kind: str
    parts: tuple[Any, ...]


@dataclass(slots=True, eq=False)
class FrozenObject:
    """A value of any other kind, taken apart: what makes it, and from what."""

    make: Any
    parts: tuple[Any, ...]  # arguments, state, items to append, pairs to put in
    setter: Any
