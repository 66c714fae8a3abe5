"""Wrapping of text with roles: greedy, by cells, words longer than a row are cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from nnmath_tutor.drawing.blocks import tidy
from nnmath_tutor.drawing.cells import cells_wide
from nnmath_tutor.drawing.markdown import Piece
from nnmath_tutor.drawing.rows import Role, Row, Span

Word = list[tuple[str, Role]]  # characters; a word may change its role midway: **W1**.T

_NO_BREAK = "\N{NO-BREAK SPACE}"
LONGEST_HELD = 20  # cells of code, or of a formula, that are kept on one row
# Round brackets with a figure or an operator in them.
_FORMULA = re.compile(r"\((?=[^()]*[0-9=+−*/@<>×·])[^()\n]{1,18}\)")


def wrap(pieces: Sequence[Piece], width: int) -> tuple[Row, ...]:
    """Rows of at most `width` cells. A newline in a piece ends the row.

    Short code and short formulas in brackets stay whole, as long as that takes no row more.
    """
    lines = list(_lines(pieces))
    rows = _wrapped(lines, width)
    together = [_held_together(line, width) for line in lines]
    if together != lines:
        whole = _wrapped(together, width)
        rows = whole if len(whole) <= len(rows) else rows
    return tuple(_row(row) for row in rows)


def _held_together(line: Word, width: int) -> Word:
    """The line with spaces that don't break in short code and in short formulas."""
    held = [" " if c.isspace() and c != _NO_BREAK else c for c, _ in line]
    for start, end in _stretches(line):
        if cells_wide("".join(held[start:end])) <= min(LONGEST_HELD, width):
            held[start:end] = [_NO_BREAK if c == " " else c for c in held[start:end]]
    return [(c, role) for c, (_, role) in zip(held, line, strict=True)]


def _stretches(line: Word) -> Iterator[tuple[int, int]]:
    """Begin and end of each stretch of code and of each formula in round brackets."""
    start = 0
    for role, run in groupby(line, key=lambda cell: cell[1]):
        end = start + len(list(run))
        if role is Role.CODE:
            yield start, end
        start = end
    for found in _FORMULA.finditer("".join(c for c, _ in line)):
        yield found.span()


def _wrapped(lines: Sequence[Word], width: int) -> list[Word]:
    rows: list[Word] = []
    for line in lines:
        row: Word = []
        used = 0
        for word in _words(line):
            wide = _wide(word)
            if row and used + 1 + wide <= width:
                # The space within a stretch of one role has this role: `a b` stays one span.
                row.append((" ", word[0][1] if row[-1][1] is word[0][1] else Role.PLAIN))
                row.extend(word)
                used += 1 + wide
                continue
            if row:
                rows.append(row)
            *full, row = _cut(word, width)
            rows.extend(full)
            used = _wide(row)
        rows.append(row)
    return rows


def _row(characters: Word) -> Row:
    return tidy([Span(" " if c == _NO_BREAK else c, role) for c, role in characters])


def _wide(word: Word) -> int:
    return cells_wide("".join(c for c, _ in word))


def _lines(pieces: Sequence[Piece]) -> Iterator[Word]:
    line: Word = []
    for piece in pieces:
        for character in piece.text:
            if character == "\n":
                yield line
                line = []
            else:
                line.append((character, piece.role))
    yield line


def _words(line: Word) -> Iterator[Word]:
    word: Word = []
    for character, role in line:
        if character.isspace() and character != _NO_BREAK:
            if word:
                yield word
            word = []
        elif character.isprintable() or character == _NO_BREAK:
            word.append((character, role))
    if word:
        yield word


def _cut(word: Word, width: int) -> list[Word]:
    """The word in pieces that fit; the last one may go on with the next word."""
    if _wide(word) <= width:
        return [word]
    parts: list[Word] = [[]]
    used = 0
    for character, role in word:
        wide = cells_wide(character)
        if wide > width:  # a wide character in a row of one cell
            character, wide = "?", 1
        if used + wide > width:
            parts.append([])
            used = 0
        parts[-1].append((character, role))
        used += wide
    return parts
