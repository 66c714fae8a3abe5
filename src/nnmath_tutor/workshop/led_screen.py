"""The lesson as the presenter has it: it follows, and the keys that move in time rest."""

from __future__ import annotations

from textual import events
from textual.binding import Binding

from nnmath_tutor.play import AnyCommand, Follow, GoToStep
from nnmath_tutor.program import Level, Position
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.lesson_keys import KEYS
from nnmath_tutor.tui.lesson_screen import LessonScreen
from nnmath_tutor.workshop.protocol import Gather

# What doesn't leave the presenter's place.
OWN = {"verse", "plot", "words", "code", "keys", "app.reference"}
RESTING = [key for key in KEYS if isinstance(key, Binding) and key.action not in OWN]
AWAKE = [key for key in KEYS if key not in RESTING]
RESTS = {key.strip() for binding in RESTING for key in binding.key.split(",")}
ACTIONS = {binding.action.partition("(")[0] for binding in RESTING}
TOLD = "The presenter leads just now; this key rests until you are released."
TOLD_OF_ALL = "The presenter leads just now; keys that aren't here rest until you are released."


class LedScreen(LessonScreen):
    """Lies over whatever the learner had open, and leaves that as it is."""

    def follow(self, gather: Gather) -> None:
        """Go where the presenter is, as far as that is recorded here."""
        steps = [step.id for step in self.lecture.lesson.steps]
        if gather.step in steps and steps.index(gather.step) != self.cursor.step:
            self.session.do(GoToStep(steps.index(gather.step)))
        here = Position(
            gather.epoch,
            gather.line,
            gather.part,
            gather.cell,
            level=Level(gather.level),
            term=gather.term,
        )
        self.session.do(Follow(here))
        self._look()
        if self.is_mounted:
            self._watch()

    def _tell_step(self) -> None:
        """Nothing: the learner's own place is kept."""

    def do(self, command: AnyCommand) -> None:
        """Nothing: wheel, time bar and clock are the presenter's."""
        self._remark(TOLD)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether the key does anything."""
        return False if action in ACTIONS else super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """A key that rests says so."""
        if self.app.screen is self and event.key in RESTS:
            self._remark(TOLD)
            event.stop()
            event.prevent_default()

    def action_keys(self) -> None:
        """The keys that don't rest."""
        self.app.push_screen(HelpScreen(AWAKE, TOLD_OF_ALL))

    def on_click(self, event: events.Click) -> None:
        """Words of the prose can be looked up; the picture is the presenter's."""
        x, y = int(event.screen_x), int(event.screen_y)
        if self._panes.word_at(x, y) is None:
            event.prevent_default()
