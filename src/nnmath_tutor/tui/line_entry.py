"""Typing one line at the bottom of a screen, key by key: a number, an epoch, a name.

The screen itself takes the keys: on a slow line they arrive in one packet, before another screen
could be there to catch them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

LONGEST = 24


def shown_end(line: str, width: int) -> str:
    """As much of a line as fits, the end of it: there is what is being typed."""
    return line if len(line) <= width else f"..{line[len(line) - max(width - 2, 1) :]}"


@dataclass(frozen=True, slots=True)
class LineEntry:
    """What was typed so far. `closed` once it was given up or entered; then `entered` is the text.

    `wrong` says what was the matter with the last one that was entered; `longest` is how many
    characters it takes.
    """

    question: str
    text: str = ""
    wrong: str = ""
    closed: bool = False
    entered: str | None = None
    longest: int = LONGEST

    def press(self, key: str, character: str | None) -> LineEntry:
        """The entry after a key."""
        match key:
            case "escape":
                return replace(self, closed=True)
            case "enter":
                text = self.text.strip()
                return replace(self, closed=True, entered=text or None)
            case "backspace":
                return replace(self, text=self.text[:-1], wrong="", closed=not self.text)
        if character is not None and character.isprintable() and len(self.text) < self.longest:
            return replace(self, text=self.text + character, wrong="")
        return self

    def again(self, wrong: str) -> LineEntry:
        """The same question once more, after an answer that won't do."""
        return LineEntry(self.question, wrong=wrong, longest=self.longest)

    @property
    def line(self) -> str:
        """The line as the learner sees it."""
        if self.wrong:
            return f"{self.wrong} Again, or Esc: {self.text}_"
        return f"{self.question} {self.text}_"


class Typing:
    """The line that is being typed, if any, and who takes it once it is entered."""

    def __init__(self) -> None:
        self._entry: LineEntry | None = None
        self._answer: Callable[[str], str] = lambda _: ""

    @property
    def line(self) -> str:
        """The line as the learner sees it; empty while nothing is typed."""
        return "" if self._entry is None else self._entry.line

    def ask(self, question: str, answer: Callable[[str], str]) -> None:
        """From now on keys go to the answer. `answer` takes it, and says what is wrong with it."""
        self._entry, self._answer = LineEntry(question), answer

    def press(self, key: str, character: str | None) -> bool:
        """Whether the key went to the line."""
        if self._entry is None:
            return False
        entry = self._entry.press(key, character)
        self._entry = None if entry.closed else entry
        if entry.entered is not None:
            wrong = self._answer(entry.entered)
            self._entry = entry.again(wrong) if wrong else None
        return True
