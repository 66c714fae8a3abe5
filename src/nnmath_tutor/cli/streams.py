"""Standard input, output and error: what they can do, and what to do when they can't."""

from __future__ import annotations

import codecs
import io
import os
import shutil
import sys
from collections.abc import Mapping
from typing import TextIO

NARROWEST, WIDEST = 20, 100  # columns of text; longer lines are hard to read


def prepare() -> None:
    """Give closed streams a substitute, and let no character stop the output."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.StringIO())
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def interactive(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether somebody sits at a terminal that can show screens."""
    return sys.stdin.isatty() and sys.stdout.isatty() and environment.get("TERM") != "dumb"


def unicode_wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether standard output takes more than ASCII, and the locale does not say otherwise.

    In the C locale Python writes UTF-8 all the same (PEP 538, PEP 540); who asks for C by name, not
    merely says nothing, is taken at the word.
    """
    try:
        encoding = codecs.lookup(sys.stdout.encoding or "ascii").name
    except LookupError:
        encoding = "ascii"
    if not encoding.startswith("utf"):
        return False
    if environment.get("PYTHONIOENCODING") or environment.get("PYTHONUTF8") == "1":
        return True
    kind = environment.get("LC_CTYPE", "")
    coerced = kind in ("", "C.UTF-8", "C.utf8", "UTF-8")  # by Python itself, perhaps
    asked = environment.get("LC_ALL") or (environment.get("LANG", "") if coerced else kind)
    return asked not in ("C", "POSIX")


def width() -> int:
    """Columns for text on standard output."""
    columns = shutil.get_terminal_size((80, 24)).columns
    return min(max(columns, NARROWEST), WIDEST)


def abandon(stream: TextIO) -> None:
    """Nobody reads this any more: let what is left in it go nowhere, also at the very end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return  # not a file of the system's: nothing is written at the end either


def say(text: str) -> None:
    """One line on standard error, if that still works."""
    line = " ".join(text.split())
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        abandon(sys.stderr)
