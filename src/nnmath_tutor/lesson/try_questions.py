"""Whether a question can be asked: tried with many seeds, each answer graded by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath_tutor.lesson.asking import QuestionError, posed
from nnmath_tutor.lesson.grading import answer_text, grade, matches
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import Lesson, Step
from nnmath_tutor.lesson.names import NotYetError
from nnmath_tutor.lesson.posed import Posed
from nnmath_tutor.lesson.question import Question, QuestionKind
from nnmath_tutor.lesson.worked import WorkError, worked
from nnmath_tutor.program import Program

SEEDS = 20


def check_question(
    lesson: Lesson, step: Step, program: Program, names: Mapping[str, Any], mistakes: Mistakes
) -> None:
    """Note what is wrong with the step's question, if it has one, in any of SEEDS draws."""
    question = step.question
    if question is None:
        return
    for name in question.draw:
        if name in names:
            line = question.lines.get(f"draw.{name}", question.line_of("draw"))
            mistakes.add(line, f"`draw`: the program has a `{name}` already; take another name")
            return
    tried: list[Posed] = []
    for seed in range(SEEDS if question.draw else 1):
        try:
            asked = posed(question, names, seed, lesson.labels)
        except QuestionError as error:
            mistakes.add(error.line, f"question: {error}{_drawn(seed, question)}")
            return
        except NotYetError:
            mistakes.add(question.line, "question: it asks for what the program never computes")
            return
        if not grade(asked, _typed(asked)).right:
            message = f"question: its own answer, {answer_text(asked)}, isn't graded as right"
            mistakes.add(question.line_of("answer"), message + _drawn(seed, question))
            return
        tried.append(asked)
    _check_slips(question, tried, mistakes)
    _check_choices(question, tried, mistakes)
    _check_draws(question, tried, mistakes)
    _check_work(question, tried[0], names, program, lesson, mistakes)


def _typed(asked: Posed) -> str:
    """The right answer as a learner would type it."""
    text = answer_text(asked)
    return text[0] if asked.kind is QuestionKind.CHOICE else text


def _check_slips(question: Question, tried: list[Posed], mistakes: Mistakes) -> None:
    for index, slip in enumerate(question.slips):
        if all(matches(asked, asked.slips[index].value) for asked in tried):
            message = f"slip `{slip.answer}` is the right answer; nobody would ever read its reason"
            mistakes.add(slip.line, message)
    for index, slip in enumerate(question.slips):
        for earlier in range(index):
            if all(asked.slips[earlier].value == asked.slips[index].value for asked in tried):
                mistakes.add(slip.line, f"slip `{slip.answer}` is the same as an earlier one")
                break


def _check_choices(question: Question, tried: list[Posed], mistakes: Mistakes) -> None:
    for index, choice in enumerate(question.choices):
        wrong = any(asked.expected != index for asked in tried)
        if wrong and not choice.say:
            message = f"the choice `{choice.text}` lacks `say`: why it is wrong, for who chooses it"
            mistakes.add(choice.line, message)


def _check_draws(question: Question, tried: list[Posed], mistakes: Mistakes) -> None:
    if question.draw and len({asked.ask for asked in tried}) == 1:
        message = "`draw` changes nothing in `ask`: what is drawn must be told to the learner"
        mistakes.add(question.line_of("draw"), message)


def _check_work(
    question: Question,
    asked: Posed,
    names: Mapping[str, Any],
    program: Program,
    lesson: Lesson,
    mistakes: Mistakes,
) -> None:
    try:
        shown = worked(question, asked, names, program, lesson.labels)
    except WorkError as error:
        mistakes.add(question.line_of("work"), f"`work`: {error}")
        return
    if shown is None or question.work is None or question.kind is not QuestionKind.NUMBER:
        return
    if isinstance(shown.result, float) and not matches(asked, shown.result):
        message = f"`work` comes to {shown.result:g}, but the answer is {answer_text(asked)}"
        mistakes.add(question.line_of("work"), message)


def _drawn(seed: int, question: Question) -> str:
    return f" (drawn with the seed {seed})" if question.draw else ""
