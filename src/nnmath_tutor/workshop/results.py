"""What came of a workshop, out of its record: who reached what, what was hard, how polls went."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nnmath_tutor.progress import Outcome, Progress
from nnmath_tutor.progress.document import DamagedError, decode
from nnmath_tutor.workshop.names import name_key
from nnmath_tutor.workshop.record import Record


@dataclass(frozen=True, slots=True)
class LearnerResult:
    """One learner: place, lessons finished, steps seen, and questions (step's own, not polls).

    `asked` counts those that were answered at all, `right_at_first` those whose first answer was
    right; `again` are the steps, `lesson:step`, whose last answer was wrong.
    """

    name: str
    first_seen: float
    last_seen: float
    place: str
    finished: tuple[str, ...]
    steps: int
    asked: int
    right_at_first: int
    again: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question: how many answered it, and how many of their first answers were right.

    `mistake` is the wrong first answer that most gave, if several gave the same.
    """

    place: str
    learners: int
    right: int
    mistake: str
    mistakes: int

    @property
    def share(self) -> float:
        """Of first answers that were right, from 0 to 1."""
        return self.right / self.learners


@dataclass(frozen=True, slots=True)
class PollResult:
    """One question to the whole room, and the answers, the most frequent first.

    `answers` is how many gave one, the sum of `counts`; `skipped` how many would rather not.
    """

    number: int
    at: float
    place: str
    answers: int
    right: int
    skipped: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Learners by name; questions, the hardest first; polls as they came."""

    learners: tuple[LearnerResult, ...]
    questions: tuple[QuestionResult, ...]
    polls: tuple[PollResult, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """The first and the last answer of a learner to a question; skips don't count."""

    learner: int
    place: str
    first: Outcome
    typed: str
    last: Outcome


def results(record: Record) -> Results:
    """All that the record knows by now."""
    with record.one_moment():
        answers = record.rows(
            "SELECT learner, lesson, step, outcome, typed FROM answers "
            "WHERE outcome <> 'skipped' ORDER BY id"
        )
        learners = record.rows("SELECT id, name, first_seen, last_seen, document FROM learners")
        polls = record.rows("SELECT number, at, lesson, step FROM polls ORDER BY number")
        votes = record.rows("SELECT poll, outcome, label FROM votes")
    given = _given(answers)
    return Results(
        learners=tuple(
            sorted((_learner(row, given) for row in learners), key=lambda one: one.name.casefold())
        ),
        questions=_questions(given),
        polls=tuple(poll for poll in (_poll(row, votes) for row in polls) if poll is not None),
    )


def result_of(record: Record, name: str) -> LearnerResult | None:
    """What came of it for one learner, by name; None if nobody is called that."""
    wanted = name_key(name)
    return next((one for one in results(record).learners if name_key(one.name) == wanted), None)


def _given(rows: Sequence[tuple[int, str, str, str, str]]) -> list[_Given]:
    """`rows` in the order of time: learner, lesson, step, outcome, typed."""
    found: dict[tuple[int, str], _Given] = {}
    for learner, lesson, step, outcome, typed in rows:
        key, last = (learner, f"{lesson}:{step}"), Outcome(outcome)
        before = found.get(key)
        first = (last, typed) if before is None else (before.first, before.typed)
        found[key] = _Given(*key, *first, last)
    return list(found.values())


def _learner(
    row: tuple[int, str, float, float, str | None], given: Sequence[_Given]
) -> LearnerResult:
    number, name, first_seen, last_seen, document = row
    progress = _progress(document)
    own = [one for one in given if one.learner == number]
    lesson = progress.last_lesson or ""
    step = progress.lesson(lesson).step
    return LearnerResult(
        name=name,
        first_seen=first_seen,
        last_seen=last_seen,
        place=f"{lesson}:{step}" if step else lesson,
        finished=tuple(key for key, one in progress.lessons.items() if one.finished),
        steps=sum(len(one.visited) for one in progress.lessons.values()),
        asked=len(own),
        right_at_first=sum(one.first is Outcome.RIGHT for one in own),
        again=tuple(one.place for one in own if one.last is Outcome.WRONG),
    )


def _progress(document: str | None) -> Progress:
    try:
        return decode(json.loads(document)) if document else Progress()
    except DamagedError:  # one learner's damage is not to cost the others' report
        return Progress()


def _questions(given: Sequence[_Given]) -> tuple[QuestionResult, ...]:
    made = []
    for place in dict.fromkeys(one.place for one in given):
        here = [one for one in given if one.place == place]
        wrong = Counter(one.typed for one in here if one.first is Outcome.WRONG and one.typed)
        mistake, mistakes = max(wrong.items(), key=lambda pair: pair[1], default=("", 0))
        if mistakes < 2:
            mistake, mistakes = "", 0
        right = sum(one.first is Outcome.RIGHT for one in here)
        made.append(QuestionResult(place, len(here), right, mistake, mistakes))
    return tuple(sorted(made, key=lambda one: (one.share, -one.learners, one.place)))


def _poll(
    row: tuple[int, float, str, str], votes: Sequence[tuple[int, str, str]]
) -> PollResult | None:
    """None if nobody is in it: none answered, or those who did have been forgotten."""
    number, at, lesson, step = row
    own = [(outcome, label) for poll, outcome, label in votes if poll == number]
    if not own:
        return None
    counts = Counter(label for outcome, label in own if outcome != Outcome.SKIPPED.value)
    answers = counts.total()
    return PollResult(
        number=number,
        at=at,
        place=f"{lesson}:{step}",
        answers=answers,
        right=sum(outcome == Outcome.RIGHT.value for outcome, _ in own),
        skipped=len(own) - answers,
        counts=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
    )
