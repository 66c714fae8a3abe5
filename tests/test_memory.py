"""What is remembered of questions: the ladder of rests, and the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.progress import Memory, Outcome, Progress, Store
from nnmath_tutor.progress.memory import remember

RIGHT, WRONG, SKIPPED = Outcome.RIGHT, Outcome.WRONG, Outcome.SKIPPED
MINUTE, DAY = 60, 86_400
NOON = 1_700_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.json"


def rests(*outcomes: Outcome) -> list[int | None]:
    """The rest after each outcome, the question being asked exactly when it is due."""
    memory, now, gone = None, NOON, []
    for outcome in outcomes:
        memory = remember(memory, outcome, now)
        gone.append(None if memory.due is None else memory.due - now)
        now = memory.due or now
    return gone


def test_rests_grow_with_right_answers() -> None:
    assert rests(*[RIGHT] * 6) == [DAY, 3 * DAY, 7 * DAY, 21 * DAY, 21 * DAY, 21 * DAY]


def test_a_wrong_answer_begins_anew() -> None:
    first = [WRONG, WRONG, RIGHT, RIGHT, RIGHT]
    assert rests(*first) == [0, 0, 10 * MINUTE, DAY, 3 * DAY]
    assert rests(*first, WRONG, RIGHT)[-2:] == [0, 10 * MINUTE]


def test_practice_before_it_is_due_earns_no_longer_rest() -> None:
    memory = remember(None, RIGHT, NOON)
    again = remember(memory, RIGHT, NOON + 5)
    assert (again.due, again.rung, again.tries) == (memory.due, memory.rung, 2)
    assert not again.is_due(NOON + DAY - 1)
    assert again.is_due(NOON + DAY)


def test_wrong_answers_in_a_row_are_counted_until_a_right_one() -> None:
    memory = None
    counts = []
    for outcome in (WRONG, SKIPPED, WRONG, RIGHT, WRONG):
        memory = remember(memory, outcome, NOON)
        counts.append((memory.tries, memory.wrong))
    assert counts == [(1, 1), (1, 1), (2, 2), (3, 0), (4, 1)]


def test_a_skip_is_seen_but_takes_nothing_away() -> None:
    skipped = remember(None, SKIPPED, NOON)
    assert (skipped.outcome, skipped.tries, skipped.due) == (SKIPPED, 0, None)
    assert not skipped.is_due(NOON + 1000 * DAY)
    assert remember(skipped, RIGHT, NOON).due == NOON + DAY
    right = remember(None, RIGHT, NOON)
    assert remember(right, SKIPPED, NOON + 9).outcome is RIGHT
    assert remember(right, SKIPPED, NOON + 9).due == right.due


OUTCOMES = st.sampled_from(Outcome)
TIMES = st.integers(0, 2**40)


@given(asked=st.lists(st.tuples(OUTCOMES, TIMES), max_size=20))
def test_whatever_was_answered_comes_back_from_the_file(
    asked: list[tuple[Outcome, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Also with a clock that goes backwards."""
    path = tmp_path_factory.mktemp("state") / "progress.json"
    progress = Progress()
    for number, (outcome, now) in enumerate(asked):
        progress = progress.answer("forward", f"step-{number % 3}", outcome, now)
        memory = progress.lesson("forward").questions[f"step-{number % 3}"]
        assert memory.due is None or memory.due >= 0
        if outcome is WRONG:
            assert memory.is_due(now)
    store = Store(path)
    assert store.save(progress) is None
    assert Store(path).load() == (progress, None)


def test_two_tutors_keep_each_others_answers(path: Path) -> None:
    start = Progress().visit("forward", "rows")
    Store(path).save(start)
    one, other = Store(path), Store(path)
    one.load()
    other.load()
    one.save(start.visit("forward", "sums").answer("forward", "rows", RIGHT, NOON))
    other.save(start.answer("forward", "sums", WRONG, NOON))
    lesson = Store(path).load()[0].lesson("forward")
    assert {step: memory.outcome for step, memory in lesson.questions.items()} == {
        "rows": RIGHT,
        "sums": WRONG,
    }
    assert (lesson.visited, lesson.step) == (("rows", "sums"), "sums")


def test_of_two_that_answered_one_question_the_later_wins(path: Path) -> None:
    one, other = Store(path), Store(path)
    one.save(Progress().answer("forward", "rows", RIGHT, NOON))
    other.save(Progress().answer("forward", "rows", WRONG, NOON + 1))
    assert Store(path).load()[0].lesson("forward").questions["rows"].outcome is WRONG


def test_forgetting_a_lesson_forgets_its_answers(path: Path) -> None:
    store = Store(path)
    both = Progress().answer("forward", "rows", RIGHT, NOON).answer("gates", "and", WRONG, NOON)
    store.save(both)
    store.save(both.forget("forward"))
    loaded = Store(path).load()[0]
    assert not loaded.lesson("forward").questions
    assert loaded.lesson("gates").questions["and"].outcome is WRONG
    store.save(both.forget())
    assert Store(path).load()[0] == Progress()


def document(questions: Any) -> bytes:
    lesson = {"visited": ["rows"], "step": "rows", "questions": questions}
    return json.dumps({"format": 1, "lessons": {"forward": lesson}}).encode()


GOOD = {"outcome": "right", "tries": 1, "wrong": 0, "rung": 2, "asked": NOON, "due": NOON + DAY}


@pytest.mark.parametrize(
    "spoiled",
    [
        3,
        {},
        {**GOOD, "outcome": "perhaps"},
        {**GOOD, "outcome": []},
        {**GOOD, "rung": 99},
        {**GOOD, "rung": -1},
        {**GOOD, "tries": True},
        {**GOOD, "asked": 1.5},
        {**GOOD, "due": "tomorrow"},
        {**GOOD, "due": None},
        {**GOOD, "due": 10**400},
    ],
)
def test_a_question_that_cannot_be_understood_costs_no_other(path: Path, spoiled: Any) -> None:
    path.write_bytes(document({"rows": spoiled, "sums": {**GOOD, "mood": "merry"}}))
    store = Store(path)
    progress, message = store.load()
    assert message is None
    assert progress.lesson("forward").questions == {
        "sums": Memory(RIGHT, 1, 0, 2, NOON, NOON + DAY)
    }
    store.save(progress.answer("forward", "sums", WRONG, NOON).visit("forward", "sums"))
    kept = json.loads(path.read_text())["lessons"]["forward"]["questions"]
    assert kept["rows"] == spoiled
    assert kept["sums"]["mood"] == "merry"
    assert kept["sums"]["outcome"] == "wrong"


@pytest.mark.parametrize("questions", [[], 3, "rows", None])
def test_questions_that_are_no_table_are_none(path: Path, questions: Any) -> None:
    path.write_bytes(document(questions))
    store = Store(path)
    progress, message = store.load()
    assert (message, progress.lesson("forward").questions) == (None, {})
    assert store.save(progress.answer("forward", "rows", RIGHT, NOON)) is None
    assert Store(path).load()[0].lesson("forward").questions["rows"].outcome is RIGHT
