"""The rows of the list of runs: name, error, what it is to the screen, what was changed."""

from __future__ import annotations

from functools import partial

import numpy as np

from nnmath_tutor.drawing import Charset, Role, Row, Rows, Size, Span, cells_wide
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.play import Session, Trial
from nnmath_tutor.scenes import default_series
from nnmath_tutor.tui.rows_view import Painter


def run_rows(session: Session, chosen: int, charset: Charset) -> Painter:
    """A painter of the list: a pointer before the chosen run, and the mark of its curve."""
    curves = [session.trials.shown.name, *session.view.beside()]
    marks = dict(zip(curves, charset.markers, strict=False))
    if len(curves) == 1 or default_series(session.recording) is None:
        marks = {}
    told = [(marks.get(t.name, " "), *_told(session, t)) for t in session.trials.runs]
    numbers = [trial.number for trial in session.trials.runs]
    return partial(_paint, told, numbers.index(chosen))


def _told(session: Session, trial: Trial) -> tuple[str, str, str, str]:
    trials = session.trials
    state = ["on the screen"] if trial.number == trials.current else []
    state += ["compared"] if trial.number == trials.other else []
    state += ["kept"] if trial.kept else []
    return trial.name, _error(session, trial), ", ".join(state), trial.told(session.cell_name)


def _error(session: Session, trial: Trial) -> str:
    """The error at the present epoch, or how far the recording has come."""
    recording = session.view.recordings.get(trial.number)
    if recording is None:
        return "not yet run"
    epoch, name = session.cursor.position.epoch, default_series(recording)
    if epoch < recording.done:
        if name is None:
            return ""
        return np.format_float_positional(
            recording.series(name)[epoch], 4, unique=False, fractional=False
        )
    return "failed" if recording.problem is not None else f"at {recording.done:,}"


def _paint(
    told: list[tuple[str, str, str, str, str]], chosen: int, size: Size, charset: Charset
) -> Rows:
    widths = [max(cells_wide(row[column]) for row in told) for column in range(1, 4)]
    rows: list[Row] = []
    for at, (mark, name, error, state, change) in enumerate(told):
        here = at == chosen
        row = line(
            Span(f"{charset.pointer if here else ' '} ", Role.CURSOR),
            Span(f"{mark} ", Role.LABEL),
            Span(f"{name}{' ' * (widths[0] - cells_wide(name))}  ", Role.STRONG),
            Span(f"{error:>{widths[1]}}  ", Role.CURSOR if here else Role.PLAIN),
            Span(f"{state:<{widths[2]}}  ", Role.GOOD),
            Span(change, Role.LABEL),
        )
        rows.append(clip_row(row, size.width, charset.dots))
    first = min(max(chosen - size.height // 2, 0), max(len(rows) - size.height, 0))
    return tuple(rows[first : first + size.height])
