"""Recordings made once: looked up by what is run, dropped when they take too much room."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from nnmath_tutor.program.recorder import Recorder
from nnmath_tutor.program.recording import Recording
from nnmath_tutor.program.run import Run

MAXIMUM_BYTES = 160 << 20
Key = tuple[object, ...]


class RecordingCache:
    """Recorders by what is run, edits included; the last used stay, up to `maximum_bytes`.

    One that stopped as cancelled is made anew when it is asked for again. What `made` has to its
    end, made before by somebody else, is found there, stays, and counts for nothing here.
    """

    def __init__(
        self,
        maximum: int = 16,
        maximum_bytes: int = MAXIMUM_BYTES,
        made: RecordingCache | None = None,
    ) -> None:
        self._maximum = maximum
        self._maximum_bytes = maximum_bytes
        self._made = made
        self._recorders: OrderedDict[Key, Recorder] = OrderedDict()

    def __len__(self) -> int:
        return len(self._recorders)

    def recorder(self, run: Run, **options: Any) -> Recorder:
        """The recorder of a run, to be advanced; new if there is none yet.

        Options are those of Recorder, `parent` among them.
        """
        key = run.key
        made = self._made._recorders.get(key) if self._made is not None else None
        if made is not None and made.recording.ended:
            return made
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
            recordings = [recorder.recording for recorder in self._recorders.values()]
            total = sum(recording.own_nbytes for recording in recordings)
            shared: dict[int, int] = {}
            for recording in recordings:
                shared.update(recording.shared_nbytes)
            total += sum(shared.values())
            if len(self._recorders) <= self._maximum and total <= self._maximum_bytes:
                return
            self._recorders.popitem(last=False)
