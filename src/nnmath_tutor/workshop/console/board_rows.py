"""What stands above the table: how to join, how many are here, what holds for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from nnmath_tutor.drawing import Charset, Role, Row, Rows, Size, Span, row_width
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.workshop.console.order import Titles
from nnmath_tutor.workshop.console.stage import Invited
from nnmath_tutor.workshop.present import State
from nnmath_tutor.workshop.room import Room

ROOMY = 16  # rows of the screen from which on all of it has room


def people(number: int) -> str:
    """`1 learner`, `12 learners`."""
    return f"{number} learner{'' if number == 1 else 's'}"


def counted(room: Room, now: float) -> str:
    """How many are here, and how they are doing, most urgent first."""
    states = Counter(one.state(now) for one in room.learners.values())
    told = [f"{len(room.here)} here"]
    hands, stuck = states[State.HAND], states[State.STUCK]
    if hands:
        told.append(f"{hands} hand{'' if hands == 1 else 's'} up")
    for number, word in (
        (stuck, "stuck"),
        (states[State.IDLE], "idle"),
        (states[State.LOST], "lost"),
    ):
        if number:
            told.append(f"{number} {word}")
    return ", ".join(told)


def holding(room: Room, titles: Titles) -> tuple[str, ...]:
    """What the presenter has set for all, in a few words each."""
    told = []
    if room.leading is not None:
        lesson, step = room.leading.lesson, room.leading.step
        told.append(f"All are gathered: {titles.lesson(lesson)}, {titles.step(lesson, step)}.")
    if room.polling is not None and not room.polling.ended:
        told.append(f"Asked: {len(room.polling.answers)} of {len(room.here)} answered.")
    if room.lessons is not None:
        number = len(room.lessons)
        told.append(f"{number} lesson{'' if number == 1 else 's'} open.")
    if not room.skipping:
        told.append("No one skips.")
    return tuple(told)


def board_rows(
    room: Room,
    invited: Invited,
    titles: Titles,
    preparing: str,
    now: float,
    height: int,
    size: Size,
    charset: Charset,
) -> Rows:
    """The board at the top of a screen that is `height` rows high."""
    title = line(Span("Workshop", Role.TITLE), "  ", Span(counted(room, now), Role.STRONG))
    first, *others = invited.lines
    rows: list[Row] = [title, *_joined(first, invited.code, size.width)]
    if height >= ROOMY:
        rows += [line(Span(f"or  {other}", Role.LABEL)) for other in others[:2]]
        rows.append(line(Span(f"host key  {invited.fingerprint}", Role.LABEL)))
        if invited.opens:
            rows.append(
                line(
                    Span("This machine only; for the room: ", Role.LABEL),
                    Span(invited.opens, Role.STRONG),
                )
            )
        if invited.warning:
            rows.append(line(Span(invited.warning, Role.WARNING)))
    told = " ".join((*([preparing] if preparing else []), *holding(room, titles)))
    if told:
        rows.append(line(Span(told, Role.CURSOR)))
    return tuple(clip_row(row, size.width, charset.dots) for row in rows)


def _joined(typed: str, code: str, width: int) -> Iterable[Row]:
    """What to type and the code: on one line, where there is room."""
    command, told = Span(typed, Role.STRONG), Span("code ", Role.LABEL)
    word = Span(code, Role.STRONG)
    both = line(command, "   ", told, word)
    return (both,) if row_width(both) <= width else (line(command), line(told, word))
