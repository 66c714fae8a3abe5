"""The reference: glossary and sheets of the course as entries to look up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from nnmath_tutor.lesson.catalogue import own_lessons
from nnmath_tutor.lesson.fill import fill
from nnmath_tutor.lesson.glossary import Glossary, Term, read_glossary
from nnmath_tutor.lesson.links import GLOSSARY, SHEETS, Link, Target, read_target
from nnmath_tutor.lesson.mentions import Mentions
from nnmath_tutor.lesson.mistakes import LessonError
from nnmath_tutor.lesson.model import Step
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.sections import TEXT
from nnmath_tutor.lesson.sheets import Sheet, read_sheet, sheet_files, work_out
from nnmath_tutor.program import Problem

SHEET = "cheat sheet"


class UnknownEntryError(LookupError):
    """Nothing in the reference has this name; the message has the nearest one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be looked up: Markdown with its numbers filled in, and where it leads on.

    `kind` is empty for a word, SHEET for a whole one, else the title of the sheet it is from.
    """

    target: Target
    title: str
    kind: str
    names: tuple[str, ...]
    text: str
    lessons: tuple[tuple[str, Target], ...]
    see: tuple[tuple[str, Target], ...]

    @property
    def is_sheet(self) -> bool:
        """Whether it is a whole sheet."""
        return self.kind == SHEET


@dataclass(frozen=True)
class Reference:
    """All entries: words, then sheets. `problems` tells of files that can't be read."""

    entries: tuple[Entry, ...]
    terms: tuple[Term, ...]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def mentions(self) -> Mentions:
        """Finds the words of the glossary in texts."""
        return Mentions(self.terms)

    def entry(self, target: Target) -> Entry | None:
        """The entry to which a link leads, if there is one."""
        return next((entry for entry in self.entries if entry.target == target), None)

    def of_step(self, step: Step) -> tuple[Entry, ...]:
        """The words that a step mentions, in their order."""
        found = self.mentions.of_step(step)
        entries = (self.entry(Target(GLOSSARY, mention.term.anchor)) for mention in found)
        return tuple(entry for entry in entries if entry is not None)

    def under(self, text: str, column: int) -> Entry | None:
        """The entry of the word of a text that stands over a column, if the glossary has it."""
        found = (*self.mentions.in_words(text), *self.mentions.in_code(text))
        for mention in found:
            if mention.offset <= column < mention.offset + len(mention.words):
                return self.entry(Target(GLOSSARY, mention.term.anchor))
        return None

    def search(self, query: str) -> tuple[Entry, ...]:
        """The entries that a query may mean, best first; all of them for an empty one."""
        words = query.lower().split()
        ranked = [(_rank(entry, " ".join(words)), entry) for entry in self.entries]
        return tuple(
            entry for rank, entry in sorted(ranked, key=lambda pair: pair[0]) if rank < NOT_MEANT
        )

    def find(self, name: str) -> Entry:
        """The entry called so, in capitals or not, also by another of its names.

        Raises UnknownEntryError.
        """
        wanted = name.strip()
        for entry in self.entries:
            if wanted in entry.names or wanted.lower() in (n.lower() for n in entry.names):
                return entry
        for mention in self.mentions.in_words(wanted):  # in the plural, perhaps
            if mention.words == wanted:
                return next(e for e in self.entries if e.target.place == mention.term.anchor)
        known = [name for entry in self.entries for name in entry.names]
        raise UnknownEntryError(f"no word of the glossary is {name!r}; {suggestion(name, known)}")

    def sheet(self, name: str) -> Entry:
        """The whole sheet called so. Raises UnknownEntryError."""
        sheets = [entry for entry in self.entries if entry.is_sheet]
        for entry in sheets:
            if name.strip().lower() in (known.lower() for known in entry.names):
                return entry
        known = [entry.target.sheet or "" for entry in sheets]
        raise UnknownEntryError(f"no sheet is called {name!r}; {suggestion(name, known)}")


NOT_MEANT = 9


def load_reference(folder: Path | None = None) -> Reference:
    """The reference of our own course and, before it, that of another folder of lessons.

    Runs the examples of the sheets. Raises nothing: what can't be read is in `problems`.
    """
    places = [own_lessons()]
    if folder is not None and folder.resolve() != places[0].resolve():
        places.insert(0, folder)
    words: dict[Target, Entry] = {}
    sheets: dict[Target, Entry] = {}
    terms: list[Term] = []
    problems: list[Problem] = []
    for place in places:
        try:
            glossary = read_glossary(place)
        except LessonError as error:
            problems.extend(error.problems)
            glossary = None
        for term, entry in _words(glossary) if glossary else ():
            if words.setdefault(entry.target, entry) is entry:
                terms.append(term)
        for file in sheet_files(place):
            try:
                sheet = read_sheet(file)
            except LessonError as error:
                problems.extend(error.problems)
                continue
            for entry in _sheet(sheet):
                sheets.setdefault(entry.target, entry)
    ordered = sorted(words.values(), key=lambda entry: entry.title.lower())
    return Reference((*ordered, *sheets.values()), tuple(terms), tuple(problems))


def _words(glossary: Glossary) -> Iterator[tuple[Term, Entry]]:
    for term in glossary.terms:
        text = fill(term.text, {"np": np}, glossary.file, term.text_line).text
        target = Target(GLOSSARY, term.anchor)
        more = [link for link in term.links if link not in term.lessons]
        yield (
            term,
            Entry(
                target,
                term.name,
                "",
                term.names,
                text,
                _led(term.lessons, GLOSSARY),
                _led(more, GLOSSARY, but=target),
            ),
        )


def _sheet(sheet: Sheet) -> Iterator[Entry]:
    """The whole sheet, and each of its entries."""
    file = f"{SHEETS}/{sheet.id}.md"
    worked = list(work_out(sheet))
    introduction = "\n\n".join(block.text for block in sheet.introduction if block.kind == TEXT)
    page = [introduction, *(f"## {one.entry.title}\n\n{one.text}" for one in worked)]
    parts = tuple((one.entry.title, Target(file, one.entry.anchor)) for one in worked)
    names = (sheet.title, sheet.id, sheet.id.replace("-", " "))
    yield Entry(Target(file), sheet.title, SHEET, names, "\n\n".join(page).strip(), (), parts)
    whole = (f"the whole sheet: {sheet.title}", Target(file))
    for one in worked:
        entry = one.entry
        target = Target(file, entry.anchor)
        more = [link for link in entry.links if link not in entry.lessons]
        see = (*_led(more, file, but=target), whole)
        lessons = _led(entry.lessons, file)
        called = (entry.title, f"{sheet.title}: {entry.title}")
        yield Entry(target, entry.title, sheet.title, called, one.text, lessons, see)


def _led(
    links: Sequence[Link], file: str, but: Target | None = None
) -> tuple[tuple[str, Target], ...]:
    """Words and targets of links, each target once."""
    led: dict[Target, str] = {}
    for link in links:
        target = read_target(link.href, file)
        if target is not None and target != but:
            led.setdefault(target, link.words)
    return tuple((words, target) for target, words in led.items())


def _rank(entry: Entry, query: str) -> int:
    """How well an entry fits a query, 0 best; NOT_MEANT if not at all."""
    names = [name.lower() for name in entry.names]
    title = entry.title.lower()
    if not query:
        return 0
    if query == title:
        return 0
    if query in names:
        return 1
    if title.startswith(query):
        return 2
    if any(name.startswith(query) for name in names):
        return 3
    if any(f" {query}" in name for name in names):
        return 4
    if any(query in name for name in names):
        return 5
    return 6 if len(query) > 2 and query in entry.text.lower() else NOT_MEANT
