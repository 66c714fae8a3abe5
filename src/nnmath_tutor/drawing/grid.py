"""The cells of a matrix as rows of spans, with labels, marks and heat: what all painters share.

A `Table` is a two-dimensional look at an array, a `Look` how generously to draw it. All marks are
characters: a pointer before the row, an arrow above the column, [brackets] around the cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nnmath_tutor.drawing.blocks import tidy
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.elide import Shown
from nnmath_tutor.drawing.heat import heat_role
from nnmath_tutor.drawing.numbers import Array, NumberFormat, power_text, text_width, with_minus
from nnmath_tutor.drawing.rows import CellRef, Role, Row, Span

LONGEST_LABEL = 10
CHANGED_MARK = "*"


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """An array of two dimensions, ready to be drawn."""

    values: Array  # (rows, columns)
    formats: tuple[NumberFormat, ...]  # one for all columns, or one per column
    widths: tuple[int, ...]  # of the widest number, likewise
    scale: float  # the largest magnitude, for heat; 0: no heat
    row_labels: tuple[str, ...] = ()
    column_labels: tuple[str, ...] = ()
    row: int | None = None
    column: int | None = None
    cell: tuple[int, int] | None = None
    filled: int | None = None
    changed: Array | None = None
    faded: Array | None = None  # (rows, columns) bool: cells that have had their turn
    diagonal: bool = False  # mark the cells (0, 0), (1, 1), …
    quiet: Role = Role.PLAIN  # cells without heat or mark
    finer: NumberFormat | None = None  # for all columns, where there is room for its digits
    name: str = ""  # of the array, as the picture calls it; "": its cells can't be chosen
    leading: tuple[int, ...] = ()  # which matrix of a stack this is
    axes: int = 2  # of the array, after the leading ones: 0, 1 or 2
    upright: bool = False  # one axis, standing as a column

    @property
    def count(self) -> tuple[int, int]:
        """Rows and columns."""
        return int(self.values.shape[0]), int(self.values.shape[1])

    def format(self, column: int) -> NumberFormat:
        """How the numbers of a column are written."""
        return self.formats[column] if len(self.formats) > 1 else self.formats[0]

    def value(self, row: int, column: int) -> object:
        """One value as Python has it (a float, not a NumPy scalar)."""
        value = self.values[row, column]
        return value.item() if hasattr(value, "item") else value

    def ref(self, row: int, column: int) -> CellRef | None:
        """Which number of the array stands there."""
        if not self.name:
            return None
        own = ((), (row if self.upright else column,), (row, column))[self.axes]
        return CellRef(self.name, (*self.leading, *own))

    def computed(self, row: int, column: int) -> bool:
        """Whether the cell's value is already known at this moment."""
        return self.filled is None or row * self.values.shape[1] + column < self.filled

    def row_label(self, row: int) -> str:
        """The label of a row, "" without one."""
        return self.row_labels[row][:LONGEST_LABEL] if row < len(self.row_labels) else ""

    def column_label(self, column: int) -> str:
        """The label of a column, "" without one."""
        labels = self.column_labels
        return labels[column][:LONGEST_LABEL] if column < len(labels) else ""


@dataclass(frozen=True, slots=True)
class Look:
    """How generously to draw: the painters go from generous to tight until it fits."""

    tight: bool = False  # one place between numbers instead of two
    bars: bool = True  # a line on either side
    long_labels: bool = True  # columns widen for their labels, which are left out otherwise
    apart: bool = True  # in a tight grid: a space outside the brackets, too


@lru_cache(maxsize=256)  # the search for a layout asks for the same again and again
def column_widths(table: Table, shown: Shown, look: Look, charset: Charset) -> tuple[int, ...]:
    """Width of the numbers of each shown column, without what is between the columns."""
    extra = 1 if table.changed is not None else 0
    widths: list[int] = []
    marked = table.cell[1] if table.cell is not None else None
    for column in shown:
        if column is None:
            widths.append(len(charset.dots))
            continue
        width = table.widths[column] if len(table.widths) > 1 else table.widths[0]
        if column == marked:
            width = max(width, _marked_width(table))
        label = len(table.column_label(column)) if look.long_labels else 0
        widths.append(max(width + extra, min(label, 3) if look.tight else label))
    if look.tight and look.apart and marked in shown:
        _set_apart(table, shown, widths, shown.index(marked), look)
    return tuple(widths)


def _set_apart(table: Table, shown: Shown, widths: list[int], place: int, look: Look) -> None:
    """Widen columns where a bracket would touch the number beside it."""
    if table.cell is None:
        return
    row = table.cell[0]
    extra = 1 if table.changed is not None else 0
    if (place or not look.bars) and _marked_width(table) + extra >= widths[place]:
        widths[place] += 1
    if place + 1 < len(shown):
        following = shown[place + 1]
        if following is None:
            widths[place + 1] += 1
        elif table.computed(row, following):
            text = table.format(following).text(table.value(row, following))
            if len(text) + extra >= widths[place + 1]:
                widths[place + 1] += 1


def refined(table: Table) -> Table:
    """The table in its finer format, if it has one."""
    if table.finer is None:
        return table
    return replace(
        table,
        formats=(table.finer,),
        widths=(text_width(table.values, table.finer),),
        finer=None,
    )


@lru_cache(maxsize=8)
def _marked_text(table: Table) -> str:
    """The number in the brackets: never a zero that is none."""
    if table.cell is None:
        return ""
    row, column = table.cell
    value = table.value(row, column)
    text = table.format(column).text(value)
    if isinstance(value, float) and value and not text.strip("-0."):
        return power_text(f"{value:.0e}")
    return text


def _marked_width(table: Table) -> int:
    if table.cell is None or not table.computed(*table.cell):
        return 1
    return len(_marked_text(table))


def grid_width(widths: Sequence[int], look: Look) -> int:
    """Width of a row of cells with these column widths."""
    between = len(widths) + 1 if look.tight else 2 * len(widths)
    return sum(widths) + between + (2 if look.bars else 0)


def cell_row(
    table: Table,
    row: int | None,
    shown: Shown,
    widths: Sequence[int],
    look: Look,
    charset: Charset,
) -> Row:
    """One row of cells; `row` None is the row of dots that stands for those left out."""
    bar = Span(charset.vertical, Role.DIM)
    spans: list[Span] = [bar] if look.bars else []
    # As Python has them: floats, not NumPy scalars.
    values: list[object] = [] if row is None else table.values[row].tolist()
    opened = " "  # what the place before the next number holds, in a tight grid
    for place, (column, width) in enumerate(zip(shown, widths, strict=True)):
        text, role, before, after = _cell(table, values, row, column, width, charset)
        of = table.ref(row, column) if row is not None and column is not None else None
        around = role if role in (Role.CELL, Role.ROW) else Role.PLAIN
        ahead = Role.AXIS if before == charset.diagonal else around
        if look.tight:
            if place and opened != " ":
                spans.append(Span(opened, Role.CELL))
            else:
                spans.append(Span(before, ahead))
            spans.append(Span(text, role, of))
            opened = after
        else:
            spans += (Span(before, ahead), Span(text, role, of), Span(after, around))
    if look.tight and shown:
        spans.append(Span(opened, Role.CELL if opened != " " else Role.PLAIN))
    if look.bars:
        spans.append(bar)
    return tidy(spans)


def _cell(
    table: Table,
    values: list[object],
    row: int | None,
    column: int | None,
    width: int,
    charset: Charset,
) -> tuple[str, Role, str, str]:
    """Text and role of one place, and the characters before and after it."""
    if row is None:
        down = charset.dots_down if column is not None else charset.dots
        across = down.center(width) if column is not None else down.rjust(width)
        return across, Role.DIM, " ", " "
    if column is None:
        return charset.dots.rjust(width), Role.DIM, " ", " "
    chosen = table.cell == (row, column)
    before, after = ("[", "]") if chosen else (" ", " ")
    if table.diagonal and row == column and not chosen:
        before = charset.diagonal
    if not table.computed(row, column):
        role = Role.CELL if chosen else Role.DIM
        return charset.empty.center(width), role, before, after
    value = values[column]
    text = _marked_text(table) if chosen else table.format(column).text(value)
    text = with_minus(text, charset.minus)
    changed = False
    if table.changed is not None:
        changed = bool(table.changed[row, column])
        text += CHANGED_MARK if changed else " "
    if chosen:
        role = Role.CELL
    elif isinstance(value, float) and (value - value) != 0:  # NaN or infinite
        role = Role.WARNING
    elif changed:
        role = Role.CHANGED
    elif table.faded is not None and table.faded[row, column]:
        role = Role.DIM
    elif table.row == row:
        role = Role.ROW
    elif table.column == column:
        role = Role.COLUMN
    else:
        role = heat_role(value, table.scale) if table.scale else table.quiet
    if chosen:
        text = (before + text).rjust(width + 1)  # the bracket hugs its number
        return text[1:], role, text[0], after
    return text.rjust(width), role, before, after
