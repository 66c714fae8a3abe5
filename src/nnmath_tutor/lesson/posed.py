"""A question as one learner gets it: numbers drawn, words filled in, the answer worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnmath_tutor.lesson.question import QuestionKind

Index = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CellTable:
    """The array that holds the cell asked for. Labels are empty where an axis has none.

    An array with a single axis has its labels in `columns`, as pictures show it.
    """

    text: str
    values: np.ndarray[Any, Any]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def axes(self) -> tuple[tuple[str, ...], ...]:
        """The labels of every axis, first to last."""
        if self.values.ndim == 1:
            return (self.columns,)
        return (*((),) * (self.values.ndim - 2), self.rows, self.columns)

    @property
    def corners(self) -> tuple[Index, Index]:
        """The first and the last cell."""
        return (0,) * self.values.ndim, tuple(length - 1 for length in self.values.shape)

    def name(self, index: Index) -> str:
        """A cell in words: `ex2, h1`, or counted from 1 where there are no labels."""
        named = zip(index, self.axes, strict=True)
        return ", ".join(labels[place] if labels else str(place + 1) for place, labels in named)


@dataclass(frozen=True, slots=True)
class PosedChoice:
    """One answer to choose, and what to say if it is chosen wrongly (empty: nothing)."""

    text: str
    say: str


@dataclass(frozen=True, slots=True)
class PosedSlip:
    """The value that a slip leads to, and what to say to it."""

    value: float | Index
    say: str


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """A question with nothing left open. All texts are Markdown, filled in.

    `expected` is the right answer: a number (of a sign: -1, 0 or 1), an index or a shape, or for a
    choice the index of the right one. `whole` tells that the number is an integer and must be met
    exactly. `again` tells whether another seed gives another question like it; `drawn` holds what
    was drawn for this one.
    """

    kind: QuestionKind
    seed: int
    ask: str
    hint: str
    solution: str
    expected: float | Index
    whole: bool = False
    tolerance: float | None = None
    table: CellTable | None = None
    choices: tuple[PosedChoice, ...] = ()
    slips: tuple[PosedSlip, ...] = ()
    again: bool = False
    drawn: Mapping[str, Any] = field(default_factory=dict)
