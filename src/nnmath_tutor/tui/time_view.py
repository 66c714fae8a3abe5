"""The time bar under the mouse: click a level, click a place in time, drag along."""

from __future__ import annotations

from textual import events
from textual.message import Message

from nnmath_tutor.drawing import TimeDrag, TimePart
from nnmath_tutor.tui.rows_view import RowsView


class TimeView(RowsView):
    """Shows a time bar and tells what the mouse asks of it."""

    class Chosen(Message):
        """A level's name, or a place in time. A newer one replaces one not yet seen to."""

        def __init__(self, hit: str | int) -> None:
            super().__init__()
            self.hit = hit

        def can_replace(self, message: Message) -> bool:
            """A flood of moves is one move, to where it has come."""
            return isinstance(message, TimeView.Chosen)

    _drag: TimeDrag | None = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the bar as it is now: what a place on it means stays the same."""
        if isinstance(self.part, TimePart):
            self._drag = TimeDrag(self.part, self.content_size.width, self._charset)
            self._choose(self._drag.hit(event.x - self.gutter.left))
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Along the bar, or beyond it, with the button down."""
        if self._drag is not None:
            self._choose(self._drag.dragged(event.x - self.gutter.left))

    def on_mouse_up(self) -> None:
        """Let go."""
        if self._drag is not None:
            self._drag = None
            self.release_mouse()

    def _choose(self, hit: str | int | None) -> None:
        if hit is not None:
            self.post_message(self.Chosen(hit))
