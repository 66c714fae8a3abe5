"""Where in its program a step starts."""

from __future__ import annotations

import numpy as np

from nnmath_tutor.lesson.model import SceneSpec
from nnmath_tutor.program import Position, Recording, cell_count
from nnmath_tutor.scenes import locate


class StartError(Exception):
    """A step that starts where its program has no such place. `key` is the key to mend."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def start_position(scene: SceneSpec, recording: Recording) -> Position:
    """The place where a step starts; its epoch must have been recorded.

    Raises PlaceError where `at` names no one place, StartError for an epoch that never comes and
    for a cell outside the result.
    """
    if scene.epoch >= recording.epochs:
        last = recording.epochs - 1
        reason = f"the last is {last:,}"
        if recording.program.loop is None:
            reason = "a program without a training loop has only epoch 0"
        elif last < 0:
            reason = "the training loop runs no epoch"
        raise StartError("epoch", f"epoch {scene.epoch:,} never comes: {reason}")
    if scene.at is None:
        return Position(epoch=scene.epoch, level=scene.level)
    lines = recording.lines(scene.epoch)
    line, part = locate(lines, scene.at)
    cell = 0
    if scene.cell is not None:
        evaluation = lines[line].evaluations[part] if lines[line].evaluations else None
        shape = np.shape(evaluation.result) if evaluation is not None else ()
        if evaluation is None or len(shape) != len(scene.cell) or not cell_count(evaluation):
            raise StartError(
                "cell", f"cell = {list(scene.cell)}, but `{scene.at}` has the shape {shape}"
            )
        if any(index >= length for index, length in zip(scene.cell, shape, strict=True)):
            last_cell = [length - 1 for length in shape]
            message = (
                f"cell = {list(scene.cell)} is outside of `{scene.at}`; the last is {last_cell}"
            )
            raise StartError("cell", message)
        cell = int(np.ravel_multi_index(scene.cell, shape)) if shape else 0
    return Position(scene.epoch, line, part, cell, scene.level)
