"""A lesson played through without a learner: its program run, every step shown."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from nnmath_tutor.lesson.expressions import ExpressionError
from nnmath_tutor.lesson.fill import evaluate, fill
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import Claim, Lesson, RunSpec, Step
from nnmath_tutor.lesson.names import LESSON_NAMES, NotYetError, names_at, program_names
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.show import check_beside, check_network, check_scene
from nnmath_tutor.lesson.slopes import check_gradient
from nnmath_tutor.lesson.try_questions import check_question
from nnmath_tutor.lesson.usage import check_usage
from nnmath_tutor.lesson.values import ValueFormatError, spell
from nnmath_tutor.program import (
    Problem,
    Program,
    ProgramError,
    Recording,
    RecordingCache,
    Run,
    audit,
    load,
)


class Rehearsal:
    """Plays lessons; a program that several of them share is run once."""

    def __init__(self) -> None:
        self._cache = RecordingCache(64, 512 << 20)  # a gallery has a dozen runs, a course many
        self._audited: dict[Path, tuple[Problem, ...]] = {}

    def check(self, lesson: Lesson) -> tuple[Problem, ...]:
        """What goes wrong when the lesson is played, in its file or in its program's."""
        try:
            program = load(lesson.program)
            main = self._cache.recording(Run(program))
        except ProgramError as error:
            return error.problems
        if main.problem is not None:
            return (main.problem,)
        mistakes = Mistakes(str(lesson.path))
        if main.epochs == 0:
            message = "`program`: its training loop runs no epoch, so there is nothing to show"
            mistakes.add(lesson.line_of("program"), message)
            return mistakes.problems()
        runs = self._runs(lesson, program, mistakes)
        _check_names(lesson, main, mistakes)
        walked: set[tuple[int, int, int]] = set()
        for step in lesson.steps:
            _check_step(lesson, step, main, runs, mistakes, walked)
        check_beside(lesson, main, runs, mistakes)
        check_network(lesson, main, mistakes)
        check_gradient(lesson, main, mistakes)
        check_usage(lesson, program, mistakes)
        return (*self._audit(lesson.program, main), *mistakes.problems())

    def _audit(self, path: Path, main: Recording) -> tuple[Problem, ...]:
        """Where the recording differs from a plain run; looked at once a program."""
        if path not in self._audited:
            self._audited[path] = audit(main.run, recording=main)
        return self._audited[path]

    def _runs(self, lesson: Lesson, program: Program, mistakes: Mistakes) -> dict[str, Recording]:
        """The further runs that could be made."""
        made: dict[str, Recording] = {}
        for spec in lesson.runs.values():
            try:
                recording = self._cache.recording(run_of(program, spec))
            except ProgramError as error:
                for problem in error.problems:
                    mistakes.add(_run_line(lesson, spec, problem.message), problem.message)
                continue
            if recording.problem is not None:
                message = f"run {spec.name} fails in its epoch {recording.done}: "
                mistakes.add(spec.line, message + str(recording.problem))
            else:
                made[spec.name] = recording
        return made


def run_of(program: Program, spec: RunSpec) -> Run:
    """The program with what a run of the front matter changes. Raises ProgramError."""
    return Run(
        program, overrides=spec.overrides, swaps=spec.swaps, epochs=spec.epochs, name=spec.name
    )


def _run_line(lesson: Lesson, spec: RunSpec, message: str) -> int:
    """The line of the entry that a message about a run speaks of."""
    for part, entries in (("set", spec.overrides), ("swap", spec.swaps)):
        for entry in entries:
            if entry in message:
                key = f"runs.{spec.name}.{part}"
                return lesson.lines.get(f"{key}.{entry}", lesson.lines.get(key, spec.line))
    return spec.line


def _check_names(lesson: Lesson, main: Recording, mistakes: Mistakes) -> None:
    """Labels of real things, and no name of the program's that lessons use for something else."""
    values = {**main.final(), **main.values(main.epochs - 1)}
    for name in LESSON_NAMES:
        if name in values and not isinstance(values[name], ModuleType):
            message = f"the program binds `{name}`, a name that lessons use; rename it there"
            mistakes.add(lesson.line_of("program"), message)
    for name, labels in lesson.labels.items():
        line = lesson.line_of(f"labels.{name}")
        if name not in values:
            hint = suggestion(name, program_names(values))
            mistakes.add(line, f"labels: the program has no `{name}`; {hint}")
            continue
        shape = np.shape(values[name])
        axes = (("rows", labels.rows, 0), ("columns", labels.columns, max(len(shape) - 1, 0)))
        for key, names, axis in axes:
            if not isinstance(names, tuple) or not names:
                continue
            if axis >= len(shape) or len(names) != shape[axis]:
                message = f"labels of {name}: {len(names)} {key}, but its shape is {shape}"
                mistakes.add(line, message)


def _check_step(
    lesson: Lesson,
    step: Step,
    main: Recording,
    runs: Mapping[str, Recording],
    mistakes: Mistakes,
    walked: set[tuple[int, int, int]],
) -> None:
    if not check_scene(lesson, step.scene, main, runs, mistakes, walked):
        return  # the epoch doesn't exist; there are no values to fill in
    names = names_at(main, step.scene.epoch, runs)
    filled = fill(step.prose, names, str(lesson.path), step.prose_line)
    for problem in filled.problems:
        mistakes.add(problem.line, problem.message)
    for claim in step.claims:
        check_claim(claim, names, mistakes)
    check_question(lesson, step, main.program, names, mistakes)


def check_claim(claim: Claim, names: Mapping[str, Any], mistakes: Mistakes) -> None:
    """Note a claim that isn't true, or is no yes or no."""
    try:
        value = evaluate(claim.text, names)
    except (ExpressionError, NotYetError) as error:
        mistakes.add(claim.line, f"claim `{claim.text}`: {error}")
        return
    if np.size(value) != 1 or not isinstance(value, bool | np.bool_ | np.ndarray):
        message = f"claim `{claim.text}` is no yes or no: it gives {_words(value)}"
        if isinstance(value, np.ndarray):
            message += "; wrap it in np.all(…)"
        mistakes.add(claim.line, message)
    elif not bool(value):
        mistakes.add(claim.line, f"claim `{claim.text}` does not hold{_sides(claim, names)}")


def _sides(claim: Claim, names: Mapping[str, Any]) -> str:
    """Both sides of a comparison as they came out."""
    node = ast.parse(claim.text, mode="eval").body
    if not isinstance(node, ast.Compare):
        return ""
    sides = [ast.unparse(side) for side in (node.left, *node.comparators)]
    values = [(side, _words(evaluate(side, names))) for side in sides]
    shown = [f"{side} is {value}" for side, value in values if side != value]
    return f": {', '.join(shown)}" if shown else ""


def _words(value: Any) -> str:
    try:
        return spell(value)
    except ValueFormatError as error:
        return str(error)
