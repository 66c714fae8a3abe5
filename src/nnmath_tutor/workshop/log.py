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

from nnmath_tutor.workshop.names import clean_text, name_key, readable_name
from nnmath_tutor.workshop.state_dir import StateError

FILE = "log"
LARGEST = 2_000_000  # bytes of one file
KEPT = 4  # older ones
LONGEST_VALUE = 120

_NAME = re.compile(r' name=(?:"([^"]*)"|(\S+))')


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
            file = RotatingFileHandler(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
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
                    kept = [line for line in lines if name is not None and not _about(line, name)]
                    erased += len(lines) - len(kept)
                    file.seek(0)
                    file.writelines(kept)
                    file.truncate()
    except OSError as error:
        raise StateError(f"{state / FILE}: {error.strerror or error}") from None
    return erased


def _about(line: str, name: str) -> bool:
    found = _NAME.search(line)
    return found is not None and name_key(readable_name(found[1] or found[2] or "")) == (
        name_key(readable_name(name))
    )


def _shown(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    text = clean_text(str(value), LONGEST_VALUE).replace('"', "'")
    return text if text.replace(".", "").replace("-", "").isalnum() else f'"{text}"'
