"""The learner's own runs: what if this number were another? Each branches off one that was there.

A run is told by what was changed, never by its numbers: they come out the same whenever it is
recorded again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from nnmath_tutor.program import Edit, Run

MAIN = 0  # the number of the program as the lesson has it
LONGEST_NAME = 24
MOST_TRIALS = 30


@dataclass(frozen=True, slots=True)
class Trial:
    """One run: set-up names that were given other values, then cells edited as epochs begin.

    A `kept` one is there again when the lesson is opened next time.
    """

    number: int
    name: str
    overrides: Mapping[str, float] = field(default_factory=dict, hash=False)
    edits: tuple[Edit, ...] = ()
    parent: int | None = None
    kept: bool = False

    def run(self, main: Run) -> Run:
        """What the engine is to run. Raises ProgramError for names the program doesn't have."""
        overrides = {**main.overrides, **self.overrides}
        return replace(main, overrides=overrides, edits=self.edits, name=self.name)

    def told(self, cell: Callable[[str, tuple[int, ...]], str]) -> str:
        """What was changed, in a few words: `W2[h3,out] = 0.5 at epoch 260`.

        `cell` gives what a cell is called.
        """
        told = [f"{name} = {value:g}" for name, value in self.overrides.items()]
        for edit in self.edits[-1:]:
            when = f" at epoch {edit.epoch:,}" if edit.epoch else ""
            told.append(f"{cell(edit.name, edit.index)} = {edit.value:g}{when}")
        more = len(self.edits) - 1
        if more > 0:
            told.append(f"and {more} {'change' if more == 1 else 'changes'} before")
        return ", ".join(told) or "as the lesson has it"


@dataclass(frozen=True, slots=True)
class Trials:
    """All runs of a lesson, the one on the screen, and the one it is compared with, if any."""

    runs: tuple[Trial, ...] = (Trial(MAIN, "main"),)
    current: int = MAIN
    other: int | None = None
    following: int = 1  # the number of the next one: numbers are never used twice

    @property
    def shown(self) -> Trial:
        """The run on the screen."""
        return self.of(self.current)

    def of(self, number: int) -> Trial:
        """The run of that number. Raises KeyError."""
        for trial in self.runs:
            if trial.number == number:
                return trial
        raise KeyError(number)

    def edit(self, edit: Edit) -> Trials:
        """Change a cell in the run on the screen: it branches there, from what it was so far.

        Changes of other cells as the same epoch begins go into the same run, unless that is kept;
        another value for the same cell is another run.
        """
        shown = self.shown
        before = tuple(e for e in shown.edits if e.epoch <= edit.epoch)
        others = tuple(e for e in before if not _same_place(e, edit))
        again = shown.number != MAIN and not shown.kept and shown.edits == before
        if again and before and before[-1].epoch == edit.epoch and others == before:
            return self._with(replace(shown, edits=(*before, edit)))
        return self._add(shown.overrides, (*others, edit))

    def override(self, name: str, value: float) -> Trials:
        """Begin anew with a name of the set-up at another value: another seed, for one."""
        return self._add({**self.shown.overrides, name: value}, ())

    def switch(self, number: int) -> Trials:
        """Show another run. Compared is it with the one shown before."""
        if number == self.current:
            return self
        return replace(self, current=number, other=self.current)

    def next(self) -> Trials:
        """Show the next run, after the last the first."""
        numbers = [trial.number for trial in self.runs]
        return self.switch(numbers[(numbers.index(self.current) + 1) % len(numbers)])

    def compare(self, number: int | None) -> Trials:
        """Compare with another run, or with none."""
        return replace(self, other=None if number == self.current else number)

    def rename(self, number: int, name: str) -> Trials:
        """Call a run by another name; the program as it stands keeps its own, an empty name too."""
        name = " ".join(name.split())[:LONGEST_NAME]
        if number == MAIN or not name:
            return self
        return self._with(replace(self.of(number), name=self._free(name, number)))

    def keep(self, number: int) -> Trials:
        """Keep a run for the next time, or no longer."""
        if number == MAIN:
            return self
        return self._with(replace(self.of(number), kept=not self.of(number).kept))

    def delete(self, number: int) -> Trials:
        """Without that run; the program as it stands can't be deleted."""
        if number == MAIN:
            return self
        runs = tuple(trial for trial in self.runs if trial.number != number)
        current = MAIN if self.current == number else self.current
        other = None if self.other in (number, current) else self.other
        return replace(self, runs=runs, current=current, other=other)

    def with_kept(self, kept: tuple[Trial, ...]) -> Trials:
        """With the runs that were kept the last time, as many as there is room for."""
        trials = self
        for trial in kept[: MOST_TRIALS - len(self.runs)]:
            number = trials.following
            fresh = replace(trial, number=number, parent=MAIN, kept=True)
            fresh = replace(fresh, name=trials._free(trial.name, number))
            trials = replace(trials, runs=(*trials.runs, fresh), following=number + 1)
        return trials

    @property
    def nearest(self) -> int:
        """The run to compare with if nobody says: the one this branched off, or another."""
        numbers = [trial.number for trial in self.runs if trial.number != self.current]
        parent = self.shown.parent
        return parent if parent in numbers and parent is not None else numbers[-1]

    @property
    def crowded(self) -> bool:
        """Whether there are more runs than there is room for."""
        return len(self.runs) > MOST_TRIALS

    def _add(self, overrides: Mapping[str, float], edits: tuple[Edit, ...]) -> Trials:
        number = self.following
        name = self._free(f"what if {number}", number)
        trial = Trial(number, name, overrides, edits, parent=self.current)
        return Trials((*self.runs, trial), number, self.current, number + 1)

    def _with(self, changed: Trial) -> Trials:
        runs = tuple(changed if trial.number == changed.number else trial for trial in self.runs)
        return replace(self, runs=runs)

    def _free(self, name: str, number: int) -> str:
        """The name, with a figure behind it if another run has it."""
        taken = {trial.name for trial in self.runs if trial.number != number}
        if name not in taken:
            return name
        figure = 2
        while f"{name} ({figure})" in taken:
            figure += 1
        return f"{name} ({figure})"


@dataclass(frozen=True, slots=True)
class History:
    """The runs as they are, as they were before each change, and what was taken back."""

    now: Trials = Trials()
    past: tuple[Trials, ...] = ()
    future: tuple[Trials, ...] = ()

    def change(self, trials: Trials) -> History:
        """After a change that can be taken back; none if nothing changed."""
        if trials == self.now:
            return self
        return History(trials, (*self.past, self.now), ())

    def show(self, trials: Trials) -> History:
        """After looking at another run: nothing to take back."""
        return replace(self, now=trials)

    def undo(self) -> History:
        """Take back the last change."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.now, *self.future))

    def redo(self) -> History:
        """Make the change that was taken back last."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.now), self.future[1:])


def _same_place(one: Edit, other: Edit) -> bool:
    return (one.epoch, one.name, one.index) == (other.epoch, other.name, other.index)
