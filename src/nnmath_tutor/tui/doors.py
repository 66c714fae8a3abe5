"""Textual's doors out of the app: to files, to a browser, to a shell. In restricted mode they are
closed, whoever knocks.

A learner on somebody else's machine reaches the tutor and nothing behind it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIG_IGN, signal
from typing import TYPE_CHECKING, Any

from textual.app import SuspendNotSupported, SystemCommand
from textual.screen import Screen

from nnmath_tutor.tui.mended_app import MendedApp

if sys.platform != "win32":
    from signal import SIGTSTP

if TYPE_CHECKING:
    from typing import BinaryIO, TextIO

CLOSED = "That is closed here: it would reach beyond the tutor."

# What the palette still offers. A list of what is fine: what a later Textual adds is not on it.
# Nor are Textual's "Keys": its page reads Markdown, whose links lead out; `?` has ours.
FINE = {"Theme", "Quit", "Maximize", "Minimize"}


class DoorsApp(MendedApp):
    """An app whose doors can be closed."""

    def close_doors(self) -> None:
        """Nor can a signal from its own terminal stop the process."""
        if self.restricted and sys.platform != "win32":
            signal(SIGTSTP, SIG_IGN)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers."""
        for command in super().get_system_commands(screen):
            if not self.restricted or command.title in FINE:
                yield command

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """A picture of the screen, in a file."""
        if self._open():
            super().action_screenshot(filename, path)

    def save_screenshot(
        self,
        filename: str | None = None,
        path: str | None = None,
        time_format: str | None = None,
    ) -> str:
        """A picture of the screen in a file; gives its path, empty if there is none."""
        return super().save_screenshot(filename, path, time_format) if self._open() else ""

    def deliver_screenshot(
        self,
        filename: str | None = None,
        path: str | None = None,
        time_format: str | None = None,
    ) -> str | None:
        """A picture of the screen in a file; gives a key for it."""
        return super().deliver_screenshot(filename, path, time_format) if self._open() else None

    def deliver_text(
        self, path_or_file: str | Path | TextIO, **options: Any
    ) -> str | None:  # all options by name, as Textual has them
        """Text in a file; gives a key for it."""
        return super().deliver_text(path_or_file, **options) if self._open() else None

    def deliver_binary(self, path_or_file: str | Path | BinaryIO, **options: Any) -> str | None:
        """Bytes in a file; gives a key for it."""
        return super().deliver_binary(path_or_file, **options) if self._open() else None

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """A page in the browser of the machine that the tutor runs on."""
        if self._open():
            super().open_url(url, new_tab=new_tab)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """The terminal to another program. Raises SuspendNotSupported where that is closed."""
        if not self._open():
            raise SuspendNotSupported(CLOSED)
        with super().suspend():
            yield

    def action_suspend_process(self) -> None:
        """Back to the shell for a while."""
        if self._open():
            super().action_suspend_process()

    def _open(self) -> bool:
        if self.restricted:
            self.notify(CLOSED, severity="warning", markup=False)
        return not self.restricted
