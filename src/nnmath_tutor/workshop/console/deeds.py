"""What the presenter does: said to the room, or in a sentence why it can't be."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from nnmath_tutor.lesson import Lesson
from nnmath_tutor.workshop.console.board_rows import people
from nnmath_tutor.workshop.console.order import Titles
from nnmath_tutor.workshop.console.stage import Stage
from nnmath_tutor.workshop.events import EndPoll, LookAt, LowerHand, StartPoll, Tell
from nnmath_tutor.workshop.following import Paced
from nnmath_tutor.workshop.load import pace
from nnmath_tutor.workshop.names import clean_text
from nnmath_tutor.workshop.present import Present
from nnmath_tutor.workshop.protocol import Gather, Lock, Release, Skipping
from nnmath_tutor.workshop.room import Room

NOBODY = "Nobody is here yet."
SEEDS = 1_000  # as many different numbers a question may be asked with


class Deeds:
    """Each gives what to tell the presenter."""

    def __init__(self, stage: Stage, lessons: Sequence[Lesson]) -> None:
        self._stage = stage
        self._lessons = tuple(lessons)
        self.titles = Titles.of(lessons)
        self._sent = Paced(0.0)  # of the places of the one who leads

    @property
    def _room(self) -> Room:
        return self._stage.room

    def lead(self, place: Gather) -> float | None:
        """Everyone goes there: at once, or in that many seconds, when this is to be called again.

        As many frames a second as the machine can give to all who follow.
        """
        room, now = self._room, self._stage.now()
        self._sent = replace(self._sent, least=pace(len(room.here), room.frames))
        if room.leading is None:
            self._sent = Paced(self._sent.least)
        if self._sent.due(place, now):
            self._sent = self._sent.out(place, now)
            self._stage.post(place)
        return self._sent.later(place, now)

    def release(self) -> str:
        """Everyone goes back to where they were."""
        if self._room.leading is None:
            return "Nobody is gathered just now; g gathers them."
        self._stage.post(Release())
        return "Released: each is back where they were."

    def seed(self) -> int:
        """For the numbers of a question that are drawn."""
        return random.SystemRandom().randrange(SEEDS)

    async def ask(self, lesson: str, step: str, seed: int) -> str:
        """Everyone is asked. Raises NotAskedError."""
        if not self._room.here:
            return f"{NOBODY} Who should answer?"
        number = await self._stage.open_poll(lesson, step, seed)
        self._stage.post(StartPoll(number, lesson, step, seed))
        return ""

    def end_poll(self) -> str:
        """No answer counts any more, and everyone sees how all have answered."""
        polling = self._room.polling
        if polling is None or polling.ended:
            return "No question is open."
        self._stage.post(EndPoll())
        return "Everyone sees now how the room has answered."

    def tell(self, text: str, learner: Present | None = None) -> str:
        """A message to one, or to everyone."""
        text = clean_text(text)
        if not text:
            return "An empty message is not sent."
        if learner is None:
            if not self._room.here:
                return f"{NOBODY} Who should read it?"
            self._stage.post(Tell(text))
            return f"Said to {people(len(self._room.here))}."
        if not learner.here:
            return f"{learner.name} is not here any more."
        self._stage.post(Tell(text, learner.name))
        return f"Said to {learner.name}."

    def lower(self, learner: Present) -> str:
        """The presenter has been there."""
        if learner.hand is None:
            return f"{learner.name} has no hand up."
        self._stage.post(LowerHand(learner.name))
        return f"The hand of {learner.name} is down."

    def look(self, learner: Present) -> str:
        """The screen of a learner, once they agree; a sentence if that can't be."""
        if not learner.here:
            return f"{learner.name} is not here any more."
        self._stage.post(LookAt(learner.name))
        return ""

    def look_away(self) -> None:
        """Nobody is looked at any more."""
        self._stage.post(LookAt(None))

    def lock(self, lessons: Sequence[str] | None) -> str:
        """Only these lessons are open, all with None."""
        if lessons is not None and len(lessons) == len(self._lessons):
            lessons = None
        if lessons == self._room.lessons:
            return "Nothing has changed."
        self._stage.post(Lock(None if lessons is None else tuple(lessons)))
        if lessons is None:
            return "All lessons are open."
        if not lessons:
            return "All lessons are locked."
        names = ", ".join(self.titles.lesson(lesson) for lesson in lessons)
        return f"Open, and nothing else: {names}."

    def skipping(self) -> str:
        """Whether a question may be left unanswered: the other way round."""
        allowed = not self._room.skipping
        self._stage.post(Skipping(allowed))
        return "Questions may be skipped." if allowed else "No one skips a question now."
