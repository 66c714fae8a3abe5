"""Where a value of an epoch comes from, and where it goes."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from nnmath_tutor.program.binding import bound_at_top, changes_of
from nnmath_tutor.program.compare import identical
from nnmath_tutor.program.model import Evaluation, Line, Operation
from nnmath_tutor.program.operands import Taken, operands_of
from nnmath_tutor.program.recording import Recording


@dataclass(frozen=True, slots=True)
class Made:
    """The result of one evaluation; `line` and `part` count as in a Position."""

    epoch: int
    line: int
    part: int


@dataclass(frozen=True, slots=True)
class Given:
    """A value that no epoch makes: the set-up binds it, in that line of the source, from 1.

    `edited` says that an edit of the run replaced it since.
    """

    name: str
    line: int | None
    edited: bool = False


Origin = Made | Given | None  # None: a number that stands in the code, or what can't be followed


def evaluation_at(recording: Recording, made: Made) -> Evaluation:
    """The evaluation at that place. Raises LookupError for an epoch that isn't recorded."""
    return recording.lines(made.epoch)[made.line].evaluations[made.part]


def origin_of(recording: Recording, at: Made, operand: int) -> Origin:
    """What made an operand of an evaluation.

    For an assignment: what made the value, or the origin of the name that it copies. Raises
    LookupError for an epoch that isn't recorded, IndexError for a place that isn't there.
    """
    line = recording.lines(at.epoch)[at.line]
    taken = operands_of(recording.program, line)[at.part][operand]
    return _origin(recording, at, line, taken, operand)


def origin_of_name(recording: Recording, epoch: int, line: int, name: str) -> Origin:
    """What made that which `name` holds once a line of the epoch has run; -1: as it begins.

    Looks back through this epoch and the one before, and then at the set-up.
    """
    lines, loop = recording.lines(epoch), recording.program.loop
    if loop is not None and name in recording.record.stretch_of(epoch).constants:
        return _given(recording, epoch, name)
    found, origin = _made_by(recording, epoch, lines, line, name)
    if found or loop is None or name == loop.variable:
        return origin
    if any(edit.name == name for edit in recording.run.edits_by_epoch.get(epoch, ())):
        return Given(name, _setup_line(recording, name), edited=True)
    if epoch > 0:
        earlier = recording.lines(epoch - 1)
        found, origin = _made_by(recording, epoch - 1, earlier, len(earlier) - 1, name)
        if found:
            return origin
    return _given(recording, epoch, name)


def uses_of(recording: Recording, at: Made) -> tuple[tuple[Made, int], ...]:
    """Evaluations that take the result of this one as an operand (its number), as time goes.

    Looks on through this epoch and the next, as far as it is recorded.
    """
    lines = recording.lines(at.epoch)
    evaluation = evaluation_at(recording, at)
    name = _root(evaluation) if evaluation.operation is Operation.ASSIGN else None
    if name is None:
        return tuple(_uses(recording, at, at.epoch, lines[: at.line + 1], at.line, None))
    found = _uses(recording, at, at.epoch, lines, at.line, name)
    loop = recording.program.loop
    lives_on = loop is not None and origin_of_name(recording, at.epoch, len(lines) - 1, name) == at
    if lives_on and at.epoch + 1 < recording.done:
        found += _uses(recording, at, at.epoch + 1, recording.lines(at.epoch + 1), 0, name)
    return tuple(found)


def _uses(
    recording: Recording,
    at: Made,
    epoch: int,
    lines: tuple[Line, ...],
    first: int,
    name: str | None,
) -> list[tuple[Made, int]]:
    found = []
    for number in range(first, len(lines)):
        for part, operands in enumerate(operands_of(recording.program, lines[number])):
            place = Made(epoch, number, part)
            for operand, taken in enumerate(operands):
                if taken.name == name and (
                    _origin(recording, place, lines[number], taken, operand) == at
                ):
                    found.append((place, operand))
    return found


def _origin(recording: Recording, at: Made, line: Line, taken: Taken, operand: int) -> Origin:
    if taken.name is not None:
        value = line.evaluations[at.part].operands[operand].value
        if not _held_before(recording, at, taken.name, value):
            return None  # changed since the line began, by a function that it calls
        return origin_of_name(recording, at.epoch, at.line - 1, taken.name)
    if taken.span is None:
        return None
    for part in reversed(range(at.part)):
        evaluation = line.evaluations[part]
        if evaluation.span == taken.span and evaluation.operation is not Operation.ASSIGN:
            return Made(at.epoch, at.line, part)
    return None


def _held_before(recording: Recording, at: Made, name: str, value: Any) -> bool:
    """Whether a name held that value as its line began."""
    loop = recording.program.loop
    if callable(value) or (
        loop is not None and name in recording.record.stretch_of(at.epoch).constants
    ):
        return True
    if at.line > 0:
        before = recording.lines(at.epoch)[at.line - 1].values
    else:
        before = recording.start(at.epoch)
    return name in before and (before[name] is value or identical(before[name], value))


def _made_by(
    recording: Recording, epoch: int, lines: tuple[Line, ...], last: int, name: str
) -> tuple[bool, Origin]:
    """Whether one of the lines up to `last` made what a name holds, and what its origin then is."""
    for number in range(last, -1, -1):
        line = lines[number]
        for part in reversed(range(len(line.evaluations))):
            evaluation = line.evaluations[part]
            if evaluation.operation is Operation.ASSIGN and _root(evaluation) == name:
                if recording.program.loop is None and name in recording.run.replaced:
                    edited = any(edit.name == name for edit in recording.run.edits)
                    return True, Given(name, line.span.line, edited)
                return True, Made(epoch, number, part)
        before = lines[number - 1].values if number else None
        if before is None:
            before = recording.start(epoch) if recording.program.loop is not None else {}
        if not _unchanged(before, line, name):
            return True, None  # changed on the quiet: by a function, or under another name
    return False, None


def _unchanged(before: Any, line: Line, name: str) -> bool:
    if name not in line.values or name not in before:
        return name in line.values and callable(line.values[name])
    one, other = before[name], line.values[name]
    return one is other or callable(other) or identical(one, other)


def _root(evaluation: Evaluation) -> str | None:
    """The name behind the target of an assignment: `W` for `W[0]`."""
    if evaluation.target is None:
        return None
    node: ast.AST = ast.parse(f"({evaluation.target})", mode="eval").body
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _given(recording: Recording, epoch: int, name: str) -> Origin:
    """A name that neither this epoch nor the last has made: the set-up's, if it still is.

    An epoch long ago may have made it; that isn't followed.
    """
    line, setup = _setup_line(recording, name), recording.record.setup
    edits = [e.epoch for e in recording.run.edits if e.name == name and e.epoch <= epoch]
    if line is None or setup is None or name not in setup:
        return None
    stretch = recording.record.stretch_of(epoch)
    if name in stretch.constants:
        return Given(name, line, bool(edits))
    was = recording.start(edits[-1])[name] if edits else setup[name]
    return Given(name, line, bool(edits)) if identical(was, recording.start(epoch)[name]) else None


def _setup_line(recording: Recording, name: str) -> int | None:
    """The line of the set-up's last statement that binds a name or writes into what it holds."""
    for statement in reversed(recording.program.setup):
        if name in bound_at_top([statement]) or name in changes_of(statement):
            return statement.lineno
    return None
