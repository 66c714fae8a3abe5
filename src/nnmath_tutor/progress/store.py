"""The progress file of one learner: found, read, merged, written.

Nothing in here raises for the state of a disk: the tutor goes on, with a message.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Protocol

import platformdirs

from nnmath_tutor.progress.disk import NotAFileError, alone_in, read_bytes, set_aside, write_whole
from nnmath_tutor.progress.document import DamagedError, decode, merge, parse
from nnmath_tutor.progress.learner import Progress

ENVIRONMENT_VARIABLE = "NNMATH_TUTOR_STATE"
FILE_NAME = "progress.json"


def default_path() -> Path:
    """Where progress is kept: in $NNMATH_TUTOR_STATE, or else the platform's state directory."""
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    directory = Path(named) if named else platformdirs.user_state_path("nnmath-tutor")
    return directory / FILE_NAME


class Keeping(Protocol):
    """Where progress is kept. Neither raises: a message says what could not be done."""

    def load(self) -> tuple[Progress, str | None]:
        """What is kept."""

    def save(self, progress: Progress) -> str | None:
        """Keep this; it is safe once this returns without a message."""


class Store:
    """The progress file of one learner.

    Several tutors may have it open at once. A save reads the file again and changes in it only
    what this tutor changed since its own last load or save; of two that changed the same lesson
    the later one wins.
    """

    def __init__(self, path: Path | None = None) -> None:
        """`path` names the file; without it, see `default_path`."""
        self.path = default_path() if path is None else path
        self.usable = True  # False: the file can neither be read nor moved aside
        self._known = Progress()  # what this tutor last had from, or gave to, the file
        self._complaint: str | None = None  # said already, not to be repeated at every step

    def load(self) -> tuple[Progress, str | None]:
        """Progress as the file has it, and a message if the file was not as it should be."""
        try:
            document, message = self._read()
            self.usable = True
        except OSError as error:
            document, message = None, self._cannot("read", error)
            self.usable = False
        self._known = Progress() if document is None else decode(document)
        return self._known, message

    def save(self, progress: Progress) -> str | None:
        """Put what changed on disk, whole or not at all. A message if that failed.

        The same failure is told once, until a save succeeds again.
        """
        if progress == self._known:
            return None
        try:
            message = self._save_changes(progress)
        except OSError as error:
            complaint = self._cannot("saved", error)
            if complaint == self._complaint:
                return None
            self._complaint = complaint
            return complaint
        self._known, self._complaint = progress, None
        return message

    def _save_changes(self, progress: Progress) -> str | None:
        directory = self._target().parent
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone_in(directory):
            document, message = self._read()
            if document is None:  # gone or moved aside: all that is known goes into a new one
                merged = merge({}, since=Progress(), now=progress)
            else:
                merged = merge(document, since=self._known, now=progress)
            if merged != document:
                text = json.dumps(merged, indent=1) + "\n"  # ASCII, whatever is in it
                write_whole(self._target(), text.encode("ascii"))
        return message

    def _target(self) -> Path:
        """The file itself where `path` is a link, so that replacing it keeps the link."""
        return Path(os.path.realpath(self.path))

    def _read(self) -> tuple[dict[str, Any] | None, str | None]:
        """The document (None: there is none, or no longer) and what had to be done about it.

        Raises OSError if a damaged file can't be moved aside.
        """
        target = self._target()
        try:
            return parse(read_bytes(target)), None
        except FileNotFoundError:
            return None, None
        except (DamagedError, NotAFileError) as damage:
            reason = str(damage)
        except OSError as error:
            reason = error.strerror or str(error)
        aside = set_aside(target)
        return None, (
            f"The progress file could not be read: {reason}. "
            f"It is kept as {aside}, and a new one begins."
        )

    def _cannot(self, verb: str, error: OSError) -> str:
        reason = error.strerror or str(error)
        return (
            f"Progress cannot be {verb}: {self.path}: {reason}. "
            "The tutor goes on, but will not remember this."
        )
