"""Histograms one above the other on one common axis: how often which numbers come.

Beside each stand its numbers, their mean and their spread; below it, where there's room, a bracket
from one spread below the mean to one above it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnmath_tutor.drawing.axes import Field, put_axis_across, ticks_across
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.figures import own_format
from nnmath_tutor.drawing.numbers import NumberFormat, with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width
from nnmath_tutor.drawing.ticks import Scale

Counts = NDArray[np.intp]

_ROLES = (Role.SERIES_1, Role.SERIES_2, Role.SERIES_3, Role.SERIES_4)
_WITH_AXIS = 5  # rows
_WITH_WORDS = 44  # columns from which on the words stand beside the bars
_WITH_NAMES = 12  # and from which on, in one or two rows, their names do
_WITH_COUNTS = 16  # columns from which on the counts have an axis
_WITH_BRACKET = 5  # rows of a histogram
_LONGEST_NAME = 22
_MOST_TOLD = 24  # bins whose counts a sentence tells


@dataclass(frozen=True, eq=False)
class Histogram:
    """How many of some numbers fall into each bin, and beside the window."""

    name: str
    counts: ArrayLike  # (bins,)
    numbers: int  # all of them
    mean: float
    spread: float  # the standard deviation
    below: int = 0
    above: int = 0
    broken: int = 0  # not finite


@dataclass(frozen=True, eq=False)
class HistogramPart:
    """Histograms with the same bins, equally wide, from low to high."""

    groups: tuple[Histogram, ...]
    low: float
    high: float


@dataclass(frozen=True, eq=False, slots=True)
class _Layout:
    """Where the histograms stand: `rows` for each, the words beside the bars or in a row above."""

    beside: bool
    words: int  # columns of the words beside
    ticks: int  # columns of the counts' axis
    rows: int
    field: Field  # of the bars of the first one, from its first row to its last


@paint.register
def _paint_histogram(part: HistogramPart, size: Size, charset: Charset) -> Rows:
    canvas = Canvas.of(size)
    under = 2 if size.height >= _WITH_AXIS else 0
    shown = part.groups[: max(1, size.height - under)]
    if not shown or size.height < 1:
        return canvas.rows()
    layout = _layout(part, shown, size, size.height - under, charset)
    for index, group in enumerate(shown):
        _put_histogram(canvas, group, layout, index, charset)
    field = layout.field
    if under and field.width:
        y = layout.rows * len(shown)
        ticks = ticks_across(field.across, field.width, charset)
        put_axis_across(canvas, field.left, y, field.width, ticks, charset)
        if layout.ticks:
            canvas.put(field.left - 1, y, charset.corner, Role.AXIS)
    missing = len(part.groups) - len(shown)
    if missing and size.width >= _WITH_NAMES:
        text = f" +{missing}"
        canvas.put(size.width - len(text), 0, text, Role.WARNING)
    return canvas.rows()


def _layout(
    part: HistogramPart, shown: tuple[Histogram, ...], size: Size, height: int, charset: Charset
) -> _Layout:
    rows = height // len(shown)
    beside = size.width >= (_WITH_WORDS if rows >= 3 else _WITH_NAMES)
    words = [row for group in shown for row in _words(group, rows, charset)] if beside else []
    left = min(max(map(row_width, words)), _LONGEST_NAME, size.width // 3) + 2 if words else 0
    # Of all counts: merged bins may hold as many.
    longest = max(len(str(int(_counts(group).sum()))) for group in shown)
    ticks = longest + 2 if size.width - left >= _WITH_COUNTS else 0
    room = max(size.width - left - ticks, 1)
    bins = _merged(_counts(shown[0]), room).size
    width = max(room // max(bins, 1), 1) * max(bins, 1)
    across = Scale(part.low, part.high if part.high > part.low else part.low + 1)
    field = Field(left + ticks, 0, min(width, room), rows, across, Scale(0, 1))
    return _Layout(beside, left, ticks, rows, field)


def _put_histogram(
    canvas: Canvas, group: Histogram, layout: _Layout, index: int, charset: Charset
) -> None:
    """One histogram in its rows: words, counts' axis, bars, and the bracket below them."""
    top, rows = index * layout.rows, layout.rows
    if layout.beside:
        words = _words(group, rows, charset)
        most = layout.words - 1
        canvas.put_rows(0, top, tuple(clip_row(row, most, charset.dots) for row in words))
    else:
        heading = _heading(group, charset)
        canvas.put_row(0, top, clip_row(heading, canvas.width, charset.dots))
        top, rows = top + 1, rows - 1
    bracket = rows >= _WITH_BRACKET
    field = replace(layout.field, top=top, height=rows - bracket)
    counts = _merged(_counts(group), field.width)
    if layout.ticks:
        peak = str(int(counts.max())) if counts.size else "0"
        _put_count(canvas, field, peak, charset)
    _put_bars(canvas, counts, field, _ROLES[index % len(_ROLES)], charset)
    _put_outside(canvas, group, field, charset)
    if bracket:
        _put_bracket(canvas, group, field, charset)


def _counts(group: Histogram) -> Counts:
    return np.asarray(group.counts, dtype=np.intp).ravel()


def _merged(counts: Counts, room: int) -> Counts:
    """The counts of as many bins as have room: always equally many bins become one."""
    if counts.size <= max(room, 1):
        return counts
    divisors = (n for n in range(1, counts.size + 1) if counts.size % n == 0)
    each = next(n for n in divisors if counts.size // n <= max(room, 1))
    merged: Counts = counts.reshape(-1, each).sum(axis=1)
    return merged


def _number(value: float) -> str:
    return own_format(float(value), NumberFormat("fixed", 2)).text(float(value))


def _figures(group: Histogram, charset: Charset) -> tuple[Span, Span]:
    def shown(value: float) -> Span:
        role = Role.STRONG if np.isfinite(value) else Role.WARNING
        return Span(with_minus(_number(value), charset.minus), role)

    return shown(group.mean), shown(group.spread)


def _words(group: Histogram, rows: int, charset: Charset) -> Rows:
    """The name, how many numbers, mean and spread, in so many rows."""
    mean, spread = _figures(group, charset)
    name = Span(group.name, Role.TITLE)
    how_many = Span(f"{group.numbers:,}", Role.LABEL)
    whole: list[Row] = [
        line(name),
        line(how_many, Span(" numbers", Role.LABEL)),
        line(Span("mean ", Role.LABEL), mean),
        line(Span("spread ", Role.LABEL), spread),
    ]
    if group.broken:
        whole.append((Span(f"{group.broken:,} not finite", Role.WARNING),))
    if rows >= 4:
        return tuple(whole[:rows])
    if rows == 3:
        return whole[0], whole[2], whole[3]
    if rows == 2:
        return whole[0], line(mean, Span(f" {charset.plus_minus} "), spread)
    return (whole[0],)


def _heading(group: Histogram, charset: Charset) -> Row:
    mean, spread = _figures(group, charset)
    return line(
        Span(f"{group.name}  ", Role.TITLE),
        Span("mean ", Role.LABEL),
        mean,
        Span("  spread ", Role.LABEL),
        spread,
    )


def _put_count(canvas: Canvas, field: Field, peak: str, charset: Charset) -> None:
    """The upright axis: at its top the count of the fullest bin."""
    x = field.left - 1
    for y in range(field.top, field.top + field.height):
        canvas.put(x, y, charset.vertical, Role.AXIS)
    if field.height:
        canvas.put(x, field.top, charset.tee_left, Role.AXIS)
        canvas.put(x - 1 - len(peak), field.top, peak, Role.LABEL)


def _put_bars(canvas: Canvas, counts: Counts, field: Field, role: Role, charset: Charset) -> None:
    """A bar for each bin; the fullest one is as high as the field, one number is still seen."""
    peak = int(counts.max()) if counts.size else 0
    if not peak or field.height < 1 or field.width < 1:
        return
    steps = len(charset.heights)
    each = max(1, field.width // counts.size)
    for index, count in enumerate(counts.tolist()):
        filled = round(count / peak * field.height * steps)
        filled = max(filled, 1) if count else 0
        for up in range(field.height):
            here = min(max(filled - up * steps, 0), steps)
            if here:
                y = field.top + field.height - 1 - up
                canvas.put(field.left + index * each, y, charset.heights[here - 1] * each, role)


def _put_outside(canvas: Canvas, group: Histogram, field: Field, charset: Charset) -> None:
    if group.below and field.height:
        canvas.put(field.left, field.top, f"{charset.arrow_left}{group.below:,}", Role.WARNING)
    if group.above and field.height:
        text = f"{group.above:,}{charset.arrow_right}"
        canvas.put(field.left + field.width - len(text), field.top, text, Role.WARNING)


def _put_bracket(canvas: Canvas, group: Histogram, field: Field, charset: Charset) -> None:
    """Below the bars: [ one spread below the mean, an arrow at the mean, ] one spread above it."""
    y = field.top + field.height
    mean, spread = group.mean, group.spread
    if not (np.isfinite(mean) and np.isfinite(spread)) or field.width < 3:
        return
    if not field.across.low <= mean <= field.across.high:
        return
    begin, middle, end = (
        field.place(value, 0)[0] for value in (mean - spread, mean, mean + spread)
    )
    for x in range(begin, end + 1):
        canvas.put(x, y, charset.horizontal, Role.CURSOR)
    if mean - spread >= field.across.low:
        canvas.put(begin, y, "[", Role.CURSOR)
    if mean + spread <= field.across.high:
        canvas.put(end, y, "]", Role.CURSOR)
    canvas.put(middle, y, charset.arrow_up, Role.CURSOR)


@describe.register
def _describe_histogram(part: HistogramPart) -> str:
    if not part.groups:
        return "An empty histogram."
    bins = _counts(part.groups[0]).size
    text = f"Histogram in {bins} bins from {_number(part.low)} to {_number(part.high)}"
    return f"{text}: {'; '.join(_told(part, group) for group in part.groups)}."


def _told(part: HistogramPart, group: Histogram) -> str:
    counts = _counts(group)
    text = f"{group.name}, {group.numbers:,} numbers, mean {_number(group.mean)}"
    text += f", spread {_number(group.spread)}"
    if counts.size:
        edges = np.linspace(part.low, part.high, counts.size + 1)
        top = int(counts.argmax())
        text += f", fullest bin from {_number(edges[top])} to {_number(edges[top + 1])}"
        text += f" with {counts[top]:,}"
    if 0 < counts.size <= _MOST_TOLD:
        text += f", counts {' '.join(str(c) for c in counts.tolist())}"
    told = ((group.below, "below"), (group.above, "above"), (group.broken, "not finite"))
    return text + "".join(f", {count:,} {where}" for count, where in told if count)
