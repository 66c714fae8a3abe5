"""Gradient descent: the measured loss over one weight, and where each run's weight is on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nnmath_tutor.drawing import Ball, DescentPart
from nnmath_tutor.program import Recording
from nnmath_tutor.scenes.measured import Measured
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture
from nnmath_tutor.scenes.trail import trail_of

LONGEST = 24  # earlier places: more of them would lie on one another
NUDGE = 1e-5  # for the measured slope, for weights about 1

OPTIONS: Mapping[str, Option] = {
    "function": Option(
        OptionType.EXPRESSION, "the loss as a function of one weight", required=True
    ),
    "ball": Option(
        OptionType.EXPRESSION, "where the weight is, as it stands at the moment", required=True
    ),
    "low": Option(OptionType.NUMBER, "left end of the weight's axis", default=-6.0),
    "high": Option(OptionType.NUMBER, "right end of the weight's axis", default=6.0),
    "runs": Option(OptionType.NAMES, "further runs of the front matter to draw as well"),
    "trail": Option(OptionType.SWITCH, "where the weight was in earlier epochs", default=True),
    "name": Option(OptionType.TEXT, "what the loss is called", default="loss"),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The bowl, and a ball on it for every run that has begun. Raises SceneError."""
    loss = Measured(moment, options["function"])
    xs, ys = loss.over(float(options["low"]), float(options["high"]))
    balls = [
        ball
        for name, recording in _runs(moment, options["runs"] or ())
        if (ball := _ball(moment, name, recording, loss, options)) is not None
    ]
    return Picture((DescentPart(options["name"], options["ball"], xs, ys, tuple(balls)),))


def _runs(moment: Moment, names: tuple[str, ...]) -> Iterator[tuple[str, Recording]]:
    """This run and the further ones. Raises SceneError for a name that is none of them."""
    yield moment.recording.run.name, moment.recording
    for name in names:
        if name not in moment.runs:
            raise SceneError(f"No run {name}; there is {', '.join(moment.runs) or 'none'}.")
        if moment.runs[name] is not moment.recording:
            yield name, moment.runs[name]


def _ball(
    moment: Moment, name: str, recording: Recording, loss: Measured, options: Mapping[str, Any]
) -> Ball | None:
    trail = trail_of(moment, recording, options["ball"], LONGEST if options["trail"] else 0)
    if trail is None:
        return None
    weight = trail.now
    nudge = NUDGE * max(1.0, abs(weight))
    low, high = weight - nudge, weight + nudge
    slope = (loss(high) - loss(low)) / (high - low)
    earlier = tuple((place, loss(place)) for place in trail.earlier)
    return Ball(name, weight, loss(weight), slope, trail.following, earlier)
