"""The review as plain text: the questions that are due, and their answers at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nnmath_tutor.drawing import Charset, to_ascii
from nnmath_tutor.lesson import NotYetError, Posed, QuestionError
from nnmath_tutor.plain_questions import answers_text, question_text
from nnmath_tutor.play import Due, Lecture, runs_of
from nnmath_tutor.program import record

NOTHING = "Nothing is to be reviewed."


def review_text(due: Sequence[Due], charset: Charset, width: int) -> Iterator[str]:
    """What is due, the longest waiting first. Runs the lessons' programs; raises ProgramError."""
    if not due:
        yield NOTHING
        return
    asked: list[tuple[int, str, Posed]] = []
    lectures: dict[str, Lecture] = {}
    for number, each in enumerate(due, 1):
        lesson, step = each.lesson, each.step
        if lesson.id not in lectures:
            main, *others = runs_of(lesson)
            runs = {run.name: record(run) for run in others}
            lectures[lesson.id] = Lecture(lesson, record(main), runs)
        title = f"{lesson.title}: {step.title}"
        yield to_ascii(f"{number}. {title}") if charset.ascii_only else f"{number}. {title}"
        try:
            posed = lectures[lesson.id].pose(lesson.steps.index(step), each.tries)
        except (NotYetError, QuestionError) as error:
            yield f"(It can't be asked: {error or 'its numbers are missing'}.)"
        else:
            asked.append((number, title, posed))
            yield from question_text(posed, charset, width)
        yield ""
    yield from answers_text(asked, charset, width)
