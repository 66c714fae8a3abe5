"""A question before a step is shown: one line to type in, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.timer import Timer

from nnmath_tutor.drawing import Charset, HeadPart, Role, Size, TextPart, ref_at
from nnmath_tutor.lesson import NotYetError, Posed, QuestionError, Step
from nnmath_tutor.lesson.grading import LETTERS
from nnmath_tutor.play import Command, Lecture
from nnmath_tutor.play.quiz import Action, Quiz, Stage, act, enter
from nnmath_tutor.play.working import Working, working
from nnmath_tutor.scenes import SceneError
from nnmath_tutor.tui.guide import Guide
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.ledger import Answer, Ledger
from nnmath_tutor.tui.metronome import Metronome
from nnmath_tutor.tui.question_rows import (
    ACTION,
    CHOICE,
    TALL,
    Sheet,
    action_row,
    all_rows,
    line_row,
    sheet_rows,
)
from nnmath_tutor.tui.reference_key import REFERENCE
from nnmath_tutor.tui.rows_view import RowsView

GLANCE = 0.2  # seconds between two looks at a program that hasn't come as far as the question
LONGEST = 80  # characters of an answer

INTRODUCTION = (
    "Type an answer and press Enter. The words in the last row can be typed, too, as hint or show; "
    "or Tab chooses one of them and Enter does it. Nothing is locked: Enter alone goes on."
)

KEYS: list[BindingType] = [
    Binding("enter", "enter", "Answer; with nothing typed: skip, go on"),
    Binding("tab", "choose(1)", "Choose what stands in the last row: hint, solution"),
    Binding("shift+tab", "choose(-1)", "The one before"),
    Binding("up", "arrow('up')", "Choose an answer, a cell; in a solution: bigger steps"),
    Binding("down", "arrow('down')", "Choose an answer, a cell; in a solution: finer steps"),
    Binding("left", "arrow('left')", "A cell to the left; in a solution: back in time"),
    Binding("right", "arrow('right')", "A cell to the right; in a solution: forward in time"),
    Binding("space", "space", "Play or pause the solution"),
    Binding("pageup", "page(-1)", "Up, where not all has room"),
    Binding("pagedown", "page(1)", "Down"),
    REFERENCE,
    Binding("question_mark,f1", "keys", "Every key"),
    Binding("escape", "back", "Back, without going on"),
]

ARROWS = {
    "up": (-1, 0, Command.COARSER),
    "down": (1, 0, Command.FINER),
    "left": (0, -1, Command.BACK),
    "right": (0, 1, Command.FORWARD),
}


class QuestionScreen(Screen[Stage]):
    """Asks the question of a step; comes to ON or BACK."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    DEFAULT_CSS = """
    QuestionScreen { layout: vertical; }
    QuestionScreen #question-head { height: 1; padding: 0 1; background: $panel; }
    QuestionScreen #question-sheet { height: 1fr; padding: 0 1; }
    QuestionScreen #question-time { height: 1; padding: 0 1; display: none; }
    QuestionScreen #question-line { height: 1; padding: 0 1; background: $panel; }
    QuestionScreen #question-actions { height: 1; padding: 0 1; }
    QuestionScreen.-working #question-time { display: block; }
    """

    def __init__(
        self,
        lecture: Lecture,
        step: int,
        ledger: Ledger,
        charset: Charset,
        *,
        head: HeadPart | TextPart,
        still: bool = False,
        guide: Guide | None = None,
    ) -> None:
        super().__init__()
        self._guide = guide or Guide()
        self.quiz: Quiz | None = None  # None: its numbers aren't computed yet
        self.text = ""  # what is being typed
        self._typed = ""  # what was entered, while it is being taken
        self._lecture = lecture
        self._step = step
        self._ledger = ledger
        self._charset = charset
        self._head = head
        self._still = still
        self._chosen: int | None = None  # of the actions
        self._pick: tuple[int, ...] | None = None
        self._first = 0  # row to be seen
        self._sheet: Sheet | None = None
        self._working: Working | None = None
        self._metronome = Metronome(self, partial(self._walk, Command.TICK))
        self._glance: Timer | None = None
        self._keys: dict[str, Callable[[], None]] = {
            "enter": self.action_enter,
            "tab": partial(self.action_choose, 1),
            "shift+tab": partial(self.action_choose, -1),
            "backspace": self._erase,
            "pageup": partial(self.action_page, -1),
            "pagedown": partial(self.action_page, 1),
            "question_mark": self.action_keys,
            "f1": self.action_keys,
            "escape": self.action_back,
            **{key: partial(self.action_arrow, key) for key in ARROWS},
        }

    @property
    def step(self) -> Step:
        """The step whose question it is."""
        return self._lecture.lesson.steps[self._step]

    def compose(self) -> ComposeResult:
        """Where we are, the question, time while a solution is walked, the line, the actions."""
        for name in ("head", "sheet", "time", "line", "actions"):
            yield RowsView(self._charset, id=f"question-{name}")

    def on_mount(self) -> None:
        """Ask, or wait for the numbers."""
        self._pane("head").show_part(self._head)
        self._begin()

    def _begin(self) -> None:
        seed = self._seed()
        recording = self._lecture.recording
        try:
            self.quiz = Quiz(self._pose(seed), skipping=self._guide.skipping)
        except NotYetError:
            done = f"{recording.done:,} of {recording.epochs:,} epochs are computed"
            self._wait(f"The question needs numbers that are still being computed: {done}.")
            if self._lecture.ended:
                self._wait("The program ended before it came to the numbers of this question.")
            elif self._glance is None:
                self._glance = self.set_interval(GLANCE, self._begin)
            return
        except QuestionError as error:
            self._wait(f"This question can't be asked: {error}")
        if self._glance is not None:
            self._glance.stop()
            self._glance = None
        self._show()

    def _seed(self) -> int:
        """New numbers at each try."""
        return self._ledger.tries(self._lecture.lesson, self.step.id)

    def _pose(self, seed: int) -> Posed:
        return self._lecture.pose(self._step, seed)

    def _wait(self, told: str) -> None:
        self._pane("sheet").show_part(TextPart((told,)))
        self._pane("line").show_part(TextPart(("Enter goes on without it.",), Role.CURSOR))

    # what is to be seen -------------------------------------------------------------------------

    def _show(self) -> None:
        quiz = self.quiz
        if quiz is None:
            return
        picture = None
        if self._working is not None:
            try:
                picture, time = self._working.shown()
                self._pane("time").show_part(time)
            except SceneError:
                self._working = None
        self.set_class(self._working is not None, "-working")
        self._sheet = Sheet(quiz, self._pick, picture, self._first)
        self._pane("sheet").show(partial(sheet_rows, self._sheet))
        self._pane("line").show(partial(line_row, quiz, self.text))
        self._pane("actions").show(partial(action_row, quiz, self._chosen))
        self._metronome.keep(self._working.beat if self._working else None)

    def _pane(self, name: str) -> RowsView:
        return self.query_one(f"#question-{name}", RowsView)

    # what is done -------------------------------------------------------------------------------

    def _take(self, quiz: Quiz) -> None:
        """What an answer or an action led to: first on disk, then on the screen."""
        before, self.quiz = self.quiz, quiz
        lesson = self._lecture.lesson
        if quiz.outcome is not None:
            answer = Answer(lesson, self.step.id, quiz.outcome, quiz.posed.seed, self._typed)
            self._ledger.remember(answer)
        if quiz.ended:
            self._metronome.keep(None)
            self.dismiss(quiz.stage)
            return
        self.text, self._chosen = "", None
        if before is None or quiz.posed is not before.posed:
            self._pick = self._working = None
            self._first = 0
        elif quiz.shown and not before.shown:
            self._working = working(self._lecture, self._step, quiz.posed)
        if quiz.verdict is not None or quiz.hinted or quiz.shown:
            self._first = TALL  # where there isn't room for all, the newest is to be seen
        self._show()

    def _do(self, action: Action) -> None:
        if self.quiz is not None:
            self._take(act(self.quiz, action, self._pose))

    def allow(self) -> None:
        """What the guide allows has changed."""
        if self.quiz is not None:
            self._chosen = None
            self.quiz = replace(self.quiz, skipping=self._guide.skipping)
            self._show()

    def action_enter(self) -> None:
        """Carry out the chosen action, or take what was typed."""
        if self.quiz is None:
            self.dismiss(Stage.ON)
        elif self._chosen is None:
            self._typed = self.text
            self._take(enter(self.quiz, self.text, self._pose))
            self._typed = ""
        elif self._chosen < len(self.quiz.actions):
            self._do(self.quiz.actions[self._chosen])
        else:
            self.action_keys()

    def action_choose(self, by: int) -> None:
        """The next of the actions; after the last, none, and the line has the keys again."""
        if self.quiz is not None:
            places = [None, *range(len(self.quiz.actions))]
            self._chosen = places[(places.index(self._chosen) + by) % len(places)]
            self._show()

    def action_arrow(self, key: str) -> None:
        """Through the choices, the cells, or time."""
        down, right, command = ARROWS[key]
        if self.quiz is None:
            return
        if self.quiz.asking:
            self._move(down, right)
        elif self._working is not None:
            self._walk(command)

    def _move(self, down: int, right: int) -> None:
        """Choose the next answer, or the next cell of the table: its name goes into the line."""
        assert self.quiz is not None
        posed = self.quiz.posed
        if posed.choices:
            at = -1 if self._pick is None else self._pick[0]
            self._choose((at + (down or right)) % len(posed.choices) if at >= 0 else 0)
        elif posed.table is not None:
            shape = posed.table.values.shape
            if self._pick is None:
                self._pick = (0,) * len(shape)
            else:
                by = (0,) * (len(shape) - 2) + ((down, right) if len(shape) > 1 else (right,))
                moved = zip(self._pick, by, shape, strict=True)
                self._pick = tuple(min(max(at + step, 0), n - 1) for at, step, n in moved)
            self.text = posed.table.name(self._pick)
        self._chosen = None
        self._show()

    def _choose(self, index: int) -> None:
        self._pick, self.text = (index,), LETTERS[index]

    def _walk(self, command: Command) -> None:
        if self._working is not None:
            self._working = self._working.do(command)
            self._show()

    def action_space(self) -> None:
        """Play or pause the solution; where motion isn't wanted, one step on."""
        self._walk(Command.FORWARD if self._still else Command.PLAY)

    def action_page(self, by: int) -> None:
        """Up or down, where not all has room."""
        if self._sheet is not None:
            width, height = self._pane("sheet").content_size
            last = max(len(all_rows(self._sheet, Size(width, height), self._charset)) - height, 0)
            self._first = min(max(min(self._first, last) + by * max(height - 1, 1), 0), last)
            self._show()

    def action_keys(self) -> None:
        """Every key of this screen."""
        self.app.push_screen(HelpScreen(KEYS, INTRODUCTION))

    def action_back(self) -> None:
        """Back without going on; nothing is remembered of it."""
        if self.quiz is None:
            self.dismiss(Stage.BACK)
        else:
            self._do(Action.BACK)

    def _erase(self) -> None:
        self.text, self._pick, self._chosen = self.text[:-1], None, None
        self._show()

    def _type(self, character: str) -> None:
        self.text, self._pick, self._chosen = self.text + character, None, None
        if self.quiz is not None:
            self.quiz = replace(self.quiz, remark="")
            letter = self.text.strip().casefold()
            if self.quiz.posed.choices and letter and letter in LETTERS:
                at = LETTERS.index(letter)
                self._pick = (at,) if at < len(self.quiz.posed.choices) else None
        self._show()

    def on_key(self, event: events.Key) -> None:
        """All keys at once: a binding's action would come too late for those in one packet."""
        event.stop()
        event.prevent_default()
        if self.app.screen is not self:
            self.app.post_message(events.Key(event.key, event.character))
            return
        walks = self._working is not None and not self.text
        if event.key in self._keys:
            self._keys[event.key]()
        elif event.character == "/" and not self.text:  # within an answer it is typed: 1/4
            self.call_next(self.app.run_action, REFERENCE.action)
        elif event.key == "space" and walks:
            self.action_space()
        elif (event.character or "").isprintable() and len(self.text) < LONGEST:
            self._type(event.character or "")

    def on_click(self, event: events.Click) -> None:
        """A click on a choice answers, on a cell chooses it, on an action does it."""
        if self.quiz is None:
            return
        x, y = int(event.screen_x), int(event.screen_y)
        for name in ("sheet", "actions"):
            pane = self._pane(name)
            region = pane.content_region
            ref = ref_at(pane.rows, x - region.x, y - region.y) if region.contains(x, y) else None
            if ref is None:
                continue
            if ref.name == ACTION:
                self._chosen = ref.index[0]
                self.action_enter()
            elif self.quiz.asking and ref.name == CHOICE:
                self._choose(ref.index[0])
                self.action_enter()
            elif self.quiz.asking and self.quiz.posed.table is not None:
                self._pick, self.text = ref.index, self.quiz.posed.table.name(ref.index)
                self._show()
            return

    def on_paste(self, event: events.Paste) -> None:
        """A pasted answer, its first line."""
        first = event.text.splitlines()[0] if event.text else ""
        self._type("".join(c for c in first if c.isprintable())[:LONGEST])

    def on_resize(self) -> None:
        """What fits depends on the size."""
        self.call_after_refresh(self._show)

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves in the solution's time, or down."""
        if self._working is not None:
            self._walk(Command.FORWARD)
        else:
            self.action_page(1)

    def on_mouse_scroll_up(self) -> None:
        """The wheel moves back."""
        if self._working is not None:
            self._walk(Command.BACK)
        else:
            self.action_page(-1)

    def on_screen_resume(self) -> None:
        """What played before goes on."""
        if self.is_mounted:
            self._show()

    def on_screen_suspend(self) -> None:
        """Nothing plays behind another screen."""
        self._metronome.keep(None)
