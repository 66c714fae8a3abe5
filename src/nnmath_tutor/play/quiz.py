"""A question being asked: answers, hint, solution, another one like it. No screen, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from nnmath_tutor.lesson import Posed, Verdict, grade
from nnmath_tutor.progress import Outcome

Pose = Callable[[int], Posed]  # the question as a seed has it

DONE = "This one is done. Enter goes on."
NOT_NOW = "That comes once there is an answer, or the solution."
TRY_FIRST = "An answer first, please, even a guess: no one skips just now."


class Stage(Enum):
    """How far the asking has come. After ON the step is shown, after BACK the one before."""

    ASKING = "asking"
    RIGHT = "right"
    GIVEN = "given"  # the solution is out, and no answer counts any more
    ON = "on"
    BACK = "back"


class Action(Enum):
    """What a learner can do besides answering. The value is the word to type for it."""

    HINT = "hint"
    SHOW = "show"
    SKIP = "skip"
    AGAIN = "again"
    ON = "on"
    BACK = "back"


# Further words for them, as somebody might type them.
WORDS = {
    **{action.value: action for action in Action},
    "help": Action.HINT,
    "solution": Action.SHOW,
    "answer": Action.SHOW,
    "another": Action.AGAIN,
    "next": Action.ON,
    "quit": Action.BACK,
}


@dataclass(frozen=True, slots=True, eq=False)
class Quiz:
    """One question and what came of it so far.

    `skipping` tells whether it may be left unanswered, and its solution seen before a first try;
    `verdict` is that on the last answer; `outcome` is what the last act is to be remembered as
    (None: as nothing); `wrong` counts wrong answers to the question as it stands; `remark` says
    what the last act could not do.
    """

    posed: Posed
    stage: Stage = Stage.ASKING
    verdict: Verdict | None = None
    outcome: Outcome | None = None
    wrong: int = 0
    hinted: bool = False
    shown: bool = False
    remark: str = ""
    skipping: bool = True

    @property
    def asking(self) -> bool:
        """Whether an answer is waited for."""
        return self.stage is Stage.ASKING

    @property
    def ended(self) -> bool:
        """Whether the learner has left the question."""
        return self.stage in (Stage.ON, Stage.BACK)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What can be done now, the usual things first."""
        if self.ended:
            return ()
        if self.asking:
            hint = () if self.hinted else (Action.HINT,)
            show = (Action.SHOW,) if self.skipping or self.wrong else ()
            skip = (Action.SKIP,) if self.skipping else ()
            return (*hint, *show, *skip, Action.BACK)
        again = (Action.AGAIN,) if self.posed.again else ()
        show = () if self.shown else (Action.SHOW,)
        return (Action.ON, *again, *show, Action.BACK)


def enter(quiz: Quiz, text: str, pose: Pose) -> Quiz:
    """The quiz after a line was entered: an answer, the word of an action, or nothing."""
    if quiz.ended:
        return quiz
    typed = text.strip()
    if not typed:
        return act(quiz, Action.SKIP if quiz.asking else Action.ON, pose)
    action = WORDS.get(typed.casefold())
    if action is not None:
        return act(quiz, action, pose)
    if not quiz.asking:
        return replace(quiz, outcome=None, remark=DONE)
    verdict = grade(quiz.posed, typed)
    told = replace(quiz, verdict=verdict, outcome=None, remark="")
    if verdict.right:
        return replace(told, stage=Stage.RIGHT, outcome=Outcome.RIGHT)
    if not verdict.understood:
        return told
    return replace(told, outcome=Outcome.WRONG, wrong=quiz.wrong + 1)


def act(quiz: Quiz, action: Action, pose: Pose) -> Quiz:
    """The quiz after an action; one that can't be done now is only remarked on."""
    if quiz.ended:
        return quiz
    quiz = replace(quiz, outcome=None, remark="")
    if action not in quiz.actions:
        return replace(quiz, remark=_refusal(quiz, action))
    match action:
        case Action.HINT:
            return replace(quiz, hinted=True)
        case Action.SHOW if quiz.asking:
            # Whoever looks before answering is asked again soon; a wrong answer has been told.
            outcome = None if quiz.wrong else Outcome.WRONG
            return replace(quiz, stage=Stage.GIVEN, shown=True, outcome=outcome)
        case Action.SHOW:
            return replace(quiz, shown=True)
        case Action.SKIP:
            outcome = None if quiz.wrong else Outcome.SKIPPED
            return replace(quiz, stage=Stage.ON, outcome=outcome)
        case Action.AGAIN:
            return Quiz(pose(quiz.posed.seed + 1), skipping=quiz.skipping)
        case Action.ON:
            return replace(quiz, stage=Stage.ON)
        case Action.BACK:
            return replace(quiz, stage=Stage.BACK)


def _refusal(quiz: Quiz, action: Action) -> str:
    if action is Action.AGAIN and not quiz.asking:
        return "There is no other one like this."
    if quiz.asking:
        if action in (Action.SKIP, Action.SHOW):
            return TRY_FIRST
        return "The hint is there already." if action is Action.HINT else NOT_NOW
    return DONE
