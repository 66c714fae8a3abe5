"""Tables in one line of thought: `A * B = C` side by side, each with title, labels and cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nnmath_tutor.drawing.blocks import beside, clip_row, pad_row
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.elide import Shown, choose
from nnmath_tutor.drawing.grid import Table, refined
from nnmath_tutor.drawing.labels import has_labels, label_lengths, with_labels_cut
from nnmath_tutor.drawing.numbers import with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span
from nnmath_tutor.drawing.sheet import GENEROUS, Fit, fit_beside, marked_row, sheet

GAP = 1
SMALL = 0.1  # the largest number of a matrix that two decimals would say little of


@dataclass(frozen=True, eq=False, slots=True)
class Term:
    """One table of an equation. A `scalar` is a bare number; the first note that fits is shown."""

    table: Table
    name: str
    shape: str
    scalar: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands between two tables: in the middle of their rows, or in `every` row."""

    text: str
    every: bool = False


Piece = Term | Sign


@dataclass(frozen=True, slots=True)
class _Heights:
    """Rows for titles, column labels, cells and notes."""

    title: int
    header: int
    cells: int
    note: int
    cut: bool = False  # titles no wider than their tables


def equation_rows(
    pieces: Sequence[Piece],
    arithmetic: Row,
    size: Size,
    charset: Charset,
    legend: Row = (),
    *,
    together: bool = False,
) -> Rows:
    """The picture in at most `size.height` rows, the arithmetic always the last one.

    Tables get their finer formats where there is room: one by one, or all of them `together`, for
    numbers that add up; those lose no digit where room is scarce, either.
    """
    last = [arithmetic] if arithmetic else []
    if size.height <= len(last):
        return tuple(last)
    terms = [piece for piece in pieces if isinstance(piece, Term)]
    tables = [term.table for term in terms if not term.scalar]
    if legend and size.height > len(last) + 4:
        last.insert(0, legend)
    height = size.height - len(last)
    most = max((table.count[0] for table in tables), default=1)
    header = 1 if any(has_labels(table) for table in tables) else 0
    note = 1 if any(term.notes for term in terms) else 0
    longest = max(12, size.width // 3)
    fixed = sum(len(p.text) for p in pieces if isinstance(p, Sign))
    fixed += sum(_scalar_width(t, longest, charset) for t in terms if t.scalar)

    def fitted(some: Sequence[Table], gap: int) -> tuple[list[Fit], _Heights]:
        room = size.width - fixed - gap * (len(pieces) - 1)
        fits: list[Fit] = []
        heights = _Heights(0, 0, 1, 0)
        for title in (1, 2, 0):
            heights = _share(height, title or 2, header, most, note)
            heights = replace(heights, cut=title == 0)
            shown: list[Shown] = [choose(t.count[0], heights.cells, marked_row(t)) for t in some]
            floors = [_title_width(t, title) for t in terms if not t.scalar]
            at_end = isinstance(pieces[-1], Term) and not pieces[-1].scalar
            fits = fit_beside(some, shown, room, charset, floors, last=at_end)
            wide = sum(max(f.width, floor) for f, floor in zip(fits, floors, strict=True))
            if wide <= room and (not fits or fits[0].look == GENEROUS):
                break
        return fits, heights

    pieces, fits, heights = _finest(pieces, *fitted(tables, GAP), fitted, together=together)
    tables = [piece.table for piece in pieces if isinstance(piece, Term) and not piece.scalar]
    # Rather closer together, or with a digit less, than with columns left out or run together.
    gap = GAP
    crowding = _crowding(fits, tables, size.width - fixed - gap * (len(pieces) - 1))
    coarse = [_coarser(table) for table in tables]
    for some in (tables, tables if together else coarse) if crowding[0] else ():
        closer, lower = fitted(some, 0)
        less = _crowding(closer, some, size.width - fixed)
        if less < crowding or crowding[0] == _TOO_WIDE:
            fits, heights, gap, crowding = closer, lower, 0, less
            pieces = _with_tables(pieces, some)
        if not crowding[0]:
            break
    pieces = _with_tables(pieces, _labelled_alike(pieces, fits))
    spare = height - heights.title - heights.header - heights.cells - heights.note
    if heights.header == 1 and spare > 1 and any(t.column is not None for t in tables):
        heights = replace(heights, header=2)
    rows = list(beside(*_blocks(pieces, fits, heights, longest, charset), gap=gap))
    if last and size.height > len(rows) + len(last):
        rows.append(())
    return tuple(rows + last)


def _labelled_alike(pieces: Sequence[Piece], fits: Sequence[Fit]) -> list[Table]:
    """The tables, each name of a column cut to the same length in all of them."""
    tables = [piece.table for piece in pieces if isinstance(piece, Term) and not piece.scalar]
    least: dict[str, int] = {}
    for table, how in zip(tables, fits, strict=True):
        if table.column_labels:
            for label, length in label_lengths(table, how.columns, how.widths, how.look).items():
                least[label] = min(length, least.get(label, length))
    return [with_labels_cut(table, least) if table.column_labels else table for table in tables]


def _with_tables(pieces: Sequence[Piece], tables: Sequence[Table]) -> list[Piece]:
    rest = iter(tables)
    return [
        replace(p, table=next(rest)) if isinstance(p, Term) and not p.scalar else p for p in pieces
    ]


def _finest(
    pieces: Sequence[Piece],
    fits: list[Fit],
    heights: _Heights,
    fitted: Callable[[Sequence[Table], int], tuple[list[Fit], _Heights]],
    *,
    together: bool,
) -> tuple[Sequence[Piece], list[Fit], _Heights]:
    """The same with further digits where those cost nothing but room that is there."""
    tables = [piece.table for piece in pieces if isinstance(piece, Term) and not piece.scalar]
    places = [place for place, table in enumerate(tables) if table.finer is not None]
    if not places or fits[0].look != GENEROUS:
        return pieces, fits, heights
    for some in [places] if together and places else [[place] for place in places]:
        finer = [refined(t) if place in some else t for place, t in enumerate(tables)]
        wider, lower = fitted(finer, GAP)
        if lower == heights and [f.manner for f in wider] == [f.manner for f in fits]:
            tables, fits = finer, wider
    return _with_tables(pieces, tables), fits, heights


_FREE, _TOUCHING, _LEFT_OUT, _TOO_WIDE = range(4)


def _crowding(fits: Sequence[Fit], tables: Sequence[Table], room: int) -> tuple[int, int]:
    """What is the matter with the tables in their places, and how many columns they lack."""
    left_out = sum(
        table.count[1] - sum(column is not None for column in how.columns)
        for how, table in zip(fits, tables, strict=True)
    )
    if sum(how.width for how in fits) > room + 1:  # the last may end in a blank
        return _TOO_WIDE, left_out
    if left_out:
        return _LEFT_OUT, left_out
    return (_TOUCHING if any(not how.look.apart for how in fits) else _FREE), 0


def _coarser(table: Table) -> Table:
    """The table with two decimals where small values would have more, or with one less."""
    if len(table.formats) > 1 or table.formats[0].kind != "fixed" or table.formats[0].decimals < 3:
        return table
    fewer = 1 if table.scale < SMALL else table.formats[0].decimals - 2
    return replace(
        table,
        formats=(table.formats[0].finer(-fewer),),
        widths=(table.widths[0] - fewer,),
    )


def _share(height: int, title: int, header: int, most: int, note: int) -> _Heights:
    """Cells come first, then a title, the column labels, the shapes, the notes."""
    spare = height - min(most, max(1, height - title - header))
    title = min(title, spare)
    header = min(header, spare - title)
    cells = min(most, height - title - header)
    return _Heights(title, header, cells, min(note, height - title - header - cells))


def _title_width(term: Term, title: int) -> int:
    """How wide a table's place has to be for its title: in one row, in two, or anyhow (0)."""
    if title == 0:
        return 0
    if title == 1:
        return len(term.name) + 1 + len(term.shape)
    return max(len(term.name), len(term.shape))


def _scalar_text(term: Term, charset: Charset) -> str:
    table = term.table
    if not table.computed(0, 0):
        return charset.empty
    return with_minus(table.format(0).text(table.value(0, 0)), charset.minus)


def _scalar_name(term: Term, charset: Charset) -> str:
    """A number that is its own name needs no title."""
    return "" if term.name in (_scalar_text(term, charset), "") else term.name


def _scalar_width(term: Term, longest: int, charset: Charset) -> int:
    width = len(_scalar_text(term, charset))
    shortest = min((len(note) for note in term.notes), default=0)
    return max(width, min(len(_scalar_name(term, charset)), longest), shortest)


def _blocks(
    pieces: Sequence[Piece],
    fits: Sequence[Fit],
    heights: _Heights,
    longest: int,
    charset: Charset,
) -> list[Rows]:
    above = heights.title + heights.header
    height = max((len(f.rows) for f in fits), default=1)
    remaining = iter(fits)
    blocks: list[Rows] = []
    for piece in pieces:
        if isinstance(piece, Sign):
            blocks.append(_sign(piece, above, height, len(piece.text)))
        elif piece.scalar:
            blocks.append(_scalar(piece, heights, height, longest, charset))
        else:
            blocks.append(_term(piece, next(remaining), heights, height, charset))
    return blocks


def _sign(sign: Sign, above: int, height: int, width: int) -> Rows:
    text: Row = (Span(sign.text, Role.STRONG),)
    blank: Row = (Span(" " * width),)
    middle = (height - 1) // 2
    return (blank,) * above + tuple(
        text if sign.every or y == middle else blank for y in range(height)
    )


def _scalar(term: Term, heights: _Heights, height: int, longest: int, charset: Charset) -> Rows:
    width = _scalar_width(term, longest, charset)
    name = _scalar_name(term, charset)
    text = _scalar_text(term, charset)
    role = Role.CELL if term.table.cell else Role.PLAIN  # one number alone needs no brackets
    rows: list[Row] = [()] * (heights.title + heights.header + height)
    place = heights.title + heights.header + (height - 1) // 2
    rows[place] = pad_row((Span(text, role, term.table.ref(0, 0)),), width, "middle")
    if name and heights.title:
        title = clip_row((Span(name, Role.TITLE),), width, charset.dots)
        # Close to its number where there is room, else in the titles' row.
        rows[place - 1 if place > heights.title else 0] = pad_row(title, width, "middle")
    note = _note(term, width)
    if note and heights.note and place + 1 < len(rows):
        rows[place + 1] = pad_row((Span(note, Role.DIM),), width, "middle")
    elif note and heights.note:
        rows.append((Span(note, Role.DIM),))
    return tuple(rows)


def _note(term: Term, width: int) -> str:
    return next((note for note in term.notes if len(note) <= width), "")


def _term(term: Term, how: Fit, heights: _Heights, height: int, charset: Charset) -> Rows:
    rows: list[Row] = []
    name, shape = Span(term.name, Role.TITLE), Span(term.shape, Role.LABEL)
    if heights.title == 1:
        title: Row = (name, Span(" "), shape)
        whole = len(term.name) + 1 + len(term.shape)
        if heights.cut and whole > how.width:
            title = clip_row((name,), how.width, charset.dots)
        rows.append((Span(" " * max(0, min(how.gutter, how.width - whole))), *title))
    elif heights.title == 2:
        wide = max(how.width, len(term.shape))
        clipped = clip_row((name,), wide, charset.dots) if heights.cut else (name,)
        before = max(0, min(how.gutter, wide - max(len(term.name), len(term.shape))))
        rows += [(Span(" " * before), *clipped), (Span(" " * before), shape)]
    rows += sheet(term.table, how, charset, heights.header)
    note = _note(term, max(how.width, len(term.shape)))
    if note and heights.note:
        rows.append(
            (Span(" " * max(0, min(how.gutter, how.width - len(note)))), Span(note, Role.DIM))
        )
    return tuple(rows)
