"""Blocks are rows of spans on their way to a picture: pad, put side by side, stack, clip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from nnmath_tutor.drawing.cells import cells_wide, cut
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width

Across = Literal["left", "middle", "right"]
Upright = Literal["top", "middle", "bottom"]


def line(*pieces: str | Span) -> Row:
    """A row from spans and plain strings; empty pieces vanish, equal neighbours become one span."""
    return tidy([Span(p) if isinstance(p, str) else p for p in pieces])


def tidy(spans: Sequence[Span]) -> Row:
    """The same row in as few spans as its roles allow."""
    out: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        if out and out[-1].role is span.role and out[-1].of is span.of:
            out[-1] = Span(out[-1].text + span.text, span.role, span.of)
        else:
            out.append(span)
    return tuple(out)


def block_width(rows: Rows) -> int:
    """Width of the widest row, in cells."""
    return max((row_width(row) for row in rows), default=0)


def pad_row(row: Row, width: int, align: Across = "left") -> Row:
    """The row, widened with spaces to `width`; a wider row stays as it is."""
    missing = width - row_width(row)
    if missing <= 0:
        return row
    before = {"left": 0, "middle": missing // 2, "right": missing}[align]
    return tidy((Span(" " * before), *row, Span(" " * (missing - before))))


def pad(rows: Rows, width: int = 0, height: int = 0, align: Across = "left") -> Rows:
    """All rows equally wide (at least `width`), and at least `height` rows (blank ones below)."""
    width = max(width, block_width(rows))
    padded = tuple(pad_row(row, width, align) for row in rows)
    blank: Row = (Span(" " * width),) if width else ()
    return padded + (blank,) * max(0, height - len(rows))


def beside(*blocks: Rows, gap: int = 2, align: Upright = "top") -> Rows:
    """Blocks from left to right, `gap` spaces between; empty blocks take no room."""
    present = [block for block in blocks if block]
    height = max((len(block) for block in present), default=0)
    columns: list[Rows] = []
    for block in present:
        missing = height - len(block)
        above = {"top": 0, "middle": missing // 2, "bottom": missing}[align]
        columns.append(pad(((),) * above + block, height=height))
    space = Span(" " * gap)
    rows: list[Row] = []
    for y in range(height):
        spans: list[Span] = []
        for column in columns:
            if spans:
                spans.append(space)
            spans.extend(column[y])
        rows.append(tidy(spans))
    return tuple(rows)


def stack(*blocks: Rows, gap: int = 0, align: Across = "left") -> Rows:
    """Blocks from top to bottom, `gap` blank rows between; empty blocks take no room."""
    present = [block for block in blocks if block]
    width = max((block_width(block) for block in present), default=0)
    rows: list[Row] = []
    for block in present:
        if rows:
            rows.extend(((),) * gap)
        # The block moves as a whole: its rows keep their places to each other.
        rows.extend(block if align == "left" else _shifted(block, width, align))
    return tuple(rows)


def _shifted(block: Rows, width: int, align: Across) -> Rows:
    missing = width - block_width(block)
    before = missing if align == "right" else missing // 2
    return indent(block, before)


def indent(rows: Rows, by: int) -> Rows:
    """The rows with `by` spaces before each."""
    if by <= 0:
        return rows
    return tuple(tidy((Span(" " * by), *row)) for row in rows)


def clip_row(row: Row, width: int, dots: str = "") -> Row:
    """The row cut to `width` cells; if something is lost, it ends in `dots` (where they fit)."""
    if row_width(row) <= width:
        return row
    if len(dots) > width:
        dots = ""
    room = width - len(dots)
    out: list[Span] = []
    for span in row:
        if room <= 0:
            break
        kept = cut(span.text, room)
        out.append(span if kept == span.text else Span(kept, span.role, span.of))
        room -= cells_wide(span.text)
    return tidy((*out, Span(dots, Role.DIM)))


def cut_start(row: Row, by: int) -> Row:
    """The row without its first `by` cells."""
    out: list[Span] = []
    for span in row:
        if by >= len(span.text):
            by -= len(span.text)
            continue
        out.append(Span(span.text[by:], span.role, span.of) if by else span)
        by = 0
    return tuple(out)


def clip(rows: Rows, size: Size, dots: str = "") -> Rows:
    """The rows cut to `size`: what is beyond is lost (see `clip_row` for `dots`)."""
    return tuple(clip_row(row, size.width, dots) for row in rows[: max(0, size.height)])


def text(content: str, role: Role = Role.PLAIN) -> Rows:
    """A block of one row."""
    return ((Span(content, role),),) if content else ()
