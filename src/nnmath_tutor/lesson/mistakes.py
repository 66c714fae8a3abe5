"""Mistakes in one lesson file, gathered so that an author hears of all of them at once."""

from __future__ import annotations

from nnmath_tutor.program import Problem


class LessonError(Exception):
    """A lesson that can't be read. `problems` holds every mistake found, in order of lines."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Mistakes:
    """A list of problems of one file that grows while the file is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._problems: list[Problem] = []

    def __bool__(self) -> bool:
        return bool(self._problems)

    def add(self, line: int, message: str) -> None:
        """Note a mistake in a line of the file, counted from 1."""
        self._problems.append(Problem(self.file, line, message))

    def problems(self) -> tuple[Problem, ...]:
        """All mistakes in order of lines, each once."""
        once = dict.fromkeys(self._problems)
        return tuple(sorted(once, key=lambda problem: problem.line))

    def raise_if_any(self) -> None:
        """Raise LessonError with everything noted, if anything was."""
        if self._problems:
            raise LessonError(*self.problems())
