"""The ripple of a nudge as a step's own picture: one number, and all that changes with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from nnmath_tutor.drawing import NudgePart, Reached
from nnmath_tutor.program import Line, Operation, Recording, Ripple, evaluate_in, ripple
from nnmath_tutor.scenes.looking import name_of_cell
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.operation import numbers_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {
    "array": Option(OptionType.TEXT, "name of the array with the number", required=True),
    "index": Option(OptionType.INTEGERS, "index of the number in it, from 0", required=True),
    "nudge": Option(OptionType.NUMBER, "by how much it is moved", default=0.001),
    "loss": Option(OptionType.EXPRESSION, "what is measured; else that of `[gradient]`"),
    "loss_name": Option(OptionType.TEXT, "what to call it; else as in `[gradient]`", default=""),
    "slopes": Option(OptionType.EXPRESSION, "its slopes by formula; else those of `[gradient]`"),
}

# Looking at it redraws it: the epoch need not be computed again for that.
nudged = lru_cache(maxsize=1)(ripple)


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """What a nudge at the beginning of this epoch reaches, up to the loss. Raises SceneError."""
    recording, epoch = moment.recording, moment.position.epoch
    name, index, amount = options["array"], tuple(options["index"]), float(options["nudge"])
    try:
        found = nudged(recording, epoch, name, index, amount)
        arrays = list(reached(recording, found, options["loss"]))
        losses = slope = None
        if options["loss"]:
            before, after = (
                _number(evaluate_in(recording, lines, options["loss"]), options["loss"])
                for lines in (found.before, found.after)
            )
            losses = (before, after)
        if options["slopes"]:
            slopes = np.asarray(evaluate_in(recording, found.before, options["slopes"]))
            if slopes.shape != arrays[0].before.shape:
                raise SceneError(
                    f"slopes: `{options['slopes']}` has the shape {slopes.shape}, "
                    f"{name} has {arrays[0].before.shape}."
                )
            slope = _number(slopes[index], options["slopes"])
    except SceneError:
        raise
    except Exception as error:  # an author's expressions may raise anything
        raise SceneError(f"The nudge of {name}{list(index)} can't be shown: {error}") from error
    return Picture(
        (
            NudgePart(
                name_of_cell(moment, name, arrays[0].before, index),
                float(arrays[0].before[index]),
                amount,
                tuple(arrays),
                losses,
                options["loss_name"],
                options["slopes"] or "",
                slope,
            ),
        )
    )


def reached(recording: Recording, found: Ripple, loss: str | None = None) -> tuple[Reached, ...]:
    """The nudged array, then whatever each line of the epoch bound that came out otherwise.

    With the expression of a `loss`: only as far as to the last line that binds a name in it.
    """
    return tuple(_reached(recording, found, _last_line(found.before, loss)))


def _reached(recording: Recording, found: Ripple, last: int) -> Iterator[Reached]:
    if recording.program.loop is None:  # the set-up binds it, then it is nudged: no line shows it
        before, after = (np.asarray(value, dtype=float) for value in found.values(found.name))
    else:
        before = np.asarray(recording.start(found.epoch)[found.name], dtype=float)
        after = before.copy()
        after[found.index] += found.amount
    yield Reached(found.name, None, before, after)
    for line, other in zip(found.before[:last], found.after, strict=False):
        for one, two in zip(line.evaluations, other.evaluations, strict=False):
            if one.operation is not Operation.ASSIGN or one.target is None:
                continue
            values, after_it = numbers_of(one.result), numbers_of(two.result)
            if values is None or after_it is None or values.shape != after_it.shape:
                continue
            made = Reached(one.target, line.span.line, values, after_it)
            if made.changed.any():
                yield made


def _last_line(lines: tuple[Line, ...], loss: str | None) -> int:
    """How many lines it takes until every name of the loss is bound; all if none of them is."""
    if loss is None:
        return len(lines)
    read = {node.id for node in ast.walk(ast.parse(loss.strip())) if isinstance(node, ast.Name)}
    binding = [
        number
        for number, line in enumerate(lines, 1)
        if any(made.target in read for made in line.evaluations if made.target is not None)
    ]
    return binding[-1] if binding else len(lines)


def _number(value: Any, text: str) -> float:
    if np.size(value) != 1:
        raise SceneError(f"`{text}` must be one number, not {np.size(value)}.")
    return float(np.asarray(value).item())
