"""The heading of a step: `## Rows meet columns {#rows-meet-columns}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from markdown_it import MarkdownIt

from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.slug import is_id, propose_id

_HEADING = re.compile(r"(?P<title>.*?)\s*\{\s*(?P<hash>#?)\s*(?P<id>[^{}]*?)\s*\}\s*", re.DOTALL)
_MARKDOWN = MarkdownIt("commonmark")


class Heading(NamedTuple):
    """A step's title, and its id or, where that can't be used, the one proposed."""

    title: str
    id: str


def read_heading(content: str, line: int, taken: Mapping[str, int], mistakes: Mistakes) -> Heading:
    """The heading whose words are `content`; `taken` says in which line each id is used before."""
    found = _HEADING.fullmatch(content)
    title = plain_text(found["title"] if found else content)
    name = found["id"] if found else ""
    proposal = propose_id(title, taken)
    if not title:
        mistakes.add(line, "a step needs a title: ## Title {#id}")
    if not name:
        message = (
            "this step needs an id, which stays when the title changes "
            f"(progress holds on to it): ## {title or 'Title'} {{#{proposal}}}"
        )
        mistakes.add(line, message)
    elif not is_id(name):
        proposal = propose_id(name, taken)
        mistakes.add(line, f"an id is lower-case words joined by hyphens: {{#{proposal}}}")
    elif found and not found["hash"]:
        mistakes.add(line, f"an id starts with #: {{#{name}}}")
    elif name in taken:
        message = f"the id {name} is that of the step in line {taken[name]}; take {{#{proposal}}}"
        mistakes.add(line, message)
    return Heading(title, name if is_id(name) and name not in taken else proposal)


def plain_text(markdown: str) -> str:
    """Inline Markdown without its marks; its lines stay lines."""
    tokens = _MARKDOWN.parseInline(markdown)[0].children or []
    breaks = ("softbreak", "hardbreak")
    return "".join("\n" if token.type in breaks else token.content for token in tokens).strip()
