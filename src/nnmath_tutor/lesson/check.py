"""`check`: everything that can be wrong with lessons, found before a learner finds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from nnmath_tutor.lesson.catalogue import Catalogue, catalogue, lesson_files, own_lessons
from nnmath_tutor.lesson.check_reference import check_links, check_reference
from nnmath_tutor.lesson.examine import examine
from nnmath_tutor.lesson.model import Lesson
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.unused import unused_values
from nnmath_tutor.program import Problem


def check(paths: Sequence[Path] = (), workers: int = 1) -> tuple[Problem, ...]:
    """Every mistake in the lessons of these files and folders (none given: our own), in order.

    Reads each lesson, runs its program, fills every expression, evaluates every claim and draws
    every picture; follows every link. What a lesson builds on, values that nobody looks at,
    glossary and sheets are looked for only where a whole folder is checked. Lessons are code:
    checking one runs it; with several `workers` in processes of its own. Raises nothing.
    """
    problems: list[Problem] = []
    for path in paths or (_shown(own_lessons()),):
        found = catalogue(path)
        problems.extend(found.problems)
        if path.is_dir():
            problems.extend(_check_ancestry(found, path))
            problems.extend(unused_values(found.lessons))
            problems.extend(check_reference(path, found.lessons, complete=not found.problems))
        problems.extend(check_links(found.lessons))
        for mistakes in examine(found.lessons, workers):
            problems.extend(mistakes)
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line)))


def _shown(folder: Path) -> Path:
    """The folder as seen from here, where that is shorter."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _check_ancestry(found: Catalogue, folder: Path) -> Iterable[Problem]:
    """Lessons that build on what isn't there, or in a circle on themselves."""
    known = {lesson.id: lesson for lesson in found.lessons}
    ids = {*known, *_ids_of_files(folder), *_ids_of_files(own_lessons())}
    for lesson in found.lessons:
        line = lesson.line_of("builds_on")
        for name in lesson.builds_on:
            if name not in ids:
                message = f"`builds_on`: no lesson is called {name}; {suggestion(name, ids)}"
                yield Problem(str(lesson.path), line, message)
        if lesson.id in _ancestors(lesson, known):
            message = f"`builds_on`: {lesson.id} builds on itself, by way of others"
            yield Problem(str(lesson.path), line, message)


def _ids_of_files(folder: Path) -> set[str]:
    """Ids as the files' names have them: `07-forward.md` is `forward`, even when it is broken."""
    files = lesson_files(folder) if folder.is_dir() else []
    return {file.stem.lstrip("0123456789").removeprefix("-") for file in files}


def _ancestors(lesson: Lesson, known: dict[str, Lesson]) -> set[str]:
    seen: set[str] = set()
    waiting = [name for name in lesson.builds_on if name != lesson.id]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(known[name].builds_on if name in known else ())
    return seen
