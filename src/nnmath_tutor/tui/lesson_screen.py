"""The lesson on the screen: arranges the parts of a frame, turns keys into commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer

from nnmath_tutor.drawing import Charset
from nnmath_tutor.lesson import Step
from nnmath_tutor.play import (
    AnyCommand,
    Change,
    Command,
    Cursor,
    Frame,
    Lecture,
    Seek,
    Session,
    SetLevel,
    tempo,
)
from nnmath_tutor.program import Level
from nnmath_tutor.tui.asking import Asking
from nnmath_tutor.tui.guide import Guide
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.ledger import Ledger
from nnmath_tutor.tui.lesson_keys import INTRODUCTION, KEYS
from nnmath_tutor.tui.lesson_layout import LAYOUT
from nnmath_tutor.tui.lesson_panes import LessonPanes
from nnmath_tutor.tui.line_entry import Typing, shown_end
from nnmath_tutor.tui.look_keys import press
from nnmath_tutor.tui.messages import (
    Finished,
    Left,
    Preferred,
    RecordingCancelled,
    RecordingHeld,
    RunsKept,
    StepReached,
    WordPointedAt,
)
from nnmath_tutor.tui.metronome import Metronome
from nnmath_tutor.tui.reference_key import REFERENCE
from nnmath_tutor.tui.runs_screen import RunsScreen
from nnmath_tutor.tui.time_view import TimeView
from nnmath_tutor.tui.typed import parse_epoch, parse_number

# How often a growing recording is looked at, in seconds. Once it is whole nothing is.
RECORDING_GLANCE = 0.2


class LessonScreen(Screen[None]):
    """One lesson: prose, verse, picture, code, time."""

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (20, "-low"), (32, "-tall")]  # noqa: RUF012

    DEFAULT_CSS = LAYOUT

    # The panes repaint what changed; the screen itself must not be repainted for a frame.
    frame: reactive[Frame | None] = reactive(None, always_update=True, init=False, repaint=False)

    def __init__(
        self,
        session: Session,
        charset: Charset,
        ledger: Ledger,
        *,
        verse: bool = True,
        still: bool = False,
        guide: Guide | None = None,
        asks: bool = False,
    ) -> None:
        super().__init__()
        self._guide = guide or Guide()
        self.session = session
        self._asks = asks  # the first step's question, to which no step leads on
        self._charset = charset
        self._panes = LessonPanes(self, charset)
        self._verse = verse
        self._still = still
        self._asking = Asking(self, session, ledger, charset, still=still, guide=self._guide)
        self._typing = Typing()
        self._plot: bool | None = None  # None: as the step wants it
        self._metronome = Metronome(self, self._tick)
        self._glance: Timer | None = None
        self._shown_step: int | None = None
        # Keys after which others mean something else: a binding's action would come too late for
        # those that arrive in the same packet.
        self._at_once = {
            ":": self.action_jump,
            "i": self.action_look,
            "e": self.action_change,
            "t": self.action_runs,
            "?": self.action_keys,
            "a": self.action_question,
            "n": self.action_next_step,
            "\r": self.action_next_step,
            "/": self.action_reference,
        }

    @property
    def lecture(self) -> Lecture:
        """The lesson and its recordings."""
        return self.session.lecture

    @property
    def cursor(self) -> Cursor:
        """Where the learner is."""
        return self.session.cursor

    @property
    def step(self) -> Step:
        """The step that is on the screen."""
        return self.lecture.lesson.steps[self.cursor.step]

    def compose(self) -> ComposeResult:
        """The panes."""
        yield from self._panes.compose()

    def on_mount(self) -> None:
        """Show the first frame; look at the recording now and then while it grows."""
        self.set_class(not self._verse, "-no-verse")
        self._watch()
        self._watch_recording()
        self.call_after_refresh(self._tell_hold)  # the first frame is out: now the epochs
        if self._asks and self._asking.wants(self.cursor.step):
            self.action_question()

    def watch_frame(self, frame: Frame | None) -> None:
        """Give every pane its part of the frame."""
        if frame is None or not self.is_mounted:
            return
        view, recording = self.session.view, self.session.recording
        runs = (view.trials, tuple(r.done for r in view.recordings.values()), recording.done)
        plot = frame.plot is not None and self._shows_plot(frame)
        self._panes.show(frame, plot=plot, runs=runs)
        self._show_time()

    def do(self, command: AnyCommand) -> None:
        """Carry out a command and show where it led."""
        self.session.do(command)
        self._look()
        self._keep_time()

    def _look(self) -> None:
        self.frame = self.session.frame()
        if self.cursor.step != self._shown_step:
            self._shown_step = self.cursor.step
            self._tell_step()

    def _tell_step(self) -> None:
        self.post_message(StepReached(self.lecture.lesson.id, self.step.id))

    def _after(self) -> None:
        """Show what a key has led to, and look after what it set going."""
        self._look()
        self._keep_time()
        self._watch()

    def _keep_time(self) -> None:
        here, beat = self.cursor, None
        if here.playing:
            beat = tempo.beat(self.session.recording, here.position, here.speed)
            beat *= self._guide.beats(beat)
        self._metronome.keep(beat)

    def _tick(self) -> None:
        """A frame of the play: one beat on, or several where frames are to be few."""
        here = self.cursor
        beat = tempo.beat(self.session.recording, here.position, here.speed)
        for _ in range(self._guide.beats(beat)):
            self.session.do(Command.TICK)
        self._look()
        self._keep_time()

    def _watch(self) -> None:
        """Look at what is being recorded, now and then, until it is whole."""
        if self._glance is None and not self.session.ended:
            self._glance = self.set_interval(RECORDING_GLANCE, self._watch_recording)

    def _watch_recording(self) -> None:
        ended = self.session.ended  # asked first: what ends while this looks is looked at again
        self.session.glance()
        self._look()
        if ended and self._glance is not None:
            self._glance.stop()
            self._glance = None

    def _remark(self, told: str) -> None:
        """Say something in the time bar's place, until the next key."""
        self.session.say(told)  # kept there: epochs that come in meanwhile draw the screen anew
        self._show_time()

    def _show_time(self) -> None:
        """The time bar, or what is being typed in its place."""
        view = self.session.view
        if self._typing.line:
            self._panes.say(shown_end(self._typing.line, self._panes.line_width))
        elif view.remark and view.look is None:
            self._panes.say(view.remark)
        elif self.frame is not None:
            self._panes.show_time(self.frame.time)

    def action_command(self, name: str) -> None:
        """Carry out the command of that name."""
        self.do(Command[name])

    def action_play(self) -> None:
        """Play or pause; where motion isn't wanted, one step on."""
        self.do(Command.FORWARD if self._still else Command.PLAY)

    def action_next_step(self) -> None:
        """The next step, its question first; after the last step the lesson is done."""
        following = self.cursor.step + 1
        if following == len(self.lecture.lesson.steps):
            self.post_message(Finished(self.lecture.lesson.id))
        elif self._asking.wants(following):
            self._asking.put(following, lambda on: self._go_on() if on else self._look())
        else:
            self._go_on()

    def _go_on(self) -> None:
        self._plot = None
        self.do(Command.NEXT_STEP)

    def action_question(self) -> None:
        """Ask the question of this step, again or for the first time."""
        if self.lecture.lesson.steps[self.cursor.step].question is None:
            self.session.say("This step has no question.")
            self._look()
        else:
            self._asking.put(self.cursor.step, lambda _: self._look())

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
        self._remark("Words are off; w brings them back." if self.has_class("-no-words") else "")

    def action_code(self) -> None:
        """The code over the whole screen, or back."""
        self.toggle_class("-code")
        self._show_time()

    def action_hold(self) -> None:
        """Hold the recording, or go on with it."""
        if not self.session.ended:
            self.session.hold(not self.session.view.held)
            self._look()
            self._tell_hold()
        elif self.session.recording.problem is None:
            self._remark("All epochs are computed; there is nothing to hold.")

    def _tell_hold(self) -> None:
        self.post_message(RecordingHeld(self.session.view.held))

    def action_cancel(self) -> None:
        """Give up the rest of the recording."""
        if not self.session.ended:
            self.session.hold(False)
            self.post_message(RecordingCancelled(self.session.begun))

    def action_jump(self) -> None:
        """Ask for an epoch and go there."""
        epochs = self.session.recording.epochs
        if epochs <= 1:
            told = "This program runs once: there are no epochs to go to. Enter goes back."
            self._ask(told, lambda _: "")
            return
        wanted = f"epoch, 0 to {epochs - 1:,} or end"

        def jump(text: str) -> str:
            epoch = parse_epoch(text, epochs)
            if epoch is None:
                return f"That is no {wanted}."
            self.do(Seek(epoch))
            return ""

        self._ask(f"Go to {wanted}:", jump)

    def _ask(self, question: str, answer: Callable[[str], str]) -> None:
        """Ask for a line; until it is entered or given up, keys go to it."""
        self._typing.ask(question, answer)
        self._show_time()

    def action_look(self) -> None:
        """Look at one number, or no longer."""
        self.remove_class("-code")
        self.session.look()
        self._after()

    def action_change(self) -> None:
        """Change the number that is looked at; without one, choose from all that can be changed."""
        self.remove_class("-code")
        change = self.session.change()
        if change is not None:
            when = "" if change.anew else f" as epoch {change.epoch:,} begins"
            asked = f"{change.told} is {change.value:.6g}{when}; what if it were"
            self._ask(asked, partial(self._apply, change))
        self._after()

    def _apply(self, change: Change, text: str) -> str:
        value = parse_number(text)
        if value is None:
            return "No number that fits, such as 0.25, 1/4, 25%, 1e-3."
        self.session.apply(change, value)
        self._after()
        return ""

    def action_runs(self) -> None:
        """All runs."""
        self.app.push_screen(RunsScreen(self.session, self._charset), lambda _: self._after())

    def action_next_run(self) -> None:
        """The next run, at the same place in time."""
        self.session.next_run()
        self._after()

    def action_difference(self) -> None:
        """This run beside the one compared with."""
        self.session.toggle_difference()
        self._after()

    def action_undo(self) -> None:
        """Take back a change."""
        self.session.undo()
        self._tell_kept()
        self._after()

    def action_redo(self) -> None:
        """Make it again."""
        self.session.redo()
        self._tell_kept()
        self._after()

    def action_wires(self) -> None:
        """Neurons and wires, or matrices."""
        self.session.toggle_wires()
        self._after()

    def _tell_kept(self) -> None:
        self.post_message(RunsKept(self.lecture.lesson.id, self.session.trials))

    def action_keys(self) -> None:
        """Every key of this screen."""
        self.app.push_screen(HelpScreen(KEYS, INTRODUCTION))

    def action_reference(self) -> None:
        """Look up a word."""
        self.call_next(self.app.run_action, REFERENCE.action)

    def action_leave(self) -> None:
        """Back to the map."""
        self.post_message(Left())

    def on_key(self, event: events.Key) -> None:
        """Keys of what is being typed go there; then come those of what is looked at."""
        if self.app.screen is not self:  # it came in one packet with the key that opened that one
            self.app.post_message(events.Key(event.key, event.character))
            event.stop()
            event.prevent_default()
            return
        if self._took(event):
            event.stop()
            event.prevent_default()
            self._show_time()

    def _took(self, event: events.Key) -> bool:
        if self._typing.press(event.key, event.character):
            return True
        if press(self.session, event.key):
            self._after()
            return True
        if event.character in self._at_once:
            self._at_once[event.character]()
            return True
        return False

    def on_click(self, event: events.Click) -> None:
        """A click on a number of the picture looks at it; one on a word looks that up."""
        x, y = int(event.screen_x), int(event.screen_y)
        word = self._panes.word_at(x, y)
        if word is not None:
            self.post_message(WordPointedAt(*word))
            return
        cell = self._panes.cell_at(x, y)
        if cell is not None:
            self.session.look_at(cell.name, cell.index)
            self._after()

    def on_time_view_chosen(self, message: TimeView.Chosen) -> None:
        """The mouse chose a level, or a place in time."""
        hit = message.hit
        self.do(SetLevel(Level(hit)) if isinstance(hit, str) else Seek(hit))

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

    def _shows_plot(self, frame: Frame) -> bool:
        wanted = frame.plot_wanted or self.has_class("-wide")
        return wanted if self._plot is None else self._plot
