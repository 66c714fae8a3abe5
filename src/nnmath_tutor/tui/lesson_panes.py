"""Where the parts of a frame stand on a lesson's screen, and what of them is under the mouse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Footer

from nnmath_tutor.drawing import CellRef, Charset, Role, TextPart, TimePart, ref_at, row_text
from nnmath_tutor.play import Frame
from nnmath_tutor.scenes import draw_picture
from nnmath_tutor.tui.rows_view import RowsView
from nnmath_tutor.tui.time_view import TimeView

if TYPE_CHECKING:
    from textual.screen import Screen


class LessonPanes:
    """The panes of a screen, by name; `LAYOUT` says where each has its place."""

    def __init__(self, screen: Screen[None], charset: Charset) -> None:
        self._screen = screen
        self._charset = charset
        self._measured: object = None

    def compose(self) -> ComposeResult:
        """From top to bottom; on a wide screen code and plot stand at the right."""
        yield RowsView(self._charset, id="head")
        with Container(id="body"):
            with Container(id="left"):
                yield RowsView(self._charset, id="prose")
                yield RowsView(self._charset, id="verse")
                yield RowsView(self._charset, id="picture")
            yield RowsView(self._charset, id="code")
            with Container(id="measures"):
                yield RowsView(self._charset, id="plot")
                yield RowsView(self._charset, id="beside")
        yield RowsView(self._charset, id="notice")
        yield TimeView(self._charset, id="time")
        yield Footer(compact=True, show_command_palette=False)

    def show(self, frame: Frame, *, plot: bool, runs: object) -> None:
        """Give every pane its part, but for the time bar.

        `plot` tells whether that is to be seen; `runs` what its curves follow besides the place.
        """
        self._screen.set_class(plot, "-plot")
        self._screen.set_class(frame.notice is not None, "-notice")
        self._pane("head").show_part(frame.head)
        self._pane("prose").show_part(frame.prose)
        self._pane("verse").show_part(frame.verse)
        self._pane("picture").show(partial(draw_picture, frame.picture))
        self._pane("code").show_part(frame.code)
        self._show_measures(frame, plot, runs)
        self._pane("notice").show_part(frame.notice)

    def _show_measures(self, frame: Frame, plot: bool, runs: object) -> None:
        """Plot and what stands beside it. Cell by cell they stay as they are."""
        here = frame.cursor.position
        seen = (plot, here.epoch, here.line, here.level, runs)
        if seen == self._measured:
            return
        self._measured = seen
        self._screen.set_class(frame.beside is not None, "-beside")
        for name, picture in (("plot", frame.plot), ("beside", frame.beside)):
            painter = partial(draw_picture, picture) if plot and picture is not None else None
            self._pane(name).show(painter)

    def show_time(self, part: TimePart) -> None:
        """The time bar."""
        self._pane("time").show_part(part)

    def say(self, text: str) -> None:
        """Something in the time bar's place, until that is shown again."""
        self._pane("time").show_part(TextPart((text,), Role.CURSOR))

    @property
    def line_width(self) -> int:
        """How many characters stand in the time bar's place."""
        return self._pane("time").content_size.width

    def word_at(self, x: int, y: int) -> tuple[str, int] | None:
        """The row of the prose at a cell of the screen, and the column in it; None: no prose."""
        prose = self._pane("prose")
        if not prose.content_region.contains(x, y):
            return None
        row = prose.rows[y - prose.content_region.y :][:1]
        return "".join(map(row_text, row)), x - prose.content_region.x

    def cell_at(self, x: int, y: int) -> CellRef | None:
        """The number of the picture at a cell of the screen."""
        pane = self._pane("picture")
        if not pane.content_region.contains(x, y):
            return None
        return ref_at(pane.rows, x - pane.content_region.x, y - pane.content_region.y)

    def _pane(self, name: str) -> RowsView:
        return self._screen.query_one(f"#{name}", RowsView)
