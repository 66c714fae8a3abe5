"""`check` of glossary and sheets, and of every link that lessons and they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from nnmath_tutor.lesson.catalogue import lesson_files, own_lessons
from nnmath_tutor.lesson.fill import fill
from nnmath_tutor.lesson.glossary import Glossary, read_glossary
from nnmath_tutor.lesson.links import (
    GLOSSARY,
    SHEETS,
    Link,
    Target,
    is_elsewhere,
    links_in,
    read_target,
)
from nnmath_tutor.lesson.mentions import Mentions
from nnmath_tutor.lesson.mistakes import LessonError, Mistakes
from nnmath_tutor.lesson.model import Lesson
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.readability import check_grade
from nnmath_tutor.lesson.rehearse import check_claim
from nnmath_tutor.lesson.sections import TEXT
from nnmath_tutor.lesson.sheets import Sheet, read_sheet, sheet_files, work_out
from nnmath_tutor.lesson.wording import check_decimals
from nnmath_tutor.program import Problem


class Places:
    """Everything a link in a folder of lessons may lead to: what is there, and what is ours."""

    def __init__(self, folder: Path, lessons: Sequence[Lesson]) -> None:
        self.problems: list[Problem] = []
        self.glossary: Glossary | None = None
        self.sheets: list[Sheet] = []
        self._steps = {lesson.path.name: [s.id for s in lesson.steps] for lesson in lessons}
        self._files: dict[str, list[str] | None] = {}
        own = own_lessons()
        places = [folder] if folder.resolve() == own.resolve() else [folder, own]
        for place in reversed(places):  # the folder's own come last: they are what is meant
            self._add(place, ours=place == folder)

    def _add(self, folder: Path, *, ours: bool) -> None:
        for file in lesson_files(folder) if folder.is_dir() else ():
            # Of a lesson that can't be read, or is elsewhere, the steps aren't known.
            self._files[file.name] = self._steps.get(file.name) if ours else None
        try:
            glossary = read_glossary(folder)
            if glossary is not None:
                mine = self._files.get(GLOSSARY) or []
                self._files[GLOSSARY] = [*mine, *(term.anchor for term in glossary.terms)]
            if ours:
                self.glossary = glossary
        except LessonError as error:
            self._files[GLOSSARY] = None
            self.problems.extend(error.problems if ours else ())
        for file in sheet_files(folder):
            try:
                sheet = read_sheet(file)
            except LessonError as error:
                self._files[f"{SHEETS}/{file.name}"] = None
                self.problems.extend(error.problems if ours else ())
                continue
            self._files[f"{SHEETS}/{file.name}"] = [entry.anchor for entry in sheet.entries]
            if ours:
                self.sheets.append(sheet)

    def fault(self, link: Link, file: str) -> str | None:
        """What is wrong with a link in a file, itself seen from the folder."""
        if is_elsewhere(link.href):
            return None
        target = read_target(link.href, file)
        if target is None:
            return f"the link {link.href} leads to no lesson, no word of the glossary and no sheet"
        if target.file not in self._files:
            hint = suggestion(target.file, self._files)
            return f"the link {link.href} leads to no file of the course; {hint}"
        return self._fault_of_place(link, target)

    def _fault_of_place(self, link: Link, target: Target) -> str | None:
        places = self._files[target.file]
        if target.is_glossary and target.place is None:
            return f"the link {link.href} names no word: {GLOSSARY}#the-word"
        if target.place is None or places is None or target.place in places:
            return None
        hint = suggestion(target.place, places)
        return f"the link {link.href} leads to no place in {target.file}; {hint}"


def check_reference(
    folder: Path, lessons: Sequence[Lesson], *, complete: bool = True
) -> Iterator[Problem]:
    """Every mistake in the glossary and the sheets of a folder. Runs the sheets' examples.

    Unless the lessons are `complete` there is no telling which words they use.
    """
    places = Places(folder, lessons)
    yield from places.problems
    if places.glossary is not None:
        yield from _check_glossary(places.glossary, places)
        yield from _unused(places.glossary, lessons) if complete else ()
    for sheet in places.sheets:
        yield from _check_sheet(sheet, places)


def check_links(lessons: Sequence[Lesson]) -> Iterator[Problem]:
    """Links in the prose of lessons that lead nowhere."""
    known: dict[Path, Places] = {}
    for lesson in lessons:
        linking = [(step, links_in(step.prose, step.prose_line)) for step in lesson.steps]
        if not any(links for _, links in linking):
            continue
        folder = lesson.path.parent
        places = known.setdefault(folder, Places(folder, lessons))
        for _, links in linking:
            for link in links:
                if fault := places.fault(link, lesson.path.name):
                    yield Problem(str(lesson.path), link.line, fault)


def _unused(glossary: Glossary, lessons: Sequence[Lesson]) -> Iterator[Problem]:
    used = _used(glossary, lessons)
    for term in glossary.terms:
        if term.anchor not in used:
            message = (
                f"no lesson uses `{term.name}` or another name of it, and no entry that is used"
            )
            yield Problem(glossary.file, term.line, message)


def _check_glossary(glossary: Glossary, places: Places) -> Iterator[Problem]:
    mistakes = Mistakes(glossary.file)
    for term in glossary.terms:
        check_decimals(term.text, term.text_line, mistakes)
        check_grade(term.text, term.text_line, f"`{term.name}`", mistakes)
        for problem in fill(term.text, {"np": np}, glossary.file, term.text_line).problems:
            mistakes.add(problem.line, problem.message)
        for link in term.links:
            if fault := places.fault(link, GLOSSARY):
                mistakes.add(link.line, fault)
    yield from mistakes.problems()


def _used(glossary: Glossary, lessons: Sequence[Lesson]) -> set[str]:
    """The terms that lessons and their programs name, and those that need more words for it."""
    mentions = Mentions(glossary.terms)
    used: set[str] = set()
    for lesson in lessons:
        used.update(mention.term.anchor for mention in mentions.of_lesson(lesson))
        for step in lesson.steps:
            targets = (read_target(link.href, lesson.path.name) for link in links_in(step.prose, 1))
            used.update(t.place for t in targets if t and t.is_glossary and t.place)
    for program in {lesson.program for lesson in lessons if lesson.program.is_file()}:
        source = program.read_text(encoding="utf-8", errors="replace")
        found = (*mentions.in_words(source), *mentions.in_code(source))
        used.update(mention.term.anchor for mention in found)
    by_anchor = {term.anchor: term for term in glossary.terms}
    waiting = list(used)
    while waiting:  # what the words of an entry link to, its See aside, is used with it
        term = by_anchor.get(waiting.pop())
        for link in links_in(term.text, 1) if term else ():
            target = read_target(link.href, GLOSSARY)
            if target and target.is_glossary and target.place and target.place not in used:
                used.add(target.place)
                waiting.append(target.place)
    return used


def _check_sheet(sheet: Sheet, places: Places) -> Iterator[Problem]:
    mistakes = Mistakes(sheet.file)
    file = f"{SHEETS}/{sheet.id}.md"
    for worked in work_out(sheet):
        yield from worked.problems
        entry = worked.entry
        for block in entry.blocks:
            if block.kind == TEXT:
                check_decimals(block.text, block.line, mistakes)
                check_grade(block.text, block.line, f"`{entry.title}`", mistakes)
        for claim in entry.claims:
            check_claim(claim, worked.names, mistakes)
        for link in entry.links:
            if fault := places.fault(link, file):
                mistakes.add(link.line, fault)
    yield from mistakes.problems()
