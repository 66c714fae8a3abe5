"""Numbers as text: one format for all cells of a matrix, so that decimals stand in line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# Below this a matrix is shown in powers of ten: with fixed decimals nothing but zeros would show.
SMALLEST_FIXED = 0.001
# From this on decimals say nothing any more, and from the next on the digits do not fit a cell.
LARGEST_WITH_DECIMALS = 1e5
LARGEST_FIXED = 1e7
LARGEST_WHOLE = 10**9
LONGEST_TEXT = 9
# The most decimals that a matrix gets so that a small number doesn't look like zero, and how many
# cells it may have for that: in a larger one nobody looks for the smallest.
MOST_DECIMALS = 4
MOST_CELLS_REFINED = 64


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How all cells of a matrix (or of one column, or one number alone) are written.

    `most` are the decimals a single number has: beyond them there would be nothing but zeros.
    """

    kind: Literal["whole", "fixed", "power", "text"]
    decimals: int = 0
    most: int | None = None

    def finer(self, digits: int) -> NumberFormat:
        """The same with more digits, as far as there are any; whole numbers and text have none."""
        if digits == 0 or self.kind in ("whole", "text"):
            return self
        more = self.decimals + digits
        if self.most is not None:
            more = max(self.decimals, min(more, self.most))
        return NumberFormat(self.kind, more, self.most)

    def text(self, value: object) -> str:
        """The value in ASCII, with "-" for minus (see `with_minus`)."""
        if isinstance(value, np.generic):
            value = value.item()
        if self.kind == "text" or isinstance(value, bool) or not isinstance(value, int | float):
            return _any_text(value)
        if isinstance(value, float) and not math.isfinite(value):
            return str(value)
        if self.kind == "whole":
            return str(int(value))
        try:
            if self.kind == "fixed":
                return unsigned_zero(f"{value:.{self.decimals}f}")
            return power_text(f"{value:.{self.decimals}e}")
        except OverflowError:  # a whole number beyond every float
            return _any_text(value)


def unsigned_zero(text: str) -> str:
    """-0.00 without its sign."""
    return text[1:] if text[0] == "-" and not text.strip("-0.") else text


def power_text(text: str) -> str:
    """1.2e-05 as 1.2e-5, and plain 0 for zero."""
    mantissa, _, exponent = text.partition("e")
    if not mantissa.strip("-0."):
        return "0"
    return f"{mantissa}e{int(exponent)}"


def with_minus(text: str, minus: str) -> str:
    """ASCII digits with the charset's minus sign."""
    return text.replace("-", minus) if minus != "-" and "-" in text else text


def _any_text(value: object) -> str:
    text = f"{value:.2f}" if isinstance(value, complex) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def format_for(values: Array, digits: int | None = None) -> NumberFormat:
    """The format for all cells of an array of any shape and dtype.

    Whole numbers have no decimals, other numbers `digits` of them (2 unless told, more if all are
    small); very small and very large ones are written in powers of ten.
    """
    kind = values.dtype.kind
    if values.size == 0 or kind in "bcmMSUV":
        return NumberFormat("text")
    if kind == "O":
        try:
            return format_for(np.array(values, dtype=float), digits)
        except (TypeError, ValueError, OverflowError):
            return NumberFormat("text")
    if kind in "iu":
        whole = max(abs(int(values.max())), abs(int(values.min())))
        return NumberFormat("whole") if whole < LARGEST_WHOLE else NumberFormat("power", 2)
    sizes = np.abs(values)
    largest = float(sizes.max())
    if not math.isfinite(largest):
        values = values[np.isfinite(values)]
        if values.size == 0:
            return NumberFormat("fixed", 2)
        sizes = np.abs(values)
        largest = float(sizes.max())
    return _format_for_floats(values, largest, digits)


def _format_for_floats(values: Array, largest: float, digits: int | None) -> NumberFormat:
    if largest < LARGEST_FIXED and digits is None and bool((values == np.rint(values)).all()):
        return NumberFormat("whole")
    if largest == 0:
        return NumberFormat("fixed", digits or 0)
    if largest < SMALLEST_FIXED:
        return NumberFormat("power", 1 if digits is None else max(0, digits - 1))
    if digits is not None:
        return NumberFormat("fixed" if largest < LARGEST_FIXED else "power", max(0, digits))
    if largest < 0.1:
        return NumberFormat("fixed", 3 if largest >= 0.01 else 4)
    if largest < LARGEST_WITH_DECIMALS:
        return NumberFormat("fixed", 2)
    return NumberFormat("fixed", 0) if largest < LARGEST_FIXED else NumberFormat("power", 2)


def finer_formats(values: Array, chosen: NumberFormat) -> tuple[NumberFormat, NumberFormat | None]:
    """The format for a matrix, and a finer one for where there is room, if any is of use.

    That is where numbers would look like zero and are none. Where most of them would, the finer
    one is the format.
    """
    if chosen.kind != "fixed" or values.dtype.kind != "f" or values.size > MOST_CELLS_REFINED:
        return chosen, None
    if not 0 < chosen.decimals < MOST_DECIMALS:
        return chosen, None
    sizes = np.abs(values)
    sizes = sizes[(sizes > 0) & (sizes < np.inf)]
    if not sizes.size or float(sizes.min()) * 10**chosen.decimals > 0.5:
        return chosen, None
    hidden = [int((sizes * 10**d <= 0.5).sum()) for d in range(chosen.decimals, MOST_DECIMALS + 1)]
    if hidden[-1] == hidden[0]:
        return chosen, None  # no number of decimals shows any of them
    finer = NumberFormat("fixed", chosen.decimals + hidden.index(hidden[-1]))
    return (finer, None) if 2 * hidden[0] > values.size else (chosen, finer)


def format_number(value: object, digits: int | None = None, minus: str = "-") -> str:
    """One number on its own, as `format_for` would show it in a matrix of one cell."""
    try:
        array = np.asarray(value)
    except ValueError:  # a ragged list has no shape
        return with_minus(_any_text(value), minus)
    if array.ndim:
        return with_minus(_any_text(value), minus)
    return with_minus(format_for(array, digits).text(array.item()), minus)


def text_width(values: Array, chosen: NumberFormat) -> int:
    """Width in characters that every cell of an array fits in."""
    if values.size == 0:
        return 1
    if chosen.kind in ("whole", "fixed") and values.dtype.kind in "fiu":
        # The widest are the extremes; NaN and infinities are three or four characters.
        extremes = [values.min(), values.max()]
        if all(np.isfinite(extremes)):
            return max(len(chosen.text(value)) for value in extremes)
    if values.size > 400 and values.dtype.kind in "fc":
        finite = values[np.isfinite(values)]
        extremes = [finite.min(), finite.max()] if finite.size else []
        return max([4, *(len(chosen.text(v)) + (chosen.kind == "power") for v in extremes)])
    sample = values.reshape(-1)[:400].tolist()
    return max(len(chosen.text(value)) for value in sample)
