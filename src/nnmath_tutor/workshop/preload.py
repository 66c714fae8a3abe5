"""Every module that a learner's process may come to need, imported beforehand.

A Python in a home folder can't be read by the user that learners run as, so what is imported late,
inside a function, would fail there. And what all have is shared by all.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

PACKAGES = (
    "asyncio",
    "markdown_it",
    "nnmath_tutor.drawing",
    "nnmath_tutor.lesson",
    "nnmath_tutor.play",
    "nnmath_tutor.program",
    "nnmath_tutor.progress",
    "nnmath_tutor.scenes",
    "nnmath_tutor.tui",
    "numpy.fft",
    "numpy.lib",
    "numpy.linalg",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.random",
    "rich",
    "textual",
)
ALONE = (
    "concurrent.futures.thread",
    "decimal",
    "difflib",
    "encodings.idna",
    "fractions",
    "pygments.formatters.terminal",
    "pygments.lexers.markup",
    "pygments.lexers.python",
    "pygments.styles.default",
    "statistics",
    "unicodedata",
)
# They start something, want another system, or are for those who develop.
NOT = (
    "demo",
    "devtools",
    "drivers.web_driver",
    "tests",
    "win32",
    "windows",
    "__main__",
    "diagnose",
    "sleep",
)


def preload() -> int:
    """Import them all; gives how many. What can't be imported here can't be needed here."""
    return sum(map(_imported, (*ALONE, *(each for name in PACKAGES for each in _all_of(name)))))


def _imported(name: str) -> bool:
    try:
        importlib.import_module(name)
    except (ImportError, AttributeError, RuntimeError):
        return False
    return True


def _all_of(name: str) -> Iterator[str]:
    """A package and its modules, those of its folders included."""
    yield name
    if not _imported(name):
        return
    for found in pkgutil.iter_modules(importlib.import_module(name).__path__, f"{name}."):
        if any(word in found.name for word in NOT):
            continue
        if found.ispkg:
            yield from _all_of(found.name)
        else:
            yield found.name
