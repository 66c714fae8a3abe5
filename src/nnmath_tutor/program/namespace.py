"""The names of one running program, with a private NumPy generator and a print of its own.

Programs may draw from the global generators of NumPy and of the standard library. Two programs
at once, or a replay beside a run, would disturb each other; so each namespace has its own, behind
modules that are otherwise NumPy and `random` themselves.
"""

from __future__ import annotations

import builtins
import io
import random
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from nnmath_tutor.program.guard import TICK, Guard
from nnmath_tutor.program.rules import FORBIDDEN_NAMES

# Names under which the hidden generators are kept with the rest; no program can spell them.
NUMPY_GENERATOR = "<numpy.random>"
PYTHON_GENERATOR = "<random>"
HIDDEN = (NUMPY_GENERATOR, PYTHON_GENERATOR)

# What Python itself puts among the globals of a program.
PROVIDED = frozenset(
    f"__{word}__"
    for word in (
        *("annotate", "annotations", "builtins", "conditional_annotations", "doc", "file"),
        *("name", "warningregistry"),
    )
)


class RefusedError(Exception):
    """A program used, by a detour, what it was told not to use."""


def silent(_: str) -> None:
    """What a replay prints was printed before."""


# In the dictionary of a module that stands for the real one of its name. (A class of its own would
# say so more plainly, but Python looks names up faster in exact modules.)
STAND_IN = "__stand_in__"


class Namespace:
    """Globals to run code in. `names` is what exec gets; it never leaves this namespace.

    `path` becomes `__file__`; what the program prints goes to `sink` piece by piece.
    """

    def __init__(self, path: str, guard: Guard, sink: Callable[[str], None] = silent) -> None:
        self._generators: dict[str, Any] = {}
        self._modules: dict[str, types.ModuleType] = {}
        self._sink = sink
        self.guard = guard
        provided = dict(vars(builtins))
        for name in FORBIDDEN_NAMES:
            provided[name] = _refusing(name)
        provided.update({"print": self._print, "__import__": self._import, TICK: guard.tick})
        self.names: dict[str, Any] = {
            "__name__": "__main__",
            "__file__": path,
            "__doc__": None,
            "__builtins__": provided,
        }

    def generator(self, key: str) -> Any:
        """The hidden generator of that key (one of HIDDEN), made when first asked for."""
        if key not in self._generators:
            made = np.random.RandomState(0) if key == NUMPY_GENERATOR else random.Random(0)
            self._generators[key] = made
        return self._generators[key]

    @property
    def generators(self) -> Mapping[str, Any]:
        """The hidden generators that exist so far."""
        return self._generators

    def visible(self) -> tuple[str, ...]:
        """Names that the program itself has bound, imports and functions among them."""
        return tuple(name for name in self.names if name not in PROVIDED)

    def module(self, name: str) -> types.ModuleType:
        """The stand-in for `numpy`, `numpy.random` or `random`."""
        if name not in self._modules:
            self._modules[name] = self._stand_in(name)
        return self._modules[name]

    def _stand_in(self, name: str) -> types.ModuleType:
        made = types.ModuleType(name)
        made.__dict__[STAND_IN] = True
        if name == "numpy":
            made.__dict__.update(vars(np))
            made.__dict__["random"] = self.module("numpy.random")
            return made
        real, shared, key = (
            (np.random, np.random.get_state.__self__, NUMPY_GENERATOR)  # type: ignore[attr-defined]
            if name == "numpy.random"
            else (random, random.random.__self__, PYTHON_GENERATOR)  # type: ignore[attr-defined]
        )
        own = self.generator(key)
        for attribute, value in vars(real).items():
            made.__dict__[attribute] = value
            if getattr(value, "__self__", None) is shared or attribute == "seed":
                made.__dict__[attribute] = getattr(own, attribute)
        return made

    def _import(
        self,
        name: str,
        names: Mapping[str, object] | None = None,
        local: Mapping[str, object] | None = None,
        fromlist: Sequence[str] = (),
        level: int = 0,
    ) -> types.ModuleType:
        found = __import__(name, names, local, fromlist, level)
        if found is np:
            return self.module("numpy")
        if found is np.random:
            return self.module("numpy.random")
        if found is random:
            return self.module("random")
        return found

    def _print(
        self,
        *values: object,
        sep: str | None = " ",
        end: str | None = "\n",
        file: Any = None,
        flush: bool = False,
    ) -> None:
        if file is not None:  # a text of the program's own
            print(*values, sep=sep, end=end, file=file, flush=flush)
            return
        text = io.StringIO()
        print(*values, sep=sep, end=end, file=text)
        self._sink(text.getvalue())


def _refusing(name: str) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise RefusedError(f"{name}(): {FORBIDDEN_NAMES[name]}")

    return refuse
