"""The glossary: a word, what it means in a sentence or two, where it is taught."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from nnmath_tutor.lesson.links import GLOSSARY, Link
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.sections import ALSO, LESSON, SEE, Section, read_sections
from nnmath_tutor.lesson.source import read_text

_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary. `text` is Markdown; `also` are its other names.

    `code` are those other names that are written in programs (`A1`, `np.dot`).
    """

    name: str
    anchor: str
    text: str
    text_line: int
    also: tuple[str, ...]
    code: tuple[str, ...]
    lessons: tuple[Link, ...]
    see: tuple[Link, ...]
    links: tuple[Link, ...]
    line: int

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it is called, each name once."""
        return tuple(dict.fromkeys((self.name, *self.also, *self.code)))


@dataclass(frozen=True, slots=True)
class Glossary:
    """The words of one file, in its order. `file` is the path for messages."""

    file: str
    terms: tuple[Term, ...]


def read_glossary(folder: Path) -> Glossary | None:
    """The glossary of a folder of lessons; None if it has none.

    Raises LessonError with every mistake found.
    """
    path = folder / GLOSSARY
    if not path.exists():
        return None
    mistakes = Mistakes(str(path))
    sections = read_sections(read_text(path), (), mistakes)
    terms = tuple(_term(section, mistakes) for section in sections[1:])
    _check_names(terms, mistakes)
    mistakes.raise_if_any()
    return Glossary(str(path), terms)


def _term(section: Section, mistakes: Mistakes) -> Term:
    also = section.facts.get(ALSO)
    told = also.text if also else ""
    if LESSON not in section.facts:
        message = f"`{section.title}` names no lesson: - Lesson: [its title](01-its-file.md)"
        mistakes.add(section.line, message)
    words = section.blocks[0] if section.blocks else None
    return Term(
        name=section.title,
        anchor=section.anchor,
        text="\n\n".join(block.text for block in section.blocks),
        text_line=words.line if words else section.line,
        also=tuple(name for name in map(str.strip, _CODE.sub("", told).split(",")) if name),
        code=tuple(_CODE.findall(told)),
        lessons=section.links(LESSON),
        see=section.links(SEE),
        links=section.all_links(),
        line=section.line,
    )


def _check_names(terms: tuple[Term, ...], mistakes: Mistakes) -> None:
    """A name leads to one entry."""
    taken: dict[str, Term] = {}
    for term in terms:
        for name in term.names:
            key = name if name in term.code else name.lower()
            other = taken.setdefault(key, term)
            if other is not term:
                message = f"`{name}` is a name of `{other.name}` already, in line {other.line}"
                mistakes.add(term.line, message)
