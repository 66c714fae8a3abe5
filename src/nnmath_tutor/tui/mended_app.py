"""Textual's App with a few things mended that have no public door.

Private names of Textual's are in this module and in `posix_driver` alone.

A fault of ours ends the tutor with a sentence; the traceback is for those who ask for it, and in
restricted mode for the log alone. Of a row
in which a few cells changed those cells are sent, not the row from its widget's left edge on. And a
frame that the terminal can't take yet is not queued: its regions stay dirty, and once the terminal
has caught up they are drawn as they are by then.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from rich.control import Control
from rich.segment import Segment
from rich.text import Text
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import Binding
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region

from nnmath_tutor import DEBUG_VARIABLE
from nnmath_tutor.tui.faults import Log, to_system_log, told

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from textual.css.model import RuleSet
    from textual.css.types import CSSLocation
    from textual.screen import Screen


MOST_PARSED = 512  # pieces of CSS kept parsed; the tutor has some eighty


class NarrowUpdate(ChopsUpdate):
    """The same update, each piece cropped on both sides to what changed.

    Textual 8.2 crops at the right alone (its "TODO: crop to x extents").
    """

    def render_segments(self, console: Console) -> str:
        """The changed cells as the terminal takes them: a move to each stretch, then its text."""
        sent: list[str] = []
        for y, start, stop in self.spans:
            if y >= len(self.chops):  # held back when the screen was taller
                continue
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= stop or end <= start:
                    continue
                first, last = max(x, start), min(end, stop)
                if first > x or last < end:
                    strip = strip.crop(first - x, last - x)
                sent.append(Control.move_to(first, y).segment.text)
                sent.append(strip.render(console))
        return "".join(sent)


class SharedStylesheet(Stylesheet):
    """A stylesheet that finds parsed what another app of this process has parsed before it.

    A process that was forked after such an app starts sooner, in memory that it shares.
    """

    _parsed: ClassVar[dict[tuple[object, ...], list[RuleSet]]] = {}

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        variables = tuple(sorted(self._variables.items()))
        key = (variables, css, read_from, is_default_rules, tie_breaker, scope)
        if key not in self._parsed:
            if len(self._parsed) >= MOST_PARSED:  # a theme after the other
                self._parsed.clear()
            self._parsed[key] = super()._parse_rules(
                css, read_from, is_default_rules, tie_breaker, scope
            )
        return self._parsed[key]


@runtime_checkable
class PacedDriver(Protocol):
    """A driver that knows whether the terminal has taken what was sent."""

    @property
    def free(self) -> bool:
        """Whether a frame may go out."""

    def when_free(self, then: Callable[[], None]) -> None:
        """Call `then`, once, as soon as a frame may go out."""

    def frame(self) -> AbstractContextManager[None]:
        """What is written meanwhile is one frame."""


class MendedApp(App[None]):
    """An app that sends what changed, and whose last words after a fault fit on two lines."""

    EVERYWHERE: ClassVar[Sequence[Binding]] = ()  # keys of all screens, for the page of keys
    restricted = False  # it runs on somebody else's machine: see `doors`
    fault_log: Log = staticmethod(to_system_log)  # where a restricted one tells of a fault
    fault: BaseException | None = None  # what ended the app, if it wasn't the learner
    _shows_after_batch = False  # what was held back waits for the end of a batch of changes

    def __init__(self, **options: Any) -> None:
        """The options are those of Textual's App."""
        super().__init__(**options)
        self.stylesheet = SharedStylesheet(variables=self.get_css_variables())

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if type(renderable) is ChopsUpdate:
            renderable = NarrowUpdate(renderable.chops, renderable.spans, renderable.chop_ends)
        driver = self._driver
        if renderable is None or not isinstance(driver, PacedDriver):
            super()._display(screen, renderable)
        elif self._batch_count:  # Textual would throw it away
            screen._compositor._dirty_regions.update(_regions(renderable))
            self._show_held()
        elif driver.free:
            with driver.frame():
                super()._display(screen, renderable)
        else:
            screen._compositor._dirty_regions.update(_regions(renderable))
            driver.when_free(self._show_held)
            self.post_display_hook()

    def _show_held(self) -> None:
        """Draw what was held back, together with whatever else has changed since."""
        self._shows_after_batch = self._batch_count > 0
        if not self._shows_after_batch and self._running and self._screen_stack:
            screen = self.screen
            screen._dirty_widgets.add(screen)  # without a region of its own: so that it looks
            screen.call_next(screen._on_timer_update)

    def _end_batch(self) -> None:
        super()._end_batch()
        if self._shows_after_batch:
            self._show_held()

    def screen_rows(self) -> list[list[Segment]]:
        """What is on the screen just now, row by row."""
        return [list(strip) for strip in self.screen._compositor.render_strips()]

    def _handle_exception(self, error: Exception) -> None:
        if not self.restricted:
            super()._handle_exception(error)
            return
        self._return_code = 1
        if self._exception is not None:  # the first one was the reason, and has been told
            return
        self._exception = error
        self._exception_event.set()
        self.fault = error
        self.panic(*self.last_words())

    def _fatal_error(self) -> None:
        self.fault = sys.exception()
        if os.environ.get(DEBUG_VARIABLE) == "1":
            super()._fatal_error()
            return
        self.panic(*self.last_words())

    def last_words(self) -> tuple[Text, ...]:
        """What is said after a fault, one text at most."""
        if self.restricted:
            return (Text(told(self.fault, self.fault_log)),)
        reason = f"{type(self.fault).__name__}: {self.fault}".removesuffix(": ")
        return (
            Text(
                f"nnmath-tutor: something went wrong: {reason}\n"
                f"What you did is kept. Set {DEBUG_VARIABLE}=1 to see where it happened."
            ),
        )


def _regions(renderable: RenderableType) -> list[Region]:
    """What an update would have shown, in cells of the screen."""
    if isinstance(renderable, LayoutUpdate):
        return [renderable.region]
    assert isinstance(renderable, ChopsUpdate)
    return [Region(start, y, stop - start, 1) for y, start, stop in renderable.spans]
