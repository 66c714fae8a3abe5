"""The room: how to join, everybody live, and the keys that lead."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Footer

from nnmath_tutor.drawing import CellRef, ref_at
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.line_entry import LineEntry, shown_end
from nnmath_tutor.tui.rows_view import RowsView
from nnmath_tutor.workshop.console.board_rows import board_rows, people
from nnmath_tutor.workshop.console.live_screen import Desk, LiveScreen
from nnmath_tutor.workshop.console.news import news
from nnmath_tutor.workshop.console.order import ORDERS, Listed, Order, listed
from nnmath_tutor.workshop.console.projector_rows import invitation_rows
from nnmath_tutor.workshop.console.room_keys import INTRODUCTION, KEYS
from nnmath_tutor.workshop.console.table_rows import COLUMN, Table, first_shown, table_rows
from nnmath_tutor.workshop.names import LONGEST_TEXT, clean_text
from nnmath_tutor.workshop.present import Present

EMPTY = "Nobody is here yet. Show them the line at the top; p makes it large."
NOT_ON_THE_WALL = "Not while the projector is on: everyone would see it. p ends it."
CHOOSE_FIRST = "Choose a learner first, with up and down."


class RoomScreen(LiveScreen[None]):
    """A board above, a line a learner, a line for what was done, the keys."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    DEFAULT_CSS = """
    RoomScreen { layout: vertical; }
    RoomScreen #board { height: auto; padding: 0 1; background: $panel; }
    RoomScreen #table { height: 1fr; padding: 0 1; }
    RoomScreen #wall { height: 1fr; padding: 0 1; display: none; }
    RoomScreen #line { height: 1; padding: 0 1; background: $panel; }
    RoomScreen.-projector #board, RoomScreen.-projector #table { display: none; }
    RoomScreen.-projector #wall { display: block; }
    """

    class Wanted(Message):
        """The presenter wants another screen: `lead`, `ask`, `lock`, `look` or `project`."""

        def __init__(self, what: str, learner: Present | None = None) -> None:
            super().__init__()
            self.what = what
            self.learner = learner

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.order = Order.STATE
        self.wanted = ""  # what is looked for
        self.chosen: str | None = None
        self._first = 0
        self._table: Table | None = None
        self._entry: LineEntry | None = None
        self._entered: Callable[[str | None], str] = lambda _: ""
        self._typing: Callable[[str], None] = lambda _: None
        self._seen = self._room
        self._news = ""

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        for name in ("board", "table", "wall", "line"):
            yield RowsView(self._charset, id=name)
        yield Footer(compact=True, show_command_palette=False)

    # what is to be seen -------------------------------------------------------------------------

    def show_room(self) -> None:
        """Show everybody as they are now."""
        stage, room = self._desk.stage, self._room
        self.set_class(self._desk.projecting, "-projector")
        told = news(self._seen, room)
        self._seen = room
        if self._desk.projecting:
            here = f"{people(len(room.here))} {'is' if len(room.here) == 1 else 'are'} here."
            told = stage.preparing or (here if room.here else "")
            self.pane("wall").show(partial(invitation_rows, stage.invited, told))
            self._show_line()
            return
        self._news = told or self._news
        now = stage.now()
        titles = self._desk.deeds.titles
        everyone = listed(room.learners, titles, self.order, self.wanted, now)
        self._keep_chosen(everyone)
        self.pane("board").show(
            partial(board_rows, room, stage.invited, titles, stage.preparing, now, self.size.height)
        )
        none = f"Nobody matches {self.wanted!r}. Esc shows everyone." if self.wanted else EMPTY
        self._table = Table(everyone, titles, self.order, self.chosen, now, none)
        pane = self.pane("table")
        self._first = first_shown(self._table, pane.content_size.height, self._first)
        pane.show(partial(table_rows, self._table, self._first))
        self._show_line()

    def say(self, sentence: str) -> None:
        """Tell the presenter something, until something else happens."""
        self._news = sentence
        self._show_line()

    def _show_line(self) -> None:
        if self._entry is not None:
            width = self.pane("line").content_size.width
            super().say(shown_end(self._entry.line, width))
        elif self._desk.projecting:
            super().say("")
        elif self.wanted and self._table is not None:
            shown, here = len(self._table.listed), len(self._room.learners)
            super().say(f"{shown} of {here} shown: {self.wanted!r}. Esc shows all. {self._news}")
        else:
            super().say(self._news)

    def _keep_chosen(self, everyone: tuple[Listed, ...]) -> None:
        keys = [one.key for one in everyone]
        if self.chosen not in keys:
            self.chosen = keys[0] if keys else None

    # whom ---------------------------------------------------------------------------------------

    @property
    def learner(self) -> Present | None:
        """Who is chosen."""
        return self._room.learners.get(self.chosen) if self.chosen is not None else None

    def action_move(self, by: int) -> None:
        """Choose another learner."""
        keys = self._keys
        if self.chosen in keys:
            self._choose(keys[min(max(keys.index(self.chosen) + by, 0), len(keys) - 1)])

    def action_page(self, by: int) -> None:
        """Choose another, a page away."""
        self.action_move(by * max(self.pane("table").content_size.height - 2, 1))

    def action_edge(self, end: int) -> None:
        """Choose the first, or the last."""
        keys = self._keys
        if keys:
            self._choose(keys[end])

    @property
    def _keys(self) -> list[str]:
        return [one.key for one in self._table.listed] if self._table is not None else []

    def _choose(self, key: str) -> None:
        self.chosen = key
        self.show_room()

    def action_sort(self, by: int) -> None:
        """By another column."""
        self._sort(ORDERS[(ORDERS.index(self.order) + by) % len(ORDERS)])

    def _sort(self, order: Order) -> None:
        self.order = order
        self._first = 0
        self.show_room()
        self.say(f"Sorted by {order.value}.")

    def action_filter(self) -> None:
        """Show only those that something typed is found in."""

        def find(text: str) -> None:
            self.wanted = clean_text(text)
            self.show_room()

        def entered(text: str | None) -> str:
            find(text or "")
            return ""

        self._ask("Show only (name, lesson, state):", entered, find)

    def action_all(self) -> None:
        """Show everyone again."""
        self.wanted = ""
        self.show_room()

    # what the presenter does --------------------------------------------------------------------

    def action_gather(self) -> None:
        """Take everyone to a lesson."""
        self.post_message(self.Wanted("lead"))

    def action_release(self) -> None:
        """Let everyone go."""
        self._told(self._desk.deeds.release())

    def action_ask(self) -> None:
        """Ask everyone a question."""
        self.post_message(self.Wanted("ask"))

    def action_lock(self) -> None:
        """Choose the lessons that are open."""
        self.post_message(self.Wanted("lock"))

    def action_skipping(self) -> None:
        """No one skips, or everyone may."""
        self._told(self._desk.deeds.skipping())

    def action_message(self) -> None:
        """Write to everyone."""
        if not self._room.here:
            self.say(self._desk.deeds.tell("?"))
            return
        self._ask(f"To {people(len(self._room.here))}:", partial(self._tell, None))

    def action_message_one(self) -> None:
        """Write to the chosen learner."""
        learner = self._one()
        if learner is not None:
            self._ask(f"To {learner.name}:", partial(self._tell, learner.name))

    def _tell(self, name: str | None, text: str | None) -> str:
        if text is None:
            return "Nothing was sent."
        if name is None:
            return self._desk.deeds.tell(text)
        learner = next((one for one in self._room.learners.values() if one.name == name), None)
        return self._desk.deeds.tell(text, learner) if learner else f"{name} is not here any more."

    def action_lower(self) -> None:
        """The presenter has been there."""
        learner = self._one()
        if learner is not None:
            self._told(self._desk.deeds.lower(learner))

    def action_look(self) -> None:
        """See the screen of the chosen learner."""
        learner = self._one()
        if learner is not None:
            told = self._desk.deeds.look(learner)
            if told:
                self.say(told)
            else:
                self.post_message(self.Wanted("look", learner))

    def action_project(self) -> None:
        """For the wall, or back."""
        self.post_message(self.Wanted("project"))

    def action_keys(self) -> None:
        """Every key of this screen."""
        self.app.push_screen(HelpScreen(KEYS, INTRODUCTION))

    def ask_to_quit(self, leave: Callable[[], None]) -> None:
        """Ask once whether to end the workshop for everyone."""
        self._entry = LineEntry(f"End the workshop for {people(len(self._room.here))}? y or n:")

        def entered(text: str | None) -> str:
            if (text or "").casefold() in ("y", "yes"):
                leave()
                return "The workshop ends."
            return "The workshop goes on."

        def typing(text: str) -> None:
            """One letter is the answer, without Enter."""
            self._entry = None
            self.say(entered(text))

        self._entered, self._typing = entered, typing
        self._show_line()

    def _one(self) -> Present | None:
        """The chosen learner, if one may be spoken of by name just now."""
        if self._desk.projecting:
            self.say(NOT_ON_THE_WALL)
            self.app.notify(NOT_ON_THE_WALL, markup=False)
            return None
        if self.learner is None:
            self.say(CHOOSE_FIRST if self._room.learners else EMPTY)
        return self.learner

    def _told(self, sentence: str) -> None:
        self.show_room()
        self.say(sentence)
        if self._desk.projecting:
            self.app.notify(sentence, markup=False)

    # typing -------------------------------------------------------------------------------------

    def _ask(
        self,
        question: str,
        entered: Callable[[str | None], str],
        typing: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._entry = LineEntry(question, longest=LONGEST_TEXT)
        self._entered, self._typing = entered, typing
        self._show_line()

    def on_key(self, event: events.Key) -> None:
        """While something is typed all keys go there."""
        if self._entry is None:
            return
        event.stop()
        event.prevent_default()
        self._type(self._entry.press(event.key, event.character))

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is typed, on one line."""
        if self._entry is not None:
            entry = self._entry
            for character in clean_text(event.text):
                entry = entry.press(character, character)
            self._type(entry)

    def _type(self, entry: LineEntry) -> None:
        before, self._entry = self._entry, None if entry.closed else entry
        if entry.closed:
            self._told(self._entered(entry.entered))
        elif before is not None and entry.text != before.text:
            self._typing(entry.text)
        self._show_line()

    # the mouse ----------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click chooses a learner, one more sees their screen; one on a column sorts by it."""
        pane = self.pane("table")
        x, y = int(event.screen_x), int(event.screen_y)
        if self._table is None or not pane.content_region.contains(x, y):
            return
        region = pane.content_region
        ref = ref_at(pane.rows, x - region.x, y - region.y)
        if isinstance(ref, CellRef) and ref.name == COLUMN:
            self._sort(ORDERS[ref.index[0]])
        elif isinstance(ref, CellRef) and ref.index[0] < len(self._table.listed):
            key = self._table.listed[ref.index[0]].key
            if key == self.chosen:
                self.action_look()
            else:
                self._choose(key)

    def on_mouse_scroll_down(self) -> None:
        """The next learner."""
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        """The one before."""
        self.action_move(-1)
