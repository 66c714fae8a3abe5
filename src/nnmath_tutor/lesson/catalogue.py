"""The lessons there are: our own, or those in a folder or file that somebody names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nnmath_tutor
from nnmath_tutor.lesson.mistakes import LessonError
from nnmath_tutor.lesson.model import Lesson
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.reader import read_lesson
from nnmath_tutor.lesson.song import sings, with_song
from nnmath_tutor.program import Problem

NO_LESSONS = ("readme", "glossary")  # Markdown files of a folder of lessons that are none


class UnknownLessonError(LookupError):
    """No lesson, or no step of it, has the id asked for; the message has the nearest one."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Lessons in the order of the course (of their files' names), and what is wrong with others."""

    lessons: tuple[Lesson, ...]
    problems: tuple[Problem, ...]

    def find(self, name: str) -> tuple[Lesson, int]:
        """The lesson `ID` and 0, or the lesson and the index of the step in `ID:STEP`.

        A step may be given by its number from 1, too. Raises UnknownLessonError.
        """
        lesson_id, _, step = name.partition(":")
        for lesson in self.lessons:
            if lesson.id == lesson_id:
                return lesson, _step_index(lesson, step) if step else 0
        hint = suggestion(lesson_id, [lesson.id for lesson in self.lessons])
        raise UnknownLessonError(f"no lesson is called {lesson_id!r}; {hint}")


def own_lessons() -> Path:
    """The folder of the lessons that come with the package.

    A wheel carries them inside the package; an editable install has them at the top of the
    repository, two folders above the package.
    """
    package = Path(nnmath_tutor.__file__).resolve().parent
    inside = package / "lessons"
    return inside if inside.is_dir() else package.parent.parent / "lessons"


def lesson_files(folder: Path) -> list[Path]:
    """The Markdown files of a folder that are lessons: not its README or glossary, nothing hidden.

    Folders inside are not looked into: data, programs and translations live there. Raises OSError.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() == ".md"
        and path.stem.lower() not in NO_LESSONS
        and not path.name.startswith(".")
    )


def catalogue(path: Path | None = None) -> Catalogue:
    """The lessons of a folder, of one file, or our own, and every mistake in those left out.

    A folder in which nothing is a lesson is a problem as well. Raises nothing.
    """
    place = own_lessons() if path is None else path
    try:
        alone = not place.is_dir()
        files = [place] if alone else lesson_files(place)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Catalogue((), (Problem(str(place), 1, f"can't be read: {reason}"),))
    if not files:
        return Catalogue((), (Problem(str(place), 1, "no lesson (*.md) is in this folder"),))
    found = _read(files)
    # Alone a lesson that sings still sings of those beside it.
    beside = alone and any(map(sings, found.lessons))
    course = catalogue(place.resolve().parent) if beside else found
    return Catalogue(with_song(found.lessons, course.lessons), found.problems)


def _read(files: Iterable[Path]) -> Catalogue:
    lessons: list[Lesson] = []
    problems: list[Problem] = []
    for file in files:
        try:
            lesson = read_lesson(file)
        except LessonError as error:
            problems.extend(error.problems)
            continue
        twin = next((other for other in lessons if other.id == lesson.id), None)
        if twin is None:
            lessons.append(lesson)
        else:
            message = f"the id {lesson.id} is that of {twin.path.name} already"
            problems.append(Problem(str(file), lesson.line_of("id"), message))
    return Catalogue(tuple(lessons), tuple(problems))


def _step_index(lesson: Lesson, step: str) -> int:
    ids = [known.id for known in lesson.steps]
    if step in ids:
        return ids.index(step)
    if re.fullmatch(r"[0-9]{1,4}", step) and 1 <= int(step) <= len(ids):
        return int(step) - 1
    raise UnknownLessonError(_no_step(lesson, step, ids))


def _no_step(lesson: Lesson, step: str, ids: Iterable[str]) -> str:
    return f"the lesson {lesson.id} has no step {step!r}; {suggestion(step, ids)}"
