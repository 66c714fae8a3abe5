"""The presenter's lines at the top of a screen. They take rows, and cover nothing."""

from __future__ import annotations

from nnmath_tutor.drawing import Charset, Role, TextPart
from nnmath_tutor.tui.rows_view import RowsView


class Banner(RowsView):
    """As many rows as there are lines, or as a long message takes."""

    DEFAULT_CSS = """
    Banner { dock: top; height: auto; max-height: 40%; padding: 0 1; background: $primary 30%; }
    Banner:ansi { text-style: bold; }
    """

    def __init__(self, charset: Charset, lines: tuple[str, ...]) -> None:
        super().__init__(charset)
        self.tell(lines)

    def tell(self, lines: tuple[str, ...]) -> None:
        """Say this, as plain text, whatever it looks like."""
        self.show_part(TextPart(lines, Role.CURSOR))
