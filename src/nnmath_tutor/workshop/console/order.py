"""Which learners the table shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nnmath_tutor.lesson import Lesson
from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.present import Present, State

ON_MAP = "on the map"


class Order(Enum):
    """What the table is sorted by. The value names the column."""

    STATE = "state"
    NAME = "name"
    PLACE = "lesson"
    ANSWER = "answer"
    ARRIVAL = "arrival"


ORDERS = tuple(Order)
_URGENCY = {state: rank for rank, state in enumerate(State)}
_ANSWERS = (Outcome.WRONG, Outcome.SKIPPED, None, Outcome.RIGHT)  # who may want help comes first


@dataclass(frozen=True, slots=True)
class Titles:
    """What lessons and steps are called, and where they stand in the course."""

    lessons: Mapping[str, str]
    steps: Mapping[tuple[str, str], str]
    places: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, lessons: Sequence[Lesson]) -> Titles:
        """Those of a course."""
        steps = {(one.id, step.id): step.title for one in lessons for step in one.steps}
        places = {place: number for number, place in enumerate(steps)}
        return cls({one.id: one.title for one in lessons}, steps, places)

    def lesson(self, lesson: str) -> str:
        """The title of a lesson; on the map there is none."""
        return self.lessons.get(lesson, lesson) if lesson else ON_MAP

    def step(self, lesson: str, step: str) -> str:
        """The title of a step, empty on the map."""
        return self.steps.get((lesson, step), step)


@dataclass(frozen=True, slots=True)
class Listed:
    """A learner of the table, by the room's key."""

    key: str
    learner: Present
    state: State


def listed(
    learners: Mapping[str, Present], titles: Titles, order: Order, wanted: str, now: float
) -> tuple[Listed, ...]:
    """The learners that `wanted` is found in (name, lesson, step or state), in that order.

    Who has left stands last whatever the order; equals stand as they arrived.
    """
    everyone = [Listed(key, one, one.state(now)) for key, one in learners.items()]
    found = [one for one in everyone if _matches(one, titles, wanted.casefold().split())]
    sorting = _key(order, titles)
    return tuple(sorted(found, key=lambda one: (one.state is State.LEFT, sorting(one))))


def _matches(one: Listed, titles: Titles, words: Sequence[str]) -> bool:
    learner = one.learner
    said = (
        learner.name,
        titles.lesson(learner.lesson),
        titles.step(learner.lesson, learner.step),
        one.state.value,
    )
    text = " ".join(said).casefold()
    return all(word in text for word in words)


def _key(order: Order, titles: Titles) -> Callable[[Listed], Any]:
    match order:
        case Order.STATE:
            # Of the raised hands the first one first.
            return lambda one: (_URGENCY[one.state], one.learner.hand or 0.0)
        case Order.NAME:
            return lambda one: one.key
        case Order.PLACE:
            return lambda one: titles.places.get((one.learner.lesson, one.learner.step), -1)
        case Order.ANSWER:
            return lambda one: _ANSWERS.index(one.learner.last)
        case Order.ARRIVAL:
            return lambda one: one.learner.joined
