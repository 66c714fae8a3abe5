"""What the console needs of the workshop behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from nnmath_tutor.workshop.events import Event
from nnmath_tutor.workshop.room import Room


class NotAskedError(Exception):
    """A question can't be put to the room; the text says why."""


@dataclass(frozen=True, slots=True)
class Invited:
    """What learners need to know to join, and the teacher to open the room."""

    lines: tuple[str, ...]  # what they type, one for each address
    code: str
    fingerprint: str
    opens: str = ""  # what opens it to the room, where only this machine can join
    warning: str = ""


class Stage(Protocol):
    """The workshop as the console has it. `changed` is called after every event."""

    changed: Callable[[], None]

    @property
    def invited(self) -> Invited:
        """How to join."""

    @property
    def room(self) -> Room:
        """Everybody as they are."""

    @property
    def preparing(self) -> str:
        """What is still being prepared, in a sentence; empty once learners can start."""

    def now(self) -> float:
        """The time on the room's clock, in seconds."""

    def post(self, event: Event) -> None:
        """Have the presenter's deed carried out."""

    async def open_poll(self, lesson: str, step: str, seed: int) -> int:
        """The number of a new question to all, on disk. Raises NotAskedError."""
