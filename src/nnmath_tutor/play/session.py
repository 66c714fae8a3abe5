"""A learner at a lesson: place in time, runs, what is looked at. No screen, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from nnmath_tutor.play import look as looking
from nnmath_tutor.play.changing import Change, after_change, change_at
from nnmath_tutor.play.cursor import AnyCommand, Command, Cursor, Follow, GoToStep, Seek, advance
from nnmath_tutor.play.frame import Frame, frame_at
from nnmath_tutor.play.lecture import Lecture
from nnmath_tutor.play.look import Hop, Look
from nnmath_tutor.play.recordings import Recorded, Recordings
from nnmath_tutor.play.review import Mark
from nnmath_tutor.play.rippling import Rippling, rippled
from nnmath_tutor.play.trials import MAIN, MOST_TRIALS, History, Trial, Trials
from nnmath_tutor.play.view import View
from nnmath_tutor.program import Level, ProgramError, Recording, check_edit
from nnmath_tutor.scenes import Moment, SceneError, name_of_cell, reached

# What leaves a look at a number: the words of a step, and the flow of time.
_ENDS_LOOK = (
    Command.PLAY,
    Command.NEXT_STEP,
    Command.PREVIOUS_STEP,
    Command.RESTART,
    Command.FINER,
    Command.COARSER,
)

_OTHER_STEP = (Command.NEXT_STEP, Command.PREVIOUS_STEP)


def _epoch_of(command: Seek | Follow) -> int:
    return command.epoch if isinstance(command, Seek) else command.position.epoch


class Session:
    """All that keys do, and the frame that follows from it.

    `kept` are the runs of the last time; with a `history`, all runs are those of before.
    """

    def __init__(
        self,
        lecture: Lecture,
        record: Recorded,
        *,
        step: int = 0,
        speed: float = 1.0,
        kept: Iterable[Trial] = (),
        history: History | None = None,
    ) -> None:
        self.lecture = lecture
        self.cursor = Cursor(speed=speed)
        self.view = View()
        self.history = history or History(Trials().with_kept(tuple(kept)))
        self._recordings = Recordings(lecture.recording, record)
        self._wish: Seek | Follow | None = None
        self._placed = lecture.recording.done > 0  # before, no line of the program is known
        shown = self._begin(self.trials.shown)
        self._turn_to(self.history if shown else self.history.show(self.trials.switch(MAIN)))
        self.do(GoToStep(step))

    # what there is ------------------------------------------------------------------------------

    @property
    def trials(self) -> Trials:
        """The runs as they are."""
        return self.history.now

    @property
    def recording(self) -> Recording:
        """The run on the screen."""
        return self._recordings.recording(self.trials.shown)

    @property
    def moment(self) -> Moment | None:
        """The moment at the cursor; None while nothing is recorded."""
        try:
            return self.lecture.moment(self.cursor.position, self.recording)
        except SceneError:
            return None

    @property
    def begun(self) -> tuple[Recording, ...]:
        """Every recording of this lesson, finished or not."""
        lecture = self.lecture
        return (lecture.recording, *lecture.runs.values(), *self._recordings)

    @property
    def ended(self) -> bool:
        """Whether everything that was begun has been recorded, or has failed."""
        return all(r.finished or r.problem is not None for r in self.begun)

    def frame(self) -> Frame:
        """What is to be seen."""
        return frame_at(self.lecture, self.cursor, self.view)

    def cell_name(self, name: str, index: tuple[int, ...]) -> str:
        """What a cell of one of the program's arrays is called: `W2[h3,out]`."""
        moment = self.moment
        if moment is None or not index or name not in moment.values:
            return f"{name}[{', '.join(map(str, index))}]" if index else name
        return name_of_cell(moment, name, np.asarray(moment.values[name]), index)

    def mark(self, marks: Mapping[str, Mark]) -> None:
        """How the questions stand, by step, from now on."""
        self.view = replace(self.view, marks=marks)

    # time ---------------------------------------------------------------------------------------

    def do(self, command: AnyCommand) -> None:
        """Carry out a command."""
        recording = self.recording
        if command in _ENDS_LOOK or isinstance(command, GoToStep):
            self.view = replace(self.view, look=None, ripple=None)
        if command in _OTHER_STEP:
            self.view = replace(self.view, wires=None)
        if command is not Command.TICK:
            self.view = replace(self.view, remark="")
            # A jump to an epoch that isn't computed yet is made good once it is.
            self._wish = None
            if isinstance(command, Seek | Follow) and _epoch_of(command) >= recording.done:
                self._wish = command
        self.cursor = advance(self.cursor, command, recording, self.lecture.starts)

    def glance(self) -> None:
        """Look at what has been recorded since."""
        recording = self.recording
        if not self._placed and recording.done:
            self._placed = True
            wish = self._wish
            self.do(GoToStep(self.cursor.step))
            self._wish = wish
        if self._wish is not None:
            there = advance(self.cursor, self._wish, recording, self.lecture.starts)
            self.cursor = there
            if _epoch_of(self._wish) < recording.done:
                self._wish = None

    # looking ------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look at the number at the cursor, or no longer."""
        if self.view.look is not None or self.view.ripple is not None:
            self._look(None)
            return
        self._stand_still()
        moment = self.moment
        look = looking.begin(moment) if moment else None
        if look is None:
            self.say("There is no number here to look at.")
            return
        self._at_cells()
        self._look(look)

    def look_at(self, name: str, index: tuple[int, ...]) -> None:
        """Look at a number that was pointed at: of an array of that name in the picture."""
        moment = self.moment
        if moment is None:
            return
        self._stand_still()
        table = self.view.look is not None and self.view.look.table
        look = looking.chosen_by_name(moment, name, index, table=table)
        if look is None:
            hop = looking.by_name(moment, name, index)
            if hop is None:
                self.say(f"{name} is not something that can be followed.")
            else:
                self._hop(hop)
            return
        self._at_cells()
        self._look(replace(look, trail=self.view.look.trail if self.view.look else ()))

    def move_look(self, down: int, across: int) -> None:
        """Choose another cell, beyond the edge of an array one of the next."""
        moment, look = self.moment, self.view.look
        if moment is not None and look is not None:
            self._look(looking.moved(moment, look, down, across))

    def next_array(self, direction: int = 1) -> None:
        """Choose another array of the picture."""
        moment, look = self.moment, self.view.look
        if moment is not None and look is not None:
            self._look(looking.next_place(moment, look, direction))

    def where_from(self) -> None:
        """Follow the number one hop back."""
        moment, look = self.moment, self.view.look
        if moment is not None and look is not None:
            self._hop(looking.back(moment, look))

    def where_to(self, number: int) -> None:
        """Follow the number on, into the operation of that number in the list."""
        moment, look = self.moment, self.view.look
        if moment is None or look is None:
            return
        uses = looking.uses(moment, look)
        if number > len(uses):
            self.say(f"There is no {number} in the list.")
        else:
            self._hop(looking.forward(moment, look, uses[number - 1]))

    def retrace(self) -> None:
        """Back along the way that was followed; at its beginning the looking ends."""
        moment, look = self.moment, self.view.look
        hop = looking.retrace(moment, look) if moment is not None and look is not None else None
        if hop is None:
            self._look(None)
        else:
            self._hop(hop)

    # nudging ------------------------------------------------------------------------------------

    def nudge(self) -> None:
        """Nudge the number that is looked at, and see what changes; or no longer."""
        if self.view.ripple is not None:
            self.view = replace(self.view, ripple=None)
            return
        change = self._change()
        if isinstance(change, str):
            self.say(change)
        elif change.anew:
            self.say(f"{change.name} only acts at the very beginning: e changes it.")
        else:
            if change.epoch != self._epoch and self.recording.epochs > 1:
                self.do(Seek(change.epoch))
            self.view = replace(self.view, ripple=Rippling(change.name, change.index), remark="")

    def move_ripple(self, by: int) -> None:
        """Look at the next number that the nudge reaches."""
        ripple = self.view.ripple
        if ripple is not None:
            try:
                found = rippled(self.recording, self._epoch, ripple)
            except (LookupError, ValueError):
                return  # the frame says why there is nothing to nudge in this run
            count = len(reached(self.recording, found))
            self.view = replace(self.view, ripple=ripple.moved(by, count))

    def size_ripple(self, by: int) -> None:
        """A smaller nudge (1), a larger one (-1)."""
        if self.view.ripple is not None:
            self.view = replace(self.view, ripple=self.view.ripple.sized(by))

    def open_ripple(self) -> None:
        """The numbers behind the stars, or the stars again."""
        ripple = self.view.ripple
        if ripple is not None:
            self.view = replace(self.view, ripple=replace(ripple, open=not ripple.open))

    # what if ------------------------------------------------------------------------------------

    def change(self) -> Change | None:
        """The number to be changed; None after a remark, or after the table of all came up."""
        if self.view.look is None:
            self._stand_still()
            moment = self.moment
            if moment is None or not looking.places(moment, Look(table=True)):
                self.say("This program has nothing that could be changed here.")
                return None
            self._look(Look(0, table=True))
            return None
        change = self._change()
        if isinstance(change, str):
            self.say(change)
            return None
        return change

    def apply(self, change: Change, value: float) -> None:
        """Give the number another value: the run branches there."""
        if change.anew:
            trials = self.trials.override(change.name, value)
            told = f"A new run from the beginning, with {change.name} = {value:g}."
        else:
            edit = change.edit(value)
            problem = check_edit(self.recording, edit)
            if problem is not None:
                self.say(problem)
                return
            moment = self.moment
            told = after_change(moment, edit) if moment is not None else ""
            trials = self.trials.edit(edit)
        if trials.crowded:
            self.say(f"There are {MOST_TRIALS} runs: delete one first (t lists them).")
            return
        if not self._begin(trials.shown):
            return
        self._turn_to(self.history.change(trials))
        if change.epoch != self._epoch and not change.anew:
            self.do(Seek(change.epoch))
        self.say(told or f"{trials.shown.name}: {change.told} = {value:g}. u takes it back.")

    def undo(self) -> None:
        """Take back the last change to the runs."""
        before = self.history
        self._turn(before.undo(), "There is nothing to take back.", "Taken back; U does it again.")

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._turn(self.history.redo(), "There is nothing to do again.", "Done again.")

    def show(self, number: int) -> None:
        """Show another run, at the same place in time."""
        if self._begin(self.trials.of(number)):
            self._turn_to(self.history.show(self.trials.switch(number)))
            shown = self.trials.shown
            self.say(f"{shown.name}: {shown.told(self.cell_name)}.")

    def next_run(self) -> None:
        """Show the next run."""
        if len(self.trials.runs) < 2:
            self.say("There is one run so far. e changes a number, and a second one branches off.")
            return
        self.show(self.trials.next().current)

    def arrange(self, trials: Trials) -> None:
        """Take over runs that were renamed, kept, deleted or compared."""
        same = trials.runs == self.trials.runs
        if trials.other is not None:
            self._begin(trials.of(trials.other))
        self._turn_to(self.history.show(trials) if same else self.history.change(trials))

    def toggle_difference(self) -> None:
        """Set this run beside the one compared with, cell by cell, or no longer."""
        if self.view.other is None and len(self.trials.runs) > 1:
            number = self.trials.other
            self.arrange(self.trials.compare(self.trials.nearest if number is None else number))
        other = self.view.other
        if other is None:
            self.say("There is no other run to compare with: e changes a number first.")
            return
        difference = not self.view.difference
        self.view = replace(self.view, difference=difference, look=None, ripple=None, remark="")
        if difference:
            self.say(f"{self.trials.shown.name} beside {other[0].name}, cell by cell.")

    def toggle_wires(self) -> None:
        """The network as neurons and wires, or no longer."""
        if self.lecture.lesson.network is None:
            self.say("This lesson has no picture of a network.")
            return
        step = self.lecture.lesson.steps[self.cursor.step]
        shown = step.scene.kind == "wires" if self.view.wires is None else self.view.wires
        wires = not shown
        self.view = replace(self.view, wires=wires, difference=False, look=None, ripple=None)

    def hold(self, held: bool) -> None:
        """The recording waits, or goes on."""
        self.view = replace(self.view, held=held)

    def say(self, remark: str) -> None:
        """Tell the learner something, until the next command."""
        self.view = replace(self.view, remark=remark)

    # ------------------------------------------------------------------------------------------

    @property
    def _epoch(self) -> int:
        """The epoch on the screen: the nearest one that is recorded."""
        moment = self.moment
        return moment.position.epoch if moment is not None else 0

    def _look(self, look: Look | None) -> None:
        self.view = replace(self.view, look=look, ripple=None, remark="", difference=False)

    def _hop(self, hop: Hop) -> None:
        self.cursor = replace(self.cursor, position=hop.position)
        self._look(hop.look)
        self.say(hop.remark)

    def _stand_still(self) -> None:
        if self.cursor.playing:
            self.cursor = advance(self.cursor, Command.PLAY, self.recording, self.lecture.starts)

    def _at_cells(self) -> None:
        moment = self.moment
        if moment is not None:
            position = replace(moment.position, level=Level.CELL, term=None)
            self.cursor = replace(self.cursor, position=position)

    def _change(self) -> Change | str:
        moment, look = self.moment, self.view.look
        if moment is None or look is None:
            return "Look at a number first: i."
        return change_at(moment, look)

    def _turn(self, history: History, nothing: str, done: str) -> None:
        if history is self.history:
            self.say(nothing)
            return
        if self._begin(history.now.shown):
            self._turn_to(history)
            self.say(done)

    def _begin(self, trial: Trial) -> bool:
        """Whether the run of a trial is recorded or being recorded; a remark if it can't be."""
        try:
            self._recordings.recording(trial)
        except ProgramError as error:
            self.say(error.problems[0].message)
            return False
        return True

    def _turn_to(self, history: History) -> None:
        """Show the runs as they are then; recordings of those that are gone are let go."""
        self.history, trials = history, history.now
        near = (trials, *history.past[-1:], *history.future[:1])
        self._recordings.keep(trial for one in near for trial in one.runs)
        recordings = self._recordings.begun(trials.runs)
        self.view = replace(self.view, trials=trials, recordings=recordings)
        if self.view.other is None:
            self.view = replace(self.view, difference=False)
