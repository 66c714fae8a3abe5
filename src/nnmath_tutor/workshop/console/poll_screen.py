"""A question to the whole room: seen first, then asked, and its answers as they come in."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Footer

from nnmath_tutor.drawing import Charset, Role, Rows, Size, TextPart
from nnmath_tutor.lesson import NotYetError, Posed, QuestionError
from nnmath_tutor.play import Lecture
from nnmath_tutor.play.quiz import Quiz, Stage
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.question_rows import ROOMY, Sheet, all_rows, sheet_rows
from nnmath_tutor.tui.rows_view import RowsView
from nnmath_tutor.workshop.console.live_screen import Desk, LiveScreen
from nnmath_tutor.workshop.console.projector_rows import wall_rows
from nnmath_tutor.workshop.console.stage import NotAskedError
from nnmath_tutor.workshop.polling import Polling
from nnmath_tutor.workshop.tally_rows import tally_rows

GLANCE = 0.2  # seconds between two looks at numbers that are still being computed
BEFORE = "Nobody has seen it yet. Enter asks everyone; n draws other numbers."
AFTER = "Everyone sees the answers. a asks another question; q goes back."
WAITS = "The numbers of this question are still being computed."

KEYS: list[BindingType] = [
    Binding("enter", "go_on", "Ask, then end", key_display="enter"),
    Binding("n", "other", "Other numbers"),
    Binding("a", "another", "Ask another"),
    Binding("p", "project", "Projector"),
    Binding("pageup,up", "page(-1)", "The question, further up", show=False),
    Binding("pagedown,down", "page(1)", "Further down", show=False),
    Binding("question_mark,f1", "keys", "Keys", key_display="?"),
    Binding("q,escape", "back", "Room", key_display="q"),
]
LED_KEYS: list[BindingType] = [
    *KEYS[:-1],
    Binding("q,escape", "back", "Lesson", key_display="q"),
]
INTRODUCTION = (
    "Enter asks everyone. The first answer of each counts. Enter again ends it: then all see "
    "how the room has answered, and which answer is right."
)


class PollScreen(LiveScreen[None]):
    """`number` is that of the poll once it has been asked."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    DEFAULT_CSS = """
    PollScreen { layout: vertical; }
    PollScreen #head { height: 1; padding: 0 1; background: $panel; }
    PollScreen #question { height: auto; max-height: 60%; padding: 0 1; }
    PollScreen #bars { height: 1fr; padding: 0 1; margin: 1 0 0 0; }
    PollScreen #line { height: 1; padding: 0 1; background: $panel; }
    PollScreen.-low.-asked #question { max-height: 2; }
    PollScreen.-wall.-asked #question { max-height: 40%; }
    PollScreen.-wall #line { display: none; }
    PollScreen.-low #bars { margin: 0; }
    """

    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012

    class Wanted(Message):
        """The presenter wants another question (`ask`), or the wall (`project`)."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, desk: Desk, lecture: Lecture, step: str, polling: Polling | None) -> None:
        """`polling` if it has been asked already."""
        super().__init__(desk)
        self._lecture = lecture
        self._step = [one.id for one in lecture.lesson.steps].index(step)
        self.seed = polling.ask.seed if polling else desk.deeds.seed()
        self.number = polling.ask.number if polling else None
        self._posed: Posed | None = None
        self._problem = ""
        self._glance: Timer | None = None
        self._asking = False
        self._sheet: Sheet | None = None
        self._first = 0  # row of the question to be seen, where not all have room

    def compose(self) -> ComposeResult:
        """From which lesson, the question, the bars, what to do now, the keys."""
        for name in ("head", "question", "bars", "line"):
            yield RowsView(self._charset, id=name)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Fill the question in, as soon as its numbers are there."""
        self._pose()

    @property
    def polling(self) -> Polling | None:
        """The room's answers to this question; None before it was asked."""
        polling = self._room.polling
        return polling if polling is not None and polling.ask.number == self.number else None

    def show_room(self) -> None:
        """The answers as they are now."""
        lesson, polling = self._lecture.lesson, self.polling
        step = lesson.steps[self._step]
        told = f"{lesson.title}: {step.title}"
        if polling is not None:
            told += f". {len(polling.answers)} of {len(self._room.here)} have answered."
        self.pane("head").show_part(TextPart((told,), Role.TITLE))
        if self._posed is None:
            self.pane("question").show_part(TextPart((self._problem or WAITS,), Role.PLAIN))
        else:
            ended = polling is not None and polling.ended
            quiz = Quiz(self._posed, stage=Stage.GIVEN if ended else Stage.ASKING, shown=ended)
            self._sheet = Sheet(quiz, first=self._first)
            self.pane("question").show(partial(_compact, self._sheet))
        if polling is None:
            self.pane("bars").show(None)
        else:
            tally = polling.tally()
            wall = self._desk.projecting
            self.pane("bars").show(
                partial(wall_rows, tally) if wall else partial(tally_rows, tally, "")
            )
        self.set_class(self._desk.projecting, "-wall")
        self.set_class(polling is not None, "-asked")
        self.say(self._told(polling))

    def _told(self, polling: Polling | None) -> str:
        if self._problem:
            return "It can't be asked. q goes back."
        if polling is None:
            return BEFORE if self.number is None else "Another question was asked since. q: back."
        if polling.ended:
            return AFTER
        waiting = max(len(self._room.here) - len(polling.answers), 0)
        who = "Everyone has answered." if not waiting else f"{waiting} still think."
        return f"{who} Enter ends it, and shows everyone the answers."

    def _pose(self) -> None:
        """The question with its numbers; looked at again while they are being computed."""
        self._posed, self._problem = None, ""
        try:
            self._posed = self._lecture.pose(self._step, self.seed)
        except NotYetError:
            if self._lecture.ended:
                self._problem = "The program ended before it came to the numbers of this question."
            elif self._glance is None:
                self._glance = self.set_interval(GLANCE, self._pose)
        except QuestionError as error:
            self._problem = str(error)
        if (self._posed is not None or self._problem) and self._glance is not None:
            self._glance.stop()
            self._glance = None
        self.show_room()

    async def action_go_on(self) -> None:
        """Ask; then end it."""
        if self.number is not None:
            if self.polling is not None and not self.polling.ended:
                self._desk.deeds.end_poll()
            self.show_room()
            return
        if self._posed is None or self._asking:
            return
        self._asking = True  # a second Enter in the same packet asks nothing else
        lesson = self._lecture.lesson
        try:
            told = await self._desk.deeds.ask(lesson.id, lesson.steps[self._step].id, self.seed)
        except NotAskedError as error:
            told = str(error)
        finally:
            self._asking = False
        polling = self._room.polling
        if not told and polling is not None:
            self.number = polling.ask.number
        self.show_room()
        if told:
            self.say(told)

    def action_other(self) -> None:
        """Other numbers, as long as nobody has seen these."""
        if self.number is not None:
            self.say("It has been asked with these numbers.")
        elif self._posed is not None and not self._posed.again:
            self.say("This question draws no numbers: it is always the same.")
        else:
            self.seed = self._desk.deeds.seed()
            self._pose()

    def action_page(self, by: int) -> None:
        """Another part of a question that is longer than its room."""
        room = self.pane("question").content_size
        beyond = 0
        if self._sheet is not None:
            rows = all_rows(self._sheet, Size(room.width, room.height), self._charset)
            beyond = max(len(rows) - room.height, 0)
        self._first = min(max(self._first + by * max(room.height - 1, 1), 0), beyond)
        self.show_room()

    def action_another(self) -> None:
        """Choose another question."""
        if self.polling is not None and not self.polling.ended:
            self.say("This one is still open. Enter ends it first.")
        else:
            self.post_message(self.Wanted("ask"))

    def action_project(self) -> None:
        """For the wall, or back."""
        self.post_message(self.Wanted("project"))

    def action_keys(self) -> None:
        """Every key of this screen."""
        self.app.push_screen(HelpScreen(self.BINDINGS, INTRODUCTION))

    def action_back(self) -> None:
        """To where it was begun; a question that is open stays open."""
        self.dismiss(None)


class LedPollScreen(PollScreen):
    """Begun in a lesson that the presenter leads, and goes back there."""

    BINDINGS: ClassVar[list[BindingType]] = LED_KEYS


def _compact(sheet: Sheet, size: Size, charset: Charset) -> Rows:
    """The question without blank rows between, since the bars want the room."""
    return sheet_rows(sheet, Size(size.width, min(size.height, ROOMY - 1)), charset)
