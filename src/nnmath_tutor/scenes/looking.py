"""The running operation for somebody who looks at one of its numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnmath_tutor.drawing import AssignPart, cell_name
from nnmath_tutor.program import Evaluation, Level, Operation, Recording, editable, feeds
from nnmath_tutor.scenes.moment import Moment
from nnmath_tutor.scenes.numbers import Array
from nnmath_tutor.scenes.operation import bound_name, matrix, numbers_of, operation_part
from nnmath_tutor.scenes.picture import Part, Picture, completed

RESULT = -1


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """An array in the picture of the running operation: an operand by its number, or the result.

    `part` is the evaluation it belongs to: an update is drawn at its assignment, but its old value
    and its step are operands of the addition before it.
    """

    name: str
    values: Array
    operand: int
    part: int
    drawn: str = ""  # what the picture calls it, where that isn't its name


def places_of(moment: Moment) -> tuple[Place, ...]:
    """The arrays that can be looked at here, as they stand in the picture from left to right."""
    evaluation, part = moment.evaluation, moment.position.part
    if evaluation is None:
        return ()
    result = numbers_of(evaluation.result)
    if result is None:
        return ()
    name = evaluation.target or evaluation.text
    drawn = operation_part(_whole(moment), evaluation, plain=True)
    if isinstance(drawn, AssignPart):
        return _update_places(moment, evaluation, name, result)
    operands = evaluation.operands if evaluation.operation is not Operation.ASSIGN else ()
    places = []
    for number, operand in enumerate(operands):
        values = numbers_of(operand.value)
        if values is not None:
            places.append(Place(operand.text, values, number, part))
    bound = bound_name(moment.line, evaluation)
    return (*places, Place(bound, result, RESULT, part, name))


def _update_places(
    moment: Moment, evaluation: Evaluation, name: str, result: Array
) -> tuple[Place, ...]:
    """Old value, step and new value of an update, called what the picture calls them."""
    part = moment.position.part
    after = Place(f"{name} after", result, RESULT, part)
    adding = moment.line.evaluations[part - 1] if moment.line and part else None
    if adding is None or len(adding.operands) != 2 or adding.symbol not in ("+", "-"):
        return (after,)
    old, step = (numbers_of(operand.value) for operand in adding.operands)
    if old is None or step is None or adding.operands[0].text != name:
        return (after,)
    before = Place(f"{name} before", old, 0, part - 1)
    if step.shape != old.shape or adding.symbol == "-":
        return before, after
    return before, Place("step", step, 1, part - 1), after


def table_places(moment: Moment) -> tuple[Place, ...]:
    """What can be changed: what the epoch begins with, then numbers of the set-up (a seed)."""
    recording, epoch = moment.recording, moment.position.epoch
    begins = recording.start(epoch) if recording.epochs > 1 else recording.values(epoch)
    names = (*editable(recording), *beginnings(recording))
    found = ((name, numbers_of(begins.get(name))) for name in names)
    known = [(name, values) for name, values in found if values is not None]
    return tuple(Place(name, values, at, 0) for at, (name, values) in enumerate(known))


def table_picture(moment: Moment, place: Place, index: tuple[int, ...]) -> Picture:
    """The table of what can be changed, one number in brackets."""
    return Picture(
        tuple(
            matrix(moment, one.name, one.values, index if one.operand == place.operand else None)
            for one in table_places(moment)
        )
    )


def beginnings(recording: Recording) -> tuple[str, ...]:
    """Numbers of the set-up that no epoch reads: changing one begins the run anew."""
    if recording.program.loop is None or recording.done == 0:
        return ()
    begins, known = recording.start(0), editable(recording)
    loop = recording.program.loop
    return tuple(
        name
        for name in recording.program.setup_names
        if name not in known
        and name not in loop.bound
        and isinstance(begins.get(name), int | float)
        and not isinstance(begins.get(name), bool)
    )


def look_picture(moment: Moment, place: Place, index: tuple[int, ...]) -> Picture:
    """The running operation with one number in brackets.

    Of a result, what it is made of is lit; of an operand, the cells it goes into have stars.
    """
    evaluation = moment.evaluation
    assert evaluation is not None
    drawn = operation_part(_whole(moment), evaluation, plain=True)
    if isinstance(drawn, AssignPart):
        return Picture((replace(drawn, cell=index),))
    if place.operand == RESULT:
        at = int(np.ravel_multi_index(index, place.values.shape)) if index else 0
        position = replace(moment.position, cell=at, level=Level.CELL, term=None)
        part = operation_part(replace(moment, position=position), evaluation, plain=True)
        return completed(Picture((part,)))
    return Picture((_with_operand(drawn, evaluation, place, index),))


def name_of(moment: Moment, place: Place, index: tuple[int, ...]) -> str:
    """What a number of the picture is called: `A1[ex2,h1]`, `(X @ W1)[ex2,h1]`."""
    return name_of_cell(moment, place.name, place.values, index)


def name_of_cell(moment: Moment, text: str, values: Array, index: tuple[int, ...]) -> str:
    """A cell of the array that `text` stands for, by its labels."""
    plain = text.removesuffix(" before").removesuffix(" after")
    where = cell_name(matrix(moment, plain, values), index)
    spelled = text if text.replace(" ", "").isidentifier() else f"({text})"
    return f"{spelled}[{where}]" if where else text


def _whole(moment: Moment) -> Moment:
    position = replace(moment.position, level=Level.PART, term=None)
    return replace(moment, position=position)


def _with_operand(part: Part, evaluation: Evaluation, place: Place, index: tuple[int, ...]) -> Part:
    """The chosen cell of an operand in brackets, stars at the cells of the result it goes into."""
    goes_into = feeds(evaluation, place.operand, index)
    result = getattr(part, "result", None)
    if result is None:
        return part
    changed = np.zeros(np.shape(result.values), dtype=bool)
    for cell in goes_into:
        changed[cell] = True
    changes: dict[str, Any] = {"result": replace(result, changed=changed)}
    names = ("left", "right") if hasattr(part, "left") else ("source",)
    if hasattr(part, "operands"):
        operands = list(part.operands)
        operands[place.operand] = replace(operands[place.operand], cell=index)
        changes["operands"] = tuple(operands)
    elif place.operand < len(names):
        name = names[place.operand]
        changes[name] = replace(getattr(part, name), cell=index)
    return replace(part, **changes)
