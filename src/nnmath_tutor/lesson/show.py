"""Whether a step's picture can be made and drawn: in every size, with and without Unicode."""

from __future__ import annotations

import ast
import builtins
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nnmath_tutor.drawing import ASCII, UNICODE, Charset, Size, row_text, row_width
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import Lesson, SceneSpec
from nnmath_tutor.lesson.names import program_names
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.start import StartError, start_position
from nnmath_tutor.program import Level, Position, Recording
from nnmath_tutor.scenes import (
    KINDS,
    Moment,
    OptionType,
    PlaceError,
    SceneError,
    build_picture,
    draw_picture,
    moment_at,
)

SIZES = (Size(40, 8), Size(80, 24), Size(120, 40))
ROOMS = tuple(itertools.product(SIZES, (UNICODE, ASCII)))
FEW_ROOMS = ((SIZES[0], ASCII), (SIZES[1], UNICODE))  # for the many places around a step

_EXPRESSIONS = (OptionType.EXPRESSION, OptionType.EXPRESSIONS)


def check_scene(
    lesson: Lesson,
    scene: SceneSpec,
    main: Recording,
    runs: Mapping[str, Recording],
    mistakes: Mistakes,
    walked: set[tuple[int, int, int]],
) -> bool:
    """Note what keeps the picture from being shown. False if its epoch never comes at all.

    `walked` are the places (epoch, line, part) whose picture was drawn for an earlier step.
    """
    position: Position | None = None
    try:
        position = start_position(scene, main)
    except PlaceError as error:
        mistakes.add(scene.line_of("at"), f"`at`: {error}")
    except StartError as error:
        mistakes.add(scene.line_of(error.key), str(error))
        if error.key == "epoch":
            return False
    if position is None:
        return True
    moment = moment_at(main, position, lesson.labels, runs, lesson.verses)
    if not _names_known(scene.kind, scene.options, scene.line_of, moment, mistakes):
        return True
    drawn = _check_picture(scene.kind, scene.options, moment, scene.line, mistakes)
    if scene.plot:
        _check_picture("plot", {}, moment, scene.line_of("plot"), mistakes)
    if drawn and KINDS[scene.kind].follows:
        _walk(scene, moment, mistakes, walked)
    elif drawn and position.level is Level.EPOCH and position.epoch < main.epochs - 1:
        # The learner plays it to its end.
        end = replace(position, epoch=main.epochs - 1)
        last = moment_at(main, end, lesson.labels, runs, lesson.verses)
        _check_picture(scene.kind, scene.options, last, scene.line, mistakes)
    return True


def check_beside(
    lesson: Lesson, main: Recording, runs: Mapping[str, Recording], mistakes: Mistakes
) -> None:
    """Note what keeps the picture beside the error plot from being shown after a step's epoch."""
    beside = lesson.beside
    if beside is None:
        return

    def line_of(key: str) -> int:
        return lesson.lines.get(f"beside.{key}", beside.line)

    for epoch in sorted({step.scene.epoch for step in lesson.steps}):
        if epoch < main.epochs:
            position = Position(epoch, level=Level.EPOCH)
            moment = moment_at(main, position, lesson.labels, runs)
            if not _names_known(beside.kind, beside.options, line_of, moment, mistakes):
                return
            if not _check_picture(beside.kind, beside.options, moment, beside.line, mistakes):
                return


def check_network(lesson: Lesson, main: Recording, mistakes: Mistakes) -> None:
    """Note names of [network] that the program doesn't have, and weights that don't fit."""
    network = lesson.network
    if network is None:
        return
    values = main.values(main.epochs - 1)
    for key in ("layers", "weights", "blame"):
        for name in getattr(network, key):
            if name not in values:
                line = lesson.lines.get(f"network.{key}", network.line)
                hint = suggestion(name, program_names(values))
                mistakes.add(line, f"`{key}`: the program has no `{name}`; {hint}")
                return
    for key, names, sizes in (
        ("layers", network.layers, network.layers),
        ("blame", network.blame, network.layers[1:]),
    ):
        for name, layer in zip(names, sizes, strict=False):
            shape, neurons = np.shape(values[name]), np.shape(values[layer])[-1:]
            if len(shape) != 2 or shape[1:] != neurons:
                line = lesson.lines.get(f"network.{key}", network.line)
                told = "it takes a row for each example and a column for each neuron"
                mistakes.add(line, f"`{key}`: {name} has the shape {shape}; {told} of {layer}")
                return
    line = lesson.lines.get("network.weights", network.line)
    for name, left, right in zip(network.weights, network.layers, network.layers[1:], strict=False):
        shape = np.shape(values[name])
        wanted = (np.shape(values[left])[-1:], np.shape(values[right])[-1:])
        if (shape[:1], shape[1:]) != wanted:
            told = f"to lead from {left} to {right} it would have to be {wanted[0] + wanted[1]}"
            mistakes.add(line, f"`weights`: {name} has the shape {shape}; {told}")


def _walk(
    scene: SceneSpec, moment: Moment, mistakes: Mistakes, walked: set[tuple[int, int, int]]
) -> None:
    """The learner may step on from the start: every part of the epoch must have a picture."""
    for index, line in enumerate(moment.lines):
        for part in range(len(line.evaluations)):
            if (moment.position.epoch, index, part) in walked:
                continue
            walked.add((moment.position.epoch, index, part))
            place = replace(moment.position, line=index, part=part, cell=0, level=Level.PART)
            there = moment_at(moment.recording, place, moment.labels, moment.runs)
            if not _check_picture("operation", {}, there, scene.line, mistakes, FEW_ROOMS):
                return


def _names_known(
    kind: str,
    options: Mapping[str, Any],
    line_of: Callable[[str], int],
    moment: Moment,
    mistakes: Mistakes,
) -> bool:
    """Whether every name in the options' expressions is one of the program's, or of the kind's."""
    values = moment.values
    known = True
    for key, name in _names_in_options(kind, options):
        if name in values or name in ("np", *KINDS[kind].names) or hasattr(builtins, name):
            continue
        known = False
        message = f"`{key}`: there is no name `{name}` at this place in the program; "
        message += suggestion(name, program_names(values))
        mistakes.add(line_of(key), message)
    return known


def _names_in_options(kind: str, options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(option, name) for every name that an expression of an option reads."""
    for key, value in options.items():
        if KINDS[kind].options[key].type not in _EXPRESSIONS:
            continue
        for expression in (value,) if isinstance(value, str) else value:
            nodes = list(ast.walk(ast.parse(expression.strip(), mode="eval")))
            names = [node for node in nodes if isinstance(node, ast.Name)]
            bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
            bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
            yield from ((key, node.id) for node in names if node.id not in bound)


def _check_picture(
    kind: str,
    options: Mapping[str, Any],
    moment: Moment,
    line: int,
    mistakes: Mistakes,
    rooms: Sequence[tuple[Size, Charset]] = ROOMS,
) -> bool:
    where = f"{kind} at {_place(moment)}"
    try:
        picture = build_picture(kind, options, moment)
        for size, charset in rooms:
            fault = _fault(draw_picture(picture, size, charset), size, charset)
            if fault:
                mistakes.add(line, f"{where}, drawn at {size.width}x{size.height}: {fault}")
                return False
        picture.sentences()
    except SceneError as error:
        mistakes.add(line, f"{where} can't be shown: {error}")
        return False
    except Exception as error:  # a painter's fault must not hide the other mistakes
        mistakes.add(line, f"{where} can't be drawn: {type(error).__name__}: {error}")
        return False
    return True


def _fault(rows: Any, size: Size, charset: Charset) -> str | None:
    if len(rows) > size.height:
        return f"{len(rows)} rows"
    for row in rows:
        if row_width(row) > size.width:
            return f"a row of {row_width(row)} columns"
        if charset is ASCII and not row_text(row).isascii():
            return f"more than ASCII in {row_text(row)!r}"
    return None


def _place(moment: Moment) -> str:
    """Where we are, in the author's words."""
    epoch = f"epoch {moment.position.epoch:,}"
    if moment.position.level is Level.EPOCH or moment.line is None:
        return epoch
    text = moment.line.text
    if moment.position.level is not Level.LINE and moment.evaluation is not None:
        text = moment.evaluation.text
    return f"{epoch}, `{text}`"
