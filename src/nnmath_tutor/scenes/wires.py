"""The network as neurons and wires, with what runs along them at the cursor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from nnmath_tutor.drawing import Flow, Layer, WiresPart
from nnmath_tutor.program import Evaluation, Level, Line, Operation, cell_count, cell_index
from nnmath_tutor.scenes import operation
from nnmath_tutor.scenes.labels import NO_LABELS, labels_of, spell
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import Array
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Part, Picture
from nnmath_tutor.scenes.wiring import NetworkPlace, Wiring

OPTIONS: Mapping[str, Option] = {
    "layers": Option(
        OptionType.NAMES, "the values of each layer, examples in rows; else those of `[network]`"
    ),
    "weights": Option(
        OptionType.NAMES, "the weights from layer to layer; else those of `[network]`"
    ),
    "blame": Option(OptionType.NAMES, "what runs back into each layer but the first"),
    "example": Option(
        OptionType.INTEGER, "the row to show where no cell tells which, from 0", default=0
    ),
}


@dataclass(frozen=True, eq=False)
class _Stage:
    """The moment, the author's names, and what the running part does in the network."""

    moment: Moment
    wiring: Wiring
    weights: tuple[Array, ...]  # as they stand before the running part
    done: frozenset[str]
    running: Evaluation | None
    place: NetworkPlace | None
    example: int
    cell: tuple[int, int] | None

    @property
    def counts(self) -> tuple[int, ...]:
        """How many neurons each layer has."""
        return (self.weights[0].shape[0], *(array.shape[1] for array in self.weights))


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The network and what the running part does in it. Raises SceneError."""
    layers, weights = tuple(options["layers"] or ()), tuple(options["weights"] or ())
    blame = tuple(options["blame"] or ())
    if not layers or not weights:
        raise SceneError("It needs layers and weights: here, or in [network].")
    if len(layers) < 2 or len(weights) != len(layers) - 1:
        raise SceneError(f"{len(layers)} layers take {len(layers) - 1} weights in between.")
    if blame and len(blame) != len(weights):
        raise SceneError("blame takes one name for each layer but the first.")
    before = moment.lines[: moment.position.line + 1]
    stage = _stage(moment, Wiring(layers, weights, blame).after(before), int(options["example"]))
    return Picture((_part(stage),))


# What runs --------------------------------------------------------------------------------------


def _stage(moment: Moment, wiring: Wiring, example: int) -> _Stage:
    level = moment.position.level
    running = None if level is Level.EPOCH else moment.evaluation
    if running is None:
        if level is not Level.EPOCH:
            raise SceneError("Nothing runs on the wires of this network here.")
        return _Stage(
            moment, wiring, _weights(moment, wiring, None), _done(moment), None, None, example, None
        )
    place = wiring.place_made(running)
    if place is None or place.turned:
        raise SceneError(f"`{running.text}` is not on the wires of this network.")
    weights = _weights(moment, wiring, running)
    stage = _Stage(moment, wiring, weights, _done(moment), running, place, example, None)
    _check_shape(stage, running, place)
    if not cell_count(running):
        return stage
    row, column = cell_index(running, moment.position.cell)
    if level not in (Level.CELL, Level.TERM):
        # Every part is entered at its first cell or its last; in between a learner chose it.
        chosen = 0 < moment.position.cell < cell_count(running) - 1 and place.what == "layer"
        return replace(stage, example=row) if chosen else stage
    if place.what == "layer":
        example = row
    elif moment.terms is not None and running.operation is Operation.MATMUL:
        example = moment.terms - 1  # the one whose vote was added last
    return replace(stage, example=example, cell=(row, column))


def _check_shape(stage: _Stage, running: Evaluation, place: NetworkPlace) -> None:
    shape = np.shape(running.result)
    if place.what == "wires":
        fits = shape == stage.weights[place.number].shape
    else:
        fits = len(shape) == 2 and shape[1] == stage.counts[place.number]
    if not fits or not isinstance(running.result, np.ndarray):
        raise SceneError(f"`{running.text}` has the shape {shape}: not one of this network.")


def _weights(moment: Moment, wiring: Wiring, running: Evaluation | None) -> tuple[Array, ...]:
    """The weights as they stand before the running line. Raises SceneError."""
    values, line = moment.values, moment.position.line
    if running is not None and line > 0:
        values = {**values, **moment.lines[line - 1].values}
    found: list[Array] = []
    for name in wiring.weights:
        value = values.get(name)
        if not isinstance(value, np.ndarray) or value.ndim != 2 or value.dtype.kind not in "biuf":
            raise SceneError(f"`{name}` holds no weights at this line.")
        if not value.size:
            raise SceneError(f"`{name}` is empty.")
        found.append(value)
    for name, (left, right) in zip(wiring.weights, pairwise(found), strict=False):
        if left.shape[1] != right.shape[0]:
            raise SceneError(f"`{name}` ends at {left.shape[1]} neurons, not {right.shape[0]}.")
    return tuple(found)


def _bound(line: Line) -> set[str]:
    made = (evaluation.target for evaluation in line.evaluations)
    return {target for target in made if target is not None}


def _done(moment: Moment) -> frozenset[str]:
    """The names that hold their values of this epoch by now: not those of the epoch before."""
    level, here = moment.position.level, moment.position.line
    bound = [_bound(line) for line in moment.lines]
    whole = level in (Level.EPOCH, Level.LINE)
    if level is Level.EPOCH:
        here = len(bound) - 1
    elif moment.evaluation is not None:
        whole = whole or moment.evaluation.operation is Operation.ASSIGN
    by_now = set().union(*bound[: here + whole])
    return frozenset(by_now | (set(moment.values) - set().union(*bound)))


# What is shown ----------------------------------------------------------------------------------


def _part(stage: _Stage) -> Part:
    running, place = stage.running, stage.place
    layers = [_layer(stage, number) for number in range(len(stage.counts))]
    part = WiresPart(tuple(layers), stage.weights, stage.wiring.weights, stage.example)
    if running is not None and place is not None:
        told = _change if place.what == "wires" else _flow
        part = told(stage, running, place, part)
        filled: int | None = stage.moment.position.cell + 1
        if stage.cell is None or running.operation is Operation.ASSIGN:
            filled = None  # a name takes all its numbers at once
        part = replace(part, cell=stage.cell, filled=filled)
    rows = [layer.values.shape[0] for layer in part.layers if layer.values is not None]
    if rows and not 0 <= stage.example < min(rows):
        raise SceneError(f"example = {stage.example}: there are {min(rows)}, from 0.")
    return replace(part, example_label=_example_label(stage))


def _layer(stage: _Stage, number: int) -> Layer:
    """A layer with its blame where that is known and runs by, else with its activations."""
    wiring, place = stage.wiring, stage.place
    name = wiring.layers[number]
    past = place is None or number <= place.number
    if wiring.blame and not past and wiring.blame[number - 1] in stage.done:
        name = wiring.blame[number - 1]
    value = stage.moment.values.get(name) if name in stage.done else None
    return _with_values(
        stage, Layer(name, stage.counts[number], labels=_labels(stage, number)), value
    )


def _with_values(stage: _Stage, layer: Layer, value: object) -> Layer:
    """The layer with these values, if they are numbers in its shape."""
    if not isinstance(value, np.ndarray) or value.ndim != 2 or value.dtype.kind not in "biuf":
        return layer
    fits = value.shape[1] == layer.count and value.shape[0]
    return replace(layer, values=value) if fits else layer


def _labels(stage: _Stage, number: int) -> tuple[str, ...]:
    """The names of a layer's neurons: of its columns, or else of the weights' rows or columns."""
    labels, wiring = stage.moment.labels, stage.wiring
    specs = [labels.get(wiring.layers[number], NO_LABELS).columns]
    if number < len(wiring.weights):
        specs.append(labels.get(wiring.weights[number], NO_LABELS).rows)
    if number:
        specs.append(labels.get(wiring.weights[number - 1], NO_LABELS).columns)
    spelled = (spell(spec, stage.counts[number]) for spec in specs)
    return next((names for names in spelled if names), ())


def _example_label(stage: _Stage) -> str:
    moment = stage.moment
    for name in stage.wiring.layers:
        value = moment.values.get(name)
        if isinstance(value, np.ndarray) and value.ndim == 2:
            names = spell(labels_of(name, value, moment.labels, moment.values).rows, len(value))
            if stage.example < len(names):
                return names[stage.example]
    return f"{stage.example}"


def _flow(stage: _Stage, running: Evaluation, place: NetworkPlace, part: WiresPart) -> WiresPart:
    """Numbers run into a layer, or each of its neurons makes something of what it holds."""
    made, moment = _maker(stage, running, place)
    name = running.target or running.text
    layers, titles, weights = list(part.layers), list(part.titles), list(part.weights)
    layer = _with_values(stage, replace(layers[place.number], name=name), running.result)
    product = made if made.operation is Operation.MATMUL else None
    if product is None:
        layer = replace(layer, before=_before(stage, made, place))
        if moment.position.level is Level.LINE:
            product = _product_in(stage, moment.line, place)
    work = None
    if product is None or (stage.cell is not None and product is not made):
        product = None
        work = operation.build(moment, {}).parts[0] if stage.cell is not None else None
    layers[place.number] = layer
    part = replace(part, layers=tuple(layers), target=place.number, work=work)
    if product is None:
        return part
    left, right = product.operands
    wires = stage.wiring.place_of(right.text)
    if wires is None:
        return part
    back = wires.turned
    source = wires.number + 1 if back else wires.number
    layers[source] = _with_values(stage, replace(layers[source], name=left.text), left.value)
    titles[wires.number] = right.text
    weights[wires.number] = right.value.T if back else right.value
    return replace(
        part,
        layers=tuple(layers),
        titles=tuple(titles),
        weights=tuple(weights),
        flow=Flow.BACK if back else Flow.FORWARD,
        gap=wires.number,
        terms=moment.terms if stage.cell is not None and product is running else None,
    )


def _maker(stage: _Stage, running: Evaluation, place: NetworkPlace) -> tuple[Evaluation, Moment]:
    """What made the numbers of an assignment, and its moment; other parts made their own."""
    moment = stage.moment
    here = moment.position
    if running.operation is not Operation.ASSIGN or moment.line is None or not here.part:
        return running, moment
    made = moment.line.evaluations[here.part - 1]
    if stage.wiring.place_made(made) != place:
        return running, moment
    return made, replace(moment, position=replace(here, part=here.part - 1, term=None))


def _product_in(stage: _Stage, line: Line | None, place: NetworkPlace) -> Evaluation | None:
    """The product of a line that runs into the layer."""
    for made in reversed(line.evaluations if line is not None else ()):
        if made.operation is Operation.MATMUL and stage.wiring.place_made(made) == place:
            return made
    return None


def _before(stage: _Stage, made: Evaluation, place: NetworkPlace) -> Array | None:
    """What the neurons held that became what they hold now: the first operand that is theirs."""
    if made.operation is Operation.ASSIGN:
        return None
    for operand in made.operands:
        fits = np.shape(operand.value) == np.shape(made.result)
        if fits and stage.wiring.place_of(operand.text) == place:
            return np.asarray(operand.value)
    return None


def _change(stage: _Stage, running: Evaluation, place: NetworkPlace, part: WiresPart) -> WiresPart:
    """The wires get something: votes, steps, or new weights."""
    gap = place.number
    layers, titles, weights = list(part.layers), list(part.titles), list(part.weights)
    old = _old_weights(stage, running, gap)
    amounts = running.result
    if old is not None:
        weights[gap] = running.result
        with np.errstate(all="ignore"):
            amounts = np.asarray(running.result, dtype=float) - old
    titles[gap] = running.target or (stage.wiring.weights[gap] if old is not None else running.text)
    terms, votes = None, 0
    if running.operation is Operation.MATMUL:
        left, right = running.operands
        source = left.text.removesuffix(".T").removesuffix(".mT")
        if source != left.text:
            layers[gap] = _with_values(stage, replace(layers[gap], name=source), left.value.T)
        layers[gap + 1] = _with_values(
            stage, replace(layers[gap + 1], name=right.text), right.value
        )
        terms, votes = stage.moment.terms, len(right.value)
    work = None
    if stage.cell is not None:
        work = operation.build(_assignment(stage) if old is not None else stage.moment, {}).parts[0]
    return replace(
        part,
        layers=tuple(layers),
        titles=tuple(titles),
        weights=tuple(weights),
        flow=Flow.CHANGE,
        gap=gap,
        terms=terms if stage.cell is not None else None,
        amounts=amounts,
        votes=votes,
        before=old,
        work=work,
    )


def _assignment(stage: _Stage) -> Moment:
    """The moment at which the line's name takes its value: the sum that makes it has no name."""
    moment = stage.moment
    last = len(moment.line.evaluations) - 1 if moment.line is not None else 0
    return replace(moment, position=replace(moment.position, part=last, term=None))


def _old_weights(stage: _Stage, running: Evaluation, gap: int) -> Array | None:
    """The weights until now, where the running part makes or binds the new ones."""
    name = stage.wiring.weights[gap]
    if running.operation is Operation.ASSIGN:
        old: Any = running.before if running.target == name else None
    else:
        old = next((o.value for o in running.operands if o.text == name), None)
        if running.symbol not in ("+", "-"):
            old = None
    return old if isinstance(old, np.ndarray) and old.shape == running.result.shape else None
