"""The worked solution of a question, walked through like a step of a lesson."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nnmath_tutor.drawing import TimePart
from nnmath_tutor.lesson import NotYetError, Posed, Worked, WorkError, names_at, worked
from nnmath_tutor.play import tempo
from nnmath_tutor.play.cursor import AnyCommand, Cursor, advance
from nnmath_tutor.play.frame import frame_at, time_part
from nnmath_tutor.play.lecture import Lecture
from nnmath_tutor.program import Position, Recording
from nnmath_tutor.scenes import Picture, build_picture, moment_at


@dataclass(frozen=True, slots=True, eq=False)
class Working:
    """What is shown as the solution, and where the learner is in it.

    Without `work` of its own it is the step's picture, which says as much.
    """

    lecture: Lecture
    cursor: Cursor
    work: Worked | None = None

    @property
    def recording(self) -> Recording:
        """What is walked through."""
        return self.lecture.recording if self.work is None else self.work.recording

    @property
    def beat(self) -> float | None:
        """Seconds to the next frame; None while nothing plays."""
        here = self.cursor
        if not here.playing:
            return None
        return tempo.beat(self.recording, here.position, here.speed)

    def do(self, command: AnyCommand) -> Working:
        """The working after a command in time."""
        start = self.lecture.start(self.lecture.lesson.steps[self.cursor.step])
        starts: list[Position] = [start if self.work is None else self.work.position]
        here = replace(self.cursor, step=0)
        moved = advance(here, command, self.recording, starts)
        if self.work is not None and moved.position.line < self.work.position.line:
            moved = replace(here, playing=False)  # before it numbers are only given their names
        return replace(self, cursor=replace(moved, step=self.cursor.step))

    def shown(self) -> tuple[Picture, TimePart]:
        """The picture here, and the time bar. Raises SceneError while nothing is recorded."""
        if self.work is None:
            frame = frame_at(self.lecture, self.cursor)
            return frame.picture, frame.time
        moment = moment_at(self.work.recording, self.cursor.position, self.work.labels)
        return build_picture("operation", {}, moment), time_part(self.cursor, moment)


def working(lecture: Lecture, step: int, posed: Posed) -> Working | None:
    """The solution of a step's question, at its beginning; None where there is none to show."""
    wanted = lecture.lesson.steps[step]
    if wanted.question is None:
        return None
    program = lecture.recording.program
    try:
        names = names_at(lecture.recording, wanted.scene.epoch, lecture.runs)
        work = worked(wanted.question, posed, names, program, lecture.lesson.labels)
    except (NotYetError, WorkError):
        return None  # the words of the solution say it, too
    position = lecture.start(wanted) if work is None else work.position
    return Working(lecture, Cursor(step, position), work)
