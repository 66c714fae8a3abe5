"""Which Textual driver the tutor uses where."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if sys.platform != "win32":
    from nnmath_tutor.tui.posix_driver import TutorDriver

if TYPE_CHECKING:
    from textual.driver import Driver


def driver_class(*, restricted: bool = False) -> type[Driver] | None:
    """The driver for `App(driver_class=…)`; None where Textual's own choice is right.

    That is on Windows, and where $TEXTUAL_DRIVER asks for one (`textual serve` does); a restricted
    tutor loads no code that a variable names.
    """
    if sys.platform == "win32" or (os.environ.get("TEXTUAL_DRIVER") and not restricted):
        return None
    return TutorDriver
