"""Which words of the glossary a text mentions: whole words, in the plural, by other names, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt

from nnmath_tutor.lesson.expressions import scan
from nnmath_tutor.lesson.glossary import Term
from nnmath_tutor.lesson.model import Lesson, Step

_MARKDOWN = MarkdownIt("commonmark")
_GAP = re.compile(r"[\s-]+")
_WORDS = r"[\s-]+"


@dataclass(frozen=True, slots=True)
class Mention:
    """A term, the words by which a text mentions it, and where they begin in it."""

    term: Term
    words: str
    offset: int


class Mentions:
    """Finds the terms of a glossary in texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._words: dict[str, Term] = {}
        self._code: dict[str, Term] = {}
        for term in terms:
            for name in (term.name, *term.also):
                for form in _forms(name):
                    self._words.setdefault(form, term)
            for name in term.code:
                self._code.setdefault(name, term)
        self._word_pattern = _pattern(
            (re.escape(form).replace(r"\ ", _WORDS) for form in self._words), re.IGNORECASE
        )
        self._code_pattern = _pattern(re.escape(name) for name in self._code)

    def in_markdown(self, text: str) -> tuple[Mention, ...]:
        """The terms of a prose in the order of their first mention; expressions are left out."""
        pieces, _ = scan(text)
        plain = "".join(piece if isinstance(piece, str) else "…" for piece in pieces)
        found: dict[str, Mention] = {}
        for words, is_code in _stretches(plain):
            for mention in self.in_code(words) if is_code else self.in_words(words):
                found.setdefault(mention.term.anchor, mention)
        return tuple(found.values())

    def in_words(self, text: str) -> Iterator[Mention]:
        """Every mention in plain words."""
        for match in self._word_pattern.finditer(text):
            yield Mention(self._words[_key(match[0])], match[0], match.start())

    def in_code(self, text: str) -> Iterator[Mention]:
        """Every mention in code."""
        for match in self._code_pattern.finditer(text):
            yield Mention(self._code[match[0]], match[0], match.start())

    def of_step(self, step: Step) -> tuple[Mention, ...]:
        """The terms of a step's title, prose and question, in their order."""
        found = [*self.in_words(step.title), *self.in_markdown(step.prose)]
        if step.question is not None:
            found += self.in_markdown(step.question.ask)
        return self._once(found)

    def of_lesson(self, lesson: Lesson) -> tuple[Mention, ...]:
        """The terms of a lesson: of its title, its sentence, its steps and their verses."""
        found = [*self.in_words(f"{lesson.title}. {lesson.summary}")]
        for step in lesson.steps:
            found += [*self.of_step(step), *self.in_words("\n".join(step.verse))]
        return self._once(found)

    @staticmethod
    def _once(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        first: dict[str, Mention] = {}
        for mention in mentions:
            first.setdefault(mention.term.anchor, mention)
        return tuple(first.values())


def _forms(name: str) -> Iterator[str]:
    """A name in the singular and in the plural."""
    form = _key(name)
    yield form
    yield f"{form}s"
    if form.endswith(("s", "x", "ch", "sh")):  # losses, but epochs
        yield f"{form}es"
    elif form.endswith("y"):
        yield f"{form[:-1]}ies"


def _key(words: str) -> str:
    return _GAP.sub(" ", words).strip().lower()


def _pattern(alternatives: Iterator[str], flags: int = 0) -> re.Pattern[str]:
    """Whole words, the longest first; without any it matches nothing."""
    longest = sorted(alternatives, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)" if longest else r"(?!)", flags)


def _stretches(markdown: str) -> Iterator[tuple[str, bool]]:
    """Words and code in turn; emphasis within a sentence doesn't part its words."""
    for block in _MARKDOWN.parse(markdown):
        words = ""
        for token in block.children or ():
            if token.type == "code_inline":
                yield words, False
                yield token.content, True
                words = ""
            else:
                words += " " if token.type == "softbreak" else token.content
        yield words, False
