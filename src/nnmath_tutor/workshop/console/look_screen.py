"""A learner's screen as it is, to be seen and not to be touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Footer

from nnmath_tutor.drawing import Role, TextPart
from nnmath_tutor.tui.rows_view import RowsView
from nnmath_tutor.workshop.console.live_screen import Desk, LiveScreen
from nnmath_tutor.workshop.fields import Span
from nnmath_tutor.workshop.protocol import Screen

Seen = Sequence[Sequence[Span]]
STEP = 8  # columns


class SeenView(Widget):
    """Spans of text and style as another screen had them."""

    DEFAULT_CSS = "SeenView { height: 1fr; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._rows: Seen = ()
        self._left = self._top = 0

    def show(self, rows: Seen, left: int, top: int) -> None:
        """Show these, from a column and a row on; only what differs is sent."""
        moved = (left, top) != (self._left, self._top)
        before, self._rows, self._left, self._top = self._rows, rows, left, top
        if moved or len(before) != len(rows):
            self.refresh()
            return
        for y, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new and 0 <= y - top < self.size.height:
                self.refresh(Region(0, y - top, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """A row of that screen."""
        width = self.size.width
        row = self._rows[y + self._top] if y + self._top < len(self._rows) else ()
        strip = Strip([Segment(text, Style.parse(style)) for text, style in row])
        return strip.crop(self._left).adjust_cell_length(width, self.rich_style)


class LookScreen(LiveScreen[None]):
    """Asks first; then shows what the learner sees, until one of the two ends it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", "Left", show=False),
        Binding("right", "move(1, 0)", "Right", show=False),
        Binding("up", "move(0, -1)", "Up", show=False),
        Binding("down", "move(0, 1)", "Down", show=False),
        Binding("q,escape,enter", "back", "Back to the room", key_display="q"),
    ]

    DEFAULT_CSS = """
    LookScreen { layout: vertical; }
    LookScreen #line { height: 1; padding: 0 1; background: $panel; }
    """

    def __init__(self, desk: Desk, key: str, name: str) -> None:
        super().__init__(desk)
        self.key, self._name = key, name
        self._left = self._top = 0

    def compose(self) -> ComposeResult:
        """Whose it is, and what is on it."""
        yield RowsView(self._charset, id="line")
        yield SeenView()
        yield Footer(compact=True, show_command_palette=False)

    def show_room(self) -> None:
        """The screen as it is now; back to the room if it isn't to be seen any more."""
        room = self._room
        if room.looking != self.key:
            self.dismiss(None)
            return
        screen = room.screen
        if screen is None:
            learner = room.learners[self.key]
            asked = "" if learner.shows else " was asked, and has not agreed yet"
            told = f"{self._name}{asked or ' agreed'}. q goes back."
        else:
            told = f"The screen of {self._name}, as it is{_size(screen)}. You only look."
        self.pane("line").show_part(TextPart((told,), Role.TITLE))
        self.query_one(SeenView).show(screen.rows if screen else (), self._left, self._top)

    def action_move(self, x: int, y: int) -> None:
        """Another part of a screen that is larger than this one."""
        screen, view = self._room.screen, self.query_one(SeenView)
        if screen is not None:
            widest = max((sum(len(text) for text, _ in row) for row in screen.rows), default=0)
            self._left = min(max(self._left + STEP * x, 0), max(widest - view.size.width, 0))
            self._top = min(max(self._top + y, 0), max(len(screen.rows) - view.size.height, 0))
            self.show_room()

    def action_back(self) -> None:
        """Look no longer."""
        self._desk.deeds.look_away()
        self.dismiss(None)


def _size(screen: Screen) -> str:
    widest = max((sum(len(text) for text, _ in row) for row in screen.rows), default=0)
    return f" ({widest} x {len(screen.rows)})"
