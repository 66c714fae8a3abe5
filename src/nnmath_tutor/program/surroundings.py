"""What NumPy keeps outside of a program's names: its error state and its print options.

A program may set them in its set-up. They hold for its epochs whenever these are computed again,
and for nothing else in the process.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Surroundings:
    """Options of `np.errstate` and of `np.printoptions`; empty: as they are."""

    errors: Mapping[str, Any] = field(default_factory=dict)
    printing: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def present(cls) -> Surroundings:
        """Those that hold here and now."""
        return cls(dict(np.geterr()), np.get_printoptions())

    def take_effect(self) -> None:
        """Have them hold from here on, up to the end of a block that sets them back."""
        np.seterr(**self.errors)
        np.set_printoptions(**self.printing)


@contextlib.contextmanager
def quiet(surroundings: Surroundings) -> Iterator[None]:
    """Compute in a program's own surroundings, printing no warning; they end with the block."""
    with warnings.catch_warnings(), np.printoptions(**surroundings.printing):
        warnings.simplefilter("ignore")
        with np.errstate(**surroundings.errors, call=_ignore):
            yield


def _ignore(kind: str, flag: int) -> None:
    """A replay meets the same infinities as the run did; they are in its notes already."""
