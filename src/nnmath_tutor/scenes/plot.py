"""The error plot: one number of every epoch, over all epochs recorded so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from nnmath_tutor.drawing import PlotPart, PlotSeries
from nnmath_tutor.program import Recording
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {
    "series": Option(OptionType.TEXT, "a number that each epoch binds; else the first one"),
    "log_x": Option(OptionType.SWITCH, "epochs on a log scale", default=True),
    "log_y": Option(OptionType.SWITCH, "the error on a log scale", default=False),
    "runs": Option(OptionType.NAMES, "further runs of the front matter to draw as well"),
}

# Of several numbers an epoch binds, the one that tells how wrong the network is.
PREFERRED = ("mean_absolute_error", "mean_squared_error", "loss")


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The series of this run and of the further ones, with a cursor here. Raises SceneError."""
    main = moment.recording
    name = options["series"] or default_series(main)
    if name is None or name not in main.series_names:
        known = ", ".join(main.series_names) or "none: this program has no training loop"
        raise SceneError(f"No series {name or ''}; there is {known}.")
    series = [series_of(main, name, main.run.name)]
    for run in options["runs"] or ():
        if run not in moment.runs:
            raise SceneError(f"No run {run}; there is {', '.join(moment.runs) or 'none'}.")
        other = moment.runs[run]
        if name in other.series_names:
            series.append(series_of(other, name, run))
        elif other.finished:
            raise SceneError(f"The run {run} has no series {name}.")
        # else it has not begun, or failed at once: no line yet, and no reason to hide the others
    return Picture(
        (
            PlotPart(
                tuple(series),
                log_x=options["log_x"],
                log_y=options["log_y"],
                cursor=moment.position.epoch,
                x_label="epoch",
                y_label=name.replace("_", " "),
                total=main.epochs,
            ),
        )
    )


# The curve of each recording as it was drawn last, so that it is drawn anew only once it has grown.
_drawn: WeakKeyDictionary[Recording, PlotSeries] = WeakKeyDictionary()


def series_of(recording: Recording, name: str, called: str) -> PlotSeries:
    """A series of a recording as far as it has come: the same object until it has grown."""
    values = recording.series(name)
    ended = recording.finished or recording.problem is not None
    last = _drawn.get(recording)
    known = last is not None and (last.name, last.ended) == (called, ended)
    if last is None or not known or not _same_stretch(last.values, values):
        last = _drawn[recording] = PlotSeries(called, 0, values, ended)
    return last


def _same_stretch(one: Any, other: Any) -> bool:
    """Whether two arrays are the same numbers at the same place, without reading them."""
    return bool(one.base is other.base and one.__array_interface__ == other.__array_interface__)


def default_series(recording: Recording) -> str | None:
    """The series to plot if nobody says: an error by its usual name, else the first."""
    names = recording.series_names
    return next((name for name in PREFERRED if name in names), names[0] if names else None)
