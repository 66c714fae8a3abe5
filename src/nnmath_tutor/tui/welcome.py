"""The first half minute: four guesses, and how they become answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer

from nnmath_tutor.drawing import Charset, PlotPart, PlotSeries, ProsePart, VersePart
from nnmath_tutor.lesson import Lesson
from nnmath_tutor.play import Command, Cursor, Lecture, advance, tempo
from nnmath_tutor.program import Level, Position
from nnmath_tutor.scenes import (
    Moment,
    SceneError,
    build_picture,
    default_series,
    draw_picture,
)
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.messages import Greeted
from nnmath_tutor.tui.reference_key import REFERENCE
from nnmath_tutor.tui.rows_view import RowsView

TIME = Binding.Group("Time", compact=True)

GLANCE = 0.1  # seconds between two looks for what isn't recorded yet

# The lesson whose program learns exclusive or; without it there is no greeting.
LESSON = "backprop"

BARS = {"values": "A2", "targets": "y", "name": "answers"}

GUESSES = """\
Four small questions: **is exactly one of the two a 1?** The bars are a neural network's
answers, from 0 (no) to 1 (yes). All it has is {weights} numbers, its **weights**, so far thrown
like dice. So it guesses: all near one half.

Press **space** and let it learn."""

LEARNING = """\
It is learning. In each round, an **epoch**, it answers all four questions, is told how far off
it was, and moves every weight a little, the way that makes it less wrong. Watch the bars part
and the curve fall: the **mean absolute error**, which is how far off an answer is on average."""

HELD = """\
We stopped after epoch {epoch:,} of {epochs:,}. The answers have moved, and the curve below tells
how far off they are on average, epoch by epoch.

**Space** goes on; the arrows walk back and forth in time."""

LEARNT = """\
The same four questions, and now the answers are as good as right. {epochs:,} small corrections
took the average miss from {before:.2f} to {after:.4f}. Nobody told it the rule. It was told,
each time, how wrong it was.

Do you want to see how? **Enter** opens the map."""

VERSE = (
    "It guessed, and it was told how far",
    "its answers were from right;",
    "it nudged each weight a little way,",
    "and bit by bit came light.",
)


def welcome_lesson(lessons: Sequence[Lesson]) -> Lesson | None:
    """The lesson that lends the greeting its program, if it is there."""
    return next((lesson for lesson in lessons if lesson.id == LESSON), None)


class Welcome(Screen[None]):
    """Shows the network before, while and after it learns. Enter always goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "play", "Learn, pause"),
        Binding("left", "step('BACK')", "Back in time", key_display="←", group=TIME),
        Binding("right", "step('FORWARD')", "Forward in time", key_display="→", group=TIME),
        Binding("enter", "done", "Go on to the map", key_display="enter"),
        REFERENCE,
        Binding("question_mark,f1", "keys", "Keys", key_display="?"),
        Binding("escape,q", "done", "Map", show=False),
    ]

    DEFAULT_CSS = """
    Welcome #words { height: 6; padding: 1 2 0 2; }
    Welcome #bars { height: 6; padding: 0 2; }
    Welcome #plot { height: 1fr; padding: 0 2; }
    Welcome #verse { height: 2; padding: 0 2; }
    """

    def __init__(self, lecture: Lecture, charset: Charset, *, still: bool = False) -> None:
        super().__init__()
        self._lecture = lecture
        self._charset = charset
        self._still = still
        self._cursor = Cursor(position=Position(level=Level.EPOCH), speed=2.0)
        self._beat: Timer | None = None

    def compose(self) -> ComposeResult:
        """Words, four bars, the error, a verse."""
        yield RowsView(self._charset, id="words")
        yield RowsView(self._charset, id="bars")
        yield RowsView(self._charset, id="plot")
        yield RowsView(self._charset, id="verse")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """The guesses, as soon as they are there."""
        self._show()
        if not (self._lecture.recording.done or self._lecture.ended):
            self.set_timer(GLANCE, self.on_mount)

    def action_play(self) -> None:
        """Let it learn, or hold it; where motion isn't wanted, go to the end at once."""
        if self._still:
            self._to_the_end()
        else:
            self._do(Command.PLAY)

    def _to_the_end(self) -> None:
        """One step to the last epoch, once that is recorded."""
        self._do(Command.LAST if self._lecture.ended else Command.TICK)
        if not self._lecture.ended:
            self._beat = self.set_timer(GLANCE, self._to_the_end)

    def action_step(self, name: str) -> None:
        """By hand."""
        self._do(Command[name])

    def action_keys(self) -> None:
        """Every key of this screen."""
        self.app.push_screen(HelpScreen(self.BINDINGS))

    def action_done(self) -> None:
        """On to the map."""
        self.post_message(Greeted())

    def _do(self, command: Command) -> None:
        self._cursor = advance(self._cursor, command, self._lecture.recording, (Position(),))
        self._show()
        if self._beat is not None:
            self._beat.stop()
            self._beat = None
        if self._cursor.playing:
            here = self._cursor
            beat = tempo.beat(self._lecture.recording, here.position, here.speed)
            self._beat = self.set_timer(beat, partial(self._do, Command.TICK))

    def _show(self) -> None:
        try:
            moment = self._lecture.moment(self._cursor.position)
            names = _questions(moment.values["X"])
            bars = build_picture("bars", {**BARS, "names": names}, moment)
        except (SceneError, KeyError):
            return  # nothing recorded yet; the next beat or key looks again
        epoch = moment.position.epoch
        self._pane("words").show_part(ProsePart(self._words(moment)))
        self._pane("bars").show(partial(draw_picture, bars))
        self._pane("plot").show_part(self._fall(epoch) if epoch else None)
        self._pane("verse").show_part(VersePart(VERSE) if self._learnt(epoch) else None)

    def _fall(self, epoch: int) -> PlotPart:
        """The error up to this epoch: what comes later isn't told yet."""
        recording = self._lecture.recording
        name = default_series(recording) or ""
        series = PlotSeries(name, 0, recording.series(name)[: epoch + 1])
        return PlotPart(
            (series,),
            cursor=epoch,
            x_label="epoch",
            y_label=name.replace("_", " "),
            total=recording.epochs,
        )

    def _learnt(self, epoch: int) -> bool:
        return epoch + 1 >= self._lecture.recording.epochs

    def _words(self, moment: Moment) -> str:
        recording, epoch = self._lecture.recording, moment.position.epoch
        if epoch == 0:
            weights = sum(np.size(moment.values[name]) for name in ("W1", "W2"))
            return GUESSES.format(weights=weights)
        if self._learnt(epoch):
            error = recording.series("mean_absolute_error")
            return LEARNT.format(epochs=epoch + 1, before=error[0], after=error[-1])
        if self._cursor.playing:
            return LEARNING
        return HELD.format(epoch=epoch, epochs=recording.epochs)

    def _pane(self, name: str) -> RowsView:
        return self.query_one(f"#{name}", RowsView)


def _questions(inputs: ArrayLike) -> list[str]:
    """`0 and 1` for every row of the inputs: the two bits of the question."""
    return [f"{int(row[0])} and {int(row[1])}" for row in np.asarray(inputs)]
