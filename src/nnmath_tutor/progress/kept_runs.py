"""Kept runs as JSON, there and back. What can't be understood is left out: no more hangs on it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from nnmath_tutor.progress.learner import KeptRun

MOST_RUNS = 30
LONGEST_NAME = 40


def encode_runs(runs: Iterable[KeptRun]) -> list[dict[str, Any]]:
    """A list of tables: name, set, and edits as [epoch, name, index, value]."""
    return [
        {
            "name": run.name,
            "set": dict(run.overrides),
            "edits": [[epoch, name, list(index), value] for epoch, name, index, value in run.edits],
        }
        for run in runs
    ]


def decode_runs(value: Any) -> tuple[KeptRun, ...]:
    """The runs that a list holds, as far as they can be understood."""
    if not isinstance(value, list):
        return ()
    runs = (_run(entry) for entry in value[:MOST_RUNS])
    return tuple(run for run in runs if run is not None)


def _run(entry: Any) -> KeptRun | None:
    match entry:
        case {"name": str(name), "set": dict(overrides), "edits": list(edits)} if (
            name.strip() and name.isprintable() and len(name) <= LONGEST_NAME
        ):
            made = [_edit(edit) for edit in edits]
            known = tuple(edit for edit in made if edit is not None)
            numbers = all(
                isinstance(key, str) and _number(number) for key, number in overrides.items()
            )
            if not numbers or len(known) != len(edits) or not (known or overrides):
                return None
            return KeptRun(name, tuple(sorted(overrides.items())), known)
        case _:
            return None


def _edit(edit: Any) -> tuple[int, str, tuple[int, ...], float] | None:
    match edit:
        case [epoch, str(name), list(index), value] if (
            type(epoch) is int
            and epoch >= 0
            and all(type(at) is int and at >= 0 for at in index)
            and _number(value)
        ):
            return epoch, name, tuple(index), value
        case _:
            return None


def _number(value: Any) -> bool:
    if type(value) is int:
        return abs(value) < 2**53
    return type(value) is float and math.isfinite(value)
