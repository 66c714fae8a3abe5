"""The log of a workshop: who joined, left and was refused, and the faults behind their numbers."""

from __future__ import annotations

import logging
import re
import secrets
import time
import traceback
from collections.abc import Iterable, Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from nnmath_tutor.workshop.names import clean_text, name_key, readable_name
from nnmath_tutor.workshop.state_dir import StateError

FILE = "log"
LARGEST = 2_000_000  # bytes of one file
KEPT = 4  # older ones
LONGEST_VALUE = 120

_NAME = re.compile(r' name=(?:"([^"]*)"|(\S+))')


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
        path, self._state = state / FILE, state
        try:
            path.touch(mode=0o600)
            path.chmod(0o600)
            self._file = file = _File(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
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

    def erase(self, name: str) -> None:
        """Take out what was noted of a learner; whoever has a line to write waits meanwhile."""
        self._file.acquire()
        try:
            erase(self._state, name)
        except StateError as error:
            self.fault("what was noted of somebody forgotten can't be erased", error)
        finally:
            self._file.release()

    def close(self) -> None:
        """Close the file."""
        for handler in list(self._logger.handlers):
            handler.close()
            self._logger.removeHandler(handler)


def erase(state: Path, name: str | None) -> int:
    """Take the lines about a learner out of the log, old files too; None: all lines. How many.

    The files stay the same ones: a workshop that goes on writes on at their end.
    Raises StateError.
    """
    erased = 0
    try:
        for path in (state / FILE, *(state / f"{FILE}.{old}" for old in range(1, KEPT + 1))):
            if path.exists():
                with path.open("r+", encoding="utf-8", errors="replace", newline="") as file:
                    lines = file.readlines()
                    kept = lines[:0] if name is None else list(_not_about(name, lines))
                    erased += len(lines) - len(kept)
                    file.seek(0)
                    file.writelines(kept)
                    file.truncate()
    except OSError as error:
        raise StateError(f"{state / FILE}: {error.strerror or error}") from None
    return erased


def _not_about(name: str, lines: Iterable[str]) -> Iterator[str]:
    key = name_key(readable_name(name))
    mentioned = re.compile(rf"(?<!\w){re.escape(_quotable(name))}(?!\w)", re.IGNORECASE)
    about = False
    for line in lines:
        if not line.startswith(" "):  # else it belongs to the fault before
            found = _NAME.search(line)
            if found is not None:
                about = name_key(readable_name(found[1] or found[2] or "")) == key
            else:
                about = " fault " in line and mentioned.search(line) is not None
        if not about:
            yield line


def _shown(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    text = _quotable(str(value))
    return text if text.replace(".", "").replace("-", "").isalnum() else f'"{text}"'


def _quotable(text: str) -> str:
    return clean_text(text, LONGEST_VALUE).replace('"', "'")
