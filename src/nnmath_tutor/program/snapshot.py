"""Copies of a program's names that nothing can change: frozen, and thawed in another namespace.

Views and aliases *within* one snapshot stay views and aliases of each other; none reaches into the
namespace it came from. Arrays keep their strides, since the order of a sum hangs on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from nnmath_tutor.program.callables import CALLABLES
from nnmath_tutor.program.generators import GENERATORS
from nnmath_tutor.program.namespace import HIDDEN, Namespace
from nnmath_tutor.program.objects import OBJECTS, freeze_other
from nnmath_tutor.program.plain_data import PLAIN_DATA
from nnmath_tutor.program.transfer import Transfer, UncopyableError

_HANDLERS = {**PLAIN_DATA, **GENERATORS, **CALLABLES, **OBJECTS}

Frozen = Mapping[str, Any]


def freeze(namespace: Namespace, names: Iterable[str]) -> Frozen:
    """What the names hold, for keeps; names that aren't bound are left out.

    Raises UncopyableError(message, name) for a value that can't be kept.
    """
    transfer = Transfer(_HANDLERS, freeze_other, namespace, None)
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


def freeze_all(namespace: Namespace, needs: Callable[[str], bool]) -> tuple[Frozen, frozenset[str]]:
    """Every name, frozen, but for those that can't be copied and aren't needed: these come second.

    Raises UncopyableError(message, name) for one that is needed.
    """
    wanted = [*namespace.visible(), *namespace.generators]
    left_out: set[str] = set()
    while True:
        try:
            return freeze(namespace, wanted), frozenset(left_out)
        except UncopyableError as error:
            name = error.args[1]
            if needs(name):
                raise
            wanted.remove(name)
            left_out.add(name)


def thaw(frozen: Frozen, namespace: Namespace) -> None:
    """Bind the names in a namespace to fresh copies, functions living there from now on."""
    transfer = Transfer(_HANDLERS, freeze_other, None, namespace)
    for name, value in frozen.items():
        if name in HIDDEN:
            generator = transfer.copy(value)
            if isinstance(generator, np.random.RandomState):
                generator.set_state(value.state)
            else:
                generator.setstate(value.state)
        else:
            namespace.names[name] = transfer.copy(value)


def at_rest(value: Any) -> Any:
    """A frozen copy of one value, to be compared with another; functions stay what they are."""
    return Transfer(_HANDLERS, freeze_other, None, None).copy(value)


def duplicate(value: Any) -> Any:
    """A copy of a value that shares nothing with it that could change; functions stay."""
    if type(value) is np.ndarray and value.base is None and not value.dtype.hasobject:
        made = value.copy(order="K")
        made.flags.writeable = value.flags.writeable
        return made
    frozen = at_rest(value)
    if type(frozen) is np.ndarray and not frozen.dtype.hasobject:
        return frozen
    return Transfer(_HANDLERS, freeze_other, None, None).copy(frozen)
