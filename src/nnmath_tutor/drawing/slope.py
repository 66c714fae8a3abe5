"""A slope by nudging: a curve, a straight line through two of its points, and the one it nears.

The line through the points is the secant; its slope stands above it in figures that divide. The
tangent touches the curve in the first point.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from nnmath_tutor.drawing.axes import Field
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.charset import ASCII, Charset
from nnmath_tutor.drawing.chart import (
    CurveStroke,
    LineStroke,
    Stroke,
    line_through,
    put_axes,
    put_strokes,
    rounded_window,
)
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.numbers import with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width
from nnmath_tutor.drawing.secant_figures import SecantFigures, secant_figures, slope_text
from nnmath_tutor.drawing.ticks import Scale, near

_TWO_ROWS = 8  # rows from which on the tangent has a row of its own
_LEAST_ACROSS, _LEAST_UP = 3, 2  # cells of the triangle below the secant


@dataclass(frozen=True, eq=False)
class SlopePart:
    """A function's curve through (xs, ys), and its points at a and at b = a + nudge.

    `tangent` is the slope of the curve at a, if it is known.
    """

    name: str
    xs: ArrayLike  # (samples,) rising
    ys: ArrayLike  # (samples,)
    a: float
    b: float
    fa: float  # the function's value at a
    fb: float  # and at b
    tangent: float | None = None

    @cached_property
    def figures(self) -> SecantFigures | None:
        """The secant's slope spelled out; None where there is none."""
        return secant_figures(self.a, self.b, self.fa, self.fb)


@paint.register
def _paint_slope(part: SlopePart, size: Size, charset: Charset) -> Rows:
    canvas = Canvas.of(size)
    head = _head(part, size, charset)
    canvas.put_rows(0, 0, head)
    if size.height <= len(head):
        return canvas.rows()
    xs = np.asarray(part.xs, dtype=np.float64).ravel()
    low, high = (float(xs[0]), float(xs[-1])) if len(xs) else (0.0, 1.0)
    across = Scale(low, high if high > low else low + 1)
    own = [(x, with_minus(slope_text(x), charset.minus)) for x in (part.a, part.b)]
    scales = across, rounded_window(part.ys)
    field = put_axes(canvas, scales, len(head), charset, own if part.a != part.b else own[:1])
    put_strokes(canvas, field, _strokes(part, field, charset), charset)
    triangle = _put_triangle(canvas, part, field, charset)
    _put_points(canvas, part, field, charset)
    if triangle:
        _put_lengths(canvas, part, field, charset)
    return canvas.rows()


def _strokes(part: SlopePart, field: Field, charset: Charset) -> list[Stroke]:
    a, b, fa, fb = (float(v) for v in near(np.array([part.a, part.b, part.fa, part.fb])))
    strokes: list[Stroke] = [CurveStroke(part.xs, part.ys, Role.SERIES_1)]
    scales = field.across, field.upright
    if part.tangent is not None:
        ends = line_through((a, fa), float(part.tangent), *scales)
        strokes.append(LineStroke(*ends, Role.SERIES_3, charset.dash, dashed=True))
    if part.figures is not None and a != b:  # two points beyond all screens are one there
        ends = line_through((a, fa), (fb - fa) / (b - a), *scales)
        strokes.append(LineStroke(*ends, Role.SERIES_2, charset.beam))
    return strokes


def _inside(x: float, y: float, field: Field) -> bool:
    across, upright = field.across, field.upright
    return across.low <= x <= across.high and upright.low <= y <= upright.high


def _put_triangle(canvas: Canvas, part: SlopePart, field: Field, charset: Charset) -> bool:
    """From a across as far as the run, and up from there as far as the rise; False if too small."""
    if part.figures is None or not (
        _inside(part.a, part.fa, field) and _inside(part.b, part.fb, field)
    ):
        return False
    (ax, ay), (bx, by) = field.places([part.a, part.b], [part.fa, part.fb])
    if abs(bx - ax) < _LEAST_ACROSS or abs(by - ay) < _LEAST_UP:
        return False
    step = 1 if bx > ax else -1
    for x in range(ax + step, bx + step, step):
        if canvas.blank(x, ay):
            canvas.put(x, ay, charset.guide_across, Role.CHANGED)
    for y in range(min(ay, by) + 1, max(ay, by)):
        if canvas.blank(bx, y):
            canvas.put(bx, y, charset.guide, Role.CHANGED)
    return True


def _put_lengths(canvas: Canvas, part: SlopePart, field: Field, charset: Charset) -> None:
    """Run and rise in figures beside the triangle's sides, where there's room."""
    figures = part.figures
    assert figures is not None
    (ax, ay), (bx, by) = field.places([part.a, part.b], [part.fa, part.fb])
    run, rise = (with_minus(text, charset.minus) for text in (figures.run, figures.rise))
    beyond = ay + 1 if by < ay else ay - 1
    begin = (ax + bx - len(run) + 1) // 2
    if field.holds(begin, beyond, len(run)) and canvas.blank(begin - 1, beyond, len(run) + 2):
        canvas.put(begin, beyond, run, Role.CHANGED)
    begin = bx + 2 if bx > ax else bx - 1 - len(rise)
    middle = (ay + by) // 2
    for y in (middle, middle + 1, middle - 1):
        between = min(ay, by) < y < max(ay, by) and field.holds(begin, y, len(rise))
        if between and canvas.blank(begin - 1, y, len(rise) + 1 + (bx < ax)):
            canvas.put(begin, y, rise, Role.CHANGED)
            return


def _put_points(canvas: Canvas, part: SlopePart, field: Field, charset: Charset) -> None:
    glyphs = (("b", part.b, part.fb, charset.dot), ("a", part.a, part.fa, charset.focus))
    for name, x, y, glyph in glyphs:
        if not (np.isfinite(x) and np.isfinite(y)):
            continue
        column, row = field.place(x, y)
        if not _inside(x, y, field):
            left, right = x < field.across.low, x > field.across.high
            arrow = charset.arrow_down if y < field.upright.low else charset.arrow_up
            arrow = charset.arrow_left if left else charset.arrow_right if right else arrow
            text = f"{arrow}{name}" if not right else f"{name}{arrow}"
            begin = min(column, field.left + field.width - len(text))
            canvas.put(begin, row, text, Role.WARNING)
            continue
        canvas.put(column, row, glyph, Role.CURSOR if name == "a" else Role.STRONG)
        for begin, above in ((column, row - 1), (column - 1, row - 1), (column + 1, row + 1)):
            if field.holds(begin, above, 1) and canvas.blank(begin, above):
                canvas.put(begin, above, name, Role.CURSOR if name == "a" else Role.STRONG)
                break


def _head(part: SlopePart, size: Size, charset: Charset) -> Rows:
    """The secant's slope, then the tangent's and how far apart they are; as much as fits."""
    tangent = _tangent_spans(part, charset)
    secant = _secant_rows(part, charset)
    if size.height >= _TWO_ROWS and tangent:
        first = next((row for row in secant if row_width(row) <= size.width), secant[-1])
        rows: Rows = (first, tangent)
    else:
        whole = [line(*row, "   ", *tangent) for row in secant] if tangent else list(secant)
        fitting = (row for row in (*whole, *secant) if row_width(row) <= size.width)
        rows = (next(fitting, secant[-1]),)
    return tuple(clip_row(row, size.width, charset.dots) for row in rows)


def _function(part: SlopePart) -> str:
    return part.name if part.name.replace(".", "").isidentifier() else "f"


def _secant_rows(part: SlopePart, charset: Charset) -> list[Row]:
    """The slope between the points, spelled out in full first, then shorter and shorter."""
    mark = Span(f"{charset.beam} ", Role.SERIES_2)
    figures = part.figures
    if figures is None:
        same = "b is a: no run, no slope" if part.a == part.b else "no slope: not a finite number"
        return [line(mark, Span(same, Role.WARNING))]
    call = _function(part)
    minus, equals = charset.minus, "=" if figures.holds else charset.approx

    def shown(text: str) -> str:
        return with_minus(text, minus)

    def taken(text: str) -> str:
        return f"({shown(text)})" if text.startswith("-") else shown(text)

    formula = f"({call}(b) {minus} {call}(a)) / (b {minus} a)"
    numbers = f"({shown(figures.fb)} {minus} {taken(figures.fa)})"
    numbers += f" / ({shown(figures.b)} {minus} {taken(figures.a)})"
    quotient = f"{shown(figures.rise)} / {taken(figures.run)}"
    told = (
        f"slope {formula} = {numbers} = {quotient} {equals} ",
        f"slope {formula} = {quotient} {equals} ",
        f"slope {numbers} = {quotient} {equals} ",
        f"slope {quotient} {equals} ",
        f"{quotient} {equals} ",
        "slope ",
        "",
    )
    slope = Span(shown(figures.slope), Role.CELL)
    return [line(mark, Span(text, Role.TITLE), slope) for text in told]


def _tangent_spans(part: SlopePart, charset: Charset) -> Row:
    if part.tangent is None:
        return ()
    text = with_minus(slope_text(part.tangent), charset.minus)
    spans = [Span(f"{charset.dash} tangent ", Role.SERIES_3), Span(text, Role.STRONG)]
    apart = _apart(part)
    if apart is not None:
        spans.append(Span(f"   {with_minus(apart, charset.minus)} apart", Role.DIM))
    return line(*spans)


def _apart(part: SlopePart) -> str | None:
    """How far the secant's slope is from the tangent's."""
    if part.tangent is None or part.figures is None or not np.isfinite(part.tangent):
        return None
    away = abs((part.fb - part.fa) / (part.b - part.a) - part.tangent)
    return slope_text(float(f"{away:.2g}"))


@describe.register
def _describe_slope(part: SlopePart) -> str:
    xs = np.asarray(part.xs, dtype=np.float64).ravel()
    text = f"The curve of {part.name}"
    if len(xs):
        text += f" from {slope_text(float(xs[0]))} to {slope_text(float(xs[-1]))}"
    figures = part.figures
    if figures is None:
        text += f"; a = {slope_text(part.a)}, b = {slope_text(part.b)}: no slope between them"
    else:
        text += f"; a straight line through its points at a = {figures.a} and b = {figures.b}"
        equals = "=" if figures.holds else ASCII.approx
        text += f" has the slope ({figures.fb} - {_taken(figures.fa)})"
        text += f" / ({figures.b} - {_taken(figures.a)})"
        text += f" = {figures.rise} / {_taken(figures.run)} {equals} {figures.slope}"
    if part.tangent is not None:
        text += f"; the tangent at a has the slope {slope_text(part.tangent)}"
        apart = _apart(part)
        text += f", {apart} apart" if apart else ""
    return f"{text}."


def _taken(text: str) -> str:
    return f"({text})" if text.startswith("-") else text
