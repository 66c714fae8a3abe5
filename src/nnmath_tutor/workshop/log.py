"""The log of a workshop: who joined, left and was refused, and the faults behind their numbers."""

from __future__ import annotations

import logging
import re
import secrets
import time
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from nnmath_tutor.workshop.names import clean_text
from nnmath_tutor.workshop.state_dir import StateError

FILE = "log"
LARGEST = 2_000_000  # bytes of one file
KEPT = 4  # older ones
LONGEST_VALUE = 120


class _File(RotatingFileHandler):
    """A full disk costs lines of the log, and is no traceback on the presenter's screen."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Go on."""


class Log:
    """Lines `time event key=value …`, in a file that its owner alone can read.

    What came from outside stands between quotes, cleaned: it can't begin a line of its own.
    """

    def __init__(self, state: Path, echo: TextIO | None = None) -> None:
        """Also writes to `echo`, if given. Raises StateError."""
        path = state / FILE
        try:
            path.touch(mode=0o600)
            path.chmod(0o600)
            file = _File(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
        except OSError as error:
            raise StateError(f"{path}: {error.strerror or error}") from None
        self._logger = logging.Logger("workshop")  # not in the tree: nobody else writes to it
        form = logging.Formatter("%(asctime)sZ %(message)s", "%Y-%m-%dT%H:%M:%S")
        form.converter = time.gmtime
        handlers: list[logging.Handler] = [file]
        if echo is not None:
            handlers.append(logging.StreamHandler(echo))
        for handler in handlers:
            handler.setFormatter(form)
            self._logger.addHandler(handler)

    def note(self, event: str, **values: object) -> None:
        """One line."""
        told = " ".join(f"{key}={_shown(value)}" for key, value in values.items())
        self._logger.info("%s", f"{event} {told}".rstrip())

    def fault(self, what: str, error: BaseException | None = None) -> int:
        """Note what went wrong, with where; gives the number to tell the learner."""
        number = 1000 + secrets.randbelow(9000)
        where = "".join(traceback.format_exception(error)) if error is not None else ""
        indented = "".join(f"\n    {clean_text(line, 400)}" for line in where.splitlines())
        self._logger.error("%s", f"fault number={number} what={_shown(what)}{indented}")
        return number

    def close(self) -> None:
        """Close the file."""
        for handler in list(self._logger.handlers):
            handler.close()
            self._logger.removeHandler(handler)


def forget_in_log(state: Path, name: str | None) -> bool:
    """Take all lines that speak of `name` out of the log, or all (None). Whether there were any.

    A host that is running goes on writing at the end of the same file.
    """
    named = None if name is None else re.compile(rf"(?<!\w){re.escape(_cleaned(name))}(?!\w)", re.I)
    found = False
    for path in state.glob(f"{FILE}*"):
        kept, dropping = [], False
        text = path.read_text("utf-8", "replace")
        for line in text.splitlines(keepends=True):
            if not line.startswith(" "):  # else it belongs to the line before
                dropping = named is None or named.search(line) is not None
            if not dropping:
                kept.append(line)
        after = "".join(kept)
        if after != text:
            found = True
            path.write_text(after, "utf-8")
    return found


def _cleaned(text: str) -> str:
    return clean_text(text, LONGEST_VALUE).replace('"', "'")


def _shown(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    text = _cleaned(str(value))
    return text if text.replace(".", "").replace("-", "").isalnum() else f'"{text}"'
