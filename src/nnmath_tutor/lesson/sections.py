"""A page of the reference as its file has it: a title, some words, and a section for each entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nnmath_tutor.lesson.heading import plain_text
from nnmath_tutor.lesson.links import Link, links_in
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.slug import propose_id

TEXT = "text"
LESSON, SEE, ALSO = "Lesson", "See", "Also"

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*(\S*)")
_FACT = re.compile(rf"[-*]\s+({LESSON}s?|{SEE}|{ALSO}):\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """Words, or a fenced block: its first word, what is in it, the line where that starts."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `facts` are the lines `- Lesson: …` at its end."""

    title: str
    line: int
    blocks: tuple[Block, ...]
    facts: Mapping[str, Block] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """What a link says behind `#`; code hosts make the same of a heading."""
        return propose_id(self.title)

    def links(self, fact: str) -> tuple[Link, ...]:
        """The links of a fact."""
        told = self.facts.get(fact)
        return links_in(told.text, told.line) if told else ()

    def all_links(self) -> tuple[Link, ...]:
        """Every link of the section, those of its words first."""
        texts = [block for block in self.blocks if block.kind == TEXT]
        return tuple(
            link
            for block in (*texts, *self.facts.values())
            for link in links_in(block.text, block.line)
        )


def read_sections(text: str, kinds: tuple[str, ...], mistakes: Mistakes) -> tuple[Section, ...]:
    """The sections of a page; the first one is its `# Title` with the words under it.

    `kinds` are the fenced blocks that may stand in it. Two entries with one anchor are a mistake.
    """
    bare = _COMMENT.sub(lambda found: re.sub(r"[^\n]", "", found[0]), text)
    sections = _Page(bare.split("\n"), kinds, mistakes).read()
    if not sections or sections[0].title == "":
        mistakes.add(1, "a page begins with its title: # Title")
    seen: dict[str, int] = {}
    for section in sections[1:]:
        if section.anchor in seen:
            message = (
                f"`{section.title}` is there twice; the first is in line {seen[section.anchor]}"
            )
            mistakes.add(section.line, message)
        seen.setdefault(section.anchor, section.line)
    return sections


class _Page:
    """One walk down the lines of a page."""

    def __init__(self, lines: list[str], kinds: tuple[str, ...], mistakes: Mistakes) -> None:
        self._lines = lines
        self._kinds = kinds
        self._mistakes = mistakes
        self._sections: list[Section] = []
        self._title = ""
        self._start("", 1)

    def read(self) -> tuple[Section, ...]:
        number = 0
        while number < len(self._lines):
            number = self._next(number)
        self._close()
        return tuple(self._sections)

    def _next(self, number: int) -> int:
        """Read what stands at index `number`; gives the index of what follows."""
        line = self._lines[number]
        if fence := _FENCE.match(line):
            return self._fence(number, fence[1], fence[2])
        if heading := _HEADING.match(line):
            self._heading(heading[1], plain_text(heading[2]), number + 1)
        elif fact := _FACT.match(line):
            return self._fact(number, fact[1].removesuffix("s"), fact[2])
        else:
            self._words.append((number, line))
            if self._facts and line.strip():
                self._mistakes.add(
                    number + 1, "words come before the lines of Lesson, See and Also"
                )
        return number + 1

    def _heading(self, marks: str, title: str, line: int) -> None:
        if len(marks) > 2:
            self._mistakes.add(
                line, "an entry has no headings inside; make it one of its own, with ##"
            )
        elif len(marks) == 1 and (self._sections or self._title):
            self._mistakes.add(line, "one # is for the page's title, at the top; an entry has ##")
        elif len(marks) == 1:
            self._title, self._line = title, line
        else:
            self._close()
            self._start(title, line)

    def _fence(self, number: int, marks: str, word: str) -> int:
        end = number + 1
        while end < len(self._lines) and self._lines[end].strip() != marks:
            end += 1
        if end == len(self._lines):
            self._mistakes.add(number + 1, f"this block is never closed; end it with {marks}")
        if word not in self._kinds:
            hint = suggestion(word, self._kinds)
            self._mistakes.add(number + 1, f"no block is called `{word}` here; {hint}")
        self._flush()
        text = "\n".join(self._lines[number + 1 : end])
        self._blocks.append(Block(word, text, number + 2))
        return end + 1

    def _fact(self, number: int, name: str, told: str) -> int:
        end = number + 1
        while end < len(self._lines) and self._lines[end].startswith("  "):
            told += "\n" + self._lines[end].strip()
            end += 1
        if name in self._facts:
            self._mistakes.add(number + 1, f"a second line of {name}; put both into one")
        if not told.strip():
            self._mistakes.add(number + 1, f"{name} says nothing")
        self._facts[name] = Block(TEXT, told, number + 1)
        return end

    def _start(self, title: str, line: int) -> None:
        self._title, self._line = title, line
        self._words: list[tuple[int, str]] = []
        self._blocks: list[Block] = []
        self._facts: dict[str, Block] = {}

    def _flush(self) -> None:
        while self._words and not self._words[0][1].strip():
            self._words.pop(0)
        if self._words:
            text = "\n".join(line for _, line in self._words).rstrip()
            self._blocks.append(Block(TEXT, text, self._words[0][0] + 1))
        self._words = []

    def _close(self) -> None:
        self._flush()
        if self._sections and not any(block.kind == TEXT for block in self._blocks):
            self._mistakes.add(self._line, f"`{self._title}` has no words")
        section = Section(self._title, self._line, tuple(self._blocks), dict(self._facts))
        self._sections.append(section)
