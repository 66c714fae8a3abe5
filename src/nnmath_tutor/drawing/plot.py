"""The error plot: series over epochs, each column from its lowest to its highest value."""

from __future__ import annotations

from functools import lru_cache
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.axes import (
    Field,
    put_axis_across,
    put_axis_down,
    put_name_across,
    ticks_across,
    ticks_down,
)
from nnmath_tutor.drawing.braille import ACROSS, DOWN, braille_text, half_text
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.envelope import bands, envelope
from nnmath_tutor.drawing.legend import legend_rows, plot_sentence, remarks
from nnmath_tutor.drawing.rows import Role, Rows, Size
from nnmath_tutor.drawing.series import PlotPart, PlotSeries, windows
from nnmath_tutor.drawing.strokes import put_texts

__all__ = ["PlotPart", "PlotSeries"]

Mask = NDArray[np.bool_]

_ROLES = (Role.SERIES_1, Role.SERIES_2, Role.SERIES_3, Role.SERIES_4)
_EVERY = 12  # cells between two markers of the same curve
_WITH_AXIS_ACROSS = 5  # rows from which on the lower axis is worth its two
_WITH_AXIS_DOWN = 20  # columns from which on the labels at the left are worth theirs


@paint.register
def _paint_plot(part: PlotPart, size: Size, charset: Charset) -> Rows:
    canvas = Canvas.of(size)
    head = legend_rows(part, size, charset)
    notes = remarks(part)
    if size.height < 2:
        return head[:1]
    canvas.put_rows(0, 0, head)
    foot = 1 if notes and size.height >= _WITH_AXIS_ACROSS + 1 else 0
    if foot:
        text = "; ".join(notes)
        canvas.put(0, size.height - 1, f"! {text}", Role.WARNING)
    field = _put_axes(canvas, part, len(head), size.height - foot, charset)
    _put_curves(canvas, part, field, charset)
    return canvas.rows()


def _put_axes(canvas: Canvas, part: PlotPart, top: int, bottom: int, charset: Charset) -> Field:
    """Draw the axes between two rows, as far as there's room, and say what is left for curves."""
    across, upright = windows(part)
    under = 2 if bottom >= _WITH_AXIS_ACROSS else 0
    height = max(1, bottom - top - under)
    ticks = ticks_down(upright, height, charset) if canvas.width >= _WITH_AXIS_DOWN else ()
    left = max((len(tick.label) for tick in ticks), default=-2) + 2
    width = canvas.width - left
    if ticks:
        put_axis_down(canvas, left - 1, top, height, ticks, charset)
    if under:
        y = top + height
        put_axis_across(canvas, left, y, width, ticks_across(across, width, charset), charset)
        if ticks:
            canvas.put(left - 1, y, charset.corner, Role.AXIS)
        put_name_across(canvas, left, y + 1, width, part.x_label)
    return Field(left, top, width, height, across, upright)


def _put_curves(canvas: Canvas, part: PlotPart, field: Field, charset: Charset) -> None:
    several = len(part.series) > 1
    across, down = (ACROSS, DOWN) if charset.braille else (1, 1 if several else 2)
    masks = [_mask(series, field, across, down) for series in part.series]
    cells = [_by_cell(mask, across, down) for mask in masks]
    owners = _owners(cells)
    if not masks:
        texts: list[str] = []
    elif charset.braille:
        texts = braille_text(np.logical_or.reduce(masks))
    elif several:
        marks = np.array([" ", *charset.markers])
        texts = ["".join(row) for row in marks[np.where(owners < 0, 0, owners % 4 + 1)].tolist()]
    else:
        texts = half_text(masks[0])
    for index, role in zip(range(len(masks)), cycle(_ROLES), strict=False):
        mine = _parts_of(index, texts, owners) if several else texts
        put_texts(canvas, field.left, field.top, mine, role)
    if several and charset.braille:
        _put_markers(canvas, cells, field, charset)
    _put_cursor(canvas, part, field, charset)


def _parts_of(index: int, texts: list[str], owners: NDArray[np.intp]) -> list[str]:
    """The characters of one curve alone."""
    return [
        "".join(c if owner == index else " " for c, owner in zip(text, row, strict=True))
        for text, row in zip(texts, owners.tolist(), strict=True)
    ]


@lru_cache(maxsize=8)  # while epochs flow it is the cursor that moves, not the curve
def _mask(series: PlotSeries, field: Field, across: int, down: int) -> Mask:
    """The raster (rows from the top, columns) of one curve, `across` x `down` dots a cell."""
    width, height = field.width * across, field.height * down
    seen = envelope(series.drawable, series.start, field.across, width)
    drawn = np.isfinite(seen.low)
    low = field.upright.cells(seen.low, height)
    high = field.upright.cells(seen.high, height)
    bands(low, high, drawn)
    rows = np.arange(height - 1, -1, -1)[:, None]
    return np.asarray((rows >= low) & (rows <= high) & drawn)


def _by_cell(mask: Mask, across: int, down: int) -> Mask:
    height, width = mask.shape[0] // down, mask.shape[1] // across
    return np.asarray(mask.reshape(height, down, width, across).any(axis=(1, 3)))


def _owners(cells: list[Mask]) -> NDArray[np.intp]:
    """Whose each cell is (-1: nobody's). Curves that share cells take turns from left to right."""
    if not cells:
        return np.full((0, 0), -1, dtype=np.intp)
    stacked = np.stack(cells)  # (series, height, width)
    count = stacked.sum(axis=0)
    turn = np.arange(stacked.shape[2]) % np.maximum(count, 1)
    rank = np.cumsum(stacked, axis=0) - 1
    mine = stacked & (rank == turn)
    return np.where(count > 0, mine.argmax(axis=0), -1)


def _put_markers(canvas: Canvas, curves: list[Mask], field: Field, charset: Charset) -> None:
    """A marker now and then on each curve: braille alone can't say whose curve it is."""
    for index, cells in enumerate(curves):
        offset = _EVERY // 2 + index * _EVERY // len(curves)
        columns = range(offset % _EVERY, field.width, _EVERY)
        for x in [x for x in columns if cells[:, x].any()]:
            rows = np.flatnonzero(cells[:, x])
            y = int(rows[len(rows) // 2])
            marker = charset.markers[index % len(charset.markers)]
            canvas.put(field.left + x, field.top + y, marker, _ROLES[index % len(_ROLES)])


def _put_cursor(canvas: Canvas, part: PlotPart, field: Field, charset: Charset) -> None:
    if part.cursor is None:
        return
    x = field.left + int(field.across.cells(part.cursor, field.width))
    for y in range(field.top, field.top + field.height):
        if canvas.blank(x, y):
            canvas.put(x, y, charset.guide, Role.CURSOR)
    for series in part.series:
        value = series.at(part.cursor)
        if value is not None and np.isfinite(value):
            _, y = field.place(part.cursor, value)
            canvas.put(x, y, charset.focus, Role.CURSOR)
    below = field.top + field.height
    if below + 1 < canvas.height:
        canvas.put(x, below, charset.arrow_up, Role.CURSOR)


@describe.register
def _describe_plot(part: PlotPart) -> str:
    return plot_sentence(part)
