"""The sum over the lit wires of the neuron that is being computed, as far as it is added up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnmath_tutor.drawing.arithmetic import Figures, Spelled, spell_figures
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.computing import sum_of_products
from nnmath_tutor.drawing.network import WiresPart
from nnmath_tutor.drawing.numbers import Array, NumberFormat, format_for
from nnmath_tutor.drawing.sums import product_terms, spelled_places


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of the neuron in the light: which of its sources, and the texts of the numbers."""

    places: list[int]  # of a long sum the first ones and the last
    spelled: Spelled
    rough: tuple[str, ...]

    def term(self, source: int, charset: Charset) -> str:
        """`1×(−0.63)`, what one wire carries; "" where it isn't spelled out."""
        if source not in self.places:
            return ""
        at = 2 * self.places.index(source)
        return product_terms(self.spelled.operands[at : at + 2], charset)[0]


def sum_of(part: WiresPart) -> Sum | None:
    """The products over the lit wires of the neuron in the light, as far as they are added.

    None where nothing is added up, or the numbers aren't known.
    """
    sources, neuron = part.sources(), part.neuron
    if sources is None or neuron is None or not part.added():
        return None
    layer, _ = sources
    values = part.layers[layer].values
    outcomes = part.layers[neuron[0]].values
    if values is None or outcomes is None or part.gap is None:
        return None
    added = part.added()
    places = spelled_places(added)
    numbers: list[tuple[object, NumberFormat]] = []
    left, right = format_for(values), format_for(part.weights[part.gap])
    for place in places:
        numbers.append((values[part.example, place].item(), left))
        numbers.append((part.weight(place, neuron[1]), right))
    numbers.append((running_value(part), _fractions(outcomes)))
    figures = Figures.of(numbers)
    *rough, shown = figures.texts
    if len(places) == added:
        spelled = spell_figures(figures, sum_of_products, sides=2)
    else:
        spelled = Spelled(tuple(rough), shown, True)
    return Sum(places, spelled, tuple(rough))


def _fractions(outcomes: Array) -> NumberFormat:
    chosen = format_for(outcomes)
    return chosen if chosen.kind != "whole" else NumberFormat("fixed", 2)


def running_value(part: WiresPart) -> object:
    """The value of the neuron in the light: as it came out, or the sum so far; None: not known."""
    sources, neuron = part.sources(), part.neuron
    if neuron is None:
        return None
    values = part.layers[neuron[0]].values
    if values is None:
        return None
    if sources is None or part.added() == sources[1]:
        return values[part.example, neuron[1]].item()
    given = part.layers[sources[0]].values
    if given is None:
        return None
    with np.errstate(all="ignore"):
        count = part.added()
        weights = np.array([part.weight(place, neuron[1]) for place in range(count)])
        return float(sum((given[part.example, :count] * weights).tolist(), 0.0))
