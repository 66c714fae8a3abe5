"""From a lesson's file to a Lesson, or to every mistake in it at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nnmath_tutor.lesson.front_matter import (
    MAIN_RUN,
    FrontMatter,
    UnknownFormatError,
    read_front_matter,
    split_front_matter,
)
from nnmath_tutor.lesson.mistakes import LessonError, Mistakes
from nnmath_tutor.lesson.model import Lesson, Step
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.source import decode, plain_line_ends, read_text
from nnmath_tutor.lesson.steps import read_steps


def read_lesson(path: Path) -> Lesson:
    """The lesson in a file; its program must be there, but is not looked into.

    Raises LessonError with every mistake found.
    """
    return _read(read_text(path), path, program_must_exist=True)


def parse_lesson(source: str | bytes, path: Path) -> Lesson:
    """The lesson that a text holds, as if it stood at `path`; nothing is read from the disk.

    Raises LessonError with every mistake found.
    """
    text = decode(source, str(path)) if isinstance(source, bytes) else _checked(source, path)
    return _read(text, path, program_must_exist=False)


def _checked(source: str, path: Path) -> str:
    # By way of bytes, so that a text and a file with the same content have the same mistakes.
    return plain_line_ends(decode(source.encode("utf-8", "surrogatepass"), str(path)))


def _read(text: str, path: Path, *, program_must_exist: bool) -> Lesson:
    mistakes = Mistakes(str(path))
    lines = text.split("\n")
    if not text.strip():
        mistakes.add(1, "this file is empty; a lesson begins with its front matter")
        mistakes.raise_if_any()
    toml, first_line, body = split_front_matter(lines, mistakes)
    front = FrontMatter()
    if toml is not None:
        try:
            front = read_front_matter(toml, first_line, mistakes)
        except UnknownFormatError:
            mistakes.raise_if_any()
    steps = read_steps(lines, body, front.title, mistakes)
    if front.readable:
        _check_run_names(steps, front, mistakes)
    program = path.parent / front.program if front.program else None
    if program_must_exist and program is not None:
        _check_program(program, front, mistakes)
    lesson = _lesson(path, front, program, steps)
    if lesson is None or mistakes:
        raise LessonError(*mistakes.problems())
    return lesson


def _check_run_names(steps: tuple[Step, ...], front: FrontMatter, mistakes: Mistakes) -> None:
    """Further runs that a picture draws must be among those of the front matter."""
    drawn = [(step.scene.kind, step.scene.options, step.scene.line_of("runs")) for step in steps]
    if front.beside is not None:
        line = front.lines.get("beside.runs", front.beside.line)
        drawn.append((front.beside.kind, front.beside.options, line))
    for kind, options, line in drawn:
        own = (MAIN_RUN,) if kind == "gallery" else ()  # other pictures show it anyway
        for name in options.get("runs", ()):
            if name not in front.runs and name not in own:
                message = f"the front matter has no [runs.{name}]; {suggestion(name, front.runs)}"
                mistakes.add(line, message)


def _check_program(program: Path, front: FrontMatter, mistakes: Mistakes) -> None:
    line = front.lines.get("program", 1)
    try:
        if program.is_file():
            return
        if program.is_dir():
            mistakes.add(line, f"`program` names a folder: {front.program}")
            return
        files = [file.name for file in program.parent.iterdir() if file.suffix == ".py"]
    except (FileNotFoundError, NotADirectoryError):
        mistakes.add(line, f"`program`: there is no folder {program.parent}")
        return
    except (OSError, ValueError) as error:  # a path too long, forbidden, or with a null character
        mistakes.add(line, f"`program` can't be looked for: {error}")
        return
    hint = suggestion(program.name, files)
    mistakes.add(line, f"`program`: there is no {program.name} in {program.parent}; {hint}")


def _completed(step: Step, front: FrontMatter) -> Step:
    """A picture of wires shows the lesson's network, a ripple its loss, unless it names another."""
    scene = step.scene
    given: dict[str, object] = {}
    if scene.kind == "wires" and front.network is not None:
        given = front.network.options
    elif scene.kind == "ripple" and front.gradient is not None:
        gradient = front.gradient
        given = {"loss": gradient.loss, "loss_name": gradient.name}
        slopes = gradient.of.get(str(scene.options.get("array")))
        if slopes is not None and "loss" not in scene.options:
            given["slopes"] = slopes
    if not given:
        return step
    return replace(step, scene=replace(scene, options={**given, **scene.options}))


def _lesson(
    path: Path, front: FrontMatter, program: Path | None, steps: tuple[Step, ...]
) -> Lesson | None:
    """The lesson, if nothing that it needs is missing."""
    if (
        front.id is None
        or front.title is None
        or front.branch is None
        or front.stage is None
        or front.minutes is None
        or front.summary is None
        or program is None
    ):
        return None
    return Lesson(
        path=path,
        id=front.id,
        title=front.title,
        branch=front.branch,
        stage=front.stage,
        minutes=front.minutes,
        summary=front.summary,
        builds_on=front.builds_on,
        program=program,
        labels=front.labels,
        runs=front.runs,
        beside=front.beside,
        network=front.network,
        gradient=front.gradient,
        steps=tuple(_completed(step, front) for step in steps),
        lines=front.lines,
    )
