"""Rows of spans: what every painter makes, whatever shows it in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from nnmath_tutor.drawing.cells import cells_wide


class Role(StrEnum):
    """What a span *is*. The screens give each role a colour; drawing knows none."""

    PLAIN = "plain"
    DIM = "dim"  # helps, but isn't the point
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"  # code inside prose
    TITLE = "title"  # the name of a matrix, a heading
    LABEL = "label"  # row and column labels, shapes
    VERSE = "verse"
    ROW = "row"  # the row that takes part
    COLUMN = "column"  # the column that takes part
    CELL = "cell"  # the chosen cell, the one being computed
    RESULT = "result"  # computed cells
    CHANGED = "changed"  # a value that this step changed
    LIT = "lit"  # the running expression
    RUNNING = "running"  # the running line
    KEYWORD = "keyword"
    STRING = "string"
    NUMBER = "number"
    COMMENT = "comment"
    AXIS = "axis"
    CURSOR = "cursor"  # the present epoch
    TARGET = "target"  # the answer that was asked for
    GOOD = "good"
    WARNING = "warning"  # overflow, NaN, a problem
    SERIES_1 = "series-1"
    SERIES_2 = "series-2"
    SERIES_3 = "series-3"
    SERIES_4 = "series-4"
    HEAT_NEG_3 = "heat-neg-3"  # far below zero
    HEAT_NEG_2 = "heat-neg-2"
    HEAT_NEG_1 = "heat-neg-1"
    HEAT_0 = "heat-0"
    HEAT_POS_1 = "heat-pos-1"
    HEAT_POS_2 = "heat-pos-2"
    HEAT_POS_3 = "heat-pos-3"  # far above zero


NEAR = 1  # columns beside a number that still count as the number: its bracket, for one


@dataclass(frozen=True, slots=True)
class CellRef:
    """Which number of which array a span shows: the array's name in the picture, and the index."""

    name: str
    index: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with one role. See `cells_wide` for the width of what isn't ASCII.

    `of` says which number it is, so that a click on it can be understood; spans that look alike
    are equal.
    """

    text: str
    role: Role = Role.PLAIN
    of: CellRef | None = field(default=None, compare=False)


Row = tuple[Span, ...]
Rows = tuple[Row, ...]


class Size(NamedTuple):
    """Room to draw in, in character cells."""

    width: int
    height: int


def row_text(row: Row) -> str:
    """The row without its roles."""
    return "".join(span.text for span in row)


def ref_at(rows: Rows, x: int, y: int) -> CellRef | None:
    """The number shown at column x of row y, or right beside it."""
    if not 0 <= y < len(rows):
        return None
    column = 0
    nearest: tuple[int, CellRef] | None = None
    for span in rows[y]:
        end = column + cells_wide(span.text)
        if span.of is not None:
            away = max(column - x, x - end + 1, 0)
            if away <= NEAR and (nearest is None or away < nearest[0]):
                nearest = away, span.of
        column = end
    return nearest[1] if nearest else None


def row_width(row: Row) -> int:
    """Width of the row in cells."""
    # Every row is measured a few times, and most spans are ASCII: the painters' hot spot.
    return sum([len(s.text) if s.text.isascii() else cells_wide(s.text) for s in row])
