"""The ripple of a nudge: one number moved a little, and everything that changes with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnmath_tutor.drawing import (
    AssignPart,
    RipplePart,
    TracePart,
    format_number,
    with_minus,
)
from nnmath_tutor.lesson import GradientSpec
from nnmath_tutor.program import Recording, Ripple, evaluate_in
from nnmath_tutor.scenes import Moment, Picture, matrix, name_of_cell, nudged, reached

AMOUNTS = (0.1, 0.01, 0.001, 0.0001)
HINT = "arrows: the next one, enter: its numbers, + -: size of the nudge, n: done"


@dataclass(frozen=True, slots=True)
class Rippling:
    """Which number is nudged, by how much, and which of the numbers reached is looked at."""

    name: str
    index: tuple[int, ...]
    size: int = AMOUNTS.index(0.001)
    at: int = 0
    open: bool = False

    @property
    def amount(self) -> float:
        """By how much it is nudged."""
        return AMOUNTS[self.size]

    def moved(self, by: int, count: int) -> Rippling:
        """Look at the next, or the one before."""
        return replace(self, at=min(max(self.at + by, 0), max(count - 1, 0)))

    def sized(self, by: int) -> Rippling:
        """A smaller nudge (1), a larger one (-1)."""
        return replace(self, size=min(max(self.size + by, 0), len(AMOUNTS) - 1))


def rippled(recording: Recording, epoch: int, rippling: Rippling) -> Ripple:
    """The epoch as it ran and with the nudge. Raises LookupError, ValueError with a sentence."""
    return nudged(recording, epoch, rippling.name, rippling.index, rippling.amount)


def ripple_frame(
    moment: Moment, rippling: Rippling, gradient: GradientSpec | None
) -> tuple[TracePart, Picture]:
    """What is told of the nudge, and its picture. Raises LookupError, ValueError."""
    recording, epoch = moment.recording, moment.position.epoch
    found = rippled(recording, epoch, rippling)
    arrays = reached(recording, found)
    at = min(rippling.at, len(arrays) - 1)
    before, after = (_at(value, rippling.index) for value in (arrays[0].before, arrays[0].after))
    name = name_of_cell(moment, rippling.name, arrays[0].before, rippling.index)
    chain = (
        format_number(after, 4),
        f"= {format_number(before, 4)} + {rippling.amount:g}",
    )
    facts = _facts(recording, found, rippling, gradient)
    words = TracePart(f"{name}, nudged,", chain, f"epoch {epoch:,}", facts, HINT)
    if not rippling.open:
        return words, Picture((RipplePart(arrays, at),))
    one = arrays[at]
    labelled = matrix(moment, one.name, one.after)
    titles = (one.name, "change", f"{one.name}, nudged")
    return words, Picture(
        (
            AssignPart(
                one.name,
                one.before,
                one.after,
                None,
                labelled.row_labels,
                labelled.column_labels,
                titles,
            ),
        )
    )


def _facts(
    recording: Recording, found: Ripple, rippling: Rippling, gradient: GradientSpec | None
) -> tuple[str, ...]:
    """The measured slope beside the one that the program computes, where the author told it."""
    if gradient is None:
        return ("The stars are the numbers that change, with the largest change below.",)
    loss, after = (
        float(evaluate_in(recording, lines, gradient.loss)) for lines in (found.before, found.after)
    )
    measured = (after - loss) / rippling.amount
    told = [
        f"The loss E, {gradient.name}: {loss:.7f} becomes {after:.7f}.",
        f"Measured ΔE/Δw: {_told(after - loss, 4)} / {rippling.amount:g} = {_told(measured, 5)}.",
    ]
    expression = gradient.of.get(rippling.name)
    if expression is not None:
        slope = float(_at(evaluate_in(recording, found.before, expression), rippling.index))
        told.append(f"Computed: the gradient, {expression}, says {_told(slope, 5)}.")
    return tuple(told)


def _told(value: float, figures: int) -> str:
    """A number in a sentence."""
    return with_minus(f"{value:.{figures}g}", "\N{MINUS SIGN}")


def _at(value: Any, index: tuple[int, ...]) -> Any:
    found = np.asarray(value)[index]
    return found.item() if isinstance(found, np.generic | np.ndarray) else found
