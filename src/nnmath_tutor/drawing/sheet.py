"""Tables side by side: how much of each is shown in a width, and a table drawn with its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.elide import Shown, choose
from nnmath_tutor.drawing.grid import Look, Table, cell_row, column_widths, grid_width
from nnmath_tutor.drawing.labels import gutter, gutter_width, has_labels, label_row
from nnmath_tutor.drawing.rows import Row, Rows

GENEROUS = Look()
TIGHT = Look(tight=True)
BARE = Look(tight=True, bars=False, long_labels=False)
CLOSE = Look(tight=True, bars=False, long_labels=False, apart=False)


@dataclass(frozen=True, slots=True)
class Fit:
    """What of a table is shown, and how."""

    rows: Shown
    columns: Shown
    widths: tuple[int, ...]  # of the shown columns' numbers
    look: Look
    labelled: bool  # row labels beside it
    gutter: int  # width of the labels and the pointer
    width: int  # of everything

    @property
    def manner(self) -> tuple[object, ...]:
        """What is shown and how, whatever the widths."""
        return self.rows, self.columns, self.look, self.labelled


def keep(index: int | None) -> tuple[int, ...]:
    """What `choose` has to keep, from a mark that may be missing."""
    return () if index is None else (index,)


def marked_column(table: Table) -> tuple[int, ...]:
    """The column that must stay in sight."""
    return keep(table.cell[1]) if table.cell else keep(table.column)


def marked_row(table: Table) -> tuple[int, ...]:
    """The row that must stay in sight."""
    return keep(table.cell[0]) if table.cell else keep(table.row)


@lru_cache(maxsize=256)  # the search for a layout asks for the same again with every title
def fit(
    table: Table, rows: Shown, columns: Shown, look: Look, labelled: bool, charset: Charset
) -> Fit:
    """Measure one table."""
    widths = column_widths(table, columns, look, charset)
    side = 0
    if labelled:
        side = gutter_width(table, rows, pointer=table.row is not None)
        if side and not look.bars and not (table.cell and table.cell[1] in columns[:1]):
            side -= 1  # the place before the first number is space enough
    return Fit(rows, columns, widths, look, labelled, side, side + grid_width(widths, look))


def fit_beside(
    tables: Sequence[Table],
    rows: Sequence[Shown],
    width: int,
    charset: Charset,
    least: Sequence[int] = (),
    *,
    last: bool = True,
) -> list[Fit]:
    """The most generous way to put tables side by side in `width` cells (gaps not counted).

    First all there is; then row labels at the first table only; then tighter; then fewer columns.
    `least` are widths below which a table's place does not go (its title's). With nothing after the
    `last` table the blank at its right end needs no room. The last resort, one column each, may
    still be wider than `width`.
    """
    floors = tuple(least) or (0,) * len(tables)
    every = [choose(t.count[1], width, marked_column(t)) for t in tables]
    fits: list[Fit] = []
    for look, all_labelled in (
        (GENEROUS, True),
        (GENEROUS, False),
        (TIGHT, False),
        (BARE, False),
        (CLOSE, False),
    ):
        fits = [
            fit(t, r, c, look, all_labelled or place == 0, charset)
            for place, (t, r, c) in enumerate(zip(tables, rows, every, strict=True))
        ]
        if _total(fits, floors) <= width + (last and _ends_blank(tables, fits)):
            return fits
    most = max((len([c for c in one if c is not None]) for one in every), default=0)
    for room in range(min(most - 1, width), 0, -1):
        for look in (TIGHT, BARE, CLOSE):
            fits = [
                fit(
                    t,
                    r,
                    choose(t.count[1], room, marked_column(t), free_gaps=True),
                    look,
                    place == 0,
                    charset,
                )
                for place, (t, r) in enumerate(zip(tables, rows, strict=True))
            ]
            if _total(fits, floors) <= width + (last and _ends_blank(tables, fits)):
                return fits
    # Not even the dots: the marked column alone, or the first.
    return [
        fit(t, r, (marked_column(t) or (0,))[:1] if c else (), CLOSE, place == 0, charset)
        for place, (t, r, c) in enumerate(zip(tables, rows, every, strict=True))
    ]


def _ends_blank(tables: Sequence[Table], fits: Sequence[Fit]) -> bool:
    """Whether the last table's rows all end in a space."""
    if not tables or fits[-1].look.bars:
        return False
    cell = tables[-1].cell
    return cell is None or cell[1] not in fits[-1].columns[-1:]


def _total(fits: Sequence[Fit], floors: Sequence[int]) -> int:
    return sum(max(one.width, floor) for one, floor in zip(fits, floors, strict=True))


def sheet(table: Table, how: Fit, charset: Charset, header: int) -> Rows:
    """Labels (in `header` rows: 0, 1, or 2 with the arrow on its own) and cells of a table."""
    before: Sequence[Row] = [()] * len(how.rows)
    if how.labelled:
        before = gutter(table, how.rows, charset, pointer=table.row is not None)
    out: list[Row] = header_rows(table, how, charset, header)
    for row, side in zip(how.rows, before, strict=True):
        out.append(
            line(
                *clip_row(side, how.gutter),
                *cell_row(table, row, how.columns, how.widths, how.look, charset),
            )
        )
    return tuple(out)


def header_rows(table: Table, how: Fit, charset: Charset, header: int) -> list[Row]:
    """The rows above the cells: labels and arrow, together or each on a row of its own."""
    side = " " * how.gutter
    args = (table, how.columns, how.widths, how.look, charset)
    if header <= 0:
        return []
    if not has_labels(table):
        return [()] * header
    if header == 1:
        return [line(side, *label_row(*args))]
    return [
        *([()] * (header - 2)),
        line(side, *label_row(*args, arrow=False)),
        line(side, *label_row(*args, labels=False)),
    ]
