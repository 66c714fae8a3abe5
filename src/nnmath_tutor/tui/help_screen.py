"""Every key of a screen, in groups, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from nnmath_tutor.tui.mended_app import MendedApp
from nnmath_tutor.tui.reference_key import REFERENCE

NAMES = {
    "space": "space",
    "question_mark": "?",
    "full_stop": ".",
    "comma": ",",
    "colon": ":",
    "slash": "/",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left": "left",
    "right": "right",
    "up": "up",
    "down": "down",
}


def key_names(keys: str) -> str:
    """`less_than_sign,home` as a person reads it: `<  home`."""
    return "  ".join(NAMES.get(key.strip(), key.strip()) for key in keys.split(","))


class HelpScreen(ModalScreen[None]):
    """Lists the bindings it is given. Any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter,space,f1", "close", "Close"),
        REFERENCE,
    ]

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll {
        width: 66; max-width: 100%; height: auto; max-height: 100%;
        background: $panel; padding: 0 2;
    }
    HelpScreen #introduction { margin: 0 0 1 0; }
    """

    def __init__(self, bindings: Sequence[BindingType], introduction: str = "") -> None:
        super().__init__()
        self._introduction = introduction
        self._shown = [binding for binding in bindings if isinstance(binding, Binding)]

    def compose(self) -> ComposeResult:
        """A table of keys."""
        table = Table.grid(padding=(0, 2))
        everywhere = self.app.EVERYWHERE if isinstance(self.app, MendedApp) else ()
        for binding in (*everywhere, *self._shown):
            table.add_row(Text(key_names(binding.key), style="bold"), Text(binding.description))
        table.add_row(Text("ctrl+p", style="bold"), Text("Commands and themes"))
        with VerticalScroll():
            if self._introduction:
                yield Static(self._introduction, markup=False, id="introduction")
            yield Static(table)

    def action_close(self) -> None:
        """Back to where the question was asked."""
        self.dismiss(None)
