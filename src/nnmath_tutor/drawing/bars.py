"""Numbers as bars from a minimum to a maximum, with a mark where each was wanted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnmath_tutor.drawing.blocks import clip_row, tidy
from nnmath_tutor.drawing.cells import cells_wide, cut, filled, printable
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.numbers import (
    LARGEST_WITH_DECIMALS,
    NumberFormat,
    format_for,
    format_number,
    with_minus,
)
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span
from nnmath_tutor.drawing.ticks import short_number

Floats = NDArray[np.float64]

_SHORTEST = 6  # cells: a shorter bar says less than the words beside it
_LONGEST = 48


@dataclass(frozen=True, eq=False)
class BarsPart:
    """One bar a value, and the value that was wanted."""

    labels: tuple[str, ...]
    values: ArrayLike  # (n,)
    targets: ArrayLike | None = None  # (n,)
    minimum: float = 0.0  # where a bar is empty
    maximum: float = 1.0  # and where it is full
    name: str = ""


@paint.register
def _paint_bars(part: BarsPart, size: Size, charset: Charset) -> Rows:
    values, targets = _numbers(part)
    rows: list[Row] = []
    if part.name and size.height > max(len(values), 1):
        rows.append((Span(part.name, Role.TITLE),))
    table = _table(part, values, targets, size.width, charset)
    room = size.height - len(rows)
    if len(table) > room:
        half = (room - 1) // 2
        left_out = len(table) - (room - 1)
        dots: Row = (Span(f"{charset.dots_down} {left_out} more", Role.DIM),)
        table = (
            [*table[: room - 1 - half], dots, *table[len(table) - half :]]
            if room > 1
            else [table[0]]
        )
    rows.extend(table)
    return tuple(clip_row(row, size.width, charset.dots) for row in rows)


def _numbers(part: BarsPart) -> tuple[Floats, Floats | None]:
    values = np.asarray(part.values, dtype=np.float64).ravel()
    if part.targets is None:
        return values, None
    targets = np.asarray(part.targets, dtype=np.float64).ravel()
    return values, np.resize(targets, values.shape) if targets.size else None


def _table(
    part: BarsPart, values: Floats, targets: Floats | None, width: int, charset: Charset
) -> list[Row]:
    """One row a bar, in columns: label, bar, number, what was wanted."""
    labels = [printable(label) for label in part.labels[: len(values)]]
    labels += [""] * (len(values) - len(labels))
    # Three decimals, so that a trained network's 0.997 doesn't read as the 1 that was wanted; and
    # always as many, so that nothing jumps while it learns.
    large = max(abs(part.minimum), abs(part.maximum)) >= 1000
    chosen = format_for(values) if large else NumberFormat("fixed", 3)
    numbers = [_text(value, chosen, charset) for value in values]
    wanted = ["" for _ in values]
    if targets is not None:
        wanted = [f"wanted {short_number(target, charset.minus)}" for target in targets]
    number_width = max((len(number) for number in numbers), default=0)
    wanted_width = max((len(text) for text in wanted), default=0)
    most = max(3, width - number_width - 3 - _SHORTEST)  # a label gives way to bar and number
    labels = [_shortened(label, most, charset) for label in labels]
    label_width = max((cells_wide(label) for label in labels), default=0)
    fixed = number_width + 1 + (label_width + 2 if label_width else 0)
    if wanted_width and fixed + wanted_width + 2 + _SHORTEST > width:
        wanted, wanted_width = ["" for _ in values], 0
    before, after = _marks_outside(part, targets)
    room = width - fixed - (wanted_width + 2 if wanted_width else 0) - before - after
    length = max(0, min(_LONGEST, room))
    if length < _SHORTEST:
        length = 0
    rows: list[Row] = []
    for i, value in enumerate(values):
        row = [Span(filled(labels[i], label_width) + "  ", Role.LABEL)] if label_width else []
        target = None if targets is None else float(targets[i])
        if length:
            row += _bar(float(value), target, part, length, charset, (before, after))
            row.append(Span(" "))
        role = Role.RESULT if np.isfinite(value) else Role.WARNING
        row.append(Span(numbers[i].rjust(number_width), role))
        if wanted[i]:
            row.append(Span(f"  {wanted[i]}", Role.TARGET))
        rows.append(tidy(row))
    return rows


def _marks_outside(part: BarsPart, targets: Floats | None) -> tuple[bool, bool]:
    """Whether targets lie at the bars' ends: their marks stand outside, so that all bars align."""
    if targets is None or not part.maximum > part.minimum:
        return False, False
    good = targets[np.isfinite(targets)]
    return bool((good <= part.minimum).any()), bool((good >= part.maximum).any())


def _shortened(label: str, width: int, charset: Charset) -> str:
    if cells_wide(label) <= width:
        return label
    return cut(label, width - len(charset.dots)) + charset.dots


def _text(value: float, chosen: NumberFormat, charset: Charset) -> str:
    if np.isfinite(value) and abs(value) >= LARGEST_WITH_DECIMALS:
        return format_number(float(value), None, charset.minus)
    return with_minus(chosen.text(float(value)), charset.minus)


def _bar(
    value: float,
    target: float | None,
    part: BarsPart,
    length: int,
    charset: Charset,
    outside: tuple[bool, bool],
) -> list[Span]:
    """A bar of `length` cells; it grows from zero, or from the minimum if zero isn't inside.

    A place before it and one after it, where there are marks `outside`.
    """
    span = part.maximum - part.minimum
    if not span > 0:
        return [Span(charset.bar_rest * length, Role.DIM)]
    signed = part.minimum < 0 < part.maximum
    zero = round(-part.minimum / span * length) if signed else 0
    cells = [(charset.bar_rest, Role.DIM)] * length
    if np.isfinite(value):
        share = min(1.0, max(0.0, (value - part.minimum) / span))
        end = round(share * length)
        for x in range(min(zero, end), max(zero, end)):
            cells[x] = (charset.bar, Role.SERIES_1)
        if value > part.maximum:
            cells[-1] = (charset.arrow_right, Role.WARNING)
        elif value < part.minimum:
            cells[0] = (charset.arrow_left, Role.WARNING)
    if signed and 0 < zero < length and cells[zero][0] == charset.bar_rest:
        # In ASCII the guide looks like a target's mark.
        cells[zero] = (charset.dots_down if charset.ascii_only else charset.guide, Role.AXIS)
    mark = (charset.vertical, Role.TARGET)
    margins = [(" ", Role.PLAIN), (" ", Role.PLAIN)]
    if target is not None and np.isfinite(target):
        if target <= part.minimum:
            margins[0] = mark
        elif target >= part.maximum:
            margins[1] = mark
        else:
            at = (target - part.minimum) / span
            cells[min(length - 1, round(at * length))] = mark
    cells = [*margins[: outside[0]], *cells, *margins[1 : 1 + outside[1]]]
    return [Span(text, role) for text, role in cells]


@describe.register
def _describe_bars(part: BarsPart) -> str:
    values, targets = _numbers(part)
    told = []
    for i, value in enumerate(values):
        label = part.labels[i] if i < len(part.labels) else str(i + 1)
        text = f"{label} {format_number(float(value), 3)}"
        if targets is not None:
            text += f" (wanted {short_number(float(targets[i]))})"
        told.append(text)
    name = f"{part.name}, bars" if part.name else "Bars"
    scale = f"{short_number(part.minimum)} to {short_number(part.maximum)}"
    return f"{name} from {scale}: {', '.join(told) or 'none'}."
