"""The walk through a graph of values that copies each once: out of a namespace, or into one.

How a value of some kind is copied is said elsewhere, by a handler for its type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nnmath_tutor.program.frozen import ATOMS
from nnmath_tutor.program.namespace import Namespace

# Values within values: deeper ones would meet Python's own limit, sooner here and later there.
MAXIMUM_DEPTH = 80


class UncopyableError(Exception):
    """A value can't be kept for later epochs; the message says what it is."""


class Transfer:
    """Copies out of a namespace (`source`), into one (`target`), or beside any (neither)."""

    def __init__(
        self, handlers: Handlers, other: Handler, source: Namespace | None, target: Namespace | None
    ) -> None:
        self.source = source
        self.target = target
        self.memo: dict[int, Any] = {}  # by id of the original; copy.deepcopy knows this form
        self._handlers = handlers
        self._other = other
        self._alive: list[Any] = []  # so that no id in the memo is used twice
        self._depth = 0

    def copy(self, value: Any) -> Any:
        """The copy of a value, the same one whenever it is asked for again."""
        kind = type(value)
        if kind in ATOMS:
            return value
        key = id(value)
        if key in self.memo:
            return self.memo[key]
        if self._depth >= MAXIMUM_DEPTH:
            raise UncopyableError(f"values more than {MAXIMUM_DEPTH} deep within each other")
        self._depth += 1
        made = self._handlers.get(kind, self._other)(self, value)
        self._depth -= 1
        self.remember(value, made)
        return made

    def remember(self, value: Any, made: Any) -> None:
        """Have a copy at hand before what is inside of it is copied: it may lead back here."""
        self.memo[id(value)] = made
        self._alive.append(value)


Handler = Callable[[Transfer, Any], Any]
Handlers = Mapping[type, Handler]
