"""The lesson on the screen: arranges the parts of a frame, turns keys into commands."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer

from nnmath_tutor.drawing import Charset, Role, TextPart, time_hit
from nnmath_tutor.play import (
    AnyCommand,
    Command,
    Cursor,
    Frame,
    GoToStep,
    Lecture,
    Seek,
    SetLevel,
    advance,
    frame_at,
)
from nnmath_tutor.program import Level
from nnmath_tutor.scenes import draw_picture
from nnmath_tutor.tui.epoch_entry import EpochEntry
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.lesson_keys import INTRODUCTION, KEYS
from nnmath_tutor.tui.messages import (
    Finished,
    Left,
    Preferred,
    RecordingCancelled,
    RecordingHeld,
    StepReached,
)
from nnmath_tutor.tui.rows_view import RowsView

# How often a growing recording is looked at, in seconds. Once it is whole nothing is.
RECORDING_GLANCE = 0.2


class LessonScreen(Screen[None]):
    """One lesson: prose, verse, picture, code, time."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (20, "-low"), (32, "-tall")]  # noqa: RUF012

    DEFAULT_CSS = """
    LessonScreen { layout: vertical; }
    LessonScreen #head { height: 1; padding: 0 1; background: $panel; }
    LessonScreen #body {
        height: 1fr; layout: grid;
        grid-size: 2 2; grid-columns: 3fr 2fr; grid-rows: 1fr 3; grid-gutter: 0 1;
    }
    LessonScreen #left { column-span: 2; layout: vertical; }
    LessonScreen #prose { height: auto; max-height: 7; padding: 0 1; }
    LessonScreen #verse { height: auto; max-height: 2; padding: 0 1; }
    LessonScreen #picture { height: 1fr; padding: 0 1; }
    LessonScreen #code { column-span: 2; padding: 0 1; }
    LessonScreen #measures { display: none; layout: horizontal; }
    LessonScreen #beside { display: none; }
    LessonScreen #notice { height: 1; display: none; padding: 0 1; }
    LessonScreen #time { height: 1; padding: 0 1; background: $panel; }
    LessonScreen.-no-verse #verse { display: none; }
    LessonScreen.-notice #notice { display: block; }
    LessonScreen.-plot #body { grid-rows: 1fr 6; }
    LessonScreen.-plot #code { column-span: 1; padding: 0 0 0 1; }
    LessonScreen.-plot #measures { display: block; }

    LessonScreen.-tiny #prose { max-height: 3; }
    LessonScreen.-tiny #verse { display: none; }
    LessonScreen.-tiny #body { grid-rows: 1fr 2; }

    LessonScreen.-tall #body { grid-rows: 1fr 8; }
    LessonScreen.-tall.-plot #body { grid-rows: 1fr 12; }
    LessonScreen.-tall #prose { max-height: 12; margin: 1 0; }
    LessonScreen.-tall #verse { max-height: 4; margin: 0 0 1 0; }

    LessonScreen.-wide #body { grid-rows: 1fr 0; grid-columns: 3fr 2fr; }
    LessonScreen.-wide #left { column-span: 1; }
    LessonScreen.-wide #code { column-span: 1; row-span: 2; padding: 1 1 0 0; }
    LessonScreen.-wide.-plot #body { grid-rows: 1fr 12; }
    LessonScreen.-wide.-plot #measures { padding: 1 1 0 1; }
    LessonScreen.-wide.-beside #beside { display: block; padding: 0 0 0 2; }

    LessonScreen.-no-words #prose { display: none; }
    LessonScreen.-no-words #verse { display: none; }

    LessonScreen.-code #left { display: none; }
    LessonScreen.-code #measures { display: none; }
    LessonScreen.-code #code { column-span: 2; row-span: 2; }
    """

    # The panes repaint what changed; the screen itself must not be repainted for a frame.
    frame: reactive[Frame | None] = reactive(None, always_update=True, init=False, repaint=False)

    def __init__(
        self,
        lecture: Lecture,
        charset: Charset,
        *,
        step: int = 0,
        verse: bool = True,
        speed: float = 1.0,
        still: bool = False,
    ) -> None:
        super().__init__()
        self.lecture = lecture
        self._charset = charset
        self._verse = verse
        self._still = still
        self._entry: EpochEntry | None = None
        self._plot: bool | None = None  # None: as the step wants it
        self._measured: object = None
        self._wish: AnyCommand | None = None
        self._held = False  # the recording, by the learner
        self._beat: float | None = None  # seconds; None while paused
        self._clock: Timer | None = None
        self._glance: Timer | None = None
        self._placed = lecture.recording.done > 0  # before that no line of the program is known
        self.cursor = advance(
            Cursor(speed=speed), GoToStep(step), lecture.recording, self.lecture.starts
        )
        self._shown_step: int | None = None

    def compose(self) -> ComposeResult:
        """The panes, from top to bottom; on a wide screen code and plot stand at the right."""
        yield RowsView(self._charset, id="head")
        with Container(id="body"):
            with Container(id="left"):
                yield RowsView(self._charset, id="prose")
                yield RowsView(self._charset, id="verse")
                yield RowsView(self._charset, id="picture")
            yield RowsView(self._charset, id="code")
            with Container(id="measures"):
                yield RowsView(self._charset, id="plot")
                yield RowsView(self._charset, id="beside")
        yield RowsView(self._charset, id="notice")
        yield RowsView(self._charset, id="time")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the first frame; look at the recording now and then while it grows."""
        self.set_class(not self._verse, "-no-verse")
        if not self.lecture.ended:
            self._glance = self.set_interval(RECORDING_GLANCE, self._watch_recording)
        self._watch_recording()
        self.call_after_refresh(self._tell_hold)  # the first frame is out: now the epochs

    def watch_frame(self, frame: Frame | None) -> None:
        """Give every pane its part of the frame."""
        if frame is None or not self.is_mounted:
            return
        plot = frame.plot is not None and self._shows_plot(frame)
        self.set_class(plot, "-plot")
        self.set_class(frame.notice is not None, "-notice")
        self._pane("head").show_part(frame.head)
        self._pane("prose").show_part(frame.prose)
        self._pane("verse").show_part(frame.verse)
        self._pane("picture").show(partial(draw_picture, frame.picture))
        self._pane("code").show_part(frame.code)
        self._show_measures(frame, plot)
        self._pane("notice").show_part(frame.notice)
        self._show_time()

    def _show_measures(self, frame: Frame, plot: bool) -> None:
        """Plot and what stands beside it. Cell by cell they stay as they are."""
        here = frame.cursor.position
        seen = (plot, here.epoch, here.line, here.level, self.lecture.recording.done)
        if seen == self._measured:
            return
        self._measured = seen
        self.set_class(frame.beside is not None, "-beside")
        for name, picture in (("plot", frame.plot), ("beside", frame.beside)):
            painter = partial(draw_picture, picture) if plot and picture is not None else None
            self._pane(name).show(painter)

    def do(self, command: AnyCommand) -> None:
        """Carry out a command and show where it led."""
        recording = self.lecture.recording
        self.cursor = advance(self.cursor, command, recording, self.lecture.starts)
        if command is not Command.TICK:
            # A jump to an epoch that isn't computed yet is made good once it is.
            later = isinstance(command, Seek) and command.epoch >= recording.done
            self._wish = command if later else None
        self._look()
        self._keep_time()

    def _look(self) -> None:
        self.frame = frame_at(self.lecture, self.cursor, held=self._held)
        if self.cursor.step != self._shown_step:
            self._shown_step = self.cursor.step
            lesson = self.lecture.lesson
            self.post_message(StepReached(lesson.id, lesson.steps[self.cursor.step].id))

    def _keep_time(self) -> None:
        """A clock while playing, and none otherwise: paused means idle.

        Textual's clock skips the beats that it comes too late for: nothing is caught up.
        """
        beat = self.cursor.beat if self.cursor.playing else None
        if beat == self._beat:
            return
        if self._clock is not None:
            self._clock.stop()
        self._beat = beat
        tick = partial(self.do, Command.TICK)
        self._clock = None if beat is None else self.set_interval(beat, tick)

    def _watch_recording(self) -> None:
        if not self._placed and self.lecture.recording.done:
            self._placed = True
            self.cursor = advance(
                self.cursor, GoToStep(self.cursor.step), self.lecture.recording, self.lecture.starts
            )
        ended = self.lecture.ended  # asked first: what ends while this looks is looked at again
        self._look()
        if ended and self._glance is not None:
            self._glance.stop()
            self._glance = None

    def _say(self, remark: str) -> None:
        """Say something in the time bar's place, until the next key."""
        self._pane("time").show_part(TextPart((remark,), Role.CURSOR))

    def _show_time(self) -> None:
        """The time bar, or the epoch being typed in its place."""
        if self._entry is not None:
            self._say(self._entry.line)
        elif self.frame is not None:
            self._pane("time").show_part(self.frame.time)

    def _pane(self, name: str) -> RowsView:
        return self.query_one(f"#{name}", RowsView)

    def action_command(self, name: str) -> None:
        """Carry out the command of that name."""
        self.do(Command[name])

    def action_play(self) -> None:
        """Play or pause; where motion isn't wanted, one step on."""
        self.do(Command.FORWARD if self._still else Command.PLAY)

    def action_next_step(self) -> None:
        """The next step; after the last one the lesson is done."""
        if self.cursor.step + 1 < len(self.lecture.lesson.steps):
            self._plot = None
            self.do(Command.NEXT_STEP)
        else:
            self.post_message(Finished(self.lecture.lesson.id))

    def action_previous_step(self) -> None:
        """The step before."""
        self._plot = None
        self.do(Command.PREVIOUS_STEP)

    def action_speed(self, name: str) -> None:
        """Faster or slower, now and in later lessons."""
        self.do(Command[name])
        self.post_message(Preferred(self._verse, self.cursor.speed))

    def action_verse(self) -> None:
        """Verse on or off."""
        self._verse = not self._verse
        self.set_class(not self._verse, "-no-verse")
        self._show_time()
        self.post_message(Preferred(self._verse, self.cursor.speed))

    def action_plot(self) -> None:
        """Error plot on or off, until the next step."""
        if self.frame is not None:
            self._plot = not self._shows_plot(self.frame)
            self._look()

    def action_words(self) -> None:
        """Prose and verse on or off: without them the picture has the room."""
        self.toggle_class("-no-words")
        self._show_time()

    def action_code(self) -> None:
        """The code over the whole screen, or back."""
        self.toggle_class("-code")
        self._show_time()

    def action_hold(self) -> None:
        """Hold the recording, or go on with it."""
        if not self.lecture.ended:
            self._held = not self._held
            self._look()
            self._tell_hold()
        elif self.lecture.recording.problem is None:
            self._say("All epochs are computed; there is nothing to hold.")

    def _tell_hold(self) -> None:
        self.post_message(RecordingHeld(self._held))

    def action_cancel(self) -> None:
        """Give up the rest of the recording."""
        if not self.lecture.ended:
            self._held = False
            self.post_message(RecordingCancelled(self.lecture))

    def action_jump(self) -> None:
        """Ask for an epoch and go there."""
        self._entry = EpochEntry(self.lecture.recording.epochs)
        self._show_time()

    def action_keys(self) -> None:
        """Every key of this screen."""
        self.app.push_screen(HelpScreen(KEYS, INTRODUCTION))

    def action_leave(self) -> None:
        """Back to the map."""
        self.post_message(Left())

    def on_key(self, event: events.Key) -> None:
        """Keys of an epoch being typed go to it, and to nothing else."""
        if self._entry is None:
            if event.character == ":":
                event.stop()
                self.action_jump()
            return
        event.stop()
        event.prevent_default()
        entry = self._entry.press(event.key, event.character)
        self._entry = None if entry.closed else entry
        if entry.epoch is not None:
            self.do(Seek(entry.epoch))
        self._show_time()

    def on_click(self, event: events.Click) -> None:
        """A click on the time bar chooses a level or a place in time."""
        if event.widget is self._pane("time") and self.frame is not None:
            x = event.x - self._pane("time").gutter.left
            self._choose(time_hit(self.frame.time, self._time_width, self._charset, x))

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves in time."""
        self.do(Command.FORWARD)

    def on_mouse_scroll_up(self) -> None:
        """The wheel moves back in time."""
        self.do(Command.BACK)

    def on_resize(self) -> None:
        """What fits depends on the size."""
        self.call_after_refresh(self._look)

    def on_screen_suspend(self) -> None:
        """Nothing plays behind another screen."""
        if self.cursor.playing:
            self.do(Command.PLAY)

    @property
    def _time_width(self) -> int:
        return self._pane("time").content_size.width

    def _shows_plot(self, frame: Frame) -> bool:
        wanted = frame.plot_wanted or self.has_class("-wide")
        return wanted if self._plot is None else self._plot

    def _choose(self, hit: str | int | None) -> None:
        match hit:
            case str():
                self.do(SetLevel(Level(hit)))
            case int():
                self.do(Seek(hit))
