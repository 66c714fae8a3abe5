"""Textual's App with two things mended that have no public door.

Private names of Textual's are in this module and in `posix_driver` alone.

A fault of ours ends the tutor with a sentence; the traceback is for those who ask for it. And of a
row in which a few cells changed those cells are sent, not the row from its widget's left edge on:
on a slow line that is the difference between following and falling behind.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from rich.control import Control
from rich.text import Text
from textual._compositor import ChopsUpdate
from textual.app import App

from nnmath_tutor import DEBUG_VARIABLE

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from textual.screen import Screen


class NarrowUpdate(ChopsUpdate):
    """The same update, each piece cropped on both sides to what changed.

    Textual 8.2 crops at the right alone (its "TODO: crop to x extents").
    """

    def render_segments(self, console: Console) -> str:
        """The changed cells as the terminal takes them: a move to each stretch, then its text."""
        sent: list[str] = []
        for y, start, stop in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= stop or end <= start:
                    continue
                first, last = max(x, start), min(end, stop)
                if first > x or last < end:
                    strip = strip.crop(first - x, last - x)
                sent.append(Control.move_to(first, y).segment.text)
                sent.append(strip.render(console))
        return "".join(sent)


class MendedApp(App[None]):
    """An app that sends what changed, and whose last words after a fault fit on two lines."""

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if type(renderable) is ChopsUpdate:
            renderable = NarrowUpdate(renderable.chops, renderable.spans, renderable.chop_ends)
        super()._display(screen, renderable)

    def _fatal_error(self) -> None:
        if os.environ.get(DEBUG_VARIABLE) == "1":
            super()._fatal_error()
            return
        error = sys.exception()
        reason = f"{type(error).__name__}: {error}".removesuffix(": ")
        self.panic(
            Text(
                f"nnmath-tutor: something went wrong: {reason}\n"
                f"What you did is kept. Set {DEBUG_VARIABLE}=1 to see where it happened."
            )
        )
