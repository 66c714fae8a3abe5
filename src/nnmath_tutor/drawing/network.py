"""A network with one example in it: what a picture of its wires shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nnmath_tutor.drawing.numbers import Array


class Flow(StrEnum):
    """What happens on the lit wires."""

    FORWARD = "forward"  # a number runs right, times the weight
    BACK = "back"  # blame runs left, times the same weight
    CHANGE = "change"  # the weights themselves get new values


@dataclass(frozen=True, eq=False)
class Layer:
    """The neurons of one layer, from top to bottom.

    `values` has the shape (examples, count); None: nothing is known of them yet. `before` has it,
    too: what each value was made from, shown as `before → value`.
    """

    name: str
    count: int
    values: Array | None = None
    labels: tuple[str, ...] = ()
    before: Array | None = None

    def label(self, place: int) -> str:
        """The name of a neuron, "" without one."""
        return self.labels[place] if place < len(self.labels) else ""


@dataclass(frozen=True, eq=False)
class WiresPart:
    """Layers from left to right, joined by weights of the shapes (count, count of the next).

    `gap` is the number of the weights whose wires are lit, and `flow` what they do. `target` is the
    layer that is being computed, of whose values `filled` in reading order are known (None: all).
    `cell` is an index into the target's values, or with CHANGE into the weights of the gap (None:
    everything at once); `terms` are the products added in it so far (None: all). With CHANGE,
    `amounts` are what the wires get (the sum of so many `votes`, where it is one), and `before` the
    weights until now, where they are new now.
    `work` is a part that spells out the cell, where it isn't a sum over the wires.
    """

    layers: tuple[Layer, ...]
    weights: tuple[Array, ...]
    titles: tuple[str, ...]  # one for each gap
    example: int = 0
    example_label: str = ""
    flow: Flow | None = None
    gap: int | None = None
    target: int | None = None
    cell: tuple[int, int] | None = None
    filled: int | None = None
    terms: int | None = None
    amounts: Array | None = None
    votes: int = 0
    before: Array | None = None
    work: object | None = None

    def known(self, layer: int, place: int) -> bool:
        """Whether the value of a neuron is there at this moment."""
        values = self.layers[layer].values
        if values is None:
            return False
        if layer != self.target or self.filled is None:
            return True
        return self.example * self.layers[layer].count + place < self.filled

    @property
    def neuron(self) -> tuple[int, int] | None:
        """The neuron that is being computed: its layer and its place."""
        if self.target is None or self.cell is None:
            return None
        return self.target, self.cell[1]

    @property
    def wire(self) -> tuple[int, int] | None:
        """The wire that changes: where it begins and where it ends."""
        return self.cell if self.flow is Flow.CHANGE else None

    def sources(self) -> tuple[int, int] | None:
        """The layer whose numbers run along the lit wires, and how many there are."""
        if self.gap is None or self.flow not in (Flow.FORWARD, Flow.BACK):
            return None
        layer = self.gap if self.flow is Flow.FORWARD else self.gap + 1
        return layer, self.layers[layer].count

    def added(self) -> int:
        """How many products are added so far in the chosen cell."""
        sources = self.sources()
        if sources is None:
            return 0
        return sources[1] if self.terms is None else max(0, min(self.terms, sources[1]))

    def weight(self, source: int, neuron: int) -> object:
        """The weight on the lit wire between a neuron that is computed and one of its sources."""
        gap = self.gap or 0
        where = (source, neuron) if self.flow is Flow.FORWARD else (neuron, source)
        return self.weights[gap][where].item()
