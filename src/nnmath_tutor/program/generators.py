"""How random generators are copied: put to rest with all their next draws depend on, and woken."""

from __future__ import annotations

import copy
import random
from typing import Any

import numpy as np

from nnmath_tutor.program.frozen import FrozenGenerator
from nnmath_tutor.program.transfer import Handlers, Transfer


def freeze_generator(transfer: Transfer, value: Any) -> Any:
    """A generator of NumPy (or the source of its bits), or of `random`, at rest."""
    own = transfer.source.generators if transfer.source is not None else {}
    hidden = next((key for key, generator in own.items() if generator is value), None)
    parts: tuple[Any, ...] = ()
    if isinstance(value, np.random.RandomState):
        state: Any = value.get_state(legacy=False)
    elif isinstance(value, np.random.Generator):
        state, parts = None, (transfer.copy(value.bit_generator),)
    elif isinstance(value, np.random.BitGenerator):
        seeds = value.seed_seq
        state, parts = value.state, (copy.deepcopy(seeds), _spawned(seeds))
    else:
        state = value.getstate()
    return FrozenGenerator(type(value), state, parts, hidden)


def _thaw_generator(transfer: Transfer, value: FrozenGenerator) -> Any:
    if value.hidden is not None and transfer.target is not None:
        return transfer.target.generator(value.hidden)
    if value.kind is np.random.Generator:
        return np.random.Generator(transfer.copy(value.parts[0]))
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


def _made(kind: Any, seeds: Any) -> Any:
    """A generator of that kind; its type says nothing of what it is made from."""
    return kind(seeds)


def _spawned(seeds: Any) -> Any:
    """How many generators were spawned from there, if that is counted."""
    return getattr(seeds, "n_children_spawned", None)


GENERATORS: Handlers = {
    np.random.RandomState: freeze_generator,
    np.random.Generator: freeze_generator,
    random.Random: freeze_generator,
    FrozenGenerator: _thaw_generator,
}
