"""A network as neurons and wires: numbers run right along them, and blame runs back on the same.

Here the picture is arranged, with a row above it and one below, and told in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.canvas import Canvas
from nnmath_tutor.drawing.cells import cells_wide
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, draw, paint
from nnmath_tutor.drawing.network import Flow, WiresPart
from nnmath_tutor.drawing.numbers import format_number, with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span
from nnmath_tutor.drawing.sums import product_terms, sum_row
from nnmath_tutor.drawing.wire_gaps import put_wires
from nnmath_tutor.drawing.wire_neurons import neurons_width, put_neurons
from nnmath_tutor.drawing.wire_places import Column, columns_for, height_for
from nnmath_tutor.drawing.wire_sums import Sum, running_value, sum_of

__all__ = ["WiresPart"]  # its painter is here

MOST_TOLD = 6  # in words
MOST_TITLE = 12  # characters of weights' name where it is cut


@paint.register
def _paint(part: WiresPart, size: Size, charset: Charset) -> Rows:
    it = sum_of(part)
    below = _below(part, it, size.width, charset)
    if size.height < 2:
        return (below or _summary(part, size.width, charset),)
    counts = [layer.count for layer in part.layers]
    room = size.height - 1
    tall = height_for(counts, room)
    lower, most = height_for(counts, room - 1), max(counts)
    head = room > 3 and (lower == tall or lower >= 2 * most - 1 or tall < most)
    net = Size(size.width, height_for(counts, room - head))
    columns = _columns(part, net)
    if not columns:
        return (_summary(part, size.width, charset), below)
    canvas = Canvas(net.width, net.height)
    put_wires(canvas, part, it, columns, charset)
    for column in columns:
        put_neurons(canvas, part, it, column, charset)
    heading = (_heading(part, columns, size.width, charset),) if head else ()
    apart: Rows = ((),) if room - head > net.height else ()
    return (*heading, *canvas.rows(), *apart, below)


def _below(part: WiresPart, it: Sum | None, width: int, charset: Charset) -> Row:
    """The last row: the arithmetic of the cell, or how the picture is to be read."""
    if part.work is not None:
        rows = draw(part.work, Size(width, 1), charset)
        return rows[0] if rows else ()
    neuron, sources = part.neuron, part.sources()
    if it is None or neuron is None or sources is None:
        return _legend(part, width, charset)
    layer, place = neuron
    name = part.layers[layer].label(place) or str(place + 1)
    told = "blame on" if part.flow is Flow.BACK else "sum of"
    before = f"{part.example_label}: " if part.example_label else ""

    def spans(texts: Sequence[str]) -> list[list[Span]]:
        terms = product_terms(texts, charset)
        newest = part.added() - 1 if part.terms is not None else None
        return [
            [Span(term, Role.CELL if k == newest else Role.PLAIN)]
            for k, term in zip(it.places, terms, strict=True)
        ]

    open_end = part.added() < sources[1]
    result = [Span(with_minus(it.spelled.result, charset.minus), Role.CELL)]
    if open_end:
        result.append(Span(" so far", Role.DIM))
    return sum_row(
        [Span(before, Role.LABEL), Span(f"{told} "), Span(name, Role.TITLE)],
        spans(it.spelled.operands),
        result,
        width,
        charset,
        shorter=[Span(name, Role.TITLE)],
        rough=spans(it.rough),
        open_end=open_end,
        equals="=" if it.spelled.holds else charset.approx,
    )


def _legend(part: WiresPart, width: int, charset: Charset) -> Row:
    how = "denser or thicker: a larger weight"
    if part.flow is Flow.CHANGE:
        how = f"thicker: a larger change;  + {charset.minus}: up or down"
    elif part.flow is not None:
        how += f";  + {charset.minus}: its sign"
    return clip_row(line(Span(how, Role.DIM)), width, charset.dots)


def _summary(part: WiresPart, width: int, charset: Charset) -> Row:
    """The network where there is no room to draw it: `3 → 4 → 1`."""
    counts = f" {charset.arrow_right} ".join(str(layer.count) for layer in part.layers)
    return clip_row(line(Span(counts, Role.LABEL)), width, charset.dots)


def _columns(part: WiresPart, net: Size) -> tuple[Column, ...]:
    """The layers side by side; () where there isn't room for two and their wires."""
    if net.height < 1:
        return ()
    counts = [layer.count for layer in part.layers]
    keep = [_keep(part, layer) for layer in range(len(counts))]
    # With values and names, without the names of the neurons, with nothing but a dot for each.
    for look in (2, 1, 0):
        widths = [neurons_width(part, layer, look) for layer in range(len(counts))]
        columns = columns_for(counts, widths, keep, net)
        if columns:
            return columns
    return ()


def _keep(part: WiresPart, layer: int) -> tuple[int, ...]:
    """The neurons of a layer that must stay in sight."""
    wire, neuron, sources = part.wire, part.neuron, part.sources()
    if wire is not None and part.gap is not None:
        return (wire[layer - part.gap],) if layer in (part.gap, part.gap + 1) else ()
    if neuron is not None and layer == neuron[0]:
        return (neuron[1],)
    if sources is not None and neuron is not None and layer == sources[0] and part.terms:
        return (part.added() - 1,)
    return ()


def _heading(part: WiresPart, columns: Sequence[Column], width: int, charset: Charset) -> Row:
    """The names of the layers above them, and those of the weights above their wires."""
    canvas = Canvas(width, 1)
    for column in columns:
        name = part.layers[column.layer].name
        if column.layer == 0 and part.example_label:
            name += f"[{part.example_label}]"
        x = max(0, min(column.left + 1, width - cells_wide(name)))
        canvas.put(x, 0, name, Role.TITLE if column.layer == part.target else Role.LABEL)
    for left, right in pairwise(columns):
        lit = left.layer == part.gap
        start = max(left.right, len(canvas.text(0, 0, right.left).rstrip()) + 1)
        for text in _titles(part.titles[left.layer], part.flow if lit else None, charset):
            x = max(start, (left.right + right.left - cells_wide(text)) // 2)
            if x + cells_wide(text) < right.left and canvas.blank(x, 0, cells_wide(text) + 1):
                canvas.put(x, 0, text, Role.TITLE if lit else Role.LABEL)
                break
    return canvas.rows()[0]


def _titles(name: str, flow: Flow | None, charset: Charset) -> tuple[str, ...]:
    """How the weights are called above their wires, the longest way first."""
    way, right, left = charset.horizontal * 2, charset.pointer, charset.pointer_left
    short = name[:MOST_TITLE] + charset.dots
    if flow is Flow.FORWARD:
        return f"{way} {name} {way}{right}", f"{name} {way}{right}", f"{name}{right}", way + right
    if flow is Flow.BACK:
        return f"{left}{way} {name} {way}", f"{left}{way} {name}", f"{left}{name}", left + way
    return name, short


@describe.register
def _describe(part: WiresPart) -> str:
    counts = ", ".join(f"{layer.name} ({layer.count})" for layer in part.layers)
    text = f"The network as neurons and wires: {counts}"
    if part.example_label:
        text += f", example {part.example_label}"
    neuron, sources = part.neuron, part.sources()
    if part.work is not None:
        return f"{text}. {describe(part.work)}"
    if part.gap is not None and (neuron is None or sources is None):
        title = part.titles[part.gap]
        if part.flow is Flow.CHANGE:
            return f"{text}; all wires change at once: {title}."
        way = "forward" if part.flow is Flow.FORWARD else "back"
        return f"{text}; numbers run {way} over all wires of {title}."
    if neuron is None or sources is None:
        return text + "."
    layer, count = sources
    name = part.layers[neuron[0]].label(neuron[1]) or f"neuron {neuron[1] + 1}"
    way = "forward" if part.flow is Flow.FORWARD else "back"
    given = part.layers[layer].values
    told = []
    for place in range(min(part.added(), MOST_TOLD)):
        value = format_number(given[part.example, place].item()) if given is not None else "?"
        source = part.layers[layer].label(place) or f"neuron {place + 1}"
        told.append(f"{value} times {format_number(part.weight(place, neuron[1]))} from {source}")
    if part.added() > MOST_TOLD:
        told.append(f"{part.added() - MOST_TOLD} more")
    so_far = "" if part.added() == count else f" of {count} products so far"
    if not told:
        return f"{text}; nothing has run {way} into {name} yet."
    value = format_number(running_value(part))
    return f"{text}; {way} into {name} run {', '.join(told)}: {value}{so_far}."
