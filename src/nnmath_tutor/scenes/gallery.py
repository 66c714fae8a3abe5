"""A gallery: several runs of the program below one another, each with what it has learnt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath_tutor.drawing import GalleryPart, GalleryRun
from nnmath_tutor.program import Recording
from nnmath_tutor.scenes.labels import labels_of, spell
from nnmath_tutor.scenes.moment import Moment, SceneError, evaluate_over
from nnmath_tutor.scenes.numbers import line_from, line_of
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture
from nnmath_tutor.scenes.plot import default_series, series_of

MAIN = "main"  # the program as it stands

OPTIONS: Mapping[str, Option] = {
    "runs": Option(
        OptionType.NAMES,
        'the runs, from top to bottom; `"main"` is the program as it stands',
        required=True,
    ),
    "output": Option(OptionType.EXPRESSION, "the predictions of a run", required=True),
    "targets": Option(OptionType.EXPRESSION, "the answers wanted of them", required=True),
    "series": Option(OptionType.TEXT, "the number to draw as a curve; else the error"),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """A row for each run, after this epoch; in the last one, each after its own last.

    Raises SceneError.
    """
    output, targets = options["output"], options["targets"]
    series = options["series"] or default_series(moment.recording)
    wanted = line_of(moment, targets)
    runs = []
    for name in options["runs"]:
        if name != MAIN and name not in moment.runs:
            known = ", ".join((MAIN, *moment.runs))
            raise SceneError(f"No run {name}; there is {known}.")
        recording = moment.recording if name == MAIN else moment.runs[name]
        runs.append(_run(moment, name, recording, series, output, targets))
    labels = labels_of(targets, moment.evaluate(targets), moment.labels, moment.values)
    names = spell(labels.rows, wanted.size) or tuple(str(i + 1) for i in range(wanted.size))
    epochs = max(run.curve.end if run.curve else 0 for run in runs)
    shown = (series or "").replace("_", " ")
    return Picture((GalleryPart(tuple(runs), names, shown, max(epochs, moment.recording.epochs)),))


def _run(
    moment: Moment, name: str, recording: Recording, series: str | None, output: str, targets: str
) -> GalleryRun:
    """One run of the gallery; what keeps it from answering is told in its row."""
    curve = None
    if series is not None and series in recording.series_names:
        curve = series_of(recording, series, name)
    if recording.problem is not None:
        when = f"epoch {recording.done:,}: " if recording.epochs > 1 else ""
        return GalleryRun(name, curve, trouble=f"{when}{recording.problem.message}")
    if not recording.done:
        return GalleryRun(name, curve, trouble="not begun yet", waiting=True)
    last = moment.position.epoch >= moment.recording.epochs - 1
    epoch = recording.done - 1 if last else min(moment.position.epoch, recording.done - 1)
    values = recording.values(epoch)
    try:
        answers, wanted = (
            line_from(evaluate_over(values, text), text) for text in (output, targets)
        )
        if answers.shape != wanted.shape:
            raise SceneError(f"`{output}` has {answers.size} numbers, `{targets}` {wanted.size}.")
    except SceneError as error:
        return GalleryRun(name, curve, epoch=epoch, trouble=str(error))
    return GalleryRun(name, curve, answers, wanted, epoch)
