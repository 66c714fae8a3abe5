"""The names that expressions of a lesson may use, and what they stand for at one epoch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.program import Recording

# Beside the program's own names. A program that binds one of these hides nothing: it is a mistake.
LESSON_NAMES = ("np", "at", "start", "final", "series", "runs")


class NotYetError(Exception):
    """A value of an epoch that has not been run so far; ask again when it has."""


class UnknownNameError(AttributeError):
    """A name that the program doesn't have; the message has the nearest one."""


class Names:
    """Names of a program as attributes, fetched when first asked for."""

    __slots__ = ("_fetch", "_values", "_where")

    def __init__(self, fetch: Callable[[], Mapping[str, Any]], where: str) -> None:
        self._fetch = fetch
        self._where = where
        self._values: Mapping[str, Any] | None = None

    def __getattr__(self, name: str) -> Any:
        if self._values is None:
            self._values = self._fetch()
        if name in self._values:
            return self._values[name]
        known = program_names(self._values)
        raise UnknownNameError(f"there is no `{name}` {self._where}; {suggestion(name, known)}")


class Series:
    """A number of every epoch as an array over the epochs: `series.mean_absolute_error`."""

    __slots__ = ("_recording",)

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def __getattr__(self, name: str) -> Any:
        known = self._recording.series_names
        if not self._recording.finished and self._recording.problem is None:
            raise NotYetError  # half a series would be taken for the whole
        if name in known:
            return self._recording.series(name)
        raise UnknownNameError(
            f"no number called `{name}` is bound in every epoch; {suggestion(name, known)}"
        )


class RunNames:
    """Another run of the program: `runs.fast.final.W1`, `.at(100)`, `.start`, `.series`."""

    def __init__(self, recording: Recording, epoch: int) -> None:
        def at(epoch: int) -> Names:
            return _at(recording, epoch)

        self.at = at
        self.start = _names(recording, epoch, recording.start, "as the epoch starts")
        self.final = Names(lambda: _final(recording), "after the program")
        self.series = Series(recording)

    def __getattr__(self, name: str) -> Any:
        known = ("at", "start", "final", "series")
        raise UnknownNameError(f"a run has no `{name}`; {suggestion(name, known)}")


class Runs:
    """The further runs of a lesson by name."""

    __slots__ = ("_epoch", "_recordings")

    def __init__(self, recordings: Mapping[str, Recording], epoch: int) -> None:
        self._recordings = recordings
        self._epoch = epoch

    def __getattr__(self, name: str) -> RunNames:
        if name in self._recordings:
            return RunNames(self._recordings[name], self._epoch)
        raise UnknownNameError(f"there is no run `{name}`; {suggestion(name, self._recordings)}")


def names_at(
    recording: Recording, epoch: int, runs: Mapping[str, Recording] | None = None
) -> dict[str, Any]:
    """Every name for expressions of a step that plays at `epoch`.

    The program's names after the body of that epoch, and LESSON_NAMES. Raises NotYetError while
    the epoch has not been run.
    """
    main = RunNames(recording, epoch)
    return {
        **_values(recording, epoch),
        "np": np,
        "at": main.at,
        "start": main.start,
        "final": main.final,
        "series": main.series,
        "runs": Runs(runs or {}, epoch),
    }


def program_names(values: Iterable[str]) -> list[str]:
    """Those names that an author thinks of: without Python's own and without modules' marks."""
    return sorted(name for name in values if not name.startswith("_"))


def _at(recording: Recording, epoch: Any) -> Names:
    if not recording.epochs:
        _stop(recording)  # the set-up, which says how many there are, still runs
    last = recording.epochs - 1
    if isinstance(epoch, bool) or not isinstance(epoch, int | np.integer):
        raise UnknownNameError(f"at({epoch!r}): an epoch is a whole number")
    if not 0 <= epoch <= last:
        raise UnknownNameError(f"at({epoch}): epochs go from 0 to {last}")
    return _names(recording, int(epoch), recording.values, f"in epoch {epoch}")


def _names(
    recording: Recording, epoch: int, fetch: Callable[[int], Mapping[str, Any]], where: str
) -> Names:
    def values() -> Mapping[str, Any]:
        _demand(recording, epoch)
        return fetch(epoch)

    return Names(values, where)


def _values(recording: Recording, epoch: int) -> Mapping[str, Any]:
    _demand(recording, epoch)
    return recording.values(epoch)


def _final(recording: Recording) -> Mapping[str, Any]:
    if not recording.finished:
        _stop(recording)
    return recording.final()


def _demand(recording: Recording, epoch: int) -> None:
    if epoch >= recording.done:
        _stop(recording)


def _stop(recording: Recording) -> None:
    """Say why there is no value: the program failed before, or is still running."""
    if recording.problem is not None:
        raise UnknownNameError(f"the program stops in line {recording.problem.line} before that")
    raise NotYetError
