"""What the screens tell the app. They say what happened; what follows from it is the app's."""

from __future__ import annotations

from textual.message import Message

from nnmath_tutor.lesson import Target
from nnmath_tutor.play import Trials
from nnmath_tutor.program import Recording


class StepReached(Message):
    """The learner has come to a step of the lesson."""

    def __init__(self, lesson: str, step: str) -> None:
        super().__init__()
        self.lesson = lesson
        self.step = step


class Preferred(Message):
    """The learner chose what they like everywhere."""

    def __init__(self, verse: bool, speed: float) -> None:
        super().__init__()
        self.verse = verse
        self.speed = speed


class RecordingHeld(Message):
    """Whether the recording is to wait: said once the first frame is out, and at every change."""

    def __init__(self, held: bool) -> None:
        super().__init__()
        self.held = held


class RecordingCancelled(Message):
    """The learner gives up the rest of these recordings."""

    def __init__(self, recordings: tuple[Recording, ...]) -> None:
        super().__init__()
        self.recordings = recordings


class RunsKept(Message):
    """The learner's runs changed; those that are kept are to be there next time."""

    def __init__(self, lesson: str, trials: Trials) -> None:
        super().__init__()
        self.lesson = lesson
        self.trials = trials


class Left(Message):
    """The learner wants the map."""


class Finished(Message):
    """The learner went on after the last step."""

    def __init__(self, lesson: str) -> None:
        super().__init__()
        self.lesson = lesson


class Chosen(Message):
    """A lesson was chosen on the map."""

    def __init__(self, lesson: str) -> None:
        super().__init__()
        self.lesson = lesson


class LessonWanted(Message):
    """A link in the reference leads to a lesson, perhaps to a step of it."""

    def __init__(self, target: Target) -> None:
        super().__init__()
        self.target = target


class WordPointedAt(Message):
    """The mouse chose a word: a row of text, and the column in it."""

    def __init__(self, text: str, column: int) -> None:
        super().__init__()
        self.text = text
        self.column = column


class WelcomeWanted(Message):
    """The learner wants to see the beginning again."""


class Greeted(Message):
    """The learner goes on from the welcome."""


class ReviewWanted(Message):
    """The learner wants to be asked what is due."""
