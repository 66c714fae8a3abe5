"""A gallery of runs: one row each, with its name, its curve, its predictions and its error.

Curves alone look alike. The predictions beside them tell what a run has learnt.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.cells import cells_wide, cut, printable
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import paint
from nnmath_tutor.drawing.elide import choose
from nnmath_tutor.drawing.gallery_columns import GAP, Columns, columns_of
from nnmath_tutor.drawing.gallery_runs import (
    GalleryPart,
    GalleryRun,
    answer_texts,
    common_targets,
    epoch_text,
    error_text,
    wants_otherwise,
)
from nnmath_tutor.drawing.legend import value_text
from nnmath_tutor.drawing.rows import Role, Rows, Size, Span
from nnmath_tutor.drawing.small_curve import range_of, small_curve
from nnmath_tutor.drawing.ticks import Scale, short_number

__all__ = ["GalleryPart", "GalleryRun"]

Floats = NDArray[np.float64]

_HIGHEST = 4  # rows of a curve


@paint.register
def _paint_gallery(part: GalleryPart, size: Size, charset: Charset) -> Rows:
    canvas = Canvas.of(size)
    count = len(part.runs)
    heads = 0 if size.height < 2 else 1 if size.height < count + 2 else 2
    shown = choose(count, size.height - heads) if count else ()
    each = max(1, min(_HIGHEST, (size.height - heads) // max(count, 1)))
    columns = columns_of(part, size.width, charset)
    if heads:
        _put_heads(canvas, part, columns, heads, charset)
    y = heads
    across, upright = _scales(part)
    for index in shown:
        if index is None:
            canvas.put(0, y, charset.dots_down, Role.DIM)
            y += 1
            continue
        # The last of several rows stays blank: curves that touch would be read as one.
        high = each if each < 3 else each - 1
        run = part.runs[index]
        room = Size(columns.curve, high)
        texts = small_curve(run.curve, across, upright, room, charset) if run.curve else ()
        for down, text in enumerate(texts):
            canvas.put(columns.curve_at, y + down, text.rstrip(), Role.SERIES_1)
        _put_run(canvas, part, run, columns, y + (high - 1) // 2, charset)
        y += each
    if y < size.height and columns.curve:
        told = clip_row((Span(_legend(part), Role.DIM),), size.width, charset.dots)
        canvas.put_row(0, y, told)
    return canvas.rows()


def _scales(part: GalleryPart) -> tuple[Scale, Scale]:
    """One for all curves: epochs on a logarithmic axis, the series from 0 to its largest value."""
    low, high = _ends(part)
    end = max([run.curve.end - 1 for run in part.runs if run.curve] + [part.epochs - 1, 1])
    return Scale(0, end, log=True, offset=1.0), Scale(low, high if high > low else low + 1)


def _ends(part: GalleryPart) -> tuple[float, float]:
    ranges = [range_of(run.curve) for run in part.runs if run.curve]
    found = [end for ends in ranges if ends is not None for end in ends]
    return (min(*found, 0.0), max(*found, 0.0)) if found else (0.0, 1.0)


def _legend(part: GalleryPart) -> str:
    low, high = (value_text(end, 3) for end in _ends(part))
    last = int(_scales(part)[0].high)
    name = f"{part.series} " if part.series else ""
    told = f"curves: {name}from {low} to {high}, epochs 0 to {last:,} (log)"
    otherwise = any(wants_otherwise(part, run) for run in part.runs)
    return f"* other answers wanted; {told}" if otherwise else told


def _put_heads(
    canvas: Canvas, part: GalleryPart, columns: Columns, heads: int, charset: Charset
) -> None:
    series = _fitting(part.series, columns.curve)
    canvas.put(columns.curve_at, 0, series, Role.TITLE)
    if columns.epoch:
        text = "epoch".rjust(columns.epoch)
        canvas.put(columns.name + GAP, 0, text, Role.LABEL)
    labels = [printable(name) for name in part.names]
    wanted = [short_number(value, charset.minus) for value in common_targets(part)]
    for row, texts, role in ((0, labels, Role.LABEL), (1, wanted, Role.TARGET)):
        if row < heads:
            _put_cells(canvas, columns, row, texts, [role] * len(texts), charset)
    if columns.error:
        canvas.put(columns.error_at, 0, columns.head.rjust(columns.error), Role.TITLE)
    if heads > 1:
        canvas.put(0, 1, cut("wanted", columns.name) if wanted else "", Role.TARGET)


def _fitting(text: str, width: int) -> str:
    """The text, or its last words, or nothing of it."""
    words = printable(text).split(" ")
    while words and cells_wide(" ".join(words)) > width:
        words.pop(0)
    return " ".join(words)


def _put_cells(
    canvas: Canvas,
    columns: Columns,
    y: int,
    texts: Sequence[str],
    roles: Sequence[Role],
    charset: Charset,
) -> None:
    """One text for each example shown, the last place of each being for a mark."""
    for place, index in enumerate(columns.examples):
        x = columns.examples_at + place * (columns.cell + 1)
        if index is None:
            canvas.put(x + columns.cell - 1 - len(charset.dots), y, charset.dots, Role.DIM)
        elif index < len(texts):
            text = texts[index]
            marked = text if text[-1:] in ("!", " ") else f"{text} "
            marked = cut(marked, columns.cell)
            canvas.put(x + columns.cell - cells_wide(marked), y, marked, roles[index])


def _put_run(
    canvas: Canvas,
    part: GalleryPart,
    run: GalleryRun,
    columns: Columns,
    y: int,
    charset: Charset,
) -> None:
    name = clip_row(line(Span(printable(run.name), Role.STRONG)), columns.name, charset.dots)
    canvas.put_row(0, y, name)
    if columns.epoch:
        canvas.put(columns.name + GAP, y, epoch_text(run).rjust(columns.epoch), Role.LABEL)
    if run.trouble:
        told = line(Span(f"! {run.trouble}", Role.WARNING))
        if run.waiting:
            told = line(Span(run.trouble, Role.DIM))
        canvas.put_row(
            columns.examples_at,
            y,
            clip_row(told, canvas.width - columns.examples_at, charset.dots),
        )
        return
    roles = [Role.WARNING if wrong else Role.RESULT for wrong in run.wrong]
    _put_cells(canvas, columns, y, answer_texts(run, charset), roles, charset)
    if columns.error:
        text = error_text(run, charset)
        role = Role.STRONG if np.isfinite(run.squared_error) else Role.WARNING
        text = f"* {text}" if wants_otherwise(part, run) else text
        canvas.put(columns.error_at, y, text.rjust(columns.error), role)
