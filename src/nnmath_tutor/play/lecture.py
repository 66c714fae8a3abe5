"""A lesson together with the recordings of its program: all that frames are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from nnmath_tutor.lesson import (
    Lesson,
    NotYetError,
    Posed,
    QuestionError,
    StartError,
    Step,
    fill,
    names_at,
    posed,
    run_of,
    start_position,
)
from nnmath_tutor.lesson.expressions import scan
from nnmath_tutor.lesson.fill import NOT_YET
from nnmath_tutor.program import Level, Position, Recording, Run, load
from nnmath_tutor.scenes import Moment, PlaceError, moment_at


@dataclass(frozen=True, slots=True, eq=False)
class Lecture:
    """A lesson, the recording of its program (growing, perhaps) and those of its further runs."""

    lesson: Lesson
    recording: Recording
    runs: Mapping[str, Recording] = field(default_factory=dict)
    _filled: dict[int, str] = field(default_factory=dict, repr=False)
    _placed: dict[str, Position] = field(default_factory=dict, repr=False)

    @property
    def starts(self) -> Sequence[Position]:
        """The position that each step of the lesson begins at, worked out when asked for."""
        return _Starts(self)

    def start(self, step: Step) -> Position:
        """Where a step begins: its epoch, and the line, part and cell that its scene names.

        A place that can't be found is the beginning of the epoch; `check` tells authors.
        """
        if step.id not in self._placed:
            place = self._place(step)
            if self.recording.done == 0:
                return place  # no line of the program is known yet
            self._placed[step.id] = place
        return self._placed[step.id]

    def _place(self, step: Step) -> Position:
        scene, recording = step.scene, self.recording
        loop = recording.epochs > 1
        level = Level.LINE if scene.level is Level.EPOCH and not loop else scene.level
        if recording.done == 0:
            return Position(epoch=scene.epoch, level=level)
        if scene.at is None and not loop:
            # A picture of the program's values wants all of them to be there.
            return Position(line=len(recording.lines(0)) - 1, level=level)
        try:
            # Every epoch has the same lines; the first one is there soonest.
            place = start_position(replace(scene, epoch=0), recording)
        except (PlaceError, StartError):
            place = Position()
        return replace(place, epoch=scene.epoch, level=level)

    def moment(self, position: Position, recording: Recording | None = None) -> Moment:
        """The moment at a position, in a run of the learner's own or in the lesson's.

        Raises SceneError while nothing is recorded.
        """
        lesson = self.lesson
        run = recording or self.recording
        return moment_at(run, position, lesson.labels, self.runs, lesson.verses)

    def prose(self, index: int) -> str:
        """A step's prose with its numbers; what isn't computed, yet or ever, is three dots."""
        if index in self._filled:
            return self._filled[index]
        step = self.lesson.steps[index]
        if step.scene.epoch >= self.recording.done:
            return _pending(step.prose)
        try:
            names = names_at(self.recording, step.scene.epoch, self.runs)
        except NotYetError:
            return _pending(step.prose)
        filled = fill(step.prose, names)
        if filled.problems and self.recording.problem is not None:
            return _pending(step.prose)  # it speaks of epochs that will never be
        if filled.complete:
            self._filled[index] = filled.text
        return filled.text

    def pose(self, index: int, seed: int) -> Posed:
        """A step's question as `seed` has it. Raises NotYetError while its numbers are missing,
        QuestionError where it can't be asked, or where there is none."""
        step = self.lesson.steps[index]
        if step.question is None:
            raise QuestionError(step.line, f"the step `{step.id}` has no question")
        names = names_at(self.recording, step.scene.epoch, self.runs)
        return posed(step.question, names, seed, self.lesson.labels)

    @property
    def ended(self) -> bool:
        """Whether every recording has come to its end, a good one or a bad one."""
        return all(
            recording.finished or recording.problem is not None
            for recording in (self.recording, *self.runs.values())
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Starts(Sequence[Position]):
    """Opening a lesson looks up one step's place in the program, not those of all."""

    lecture: Lecture

    def __len__(self) -> int:
        return len(self.lecture.lesson.steps)

    @overload
    def __getitem__(self, index: int) -> Position: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Position]: ...

    def __getitem__(self, index: int | slice) -> Position | Sequence[Position]:
        steps = self.lecture.lesson.steps[index]
        if isinstance(steps, tuple):
            return tuple(self.lecture.start(step) for step in steps)
        return self.lecture.start(steps)


def runs_of(lesson: Lesson) -> tuple[Run, ...]:
    """The runs a lesson needs: its program as it stands, then those of its front matter.

    Raises ProgramError.
    """
    program = load(lesson.program)
    return (Run(program), *(run_of(program, spec) for spec in lesson.runs.values()))


def _pending(prose: str) -> str:
    """The prose while none of its values is there."""
    pieces, _ = scan(prose)
    return "".join(piece if isinstance(piece, str) else NOT_YET for piece in pieces)
