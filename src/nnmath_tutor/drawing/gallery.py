"""A gallery of runs: one row each, with its name, its curve, its predictions and its error.

Curves alone look alike. The predictions beside them tell what a run has learnt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.cells import cells_wide, cut, printable
from nnmath_tutor.drawing.charset import ASCII, Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.elide import Shown, choose
from nnmath_tutor.drawing.legend import value_text
from nnmath_tutor.drawing.numbers import format_number, with_minus
from nnmath_tutor.drawing.rows import Role, Rows, Size, Span
from nnmath_tutor.drawing.small_curve import small_curve
from nnmath_tutor.drawing.ticks import Scale, near, short_number

Floats = NDArray[np.float64]

HALF = 0.5  # so far from an answer of 0 or 1 a prediction is a wrong one

_GAP = 2
_LONGEST_NAME = 18
_NARROWEST, _WIDEST = 6, 36  # cells of a curve
_HIGHEST = 4  # rows of a curve
_HEADS = ("mean squared error", "mean squared", "sq. error")


@dataclass(frozen=True, eq=False)
class GalleryRun:
    """One run: its series over the epochs, and what it answers after `epoch` of them.

    `trouble` says why it has no answers, or what stopped it.
    """

    name: str
    curve: Floats  # (epochs,)
    outputs: Floats = field(default_factory=lambda: np.empty(0))  # (n,)
    targets: Floats = field(default_factory=lambda: np.empty(0))  # (n,)
    epoch: int | None = None
    trouble: str = ""

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


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each column begins and how wide it is; a width of 0: it isn't there."""

    name: int
    epoch: int
    curve: int
    examples: Shown
    cell: int
    error: int
    head: str

    @property
    def curve_at(self) -> int:
        return self.name + _GAP + (self.epoch + _GAP if self.epoch else 0)

    @property
    def examples_at(self) -> int:
        return self.curve_at + (self.curve + _GAP if self.curve else 0)

    @property
    def examples_width(self) -> int:
        return max(len(self.examples) * (self.cell + 1) - 1, 0)

    @property
    def error_at(self) -> int:
        return self.examples_at + (self.examples_width + _GAP if self.examples else 0)


@paint.register
def _paint_gallery(part: GalleryPart, size: Size, charset: Charset) -> Rows:
    canvas = Canvas.of(size)
    count = len(part.runs)
    heads = 0 if size.height < 2 else 1 if size.height < count + 2 else 2
    shown = choose(count, size.height - heads) if count else ()
    each = max(1, min(_HIGHEST, (size.height - heads) // max(count, 1)))
    columns = _columns(part, size.width, charset)
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
        texts = small_curve(run.curve, across, upright, columns.curve, high, charset)
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
    end = max([len(run.curve) - 1 for run in part.runs] + [part.epochs - 1, 1])
    return Scale(0, end, log=True, offset=1.0), Scale(low, high if high > low else low + 1)


def _ends(part: GalleryPart) -> tuple[float, float]:
    curves = [near(np.asarray(run.curve, dtype=np.float64).ravel()) for run in part.runs]
    values = np.concatenate(curves) if curves else np.empty(0)
    values = values[np.isfinite(values)]
    if not values.size:
        return 0.0, 1.0
    return min(float(values.min()), 0.0), max(float(values.max()), 0.0)


def _legend(part: GalleryPart) -> str:
    low, high = (value_text(end, 3) for end in _ends(part))
    last = int(_scales(part)[0].high)
    name = f"{part.series} " if part.series else ""
    told = f"curves: {name}from {low} to {high}, epochs 0 to {last:,} (log)"
    otherwise = any(_wants_otherwise(part, run) for run in part.runs)
    return f"* other answers wanted; {told}" if otherwise else told


def _columns(part: GalleryPart, width: int, charset: Charset) -> _Columns:
    """What has room in a row: first the predictions and the error, then curve and epoch."""
    name = min(max((cells_wide(printable(run.name)) for run in part.runs), default=0), width)
    name = max(min(name, _LONGEST_NAME), len("wanted") if width > 20 else 0)
    examples = max((run.outputs.size for run in part.runs), default=0)
    cell = max([len(text) for run in part.runs for text in _texts(run, charset)] + [5])
    errors = max([len(_error(run, charset)) for run in part.runs] + [5])
    epoch = max([len(_epoch(run)) for run in part.runs]) if _differ(part) else 0
    epoch = max(epoch, len("epoch")) if epoch else 0
    # A shorter word for the error before the curve gets short; in the end no curve at all.
    tries = [(head, epoch, least) for head, least in zip(_HEADS, (24, 12, 6), strict=True)]
    for head, with_epoch, least in (*tries, (_HEADS[-1], 0, _NARROWEST), (_HEADS[-1], 0, 0)):
        error = max(errors, len(head))
        room = width - name - _GAP - error
        room -= (with_epoch + _GAP if with_epoch else 0) + (least + _GAP if least else 0)
        fits = max(0, (room - _GAP + 1) // (cell + 1))
        if least and fits < min(examples, 4):
            continue
        seen: Shown = choose(examples, fits) if examples and fits else ()
        spare = room - (len(seen) * (cell + 1) - 1 + _GAP if seen else 0)
        curve = min(least + max(spare, 0), _WIDEST) if least else 0
        return _Columns(name, with_epoch, curve, seen, cell, error, head)
    raise AssertionError("the last try takes any room")


def _differ(part: GalleryPart) -> bool:
    """Whether the runs are seen at different epochs."""
    return len({run.epoch for run in part.runs if run.epoch is not None}) > 1


def _epoch(run: GalleryRun) -> str:
    return "" if run.epoch is None else f"{run.epoch:,}"


def _texts(run: GalleryRun, charset: Charset) -> list[str]:
    """Predictions in three decimals, those on the wrong side of one half with a mark."""
    return [
        _number(float(value), charset) + ("!" if wrong else " ")
        for value, wrong in zip(run.outputs, run.wrong, strict=True)
    ]


def _number(value: float, charset: Charset) -> str:
    if not np.isfinite(value) or abs(value) >= 1000:
        return format_number(value, None, charset.minus)
    return with_minus(f"{value:.3f}", charset.minus)


def _error(run: GalleryRun, charset: Charset) -> str:
    if run.trouble or not run.outputs.size:
        return ""
    return with_minus(value_text(run.squared_error, 3), charset.minus)


def _put_heads(
    canvas: Canvas, part: GalleryPart, columns: _Columns, heads: int, charset: Charset
) -> None:
    series = _fitting(part.series, columns.curve)
    canvas.put(columns.curve_at, 0, series, Role.TITLE)
    if columns.epoch:
        text = "epoch".rjust(columns.epoch)
        canvas.put(columns.name + _GAP, 0, text, Role.LABEL)
    labels = [printable(name) for name in part.names]
    wanted = [short_number(value, charset.minus) for value in _common_targets(part)]
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


def _common_targets(part: GalleryPart) -> Floats:
    """What is wanted of the first run that has answers; the others mostly want the same."""
    return next((run.targets for run in part.runs if run.targets.size), np.empty(0))


def _wants_otherwise(part: GalleryPart, run: GalleryRun) -> bool:
    """Whether a run has other answers to learn than those in the head."""
    return bool(run.targets.size) and not np.array_equal(run.targets, _common_targets(part))


def _put_cells(
    canvas: Canvas,
    columns: _Columns,
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
    columns: _Columns,
    y: int,
    charset: Charset,
) -> None:
    name = clip_row(line(Span(printable(run.name), Role.STRONG)), columns.name, charset.dots)
    canvas.put_row(0, y, name)
    if columns.epoch:
        canvas.put(columns.name + _GAP, y, _epoch(run).rjust(columns.epoch), Role.LABEL)
    if run.trouble:
        told = line(Span(f"! {run.trouble}", Role.WARNING))
        canvas.put_row(
            columns.examples_at,
            y,
            clip_row(told, canvas.width - columns.examples_at, charset.dots),
        )
        return
    roles = [Role.WARNING if wrong else Role.RESULT for wrong in run.wrong]
    _put_cells(canvas, columns, y, _texts(run, charset), roles, charset)
    if columns.error:
        text = _error(run, charset)
        role = Role.STRONG if np.isfinite(run.squared_error) else Role.WARNING
        text = f"* {text}" if _wants_otherwise(part, run) else text
        canvas.put(columns.error_at, y, text.rjust(columns.error), role)


@describe.register
def _describe_gallery(part: GalleryPart) -> str:
    common = _common_targets(part)
    wanted = ", ".join(short_number(float(value)) for value in common)
    told = []
    for run in part.runs:
        if run.trouble:
            told.append(f"{run.name}: {run.trouble}")
            continue
        text = f"{run.name} predicts " + ", ".join(
            _number(float(value), ASCII) + (" (wrong)" if wrong else "")
            for value, wrong in zip(run.outputs, run.wrong, strict=True)
        )
        if run.epoch is not None and _differ(part):
            text += f" in epoch {run.epoch:,}"
        text += f", mean squared error {value_text(run.squared_error, 3)}"
        if _wants_otherwise(part, run):
            others = ", ".join(short_number(float(value)) for value in run.targets)
            text += f" (wanted here: {others})"
        if len(run.curve):
            text += f", {part.series or 'curve'} from {value_text(float(run.curve[0]), 3)}"
            text += f" to {value_text(float(run.curve[-1]), 3)}"
        told.append(text)
    end = "; ".join(told).rstrip(".")
    return f"Runs below one another. Wanted: {wanted or 'nothing known'}. {end or 'No run'}."
