"""A frame: all that is to be seen at one place of a lesson, as parts to draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from nnmath_tutor.drawing import (
    CodePart,
    HeadPart,
    ProsePart,
    Role,
    TextPart,
    TimePart,
    TimeStop,
    TracePart,
    VersePart,
)
from nnmath_tutor.lesson import STAGES, Lesson, Step
from nnmath_tutor.play.cursor import Cursor
from nnmath_tutor.play.lecture import Lecture
from nnmath_tutor.play.look_frame import look_frame
from nnmath_tutor.play.rippling import Rippling, ripple_frame
from nnmath_tutor.play.trials import MAIN
from nnmath_tutor.play.view import View
from nnmath_tutor.play.walk import levels
from nnmath_tutor.program import FloatNote, Level, Position, ProblemKind, Recording, Span
from nnmath_tutor.scenes import (
    KINDS,
    Moment,
    Picture,
    SceneError,
    build_picture,
    cells_of,
    default_series,
    difference_picture,
    term_stops,
)

ALWAYS_TOLD = (Level.EPOCH, Level.LINE, Level.PART, Level.CELL)

AWAY = "r: back to this step"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What a screen shows: nothing in it changes, nothing in it asks back."""

    cursor: Cursor
    head: HeadPart
    prose: ProsePart | TracePart
    verse: VersePart | None
    picture: Picture
    code: CodePart
    plot: Picture | None
    plot_wanted: bool
    beside: Picture | None
    time: TimePart
    notice: TextPart | None


def frame_at(lecture: Lecture, cursor: Cursor, view: View | None = None) -> Frame:
    """The frame at a cursor; complete, whatever the recording has come to."""
    view = view or View()
    lesson = lecture.lesson
    recording = view.recordings.get(view.trials.current, lecture.recording)
    step = lesson.steps[cursor.step]
    head = HeadPart(lesson.title, step.title, cursor.step, len(lesson.steps), STAGES, lesson.stage)
    if step.id in view.marks:
        head = replace(head, question=view.marks[step.id].value)
    if view.trials.current != MAIN:
        head = replace(head, run=f"{view.trials.shown.name} (the words: main)")
    prose = ProsePart(lecture.prose(cursor.step))
    verse = VersePart(step.verse) if step.verse else None
    try:
        moment = lecture.moment(cursor.position, recording)
    except SceneError as error:
        code = _code(recording, None)
        time = TimePart((), cursor.position.level.value, 0, cursor.playing, cursor.speed)
        picture = Picture((TextPart((str(error),)),))
        notice = _recording_notice(recording, view.held)
        return Frame(cursor, head, prose, verse, picture, code, None, False, None, time, notice)
    start = lecture.start(step)
    if _is_away(start, moment.position):
        head = replace(head, away=AWAY)
    frame = Frame(
        cursor,
        head,
        prose,
        verse,
        Picture(()),
        _code(recording, moment),
        _plot(recording, moment, view),
        step.scene.plot,
        _beside(lesson, step, start, moment),
        time_part(cursor, moment),
        _notice(recording, moment, view),
    )
    if view.ripple is not None:
        return _rippled(frame, moment, view.ripple, lesson)
    if view.look is not None:
        words, picture = look_frame(moment, view.look, view.remark)
        return replace(frame, prose=words, verse=None, picture=picture)
    return replace(frame, picture=_picture(lesson, step, start, moment, view))


def _rippled(frame: Frame, moment: Moment, rippling: Rippling, lesson: Lesson) -> Frame:
    try:
        words, picture = ripple_frame(moment, rippling, lesson.gradient)
    except (LookupError, ValueError) as error:
        words = TracePart(rippling.name, ("it can't be nudged here",), facts=(str(error),))
        picture = Picture(())
    return replace(frame, prose=words, verse=None, picture=picture)


def _picture(lesson: Lesson, step: Step, start: Position, moment: Moment, view: View) -> Picture:
    """What was asked for, else the step's own picture where it belongs; else whatever runs."""
    if view.difference and view.other is not None:
        trial, other = view.other
        try:
            return difference_picture(moment, view.trials.shown.name, other, trial.name)
        except SceneError as error:
            return Picture((TextPart((str(error),)),))
    kind, options = step.scene.kind, step.scene.options
    if view.wires is not None and lesson.network is not None:
        if view.wires and kind != "wires":
            kind, options = "wires", lesson.network.options
        elif kind == "wires" and not view.wires:
            kind, options = "operation", {}
    follows = KINDS[kind].follows
    if not (follows or _belongs(start, moment.position)):
        return _built("operation", {}, moment)
    if follows and kind != "operation":
        try:
            return build_picture(kind, options, moment)
        except SceneError:
            kind, options = "operation", {}
    return _built(kind, options, moment)


def _built(kind: str, options: Mapping[str, Any], moment: Moment) -> Picture:
    try:
        return build_picture(kind, options, moment)
    except SceneError as error:
        return Picture((TextPart((str(error),)),))


def _belongs(start: Position, here: Position) -> bool:
    """Whether a step's own picture says what is happening here.

    Whoever looks closer, or walks on to another line, wants to see what runs there.
    """
    match here.level:
        case Level.EPOCH:
            return True
        case Level.LINE:
            return here.line == start.line
        case _:
            place = replace(here, epoch=start.epoch, level=start.level, term=start.term)
            return place == start


def _is_away(start: Position, here: Position) -> bool:
    """Whether the words of the step speak of another epoch or line than the one to be seen."""
    if start.level is Level.EPOCH:
        return here.level is not Level.EPOCH  # the step is about all epochs
    return (here.epoch, here.line) != (start.epoch, start.line)


def _plot(recording: Recording, moment: Moment, view: View) -> Picture | None:
    """The error of this run, and of the learner's others beside it."""
    if default_series(recording) is None:
        return None
    beside = view.beside()
    if not beside:
        return build_picture("plot", {}, moment)
    several = replace(moment, runs=beside)
    picture = build_picture("plot", {"runs": tuple(beside)}, several)
    (part,) = picture.parts
    own = replace(part.series[0], name=view.trials.shown.name)
    return Picture((replace(part, series=(own, *part.series[1:])),))


def _beside(lesson: Lesson, step: Step, start: Position, moment: Moment) -> Picture | None:
    beside = lesson.beside
    if beside is None:
        return None
    if beside.kind == step.scene.kind and _belongs(start, moment.position):
        return None  # the step's own picture shows it already
    try:
        return build_picture(beside.kind, beside.options, moment)
    except SceneError:
        return None  # it only accompanies: where it has no value yet it isn't there


def _code(recording: Recording, moment: Moment | None) -> CodePart:
    lines = recording.program.source_lines
    if moment is None or moment.line is None or moment.position.level is Level.EPOCH:
        loop = recording.program.loop
        # Of the loop the line that counts the epochs; its body is on the finer levels.
        line = loop.span.line if loop else 0
        running = Span(line, 0, line, len(lines[line - 1])) if loop else None
        return CodePart(lines, 1, running, None)
    lit = None
    if moment.position.level is not Level.LINE and moment.evaluation is not None:
        lit = moment.evaluation.span
    return CodePart(lines, 1, moment.line.span, lit)


def time_part(cursor: Cursor, moment: Moment) -> TimePart:
    """The time bar at a cursor: where the moment is on each level."""
    here, lines, recording = moment.position, moment.lines, moment.recording
    if not lines:
        return TimePart((), here.level.value, recording.done, cursor.playing, cursor.speed)
    parts = max(len(lines[here.line].evaluations), 1)
    counts = {
        Level.EPOCH: TimeStop("epoch", here.epoch, recording.epochs),
        Level.LINE: TimeStop("line", here.line, len(lines), lines[here.line].span.line),
        Level.PART: TimeStop("part", here.part, parts),
        Level.CELL: TimeStop("cell", here.cell, cells_of(lines, here.line, here.part)),
        Level.TERM: TimeStop("term", here.term or 0, len(term_stops(lines, here.line, here.part))),
    }
    # The terms of a sum are a level for who looks that close; else the bar has better use.
    shown = [level for level in levels(recording) if level in (here.level, *ALWAYS_TOLD)]
    stops = tuple(counts[level] for level in shown)
    return TimePart(stops, here.level.value, recording.done, cursor.playing, cursor.speed)


def _notice(recording: Recording, moment: Moment, view: View) -> TextPart | None:
    """What the learner should know about the run itself: broken off, out of range, still going."""
    if recording.problem is None:
        for note in recording.notes:
            if _is_here(note, moment):
                since = f" since epoch {note.epoch:,}" if note.epoch else ""
                told = f"NumPy warns: {note.kind} in line {note.line}{since}."
                return TextPart((told,), Role.WARNING)
    return _recording_notice(recording, view.held)


def _recording_notice(recording: Recording, held: bool) -> TextPart | None:
    done = f"{recording.done:,} of {recording.epochs:,}"
    problem = recording.problem
    if problem is not None and problem.kind is ProblemKind.CANCELLED:
        told = f"given up after {done} epochs; opening the lesson again goes on"
        return TextPart((told,), Role.DIM)
    if problem is not None:
        return TextPart((str(problem),), Role.WARNING)
    if recording.finished:
        return None
    if held:
        return TextPart((f"held at epoch {done}: x goes on, X gives it up",), Role.CURSOR)
    if recording.epochs > 1:
        return TextPart((f"computing the other epochs: {done} are done",), Role.DIM)
    return None


def _is_here(note: FloatNote, moment: Moment) -> bool:
    """Whether a warning belongs to this moment: in its line, or in a loop ever since."""
    if note.epoch is not None:
        return moment.position.epoch >= note.epoch
    line = moment.line
    return line is not None and line.span.line <= note.line <= line.span.end_line
