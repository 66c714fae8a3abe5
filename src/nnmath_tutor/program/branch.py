"""Runs that are the same up to an epoch: the later one takes over what the earlier one recorded."""

from __future__ import annotations

from itertools import zip_longest

from nnmath_tutor.program.replay import Replay
from nnmath_tutor.program.run import Run
from nnmath_tutor.program.run_record import Record
from nnmath_tutor.program.snapshot import Frozen


def branch_epoch(run: Run, parent: Run) -> int | None:
    """The first epoch that edits make begin differently in two runs of the same program.

    None if there is none, or if they aren't the same program, overrides, swaps and epochs.
    """
    if run.program.loop is None or run.key_without_edits != parent.key_without_edits:
        return None
    for one, other in zip_longest(run.edits, parent.edits):
        if one is None or other is None or one.key != other.key:
            return min(edit.epoch for edit in (one, other) if edit is not None)
    return None


def shared_record(run: Run, parent: Run, record: Record) -> Record | None:
    """A new record with all that two runs have in common; None if that is nothing.

    `record` is the parent's. It may be growing: what isn't known to be right yet isn't taken. Nor
    is anything where kept states don't tell that two names are one array, which a run must know.
    """
    epoch = branch_epoch(run, parent)
    if epoch is None or not 0 < epoch <= record.sound or record.entangled:
        return None
    shared = Record()
    shared.share(record, epoch)
    return shared


def names_to_go_on(run: Run, record: Record, limit: float) -> Frozen | None:
    """Every name as the first epoch begins that a record doesn't have, edits not yet done.

    None if some can't be had; `limit` is in seconds, for one epoch.
    """
    try:
        return Replay(run, limit).handed_over(record, record.done - 1)
    except LookupError:
        return None
