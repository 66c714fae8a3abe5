"""Lessons and the course as plain text, for pipes, printers and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from textwrap import wrap

from nnmath_tutor.drawing import Charset, Rows, Size, draw, row_text, to_ascii
from nnmath_tutor.lesson import Lesson, NotYetError, Posed, QuestionError, song
from nnmath_tutor.plain_questions import answers_text, question_text
from nnmath_tutor.play import Cursor, Frame, Lecture, frame_at, runs_of, tally
from nnmath_tutor.program import Level, Position, ProgramError, Recording, Run, record
from nnmath_tutor.progress import Progress
from nnmath_tutor.scenes import completed, draw_picture

# Rows a picture may take. A page has no bottom edge, but a picture should be seen at one glance.
PICTURE_HEIGHT = 16


def outline(
    lessons: Sequence[Lesson], progress: Progress, charset: Charset, width: int, now: float
) -> Iterator[str]:
    """The course at `now` (seconds since 1970), a few lines a lesson."""
    yield "nnmath-tutor: the mathematics of a neural network, lesson by lesson"
    for lesson in lessons:
        seen = progress.lesson(lesson.id)
        steps = sum(step.id in seen.visited for step in lesson.steps)
        state = "done" if seen.finished else f"{steps} of {len(lesson.steps)} steps seen"
        asked = tally(lesson, seen, now)
        yield ""
        yield f"{lesson.id}: {lesson.title} ({lesson.branch}, {lesson.minutes} minutes, {state})"
        yield from _indented(lesson.summary, charset, width)
        if asked is not None:
            yield f"    {asked}"
    yield ""
    last = "In a terminal, nnmath-tutor opens the course. "
    last += "As text: nnmath-tutor learn LESSON --plain"
    yield from _wrapped(last, charset, width)


def song_text(lessons: Sequence[Lesson]) -> Iterator[str]:
    """The verses of the lessons, each under its lesson's title."""
    for number, lesson in enumerate(lessons):
        if number:
            yield ""
        yield lesson.title
        yield "-" * len(lesson.title)
        for verse in song([lesson]).values():
            yield ""
            yield from verse


def lesson_text(
    lesson: Lesson,
    charset: Charset,
    width: int,
    only: int | None = None,
    recorded: Callable[[Run], Recording] = record,
) -> Iterator[str]:
    """A lesson from top to bottom, or `only` one of its steps, each picture in its final state.

    A question stands before its step; all answers stand at the end.

    Runs the lesson's programs to their end first, by way of `recorded`. Raises ProgramError if
    that fails.
    """
    main, *others = runs_of(lesson)
    recording = recorded(main)
    if recording.problem is not None:
        raise ProgramError(recording.problem)
    lecture = Lecture(lesson, recording, {run.name: recorded(run) for run in others})
    title = f"{lesson.title} ({lesson.branch}, {lesson.minutes} minutes)"
    heading = wrap(title, width)
    yield from (_plain(line, charset) for line in heading)
    yield "=" * max(map(len, heading))
    yield from _wrapped(lesson.summary, charset, width)
    answers: list[tuple[int, str, Posed]] = []
    for index, start in enumerate(lecture.starts):
        if only not in (None, index):
            continue
        yield ""
        asked = _asked(lecture, index)
        if asked is not None:
            answers.append((index + 1, lesson.steps[index].title, asked))
            yield from question_text(asked, charset, width)
            yield ""
        yield from _step(lecture, index, start, charset, width)
    yield from answers_text(answers, charset, width)


def _asked(lecture: Lecture, index: int) -> Posed | None:
    """The question of a step, if there is one that can be asked; `check` tells authors."""
    if lecture.lesson.steps[index].question is None:
        return None
    try:
        return lecture.pose(index, seed=0)
    except (QuestionError, NotYetError):
        return None


def _places(lecture: Lecture, index: int, start: Position) -> tuple[Position, ...]:
    """Where a step is shown: if it is about epochs, at the one it names, and played to its end."""
    last = replace(start, epoch=lecture.recording.done - 1)
    if start.level is not Level.EPOCH or start == last:
        return (start,)
    return (start, last) if "epoch" in lecture.lesson.steps[index].scene.lines else (last,)


def _step(
    lecture: Lecture, index: int, start: Position, charset: Charset, width: int
) -> Iterator[str]:
    first, *later = (
        frame_at(lecture, Cursor(index, place)) for place in _places(lecture, index, start)
    )
    yield from _words(first, charset, width)
    yield from _picture(first, charset, width)
    for frame in later:
        yield ""
        yield "Played to its end:"
        yield from _picture(frame, charset, width)


def _words(frame: Frame, charset: Charset, width: int) -> Iterator[str]:
    title = f"{frame.head.step + 1}. {frame.head.title}"
    yield _plain(title, charset)
    yield "-" * len(title)
    yield from _lines(draw(frame.prose, Size(width, 10_000), charset))
    if frame.verse is not None:
        yield ""
        for line in frame.verse.lines:
            yield _plain(f"    {line}", charset)


def _picture(frame: Frame, charset: Charset, width: int) -> Iterator[str]:
    yield ""
    picture = completed(frame.picture)
    yield from _lines(draw_picture(picture, Size(width, PICTURE_HEIGHT), charset))
    yield ""
    yield from _wrapped(f"(The picture: {picture.sentences()})", charset, width)
    yield from _code(frame, charset)
    if frame.notice is not None:
        yield from _wrapped(" ".join(frame.notice.lines), charset, width)


def _code(frame: Frame, charset: Charset) -> Iterator[str]:
    """The lines of the program that run here, and at which epoch."""
    running = frame.code.running
    if running is None:
        return
    first, _, last, _ = running
    epoch = frame.time.stops[0] if frame.time.stops else None
    yield ""
    if epoch is not None and epoch.level == "epoch":
        yield f"At epoch {epoch.at:,} of {epoch.places:,}."
    if frame.time.level == "epoch":
        return
    for number in range(first, last + 1):
        yield _plain(f"{number:>4}  {frame.code.lines[number - 1]}", charset)


def _wrapped(text: str, charset: Charset, width: int) -> Iterator[str]:
    for line in wrap(text, width):
        yield _plain(line, charset)


def _indented(text: str, charset: Charset, width: int) -> Iterator[str]:
    for line in _wrapped(text, charset, max(width - 4, 20)):
        yield f"    {line}"


def _lines(rows: Rows) -> Iterator[str]:
    for row in rows:
        yield row_text(row).rstrip()


def _plain(text: str, charset: Charset) -> str:
    return to_ascii(text) if charset.ascii_only else text
