"""Looking at one number: choosing it, following it back to what made it, and on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from nnmath_tutor.program import (
    Evaluation,
    Given,
    Level,
    Made,
    Operation,
    Origin,
    Position,
    cell_index,
    evaluation_at,
    fed_by,
    feeds,
    origin_of,
    origin_of_name,
    uses_of,
)
from nnmath_tutor.scenes import RESULT, Moment, Place, numbers_of, places_of, table_places

MOST_USES = 9  # as many as there are figures to choose by

Index = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Crumb:
    """A number that was looked at before this one, and where."""

    position: Position
    operand: int
    index: Index
    table: bool


@dataclass(frozen=True, slots=True)
class Look:
    """The number that is looked at: of an operand of the running operation, or of its result.

    In the `table` of what can be changed the operand is the array's place in it. `trail` leads back
    to where the looking began.
    """

    operand: int = RESULT
    index: Index = ()
    trail: tuple[Crumb, ...] = ()
    table: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """An operation that takes the number: where it is, and as which operand."""

    made: Made
    operand: int
    text: str
    line: int  # in the source


@dataclass(frozen=True, slots=True)
class Hop:
    """Where following a number led: another place or number, or a sentence that says why not."""

    position: Position
    look: Look
    remark: str = ""


def begin(moment: Moment) -> Look | None:
    """Look at the cell at the cursor; None where nothing can be looked at."""
    evaluation = moment.evaluation
    if evaluation is None or not places_of(moment):
        return None
    if not np.size(evaluation.result):
        return None
    return Look(RESULT, cell_index(evaluation, moment.position.cell))


def places(moment: Moment, look: Look) -> tuple[Place, ...]:
    """The arrays that can be looked at: of the running operation, or of the table."""
    return table_places(moment) if look.table else places_of(moment)


def place_of(moment: Moment, look: Look) -> tuple[Place, Look] | None:
    """The array that is looked at, and the look with an index that this array has."""
    listed = places(moment, look)
    if not listed:
        return None
    place = next((place for place in listed if place.operand == look.operand), listed[-1])
    shape = place.values.shape
    if not place.values.size:
        return None
    index = look.index if len(look.index) == len(shape) else (0,) * len(shape)
    inside = tuple(min(at, length - 1) for at, length in zip(index, shape, strict=True))
    return place, replace(look, operand=place.operand, index=inside)


def moved(moment: Moment, look: Look, down: int, across: int) -> Look:
    """One cell further; beyond the first or last column, the next array of the picture.

    A vector has one axis, whichever way it is walked.
    """
    found = place_of(moment, look)
    if found is None:
        return look
    place, look = found
    shape, index = place.values.shape, list(look.index)
    if len(shape) == 1 and down:
        down, across = 0, down
    if shape and -len(shape) <= -2:
        index[-2] = min(max(index[-2] + down, 0), shape[-2] - 1)
    column = index[-1] + across if shape else across
    if across and not (shape and 0 <= column < shape[-1]):
        further = next_place(moment, look, across)
        return _entered(moment, further, across) if further.operand != look.operand else look
    if shape:
        index[-1] = column
    return replace(look, index=tuple(index))


def _entered(moment: Moment, look: Look, across: int) -> Look:
    """The near column of an array that is entered from the side."""
    found = place_of(moment, look)
    if found is None or not found[1].index:
        return look
    place, look = found
    column = 0 if across > 0 else place.values.shape[-1] - 1
    return replace(look, index=(*look.index[:-1], column))


def next_place(moment: Moment, look: Look, direction: int = 1) -> Look:
    """The next array of the picture, its cell at the same place as far as it has one."""
    numbers = [place.operand for place in places(moment, look)]
    if look.operand not in numbers:
        return replace(look, operand=RESULT)
    at = (numbers.index(look.operand) + direction) % len(numbers)
    return replace(look, operand=numbers[at])


def chosen_by_name(moment: Moment, name: str, index: Index, *, table: bool = False) -> Look | None:
    """A look at a number of the picture, from the name of its array there."""
    listed = places(moment, Look(table=table))
    place = next((place for place in listed if name in (place.name, place.drawn)), None)
    return Look(place.operand, index, table=table) if place else None


def by_name(moment: Moment, name: str, index: Index) -> Hop | None:
    """Where the number was made that a name of the program holds just now; None for other names.

    One that the set-up gave is looked at in the table.
    """
    if name not in moment.values:
        return None
    here = moment.position
    line = len(moment.lines) - 1 if here.level is Level.EPOCH else here.line
    came = origin_of_name(moment.recording, here.epoch, line, name)
    if isinstance(came, Made) and _shape(moment, came) == np.shape(moment.values[name]):
        return Hop(_position(moment, came, index), Look(RESULT, index))
    look = chosen_by_name(moment, name, index, table=True)
    return Hop(here, look) if look is not None else None


def origin(moment: Moment, look: Look) -> Origin:
    """What made the number that is looked at.

    None also where the line wrote only a part of the array: `W[0] = …`.
    """
    found = place_of(moment, look)
    if found is None:
        return None
    place, look = found
    here = moment.position
    if place.operand == RESULT and not look.table:
        return Made(here.epoch, here.line, place.part)
    if look.table:  # without a loop it shows what the program ends with
        last = len(moment.lines) - 1 if moment.recording.program.loop is None else -1
        came = origin_of_name(moment.recording, here.epoch, last, place.name)
    else:
        at = Made(here.epoch, here.line, place.part)
        came = origin_of(moment.recording, at, place.operand)
    return _whole(moment, came, place.values.shape)


def _whole(moment: Moment, came: Origin, shape: Index) -> Origin:
    """An origin, if it made a value of that shape and not a part of one."""
    return None if isinstance(came, Made) and _shape(moment, came) != shape else came


def unmade(text: str) -> str:
    """What to say of a number without an origin: it stands in the code, or there's no telling."""
    try:
        ast.literal_eval(text.strip())
    except (ValueError, SyntaxError):
        return "What made this number can't be followed from here."
    return "This number stands in the code itself."


def back(moment: Moment, look: Look) -> Hop:
    """One hop towards where the number comes from."""
    found = place_of(moment, look)
    if found is None:
        return Hop(moment.position, look, "There is no number here to follow.")
    place, look = found
    came = origin(moment, look)
    if place.operand == RESULT and not look.table:
        return _into(moment, look)
    return _to(moment, look, came, place.name)


def _into(moment: Moment, look: Look) -> Hop:
    """From a result to what goes into it: on to where that was made, if it is one number alone."""
    here = moment.position
    evaluation = evaluation_at(moment.recording, Made(here.epoch, here.line, here.part))
    fed = _fed(evaluation, look.index)
    if len(fed) == 1 and len(fed[0][1]) == 1:
        number, (cell,) = fed[0]
        single = replace(look, operand=number, index=cell)
        operand = evaluation.operands[number]
        came = origin_of(moment.recording, Made(here.epoch, here.line, here.part), number)
        came = _whole(moment, came, np.shape(operand.value))
        if isinstance(came, Made) or evaluation.operation is Operation.ASSIGN:
            return _to(moment, look, came, operand.text, cell)
        return Hop(here, replace(single, trail=_left(moment, look)))
    for number, cells in fed:
        if cells and any(place.operand == number for place in places_of(moment)):
            return Hop(here, Look(number, cells[0], _left(moment, look)))
    return Hop(here, look, "What this was made of can't be followed number by number.")


def _fed(evaluation: Evaluation, index: Index) -> list[tuple[int, tuple[Index, ...]]]:
    """What goes into a cell of the result, numbers that stand alone included."""
    fed = dict(fed_by(evaluation, index))
    for number, operand in enumerate(evaluation.operands):
        alone = isinstance(operand.value, int | float | np.number) or np.ndim(operand.value) == 0
        if alone and numbers_of(operand.value) is not None:
            fed.setdefault(number, ((),))
    return sorted(fed.items())


def _to(moment: Moment, look: Look, came: Origin, text: str, index: Index | None = None) -> Hop:
    index = look.index if index is None else index
    match came:
        case Made():
            position = _position(moment, _computed(moment, came), index)
            return Hop(position, Look(RESULT, index, _left(moment, look)))
        case Given(name=name, edited=True):
            return Hop(moment.position, look, f"You changed {name} as this epoch began.")
        case Given(name=name, line=line):
            where = f" in line {line}" if line else ""
            return Hop(moment.position, look, f"{name} is given{where}: the way back ends here.")
        case _:
            return Hop(moment.position, look, unmade(text))


def _computed(moment: Moment, made: Made) -> Made:
    """Where a name merely takes a value, the operation that made it; an update stays itself."""
    evaluation = evaluation_at(moment.recording, made)
    if evaluation.operation is not Operation.ASSIGN or evaluation.symbol != "=":
        return made
    came = origin_of(moment.recording, made, 0)
    own = isinstance(came, Made) and (came.epoch, came.line) == (made.epoch, made.line)
    return came if isinstance(came, Made) and own else made


def _named(moment: Moment, made: Made) -> Made:
    """Where a name takes the value at once: what goes on with it asks the name for it."""
    evaluations = moment.recording.lines(made.epoch)[made.line].evaluations
    for part in range(made.part + 1, len(evaluations)):
        taken = Made(made.epoch, made.line, part)
        if evaluations[part].operation is Operation.ASSIGN:
            return taken if origin_of(moment.recording, taken, 0) == made else made
    return made


def uses(moment: Moment, look: Look) -> tuple[Use, ...]:
    """The operations that take the number, in order of time."""
    seen = place_of(moment, look)
    if seen is None:
        return ()
    came = origin(moment, look)
    found: list[tuple[Made, int]] = []
    if isinstance(came, Made):
        found = list(uses_of(moment.recording, _named(moment, came)))
    elif isinstance(came, Given):
        found = list(_readings(moment, came))
    listed: list[Use] = []
    for made, operand in found:
        line = moment.recording.lines(made.epoch)[made.line]
        evaluation = line.evaluations[made.part]
        if np.shape(evaluation.operands[operand].value) != seen[0].values.shape:
            continue  # a line wrote only a part of what it takes
        text = evaluation.text
        if evaluation.operation is Operation.ASSIGN and evaluation.target:
            text = evaluation.target
        listed.append(Use(made, operand, text, line.span.line))
    return tuple(listed[:MOST_USES])


def _readings(moment: Moment, given: Given) -> Iterator[tuple[Made, int]]:
    """Operations of this epoch that take what the set-up gave."""
    epoch = moment.position.epoch
    for at, line in enumerate(moment.lines):
        for part, evaluation in enumerate(line.evaluations):
            made = Made(epoch, at, part)
            for number, operand in enumerate(evaluation.operands):
                named = operand.text == given.name
                if named and origin_of(moment.recording, made, number) == given:
                    yield made, number


def forward(moment: Moment, look: Look, use: Use) -> Hop:
    """One hop to an operation that takes the number."""
    evaluation = evaluation_at(moment.recording, use.made)
    reached = feeds(evaluation, use.operand, look.index)
    trail = _left(moment, look)
    if evaluation.operation is Operation.ASSIGN:
        cell = look.index if len(look.index) == np.ndim(evaluation.result) else ()
        return Hop(_position(moment, use.made, cell), Look(RESULT, cell, trail))
    position = _position(moment, use.made, reached[0] if reached else ())
    if len(reached) == 1:  # it goes on as one number: look at that one
        return Hop(position, Look(RESULT, reached[0], trail))
    return Hop(position, Look(use.operand, look.index, trail))


def retrace(moment: Moment, look: Look) -> Hop | None:
    """Back to the number that was looked at before; None at the beginning of the trail."""
    if not look.trail:
        return None
    *before, last = look.trail
    return Hop(last.position, Look(last.operand, last.index, tuple(before), last.table))


def _left(moment: Moment, look: Look) -> tuple[Crumb, ...]:
    return (*look.trail, Crumb(moment.position, look.operand, look.index, look.table))


def _shape(moment: Moment, made: Made) -> Index:
    return np.shape(evaluation_at(moment.recording, made).result)


def _position(moment: Moment, made: Made, index: Index) -> Position:
    """The place of an operation, at a cell of its result."""
    shape = _shape(moment, made)
    cell = int(np.ravel_multi_index(index, shape)) if index and len(index) == len(shape) else 0
    return Position(made.epoch, made.line, made.part, cell, Level.CELL)
