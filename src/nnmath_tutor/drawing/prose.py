"""A lesson's prose and its verse: Markdown and lines become rows, wrapped to the width."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nnmath_tutor.drawing.blocks import clip_row, tidy
from nnmath_tutor.drawing.cells import cells_wide, cut, printable
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.markdown import Block, Piece, blocks_of
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span
from nnmath_tutor.drawing.wrap import wrap


@dataclass(frozen=True, slots=True)
class ProsePart:
    """Paragraphs and lists in Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class VersePart:
    """A verse, line by line."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextPart:
    """Lines of plain text in one role, wrapped where they're too long."""

    lines: tuple[str, ...]
    role: Role = Role.PLAIN


def prose_height(markdown: str, width: int) -> int:
    """How many rows the prose takes at a width."""
    return len(_prose(markdown, max(1, width)))


@paint.register
def _paint_prose(part: ProsePart, size: Size, charset: Charset) -> Rows:
    rows = _prose(part.markdown, max(1, size.width))
    if len(rows) > size.height:
        # Blank rows go first; if that isn't enough, the last row says that there's more.
        rows = tuple(row for row in rows if row)
    return _cut_below(rows, size, charset)


def _cut_below(rows: Rows, size: Size, charset: Charset) -> Rows:
    if len(rows) <= size.height:
        return rows
    last = clip_row(rows[size.height - 1], max(0, size.width - len(charset.dots) - 1))
    more = Span(f" {charset.dots}"[: size.width], Role.DIM)
    return (*rows[: size.height - 1], tidy((*last, more)))


@lru_cache(maxsize=64)
def _prose(markdown: str, width: int) -> Rows:
    rows: list[Row] = []
    for index, block in enumerate(blocks_of(markdown)):
        if index and not block.tight:
            rows.append(())
        rows.extend(_block_rows(block, width))
    return tuple(rows)


def _block_rows(block: Block, width: int) -> Rows:
    """A block with its bullet or number before the first row and room for it before the others."""
    indent = " " * min(2 * block.depth, width // 3)
    prefix = f"{indent}{block.marker} " if block.marker else indent
    if len(prefix) > width // 2:
        prefix = ""
    if block.literal:
        lines = "".join(piece.text for piece in block.pieces).rstrip("\n").split("\n")
        return tuple((Span(f"{prefix}  {line}", Role.CODE),) for line in lines)
    hanging = " " * len(prefix)
    rows = wrap(block.pieces, max(1, width - len(prefix)))
    return tuple(
        tidy((Span(prefix if i == 0 else hanging, Role.LABEL), *row)) for i, row in enumerate(rows)
    )


@paint.register
def _paint_verse(part: VersePart, size: Size, charset: Charset) -> Rows:
    lines = [printable(line).strip() for line in part.lines if line.strip()]
    before = f"{charset.note} "
    if len(lines) > size.height:
        pairs = [" / ".join(lines[i : i + 2]) for i in range(0, len(lines), 2)]
        widest = max(cells_wide(pair) for pair in pairs) + len(before)
        if len(pairs) <= size.height and widest <= size.width:
            lines = pairs
        elif size.height >= 1:
            # Half a verse says that it is half of one.
            lines = [*lines[: size.height - 1], f"{lines[size.height - 1]} {charset.dots}"]
    rows: list[Row] = []
    for i, line in enumerate(lines):
        lead = before if i == 0 else " " * len(before)
        if size.width < 2 * len(before):
            lead = ""
        rows.append(_clipped(lead + line, size.width, charset))
    return tuple(rows)


def _clipped(text: str, width: int, charset: Charset) -> Row:
    if cells_wide(text) <= width:
        return (Span(text, Role.VERSE),)
    dots = charset.dots if len(charset.dots) < width else ""
    kept = cut(text, width - len(dots)).rstrip()
    return tidy((Span(kept, Role.VERSE), Span(dots, Role.DIM)))


@paint.register
def _paint_text(part: TextPart, size: Size, charset: Charset) -> Rows:
    rows: list[Row] = []
    for line in part.lines:
        lead = " " * min(len(line) - len(line.lstrip()), size.width // 2)
        wrapped = wrap((Piece(line.strip(), part.role),), max(1, size.width - len(lead)))
        rows.extend(tidy((Span(lead), *row)) for row in wrapped or ((),))
    return _cut_below(tuple(rows), size, charset)


@describe.register
def _describe_prose(part: ProsePart) -> str:
    texts = ["".join(piece.text for piece in block.pieces) for block in blocks_of(part.markdown)]
    return " ".join(" ".join(text.split()) for text in texts if text.strip())


@describe.register
def _describe_verse(part: VersePart) -> str:
    return " ".join(line.strip() for line in part.lines if line.strip())


@describe.register
def _describe_text(part: TextPart) -> str:
    return " ".join(line.strip() for line in part.lines if line.strip())
