"""The reference over whatever is on the screen: search, read, follow, and back to where one was."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from nnmath_tutor.drawing import Charset, ref_at
from nnmath_tutor.play import BROWSE_KEYS, Browse
from nnmath_tutor.tui.messages import LessonWanted
from nnmath_tutor.tui.reference_rows import HIT, reference_rows
from nnmath_tutor.tui.rows_view import RowsView

WHEEL = 3  # rows a turn


class ReferenceScreen(Screen[None]):
    """Shows where a `Browse` is. Every key but Textual's own goes to it: one types at once."""

    DEFAULT_CSS = """
    ReferenceScreen RowsView { padding: 0 1; }
    """

    def __init__(self, browse: Browse, titles: dict[str, str], charset: Charset) -> None:
        super().__init__()
        self._browse = browse
        self._titles = titles
        self._charset = charset

    @property
    def browse(self) -> Browse:
        """Where the learner is in it."""
        return self._browse

    def compose(self) -> ComposeResult:
        """One view takes all the room."""
        yield RowsView(self._charset, id="reference")

    def on_mount(self) -> None:
        """The list, or the page that was asked for."""
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Type, choose, open, follow, go back."""
        if self._browse.closed:  # it came in one packet with the key that closed it
            self.app.post_message(events.Key(event.key, event.character))
        elif event.key in BROWSE_KEYS or event.is_printable:
            self._go(self._browse.press(event.key, event.character))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Open an entry of the list, follow a link of the page."""
        view = self._view
        x, y = int(event.screen_x) - view.content_region.x, int(event.screen_y)
        ref = ref_at(view.rows, x, y - view.content_region.y)
        if ref is not None and not self._browse.closed:
            (index,) = ref.index
            browse = self._browse
            self._go(browse.open_hit(index) if ref.name == HIT else browse.follow(index))

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves the list, or the page."""
        self._go(self._browse.scrolled(WHEEL))

    def on_mouse_scroll_up(self) -> None:
        """And back."""
        self._go(self._browse.scrolled(-WHEEL))

    def _go(self, browse: Browse) -> None:
        self._browse = browse
        if not browse.closed:
            self._show()
        elif browse.wanted is None:
            self.dismiss(None)
        else:
            self.post_message(LessonWanted(browse.wanted))

    def _show(self) -> None:
        self._view.show(partial(reference_rows, self._browse, self._titles))

    @property
    def _view(self) -> RowsView:
        return self.query_one("#reference", RowsView)
