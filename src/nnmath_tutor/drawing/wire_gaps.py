"""What stands between two layers: wires that take part are solid and carry what they bring.

All others are rows of dots, the denser the heavier their weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.cells import cells_wide
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.heat import heat_scale
from nnmath_tutor.drawing.network import Flow, WiresPart
from nnmath_tutor.drawing.rows import Role
from nnmath_tutor.drawing.strokes import put_texts
from nnmath_tutor.drawing.wire_labels import Lit, lit_wires, text_on
from nnmath_tutor.drawing.wire_lines import Wire, faint_texts, height_at, lit_texts, strength
from nnmath_tutor.drawing.wire_places import Column
from nnmath_tutor.drawing.wire_sums import Sum

LEAST_LEAN = 5  # columns for wires to come together in
USUAL_LEVEL = 16  # columns for `[1×(−0.627)]▸`, kept free so that the wires stay where they are
# Where on its way a wire may carry its sign, counted from where the number comes from.
_SIGN_AT = (0.4, 0.5, 0.3, 0.6, 0.2, 0.7)


def put_wires(
    canvas: Canvas,
    part: WiresPart,
    it: Sum | None,
    columns: Sequence[Column],
    charset: Charset,
) -> None:
    """Put the wires of every gap on the canvas, the faint ones below those that take part."""
    for left, right in pairwise(columns):
        weights = part.weights[left.layer]
        scale = heat_scale(weights)
        width = right.left - left.right
        lit = {(w.left, w.right): w for w in lit_wires(part, it, left, right, charset)}
        faint = tuple(
            Wire(start, end, strength(float(weights[i, j]), scale))
            for i, start in left.rows.items()
            for j, end in right.rows.items()
            if (i, j) not in lit
        )
        texts = faint_texts(faint, width, canvas.height, braille=charset.braille)
        for y, text in enumerate(texts):
            canvas.put(left.right, y, text, Role.DIM)
        if not lit:
            continue
        if part.amounts is not None and part.cell is None:
            scale = heat_scale(part.amounts)
        level, short = _level(part, list(lit.values()), (left, right), charset)
        before, after = (level, 0) if part.flow is Flow.FORWARD else (0, level)
        solid = [
            (one, Wire(left.rows[i], right.rows[j], strength(one.weight, scale), before, after))
            for (i, j), one in lit.items()
        ]
        _put_lit(canvas, solid, left.right, width, charset, thick=part.cell is not None)
        _put_marks(canvas, part, solid, (left.right, right.left), charset, short=short)


def _put_lit(
    canvas: Canvas,
    solid: Sequence[tuple[Lit, Wire]],
    left: int,
    width: int,
    charset: Charset,
    *,
    thick: bool,
) -> None:
    """The solid lines, each in the colour of its sign; in a cell where both meet, in neither."""

    def put(wires: tuple[Wire, ...], role: Role) -> tuple[str, ...]:
        if not wires:
            return ()
        texts = lit_texts(wires, width, canvas.height, braille=charset.braille, thick=thick)
        put_texts(canvas, left, 0, texts, role)
        return texts

    below = put(tuple(w for one, w in solid if one.weight < 0), _sign_role(-1))
    above = put(tuple(w for one, w in solid if not one.weight < 0), _sign_role(1))
    if not charset.braille or not below or not above:
        return
    for y, (low, high) in enumerate(zip(below, above, strict=True)):
        for x, (a, b) in enumerate(zip(low, high, strict=True)):
            if a != " " and b != " ":  # the dots of a cell are the bits of its character
                canvas.put(left + x, y, chr(ord(a) | ord(b)), Role.STRONG)


def _level(
    part: WiresPart, lit: Sequence[Lit], ends: tuple[Column, Column], charset: Charset
) -> tuple[int, bool]:
    """Columns that the lit wires run level for, beside where they come from, to hold their texts.

    And whether the texts must be short for that; (0, …) where they have no room at all.
    """
    left, right = ends
    if part.flow is Flow.CHANGE or not any(one.label for one in lit):
        return 0, False
    falls = max(abs(right.rows[one.right] - left.rows[one.left]) for one in lit)
    room = right.left - left.right
    lean = min(falls * 2 + 2, max(room - USUAL_LEVEL, room // 3))
    level = room - max(LEAST_LEAN, lean)
    for short in (False, True):
        widest = max(cells_wide(text_on(part, one, charset, short=short)) for one in lit)
        if widest + 1 <= room - LEAST_LEAN:
            return max(level, widest + 1), short
    return 0, False


def _put_marks(
    canvas: Canvas,
    part: WiresPart,
    solid: Sequence[tuple[Lit, Wire]],
    between: tuple[int, int],
    charset: Charset,
    *,
    short: bool,
) -> None:
    """What the lit wires carry, and the heads that tell which way it runs."""
    start, end = between
    for one, wire in solid:
        role = Role.CELL if one.newest else _sign_role(one.weight)
        text = text_on(part, one, charset, short=short)
        if wire.before:
            canvas.put(start + wire.before - cells_wide(text), wire.start, text, role)
        elif wire.after:
            canvas.put(end - wire.after, wire.end, text, role)
        elif part.flow is Flow.CHANGE and text and cells_wide(text) <= end - start - 2:
            middle = (end + start - cells_wide(text)) // 2
            canvas.put(middle, round(height_at(wire, 0.5)), text, role)
        elif not np.isnan(one.weight):
            sign = charset.minus if one.weight < 0 else "+"
            _put_sign(canvas, wire, between, sign, role, back=part.flow is Flow.BACK)
        if part.flow is Flow.FORWARD:
            canvas.put(end - 1, wire.end, charset.pointer, role)
        elif part.flow is Flow.BACK:
            canvas.put(start, wire.start, charset.pointer_left, role)


def _put_sign(
    canvas: Canvas,
    wire: Wire,
    between: tuple[int, int],
    sign: str,
    role: Role,
    *,
    back: bool,
) -> None:
    """Write a sign on its wire, where no other one is beside it."""
    start, end = between
    for way in _SIGN_AT:
        along = 1 - way if back else way
        x, y = round(start + along * (end - 1 - start)), round(height_at(wire, along))
        if not any(c.isalnum() or c in "[]()+−" for c in canvas.text(x - 1, y, 3)):
            canvas.put(x, y, sign, role)
            return


def _sign_role(weight: float) -> Role:
    return Role.SERIES_1 if weight < 0 else Role.SERIES_2
