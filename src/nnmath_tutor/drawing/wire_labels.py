"""Which wires take part, and the text that each of them carries: `1×(−0.63)▸`."""

from __future__ import annotations

from dataclasses import dataclass

from nnmath_tutor.drawing.arithmetic import spell
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.computing import BINARY
from nnmath_tutor.drawing.figures import own_format
from nnmath_tutor.drawing.network import Flow, WiresPart
from nnmath_tutor.drawing.numbers import NumberFormat, format_for, with_minus
from nnmath_tutor.drawing.sums import product_terms
from nnmath_tutor.drawing.wire_places import Column
from nnmath_tutor.drawing.wire_sums import Sum


@dataclass(frozen=True, slots=True)
class Lit:
    """One wire that takes part: between which places of the two layers, and its text."""

    left: int
    right: int
    weight: float
    label: str = ""
    newest: bool = False


def lit_wires(
    part: WiresPart, it: Sum | None, left: Column, right: Column, charset: Charset
) -> list[Lit]:
    """The wires between two layers that take part, with what they carry."""
    if part.flow is None or part.gap is None or left.layer != part.gap:
        return []
    weights = part.weights[part.gap]
    found: list[Lit] = []
    for i in left.rows:
        for j in right.rows:
            weight = float(weights[i, j])
            if part.cell is None:
                told = weight if part.amounts is None else float(part.amounts[i, j])
                found.append(Lit(i, j, told))
            elif part.flow is Flow.CHANGE:
                if (i, j) == part.cell:
                    found.append(Lit(i, j, weight, _change(part, charset), newest=True))
            else:
                source, target = (i, j) if part.flow is Flow.FORWARD else (j, i)
                if target != part.cell[1] or source >= part.added():
                    continue
                newest = part.terms is not None and source == part.added() - 1
                label = it.term(source, charset) if it else ""
                label = label or _product(part, source, target, charset)
                found.append(Lit(i, j, weight, label, newest))
    return found


def text_on(part: WiresPart, one: Lit, charset: Charset, *, short: bool) -> str:
    """What stands on a wire: `1×(−0.63)▸`, or short `×(−0.63)▸`; the newest one in brackets."""
    label = one.label
    if short and charset.times in label:
        label = charset.times + label.partition(charset.times)[2]
    if one.newest and label:
        label = f"[{label}]"
    if not label or part.flow is Flow.CHANGE:
        return label
    back = part.flow is Flow.BACK
    return charset.pointer_left + label if back else label + charset.pointer


def _change(part: WiresPart, charset: Charset) -> str:
    """What is done to the wire that changes: `−0.71 → −0.69`, or the amount alone."""
    if part.cell is None or part.gap is None or part.amounts is None:
        return ""
    if part.terms is not None:
        return _vote(part, part.cell, part.gap, charset)
    amount = part.amounts[part.cell].item()
    if part.before is None:
        text = own_format(amount, format_for(part.amounts)).text(amount)
        text = with_minus(text if text.startswith("-") else f"+{text}", charset.minus)
        return f"{part.votes} votes: {text}" if part.votes > 1 else text
    # In as many digits as it takes to see that old + step = new.
    chosen = format_for(part.before)
    old, new = part.before[part.cell].item(), part.weights[part.gap][part.cell].item()
    spelled = spell([(old, chosen), (amount, chosen)], (new, chosen), BINARY["+"], added=True)
    texts = spelled.operands[0], spelled.result
    if len(texts[0]) > len(texts[1]) + 1:  # so many digits take too much of the wire
        decimals = len(spelled.result.partition(".")[2])
        texts = NumberFormat("fixed", decimals).text(old), spelled.result
    return charset.becomes.join(with_minus(text, charset.minus) for text in texts)


def _product(part: WiresPart, source: int, neuron: int, charset: Charset) -> str:
    """What a wire carries that the sum below doesn't spell out."""
    sources = part.sources()
    given = part.layers[sources[0]].values if sources is not None else None
    if given is None or part.gap is None:
        return ""
    value, weight = given[part.example, source].item(), part.weight(source, neuron)
    texts = (
        own_format(value, format_for(given)).text(value),
        own_format(weight, format_for(part.weights[part.gap])).text(weight),
    )
    return product_terms(texts, charset)[0]


def _vote(part: WiresPart, wire: tuple[int, int], gap: int, charset: Charset) -> str:
    """What one example says to a wire: the activation where it begins × the delta where it ends."""
    texts: list[str] = []
    for layer, place in zip(part.layers[gap : gap + 2], wire, strict=True):
        if layer.values is None:
            return ""
        value = layer.values[part.example, place].item()
        texts.append(own_format(value, format_for(layer.values)).text(value))
    return product_terms(texts, charset)[0]
