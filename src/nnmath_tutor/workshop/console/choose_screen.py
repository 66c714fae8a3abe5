"""One of many, found by typing a part of it: a lesson to gather in, a question to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from nnmath_tutor.drawing import (
    CellRef,
    Charset,
    ProsePart,
    Role,
    Row,
    Rows,
    Size,
    Span,
    TextPart,
    ref_at,
)
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.tui.rows_view import RowsView

CHOICE = "a choice"
KEYS_TOLD = "enter: choose   esc: back   type to find"
ERASE = ("backspace",)


@dataclass(frozen=True, slots=True)
class Choice:
    """`key` is what comes of it; `title` is what it is found by; `note` says a little more."""

    key: tuple[str, ...]
    title: str
    note: str = ""
    about: str = ""


class ChooseScreen(Screen["tuple[str, ...] | None"]):
    """Comes to the key of what was chosen, or to None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", priority=True),
        Binding("down,tab", "move(1)", "Down", priority=True),
        Binding("enter", "choose", "Choose", priority=True),
        Binding("escape", "back", "Back", priority=True),
    ]

    DEFAULT_CSS = """
    ChooseScreen { layout: vertical; }
    ChooseScreen #choose-head { height: 1; padding: 0 1; background: $panel; }
    ChooseScreen #choose-list { height: 1fr; padding: 0 1; }
    ChooseScreen #choose-about { height: auto; max-height: 4; padding: 0 1; }
    ChooseScreen #choose-line { height: 1; padding: 0 1; background: $panel; }
    ChooseScreen #choose-keys { height: 1; padding: 0 1; }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        charset: Charset,
        first: tuple[str, ...] | None = None,
    ) -> None:
        """`first` is chosen to begin with."""
        super().__init__()
        self._title_told = title
        self._choices = tuple(choices)
        self._charset = charset
        self.text = ""
        self._chosen = next((i for i, one in enumerate(choices) if one.key == first), 0)
        self._top = 0

    def compose(self) -> ComposeResult:
        """What is asked, the list, what the chosen one is about, what was typed, the keys."""
        for name in ("head", "list", "about", "line", "keys"):
            yield RowsView(self._charset, id=f"choose-{name}")

    def on_mount(self) -> None:
        """Show the list."""
        self._pane("head").show_part(TextPart((self._title_told,), Role.TITLE))
        self._pane("keys").show_part(TextPart((KEYS_TOLD,), Role.DIM))
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """What fits depends on the size."""
        self.call_after_refresh(self._show)

    @property
    def found(self) -> tuple[Choice, ...]:
        """What matches the words typed."""
        words = self.text.casefold().split()
        return tuple(one for one in self._choices if all(word in _said(one) for word in words))

    def _show(self) -> None:
        found, pane = self.found, self._pane("list")
        self._chosen = min(self._chosen, max(len(found) - 1, 0))
        room = max(pane.content_size.height, 1)
        self._top = min(max(self._top, self._chosen - room + 1), self._chosen)
        pane.show(partial(_rows, found, self._top, self._chosen))
        about = found[self._chosen].about if found else f"Nothing has {self.text!r} in it."
        self._pane("about").show_part(ProsePart(about) if about else None)
        self._pane("line").show_part(TextPart((f"Find: {self.text}_",), Role.CURSOR))

    def action_move(self, by: int) -> None:
        """Choose another."""
        self._chosen = min(max(self._chosen + by, 0), max(len(self.found) - 1, 0))
        self._show()

    def action_choose(self) -> None:
        """This one."""
        found = self.found
        if found:
            self.dismiss(found[self._chosen].key)

    def action_back(self) -> None:
        """None of them; first what was typed goes."""
        if self.text:
            self._type("")
        else:
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Letters find, Backspace takes them back."""
        if event.key in ERASE:
            self._type(self.text[:-1])
        elif event.key in ("pageup", "pagedown"):
            page = max(self._pane("list").content_size.height - 1, 1)
            self.action_move(page if event.key == "pagedown" else -page)
        elif event.character is not None and event.character.isprintable():
            self._type(self.text + event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def _type(self, text: str) -> None:
        kept = self.found[self._chosen].key if self.found else None
        self.text = text[:60]
        self._chosen = next((i for i, one in enumerate(self.found) if one.key == kept), 0)
        self._show()

    def on_click(self, event: events.Click) -> None:
        """A click chooses, one more takes it."""
        pane = self._pane("list")
        x, y = int(event.screen_x), int(event.screen_y)
        if not pane.content_region.contains(x, y):
            return
        ref = ref_at(pane.rows, x - pane.content_region.x, y - pane.content_region.y)
        if ref is None or ref.index[0] >= len(self.found):
            return
        if ref.index[0] == self._chosen:
            self.action_choose()
        else:
            self._chosen = ref.index[0]
            self._show()

    def on_mouse_scroll_down(self) -> None:
        """Down."""
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        """Up."""
        self.action_move(-1)

    def _pane(self, name: str) -> RowsView:
        return self.query_one(f"#choose-{name}", RowsView)


def _said(choice: Choice) -> str:
    return f"{choice.title} {choice.note}".casefold()


def _rows(found: Sequence[Choice], top: int, chosen: int, size: Size, charset: Charset) -> Rows:
    rows: list[Row] = []
    for index, one in enumerate(found[top : top + size.height], top):
        of = CellRef(CHOICE, (index,))
        here = index == chosen
        note = Span(f"  {one.note}" if one.note else "", Role.LABEL, of)
        row = line(
            Span(f"{charset.pointer if here else ' '} ", Role.CURSOR, of),
            Span(one.title, Role.STRONG if here else Role.PLAIN, of),
            note,
        )
        rows.append(clip_row(row, size.width, charset.dots))
    return tuple(rows)
