"""Two rulers: the same points in their own unit above, on the ruler from 0 to 1 below."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnmath_tutor.drawing.axes import Tick, clear_of, number_tick, ticks_across
from nnmath_tutor.drawing.blocks import clip_row, tidy
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.charset import ASCII, Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.figures import own_format
from nnmath_tutor.drawing.numbers import NumberFormat, format_number, with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span
from nnmath_tutor.drawing.strokes import put_head, put_line
from nnmath_tutor.drawing.ticks import (
    Scale,
    constant_window,
    linear_ticks,
    near_pairs,
    short_number,
)

Floats = NDArray[np.float64]

_FAR = 1e6  # lengths of a ruler beyond its ends: no picture is as wide


@dataclass(frozen=True, eq=False)
class RulersPart:
    """Points before and after scaling; `marked` is the one to follow from ruler to ruler."""

    name: str
    raw: ArrayLike  # (n,)
    scaled: ArrayLike  # (n,)
    marked: int | None = None
    unit: str = ""
    window: tuple[float, float] | None = None  # the raw ruler's ends, if not the data's own
    reverse: bool = False  # the way leads from the ruler from 0 to 1 up to the raw one


@dataclass(frozen=True, slots=True)
class _Ruler:
    """A ruler on the canvas: its first cell, its length in cells, and what its ends mean."""

    left: int
    width: int
    scale: Scale

    def place(self, value: float, canvas_width: int) -> int:
        """The cell of a value; beyond the ends it may leave the ruler, but not the canvas."""
        at = float(np.clip(self.scale.fraction(value), -_FAR, _FAR)) * (self.width - 1)
        return int(np.clip(np.rint(self.left + at), 0, canvas_width - 1))


@paint.register
def _paint_rulers(part: RulersPart, size: Size, charset: Charset) -> Rows:
    raw, scaled = _points(part)
    canvas = Canvas.of(size)
    head = _head(part, raw, scaled, size.width, charset)
    canvas.put_row(0, 0, clip_row(head, size.width, charset.dots))
    if size.height < 3 or size.width < 8:
        return canvas.rows()
    upper, lower = _rulers(part, raw, size.width)
    rows = _layout(size.height)
    numbers = _numbers(part, (raw, scaled), (upper, lower), size.width, charset)
    for ruler, which, own in ((upper, "upper", numbers[0]), (lower, "lower", numbers[1])):
        _put_ruler(canvas, ruler, rows[which], rows.get(f"{which} labels"), own, charset)
    if "upper points" in rows:
        _put_density(canvas, raw, upper, rows["upper points"], charset)
    if "lower points" in rows:
        _put_density(canvas, scaled, lower, rows["lower points"], charset)
    _put_glides(canvas, part, (raw, scaled), (upper, lower), rows, charset)
    return canvas.rows()


def _points(part: RulersPart) -> tuple[Floats, Floats]:
    return near_pairs(part.raw, part.scaled)


def _marked(part: RulersPart, raw: Floats, scaled: Floats) -> tuple[float, float] | None:
    if part.marked is None or not 0 <= part.marked < len(raw):
        return None
    return float(raw[part.marked]), float(scaled[part.marked])


def _head(part: RulersPart, raw: Floats, scaled: Floats, width: int, charset: Charset) -> Row:
    unit = f" {part.unit}" if part.unit else ""
    name = Span(part.name, Role.TITLE)
    marked = _marked(part, raw, scaled)
    if marked is not None:
        start, end = f"{_raw_text(marked[0], charset)}{unit}", _scaled_text(marked[1], charset)
        if part.reverse:
            start, end = end, start
        told = Span(f"{charset.focus} {start} {charset.becomes} ", Role.LABEL)
        remark = Span(_remark(raw, marked[1]), Role.WARNING)
        return tidy([name, Span("  "), told, Span(end, Role.CELL), remark])
    good = raw[np.isfinite(raw)]
    if not good.size:
        return (name,)
    low, high = (format_number(float(v), None, charset.minus) for v in (good.min(), good.max()))
    return (name, Span(f"  {len(raw):,} values, {low} to {high}{unit}", Role.LABEL))


def _raw_text(value: float, charset: Charset) -> str:
    """A marked value in its own unit: whole, or with three decimals."""
    if not abs(value) < 1000 or value == round(value):
        return format_number(value, None, charset.minus)
    return with_minus(f"{value:.3f}", charset.minus)


def _scaled_text(value: float, charset: Charset) -> str:
    if not np.isfinite(value):
        return "nan"
    if abs(value) >= 1000:
        return format_number(value, None, charset.minus)
    return with_minus(f"{value:.3f}", charset.minus)


def _remark(raw: Floats, after: float) -> str:
    if not np.isfinite(after):
        return "  (all equal)" if np.unique(raw).size == 1 else "  (not a number)"
    return "" if -1e-9 <= after <= 1 + 1e-9 else "  (outside)"


def _rulers(part: RulersPart, raw: Floats, width: int) -> tuple[_Ruler, _Ruler]:
    good = raw[np.isfinite(raw)]
    low, high = (float(good.min()), float(good.max())) if good.size else (0.0, 1.0)
    if part.window is not None:
        low, high = min(part.window), max(part.window)
    constant = constant_window(low, high)
    if constant is not None:
        low, high = constant
    elif part.window is None:
        # Round ends, so that the raw ruler starts and ends elsewhere than its points do.
        span = high - low
        below = linear_ticks(low - 0.25 * span, low, 3)
        above = linear_ticks(high, high + 0.25 * span, 3)
        low, high = below[-1] if below else low, above[0] if above else high
    # The lower ruler is shorter: what lies outside 0..1 has a place beside it.
    inset = max(2, width // 8)
    return (
        _Ruler(1, width - 2, Scale(low, high)),
        _Ruler(inset, width - 2 * inset, Scale(0.0, 1.0)),
    )


def _layout(height: int) -> dict[str, int]:
    """Which row is for what. The rulers come first, then their labels, points, and the glide."""
    order = ["upper labels", "upper", "upper points", "lower points", "lower", "lower labels"]
    dropped = ["upper points", "lower points", "upper labels", "lower labels"]
    while len(order) > height - 1:
        order.remove(dropped.pop(0))
    above = [name for name in order if name.startswith("upper")]
    below = [name for name in order if name.startswith("lower")]
    rows = {name: 1 + i for i, name in enumerate(above)}
    # A glide much longer than this is only white space.
    bottom = min(height, 1 + len(order) + 7)
    rows.update({name: bottom - len(below) + i for i, name in enumerate(below)})
    return rows


def _numbers(
    part: RulersPart,
    points: tuple[Floats, Floats],
    rulers: tuple[_Ruler, _Ruler],
    width: int,
    charset: Charset,
) -> tuple[list[tuple[Tick, Role]], list[tuple[Tick, Role]]]:
    """The data's own numbers on either ruler: the marked one, then the raw ruler's ends."""
    raw, scaled = points
    marked = _marked(part, raw, scaled) or (np.nan, np.nan)
    good = raw[np.isfinite(raw) & np.isfinite(scaled)]
    ends = [(float(v), Role.STRONG) for v in (good.min(), good.max())] if good.size else []
    wanted = (
        [(v, _raw_end(v, charset), role) for v, role in ends],
        [(v, f"{v:.1f}", Role.LABEL) for v in (0.0, 1.0)],
    )
    told = (_raw_text(marked[0], charset), _scaled_text(marked[1], charset))
    placed: list[list[tuple[Tick, Role]]] = []
    for which, ruler in enumerate(rulers):
        own = (marked[which], told[which], Role.CELL)
        if not np.isfinite(marked[which]):
            placed.append(_placed(wanted[which], ruler, width))
            continue
        # The marked one moves for the ends; if that isn't enough, they make room for it.
        together = _placed([*wanted[which], own], ruler, width)
        missing = len(together) <= len(wanted[which])
        placed.append(_placed([own, *wanted[which]], ruler, width) if missing else together)
    return placed[0], placed[1]


def _raw_end(value: float, charset: Charset) -> str:
    return with_minus(own_format(value, NumberFormat("fixed", 0)).text(value), charset.minus)


def _placed(
    wanted: list[tuple[float, str, Role]], ruler: _Ruler, width: int
) -> list[tuple[Tick, Role]]:
    """Numbers with their places, in order of their importance: some may have none."""
    placed: list[tuple[Tick, Role]] = []
    for value, text, role in wanted:
        at = ruler.place(value, width)
        left, right = 0, width
        if role is Role.LABEL:  # the ruler's own ends: outside there may be a value beyond them
            left, right = ruler.left, ruler.left + ruler.width
        tick = number_tick(value, at, text, left, right, [t for t, _ in placed])
        if tick is not None:
            placed.append((tick, role))
    return placed


def _put_ruler(
    canvas: Canvas,
    ruler: _Ruler,
    y: int,
    labels: int | None,
    own: list[tuple[Tick, Role]],
    charset: Charset,
) -> None:
    canvas.put(ruler.left, y, charset.horizontal * ruler.width, Role.AXIS)
    # Half as many as would fit: the data's own numbers stand between them.
    ticks = [
        replace(tick, at=ruler.left + tick.at, begin=ruler.left + tick.begin)
        for tick in ticks_across(ruler.scale, ruler.width, charset, spacing=8)
    ]
    taken = [tick for tick, _ in own]
    for tick in clear_of(ticks, taken):
        canvas.put(tick.at, y, charset.tee_down, Role.AXIS)
        if labels is not None:
            canvas.put(tick.begin, labels, tick.label, Role.LABEL)
    for tick, role in own:
        if ruler.left <= tick.at < ruler.left + ruler.width:
            canvas.put(tick.at, y, charset.tee_down, Role.AXIS)
        if labels is not None:
            canvas.put(tick.begin, labels, tick.label, role)


def _put_density(canvas: Canvas, values: Floats, ruler: _Ruler, y: int, charset: Charset) -> None:
    """Few points as dots, many as a strip that is darker where there are more."""
    good = values[np.isfinite(values)]
    fractions = np.clip(ruler.scale.fraction(good), -_FAR, _FAR)
    places = np.rint(ruler.left + fractions * (ruler.width - 1))
    places = np.clip(places, 0, canvas.width - 1).astype(int)
    counts = np.bincount(places, minlength=canvas.width)
    few = len(good) <= ruler.width // 2
    most = max(1, int(counts.max(initial=0)))
    for x in np.flatnonzero(counts).tolist():
        shade = int(np.ceil(counts[x] / most * len(charset.shades))) - 1
        glyph = charset.dot if few else charset.shades[shade]
        canvas.put(x, y, glyph, Role.SERIES_1)


def _put_glides(
    canvas: Canvas,
    part: RulersPart,
    points: tuple[Floats, Floats],
    rulers: tuple[_Ruler, _Ruler],
    rows: dict[str, int],
    charset: Charset,
) -> None:
    """The way of the smallest, the largest and the marked point from ruler to ruler."""
    raw, scaled = points
    upper, lower = rulers
    top = 1 + rows.get("upper points", rows["upper"])
    bottom = rows.get("lower points", rows["lower"]) - 1
    good = np.flatnonzero(np.isfinite(raw) & np.isfinite(scaled))
    if len(good):
        for index in (good[raw[good].argmin()], good[raw[good].argmax()]):
            ends = (
                upper.place(raw[index], canvas.width),
                lower.place(scaled[index], canvas.width),
            )
            put_line(canvas, ends, (top, bottom), Role.DIM, charset)
    marked = _marked(part, raw, scaled)
    if marked is None:
        return
    above = below = None
    if np.isfinite(marked[0]):
        above = upper.place(marked[0], canvas.width)
    if np.isfinite(marked[1]):
        below = lower.place(marked[1], canvas.width)
    if above is not None and below is not None:
        put_line(canvas, (above, below), (top, bottom), Role.CURSOR, charset)
        # Which of the two comes first: an arrow head at the end of the way.
        put_head(canvas, (above, below), (top, bottom), Role.CURSOR, charset, up=part.reverse)
    for at, ruler, value, which in (
        (above, upper, marked[0], "upper"),
        (below, lower, marked[1], "lower"),
    ):
        if at is not None:
            _put_mark(canvas, at, ruler, value, which, rows, charset)


def _put_mark(
    canvas: Canvas,
    x: int,
    ruler: _Ruler,
    value: float,
    which: str,
    rows: dict[str, int],
    charset: Charset,
) -> None:
    """The marked point on a ruler, its number among the labels, an arrow if it is outside."""
    fraction = float(ruler.scale.fraction(value))
    glyph = charset.focus
    if fraction < -1e-9:
        glyph = charset.arrow_left if x == 0 else glyph
    elif fraction > 1 + 1e-9:
        glyph = charset.arrow_right if x == canvas.width - 1 else glyph
    canvas.put(x, rows.get(f"{which} points", rows[which]), glyph, Role.CURSOR)
    canvas.put(x, rows[which], charset.focus, Role.CURSOR)


@describe.register
def _describe_rulers(part: RulersPart) -> str:
    raw, scaled = _points(part)
    good, unit = raw[np.isfinite(raw)], f" {part.unit}" if part.unit else ""
    if not good.size:
        return f"Rulers for {part.name}: no values."
    low, high = format_number(float(good.min())), format_number(float(good.max()))
    text = f"{len(raw):,} values of {part.name} from {low} to {high}{unit}"
    inside = scaled[np.isfinite(scaled)]
    if inside.size:
        ends = (short_number(round(float(v), 3)) for v in (inside.min(), inside.max()))
        text += ", scaled to {} to {}".format(*ends)
    else:
        text += ", which can't be scaled"
    marked = _marked(part, raw, scaled)
    if marked is not None:
        start, end = f"{_raw_text(marked[0], ASCII)}{unit}", f"{marked[1]:.3f}"
        if part.reverse:
            text += f"; the way back: {end} on the ruler from 0 to 1 becomes {start}"
        else:
            text += f"; the marked one, {start}, becomes {end}"
    return f"{text}."
