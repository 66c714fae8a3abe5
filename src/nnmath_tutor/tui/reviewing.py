"""The review: what is due, across lessons, one question after another."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from nnmath_tutor.drawing import Charset, Role, TextPart
from nnmath_tutor.play import Due, Lecture
from nnmath_tutor.play.quiz import Stage
from nnmath_tutor.play.review import Mark
from nnmath_tutor.program import ProgramError
from nnmath_tutor.tui.guide import Guide
from nnmath_tutor.tui.ledger import Ledger
from nnmath_tutor.tui.question_screen import QuestionScreen


class Reviewing:
    """Asks what is due until all of it was right or skipped, or the learner goes back.

    What is wrong comes again at the end, with other numbers where it has any.
    """

    def __init__(
        self,
        app: App[None],
        due: tuple[Due, ...],
        opened: Callable[[Due], Lecture],
        ledger: Ledger,
        charset: Charset,
        *,
        ended: Callable[[str], None],
        still: bool = False,
        guide: Guide | None = None,
    ) -> None:
        self._guide = guide
        self._app = app
        self._queue = list(due)
        self._opened = opened
        self._ledger = ledger
        self._charset = charset
        self._ended = ended
        self._still = still
        self._nothing = "Nothing was answered." if due else "Nothing is to be reviewed."
        self._asked = 0
        self._right = 0

    def next(self) -> None:
        """Ask the next one; after the last, say what came of it."""
        if not self._queue:
            told = f"{self._right} of {self._asked} answers right"
            self._ended(f"Review done: {told}." if self._asked else self._nothing)
            return
        due = self._queue.pop(0)
        try:
            lecture = self._opened(due)
        except ProgramError as error:
            self._app.notify(str(error), severity="error", timeout=15, markup=False)
            self.next()
            return
        left = len(self._queue)
        told = f"Review, {left} more after this: " if left else "Review, the last one: "
        head = TextPart((f"{told}{due.lesson.title}, {due.step.title}",), Role.TITLE)
        index = due.lesson.steps.index(due.step)
        before = self._ledger.tries(due.lesson, due.step.id)

        def done(stage: Stage | None) -> None:
            if stage is not Stage.ON:
                self._queue.clear()
            if self._ledger.tries(due.lesson, due.step.id) > before:
                self._count(due, stage)
            self.next()

        self._app.push_screen(
            QuestionScreen(
                lecture,
                index,
                self._ledger,
                self._charset,
                head=head,
                still=self._still,
                guide=self._guide,
            ),
            done,
        )

    def _count(self, due: Due, stage: Stage | None) -> None:
        self._asked += 1
        if self._ledger.marks(due.lesson)[due.step.id] is Mark.RIGHT:
            self._right += 1
        elif stage is Stage.ON:
            self._queue.append(due)
