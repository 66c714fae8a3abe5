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
class Stretch:
    """Epochs from `start` on, up to the next that begins with an edit.

    `constants` is what stays as it is in all of them, `kept` holds the rest (its epoch 0 is
    `start`). Runs that are the same up to an edit share the stretches before it.
    """

    start: int
    constants: Frozen
    kept: KeptStates

    def nearest(self, epoch: int) -> tuple[int, Frozen]:
        """The last kept state at or before that epoch: its epoch, and what the names held."""
        at, frozen = self.kept.nearest(epoch - self.start)
        return at + self.start, frozen


@dataclass(eq=False)
class Record:
    """What the recorder writes and the recording reads. `done` is written last of all.

    `sound` epochs are known to be right: what was taken for constant was looked at since.
    """

    turns: range = range(0)
    setup: Frozen | None = None  # every name once the set-up is through
    left_out: set[str] = field(default_factory=set)  # can't be copied, and needn't be
    stretches: list[Stretch] = field(default_factory=list)
    entangled: bool = False  # what changes was seen to be the same array as what doesn't
    series: SeriesKeeper = field(default_factory=lambda: SeriesKeeper(0))
    surroundings: Surroundings = field(default_factory=Surroundings)  # once the set-up is through
    output: list[str] = field(default_factory=list)
    output_epochs: list[int] = field(default_factory=list)  # of each piece; -1: the set-up
    printed: int = 0
    notes: list[FloatNote] = field(default_factory=list)
    setup_notes: int = 0  # how many of the notes are of the set-up
    final: Frozen | None = None
    problem: Problem | None = None
    finished: bool = False
    done: int = 0
    sound: int = 0

    @property
    def kept(self) -> KeptStates | None:
        """The states kept last of all, if there are any."""
        return self.stretches[-1].kept if self.stretches else None

    def stretch_of(self, epoch: int) -> Stretch:
        """The stretch that an epoch belongs to."""
        return next(s for s in reversed(tuple(self.stretches)) if s.start <= epoch)

    def write(self, text: str, epoch: int) -> None:
        """Keep what the program prints in an epoch (-1: before the first), up to a point."""
        room = MAXIMUM_OUTPUT - self.printed
        if room > 0:
            self.output_epochs.append(epoch)
            self.output.append(text[:room])
            self.printed += len(text)

    def share(self, parent: Record, epoch: int) -> None:
        """Take over everything of another record up to the beginning of an epoch."""
        self.turns = parent.turns
        self.setup = parent.setup
        self.surroundings = parent.surroundings
        self.left_out = parent.left_out
        self.entangled = parent.entangled
        self.stretches = [stretch for stretch in parent.stretches if stretch.start < epoch]
        self.series = parent.series.begun(epoch)
        for text, at in zip(parent.output, parent.output_epochs, strict=False):
            if at < epoch:
                self.write(text, at)
        self.setup_notes = parent.setup_notes
        self.notes = parent.notes[: parent.setup_notes]
        for note in parent.notes[parent.setup_notes :]:
            if note.epoch is not None and note.epoch < epoch:
                self.notes.append(note)
        self.done = self.sound = epoch
