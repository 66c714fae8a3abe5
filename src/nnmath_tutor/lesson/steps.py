"""The body of a lesson: Markdown, one `##` a step."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from nnmath_tutor.lesson.claims import read_claims
from nnmath_tutor.lesson.expressions import (
    ExpressionError,
    Slot,
    compile_expression,
    scan,
)
from nnmath_tutor.lesson.fences import close_fences
from nnmath_tutor.lesson.fill import line_at
from nnmath_tutor.lesson.heading import plain_text, read_heading
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import Claim, SceneSpec, Step
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.question import Question
from nnmath_tutor.lesson.question_block import read_question
from nnmath_tutor.lesson.scene_block import read_scene

BLOCKS = ("scene", "claim", "question")

_COMMENT = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)
_MARKDOWN = MarkdownIt("commonmark")
_PROSE = ("paragraph_open", "bullet_list_open", "ordered_list_open")
_ODD = {
    "hr": "a rule (---) has no place in a lesson: a step starts with ##",
    "html_block": "HTML is not shown; only a <!-- comment --> may stand here",
    "code_block": "four spaces at the start make a block of code; a lesson has none in its prose",
}


@dataclass
class _Draft:
    """A step while its blocks are being read."""

    id: str
    title: str
    line: int
    prose: list[tuple[int, int]] = field(default_factory=list)  # stretches of lines, from 0
    verse: tuple[str, ...] = ()
    verse_line: int = 0
    scene: SceneSpec | None = None
    scene_line: int = 0
    question: Question | None = None
    question_line: int = 0
    claims: list[Claim] = field(default_factory=list)
    reached: str = "prose"  # prose, then verse, then blocks


def read_steps(
    lines: list[str], body: int, title: str | None, mistakes: Mistakes
) -> tuple[Step, ...]:
    """The steps of the lesson `title`, whose body starts at index `body` of the file's lines.

    Steps with a mistake that leaves nothing to build are left out; every mistake is noted.
    """
    # Blank lines instead of the front matter: then Markdown counts lines as the file does.
    mended = close_fences([""] * body + lines[body:], mistakes)
    return _Body(mended, title, mistakes).read()


class _Body:
    """One walk over the blocks of the Markdown."""

    def __init__(self, lines: list[str], title: str | None, mistakes: Mistakes) -> None:
        self._lines = lines
        self._title = title
        self._mistakes = mistakes
        self._drafts: list[_Draft] = []
        self._seen_title = False
        self._lost = False  # words before the first step were already told of

    def read(self) -> tuple[Step, ...]:
        tokens = _MARKDOWN.parse("\n".join(self._lines))
        for index, token in enumerate(tokens):
            if token.level == 0 and token.nesting >= 0 and token.map is not None:
                inner = tokens[index + 1 : _end(tokens, index)]
                self._block(token, inner, token.map[0], token.map[1])
        if not self._drafts:
            self._mistakes.add(
                max(len(self._lines), 1), "a lesson needs a step: ## Its title {#its-id}"
            )
        steps = [self._step(draft) for draft in self._drafts]
        return tuple(step for step in steps if step is not None)

    def _block(self, token: Token, inner: list[Token], start: int, end: int) -> None:
        line = start + 1
        if token.type == "heading_open":
            self._heading(token, inner[0].content, line)
        elif token.type == "html_block" and _COMMENT.fullmatch(token.content):
            return
        elif not self._drafts:
            if not self._lost:
                self._mistakes.add(line, "this stands before the first step (## Title {#id})")
            self._lost = True
        elif token.type in _PROSE:
            self._prose(self._drafts[-1], line, (start, end))
        elif token.type == "blockquote_open":
            self._verse(self._drafts[-1], inner, line)
        elif token.type == "fence":
            self._fence(self._drafts[-1], token, line)
        else:
            message = _ODD.get(token.type, f"a lesson has no place for this ({token.type})")
            self._mistakes.add(line, message)

    def _heading(self, token: Token, content: str, line: int) -> None:
        if token.markup not in ("#", "##"):
            if token.markup.startswith("#"):
                message = "a step has no headings inside; make it a step of its own, with ##"
            else:
                message = f"a line of {token.markup}{token.markup} under text makes it a heading"
            self._mistakes.add(line, message)
        elif token.markup == "##":
            self._drafts.append(self._new_step(content, line))
        elif self._seen_title or self._drafts:
            self._mistakes.add(line, "one # is for the lesson's title, at the top; a step has ##")
        else:
            self._seen_title = True
            if self._title is not None and plain_text(content) != self._title:
                message = f"this title differs from the front matter's: {self._title}"
                self._mistakes.add(line, message)

    def _new_step(self, content: str, line: int) -> _Draft:
        taken = {draft.id: draft.line for draft in self._drafts}
        heading = read_heading(content, line, taken, self._mistakes)
        return _Draft(heading.id, heading.title, line)

    def _prose(self, draft: _Draft, line: int, stretch: tuple[int, int]) -> None:
        if draft.reached != "prose":
            self._mistakes.add(line, f"prose comes before the {draft.reached} of a step")
        draft.prose.append(stretch)

    def _verse(self, draft: _Draft, inner: list[Token], line: int) -> None:
        if draft.verse:
            self._mistakes.add(
                line, f"a second verse; this step's verse is in line {draft.verse_line}"
            )
            return
        if draft.reached == "blocks":
            self._mistakes.add(line, "the verse comes after the prose and before the blocks")
        if any(
            token.type not in ("paragraph_open", "paragraph_close", "inline") for token in inner
        ):
            self._mistakes.add(line, "a verse is plain lines, each after a >")
        rows = [
            row.strip()
            for token in inner
            if token.type == "inline"
            for row in plain_text(token.content).split("\n")
        ]
        draft.verse = tuple(row for row in rows if row)
        draft.verse_line = line
        draft.reached = "verse" if draft.reached == "prose" else draft.reached
        if not draft.verse:
            self._mistakes.add(line, "this verse is empty")
        for row in draft.verse:
            if "{" in row or "}" in row:
                self._mistakes.add(line, "a verse is not filled in; numbers belong into the prose")
                break

    def _fence(self, draft: _Draft, token: Token, line: int) -> None:
        draft.reached = "blocks"
        word = token.info.strip()
        if word == "scene":
            if draft.scene_line:
                message = f"a second scene; this step's scene is in line {draft.scene_line}"
                self._mistakes.add(line, message)
                return
            draft.scene_line = line
            draft.scene = read_scene(token.content, line + 1, self._mistakes)
        elif word == "question":
            if draft.question_line:
                message = f"a second question; this step's is in line {draft.question_line}"
                self._mistakes.add(line, message)
                return
            draft.question_line = line
            draft.question = read_question(token.content, line + 1, self._mistakes)
        elif word == "claim":
            draft.claims.extend(read_claims(token.content, line + 1, self._mistakes))
        elif not word:
            words = f"{', '.join(BLOCKS[:-1])} or {BLOCKS[-1]}"
            message = f"a block says after its {token.markup} what it is: {words}"
            self._mistakes.add(line, message)
        else:
            message = f"no block is called `{word}`; {suggestion(word, BLOCKS)}"
            self._mistakes.add(line, message)

    def _step(self, draft: _Draft) -> Step | None:
        if not draft.prose:
            self._mistakes.add(draft.line, f"the step {draft.id} has no prose")
        if not draft.scene_line:
            self._mistakes.add(
                draft.line, f"the step {draft.id} shows nothing: give it a ```scene block"
            )
        prose, prose_line = self._prose_of(draft)
        self._check_expressions(prose, prose_line)
        if draft.scene is None:
            return None
        return Step(
            id=draft.id,
            title=draft.title,
            prose=prose,
            verse=draft.verse,
            scene=draft.scene,
            claims=tuple(draft.claims),
            line=draft.line,
            prose_line=prose_line,
            verse_line=draft.verse_line,
            question=draft.question,
        )

    def _prose_of(self, draft: _Draft) -> tuple[str, int]:
        """The prose as it stands in the file, with blank lines for comments; and its first line."""
        if not draft.prose:
            return "", draft.line
        kept = {number for start, end in draft.prose for number in range(start, end)}
        first, last = min(kept), max(kept)
        rows = [self._lines[n] if n in kept else "" for n in range(first, last + 1)]
        return "\n".join(rows).rstrip(), first + 1

    def _check_expressions(self, prose: str, first_line: int) -> None:
        pieces, slips = scan(prose)
        for slip in slips:
            self._mistakes.add(line_at(prose, slip.offset, first_line), slip.message)
        for slot in pieces:
            if not isinstance(slot, Slot):
                continue
            try:
                compile_expression(slot.expression)
            except ExpressionError as error:
                self._mistakes.add(line_at(prose, slot.offset, first_line), str(error))


def _end(tokens: list[Token], index: int) -> int:
    """Index of the token that closes the block which opens at `index`."""
    if tokens[index].nesting == 0:
        return index + 1
    return next(i for i in range(index + 1, len(tokens)) if tokens[i].level == 0)
