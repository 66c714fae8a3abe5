"""The tutor as a learner of a workshop has it: restricted, its progress kept by the host, led."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen as TextualScreen

from nnmath_tutor.play import Session
from nnmath_tutor.program import ProgramError
from nnmath_tutor.tui.app import TutorApp
from nnmath_tutor.tui.course_map import CourseMap
from nnmath_tutor.tui.desk import Desk
from nnmath_tutor.tui.guide import Guide
from nnmath_tutor.tui.ledger import Answer, Ledger
from nnmath_tutor.tui.lesson_screen import LessonScreen
from nnmath_tutor.tui.messages import LessonWanted
from nnmath_tutor.tui.question_screen import QuestionScreen
from nnmath_tutor.workshop import following as room
from nnmath_tutor.workshop.asked_screen import AskedScreen
from nnmath_tutor.workshop.banner import Banner
from nnmath_tutor.workshop.channel import ChannelClosedError, LearnerChannel
from nnmath_tutor.workshop.led_screen import TOLD, LedScreen
from nnmath_tutor.workshop.orders import Start
from nnmath_tutor.workshop.protocol import (
    Answered,
    Ask,
    Consent,
    FromHost,
    FromLearner,
    Gather,
    Hand,
    Here,
    Lock,
    ProtocolError,
    Release,
    Screen,
    Tally,
    Welcome,
    encode,
)
from nnmath_tutor.workshop.room_store import RoomStore
from nnmath_tutor.workshop.screen_rows import spans
from nnmath_tutor.workshop.stock import Stock
from nnmath_tutor.workshop.telling import Telling

Kind = TypeVar("Kind", bound=TextualScreen[Any])

TOO_LARGE = "(This screen is too large to be sent.)"
NOBODY = Welcome("", None, None, True, False)
KEYS = (
    Binding(f"{room.HAND_KEY},f2", "hand", "Raise your hand, or lower it (also h)", show=False),
    Binding(
        f"{room.SHOW_KEY},f3", "show", "Let the presenter see your screen, or no longer", show=False
    ),
    Binding(f"{room.READ_KEY},f4", "read", "Put the presenter's message away", show=False),
)


class RoomLedger(Ledger):
    """Answers go into the room's record first: what is confirmed afterwards is in both."""

    send: Callable[[FromLearner], None]

    def remember(self, answer: Answer) -> None:
        """With the host, on its disk, when this returns."""
        tries = self.tries(answer.lesson, answer.step) + 1
        self.send(
            Answered(
                answer.lesson.id, answer.step, answer.seed, answer.outcome, tries, answer.typed
            )
        )
        super().remember(answer)


class LearnerApp(TutorApp):
    """What the presenter does lies over the learner's own screens, and leaves them as they are."""

    EVERYWHERE = KEYS
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key.key, key.action, key.description, show=False, priority=True) for key in KEYS),
        Binding("h", "hand", "Hand", show=False),  # the row of keys is full at 80 columns
    ]

    def __init__(
        self, start: Start, stock: Stock, channel: LearnerChannel, welcome: Welcome = NOBODY
    ) -> None:
        self.following = room.begin(welcome)
        super().__init__(
            stock.catalogue.lessons,
            stock.catalogue.problems,
            RoomStore(channel, welcome.document),
            ascii_only=start.ascii,
            no_color=start.no_color,
            restricted=True,
            guide=Guide(lessons=welcome.lessons, skipping=welcome.skipping),
            desk=Desk(stock.cache(), stock.runs),
        )
        self.reference = stock.reference
        self.channel = channel
        self.ledger = RoomLedger(lambda: self.progress, self._keep)
        self.ledger.send = self.tell
        self._welcome_message = welcome
        self._telling = Telling(self, self.tell, self._here, self._seen)
        self._begun = self._greeted = False

    # coming and going ---------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin to listen. The tutor's own beginning comes after this."""
        self.channel.on_kept_waiting = self._arrived
        self._wait_for_messages()
        self.screen_change_signal.subscribe(self, self._screen_changed)
        self.call_later(self._begin)

    def on_unmount(self) -> None:
        """Listen no longer."""
        self._hang_up()

    def last_words(self) -> tuple[Text, ...]:
        """None: the host says what there is to say after a fault."""
        return ()

    def tell(self, message: FromLearner) -> None:
        """Tell the host; without a host there is no workshop, and the tutor ends."""
        try:
            self.channel.send(message)
        except ChannelClosedError:
            self.exit()

    def _begin(self) -> None:
        self._begun = True
        self._telling.begin()
        self._greet()

    def _greet(self) -> None:
        """On the map, where it covers nothing that is to be read first."""
        if isinstance(self.screen, CourseMap) and not self._greeted:
            self._greeted = True
            if self._welcome_message.name:
                back = " back" if self._welcome_message.seen_before else ""
                told = f"Welcome{back}, {self._welcome_message.name}. h raises your hand."
                self.notify(told, markup=False)

    def _hang_up(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            asyncio.get_running_loop().remove_reader(self.channel.fileno())

    def _wait_for_messages(self) -> None:
        asyncio.get_running_loop().add_reader(self.channel.fileno(), self._arrived)

    def _arrived(self) -> None:
        """Something is there; it is read when the app comes to it."""
        self._hang_up()
        self.call_later(self._listen)

    def _listen(self) -> None:
        for message in self.channel.receive():
            self._hear(message)
        if not self.channel.closed:
            self._wait_for_messages()
        elif self.following.ended is None:
            self.exit()

    # what the presenter does --------------------------------------------------------------------

    def _hear(self, message: FromHost) -> None:
        before = self.following
        self.following = now = room.heard(before, message, self._title)
        self.guide.lessons, self.guide.skipping, self.guide.pace = (
            now.lessons,
            now.skipping,
            now.pace,
        )
        match message:
            case Gather():
                self._gather(message)
            case Release() if self._on_stack(AskedScreen) is None:
                self._after_question()
            case Ask():
                self._ask(message)
            case Tally() if now.tally is message:
                asked = self._on_stack(AskedScreen)
                if asked is not None:
                    asked.show_tally(message)
            case Lock():
                self._lock()
        if now.skipping != before.skipping:
            for screen in self.screen_stack:
                if isinstance(screen, QuestionScreen):
                    screen.allow()
        if now.ended is not None:
            self.exit(message=Text(now.ended))
        else:
            self._show_banner()
            self._telling.changed()

    def _title(self, lesson_id: str) -> str:
        return next((one.title for one in self.lessons if one.id == lesson_id), lesson_id)

    def _on_stack(self, kind: type[Kind]) -> Kind | None:
        return next((one for one in self.screen_stack if isinstance(one, kind)), None)

    def _drop(self, screen: TextualScreen[Any] | None) -> None:
        """Take a screen away, and whatever was opened over it."""
        while screen is not None and screen in self.screen_stack:
            self.pop_screen()

    def _gather(self, gather: Gather) -> None:
        """Go where the presenter is; whoever still thinks about a question comes after it."""
        led, asked = self._on_stack(LedScreen), self._on_stack(AskedScreen)
        thinks = asked is not None and asked.thinks
        elsewhere = led is None or led.lecture.lesson.id != gather.lesson
        if thinks and elsewhere:
            return
        if not thinks:
            self._close_question()
        if elsewhere:
            self._drop(led)
            led = self._led(gather)
        if led is not None:
            led.follow(gather)

    def _after_question(self) -> None:
        """Where one would be without it: it kept a place that may have been given up meanwhile."""
        if self.following.gathered is not None:
            self._gather(self.following.gathered)
        else:
            self._drop(self._on_stack(LedScreen))
        self._leave_what_is_locked()

    def _led(self, gather: Gather) -> LedScreen | None:
        lesson = next((one for one in self.lessons if one.id == gather.lesson), None)
        if lesson is None:
            return None
        try:
            lecture = self.desk.open(lesson)
        except ProgramError as error:
            self.notify(str(error), severity="error", markup=False)
            return None
        led = LedScreen(
            Session(lecture, self.desk.record),
            self.charset,
            self.ledger,
            verse=self.progress.preferences.verse,
            still=self.still,
            guide=self.guide,
        )
        self.push_screen(led)
        return led

    def _ask(self, ask: Ask) -> None:
        self._close_question()
        lesson = next((one for one in self.lessons if one.id == ask.lesson), None)
        steps = {} if lesson is None else {step.id: step for step in lesson.steps}
        if lesson is None or ask.step not in steps or steps[ask.step].question is None:
            return
        try:
            lecture = self.desk.open(lesson)
        except ProgramError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        asked = AskedScreen(
            lecture, ask, self.ledger, self.charset, self.tell, still=self.still, rules=self.guide
        )
        self.push_screen(asked, lambda _: self._after_question())

    def _close_question(self) -> None:
        asked = self._on_stack(AskedScreen)
        if asked is not None:
            asked.close()
            self._drop(asked)

    def _lock(self) -> None:
        course_map = self._on_stack(CourseMap)
        if course_map is not None:
            course_map.unlock()
        self._leave_what_is_locked()

    def _leave_what_is_locked(self) -> None:
        """Back to the map, unless the presenter's own screens are in front: then afterwards."""
        if self._on_stack(LedScreen) is not None or self._on_stack(AskedScreen) is not None:
            return
        lesson = self._on_stack(LessonScreen)
        if lesson is not None and not self.guide.opens(lesson.lecture.lesson.id):
            self._back_to_map()

    def on_lesson_wanted(self, message: LessonWanted) -> None:
        """A link leads nowhere while the presenter leads, or asks."""
        led = self._on_stack(LedScreen) or self._on_stack(AskedScreen)
        if led is not None:
            message.prevent_default()
            self.pop_screen()
            self.notify(TOLD, markup=False)

    # the line at the top ------------------------------------------------------------------------

    def _screen_changed(self, _: TextualScreen[Any]) -> None:
        if self._begun:
            self._greet()
            self._show_banner()

    def _show_banner(self) -> None:
        asking, screen = self._on_stack(AskedScreen) is not None, self.screen
        lines = room.banner(self.following, asking=asking)
        shown = screen.query(Banner)
        if not lines:
            shown.remove()
        elif shown:
            shown.first().tell(lines)
        else:
            screen.mount(Banner(self.charset, lines), before=0 if screen.children else None)

    # what the learner does ----------------------------------------------------------------------

    def action_hand(self) -> None:
        """Raise the hand, or lower it."""
        self.following = room.raised(self.following)
        self.tell(Hand(self.following.hand))
        self._show_banner()

    def action_show(self) -> None:
        """Let the presenter see the screen, or no longer."""
        self.following = room.agreed(self.following)
        shows = bool(self.following.shows)
        self.tell(Consent(shows))
        told = "may see your screen" if shows else "doesn't see your screen"
        self.notify(f"The presenter {told}. {room.SHOW_KEY} changes that.", markup=False)
        self._show_banner()
        self._telling.changed()

    def action_read(self) -> None:
        """The message was read."""
        self.following = room.read(self.following)
        self._show_banner()

    # what the host is told ----------------------------------------------------------------------

    def post_display_hook(self) -> None:
        """A frame is out."""
        super().post_display_hook()
        if self._begun:
            self._telling.changed()

    async def on_event(self, event: events.Event) -> None:
        """Any sign of life."""
        if isinstance(event, events.Key | events.MouseDown | events.Paste) and self._begun:
            self._telling.active()
        await super().on_event(event)

    def _here(self) -> Here:
        for screen in reversed(self.screen_stack):
            if isinstance(screen, LessonScreen):
                cursor = screen.cursor
                lesson, epoch = screen.lecture.lesson.id, max(cursor.position.epoch, 0)
                return Here(lesson, screen.step.id, epoch, cursor.playing)
        return room.nowhere()

    def _seen(self) -> Screen | None:
        if not self.following.seen:
            return None
        screen = Screen(spans(self.screen_rows()))
        try:
            encode(screen)
        except ProtocolError:  # a huge terminal, each cell in a colour of its own
            return Screen((((TOO_LARGE, ""),),))
        return screen
