"""What the terminal is asked to see how far it has read, and its answers among the keys.

The answers are taken out before Textual reads the keys: it doesn't know them, and what it doesn't
know it may take for keys, the `n` of `ESC [ 0 n` among them.
"""

from __future__ import annotations

import re
from enum import Enum, auto

QUESTION = "\x1b[5n"  # how are you? Every terminal since the VT100 answers: fine
REMINDER = "\x1b[c"  # what are you? Answered in other words, so that it can't be mistaken

ANSWER_END, REMINDER_END = "n", "c"
BEGINNING = re.compile(r"\x1b(\[(0n?|\?[0-9;]{0,40}c?)?)?")


class Answer(Enum):
    """What was answered."""

    QUESTION = auto()
    REMINDER = auto()


class Answers:
    """Takes answers out of a stream of characters, also those that come in pieces."""

    def __init__(self) -> None:
        self._held = ""

    @property
    def unfinished(self) -> bool:
        """Whether something is kept that may become an answer."""
        return bool(self._held)

    def feed(self, character: str) -> Answer | str:
        """An answer that is complete, or the characters to be passed on, often none."""
        longer = self._held + character
        if BEGINNING.fullmatch(longer) is None:
            passed = self.release()
            if character != "\x1b":
                return passed + character
            self._held = character
            return passed
        self._held = longer
        if longer[-1] == ANSWER_END:
            return self._complete(Answer.QUESTION)
        if longer[-1] == REMINDER_END:
            return self._complete(Answer.REMINDER)
        return ""

    def release(self) -> str:
        """What was kept, after all no answer."""
        released, self._held = self._held, ""
        return released

    def _complete(self, answer: Answer) -> Answer:
        self._held = ""
        return answer
