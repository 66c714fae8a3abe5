"""Puts a lesson's questions before its steps, and asks them again."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from nnmath_tutor.drawing import Charset, HeadPart
from nnmath_tutor.lesson import STAGES
from nnmath_tutor.play import Mark, Session
from nnmath_tutor.play.quiz import Stage
from nnmath_tutor.tui.guide import Guide
from nnmath_tutor.tui.ledger import Ledger
from nnmath_tutor.tui.question_screen import QuestionScreen


class Asking:
    """Who goes on to a step whose question is open is asked, once each time the lesson is open."""

    def __init__(
        self,
        screen: Screen[None],
        session: Session,
        ledger: Ledger,
        charset: Charset,
        *,
        still: bool = False,
        guide: Guide | None = None,
    ) -> None:
        self._guide = guide or Guide()
        self._screen = screen
        self._session = session
        self._ledger = ledger
        self._charset = charset
        self._still = still
        self._put: set[str] = set()  # questions that were put already: skipped is skipped
        self.look()

    def look(self) -> None:
        """Have the frames say how the questions stand now."""
        self._session.mark(self._ledger.marks(self._session.lecture.lesson))

    def wants(self, step: int) -> bool:
        """Whether the step's question is to be asked before it is shown."""
        wanted = self._session.lecture.lesson.steps[step]
        open_now = self._session.view.marks.get(wanted.id) is Mark.OPEN
        return open_now and wanted.id not in self._put

    def put(self, step: int, after: Callable[[bool], None]) -> None:
        """Ask the step's question; `after` is told whether the learner wants to go on."""
        lesson = self._session.lecture.lesson
        wanted = lesson.steps[step]
        mark = self._session.view.marks[wanted.id].value
        head = HeadPart(
            lesson.title, wanted.title, step, len(lesson.steps), STAGES, lesson.stage, question=mark
        )

        def done(stage: Stage | None) -> None:
            if stage is Stage.ON:
                self._put.add(wanted.id)
            self.look()
            after(stage is Stage.ON)

        self._screen.app.push_screen(
            QuestionScreen(
                self._session.lecture,
                step,
                self._ledger,
                self._charset,
                head=head,
                still=self._still,
                guide=self._guide,
            ),
            done,
        )
