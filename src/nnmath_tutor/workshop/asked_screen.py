"""The question that the presenter asks everyone: one answer, then how the room answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from textual.app import ComposeResult

from nnmath_tutor.drawing import Charset, Role, TextPart
from nnmath_tutor.play import Lecture
from nnmath_tutor.play.quiz import TRY_FIRST, Action, Quiz, Stage
from nnmath_tutor.progress import Outcome
from nnmath_tutor.tui.guide import Guide
from nnmath_tutor.tui.ledger import Answer, Ledger
from nnmath_tutor.tui.question_screen import QuestionScreen
from nnmath_tutor.tui.rows_view import RowsView
from nnmath_tutor.workshop.fields import LONGEST_LABEL
from nnmath_tutor.workshop.names import clean_text
from nnmath_tutor.workshop.protocol import Ask, Poll, Tally
from nnmath_tutor.workshop.tally_rows import tally_rows

SENT = "Sent: {label}. The answers of the others come next."
ONCE = "Your answer is out: {label}. The first one counts."
GUESS = "An answer, please, even a guess. Esc, twice, skips it."
SKIPS = "Esc once more skips it, and the room's answers."


def label_of(quiz: Quiz) -> str:
    """The answer as it was understood, as the room's tally names it."""
    assert quiz.verdict is not None
    return clean_text(quiz.verdict.understood, LONGEST_LABEL) or "?"


class AskedScreen(QuestionScreen):
    """Lies over whatever the learner had open. What is right is told with the room's tally."""

    DEFAULT_CSS = """
    AskedScreen #question-tally { height: auto; max-height: 12; padding: 0 1; display: none; }
    AskedScreen.-tally #question-tally { display: block; }
    """

    def __init__(
        self,
        lecture: Lecture,
        ask: Ask,
        ledger: Ledger,
        charset: Charset,
        send: Callable[[Poll], None],
        *,
        still: bool = False,
        rules: Guide | None = None,
    ) -> None:
        """`rules` tell whether the question may be left without an answer."""
        lesson = lecture.lesson
        step = [step.id for step in lesson.steps].index(ask.step)
        told = f"The presenter asks everyone: {lesson.title}, {lesson.steps[step].title}"
        super().__init__(
            lecture,
            step,
            ledger,
            charset,
            head=TextPart((told,), Role.TITLE),
            still=still,
            guide=Guide(skipping=False),
        )
        self.ask = ask
        self._send = send
        self._rules = rules or Guide()
        self._answered: Quiz | None = None  # how it stood with the first answer
        self.tally: Tally | None = None

    @property
    def thinks(self) -> bool:
        """Whether an answer is still to come: none is out, and the room's are not told yet."""
        return self._answered is None and self.tally is None

    def compose(self) -> ComposeResult:
        """As any question; the tally between question and line."""
        for pane in super().compose():
            if pane.id == "question-time":
                yield RowsView(self._charset, id="question-tally")
            yield pane

    def show_tally(self, tally: Tally) -> None:
        """How the room answered so far, or in the end: then what is right is told."""
        ends = tally.ended and not (self.tally is not None and self.tally.ended)
        self.tally = tally
        if ends and self.quiz is not None:
            answered = self._answered or self.quiz
            right = answered.verdict is not None and answered.verdict.right
            self.quiz = replace(
                answered,
                posed=replace(answered.posed, again=False),  # another one is no matter of the room
                stage=Stage.RIGHT if right else Stage.GIVEN,
                outcome=None,
                remark="",
            )
            self.text, self._chosen = "", None
        self._show()
        self._show_tally()

    def allow(self) -> None:
        """Nothing: this one isn't skipped in any case."""

    def close(self) -> None:
        """The presenter goes on to something else; gone without an answer is skipped."""
        if self._answered is None and self.tally is None:
            self._send(Poll(self.ask.number, Outcome.SKIPPED, Outcome.SKIPPED.value))

    def _seed(self) -> int:
        return self.ask.seed

    def _show(self) -> None:
        super()._show()
        self._show_tally()

    def _show_tally(self) -> None:
        self.set_class(self.tally is not None, "-tally")
        if self.tally is not None:
            mine = label_of(self._answered) if self._answered is not None else ""
            self._pane("tally").show(partial(tally_rows, self.tally, mine))

    def _do(self, action: Action) -> None:
        if action is Action.BACK:
            self.action_back()
        else:
            super()._do(action)

    def action_back(self) -> None:
        """Back to where one was; without an answer only on purpose, or not at all."""
        if self.thinks and self.quiz is not None:
            warns = SKIPS if self._rules.skipping else TRY_FIRST
            if warns is TRY_FIRST or self.quiz.remark != warns:
                self.quiz = replace(self.quiz, remark=warns)
                self._show()
                return
        self._metronome.keep(None)
        self.close()
        self.dismiss(Stage.BACK)

    def _take(self, quiz: Quiz) -> None:
        """The first answer goes out, and into the learner's own progress; then one waits."""
        before = self.quiz
        if before is None or not before.asking:
            super()._take(quiz)
        elif quiz.stage is Stage.BACK:
            self.action_back()
        elif quiz.outcome is None:
            remark = quiz.remark and (GUESS if self._rules.skipping else TRY_FIRST)
            if self._answered is not None and not self.text.strip():
                remark = SENT.format(label=label_of(self._answered))
            super()._take(replace(quiz, remark=remark))
        elif self._answered is not None:
            self._wait_on(before, ONCE)
        else:
            self._answered = quiz
            lesson, posed = self._lecture.lesson, quiz.posed
            self._ledger.remember(
                Answer(lesson, self.step.id, quiz.outcome, posed.seed, self._typed)
            )
            self._send(Poll(self.ask.number, quiz.outcome, label_of(quiz)))
            self._wait_on(before, SENT)

    def _wait_on(self, quiz: Quiz, told: str) -> None:
        assert self._answered is not None
        self.text, self._chosen = "", None
        self.quiz = replace(quiz, verdict=None, remark=told.format(label=label_of(self._answered)))
        self._show()
