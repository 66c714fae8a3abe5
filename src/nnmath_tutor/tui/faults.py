"""A fault of ours ends the tutor with a sentence; the traceback is for those who ask for it."""

from __future__ import annotations

import os
import sys

from rich.text import Text
from textual.app import App

DEBUG = "NNMATH_TUTOR_DEBUG"


class PlainFaultsApp(App[None]):
    """An app whose last words, after a fault, fit on two lines.

    `_fatal_error` is a private name of Textual 8.2; it has no public one for this.
    """

    def _fatal_error(self) -> None:
        if os.environ.get(DEBUG) == "1":
            super()._fatal_error()
            return
        error = sys.exception()
        reason = f"{type(error).__name__}: {error}".removesuffix(": ")
        self.panic(
            Text(
                f"nnmath-tutor: something went wrong: {reason}\n"
                f"What you did is kept. Set {DEBUG}=1 to see where it happened."
            )
        )
