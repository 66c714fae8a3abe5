"""The presenter's console: which screen is up, and when it is told of the room."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.theme import Theme
from textual.timer import Timer

from nnmath_tutor.lesson import Lesson
from nnmath_tutor.play import Lecture, Session
from nnmath_tutor.program import Problem, ProgramError
from nnmath_tutor.progress import Progress
from nnmath_tutor.tui.app import TutorApp
from nnmath_tutor.tui.desk import Desk
from nnmath_tutor.workshop.console.board_rows import people
from nnmath_tutor.workshop.console.choose_screen import Choice, ChooseScreen
from nnmath_tutor.workshop.console.deeds import Deeds
from nnmath_tutor.workshop.console.lead_screen import LeadScreen
from nnmath_tutor.workshop.console.live_screen import LiveScreen
from nnmath_tutor.workshop.console.lock_screen import LockScreen
from nnmath_tutor.workshop.console.look_screen import LookScreen
from nnmath_tutor.workshop.console.poll_screen import LedPollScreen, PollScreen
from nnmath_tutor.workshop.console.room_screen import NOT_ON_THE_WALL, RoomScreen
from nnmath_tutor.workshop.console.stage import Stage
from nnmath_tutor.workshop.names import name_key
from nnmath_tutor.workshop.present import Present
from nnmath_tutor.workshop.protocol import Gather

LEAST = 0.5  # seconds from one look at the room to the next
AGES = 20.0  # and while somebody waits: how long they do is told in minutes
WALL = Theme(
    "wall",
    primary="#ffff00",
    secondary="#00ffff",
    warning="#ffd700",
    error="#ff8080",
    success="#00ff00",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
)

# What a running program will fill in.
_FILLED = re.compile(r"\{[^{}]*\}")


class Unkept:
    """The presenter makes no progress of their own."""

    def load(self) -> tuple[Progress, str | None]:
        """As of somebody who has seen the welcome."""
        return Progress(first_start_done=True), None

    def save(self, progress: Progress) -> str | None:
        """Nothing."""
        return None


class ConsoleApp(TutorApp):
    """One per workshop, in the loop of its host."""

    TITLE = "nnmath-tutor workshop"
    EVERYWHERE = (Binding("f5,P", "project", "Projector: large, high contrast, no names"),)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f5,P", "project", "Projector", show=False)]

    # A class with CSS of its own doesn't inherit any: Textual reads the last one alone.
    CSS = f"""
    {TutorApp.CSS}
    ConsoleApp.-wall > .rows--dim, ConsoleApp.-wall > .rows--label,
    ConsoleApp.-wall > .rows--axis, ConsoleApp.-wall > .rows--comment {{
        color: $foreground; text-style: none;
    }}
    ConsoleApp.-wall Footer {{ display: none; }}
    ConsoleApp.-wall LeadScreen Banner {{ display: none; }}
    """

    def __init__(
        self,
        stage: Stage,
        lessons: Sequence[Lesson],
        problems: Sequence[Problem] = (),
        *,
        desk: Desk | None = None,
        ascii_only: bool = False,
        still: bool = False,
        no_color: bool = False,
    ) -> None:
        super().__init__(
            lessons,
            problems,
            Unkept(),
            ascii_only=ascii_only,
            still=still,
            no_color=no_color,
            desk=desk,
        )
        self.stage = stage
        self.deeds = Deeds(stage, self.lessons)
        self.projecting = False
        self._colours = not no_color
        self._theme_before = self.theme
        self._told = False  # that the room has changed, and the app will look
        self._looked = float("-inf")
        self._soon: Timer | None = None
        self._place: Gather | None = None  # where the presenter leads to
        self._leading: Timer | None = None
        self._steps: dict[str, str] = {}  # the step of each lesson where the presenter left it

    def on_mount(self) -> None:
        """Begin to listen. The tutor's own beginning comes after this."""
        self.register_theme(WALL)
        self.stage.changed = self.room_changed

    def on_unmount(self) -> None:
        """Listen no longer."""
        self.stage.changed = lambda: None

    # the room -----------------------------------------------------------------------------------

    def room_changed(self) -> None:
        """Something has happened; may be called as often as it does, in the app's loop."""
        if not self._told and self._running:
            self._told = True
            self.call_later(self._look_soon)

    def _look_soon(self) -> None:
        self._look_in(LEAST - (time.monotonic() - self._looked))

    def _look_in(self, seconds: float) -> None:
        if self._soon is not None:
            self._soon.stop()
        if seconds > 0:
            self._soon = self.set_timer(seconds, self.show_room)
        else:
            self.show_room()

    def show_room(self) -> None:
        """Show the room as it is, on whatever screen is up."""
        self._looked, self._told = time.monotonic(), False
        for screen in self.screen_stack[-2:]:
            if isinstance(screen, LiveScreen) and screen.is_mounted:
                screen.show_room()
            elif isinstance(screen, LeadScreen) and screen.is_mounted:
                screen.show_room(self._followed())
        waits = any(one.hand is not None or one.idle for one in self.stage.room.here.values())
        if waits or self.stage.preparing:
            self._look_in(AGES if waits and not self.stage.preparing else 1.0)

    def _followed(self) -> str:
        room = self.stage.room
        hands = len(room.hands())
        up = f", {hands} hand{'' if hands == 1 else 's'} up" if hands else ""
        return f"You lead {people(len(room.here))}{up}. q: room, R: release, a: ask them"

    # screens ------------------------------------------------------------------------------------

    @property
    def _room_screen(self) -> RoomScreen | None:
        return next((one for one in self.screen_stack if isinstance(one, RoomScreen)), None)

    def _show_map(self, after: str | None = None) -> None:
        self.push_screen(RoomScreen(self))

    def _back_to_map(self, after: str | None = None, told: str = "") -> None:
        while self._room_screen is not None and not isinstance(self.screen, RoomScreen):
            if isinstance(self.screen, LeadScreen):
                self._steps[self.screen.lecture.lesson.id] = self.screen.step.id
            self.pop_screen()
        self.desk.go_on()
        room_screen = self._room_screen
        if room_screen is not None:
            room_screen.show_room()
            if told:
                room_screen.say(told)

    def on_room_screen_wanted(self, message: RoomScreen.Wanted) -> None:
        """Another screen."""
        match message.what:
            case "lead":
                self._choose_lesson()
            case "ask":
                self._ask()
            case "lock":
                self.push_screen(LockScreen(self, self.lessons), self._lock)
            case "look" if message.learner is not None:
                self._look_at(message.learner)
            case "project":
                self.action_project()

    def on_poll_screen_wanted(self, message: PollScreen.Wanted) -> None:
        """Another question, or the wall."""
        if message.what == "ask":
            self._back_to_map()
            self._choose_question()
        else:
            self.action_project()

    def on_lead_screen_done(self, message: LeadScreen.Done) -> None:
        """The presenter leaves the lesson, or asks its question."""
        screen = self.screen
        told = self.deeds.release() if message.what == "release" else ""
        if message.what == "ask" and isinstance(screen, LeadScreen):
            self._open_poll(screen.lecture, message.step)
            return
        if message.what == "release":
            self._stop_leading()
        self._back_to_map(told=told or "They stay gathered. g goes back to them, r releases them.")

    def _look_at(self, learner: Present) -> None:
        def ended(_: None) -> None:
            if not self.stage.room.here.get(name_key(learner.name)):
                self._say(f"{learner.name} is not here any more.")

        self.push_screen(LookScreen(self, name_key(learner.name), learner.name), ended)

    def _lock(self, lessons: Sequence[str] | bool | None) -> None:
        if isinstance(lessons, bool) or lessons is None:
            self._say("The lessons stay as they are.")
        else:
            self._say(self.deeds.lock(lessons))

    def _say(self, sentence: str) -> None:
        room_screen = self._room_screen
        if room_screen is not None:
            room_screen.show_room()
            room_screen.say(sentence)

    # leading ------------------------------------------------------------------------------------

    def _choose_lesson(self) -> None:
        leading = self.stage.room.leading
        choices = [
            Choice((one.id,), one.title, f"{len(one.steps)} steps, {one.branch}", one.summary)
            for one in self.lessons
        ]
        if not choices:
            self._say("There is no lesson to gather in.")
            return
        first = (leading.lesson,) if leading is not None else None
        title = "Gather everyone in a lesson: which?"
        self.push_screen(ChooseScreen(title, choices, self.charset, first), self._chosen_lesson)

    def _chosen_lesson(self, key: tuple[str, ...] | None) -> None:
        if key is not None:
            self.open_lesson(key[0])

    def open_lesson(self, lesson_id: str, step_id: str | None = None) -> None:
        """Open a lesson, and everyone is taken there."""
        lesson = next((one for one in self.lessons if one.id == lesson_id), None)
        lecture = None if lesson is None else self._lecture(lesson)
        if lecture is None:
            return
        wanted = step_id or self._steps.get(lesson_id)
        steps = [step.id for step in lecture.lesson.steps]
        step = steps.index(wanted) if wanted in steps else 0
        self.desk.hold()  # the first frame goes first; the screen tells when it is out
        session = Session(lecture, self.desk.record, step=step)
        screen = LeadScreen(session, self.charset, self.ledger, self._lead, still=self.still)
        self.push_screen(screen)
        self.call_after_refresh(self.show_room)

    def _lecture(self, lesson: Lesson) -> Lecture | None:
        try:
            return self.desk.open(lesson)
        except ProgramError as error:
            self._say(str(error))
            return None

    def _lead(self, place: Gather) -> None:
        """Now, or as soon as those who follow can take one more frame."""
        self._place = place
        if self._leading is None:
            wait = self.deeds.lead(place)
            if wait is not None:
                self._leading = self.set_timer(wait, self._lead_on)

    def _lead_on(self) -> None:
        self._leading = None
        if self._place is not None:
            self._lead(self._place)

    def _stop_leading(self) -> None:
        self._place = None
        if self._leading is not None:
            self._leading.stop()
            self._leading = None

    # asking -------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """The question that is open, or a new one."""
        polling = self.stage.room.polling
        if polling is None or polling.ended:
            self._choose_question()
            return
        lesson = next((one for one in self.lessons if one.id == polling.ask.lesson), None)
        lecture = None if lesson is None else self._lecture(lesson)
        if lecture is not None:
            self._open_poll(lecture, polling.ask.step, again=True)

    def _choose_question(self) -> None:
        choices = [
            Choice(
                (one.id, step.id),
                f"{one.title}: {step.title}",
                step.question.kind.value,
                _FILLED.sub("…", step.question.ask),
            )
            for one in self.lessons
            for step in one.steps
            if step.question is not None
        ]
        if not choices:
            self._say("These lessons have no questions.")
            return
        room = self.stage.room
        first = (room.leading.lesson, room.leading.step) if room.leading is not None else None
        title = "Ask everyone: which question? You see it before they do."
        self.push_screen(ChooseScreen(title, choices, self.charset, first), self._chosen_question)

    def _chosen_question(self, key: tuple[str, ...] | None) -> None:
        lesson = next((one for one in self.lessons if key and one.id == key[0]), None)
        lecture = None if lesson is None else self._lecture(lesson)
        if lecture is not None and key is not None:
            self._open_poll(lecture, key[1])

    def _open_poll(self, lecture: Lecture, step: str, *, again: bool = False) -> None:
        polling = self.stage.room.polling if again else None
        kind = LedPollScreen if isinstance(self.screen, LeadScreen) else PollScreen
        self.push_screen(kind(self, lecture, step, polling))

    # the wall, and the end ----------------------------------------------------------------------

    def action_project(self) -> None:
        """Large, high contrast and without names; or back."""
        if isinstance(self.screen, LookScreen):
            self.notify(NOT_ON_THE_WALL, markup=False)
            return
        self.projecting = not self.projecting
        self.set_class(self.projecting, "-wall")
        if self._colours:  # without them there is no contrast to raise
            if self.projecting:
                self._theme_before = self.theme
            self.theme = WALL.name if self.projecting else self._theme_before
        else:
            self.refresh_css(animate=False)  # as a new theme does: the roles look otherwise now
        self.show_room()

    def leave(self) -> None:
        """End it without asking; may be called from outside the app."""
        self.call_later(self.exit)

    def last_words(self) -> tuple[Text, ...]:
        """None: who has started the console says what follows from a fault."""
        return ()

    async def action_quit(self) -> None:
        """End the workshop: asked once, if anybody is here."""
        self._back_to_map()
        room_screen = self._room_screen
        if room_screen is None or not self.stage.room.here:
            self.exit()
        else:
            room_screen.ask_to_quit(self.exit)

    def action_help_quit(self) -> None:
        """Ctrl+C, out of habit."""
        self.notify("q goes back to the room, and from there ends the workshop.", markup=False)
