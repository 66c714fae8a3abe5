"""What a plot says in words: its legend, its remarks, and its sentence for a screen reader."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnmath_tutor.drawing.blocks import clip_row, tidy
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width
from nnmath_tutor.drawing.series import PlotPart, PlotSeries

_LONGEST_WORD = 6  # that is never abbreviated
_ROLES = (Role.SERIES_1, Role.SERIES_2, Role.SERIES_3, Role.SERIES_4)


def legend_rows(part: PlotPart, size: Size, charset: Charset) -> Rows:
    """The present epoch and each series' value there; without a cursor, the names.

    Where it gets tight the values lose figures first, then the names their ends. A single series'
    name becomes shorter by words, and goes before the value has less than three figures.
    """
    several = len(part.series) > 1
    if not several and part.series:
        return _one_entry(part, size, charset)
    longest = max((len(_name(part, series)) for series in part.series), default=0)
    most = 1 if size.height < 8 or not several else 2 if size.height < 14 else 3
    tighter = [(figures, longest) for figures in (4, 3, 2)]
    tighter += [(2, limit) for limit in (*range(longest - 1, 4, -1), 0)]
    for figures, limit in tighter:
        rows = _flow(_entries(part, figures, limit, charset), size.width)
        if len(rows) <= most and all(row_width(row) <= size.width for row in rows):
            return rows
    if part.cursor is not None and several:
        return legend_rows(replace(part, cursor=None), size, charset)
    return tuple(clip_row(row, size.width) for row in rows[:most])


def _one_entry(part: PlotPart, size: Size, charset: Charset) -> Rows:
    """The legend of a single series, in one row."""
    row: Row = ()
    name = _name(part, part.series[0])
    tries = [(figures, short) for short in _shorter(name) for figures in (4, 3)]
    for figures, short in [*tries, (4, ""), (3, ""), (2, "")]:
        (row,) = _flow(_entries(part, figures, len(short), charset, short), 10**6) or ((),)
        if row_width(row) <= size.width:
            return (row,)
    return (clip_row(row, size.width),)


def _shorter(name: str) -> list[str]:
    """`mean absolute error`, `mean abs. error`, `error`: the same in fewer characters."""
    *before, last = name.split(" ")
    short = [word if len(word) <= _LONGEST_WORD else f"{word[:3]}." for word in before]
    return list(dict.fromkeys([name, " ".join([*short, last]), last]))


def _entries(
    part: PlotPart, figures: int, limit: int, charset: Charset, name: str | None = None
) -> list[Row]:
    entries: list[Row] = []
    if part.cursor is not None:
        entries.append((Span(f"{part.x_label} {part.cursor:,}", Role.CURSOR),))
    elif part.y_label and len(part.series) != 1:
        entries.append((Span(part.y_label, Role.TITLE),))
    for index in range(len(part.series)):
        entries.append(_entry(part, index, figures, limit, charset, name))
    return entries


def _entry(
    part: PlotPart, index: int, figures: int, limit: int, charset: Charset, name: str | None
) -> Row:
    series = part.series[index]
    role = _ROLES[index % len(_ROLES)]
    several = len(part.series) > 1
    marker = charset.markers[index % len(charset.markers)] + " " if several else ""
    name = _name(part, series) if name is None else name
    if len(name) > limit:
        name = name[: max(1, limit - len(charset.dots))].rstrip() + charset.dots
    spans = [Span(marker, role), Span(name if limit else "", role if several else Role.TITLE)]
    if part.cursor is not None:
        value = series.at(part.cursor)
        spans.append(Span(" " if limit else ""))
        if value is None and series.ended and part.cursor >= series.end > series.start:
            value = series.at(series.end - 1)
            spans.append(Span("ended ", Role.DIM))
        if value is None:
            spans.append(Span("not yet", Role.DIM))
        else:
            text = value_text(value, figures).replace("-", charset.minus)
            spans.append(Span(text, Role.STRONG if np.isfinite(value) else Role.WARNING))
    return tuple(spans)


def _name(part: PlotPart, series: PlotSeries) -> str:
    """A single series goes by what it measures, several go by what tells them apart."""
    return part.y_label if part.y_label and len(part.series) == 1 else series.name


def _flow(entries: list[Row], width: int) -> Rows:
    """Entries one after another, two spaces between, on as many rows as it takes."""
    rows: list[Row] = []
    for entry in entries:
        if rows and row_width(rows[-1]) + 2 + row_width(entry) <= width:
            rows[-1] = (*rows[-1], Span("  "), *entry)
        else:
            rows.append(entry)
    return tuple(tidy(row) for row in rows)


def value_text(value: float, figures: int = 4) -> str:
    """The figures that matter: 0.3412, 0.004213, 12.50, 3.100e+09."""
    if np.isnan(value):
        return "nan"
    if np.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == 0:
        return "0"
    if 1e-4 <= abs(value) < 1e7:
        decimals = max(0, figures - 1 - int(np.floor(np.log10(abs(value)))))
        return f"{value:,.{decimals}f}"
    return f"{value:.{figures - 1}e}"


def remarks(part: PlotPart) -> tuple[str, ...]:
    """What the curves can't show: values that aren't numbers, or have no logarithm."""
    found: list[str] = []
    gaps, floored = 0, 0
    first: int | None = None
    for series in part.series:
        values = np.asarray(series.values, dtype=np.float64).ravel()
        bad = ~np.isfinite(values)
        if bad.any():
            gaps += int(bad.sum())
            at = series.start + int(bad.argmax())
            first = at if first is None else min(first, at)
        if part.log_y:
            floored += int((values[~bad] <= 0).sum())
    if gaps:
        values_word = "value isn't" if gaps == 1 else "values aren't"
        found.append(f"{gaps:,} {values_word} finite, from {part.x_label} {first:,} on")
    if floored:
        found.append(f"{floored:,} at or below 0, drawn at the bottom")
    return tuple(found)


def plot_sentence(part: PlotPart) -> str:
    """One sentence with each series' first, last, lowest and highest value."""
    if not part.series:
        return "An empty plot."
    told = "; ".join(_series_sentence(series, part) for series in part.series)
    kind = "logarithmic" if part.log_x else "linear"
    what = f" of {part.y_label}" if part.y_label and len(part.series) > 1 else ""
    sentence = f"Plot{what} over {part.x_label}s on a {kind} axis: {told}"
    extra = "; ".join(remarks(part))
    return f"{sentence}; {extra}." if extra else f"{sentence}."


def _series_sentence(series: PlotSeries, part: PlotPart) -> str:
    values = np.asarray(series.values, dtype=np.float64).ravel()
    name = _name(part, series)
    if not values.size:
        return f"{name}, nothing recorded yet"
    last = series.end - 1
    text = f"{name} is {value_text(values[0])} at {part.x_label} {series.start:,}"
    if part.cursor is not None and series.start < part.cursor < last:
        text += f", {value_text(values[part.cursor - series.start])} at {part.cursor:,}"
    if last > series.start:
        text += f" and {value_text(values[-1])} at {last:,}"
    good = values[np.isfinite(values)]
    if good.size > 1:
        text += f" (lowest {value_text(good.min())}, highest {value_text(good.max())})"
    return text
