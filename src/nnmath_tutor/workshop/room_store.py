"""Progress kept by the host: on its disk before the screen says so."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from nnmath_tutor.progress import Progress
from nnmath_tutor.progress.document import DamagedError, decode, merge, parse_document
from nnmath_tutor.workshop.channel import ChannelClosedError
from nnmath_tutor.workshop.fields import LARGEST_DOCUMENT
from nnmath_tutor.workshop.protocol import FromHost, FromLearner, Keep, Kept

PATIENCE = 5.0  # seconds until a learner is told that nothing came back
LATE = (
    "The workshop's host has not confirmed your progress yet. It has it as soon as it answers; "
    "go on, and tell the presenter if this stays."
)
GONE = "The workshop's host is gone: what you do from here on is not kept."
TOO_MUCH = "There is more than the workshop's host can keep: delete some of your runs (t)."
UNREADABLE = "What the workshop had kept of your progress could not be read; you begin anew."

Wanted = TypeVar("Wanted", bound=FromHost)


class Channel(Protocol):
    """The learner's end of the line to the host, as far as keeping needs it."""

    def send(self, message: FromLearner) -> None:
        """Raises ChannelClosedError."""

    def wait_for(self, kind: type[Wanted], seconds: float) -> Wanted | None:
        """None if it didn't come in time. Raises ChannelClosedError."""


class RoomStore:
    """The learner's progress as the host gave it, and gives it back to the host."""

    def __init__(self, channel: Channel, document: Mapping[str, Any] | None) -> None:
        self._channel = channel
        self._document: Mapping[str, Any] = document or {}
        self._known = Progress()
        self._number = 0
        self._complaint: str | None = None  # told already

    def load(self) -> tuple[Progress, str | None]:
        """Progress as the host has it, and a message if that could not be read."""
        if not self._document:
            return self._known, None
        try:
            self._document = parse_document(self._document)
        except DamagedError:
            self._document = {}
            return self._known, UNREADABLE
        self._known = decode(self._document)
        return self._known, None

    def save(self, progress: Progress) -> str | None:
        """Wait until the host has it on disk. A message, told once, if that can't be said."""
        if progress == self._known:
            return None
        merged = merge(self._document, since=self._known, now=progress)
        self._number += 1
        if len(json.dumps(merged)) > LARGEST_DOCUMENT:
            return self._once(TOO_MUCH)
        try:
            self._channel.send(Keep(self._number, merged))
            complaint = self._confirmation()
        except ChannelClosedError:
            complaint = GONE
        if complaint is None or complaint == LATE:  # it is under way: nothing is sent twice
            self._document, self._known = merged, progress
        return self._once(complaint)

    def _once(self, complaint: str | None) -> str | None:
        told, self._complaint = self._complaint, complaint
        return None if complaint == told else complaint

    def _confirmation(self) -> str | None:
        until = time.monotonic() + PATIENCE
        while (left := until - time.monotonic()) > 0:
            kept = self._channel.wait_for(Kept, left)
            if kept is not None and kept.number == self._number:  # not a late one
                return kept.complaint
        return LATE
