"""The layout of a product: two bands that share their columns, above and below a crossing.

The upper band holds the dominoes in its free corner and the right matrix; the lower band the left
matrix and the result. Row labels stand at the far left, column labels once, at the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nnmath_tutor.drawing.blocks import clip_row, cut_start, indent, line, pad_row
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.dominoes import Shape, domino_rows
from nnmath_tutor.drawing.elide import Shown, choose
from nnmath_tutor.drawing.grid import Look, Table, cell_row, column_widths, grid_width, refined
from nnmath_tutor.drawing.labels import gutter, gutter_width, has_labels, label_row, labels_fit
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_text, row_width
from nnmath_tutor.drawing.sheet import BARE, CLOSE, GENEROUS, TIGHT, keep

SIDE_GAP = 2


@dataclass(frozen=True, eq=False, slots=True)
class Cross:
    """What is drawn: three tables, their titles and shapes, and the term that was added last."""

    left: Table
    right: Table
    result: Table
    titles: tuple[Row, ...]  # left, right, result
    shapes: tuple[Shape, Shape, Shape]
    term: int | None


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which rows and columns are shown, how tightly, and how wide everything is."""

    outer: Shown  # rows of left and result
    inner: Shown  # columns of left, rows of right
    across: Shown  # columns of right and result
    look: Look
    inner_labels: bool
    side_titles: bool
    left_widths: tuple[int, ...]
    right_widths: tuple[int, ...]
    gutter: int
    left: int
    between: int
    width: int

    @property
    def manner(self) -> tuple[object, ...]:
        """What is shown and how, whatever the widths."""
        return self.outer, self.inner, self.across, self.look, self.inner_labels, self.side_titles


def cross_rows(cross: Cross, arithmetic: Row, size: Size, charset: Charset) -> Rows:
    """The picture, in at most `size` (which has to be four rows high or more)."""
    last = [arithmetic] if arithmetic else []
    header = 1 if has_labels(cross.right) else 0
    room = size.height - header - len(last)
    outer, inner = _share(cross, room)
    cross, plan = _finest(cross, outer, inner, size.width, charset)
    spare = room - len(plan.outer) - len(plan.inner)
    if spare > 0 and header and cross.right.column is not None:
        header, spare = 2, spare - 1  # the arrow on a row of its own
    gap = [()] if spare > 0 and last else []
    spare -= len(gap)
    titled = spare > 0 and not plan.side_titles
    upper = _upper(cross, plan, header, titled, charset)
    if titled:
        upper.insert(0, _titles_row(cross, size.width))
        spare -= 1
    lower = _lower(cross, plan, charset)
    rows = [*upper, *([()] if spare > 1 else []), *lower, *gap, *last]
    return tuple(clip_row(row, size.width, charset.dots) for row in rows)


def _share(cross: Cross, room: int) -> tuple[Shown, Shown]:
    """Rows for the lower and for the upper band; the longer gives way first."""
    outer_count, inner_count = cross.left.count
    outer, inner = outer_count, inner_count
    if outer + inner > room:
        outer, inner = min(outer, room), min(inner, room)
        while outer + inner > room and outer + inner > 2:
            if outer >= inner:
                outer -= 1
            else:
                inner -= 1
    return (
        choose(outer_count, outer, keep(cross.left.row)),
        choose(inner_count, inner, keep(cross.term)),
    )


def _finest(
    cross: Cross, outer: Shown, inner: Shown, width: int, charset: Charset
) -> tuple[Cross, _Plan]:
    """The plan, and the tables with further digits where those cost nothing else."""
    plan = _plan(cross, outer, inner, width, charset)
    for refine in () if plan.look != GENEROUS else (_refine_left, _refine_right, _refine_result):
        finer = refine(cross)
        if finer is not cross:
            wider = _plan(finer, outer, inner, width, charset)
            if wider.manner == plan.manner:
                cross, plan = finer, wider
    return cross, plan


def _refine_left(cross: Cross) -> Cross:
    return replace(cross, left=refined(cross.left)) if cross.left.finer else cross


def _refine_right(cross: Cross) -> Cross:
    return replace(cross, right=refined(cross.right)) if cross.right.finer else cross


def _refine_result(cross: Cross) -> Cross:
    return replace(cross, result=refined(cross.result)) if cross.result.finer else cross


def _plan(cross: Cross, outer: Shown, inner: Shown, width: int, charset: Charset) -> _Plan:
    across_count = cross.right.count[1]
    across = choose(across_count, width, keep(cross.right.column))
    plan = None
    for look, labels, sides in (
        (GENEROUS, True, True),
        (GENEROUS, True, False),
        (TIGHT, True, False),
        (TIGHT, False, False),
        (BARE, False, False),
        (CLOSE, False, False),
    ):
        plan = _measure(cross, outer, inner, across, look, labels, sides, charset)
        if plan.width <= width:
            return plan
    places = [len([k for k in shown if k is not None]) for shown in (inner, across)]
    while plan is None or (plan.width > width and max(places) > 1):
        # Of the two sides that take width, the one with more columns gives one up.
        places[places.index(max(places))] -= 1
        inner = choose(cross.left.count[1], places[0], keep(cross.term), free_gaps=True)
        across = choose(across_count, places[1], keep(cross.right.column), free_gaps=True)
        for look in (TIGHT, BARE, CLOSE):
            plan = _measure(cross, outer, inner, across, look, False, False, charset)
            if plan.width <= width:
                return plan
    return plan


def _measure(
    cross: Cross,
    outer: Shown,
    inner: Shown,
    across: Shown,
    look: Look,
    inner_labels: bool,
    side_titles: bool,
    charset: Charset,
) -> _Plan:
    left_widths = column_widths(cross.left, inner, look, charset)
    # The right matrix and the result stand above each other: they share their widths.
    right_widths = tuple(
        max(pair)
        for pair in zip(
            column_widths(cross.right, across, look, charset),
            column_widths(cross.result, across, look, charset),
            strict=True,
        )
    )
    side = gutter_width(cross.left, outer, pointer=cross.left.row is not None)
    left = grid_width(left_widths, look)
    labels = gutter_width(cross.right, inner, pointer=False) if inner_labels else 0
    between = max(2, labels + 1) if look.bars else 1
    width = side + left + between + grid_width(right_widths, look)
    if side_titles:
        width += SIDE_GAP + max(row_width(cross.titles[1]), row_width(cross.titles[2]))
    return _Plan(
        outer,
        inner,
        across,
        look,
        inner_labels,
        side_titles,
        left_widths,
        right_widths,
        side,
        left,
        between,
        width,
    )


def _upper(cross: Cross, plan: _Plan, header: int, titled: bool, charset: Charset) -> list[Row]:
    """The free corner and the right matrix."""
    args = (plan.across, plan.right_widths, plan.look, charset)
    right: list[Row] = []
    if header == 2:
        right.append(label_row(cross.right, *args, arrow=False))
        right.append(label_row(cross.right, *args, labels=False))
    elif header == 1:
        right.append(label_row(cross.right, *args))
    grid = [cell_row(cross.right, row, *args) for row in plan.inner]
    if plan.side_titles and grid:
        place = (len(grid) - 1) // 2
        grid[place] = line(*grid[place], " " * SIDE_GAP, *cross.titles[1])
    right += grid
    corner_width = plan.gutter + plan.left
    names: Sequence[Row] = ((),) * len(plan.inner)
    if plan.inner_labels:
        names = gutter(cross.right, plan.inner, charset, pointer=False)
    reach = _blank_start(right[0]) - 1 if header and right[0] else 0
    corner = _corner(cross, plan, len(right), max(0, reach), charset)
    unnamed = "" if plan.side_titles or titled else row_text(cross.titles[1][:1])
    rows: list[Row] = []
    for y, row in enumerate(right):
        name = names[y - header] if y >= header else ()
        room = corner_width + plan.between - row_width(name)
        start = corner[y]
        if (
            unnamed
            and y >= header
            and not row_text(name).strip()
            and row_width(start) + len(unnamed) < room
        ):
            # No place beside the right matrix: its name goes where the corner is free.
            start = line(*pad_row(start, room - len(unnamed) - 1), Span(unnamed, Role.TITLE))
            unnamed = ""
        overhang = row_width(start) - room
        if overhang > 0 and not name and _blank_start(row) > overhang:
            row = cut_start(row, overhang)  # the corner reaches into the blank before the labels
        else:
            start = pad_row(clip_row(start, room), room)
        rows.append(line(*start, *name, *row))
    return rows


def _blank_start(row: Row) -> int:
    text = row_text(row)
    return len(text) - len(text.lstrip(" "))


def _corner(cross: Cross, plan: _Plan, height: int, reach: int, charset: Charset) -> list[Row]:
    """Dominoes at the top, the left matrix's title and column labels at the bottom."""
    corner: list[Row] = [()] * height
    bottom = height - 1
    if _labelled(cross, plan) and height > 1:
        labels = label_row(
            cross.left, plan.inner, plan.left_widths, plan.look, charset, arrow=False
        )
        corner[bottom] = indent((labels,), plan.gutter)[0]
        bottom -= 1
    # The upper rows of the corner may reach as far as the labels of the right matrix.
    label = gutter_width(cross.right, plan.inner, pointer=False) if plan.inner_labels else 0
    room = plan.gutter + plan.left + plan.between - label - 1
    dominoes = domino_rows(cross.shapes, room, charset)
    first_room = plan.gutter + plan.left + plan.between + reach
    title = cross.titles[0]
    if bottom >= len(dominoes) or (bottom >= 1 and plan.side_titles):
        before = min(plan.gutter, max(0, room - row_width(title)))
        corner[bottom] = indent((title,), before)[0]
        bottom -= 1
    if len(dominoes) > bottom + 1:
        dominoes = domino_rows(cross.shapes, first_room, charset, bracket=False)
    for y, row in enumerate(dominoes[: bottom + 1]):
        corner[y] = row
    return corner


def _labelled(cross: Cross, plan: _Plan) -> bool:
    """Whether the left matrix's column labels find their place."""
    return bool(cross.left.column_labels) and labels_fit(cross.left, plan.inner, plan.left_widths)


def _lower(cross: Cross, plan: _Plan, charset: Charset) -> list[Row]:
    """The left matrix and the result."""
    pointer = cross.left.row is not None
    sides = gutter(cross.left, plan.outer, charset, pointer=pointer)
    rows: list[Row] = []
    for side, row in zip(sides, plan.outer, strict=True):
        left = cell_row(cross.left, row, plan.inner, plan.left_widths, plan.look, charset)
        result = cell_row(cross.result, row, plan.across, plan.right_widths, plan.look, charset)
        rows.append(line(*side, *left, " " * plan.between, *result))
    if plan.side_titles and rows:
        place = (len(rows) - 1) // 2
        rows[place] = line(*rows[place], " " * SIDE_GAP, *cross.titles[2])
    return rows


def _titles_row(cross: Cross, width: int) -> Row:
    """All three titles in one row, where they have no place beside the matrices."""
    left, right, result = cross.titles
    row = line(*left, Span(" @ ", Role.DIM), *right, Span("  =  ", Role.DIM), *result)
    return row if row_width(row) <= width else line(*left, Span(" @ ", Role.DIM), *right)
