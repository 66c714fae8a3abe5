"""The lesson in the presenter's hands: what they do in it everyone who is gathered follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from nnmath_tutor.drawing import Charset
from nnmath_tutor.play import Command, Session
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.ledger import Ledger
from nnmath_tutor.tui.lesson_keys import KEYS as LESSON_KEYS
from nnmath_tutor.tui.lesson_screen import LessonScreen
from nnmath_tutor.workshop.banner import Banner
from nnmath_tutor.workshop.protocol import Gather

# A changed number makes a run of the presenter's own, which nobody who follows has.
OWN_RUN = "Learners follow the lesson's own run, so it stays as it is while you lead."
LAST_STEP = "That was the last step. q: back to the room; R: release everyone."
_NO_USE = ("change", "runs", "next_run", "difference", "undo", "redo")
_INSTEAD = {"question": "Ask everyone the question of this step", "leave": "Room"}

INTRODUCTION = (
    "You lead: everyone who is gathered sees this lesson, and goes with you through its steps and "
    "through time. Their own keys rest. The numbers are the same on every screen."
)

KEYS: list[BindingType] = [
    Binding("R", "release", "Release everyone, and back to the room", show=False),
    *(
        Binding(
            key.key,
            key.action,
            _INSTEAD.get(key.action, key.description),
            show=key.show,
            key_display=key.key_display,
            group=key.group,
        )
        for key in LESSON_KEYS
        if isinstance(key, Binding) and key.action not in _NO_USE
    ),
]


class LeadScreen(LessonScreen, inherit_bindings=False):
    """`lead` is told every place the presenter comes to."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    class Done(Message):
        """Back to the room: with everyone released, or with a question for all, or just so."""

        def __init__(self, what: str, step: str = "") -> None:
            super().__init__()
            self.what = what
            self.step = step

    def __init__(
        self,
        session: Session,
        charset: Charset,
        ledger: Ledger,
        lead: Callable[[Gather], None],
        *,
        still: bool = False,
    ) -> None:
        super().__init__(session, charset, ledger, still=still)
        self._lead = lead
        self.told = ""
        for letter in "etdu":
            self._at_once[letter] = self._own_run

    def compose(self) -> ComposeResult:
        """The lesson, under a line that says who follows."""
        yield Banner(self._charset, (" ",))
        yield from super().compose()

    def show_room(self, told: str) -> None:
        """Say how many follow, and whose help is wanted."""
        if told != self.told:
            self.told = told
            self.query_one(Banner).tell((told,))

    @property
    def place(self) -> Gather:
        """Where the presenter is, as learners follow it."""
        here = self.cursor.position
        return Gather(
            self.lecture.lesson.id,
            self.step.id,
            max(here.epoch, 0),
            here.line,
            here.level.value,
            here.part,
            here.cell,
            here.term,
        )

    def _look(self) -> None:
        super()._look()
        self._lead(self.place)

    def _tell_step(self) -> None:
        """Nothing: the presenter has no progress."""

    def action_next_step(self) -> None:
        """The next step; its question is asked of everyone, with `a`."""
        if self.cursor.step + 1 == len(self.lecture.lesson.steps):
            self._remark(LAST_STEP)
        else:
            self._plot = None
            self.do(Command.NEXT_STEP)

    def action_question(self) -> None:
        """Ask everyone the question of this step."""
        if self.step.question is None:
            self._remark("This step has no question. q, then a: all questions.")
        else:
            self.post_message(self.Done("ask", self.step.id))

    def action_release(self) -> None:
        """Let everyone go."""
        self.post_message(self.Done("release"))

    def action_leave(self) -> None:
        """Back to the room; everyone stays gathered."""
        self.post_message(self.Done("room"))

    def _own_run(self) -> None:
        self._remark(OWN_RUN)

    def _remark(self, sentence: str) -> None:
        """Tell the presenter alone, until the next key."""
        self.session.say(sentence)
        self._look()

    def action_keys(self) -> None:
        """Every key of this screen."""
        self.app.push_screen(HelpScreen(KEYS, INTRODUCTION))
