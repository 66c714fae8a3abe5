"""Figures: what was measured, what was aimed at, and both in a table."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

QUICK = 3  # rounds of a smoke run


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. Without an aim it is told for the record."""

    what: str
    value: float
    unit: str
    aim: float | None = None
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure is at most what was aimed at."""
        return self.aim is None or self.value <= self.aim


def interleaved(
    runs: Mapping[str, Callable[[], float]], rounds: int
) -> dict[str, tuple[float, ...]]:
    """What each of the runs gives, in turn: A B A B …

    A change of the machine's load meets all of them alike. The first round fills caches and is
    thrown away.
    """
    found: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            value = run()
            if turn:
                found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that `share` (0 to 1) of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def spread(values: Sequence[float], scale: float = 1.0, unit: str = "") -> str:
    """Median, fastest and slowest, as a note."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle * scale:.4g} ({low * scale:.4g}–{high * scale:.4g}){unit}"


def _short(value: float) -> str:
    return f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"


def table(figures: Sequence[Figure]) -> str:
    """The figures as rows of text: what, figure, aim, verdict, note."""
    rows = [("", "figure", "aim", "", "")]
    for figure in figures:
        verdict = "" if figure.aim is None else "met" if figure.met else "MISSED"
        rows.append(
            (
                figure.what,
                f"{_short(figure.value)}{figure.unit}",
                "" if figure.aim is None else f"≤ {figure.aim:,g}{figure.unit}",
                verdict,
                figure.note,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  "
        f"{row[3]:<{widths[3]}}  {row[4]}".rstrip()
        for row in rows
    )
