"""How often which numbers come: several arrays as histograms on one axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath_tutor.drawing import Histogram, HistogramPart
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import Array, line_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

MOST_BINS = 200

OPTIONS: Mapping[str, Option] = {
    "values": Option(
        OptionType.EXPRESSIONS, "arrays of any shape, one above the other", required=True
    ),
    "names": Option(OptionType.NAMES, "what they are called; else the expressions"),
    "bins": Option(OptionType.INTEGER, "how many bins, equally wide", default=20),
    "low": Option(OptionType.NUMBER, "where the first bin begins; else at the least number"),
    "high": Option(OptionType.NUMBER, "where the last bin ends; else at the greatest number"),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """A histogram for each array, with the same bins. Raises SceneError."""
    texts, bins = options["values"], options["bins"]
    names = options["names"] or texts
    if len(names) != len(texts):
        raise SceneError(f"names has {len(names)} entries for {len(texts)} arrays.")
    if not 1 <= bins <= MOST_BINS:
        raise SceneError(f"bins = {bins}: there may be 1 to {MOST_BINS}.")
    arrays = [line_of(moment, text) for text in texts]
    low, high = _window(arrays, options)
    groups = tuple(
        _group(name, values, bins, low, high) for name, values in zip(names, arrays, strict=True)
    )
    return Picture((HistogramPart(groups, low, high),))


def _window(arrays: list[Array], options: Mapping[str, Any]) -> tuple[float, float]:
    """Where the bins begin and end. Raises SceneError."""
    numbers = np.concatenate(arrays)
    numbers = numbers[np.isfinite(numbers)]
    least, greatest = (numbers.min(), numbers.max()) if numbers.size else (0.0, 1.0)
    if least == greatest and options["low"] is None and options["high"] is None:
        least, greatest = least - 0.5, greatest + 0.5  # as NumPy does it
    low = float(least if options["low"] is None else options["low"])
    high = float(greatest if options["high"] is None else options["high"])
    if not low < high or not np.isfinite(high - low):
        raise SceneError(f"low = {low:g} must be below high = {high:g}, and not too far.")
    return low, high


def _group(name: str, values: Array, bins: int, low: float, high: float) -> Histogram:
    finite = values[np.isfinite(values)]
    counts, _ = np.histogram(finite, bins, (low, high))
    with np.errstate(all="ignore"):
        mean = float(finite.mean()) if finite.size else float("nan")
        spread = float(finite.std()) if finite.size else float("nan")
    return Histogram(
        name,
        counts,
        values.size,
        mean,
        spread,
        int((finite < low).sum()),
        int((finite > high).sum()),
        values.size - finite.size,
    )
