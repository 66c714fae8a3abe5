"""How benchmarks start processes: as a learner's shell would, whatever this shell is set to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SIZES = ("COLUMNS", "LINES")
KEPT = "PYTHONPATH"  # so that another copy of the tutor can be measured


def environment(**extra: str) -> dict[str, str]:
    """This process's environment without what changes how Python and Textual work.

    Compiled modules, for one, must be kept (PYTHONDONTWRITEBYTECODE), as they are after the first
    start anywhere.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == KEPT
        or (name not in (*SIZES, "NO_COLOR") and not name.startswith(("PYTHON", "TEXTUAL")))
    }
    return kept | extra


def tutor(*arguments: str) -> list[str]:
    """The command line of the tutor that belongs to this Python."""
    script = Path(sys.executable).with_name("nnmath-tutor")
    start = [str(script)] if script.exists() else [sys.executable, "-m", "nnmath_tutor"]
    return [*start, *arguments]
