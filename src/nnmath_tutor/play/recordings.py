"""The recordings of trials: begun when they are wanted, shared as far as they agree, let go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from nnmath_tutor.play.trials import MAIN, Trial
from nnmath_tutor.program import Recording, Run, branch_epoch

# Begins to record a run, or finds it; with a parent it goes on from what that has recorded.
Recorded = Callable[[Run, Recording | None], Recording]


class Recordings:
    """One recording for each set of changes; the `main` one stands at the lesson's own numbers."""

    def __init__(self, main: Recording, record: Recorded) -> None:
        self._main = main
        self._record = record
        self._recorded: dict[object, Recording] = {}

    def __iter__(self) -> Iterator[Recording]:
        """Every recording but the main one, finished or not."""
        return iter(self._recorded.values())

    def recording(self, trial: Trial) -> Recording:
        """The recording of a trial, begun if there is none yet.

        Raises ProgramError where the trial can't be run.
        """
        if trial.number == MAIN:
            return self._main
        key = _key(trial)
        if key not in self._recorded:
            run = trial.run(self._main.run)
            self._recorded[key] = self._record(run, self._parent(run))
        return self._recorded[key]

    def keep(self, trials: Iterable[Trial]) -> None:
        """Let go of all recordings but those of these trials."""
        wanted = {_key(trial) for trial in trials}
        self._recorded = {k: r for k, r in self._recorded.items() if k in wanted}

    def begun(self, trials: Iterable[Trial]) -> dict[int, Recording]:
        """The recordings that there are, by the numbers of their trials."""
        keys = {trial.number: _key(trial) for trial in trials if trial.number != MAIN}
        found = {n: self._recorded[key] for n, key in keys.items() if key in self._recorded}
        return {MAIN: self._main, **found}

    def _parent(self, run: Run) -> Recording | None:
        """The recording that shares most of its beginning with the run's."""

        def shared(recording: Recording) -> int:
            return min(branch_epoch(run, recording.run) or 0, recording.done)

        best = max((self._main, *self._recorded.values()), key=shared)
        return best if shared(best) else None


def _key(trial: Trial) -> object:
    """Trials with the same key give the same numbers."""
    return tuple(sorted(trial.overrides.items())), trial.edits
