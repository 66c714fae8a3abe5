"""Links `[words](where)` of lessons, glossary and sheets, as a code host follows them, too."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from markdown_it import MarkdownIt

GLOSSARY = "glossary.md"
SHEETS = "sheets"

_ELSEWHERE = re.compile(r"(https?|mailto):")
_MARKDOWN = MarkdownIt("commonmark")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a file, seen from the lessons' folder, and a place in it.

    `place` is the id of a step in a lesson; in the glossary and on a sheet that of an entry.
    """

    file: str
    place: str | None = None

    @property
    def is_glossary(self) -> bool:
        """Whether it leads to a word of the glossary."""
        return self.file == GLOSSARY

    @property
    def sheet(self) -> str | None:
        """Name of the cheat sheet that it leads to, if it does."""
        folder, _, name = self.file.partition("/")
        return name.removesuffix(".md") if folder == SHEETS and name else None


@dataclass(frozen=True, slots=True)
class Link:
    """A link's words, where it leads as it was written, and its line in the file."""

    words: str
    href: str
    line: int


def links_in(markdown: str, first_line: int) -> tuple[Link, ...]:
    """The links of a text that starts in `first_line`, in order; none of those in code."""
    found: list[Link] = []
    searched = 0
    for block in _MARKDOWN.parse(markdown):
        words: list[str] | None = None
        href = ""
        for token in block.children or ():
            if token.type == "link_open":
                words, href = [], str(token.attrs.get("href", ""))
            elif token.type == "link_close" and words is not None:
                at = max(markdown.find(f"]({href}", searched), searched)
                searched = at + 1
                line = first_line + markdown.count("\n", 0, at)
                found.append(Link("".join(words), href, line))
                words = None
            elif words is not None:
                words.append(" " if token.type == "softbreak" else token.content)
    return tuple(found)


def is_elsewhere(href: str) -> bool:
    """Whether a link leads out of the course, into the web."""
    return _ELSEWHERE.match(href) is not None


def read_target(href: str, file: str) -> Target | None:
    """The target of a link that is written in `file`, itself seen from the lessons' folder.

    None where it leads out of that folder, or to no Markdown file.
    """
    path, _, place = href.partition("#")
    if not path:
        return Target(file, place or None)
    seen = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
    if seen.startswith(("..", "/")) or not seen.endswith(".md"):
        return None
    return Target(seen, place or None)
