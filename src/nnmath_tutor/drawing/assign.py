"""An assignment that changes something: old value, step, new value."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from nnmath_tutor.drawing.adding import adding_decimals
from nnmath_tutor.drawing.blocks import line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, draw, paint
from nnmath_tutor.drawing.elementwise import Cell, cell_arithmetic, term_of, valid_cell
from nnmath_tutor.drawing.equation import Piece, Sign, equation_rows
from nnmath_tutor.drawing.matrix import MatrixPart, shape_text
from nnmath_tutor.drawing.numbers import Array, format_for
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span

MOST_DECIMALS = 6
MORE_TO_ADD_UP = 3  # decimals, so that before + step = after in every row


@dataclass(frozen=True, eq=False)
class AssignPart:
    """`name` gets a new value: before + step = after.

    `before` is None where the name is new. Labels as in `MatrixPart`; `cell` is one of after's.
    With other `titles` the same picture compares two arrays that exist beside each other.
    """

    name: str
    before: Array | None
    after: Array
    cell: Cell | None = None
    row_labels: tuple[str, ...] = ()
    column_labels: tuple[str, ...] = ()
    titles: tuple[str, str, str] | None = None  # of the three, if it is no change in time


def changed_cells(before: Array | None, after: Array) -> Array:
    """Which cells of `after` differ from before (NaN stays NaN); all, where shapes differ."""
    if before is None or before.shape != after.shape:
        return np.ones(after.shape, dtype=bool)
    different = np.asarray(before != after)
    if before.dtype.kind == after.dtype.kind == "f":
        different &= ~(np.isnan(before) & np.isnan(after))
    return np.broadcast_to(different, after.shape)


def _steps(before: Array | None, after: Array) -> Array | None:
    """after − before; None where there is no such thing."""
    if before is None or before.shape != after.shape:
        return None
    if before.dtype.kind not in "iuf" or after.dtype.kind not in "iuf":
        return None
    with np.errstate(all="ignore"):
        return np.asarray(after.astype(float) - before.astype(float))


def _digits(steps: Array, after: Array) -> int | None:
    """Decimals with which the largest step still shows, within reason."""
    moved = np.abs(steps[np.isfinite(steps) & (steps != 0)])
    if moved.size == 0:
        return None
    if bool((steps == np.rint(steps)).all() and (after == np.rint(after)).all()):
        return None
    needed = -math.floor(math.log10(float(moved.max())))
    return min(max(2, needed), MOST_DECIMALS)


def _step_digits(steps: Array, digits: int | None) -> int | None:
    """The same decimals, but for steps that are so small that they show as powers of ten."""
    return None if format_for(steps, digits).kind == "power" else digits


@paint.register
def _(part: AssignPart, size: Size, charset: Charset) -> Rows:
    after = np.asarray(part.after)
    before = None if part.before is None else np.asarray(part.before)
    changed = changed_cells(before, after)
    steps = _steps(before, after)
    now = MatrixPart(
        part.name, after, part.row_labels, part.column_labels, cell=part.cell, changed=changed
    )
    if before is None or steps is None or after.size == 0:
        new = replace(now, changed=None if before is None else changed)
        was = "new: " if before is None else f"was {shape_text(before.shape)}, now: "
        rows = draw(new, Size(size.width, max(1, size.height - 1)), charset)
        return (line(Span(was, Role.DIM), Span(part.name, Role.TITLE)), *rows)[-size.height :]
    cell = valid_cell(now, part.cell)
    digits = _digits(steps, after)
    if digits is not None and format_for(steps, digits).kind == "fixed":
        tries = range(digits, min(digits + MORE_TO_ADD_UP, MOST_DECIMALS) + 1)
        digits = adding_decimals((before, steps), (1, 1), after, tries, cell) or digits
    titles = part.titles or (f"{part.name} before", "step", f"{part.name} after")
    now = replace(now, name=titles[2], digits=digits)
    old = replace(now, name=titles[0], values=before, changed=None)
    fine = _step_digits(steps, digits)
    step = replace(now, name=titles[1], values=steps, changed=None, digits=fine)
    pieces: list[Piece] = [
        term_of(old, after.shape, cell),
        Sign("+"),
        term_of(step, after.shape, cell),
        Sign("="),
        term_of(now, after.shape, cell),
    ]
    arithmetic: Row = ()
    if cell is not None:
        arithmetic = cell_arithmetic(
            "+", (old, step), replace(now, name=part.name), cell, size.width, charset
        )
    count = int(np.count_nonzero(changed))
    told = "changed" if part.titles is None else "different"
    legend = line(Span(f"* {told}: {count} of {after.size} cells", Role.DIM))
    legend = legend if after.ndim else ()
    return equation_rows(pieces, arithmetic, size, charset, legend, together=True)


@describe.register
def _(part: AssignPart) -> str:
    after = np.asarray(part.after)
    size = " by ".join(str(n) for n in after.shape) or "one number"
    if part.before is None:
        return f"{part.name} is bound for the first time: {size}."
    before = np.asarray(part.before)
    count = int(np.count_nonzero(changed_cells(before, after)))
    text = f"{part.name} gets a new value: {count} of {after.size} cells change"
    if part.titles is not None:
        was, _, now = part.titles
        text = f"{was} beside {now}: {count} of {after.size} cells differ"
    steps = _steps(before, after)
    if steps is not None and steps.size and np.isfinite(steps).all():
        largest = float(np.abs(steps).max())
        text += f", by at most {largest:.2g}"
    return text + "."
