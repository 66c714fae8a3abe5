"""Shapes as dominoes: (4,3)(3,4) → (4,4), where the touching halves have to match."""

from __future__ import annotations

import numpy as np

from nnmath_tutor.drawing.blocks import line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.rows import Role, Row, Rows, Span, row_width

Shape = tuple[int, ...]


def halves(left: Shape, right: Shape) -> tuple[int | None, int | None]:
    """The two lengths that touch; None for a single number, which has none."""
    inner_left = left[-1] if left else None
    inner_right = right[-2] if len(right) > 1 else right[0] if right else None
    return inner_left, inner_right


def fits_together(left: Shape, right: Shape, result: Shape) -> bool:
    """Whether the shapes can be those of a product and its result."""
    a, b = halves(left, right)
    if a is None or b is None or a != b:
        return False
    own = left[-2:-1] + (right[-1:] if len(right) > 1 else ())
    try:
        return result == np.broadcast_shapes(left[:-2], right[:-2]) + own
    except ValueError:
        return False


def domino_rows(
    shapes: tuple[Shape, Shape, Shape], width: int, charset: Charset, *, bracket: bool = True
) -> Rows:
    """The dominoes, in one row or two, and below them a bracket that joins what must match."""
    left, right, result = shapes
    a, b = halves(left, right)
    first, inner_left = _domino(left, -1)
    second, inner_right = _domino(right, -2 if len(right) > 1 else -1)
    match = a == b and a is not None
    touching = Role.GOOD if match else Role.WARNING
    pair = line(
        Span(first[:inner_left], Role.LABEL),
        Span(first[inner_left : inner_left + len(str(a))], touching),
        Span(first[inner_left + len(str(a)) :] + second[:inner_right], Role.LABEL),
        Span(second[inner_right : inner_right + len(str(b))], touching),
        Span(second[inner_right + len(str(b)) :], Role.LABEL),
    )
    outcome = line(Span(f"{charset.becomes} ", Role.DIM), Span(_domino(result, -1)[0], Role.LABEL))
    if not match:
        outcome = line(Span("do not match", Role.WARNING))
    whole = line(*pair, " ", *outcome)
    rows: list[Row] = [whole] if row_width(whole) <= width else [pair, outcome]
    if bracket and a is not None and b is not None:
        start, end = inner_left, len(first) + inner_right
        joint = charset.bottom_left + charset.horizontal * (end - start - 1) + charset.bottom_right
        sign = "=" if match else "is not"
        note = f" {a} {sign} {b}"
        row = line(" " * start, Span(joint, touching), Span(note, touching))
        if row_width(row) > width:
            row = line(" " * start, Span(joint, touching))
        rows.insert(1, row)
    return tuple(rows)


def _domino(shape: Shape, half: int) -> tuple[str, int]:
    """The text of a shape and where in it the length at `half` begins."""
    if not shape:
        return "()", 1
    before = "".join(f"{n}," for n in shape[:half])
    tail = "," if len(shape) == 1 else ""
    return "(" + ",".join(str(n) for n in shape) + tail + ")", 1 + len(before)
