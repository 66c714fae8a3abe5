"""The neurons of a layer with their names and values; the one being computed is in [brackets]."""

from __future__ import annotations

from collections.abc import Sequence

from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.cells import cells_wide, cut
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.figures import own_format
from nnmath_tutor.drawing.grid import LONGEST_LABEL
from nnmath_tutor.drawing.network import WiresPart
from nnmath_tutor.drawing.numbers import NumberFormat, format_for, text_width, with_minus
from nnmath_tutor.drawing.rows import Role
from nnmath_tutor.drawing.wire_places import Column
from nnmath_tutor.drawing.wire_sums import Sum

USUAL_VALUE = 6  # columns of a value: -0.789


def neurons_width(part: WiresPart, index: int, look: int) -> int:
    """Columns for a layer's neurons, with a place for a bracket on either side.

    `look` is 2 for names and values, 1 for values alone, 0 for nothing but a dot.
    """
    layer = part.layers[index]
    label = max((len(text[:LONGEST_LABEL]) for text in layer.labels), default=0)
    value = 1
    if layer.values is not None and layer.values.size:
        value = text_width(layer.values, format_for(layer.values))
    if index:
        value = max(value, USUAL_VALUE)
    names = label + 1 if label else 0
    return 2 + (names + value, value, 1)[2 - look]


def put_neurons(
    canvas: Canvas, part: WiresPart, it: Sum | None, column: Column, charset: Charset
) -> None:
    """Put the neurons of one layer on the canvas, over the wires that end there."""
    layer = part.layers[column.layer]
    longest = max((len(text[:LONGEST_LABEL]) for text in layer.labels), default=0)
    turned = layer.before is not None and column.layer == part.target
    formats = [format_for(v) for v in (layer.values, layer.before) if v is not None]
    for place, y in column.rows.items():
        chosen = part.neuron == (column.layer, place)
        label = layer.label(place)[:LONGEST_LABEL].rjust(longest)
        value = _value(part, it, column.layer, place, formats, charset)
        room = column.width - 2
        whole = longest + 1 + cells_wide(value) if longest else cells_wide(value)
        if (chosen or turned) and room > 1:
            room = max(room, min(whole, canvas.width - 2))  # it may cover faint wires
        if whole <= room:
            text = f"{label} {value.rjust(room - longest - 1)}" if longest else value.rjust(room)
        elif cells_wide(value) <= room:
            text = value.rjust(room)
        else:
            text = charset.dot if room == 1 else cut(label.strip() or value, room).rjust(room)
        role = Role.CELL if chosen else Role.PLAIN
        if _ends_at(part, column.layer, place):
            role = Role.STRONG
        elif value == charset.empty:
            role = Role.DIM
        x = min(column.left, canvas.width - cells_wide(text) - 2)
        canvas.put(x, y, f"[{text}]" if chosen else f" {text} ", role)
    for y in column.gaps:
        canvas.put(column.left, y, charset.dots_down.center(column.width), Role.DIM)


def _ends_at(part: WiresPart, layer: int, place: int) -> bool:
    wire, gap = part.wire, part.gap
    return wire is not None and gap is not None and (layer - gap, place) in enumerate(wire)


def _value(
    part: WiresPart,
    it: Sum | None,
    index: int,
    place: int,
    formats: Sequence[NumberFormat],
    charset: Charset,
) -> str:
    """What a neuron holds: `0.31`, or `−0.79→0.31` where that is what happens to it."""
    layer = part.layers[index]
    if layer.values is None:
        return charset.empty
    chosen = part.neuron == (index, place)
    before = ""
    if layer.before is not None and index == part.target:
        before = _number(layer.before[part.example, place].item(), formats[1], charset)
        before = before.rjust(text_width(layer.before, formats[1])) + charset.becomes
    if not part.known(index, place) and not chosen:
        return before + charset.empty
    if chosen and part.sources() is not None:
        if it is None:
            return charset.empty
        return with_minus(it.spelled.result, charset.minus)
    return before + _number(layer.values[part.example, place].item(), formats[0], charset)


def _number(value: object, chosen: NumberFormat, charset: Charset) -> str:
    """One number in its layer's format; never a zero that is none."""
    text = chosen.text(value)
    if isinstance(value, float) and value and not text.strip("-0."):
        text = own_format(value, chosen).text(value)
    return with_minus(text, charset.minus)
