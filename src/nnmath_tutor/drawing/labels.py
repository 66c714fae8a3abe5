"""What stands around the cells of a table: column labels above, row labels and pointer before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from nnmath_tutor.drawing.blocks import tidy
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.elide import Shown
from nnmath_tutor.drawing.grid import LONGEST_LABEL, Look, Table
from nnmath_tutor.drawing.rows import Role, Row, Span


def label_row(
    table: Table,
    shown: Shown,
    widths: Sequence[int],
    look: Look,
    charset: Charset,
    *,
    labels: bool = True,
    arrow: bool = True,
) -> Row:
    """The column labels, each above its numbers, the arrow just before the chosen one's label.

    Without labels the arrow alone; with `arrow` false the labels alone.
    """
    spans: list[Span] = [Span(" ")] if look.bars else []
    star = 1 if table.changed is not None else 0
    labels = labels and labels_fit(table, shown, widths)
    for place, (column, width) in enumerate(zip(shown, widths, strict=True)):
        before = 1 if look.tight or place == 0 else 2
        label = table.column_label(column) if labels and column is not None else ""
        room = before + width - star
        marked = arrow and column is not None and column == table.column
        if marked:
            label = charset.arrow_down + label[: room - 1]
            role = Role.COLUMN
        else:
            label, role = label[: max(1, room - 1)], Role.LABEL
        spans.append(Span(" " * (room - len(label))))
        spans.append(Span(label, role))
        if star:
            spans.append(Span(" "))
    if shown:
        spans.append(Span(" "))
    if look.bars:
        spans.append(Span(" "))
    return tidy(spans)


def labels_fit(table: Table, shown: Shown, widths: Sequence[int]) -> bool:
    """Whether no shown column label is cut to less than three characters."""
    return all(
        width >= 3 or len(table.column_label(column)) <= width
        for column, width in zip(shown, widths, strict=True)
        if column is not None
    )


def label_lengths(table: Table, shown: Shown, widths: Sequence[int], look: Look) -> dict[str, int]:
    """How many characters of each shown column label there is room for."""
    lengths: dict[str, int] = {}
    if labels_fit(table, shown, widths):
        star = 1 if table.changed is not None else 0
        for place, (column, width) in enumerate(zip(shown, widths, strict=True)):
            label = table.column_label(column) if column is not None else ""
            before = 0 if look.tight or place == 0 else 1
            lengths[label] = min(len(label), max(1, before + width - star))
    return lengths


def with_labels_cut(table: Table, lengths: Mapping[str, int]) -> Table:
    """The table with its column labels cut to the lengths given."""
    if all(len(label) <= lengths.get(label[:LONGEST_LABEL], 0) for label in table.column_labels):
        return table
    labels = (label[:LONGEST_LABEL] for label in table.column_labels)
    cut = tuple(label[: lengths.get(label, len(label))] for label in labels)
    return replace(table, column_labels=cut)


def has_labels(table: Table) -> bool:
    """Whether the columns carry labels or a mark, so that a row for them is of use."""
    return bool(table.column_labels) or table.column is not None


def gutter(table: Table, shown: Shown, charset: Charset, *, pointer: bool) -> tuple[Row, ...]:
    """Before each row its label, right-aligned, and (where `pointer`) the pointer of the chosen."""
    width = gutter_width(table, shown, pointer=pointer)
    rows: list[Row] = []
    for row in shown:
        if not width:
            rows.append(())
            continue
        label = table.row_label(row) if row is not None else ""
        marked = pointer and row is not None and row == table.row
        mark = charset.pointer if marked else " " if pointer else ""
        role = Role.ROW if marked else Role.LABEL
        label_width = width - len(mark) - 1
        rows.append(tidy((Span(mark, role), Span(label.rjust(label_width), role), Span(" "))))
    return tuple(rows)


@lru_cache(maxsize=64)
def gutter_width(table: Table, shown: Shown, *, pointer: bool) -> int:
    """Width of the gutter: pointer, longest shown label, a space; 0 where there is neither."""
    longest = max((len(table.row_label(row)) for row in shown if row is not None), default=0)
    if not longest and not pointer:
        return 0
    return longest + 1 + (1 if pointer else 0)
