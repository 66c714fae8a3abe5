"""Which lessons are open: a box a lesson, carried out all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer

from nnmath_tutor.drawing import CellRef, Charset, Role, Row, Rows, Size, Span, ref_at
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.lesson import Lesson
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.rows_view import RowsView
from nnmath_tutor.workshop.console.board_rows import people
from nnmath_tutor.workshop.console.live_screen import Desk, LiveScreen

LESSON = "a lesson"
TOLD = "[x] is open to learners. Who is in a lesson that closes goes back to the map."
KEYS: list[BindingType] = [
    Binding("up,k", "move(-1)", "Up", show=False),
    Binding("down,j,tab", "move(1)", "Down", show=False),
    Binding("space,x", "switch", "Open or close", key_display="space"),
    Binding("o", "all(True)", "Open all"),
    Binding("c", "all(False)", "Close all"),
    Binding("enter", "apply", "Do it", key_display="enter"),
    Binding("question_mark,f1", "keys", "Keys", key_display="?"),
    Binding("q,escape", "back", "Back", key_display="q"),
]


class LockScreen(LiveScreen["Sequence[str] | bool"]):
    """Comes to the lessons that are to be open, or to False if nothing is to change."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    DEFAULT_CSS = """
    LockScreen { layout: vertical; }
    LockScreen #head { height: 1; padding: 0 1; background: $panel; }
    LockScreen #list { height: 1fr; padding: 0 1; }
    LockScreen #line { height: 1; padding: 0 1; background: $panel; }
    """

    def __init__(self, desk: Desk, lessons: Sequence[Lesson]) -> None:
        super().__init__(desk)
        self._lessons = tuple(lessons)
        now = self._room.lessons
        self.open = {one.id for one in lessons if now is None or one.id in now}
        self._chosen = 0
        self._top = 0

    def compose(self) -> ComposeResult:
        """What this is, the lessons, what would follow, the keys."""
        for name in ("head", "list", "line"):
            yield RowsView(self._charset, id=name)
        yield Footer(compact=True, show_command_palette=False)

    def show_room(self) -> None:
        """The boxes, and how many learners are in each lesson."""
        inside = {one.id: 0 for one in self._lessons}
        for learner in self._room.here.values():
            if learner.lesson in inside:
                inside[learner.lesson] += 1
        pane = self.pane("list")
        room = max(pane.content_size.height, 1)
        self._top = min(max(self._top, self._chosen - room + 1), self._chosen)
        pane.show(partial(_rows, self._lessons, self.open, inside, self._top, self._chosen))
        self.pane("head").show(partial(_head))
        leave = sum(number for lesson, number in inside.items() if lesson not in self.open)
        told = f"{len(self.open)} of {len(self._lessons)} open."
        if leave:
            goes = "goes" if leave == 1 else "go"
            told += f" {people(leave)} {goes} back to the map."
        self.say(told)

    def action_move(self, by: int) -> None:
        """Choose another lesson."""
        self._chosen = min(max(self._chosen + by, 0), max(len(self._lessons) - 1, 0))
        self.show_room()

    def action_switch(self) -> None:
        """Open or close the chosen one."""
        if self._lessons:
            self.open ^= {self._lessons[self._chosen].id}
            self.show_room()

    def action_all(self, opened: bool) -> None:
        """All, or none."""
        self.open = {one.id for one in self._lessons} if opened else set()
        self.show_room()

    def action_apply(self) -> None:
        """Carry it out."""
        self.dismiss([one.id for one in self._lessons if one.id in self.open])

    def action_back(self) -> None:
        """Leave all as it is."""
        self.dismiss(False)

    def action_keys(self) -> None:
        """Every key of this screen."""
        self.app.push_screen(HelpScreen(KEYS, TOLD))

    def on_click(self, event: events.Click) -> None:
        """A click opens or closes."""
        pane = self.pane("list")
        x, y = int(event.screen_x), int(event.screen_y)
        if pane.content_region.contains(x, y):
            ref = ref_at(pane.rows, x - pane.content_region.x, y - pane.content_region.y)
            if ref is not None:
                self._chosen = ref.index[0]
                self.action_switch()


def _head(size: Size, charset: Charset) -> Rows:
    return (clip_row(line(Span(TOLD, Role.TITLE)), size.width, charset.dots),)


def _rows(
    lessons: Sequence[Lesson],
    opened: set[str],
    inside: Mapping[str, int],
    top: int,
    chosen: int,
    size: Size,
    charset: Charset,
) -> Rows:
    rows: list[Row] = []
    for index, one in enumerate(lessons[top : top + size.height], top):
        of = CellRef(LESSON, (index,))
        here, free = index == chosen, one.id in opened
        number = inside[one.id]
        row = line(
            Span(f"{charset.pointer if here else ' '} ", Role.CURSOR, of),
            Span("[x] " if free else "[ ] ", Role.GOOD if free else Role.DIM, of),
            Span(one.title, Role.STRONG if free else Role.DIM, of),
            Span(f"  {number} here" if number else "", Role.LABEL, of),
        )
        rows.append(clip_row(row, size.width, charset.dots))
    return tuple(rows)
