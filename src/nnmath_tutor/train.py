"""`nnmath-tutor train`: the real loop of the three-layer network, headless, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnmath_tutor.drawing import Charset, Size, draw, row_text
from nnmath_tutor.drawing.plot import PlotPart, PlotSeries
from nnmath_tutor.lesson import own_lessons
from nnmath_tutor.program import ProgramError, Recorder, Run, load

PROGRAM = "programs/three_layers.py"
ERROR = "mean_absolute_error"
BREATH = 0.25  # seconds of training between two reports of how far it is
PLOT_HEIGHT = 16

Floats = NDArray[np.float64]
Progressed = Callable[[int, int], None]  # epochs done, epochs planned


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """What came out: the error of every epoch, and the last epoch's answers beside those wanted."""

    seed: int
    errors: Floats  # (epochs,)
    predictions: Floats  # (4,)
    targets: Floats  # (4,)


def train(seed: int, epochs: int, progressed: Progressed) -> Training:
    """Run the program in the engine. Raises ProgramError, with file and line, if it fails."""
    run = Run(load(own_lessons() / PROGRAM), overrides={"seed": seed}, epochs=epochs)
    recorder = Recorder(run)
    recording = recorder.recording
    while recorder.advance(BREATH):
        progressed(recording.done, recording.epochs)
    if recording.problem is not None:
        raise ProgramError(recording.problem)
    last = recording.values(epochs - 1)
    return Training(
        seed,
        np.asarray(recording.series(ERROR)),
        np.asarray(last["A2"], dtype=float).ravel(),
        np.asarray(last["y"], dtype=float).ravel(),
    )


def as_json(training: Training, every: int) -> dict[str, Any]:
    """The table as JSON has it: `errors` at epoch 0, every, 2·every …, and `predictions`."""
    return {
        "errors": [
            {"epoch": epoch, ERROR: float(training.errors[epoch])}
            for epoch in range(0, len(training.errors), every)
        ],
        "predictions": [float(value) for value in training.predictions],
    }


def as_text(training: Training, every: int) -> Iterator[str]:
    """The table for people, in ASCII."""
    epochs = len(training.errors)
    yield f"Three layers, seed {training.seed}, {epochs:,} {'epoch' if epochs == 1 else 'epochs'}"
    yield ""
    yield f"{'epoch':>9}  mean absolute error"
    told = list(range(0, epochs, every))
    if told[-1] != epochs - 1:
        told.append(epochs - 1)  # how it ended
    for epoch in told:
        yield f"{epoch:>9,}  {training.errors[epoch]:.12f}"
    yield ""
    yield f"{'example':>9}  {'prediction':<14}  wanted"
    rows = zip(training.predictions, training.targets, strict=True)
    for number, (prediction, target) in enumerate(rows, start=1):
        yield f"{number:>9}  {prediction:<14.12f}  {target:g}"


def as_plot(training: Training, charset: Charset, width: int) -> Iterator[str]:
    """The error over all epochs, which are on a logarithmic axis."""
    part = PlotPart(
        series=(PlotSeries("mean absolute error", 0, training.errors),),
        log_x=True,
        total=len(training.errors),
    )
    for row in draw(part, Size(width, PLOT_HEIGHT), charset):
        yield row_text(row).rstrip()
