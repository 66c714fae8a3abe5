"""What each command does. Textual is imported by the two that open a screen."""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from nnmath_tutor import lesson as lessons_room
from nnmath_tutor import lookup, plain, plain_review, train
from nnmath_tutor.cli import restricted, streams
from nnmath_tutor.cli.arguments import PROG, UsageError
from nnmath_tutor.drawing import ASCII, UNICODE, Charset, to_ascii
from nnmath_tutor.lesson import Catalogue, Entry, Reference, UnknownEntryError, UnknownLessonError
from nnmath_tutor.play import due_questions, tally
from nnmath_tutor.program import ProgramError
from nnmath_tutor.progress import Progress, Store


def is_lesson(word: str) -> bool:
    """Whether `word` names a lesson (and a step, perhaps)."""
    try:
        lessons_room.catalogue().find(word)
    except UnknownLessonError:
        return False
    return True


def run_command(arguments: Namespace) -> int:
    """Run the command that was parsed; gives the exit code. Raises UsageError."""
    if arguments.restricted:
        restricted.enter(arguments)
    return _COMMANDS[arguments.command](arguments)


def _course(arguments: Namespace) -> int:
    if streams.interactive():
        return _open_screens(arguments, None, None, _catalogue())
    return _outline(arguments)


def _outline(arguments: Namespace) -> int:
    catalogue, progress = _catalogue(), _progress_so_far()
    charset = _charset(arguments)
    _write(
        plain.outline(catalogue.lessons, progress, charset, streams.width(), time.time()), charset
    )
    return 0


def _learn(arguments: Namespace) -> int:
    catalogue, wanted = _course_with(arguments.lesson)
    wanted = wanted or _where_left_off(catalogue, _progress_so_far())
    try:
        lesson, step = catalogue.find(wanted)
    except UnknownLessonError as error:
        raise UsageError(str(error)) from None
    named = ":" in wanted
    if streams.interactive() and not arguments.plain:
        step_id = lesson.steps[step].id if named else None
        return _open_screens(arguments, lesson.id, step_id, catalogue)
    charset = _charset(arguments)
    only = step if named else None
    try:
        _write(plain.lesson_text(lesson, charset, streams.width(), only), charset)
    except ProgramError as error:
        raise UsageError(str(error)) from None
    if only is None:
        reference = lessons_room.load_reference(lesson.path.parent)
        _write(lookup.words_text(lesson, reference, charset, streams.width()), charset)
    return 0


def _course_with(lesson: str | None) -> tuple[Catalogue, str | None]:
    """The lessons, and the one wanted by its id; a lesson may be named by its file, too.

    Raises UsageError with every mistake of a file that can't be opened.
    """
    file, _, step = (lesson or "").partition(":")
    if not file.endswith(".md"):
        return _catalogue(), lesson
    found = lessons_room.catalogue(Path(file))
    if not found.lessons:
        raise UsageError("\n".join(str(problem) for problem in found.problems))
    lesson_id = found.lessons[0].id
    return found, f"{lesson_id}:{step}" if step else lesson_id


def _where_left_off(catalogue: Catalogue, progress: Progress) -> str:
    ids = [lesson.id for lesson in catalogue.lessons]
    return progress.last_lesson if progress.last_lesson in ids else ids[0]


def _open_screens(
    arguments: Namespace,
    lesson: str | None,
    step: str | None,
    catalogue: Catalogue,
    *,
    review: bool = False,
) -> int:
    from nnmath_tutor.tui.app import run  # Textual takes as long as all the rest

    ascii_only = _charset(arguments).ascii_only
    return run(
        catalogue.lessons,
        catalogue.problems,
        Store(),
        lesson=lesson,
        step=step,
        review=review,
        ascii_only=ascii_only,
        still=arguments.still,
        restricted=arguments.restricted,
    )


def _list(arguments: Namespace) -> int:
    if not arguments.json:
        return _outline(arguments)
    progress = _progress_so_far()
    entries, now = [], time.time()
    for lesson in _catalogue().lessons:
        seen = progress.lesson(lesson.id)
        steps = [step.id for step in lesson.steps]
        asked = tally(lesson, seen, now)
        entries.append(
            {
                "id": lesson.id,
                "title": lesson.title,
                "branch": lesson.branch,
                "stage": lesson.stage,
                "minutes": lesson.minutes,
                "summary": lesson.summary,
                "builds_on": list(lesson.builds_on),
                "steps": steps,
                "visited": [step for step in steps if step in seen.visited],
                "step": seen.step,
                "finished": seen.finished,
                "questions": asdict(asked) if asked else {"total": 0, "right": 0, "due": 0},
            }
        )
    print(json.dumps({"lessons": entries}, indent=1))
    return 0


def _song(arguments: Namespace) -> int:
    catalogue, wanted = _course_with(arguments.lesson)
    lessons = catalogue.lessons
    if wanted is not None:
        try:
            lessons = (catalogue.find(wanted)[0],)
        except UnknownLessonError as error:
            raise UsageError(str(error)) from None
    _write(plain.song_text(lessons), _charset(arguments))
    return 0


def _review(arguments: Namespace) -> int:
    catalogue = _catalogue()
    if streams.interactive() and not arguments.plain:
        return _open_screens(arguments, None, None, catalogue, review=True)
    due = due_questions(catalogue.lessons, _progress_so_far(), time.time())
    charset = _charset(arguments)
    try:
        _write(plain_review.review_text(due, charset, streams.width()), charset)
    except ProgramError as error:
        raise UsageError(str(error)) from None
    return 0


def _train(arguments: Namespace) -> int:
    every = arguments.every or max(1, arguments.epochs // 6)
    tell = sys.stderr.isatty()

    def progressed(done: int, planned: int) -> None:
        if tell:
            print(f"\r{done:>9,} of {planned:,} epochs", end="", file=sys.stderr, flush=True)

    try:
        training = train.train(arguments.seed, arguments.epochs, progressed)
    finally:
        if tell:
            print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)
    if arguments.json:
        print(json.dumps(train.as_json(training, every)))
        return 0
    charset = _charset(arguments)
    _write(train.as_text(training, every), charset)
    if arguments.plot:
        _write(("", *train.as_plot(training, charset, streams.width())), charset)
    return 0


def _check(arguments: Namespace) -> int:
    problems = lessons_room.check([Path(path) for path in arguments.paths], os.cpu_count() or 1)
    charset = _charset(arguments)
    _write((str(problem) for problem in problems), charset)
    if not lessons_room.can_grade():
        told = "the reading grade was not looked at; `pip install textstat` and check again"
        streams.say(f"{PROG}: {told}")
    if problems:
        files = len({problem.file for problem in problems})
        sys.stdout.flush()  # so that this line comes last where both go to one place
        streams.say(f"{PROG}: {_count(len(problems), 'mistake')} in {_count(files, 'file')}")
        return 2
    _write(("no mistakes found",), charset)
    return 0


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _words(arguments: Namespace) -> int:
    reference = lessons_room.load_reference()
    charset, width = _charset(arguments), streams.width()
    if not arguments.terms and arguments.sheet is None:
        _write(lookup.index_text(reference, charset, width), charset)
        return 0
    lessons = lessons_room.catalogue().lessons
    try:
        found = _entries(arguments.terms, reference) if arguments.terms else []
        if arguments.sheet is not None:
            found.append(reference.sheet(arguments.sheet))
    except UnknownEntryError as error:
        raise UsageError(str(error)) from None
    for index, entry in enumerate(found):
        _write(("",) if index else (), charset)
        _write(lookup.entry_text(entry, lessons, charset, width), charset)
    return 0


def _entries(terms: list[str], reference: Reference) -> list[Entry]:
    """The entries named: all words together name one (`learning rate`), else each of them does.

    Raises UnknownEntryError.
    """
    try:
        return [reference.find(" ".join(terms))]
    except UnknownEntryError:
        if len(terms) == 1:
            raise
    return [reference.find(term) for term in terms]


def _workshop(arguments: Namespace) -> int:
    from nnmath_tutor.cli import hosting_command, workshop_commands  # SQLite, for this one command

    if arguments.action is None:
        return hosting_command.host(arguments, ascii_only=_charset(arguments).ascii_only)
    if arguments.action == "report":
        return workshop_commands.report(arguments, ascii_only=_charset(arguments).ascii_only)
    return workshop_commands.forget(arguments)


def _progress(arguments: Namespace) -> int:
    if arguments.reset is not None:
        return _reset(arguments.reset)
    progress = _progress_so_far()
    charset = _charset(arguments)
    _write(_progress_lines(_catalogue(), progress, time.time()), charset)
    return 0


def _progress_lines(catalogue: Catalogue, progress: Progress, now: float) -> Iterator[str]:
    column = max(len(lesson.id) for lesson in catalogue.lessons)
    for lesson in catalogue.lessons:
        seen = progress.lesson(lesson.id)
        steps = sum(step.id in seen.visited for step in lesson.steps)
        state = f"{steps} of {_count(len(lesson.steps), 'step')} seen"
        if seen.finished:
            state += ", done"
        elif seen.step is not None:
            state += f", now at {seen.step}"
        asked = tally(lesson, seen, now)
        if asked is not None:
            state += f"; {asked}"
        yield f"{lesson.id:<{column}}  {state}"
    yield ""
    yield f"kept in {Store().path}"


def _reset(lesson_id: str) -> int:
    store = Store()
    progress, message = store.load()
    if message:
        streams.say(f"{PROG}: {message}")
    if not store.usable:
        return 1
    known = lessons_room.catalogue()
    if lesson_id and lesson_id not in progress.lessons:  # a lesson of another course may be, too
        try:
            known.find(lesson_id)
        except UnknownLessonError as error:
            raise UsageError(str(error)) from None
    complaint = store.save(progress.forget(lesson_id or None))
    if complaint:
        streams.say(f"{PROG}: {complaint}")
        return 1
    print(f"forgotten: {lesson_id}" if lesson_id else "forgotten: all lessons")
    return 0


def _catalogue() -> Catalogue:
    """The lessons that can be opened, at least one. Raises UsageError where there is none."""
    found = lessons_room.catalogue()
    if not found.lessons:
        raise RuntimeError(f"no lesson can be opened: {found.problems[0]}")
    return found


def _progress_so_far() -> Progress:
    progress, message = Store().load()
    if message:
        streams.say(f"{PROG}: {message}")
    return progress


def _charset(arguments: Namespace) -> Charset:
    return UNICODE if streams.unicode_wanted() and not arguments.ascii else ASCII


def _write(lines: Iterable[str], charset: Charset) -> None:
    for line in lines:
        print(to_ascii(line) if charset.ascii_only else line)


_COMMANDS = {
    None: _course,
    "learn": _learn,
    "review": _review,
    "list": _list,
    "song": _song,
    "train": _train,
    "check": _check,
    "words": _words,
    "workshop": _workshop,
    "progress": _progress,
}
