"""Changing a number: which name, as which epoch begins, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnmath_tutor.play.look import Look, origin, place_of
from nnmath_tutor.program import (
    Edit,
    Given,
    Made,
    Operation,
    Recording,
    check_edit,
    editable,
    evaluation_at,
    turns_to_float,
)
from nnmath_tutor.scenes import Moment, beginnings, name_of_cell, numbers_of


@dataclass(frozen=True, slots=True)
class Change:
    """A number that can be changed: a cell of a name as an epoch begins.

    `anew`: it is a number of the set-up that only acts at the very beginning, such as a seed.
    """

    epoch: int
    name: str
    index: tuple[int, ...]
    told: str  # what it is called
    value: float  # now
    anew: bool = False

    def edit(self, value: float) -> Edit:
        """The edit that gives it another value."""
        return Edit(self.epoch, self.name, self.index, value)


def change_at(moment: Moment, look: Look) -> Change | str:
    """What changing the number that is looked at means; a sentence where it can't be changed."""
    found = place_of(moment, look)
    if found is None:
        return "There is no number here to change."
    place, look = found
    recording, epoch = moment.recording, moment.position.epoch
    value = place.values[look.index].item()
    if look.table and place.name in beginnings(recording):
        return Change(0, place.name, look.index, place.name, value, anew=True)
    name, when = _source(moment, look)
    if look.table:
        name, when = place.name, epoch  # what the table lists can be changed
    if name is None:
        name = place.name
    change = Change(
        when if when is not None else epoch,
        name,
        look.index,
        name_of_cell(moment, name, place.values, look.index),
        value,
    )
    if when is None or name not in editable(recording):
        if not name.isidentifier():
            return f"{name} is worked out on the way: change what goes into it (enter leads there)."
        problem = check_edit(recording, Edit(epoch, name, look.index, value))
        return problem or f"{place.name} is computed: change what it is computed from."
    if change.epoch >= recording.epochs > 1:
        return f"There is no epoch after this one: {name} is never read again."
    if when != epoch and not _still_there(recording, change):
        return f"{name} is changed again before epoch {change.epoch} begins: look at it there."
    return change


def _still_there(recording: Recording, change: Change) -> bool:
    """Whether the number that is looked at is what the epoch begins with."""
    if recording.program.loop is None or change.epoch >= recording.done:
        return True
    held = numbers_of(recording.start(change.epoch)[change.name])
    if held is None or np.ndim(held) != len(change.index):
        return False
    if any(at >= size for at, size in zip(change.index, held.shape, strict=True)):
        return False
    return bool(np.array_equal(held[change.index], change.value, equal_nan=True))


def _source(moment: Moment, look: Look) -> tuple[str | None, int | None]:
    """The name that holds the number as an epoch begins, and which epoch; None where none does."""
    epoch = moment.position.epoch
    came = origin(moment, look)
    match came:
        case Given(name=name):
            return name, epoch
        case Made():
            evaluation = evaluation_at(moment.recording, came)
            if evaluation.operation is not Operation.ASSIGN or evaluation.target is None:
                return None, None
            if evaluation.target not in editable(moment.recording):
                return evaluation.target, None
            if moment.recording.epochs <= 1:
                return evaluation.target, 0
            return evaluation.target, came.epoch + 1
        case _:
            return None, None


def after_change(moment: Moment, edit: Edit) -> str:
    """What the learner should know of a change that was made."""
    if turns_to_float(moment.recording, edit):
        return (
            f"{edit.name} held whole numbers; it holds decimal numbers now, so that "
            f"{edit.value:g} has a place (int became float)."
        )
    return ""
