"""A kernel slides over a signal: products in the window, their sum in one cell of the output."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.cells import cells_wide, cut, printable
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.numbers import NumberFormat, format_for, text_width, with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span

Floats = NDArray[np.float64]

_MOST_DECIMALS = 4  # of products: as many as both factors have together, if that's no more
_ROOMY = 2  # blanks more between columns, where there is room
_TITLE = 10  # cells for the names at the left
_MOST_TOLD = 12  # numbers of the output, in words
# Rows from top to bottom, and which of them go first where there is little room.
_ROWS = ("index", "signal", "kernel", "products", "sum", "output", "blank", "spelled")
_FIRST_TO_GO = ("blank", "sum", "index", "spelled", "products", "kernel", "signal")


@dataclass(frozen=True, eq=False)
class ConvolutionPart:
    """A signal (n,), a kernel (k,), and at which of the n - k + 1 places the window stands.

    As in networks the kernel isn't turned round: output[i] is the sum of signal[i + j] * kernel[j].
    Without a position all of the output is there.
    """

    signal: Floats  # (n,)
    kernel: Floats  # (k,)
    position: int | None = None
    signal_name: str = "signal"
    kernel_name: str = "kernel"

    @property
    def products(self) -> Floats:
        """The products in every window, (n - k + 1, k)."""
        if not 0 < self.kernel.size <= self.signal.size:
            return np.empty((0, self.kernel.size))
        windows = np.lib.stride_tricks.sliding_window_view(self.signal, self.kernel.size)
        with np.errstate(all="ignore"):
            return np.asarray(windows * self.kernel)

    @property
    def output(self) -> Floats:
        """Their sums, (n - k + 1,)."""
        with np.errstate(all="ignore"):
            return np.asarray(self.products.sum(axis=1))


@dataclass(frozen=True, slots=True)
class _Formats:
    signal: NumberFormat
    kernel: NumberFormat
    result: NumberFormat
    width: int


def _formats(part: ConvolutionPart) -> _Formats:
    signal, kernel = format_for(part.signal), format_for(part.kernel)
    products, output = part.products, part.output
    result = format_for(np.concatenate([products.ravel(), output]))
    if result.kind == "fixed" and _whole(part.signal, signal) and _whole(part.kernel, kernel):
        # Factors that stand there whole have products that can stand there whole.
        decimals = min(signal.decimals + kernel.decimals, _MOST_DECIMALS)
        result = NumberFormat("fixed", max(decimals, 1))
    pairs = ((part.signal, signal), (part.kernel, kernel), (products, result), (output, result))
    return _Formats(signal, kernel, result, max(text_width(v, f) for v, f in pairs))


def _whole(values: Floats, chosen: NumberFormat) -> bool:
    """Whether the numbers have no more decimals than they are written with."""
    if chosen.kind not in ("fixed", "whole"):
        return False
    with np.errstate(all="ignore"):
        return bool(np.allclose(np.round(values, chosen.decimals), values, rtol=1e-12, atol=0))


@paint.register
def _paint_convolution(part: ConvolutionPart, size: Size, charset: Charset) -> Rows:
    count = part.output.size
    if not count:
        told = Span("The kernel is longer than the signal: no window.", Role.DIM)
        return (clip_row(line(told), size.width, charset.dots),)
    formats = _formats(part)
    names = (part.signal_name, part.kernel_name, "products", "output")
    title = min(max(cells_wide(printable(name)) for name in names) + 2, _TITLE + 2)
    spelled = _spelled_row(part, formats, size.width, charset)
    column = formats.width + 2  # a place before and one after, for brackets
    if title + (part.kernel.size + 1) * column > size.width:
        return (clip_row(spelled, size.width, charset.dots),)
    if title + part.signal.size * (column + _ROOMY) <= size.width:
        column += _ROOMY
    fits = (size.width - title - len(charset.dots)) // column
    first, last = _shown(part, max(fits, part.kernel.size))
    kept = [row for row in _ROWS if row not in _FIRST_TO_GO[: max(len(_ROWS) - size.height, 0)]]
    if part.position is None:
        kept = [row for row in kept if row not in ("products", "sum")]
    canvas = Canvas(size.width, len(kept))
    rows = _Rows(canvas, {name: y for y, name in enumerate(kept)}, title, column, first, last)
    _put_numbers(rows, part, formats, charset)
    _put_window(rows, part, charset)
    if "spelled" in kept:
        canvas.put_row(0, rows.at["spelled"], clip_row(spelled, size.width, charset.dots))
    return canvas.rows()


def _shown(part: ConvolutionPart, fits: int) -> tuple[int, int]:
    """The first place of the signal that is shown, and the one after the last."""
    count = part.signal.size
    if count <= fits:
        return 0, count
    middle = (part.position or 0) + part.kernel.size // 2
    first = min(max(middle - fits // 2, 0), count - fits)
    # The window is never cut, whatever its length.
    first = min(first, part.position or 0)
    return first, first + fits


@dataclass(frozen=True, slots=True)
class _Rows:
    """The canvas, and where on it a place of the signal stands in a row by name."""

    canvas: Canvas
    at: dict[str, int]
    title: int
    column: int
    first: int
    last: int

    def put(self, row: str, place: int, text: str, role: Role) -> None:
        """A text at a place, right-aligned, one blank kept after it for a bracket."""
        if row in self.at and self.first <= place < self.last:
            x = self.title + (place - self.first + 1) * self.column - 1 - len(text)
            self.canvas.put(x, self.at[row], text, role)

    def bracket(self, row: str, begin: int, end: int, width: int, role: Role) -> None:
        """Brackets around the places begin .. end - 1, whose texts are `width` wide."""
        if row in self.at and self.first <= begin and end <= self.last:
            x = self.title + (begin - self.first + 1) * self.column - 2 - width
            self.canvas.put(x, self.at[row], "[", role)
            x = self.title + (end - self.first) * self.column - 1
            self.canvas.put(x, self.at[row], "]", role)


def _put_numbers(rows: _Rows, part: ConvolutionPart, formats: _Formats, charset: Charset) -> None:
    names = {"signal": part.signal_name, "kernel": part.kernel_name}
    for row in ("signal", "kernel", "products", "output"):
        if row in rows.at:
            name = cut(printable(names.get(row, row)), rows.title - 1)
            rows.canvas.put(0, rows.at[row], name, Role.TITLE)
    if "index" in rows.at:
        for place in range(rows.first, rows.last):
            rows.put("index", place, str(place), Role.LABEL)
    if "signal" in rows.at and rows.last < part.signal.size:
        x = rows.title + (rows.last - rows.first) * rows.column
        rows.canvas.put(x, rows.at["signal"], charset.dots, Role.DIM)
    if "signal" in rows.at and rows.first > 0:
        x = rows.title - len(charset.dots)
        rows.canvas.put(x, rows.at["signal"], charset.dots, Role.DIM)
    start, length = part.position or 0, part.kernel.size
    window = range(start, start + length) if part.position is not None else range(0)
    for place in range(rows.first, rows.last):
        text = _text(part.signal[place], formats.signal, charset)
        rows.put("signal", place, text, Role.ROW if place in window else Role.PLAIN)
    for j, value in enumerate(part.kernel):
        rows.put("kernel", start + j, _text(value, formats.kernel, charset), Role.COLUMN)
    if part.position is not None:
        for j, value in enumerate(part.products[start]):
            rows.put("products", start + j, _text(value, formats.result, charset), Role.RESULT)
    # Each sum stands below the middle of its window.
    middle = (length - 1) // 2
    for i, value in enumerate(part.output):
        if part.position is not None and i > part.position:
            rows.put("output", i + middle, charset.empty, Role.DIM)
            continue
        role = Role.CELL if i == part.position else Role.RESULT
        rows.put("output", i + middle, _text(value, formats.result, charset), role)


def _put_window(rows: _Rows, part: ConvolutionPart, charset: Charset) -> None:
    """The brackets of the window, the line that gathers the products, the brackets of their sum."""
    if part.position is None:
        return
    formats = _formats(part)
    begin, end = part.position, part.position + part.kernel.size
    first = len(_text(part.signal[begin], formats.signal, charset))
    rows.bracket("signal", begin, end, first, Role.ROW)
    at = begin + (part.kernel.size - 1) // 2
    value = _text(part.output[part.position], formats.result, charset)
    rows.bracket("output", at, at + 1, len(value), Role.CELL)
    if "sum" not in rows.at:
        return
    y = rows.at["sum"]
    left = rows.title + (begin - rows.first) * rows.column + 1
    right = rows.title + (end - rows.first) * rows.column - 2
    across = charset.horizontal * max(right - left - 1, 0)
    rows.canvas.put(left, y, charset.bottom_left + across + charset.bottom_right, Role.AXIS)
    middle = rows.title + (at - rows.first + 1) * rows.column - 1 - (len(value) + 1) // 2
    rows.canvas.put(middle, y, charset.arrow_down, Role.CURSOR)
    rows.canvas.put(0, y, cut("their sum", rows.title - 1), Role.DIM)


def _text(value: float, chosen: NumberFormat, charset: Charset) -> str:
    return with_minus(chosen.text(float(value)), charset.minus)


def _spelled_row(part: ConvolutionPart, formats: _Formats, width: int, charset: Charset) -> Row:
    """The chosen cell in one line of arithmetic; without one, how often the kernel stood."""
    if part.position is None:
        count = part.output.size
        times = "once" if count == 1 else f"at {count} places"
        return line(Span(f"the same kernel {times}: ", Role.LABEL), f"{count} numbers of output")
    begin = part.position
    terms = []
    for place, value in enumerate(part.kernel, start=begin):
        factor = _text(value, formats.kernel, charset)
        factor = f"({factor})" if value < 0 else factor
        signal = _text(part.signal[place], formats.signal, charset)
        terms.append(f"{signal} {charset.times} {factor}")
    name = f"output[{begin}]"
    total = _text(part.output[begin], formats.result, charset)
    room = width - len(name) - len(" =  = ") - len(total)
    if len(terms) > 2 and len(" + ".join(terms)) > room:
        # The sum stays in sight: products in the middle go, as many as must.
        shown = max(
            sum(
                len(" + ".join([*terms[:n], charset.dots, terms[-1]])) <= room
                for n in range(1, len(terms) - 1)
            ),
            1,
        )
        terms = [*terms[:shown], charset.dots, terms[-1]]
    return line(Span(name, Role.TITLE), f" = {' + '.join(terms)} = ", Span(total, Role.CELL))


@describe.register
def _describe_convolution(part: ConvolutionPart) -> str:
    output = part.output
    if not output.size:
        return "The kernel is longer than the signal: it has no place on it."
    formats = _formats(part)
    kernel = ", ".join(formats.kernel.text(float(v)) for v in part.kernel)
    told = f"The kernel {kernel} slides over {part.signal.size} numbers"
    done = output if part.position is None else output[: part.position + 1]
    values = ", ".join(formats.result.text(float(v)) for v in done[-_MOST_TOLD:])
    if done.size > _MOST_TOLD:
        values = f"{done.size - _MOST_TOLD} numbers, then {values}"
    if part.position is None:
        return f"{told}; the output: {values}."
    sums = " plus ".join(
        f"{formats.signal.text(float(a))} times {formats.kernel.text(float(b))}"
        for a, b in zip(part.signal[part.position :], part.kernel, strict=False)
    )
    total = formats.result.text(float(output[part.position]))
    where = f"window {part.position + 1} of {output.size}, from index {part.position} on"
    return f"{told}; {where}: {sums} makes {total}. The output so far: {values}."
