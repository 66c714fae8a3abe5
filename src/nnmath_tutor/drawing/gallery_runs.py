"""What a gallery of runs tells of each of them: its answers, its error, where they were taken."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.charset import ASCII, Charset
from nnmath_tutor.drawing.draw import describe
from nnmath_tutor.drawing.legend import value_text
from nnmath_tutor.drawing.numbers import format_number, with_minus
from nnmath_tutor.drawing.series import PlotSeries
from nnmath_tutor.drawing.ticks import short_number

Floats = NDArray[np.float64]

HALF = 0.5  # so far from an answer of 0 or 1 a prediction is a wrong one


@dataclass(frozen=True, eq=False)
class GalleryRun:
    """One run: its series over the epochs, and what it answers after `epoch` of them.

    `trouble` says why it has no answers, or what stopped it; `waiting`: it is none, it only has
    not begun.
    """

    name: str
    curve: PlotSeries | None = None
    outputs: Floats = field(default_factory=lambda: np.empty(0))  # (n,)
    targets: Floats = field(default_factory=lambda: np.empty(0))  # (n,)
    epoch: int | None = None
    trouble: str = ""
    waiting: bool = False

    @property
    def squared_error(self) -> float:
        """Mean over the examples of (target - output) ** 2; NaN where there is no example."""
        if not self.outputs.size:
            return float("nan")
        with np.errstate(all="ignore"):
            return float(np.mean((self.targets - self.outputs) ** 2))

    @property
    def wrong(self) -> list[bool]:
        """Which predictions miss an answer of 0 or 1 by a half or more; else none can be told."""
        if not np.isin(self.targets, (0, 1)).all():
            return [False] * self.outputs.size
        with np.errstate(all="ignore"):
            near_enough = np.abs(self.targets - self.outputs) < HALF
        return [not good for good in near_enough.tolist()]


@dataclass(frozen=True, eq=False)
class GalleryPart:
    """Runs below one another; `names` are those of the examples, `epochs` how long the axis is."""

    runs: tuple[GalleryRun, ...]
    names: tuple[str, ...] = ()
    series: str = ""
    epochs: int = 0


def common_targets(part: GalleryPart) -> Floats:
    """What is wanted of the first run that has answers; the others mostly want the same."""
    return next((run.targets for run in part.runs if run.targets.size), np.empty(0))


def wants_otherwise(part: GalleryPart, run: GalleryRun) -> bool:
    """Whether a run has other answers to learn than those in the head."""
    return bool(run.targets.size) and not np.array_equal(run.targets, common_targets(part))


def differ(part: GalleryPart) -> bool:
    """Whether the runs are seen at different epochs."""
    return len({run.epoch for run in part.runs if run.epoch is not None}) > 1


def epoch_text(run: GalleryRun) -> str:
    return "" if run.epoch is None else f"{run.epoch:,}"


def answer_texts(run: GalleryRun, charset: Charset) -> list[str]:
    """Predictions in three decimals, those on the wrong side of one half with a mark."""
    return [
        number_text(float(value), charset) + ("!" if wrong else " ")
        for value, wrong in zip(run.outputs, run.wrong, strict=True)
    ]


def number_text(value: float, charset: Charset) -> str:
    if not np.isfinite(value) or abs(value) >= 1000:
        return format_number(value, None, charset.minus)
    return with_minus(f"{value:.3f}", charset.minus)


def error_text(run: GalleryRun, charset: Charset) -> str:
    if run.trouble or not run.outputs.size:
        return ""
    return with_minus(value_text(run.squared_error, 3), charset.minus)


@describe.register
def _describe_gallery(part: GalleryPart) -> str:
    common = common_targets(part)
    wanted = ", ".join(short_number(float(value)) for value in common)
    told = []
    for run in part.runs:
        if run.trouble:
            told.append(f"{run.name}: {run.trouble}")
            continue
        text = f"{run.name} predicts " + ", ".join(
            number_text(float(value), ASCII) + (" (wrong)" if wrong else "")
            for value, wrong in zip(run.outputs, run.wrong, strict=True)
        )
        if run.epoch is not None and differ(part):
            text += f" in epoch {run.epoch:,}"
        text += f", mean squared error {value_text(run.squared_error, 3)}"
        if wants_otherwise(part, run):
            others = ", ".join(short_number(float(value)) for value in run.targets)
            text += f" (wanted here: {others})"
        if run.curve is not None and run.curve.drawable.size:
            first, last = run.curve.drawable[[0, -1]].tolist()
            text += f", {part.series or 'curve'} from {value_text(first, 3)} to "
            text += value_text(last, 3)
        told.append(text)
    end = "; ".join(told).rstrip(".")
    return f"Runs below one another. Wanted: {wanted or 'nothing known'}. {end or 'No run'}."
