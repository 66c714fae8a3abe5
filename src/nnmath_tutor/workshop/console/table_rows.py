"""The table of learners as rows: plain text, whatever they typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnmath_tutor.drawing import CellRef, Charset, Role, Row, Rows, Size, Span, cells_wide, to_ascii
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.cells import cut, filled, printable
from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.console.order import Listed, Order, Titles
from nnmath_tutor.workshop.present import Present, State

LEARNER, COLUMN = "a learner", "a column"  # what a click is on; no array has such a name
MINUTE = 60.0
ROOMY = 60  # columns from which on lesson and answer have room

_ROLES = {
    State.HAND: Role.CURSOR,
    State.STUCK: Role.WARNING,
    State.LOST: Role.WARNING,
    State.LEFT: Role.DIM,
    State.IDLE: Role.LABEL,
}
_OF = (Order.NAME, Order.PLACE, Order.PLACE, Order.ANSWER, Order.STATE)


@dataclass(frozen=True, slots=True)
class Table:
    """What there is to be seen of the learners: `chosen` is a key, `told` stands where none are."""

    listed: tuple[Listed, ...]
    titles: Titles
    order: Order
    chosen: str | None
    now: float
    told: str = ""


def first_shown(table: Table, height: int, before: int = 0) -> int:
    """Which learner comes first where not all have room: as before, if the chosen one is seen."""
    keys = [one.key for one in table.listed]
    room = max(height - 1, 1)
    chosen = keys.index(table.chosen) if table.chosen in keys else 0
    first = min(max(before, chosen - room + 1), chosen)
    return max(min(first, len(keys) - room), 0)


def table_rows(table: Table, first: int, size: Size, charset: Charset) -> Rows:
    """The names of the columns, then a learner a row."""
    widths = _widths(table, size.width)
    rows = [clip_row(_head(table.order, widths, charset), size.width)]
    if not table.listed:
        rows.append(clip_row(line(Span(f"  {table.told}", Role.DIM)), size.width, charset.dots))
    shown = table.listed[first : first + max(size.height - 1, 0)]
    rows += [
        clip_row(_row(table, one, first + index, widths, charset), size.width, charset.dots)
        for index, one in enumerate(shown)
    ]
    return tuple(rows[: max(size.height, 0)])


def minutes(seconds: float) -> str:
    """`now`, `3 min`, `2 h`: coarse, so that it seldom changes."""
    if seconds < MINUTE:
        return "now"
    whole = int(seconds // MINUTE)
    return f"{whole} min" if whole < 100 else f"{whole // 60} h"


def _widths(table: Table, width: int) -> tuple[int, ...]:
    """Cells for name, lesson, step, answer, state."""
    longest = max((cells_wide(one.learner.name) for one in table.listed), default=0)
    if width < ROOMY:
        name = min(max(longest, 6), 11)
        return name, 0, max(width - name - 18, 4), 0, 14
    name = min(max(longest, 8), max(width // 5, 12))
    answer, state = (18, 22) if width >= 110 else (11, 16)
    rest = max(width - name - answer - state - 6, 16)
    return name, rest // 2, rest - rest // 2, answer, state


def _head(order: Order, widths: Sequence[int], charset: Charset) -> Row:
    mark = charset.arrow_down if order is not Order.ARRIVAL else ""
    spans: list[Span | str] = [" "]
    for index, (name, width) in enumerate(
        zip(("name", "lesson", "step", "answer", "state"), widths, strict=True)
    ):
        if width:
            sorts = _OF[index] is order and (name != "step" or not widths[1])
            text = f"{name} {mark}" if sorts else name
            of = CellRef(COLUMN, (list(Order).index(_OF[index]),))
            spans += [Span(filled(cut(text, width), width), Role.LABEL, of), " "]
    return line(*spans)


def _row(table: Table, one: Listed, index: int, widths: Sequence[int], charset: Charset) -> Row:
    learner, of = one.learner, CellRef(LEARNER, (index,))
    chosen = one.key == table.chosen
    gone = Role.DIM if not learner.here else Role.PLAIN
    answer, answered = _answer(learner, charset)
    cells = (
        (learner.name, Role.STRONG if learner.here else Role.DIM),
        (table.titles.lesson(learner.lesson), gone),
        (table.titles.step(learner.lesson, learner.step), gone),
        (answer, answered if learner.here else Role.DIM),
        (_state(one, table.now), _ROLES.get(one.state, Role.PLAIN)),
    )
    spans = [Span(charset.pointer if chosen else " ", Role.CURSOR, of)]
    for (text, role), width in zip(cells, widths, strict=True):
        if width:
            text = to_ascii(text) if charset.ascii_only else printable(text)
            fits = _fit(text, width, charset)
            spans += [Span(fits, role, of), Span(" ", Role.PLAIN, of)]
    return line(*spans)


def _answer(learner: Present, charset: Charset) -> tuple[str, Role]:
    match learner.last:
        case Outcome.RIGHT:
            return f"{charset.right} {learner.typed}", Role.GOOD
        case Outcome.WRONG:
            return f"{charset.wrong} {learner.typed}", Role.WARNING
        case Outcome.SKIPPED:
            return f"{charset.dash} skipped", Role.LABEL
        case None:
            return "", Role.PLAIN


def _state(one: Listed, now: float) -> str:
    learner = one.learner
    match one.state:
        case State.HAND:
            return f"hand up {minutes(now - (learner.hand or now))}"
        case State.STUCK:
            return f"stuck, {learner.wrong} wrong"
        case State.LOST | State.LEFT:
            return str(one.state.value)
        case State.IDLE:
            return f"idle {minutes(learner.idle_for(now))}"
        case State.HERE:
            return "plays" if learner.playing else ""


def _fit(text: str, width: int, charset: Charset) -> str:
    if cells_wide(text) > width:
        text = cut(text, width - len(charset.dots)) + charset.dots
    return filled(text, width)
