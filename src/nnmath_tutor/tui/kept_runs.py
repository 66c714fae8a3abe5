"""Runs of the learner's own between the lesson and the progress file, which knows no programs."""

from __future__ import annotations

from collections.abc import Iterable

from nnmath_tutor.play import Trial, Trials
from nnmath_tutor.program import Edit
from nnmath_tutor.progress import KeptRun


def kept_runs(trials: Trials) -> tuple[KeptRun, ...]:
    """What the progress file remembers of them: those that are kept."""
    return tuple(
        KeptRun(
            trial.name,
            tuple(sorted(trial.overrides.items())),
            tuple((edit.epoch, edit.name, edit.index, edit.value) for edit in trial.edits),
        )
        for trial in trials.runs
        if trial.kept
    )


def kept_trials(runs: Iterable[KeptRun]) -> tuple[Trial, ...]:
    """The runs of the last time, to be recorded again once they are shown."""
    return tuple(
        Trial(0, run.name, dict(run.overrides), tuple(Edit(*edit) for edit in run.edits))
        for run in runs
    )
