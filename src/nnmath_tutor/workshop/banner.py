"""The line of the presenter's at the top of a screen. It takes a row, and covers nothing."""

from __future__ import annotations

from nnmath_tutor.drawing import Charset, Role, TextPart
from nnmath_tutor.tui.rows_view import RowsView


class Banner(RowsView):
    """One row, or as many as a long message takes."""

    DEFAULT_CSS = """
    Banner { dock: top; height: auto; max-height: 40%; padding: 0 1; background: $primary 30%; }
    Banner:ansi { text-style: bold; }
    """

    def __init__(self, charset: Charset, text: str) -> None:
        super().__init__(charset)
        self.tell(text)

    def tell(self, text: str) -> None:
        """Say this, as plain text, whatever it looks like."""
        self.show_part(TextPart((text,), Role.CURSOR))
