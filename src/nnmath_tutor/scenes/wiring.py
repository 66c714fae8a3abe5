"""What part of a network an expression of a program speaks of: a layer's neurons, or its wires.

`sigmoid(A1 @ W2)` is of layer 2, `delta2 @ W2.T` of layer 1, `A1.T @ delta2` of the wires between
them: that follows from the names of layers, weights and blame that an author gave, by way of the
lines that ran before.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from nnmath_tutor.program import Evaluation, Line, Operation


@dataclass(frozen=True, slots=True)
class NetworkPlace:
    """The neurons of a layer, or the wires between a layer and the next, counted from 0.

    `turned` says that the rows are not the examples (or where the wires begin) but the columns.
    """

    what: Literal["layer", "wires"]
    number: int
    turned: bool = False


@dataclass(frozen=True)
class Wiring:
    """An author's names: of the layers' values, of the weights between, of the blame in each."""

    layers: tuple[str, ...]
    weights: tuple[str, ...]
    blame: tuple[str, ...] = ()
    made: Mapping[str, ast.expr] = field(default_factory=dict)  # what other names were made from

    def after(self, lines: tuple[Line, ...]) -> Wiring:
        """The same, with the names that these lines bound."""
        made: dict[str, ast.expr] = {}
        for line in lines:
            match _tree(line.text):
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    made[name] = value
        return Wiring(self.layers, self.weights, self.blame, made)

    def place_of(self, text: str) -> NetworkPlace | None:
        """The place an expression speaks of; None where that can't be told."""
        match _tree(text):
            case ast.Expr(value=node):
                return self._place(node, frozenset())
            case _:
                return None

    def place_made(self, evaluation: Evaluation) -> NetworkPlace | None:
        """The place whose numbers an evaluation makes."""
        places = [self.place_of(operand.text) for operand in evaluation.operands]
        match evaluation.operation:
            case Operation.ASSIGN:
                return self.place_of(evaluation.target or "") or (places[0] if places else None)
            case Operation.MATMUL if len(places) == 2:
                return _product(places[0], places[1])
            case Operation.ELEMENTWISE | Operation.CALL:
                return _common(places)
            case _:
                return None

    def _place(self, node: ast.expr, seen: frozenset[str]) -> NetworkPlace | None:
        match node:
            case ast.Name(id=name):
                return self._named(name, seen)
            case ast.Attribute(value=inner, attr="T" | "mT"):
                place = self._place(inner, seen)
                return place and NetworkPlace(place.what, place.number, not place.turned)
            case ast.BinOp(left=left, op=ast.MatMult(), right=right):
                return _product(self._place(left, seen), self._place(right, seen))
            case ast.BinOp(left=left, right=right):
                return _common([self._place(left, seen), self._place(right, seen)])
            case ast.UnaryOp(operand=operand):
                return self._place(operand, seen)
            case ast.Call(args=[argument], keywords=[]):
                return self._place(argument, seen)
            case _:
                return None

    def _named(self, name: str, seen: frozenset[str]) -> NetworkPlace | None:
        if name in self.layers:
            return NetworkPlace("layer", self.layers.index(name))
        if name in self.weights:
            return NetworkPlace("wires", self.weights.index(name))
        if name in self.blame:
            return NetworkPlace("layer", self.blame.index(name) + 1)
        if name in seen or name not in self.made:
            return None
        return self._place(self.made[name], seen | {name})


def _product(left: NetworkPlace | None, right: NetworkPlace | None) -> NetworkPlace | None:
    """layer @ wires is the next layer, layer @ wires.T the last one, layer.T @ layer the wires."""
    if left is None or right is None:
        return None
    match (left.what, left.turned), (right.what, right.turned):
        case ("layer", False), ("wires", False) if right.number == left.number:
            return NetworkPlace("layer", left.number + 1)
        case ("layer", False), ("wires", True) if right.number == left.number - 1:
            return NetworkPlace("layer", left.number - 1)
        case ("layer", True), ("layer", False) if right.number == left.number + 1:
            return NetworkPlace("wires", left.number)
        case _:
            return None


def _common(places: list[NetworkPlace | None]) -> NetworkPlace | None:
    """The one place that all operands speak of that speak of any."""
    known = {place for place in places if place is not None}
    return known.pop() if len(known) == 1 else None


@lru_cache(maxsize=256)  # asked of the same few lines in every frame
def _tree(text: str) -> ast.stmt | None:
    try:
        body = ast.parse(text.strip()).body
    except (SyntaxError, ValueError):
        return None
    return body[0] if len(body) == 1 else None
