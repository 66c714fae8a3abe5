"""Questions in plain text: asked before their step, answered at the end, never before."""

from __future__ import annotations

import pytest

from nnmath_tutor.drawing import ASCII, UNICODE
from nnmath_tutor.lesson import answer_text, catalogue, posed
from nnmath_tutor.plain import lesson_text

LESSONS = [lesson for lesson in catalogue().lessons if any(step.question for step in lesson.steps)]


def text_of(lesson, charset=UNICODE, **options):
    return list(lesson_text(lesson, charset, 72, **options))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_every_question_stands_before_its_step_and_is_answered_at_the_end(lesson):
    text = "\n".join(text_of(lesson))
    body, _, answers = text.partition("\nAnswers\n-------\n")
    for number, step in enumerate(lesson.steps, 1):
        heading = f"\n{number}. {step.title}\n"
        before = body[: body.index(heading)].splitlines()[-22:]
        asked = any(line.startswith("Before you read on: ") for line in before[1:])
        shown = any(line.startswith("(The picture: ") for line in before)
        if step.question is None:
            assert shown or not asked
        else:
            assert asked
            assert heading in answers
    assert body.count("Before you read on: ") == answers.count("The answer: ")
    assert "The answer: " not in body


def test_one_step_alone_has_its_question_and_its_answer():
    lesson = next(lesson for lesson in LESSONS if lesson.id == "tensors")
    index = [step.id for step in lesson.steps].index("tensors")
    text = " ".join(" ".join(text_of(lesson, only=index)).split())
    assert text.count("Before you read on: ") == 1
    assert text.index("Before you read on: ") < text.index(". All are tensors")
    assert (
        ". All are tensors The answer: 24. 2 × 4 × 3 = 24." in text.partition("Answers -------")[2]
    )


def test_choices_have_letters_and_a_cell_has_its_table():
    tensors = text_of(next(lesson for lesson in LESSONS if lesson.id == "tensors"))
    assert "    a) One, as before" in tensors
    backprop = "\n".join(text_of(next(lesson for lesson in LESSONS if lesson.id == "backprop")))
    asked = backprop[backprop.index("A1 (4, 4)\n") - 200 :][:700]
    assert "A1 (4, 4)" in asked
    assert "0.5508" in asked.partition("\n7. ")[0]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_ascii_will_do(lesson):
    assert all(line.isascii() and len(line) <= 100 for line in text_of(lesson, ASCII))


def test_the_answer_in_words_is_that_of_the_first_seed():
    lesson = next(lesson for lesson in LESSONS if lesson.id == "forward")
    question = next(s.question for s in lesson.steps if s.id == "row-meets-column")
    first = posed(question, {}, 0)
    assert f"The answer: {answer_text(first)}." in "\n".join(text_of(lesson))
