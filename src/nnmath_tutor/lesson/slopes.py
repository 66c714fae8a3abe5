"""Whether the gradient that a lesson declares is the one that nudging measures."""

from __future__ import annotations

import numpy as np

from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import GradientSpec, Lesson
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.program import Recording, editable, evaluate_in, ripple

NUDGE = 1e-5
CLOSE = 1e-4  # relative; central differences of such a nudge are far nearer
TINY = 1e-8
MOST_CELLS = 4  # of each array


def check_gradient(lesson: Lesson, main: Recording, mistakes: Mistakes) -> None:
    """Note a loss that has no value, and slopes that nudging doesn't confirm."""
    gradient = lesson.gradient
    if gradient is None:
        return
    line = lesson.lines.get("gradient.loss", gradient.line)
    if main.epochs <= 1:
        mistakes.add(gradient.line, "[gradient] needs a program with a training loop")
        return
    epochs = sorted({0, *(step.scene.epoch for step in lesson.steps)})[:3]
    for epoch in [epoch for epoch in epochs if epoch < main.done]:
        try:
            loss = evaluate_in(main, main.lines(epoch), gradient.loss)
            if np.ndim(loss) or not np.isfinite(loss):
                mistakes.add(line, f"`loss` must be one number; it is {loss!r}")
                return
        except Exception as error:  # whatever the expression raises
            mistakes.add(line, f"`loss` = `{gradient.loss}`: {error}")
            return
        for name in gradient.of:
            if not _check_name(lesson, gradient, main, epoch, name, mistakes):
                return


def _check_name(
    lesson: Lesson,
    gradient: GradientSpec,
    main: Recording,
    epoch: int,
    name: str,
    mistakes: Mistakes,
) -> bool:
    of = lesson.lines.get("gradient.of", gradient.line)
    line = lesson.lines.get(f"gradient.of.{name}", of)
    known = editable(main)
    if name not in known:
        mistakes.add(
            line, f"`{name}` is no number that an epoch begins with; {suggestion(name, known)}"
        )
        return False
    try:
        slopes = np.asarray(evaluate_in(main, main.lines(epoch), gradient.of[name]), dtype=float)
    except Exception as error:  # whatever the expression raises
        mistakes.add(line, f"the gradient of {name}, `{gradient.of[name]}`: {error}")
        return False
    value = np.asarray(main.start(epoch)[name])
    if slopes.shape != value.shape:
        told = f"has the shape {slopes.shape}, {name} has {value.shape}"
        mistakes.add(line, f"the gradient of {name} {told}")
        return False
    indices = list(np.ndindex(value.shape))
    for index in indices[:: max(-(-len(indices) // MOST_CELLS), 1)]:
        measured, slope = _measured(main, epoch, name, index, gradient.loss), float(slopes[index])
        if abs(measured - slope) > CLOSE * max(abs(measured), abs(slope)) + TINY:
            where = f"{name}[{', '.join(map(str, index))}] at epoch {epoch}"
            told = f"nudging measures {measured:.6g}, the gradient says {slope:.6g}"
            mistakes.add(line, f"the gradient of {where}: {told}")
            return False
    return True


def _measured(main: Recording, epoch: int, name: str, index: tuple[int, ...], loss: str) -> float:
    """The slope of the loss by central differences, through the program itself."""
    up, down = (
        float(evaluate_in(main, ripple(main, epoch, name, index, amount, inside=False).after, loss))
        for amount in (NUDGE, -NUDGE)
    )
    return (up - down) / (2 * NUDGE)
