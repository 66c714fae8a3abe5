"""Source code around the running line, with the running expression lit and underlined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nnmath_tutor.drawing.blocks import cut_start, tidy
from nnmath_tutor.drawing.cells import cells_wide
from nnmath_tutor.drawing.charset import Charset, to_ascii
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.markdown import Piece
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_text, row_width
from nnmath_tutor.drawing.syntax import syntax_roles
from nnmath_tutor.drawing.wrap import wrap

Place = tuple[
    int, int, int, int
]  # line, column, end line, end column: lines from 1, columns from 0

_TAB = 4
_BESIDE = 2  # cells between the marks below a line and its comment


@dataclass(frozen=True, slots=True)
class CodePart:
    """Lines of source, the running statement and the expression in it that runs now."""

    lines: tuple[str, ...]
    first: int = 1  # the number of the first line
    running: Place | None = None
    lit: Place | None = None


@paint.register
def _paint_code(part: CodePart, size: Size, charset: Charset) -> Rows:
    if not part.lines:
        return ()
    if charset.ascii_only:  # here already: it makes wide characters narrow
        part = replace(part, lines=tuple(to_ascii(line) for line in part.lines))
    last = part.first + len(part.lines) - 1
    numbers = len(str(last))
    gutter = numbers + 3
    if size.width < gutter + 12:  # no room for line numbers
        numbers, gutter = 0, 2
    if size.width < 8:
        gutter = 0
    room = max(1, size.width - gutter)
    roles = syntax_roles(part.lines)
    shift = _shift(part, room, len(charset.dots))
    comments = _moved_comments(part, roles, room, size)
    below: dict[int, list[Row]] = {}
    for index in range(len(part.lines)) if size.height > 1 else ():
        mark = _lit_columns(part, index)
        if mark or index in comments:
            text, _ = _visible(part.lines[index])
            marks = _underline(text, mark, shift, gutter, room) if mark else ()
            below[index] = _with_comment(marks, comments.get(index, []), gutter, size.width)
    window = _window(part, size.height, sum(map(len, below.values())))
    rows: list[Row] = []
    for number in window:
        index = number - part.first
        mark = _lit_columns(part, index)
        begin = shift if mark else 0
        here = part.running is not None and number == max(part.running[0], window.start)
        here = here and part.running is not None and number <= part.running[2]
        codes = _code_row(part, index, roles[index], begin, room, charset, index in comments)
        rows.append(tidy((*_gutter(number, here, numbers, gutter, charset), *codes)))
        rows.extend(below.get(index, ()))
    # An expression higher than the room: its beginning is what counts.
    return tuple(rows[: size.height])


def _focus(part: CodePart) -> tuple[int, int]:
    """The first and the last line number that should be seen."""
    place = part.lit or part.running
    last = part.first + len(part.lines) - 1
    if place is None:
        return part.first, part.first
    start = min(max(place[0], part.first), last)
    return start, min(max(place[2], start), last)


def _moved_comments(
    part: CodePart, roles: Sequence[list[Role]], room: int, size: Size
) -> dict[int, list[str]]:
    """For running lines that are too long: their comments, wrapped, to stand in rows beneath."""
    moved: dict[int, list[str]] = {}
    if part.running is None or size.height < 2:
        return moved
    for number in range(part.running[0], part.running[2] + 1):
        index = number - part.first
        if not 0 <= index < len(part.lines):
            continue
        text, _ = _visible(part.lines[index])
        start = _comment_start(text, roles[index])
        if start is not None and cells_wide(text.rstrip()) > room:
            comment = wrap((Piece(text[start:].strip(), Role.DIM),), max(1, size.width - 2))
            if len(comment) < size.height - (part.lit is not None and size.height > 2):
                moved[index] = [row_text(row) for row in comment]
    return moved


def _comment_start(text: str, roles: list[Role]) -> int | None:
    """Where the comment after a line's code begins; None without code or without comment."""
    if Role.COMMENT not in roles or "\t" in text:
        return None
    start = roles.index(Role.COMMENT)
    return start if text[:start].strip() else None


def _with_comment(marks: Row, comment: list[str], gutter: int, width: int) -> list[Row]:
    """The marks below a line and its comment: beside each other, else one below the other."""
    if not comment:
        return [marks] if marks else []
    used, first = row_width(marks), cells_wide(comment[0])
    if marks and len(comment) == 1 and used + _BESIDE + first <= width:
        return [tidy((*marks, Span(" " * _BESIDE), Span(comment[0], Role.DIM)))]
    blank = len(row_text(marks)) - len(row_text(marks).lstrip())
    if marks and len(comment) == 1 and gutter + first + _BESIDE <= blank:
        text = Span(comment[0].ljust(blank - gutter), Role.DIM)
        return [tidy((Span(" " * gutter), text, *cut_start(marks, blank)))]
    # Below the code, or as far to the left as it takes.
    start = Span(" " * max(0, min(gutter, width - max(map(cells_wide, comment)))))
    below = [tidy((start, Span(text, Role.DIM))) for text in comment]
    return [marks, *below] if marks else below


def _window(part: CodePart, height: int, below: int) -> range:
    """The line numbers shown: the focus in the middle, as far as the file's ends allow.

    So many rows are taken by what stands `below` lines.
    """
    start, end = _focus(part)
    count = max(1, height - min(below, height - 1))
    count = min(count, len(part.lines))
    first = start - max(0, count - (end - start + 1)) // 2
    first = max(part.first, min(first, part.first + len(part.lines) - count))
    return range(first, first + count)


def _gutter(
    number: int, here: bool, numbers: int, gutter: int, charset: Charset
) -> tuple[Span, ...]:
    """The pointer at the running line and the line's number."""
    if not gutter:
        return ()
    pointer = Span(charset.pointer if here else " ", Role.RUNNING)
    if not numbers:
        return pointer, Span(" ")
    role = Role.RUNNING if here else Role.DIM
    return pointer, Span(f" {number:>{numbers}} ", role)


def _visible(line: str) -> tuple[str, list[int]]:
    """The line without tabs, and for each column of the source the column it is shown at."""
    text, columns = "", []
    for character in line:
        columns.append(len(text))
        if character == "\t":
            text += " " * (_TAB - len(text) % _TAB)
        else:
            text += character if character.isprintable() else " "
    return text, [*columns, len(text)]


def _lit_columns(part: CodePart, index: int) -> tuple[int, int] | None:
    """Which columns of a line are lit, as shown; None if none are."""
    if part.lit is None:
        return None
    number = index + part.first
    line, column, end_line, end_column = part.lit
    if not line <= number <= end_line:
        return None
    text, columns = _visible(part.lines[index])
    start = columns[min(max(column, 0), len(columns) - 1)] if number == line else 0
    end = columns[min(max(end_column, 0), len(columns) - 1)] if number == end_line else len(text)
    # The indentation of a second line isn't part of an expression.
    start = max(start, len(text) - len(text.lstrip()))
    end = min(end, len(text.rstrip()))
    return (start, end) if end > start else None


def _shift(part: CodePart, room: int, dots: int) -> int:
    """By how many columns lit lines move left, so that the expression is in sight."""
    start, end = _focus(part)
    lit = [c for n in range(start, end + 1) if (c := _lit_columns(part, n - part.first))]
    if not lit:
        return 0
    left, right = min(c[0] for c in lit), max(c[1] for c in lit)
    if right <= room - dots:
        return 0
    # Dots on either side need their room; the beginning wins if not all of it fits.
    return max(0, min(right - room + dots, left - dots))


def _code_row(
    part: CodePart,
    index: int,
    roles: list[Role],
    begin: int,
    room: int,
    charset: Charset,
    uncommented: bool,
) -> list[Span]:
    text, columns = _visible(part.lines[index])
    comment = _comment_start(text, roles) if uncommented else None
    if comment is not None:
        text, roles = text[:comment].rstrip(), roles[:comment]
    shown_roles = [Role.PLAIN] * len(text)
    for source, role in enumerate(roles[: len(columns) - 1]):
        for at in range(columns[source], min(columns[source + 1], len(text))):
            shown_roles[at] = role
    lit = _lit_columns(part, index)
    if lit is not None:
        start, end = min(lit[0], len(text)), min(lit[1], len(text))
        shown_roles[start:end] = [Role.LIT] * (end - start)
    cells = list(zip(text, shown_roles, strict=True))[begin:]
    cells = _cut(cells, room, charset)
    if begin and text[:begin].strip():
        # Dots take the place of what they hide; code that begins later keeps its own column.
        cells = [(c, Role.DIM) for c in charset.dots] + cells[len(charset.dots) :]
    return [Span(character, role) for character, role in cells]


def _cut(cells: list[tuple[str, Role]], room: int, charset: Charset) -> list[tuple[str, Role]]:
    """As many characters as fit, with dots at the end if that isn't all."""
    if cells_wide("".join(c for c, _ in cells).rstrip()) <= room:
        while cells and cells[-1][0] == " ":
            cells.pop()
        return cells
    dots = charset.dots if len(charset.dots) < room else ""
    width, kept = 0, []
    for character, role in cells:
        width += cells_wide(character)
        if width > room - len(dots):
            break
        kept.append((character, role))
    return kept + [(c, Role.DIM) for c in dots]


def _underline(text: str, lit: tuple[int, int], begin: int, gutter: int, room: int) -> Row:
    """The row of ^^^^ below what is lit."""
    start = cells_wide(text[begin : max(begin, lit[0])])
    end = min(room, cells_wide(text[begin : lit[1]]))
    return tidy((Span(" " * (gutter + start)), Span("^" * max(0, end - start), Role.LIT)))


@describe.register
def _describe_code(part: CodePart) -> str:
    if part.running is None:
        return f"{len(part.lines)} lines of code, none of them running."
    index = part.running[0] - part.first
    line = part.lines[index].strip() if 0 <= index < len(part.lines) else ""
    text = f"Line {part.running[0]}: {line}"
    if part.lit is not None:
        pieces = []
        for number in range(part.lit[0], part.lit[2] + 1):
            at = number - part.first
            lit = _lit_columns(part, at) if 0 <= at < len(part.lines) else None
            if lit:
                pieces.append(_visible(part.lines[at])[0][lit[0] : lit[1]])
        text += f"; running now: {' '.join(pieces)}"
    return text
