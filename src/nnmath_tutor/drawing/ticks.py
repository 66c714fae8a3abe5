"""Round ticks for an axis, 1-2-5 on a linear and decades on a logarithmic one, and their labels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_SUFFIXES = ((12, "T"), (9, "G"), (6, "M"), (3, "k"))


# Differences of larger numbers overflow; in a picture they look no different.
_FARTHEST = 1e300
# And differences smaller than this underflow.
SMALLEST = 1e-290


def constant_window(low: float, high: float) -> tuple[float, float] | None:
    """If low and high are the same for the eye: a window with the value in its middle, else None.

    It goes from nought to the value's double.
    """
    largest = max(abs(low), abs(high))
    if high - low > max(1e-9 * largest, SMALLEST):
        return None
    size = largest if largest > SMALLEST else 1.0
    return low - size, high + size


def near(values: Floats) -> Floats:
    """The values with the farthest drawn in, so that they can be subtracted; NaN if not finite."""
    if values.size and max(values.max(), -values.min()) <= _FARTHEST:
        return values
    return np.where(np.isfinite(values), np.clip(values, -_FARTHEST, _FARTHEST), np.nan)


def near_pairs(xs: ArrayLike, ys: ArrayLike) -> tuple[Floats, Floats]:
    """Numbers that belong together two by two, drawn in; what one has beyond the other is cut."""
    one = np.asarray(xs, dtype=np.float64).ravel()
    other = np.asarray(ys, dtype=np.float64).ravel()
    count = min(len(one), len(other))
    return near(one[:count]), near(other[:count])


@dataclass(frozen=True, slots=True)
class Scale:
    """A window low..high of an axis. On a log axis a value v lies at log(v + offset)."""

    low: float
    high: float
    log: bool = False
    offset: float = 0.0  # 1 on the axis of epochs, so that epoch 0 has a place

    def fraction(self, values: ArrayLike) -> Floats:
        """Where the values lie between low (0.0) and high (1.0); never falls where they rise.

        Values beyond the window give fractions beyond 0..1; on a log axis, values that have no
        logarithm give -inf.
        """
        low, high = self.low, self.high
        position = np.asarray(values, dtype=np.float64)
        if self.log:
            low, high = math.log(low + self.offset), math.log(high + self.offset)
            position = position + self.offset
            logs = np.full(position.shape, -np.inf)
            position = np.log(position, out=logs, where=position > 0)
        if high <= low:
            return np.where(position > high, 1.0, 0.0)
        with np.errstate(over="ignore", invalid="ignore"):  # far beyond the window is infinity
            return np.asarray((position - low) / (high - low))

    def cells(self, values: ArrayLike, count: int) -> NDArray[np.intp]:
        """The cell (0 .. count-1) each value falls on; what lies beyond is put on the border."""
        place = np.rint(np.clip(self.fraction(values), 0, 1) * (count - 1))
        cells: NDArray[np.intp] = np.where(place == place, place, 0).astype(np.intp)  # NaN: 0
        return cells


def linear_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """At most `most` multiples of 1, 2 or 5 times a power of ten within low..high."""
    span = high - low
    if most < 1 or not math.isfinite(span) or span <= SMALLEST:
        return ()
    exponent = math.floor(math.log10(span / most)) - 1
    while True:
        for mantissa in (1, 2, 5):
            step = _times_power(mantissa, exponent)
            first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
            if last - first < most:
                ticks = (_times_power(k * mantissa, exponent) for k in range(first, last + 1))
                return tuple(t for t in ticks if low <= t <= high)
        exponent += 1


def log_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """At most `most` powers of ten within low..high; if that's one or two, 2 and 5 times them too.

    A window too narrow for two of those gets linear ticks.
    """
    if most < 1 or not 0 < low < high < math.inf:
        return ()
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    fine = [_times_power(m, d) for d in decades for m in (1, 2, 5)]
    fine = [tick for tick in fine if low <= tick <= high]
    if len(fine) < 2:
        return linear_ticks(low, high, most)
    powers = [_times_power(1, d) for d in decades]
    powers = [tick for tick in powers if low <= tick <= high]
    if len(powers) < 3 and len(fine) <= most:
        return tuple(fine)
    every = max(1, math.ceil(len(powers) / most))
    # Counted from the exponent 0, so that 1 keeps its tick whatever is left out.
    kept = [tick for tick in powers if round(math.log10(tick)) % every == 0][:most]
    return tuple(kept or fine[-1:])


def tick_labels(
    ticks: tuple[float, ...], minus: str = "-", *, log: bool = False
) -> tuple[str, ...]:
    """A label for each tick: 0.25 as it is, 10000 as 10k; on a linear axis with equal decimals."""
    labels = [short_number(tick, minus) for tick in ticks]
    plain = not log and not any(label[-1:] in "TGMk" or "e" in label for label in labels)
    decimals = [len(label.partition(".")[2]) for label in labels]
    if plain and max(decimals, default=0) > 0:
        labels = [f"{tick:.{max(decimals)}f}".replace("-", minus) for tick in ticks]
    return tuple(labels)


def short_number(value: float, minus: str = "-") -> str:
    """A round number in few characters: 0.05, 250, 1k, 1.5k, 60k, 2M, 1e-5."""
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return f"{value}".replace("-", minus)
    size = abs(value)
    sign = minus if value < 0 else ""
    if size < 1e-4 or size >= 1e15:
        mantissa, _, exponent = f"{size:.3e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".")
        power = str(int(exponent)).replace("-", minus)
        return f"{sign}{mantissa}e{power}"
    for power_of_ten, suffix in _SUFFIXES:
        if size >= 10**power_of_ten:
            return f"{sign}{size / 10**power_of_ten:.6g}{suffix}"
    return f"{sign}{size:.6g}" if size >= 1 else f"{sign}{size:.8f}".rstrip("0")


def _times_power(mantissa: int, exponent: int) -> float:
    """mantissa * 10**exponent, correctly rounded: 3 * 0.1 must be 0.3."""
    return float(f"{mantissa}e{exponent}")
