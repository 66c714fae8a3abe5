"""Markdown as blocks of text with roles: paragraphs, lists, `code`, **strong**, *emphasis*."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from nnmath_tutor.drawing.rows import Role


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one role; a newline in it is meant."""

    text: str
    role: Role = Role.PLAIN


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or an item of a list."""

    pieces: tuple[Piece, ...]
    depth: int = 0  # how deep in lists
    marker: str = ""  # a bullet, a number
    tight: bool = False  # no blank row before it
    literal: bool = False  # code: not wrapped


_INLINE = {"strong_open": Role.STRONG, "em_open": Role.EMPHASIS}
_PARSER = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=64)
def blocks_of(markdown: str) -> tuple[Block, ...]:
    """The blocks from top to bottom; what isn't known here comes as plain text."""
    blocks: list[Block] = []
    lists: list[int | None] = []  # for each list around: the next number, None for bullets
    marker = ""
    fresh_item = new_list = False
    plain = Role.PLAIN
    for token in _PARSER.parse(markdown):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if token.type[0] == "o" else None)
            new_list = len(lists) == 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            marker, fresh_item = _marker(lists), True
        elif token.type == "heading_open":
            plain = Role.TITLE
        elif token.type == "heading_close":
            plain = Role.PLAIN
        elif token.type in ("inline", "fence", "code_block", "html_block"):
            blocks.append(
                Block(
                    _pieces(token, plain),
                    max(0, len(lists) - 1),
                    marker if fresh_item else " " * len(marker) if lists else "",
                    tight=fresh_item and not new_list,
                    literal=token.type in ("fence", "code_block"),
                )
            )
            fresh_item = new_list = False
    return tuple(blocks)


def _marker(lists: list[int | None]) -> str:
    number = lists[-1]
    if number is None:
        return "-"
    lists[-1] = number + 1
    return f"{number}."


def _pieces(token: Token, plain: Role) -> tuple[Piece, ...]:
    if token.children is None:
        return (Piece(token.content, Role.CODE),)
    pieces: list[Piece] = []
    roles: list[Role] = [plain]
    for child in token.children:
        if child.type in _INLINE:
            roles.append(_INLINE[child.type])
        elif child.type in ("strong_close", "em_close"):
            roles.pop()
        elif child.type == "code_inline":
            pieces.append(Piece(child.content, Role.CODE))
        elif child.type == "softbreak":
            pieces.append(Piece(" ", roles[-1]))
        elif child.type == "hardbreak":
            pieces.append(Piece("\n", roles[-1]))
        elif child.content:
            pieces.append(Piece(child.content, roles[-1]))
    return tuple(pieces)
