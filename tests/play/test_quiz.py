"""A question's course: whatever is typed, in whatever order, it leads somewhere sensible."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import asked_lesson
from nnmath_tutor.lesson import Posed, answer_text
from nnmath_tutor.play import Lecture, runs_of
from nnmath_tutor.play.quiz import Action, Pose, Quiz, Stage, act, enter
from nnmath_tutor.program import record
from nnmath_tutor.progress import Outcome

LESSON = asked_lesson()
KINDS = [step.id for step in LESSON.steps if step.question is not None]


@lru_cache
def lecture() -> Lecture:
    (run,) = runs_of(LESSON)
    return Lecture(LESSON, record(run))


@lru_cache
def pose(step_id: str) -> Pose:
    index = [step.id for step in LESSON.steps].index(step_id)
    return lambda seed: lecture().pose(index, seed)


def begun(step_id: str) -> Quiz:
    return Quiz(pose(step_id)(0))


def told(step_id: str, *typed: str) -> list[tuple[Stage, Outcome | None]]:
    quiz, gone = begun(step_id), []
    for text in typed:
        quiz = enter(quiz, text, pose(step_id))
        gone.append((quiz.stage, quiz.outcome))
    return gone


def right(question: Posed) -> str:
    text = answer_text(question)
    return text[0] if question.choices else text  # of `b) Between 0 and 1` the letter


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_and_on(kind: str) -> None:
    answer = right(begun(kind).posed)
    assert told(kind, answer, "") == [(Stage.RIGHT, Outcome.RIGHT), (Stage.ON, None)]


def test_a_slip_is_told_and_one_may_try_again() -> None:
    quiz = begun("pairs")
    drawn = quiz.posed.drawn
    quiz = enter(quiz, str(sum(int(value.sum()) for value in drawn.values())), pose("pairs"))
    assert quiz.verdict is not None
    assert "multiply in pairs" in quiz.verdict.words
    assert (quiz.stage, quiz.outcome, quiz.wrong) == (Stage.ASKING, Outcome.WRONG, 1)
    quiz = enter(quiz, right(quiz.posed), pose("pairs"))
    assert (quiz.stage, quiz.outcome) == (Stage.RIGHT, Outcome.RIGHT)


def test_what_is_not_understood_is_no_answer() -> None:
    quiz = enter(begun("pairs"), "[red]many", pose("pairs"))
    assert (quiz.stage, quiz.outcome, quiz.wrong) == (Stage.ASKING, None, 0)
    assert quiz.verdict is not None
    assert quiz.verdict.words


def test_skipping_is_remembered_as_skipped_unless_it_was_wrong_before() -> None:
    assert told("shape", "") == [(Stage.ON, Outcome.SKIPPED)]
    assert told("shape", "skip") == [(Stage.ON, Outcome.SKIPPED)]
    assert told("shape", "7 by 7", "skip") == [
        (Stage.ASKING, Outcome.WRONG),
        (Stage.ON, None),
    ]


def test_looking_at_the_solution_counts_as_wrong_once() -> None:
    assert told("sign", "show") == [(Stage.GIVEN, Outcome.WRONG)]
    wrong = "+" if right(begun("sign").posed) == "negative" else "-"
    assert told("sign", wrong, "solution")[-1] == (Stage.GIVEN, None)
    answered = told("sign", "show", right(begun("sign").posed))
    assert answered[-1] == (Stage.GIVEN, None)  # it has been told


def test_the_solution_may_be_looked_at_after_a_right_answer() -> None:
    quiz = enter(begun("shape"), "(4, 4)", pose("shape"))
    quiz = act(quiz, Action.SHOW, pose("shape"))
    assert (quiz.stage, quiz.outcome, quiz.shown) == (Stage.RIGHT, None, True)


def test_another_like_it_has_other_numbers() -> None:
    first = begun("pairs")
    quiz = enter(enter(first, "show", pose("pairs")), "again", pose("pairs"))
    assert quiz.asking
    assert (quiz.hinted, quiz.shown, quiz.wrong) == (False, False, 0)
    assert quiz.posed.seed == 1
    assert quiz.posed.ask != first.posed.ask
    assert Action.AGAIN not in enter(begun("shape"), "show", pose("shape")).actions


def test_a_hint_costs_nothing() -> None:
    quiz = enter(begun("pairs"), "HINT", pose("pairs"))
    assert (quiz.asking, quiz.hinted, quiz.outcome) == (True, True, None)
    quiz = enter(quiz, "hint", pose("pairs"))
    assert quiz.remark


ACTS = st.sampled_from(Action) | st.text(max_size=20) | st.sampled_from(["", "again", "b", "4 4"])


@given(kind=st.sampled_from(KINDS), acts=st.lists(ACTS, max_size=12))
def test_any_sequence_of_acts_is_fine(kind: str, acts: list[Action | str]) -> None:
    quiz = begun(kind)
    for each in acts:
        before = quiz
        step = act if isinstance(each, Action) else enter
        quiz = step(quiz, each, pose(kind))  # type: ignore[arg-type, operator]
        if before.ended:
            assert quiz is before
        elif before.stage in (Stage.RIGHT, Stage.GIVEN):
            assert quiz.outcome is None  # nothing counts twice
        if quiz.outcome is Outcome.RIGHT:
            assert quiz.stage is Stage.RIGHT
        if quiz.stage is Stage.GIVEN:
            assert quiz.shown
        assert bool(quiz.actions) != quiz.ended
        assert quiz.posed.seed >= before.posed.seed


@given(st.lists(st.sampled_from(["", "skip", "show", "hint", "again", "on", "?"]), max_size=8))
def test_where_no_one_skips_only_an_answer_leads_on(typed: list[str]) -> None:
    quiz = Quiz(pose("pairs")(0), skipping=False)
    for text in typed:
        quiz = enter(quiz, text, pose("pairs"))
    assert quiz.asking
    assert not quiz.shown
    assert quiz.outcome is None
    tried = enter(quiz, "-1", pose("pairs"))
    assert Action.SHOW in tried.actions  # one try is enough
    assert Action.SKIP not in tried.actions
    given_up = act(tried, Action.SHOW, pose("pairs"))
    assert act(given_up, Action.ON, pose("pairs")).stage is Stage.ON
    again = act(given_up, Action.AGAIN, pose("pairs"))
    assert not again.skipping
