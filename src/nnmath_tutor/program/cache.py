"""Recordings made once: looked up by what is run, dropped when they take too much room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath_tutor.program.recorder import Recorder
from nnmath_tutor.program.recording import Recording
from nnmath_tutor.program.run import Run

MAXIMUM_BYTES = 160 << 20
Key = tuple[object, ...]


class RecordingCache:
    """Recorders by source, overrides, swaps and epochs; the last used stay, up to `maximum_bytes`.

    One that stopped as cancelled is made anew when it is asked for again.
    """

    def __init__(self, maximum: int = 16, maximum_bytes: int = MAXIMUM_BYTES) -> None:
        self._maximum = maximum
        self._maximum_bytes = maximum_bytes
        self._recorders: OrderedDict[Key, Recorder] = OrderedDict()

    def __len__(self) -> int:
        return len(self._recorders)

    def recorder(self, run: Run, **options: Any) -> Recorder:
        """The recorder of a run, to be advanced; new if there is none yet."""
        key = key_of(run)
        found = self._recorders.get(key)
        if found is None or found.cancelled:
            found = self._recorders[key] = Recorder(run, **options)
        self._recorders.move_to_end(key)
        self._shrink()
        return found

    def recording(self, run: Run, **options: Any) -> Recording:
        """The recording of a run, made to its end."""
        recorder = self.recorder(run, **options)
        while recorder.advance(1.0):
            pass
        self._shrink()
        return recorder.recording

    def _shrink(self) -> None:
        while len(self._recorders) > 1:
            total = sum(recorder.recording.nbytes for recorder in self._recorders.values())
            if len(self._recorders) <= self._maximum and total <= self._maximum_bytes:
                return
            self._recorders.popitem(last=False)


def key_of(run: Run) -> Key:
    """Runs with the same key give the same numbers."""
    return (
        run.original.filename,
        run.original.source,
        _frozen(run.overrides),
        _frozen(run.swaps),
        run.epochs,
    )


def _frozen(value: Any) -> object:
    match value:
        case Mapping():
            return tuple(sorted((str(key), _frozen(item)) for key, item in value.items()))
        case list() | tuple():
            return (type(value).__name__, *map(_frozen, value))
        case np.ndarray():
            return ("array", str(value.dtype), value.shape, value.tobytes())
        case _:
            return (type(value).__name__, repr(value))
