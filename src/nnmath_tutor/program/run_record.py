"""What a run leaves behind: written by the recorder, read by the recording."""

from __future__ import annotations

from dataclasses import dataclass, field

from nnmath_tutor.program.model import FloatNote, Problem
from nnmath_tutor.program.series import SeriesKeeper
from nnmath_tutor.program.snapshot import Frozen
from nnmath_tutor.program.store import KeptStates
from nnmath_tutor.program.surroundings import Surroundings

MAXIMUM_OUTPUT = 200_000  # characters of what a program prints that are kept


@dataclass(eq=False)
class Record:
    """What the recorder writes and the recording reads. `done` is written last of all."""

    turns: range = range(0)
    state: tuple[str, ...] = ()
    constants: Frozen = field(default_factory=dict)
    setup: Frozen | None = None  # every name once the set-up is through
    kept: KeptStates | None = None
    series: SeriesKeeper = field(default_factory=lambda: SeriesKeeper(0))
    surroundings: Surroundings = field(default_factory=Surroundings)  # once the set-up is through
    output: list[str] = field(default_factory=list)
    printed: int = 0
    notes: list[FloatNote] = field(default_factory=list)
    final: Frozen | None = None
    problem: Problem | None = None
    finished: bool = False
    done: int = 0

    def write(self, text: str) -> None:
        """Keep what the program prints, up to a point."""
        room = MAXIMUM_OUTPUT - self.printed
        if room > 0:
            self.output.append(text[:room])
            self.printed += len(text)
