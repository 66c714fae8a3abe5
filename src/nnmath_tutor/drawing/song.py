"""A song line by line: what has been sung, the line that is sung now, and what is still to come."""

from __future__ import annotations

from dataclasses import dataclass

from nnmath_tutor.drawing.blocks import clip_row
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span


@dataclass(frozen=True, slots=True)
class SongPart:
    """Verses of lines, and how many lines have been begun: the last of these is sung now."""

    verses: tuple[tuple[str, ...], ...]
    begun: int


@paint.register
def _paint(part: SongPart, size: Size, charset: Charset) -> Rows:
    rows, now = _rows(part, charset)
    if len(rows) > size.height:
        # The verse that is sung stays in sight, with what comes next below it.
        first = min(max(now - size.height // 3, 0), len(rows) - size.height)
        rows = rows[first : first + size.height]
    return tuple(clip_row(row, size.width, charset.dots) for row in rows)


def _rows(part: SongPart, charset: Charset) -> tuple[list[Row], int]:
    """All rows, and which of them is sung now."""
    rows: list[Row] = []
    line = now = 0
    blank = " " * (len(charset.pointer) + 1)
    for verse in part.verses:
        if rows:
            rows.append(())
        for text in verse:
            line += 1
            if line == part.begun:
                now = len(rows)
                rows.append((Span(f"{charset.pointer} ", Role.CURSOR), Span(text, Role.STRONG)))
            else:
                role = Role.VERSE if line < part.begun else Role.DIM
                rows.append((Span(blank), Span(text, role)))
    return rows, now


@describe.register
def _describe(part: SongPart) -> str:
    lines = [line for verse in part.verses for line in verse]
    if not 0 < part.begun <= len(lines):
        return f"A song of {len(lines)} lines."
    return f"Line {part.begun} of a song of {len(lines)}: {lines[part.begun - 1]}"
