"""What the screens of the console share: they are told when the room has changed."""

from __future__ import annotations

from typing import Protocol, TypeVar

from textual.screen import Screen

from nnmath_tutor.drawing import Charset, Role, TextPart
from nnmath_tutor.tui.rows_view import RowsView
from nnmath_tutor.workshop.console.deeds import Deeds
from nnmath_tutor.workshop.console.stage import Stage
from nnmath_tutor.workshop.room import Room

Result = TypeVar("Result")


class Desk(Protocol):
    """What every screen of the console is given."""

    stage: Stage
    deeds: Deeds
    charset: Charset
    projecting: bool


class LiveScreen(Screen[Result]):
    """`show_room` is called at most twice a second, and after each deed of the presenter's."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._charset = desk.charset

    @property
    def _room(self) -> Room:
        return self._desk.stage.room

    def show_room(self) -> None:
        """Show everybody as they are now."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show what there is."""
        self.show_room()

    def on_resize(self) -> None:
        """What fits depends on the size."""
        self.call_after_refresh(self.show_room)

    def say(self, sentence: str) -> None:
        """Tell the presenter something, in the line at the bottom."""
        self.pane("line").show_part(TextPart((sentence or " ",), Role.CURSOR))

    def pane(self, name: str) -> RowsView:
        """One of the parts of the screen."""
        return self.query_one(f"#{name}", RowsView)
