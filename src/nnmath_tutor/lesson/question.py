"""What a question is, once its block has been read. Lines are those of the file, from 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class QuestionKind(StrEnum):
    """What form an answer has."""

    NUMBER = "number"
    CELL = "cell"
    SHAPE = "shape"
    SIGN = "sign"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong answer that people are known to give: its expression, and what to say to it."""

    answer: str
    say: str
    line: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. `when` is an expression that is true where this is the right one.

    `say` tells whoever chose it wrongly why it is wrong; empty if nothing is written.
    """

    text: str
    when: str
    say: str
    line: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked before a step is shown. Texts and expressions are as they were written.

    `draw` gives names and the expressions that draw them, in order. `answer` is None for a choice
    alone, `of` (an array's expression) is there for a cell alone.
    """

    kind: QuestionKind
    ask: str
    hint: str
    solution: str
    answer: str | None = None
    draw: Mapping[str, str] = field(default_factory=dict)
    of: str | None = None
    tolerance: float | None = None
    work: str | None = None
    slips: tuple[Slip, ...] = ()
    choices: tuple[Choice, ...] = ()
    line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that the learner may read."""
        spoken = [slip.say for slip in self.slips]
        spoken += [text for choice in self.choices for text in (choice.text, choice.say)]
        return (self.ask, self.hint, self.solution, *spoken)

    @property
    def expressions(self) -> tuple[str, ...]:
        """Every expression, without those in the texts."""
        single = [text for text in (self.answer, self.of, self.work) if text is not None]
        told = [*(slip.answer for slip in self.slips), *(choice.when for choice in self.choices)]
        return (*single, *self.draw.values(), *told)

    def line_of(self, key: str) -> int:
        """The line of a key, or of the block where the key isn't written."""
        return self.lines.get(key, self.line)
