"""What is remembered of a question, and when it is due again: a ladder of longer and longer rests.

Leitner's boxes (S. Leitner, So lernt man lernen, 1972): a right answer moves a question one box on,
to be asked after a longer rest; a wrong one moves it back to the first box.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MINUTE, DAY = 60, 24 * 60 * 60

# Seconds until a question is due again after a right answer, rung by rung. The last one stays.
LADDER = (10 * MINUTE, DAY, 3 * DAY, 7 * DAY, 21 * DAY)
FIRST_RUNG = 1  # who is right at the first go is asked tomorrow, not in ten minutes


class Outcome(Enum):
    """What came of asking. Whoever only looks at the solution was wrong."""

    RIGHT = "right"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Memory:
    """One question: the last outcome, all tries, the wrong ones since the last right one.

    `rung` is the rest that a right answer earns next (an index of LADDER). `asked` and `due` are
    seconds since 1970; `due` is None as long as the question was only ever skipped.
    """

    outcome: Outcome
    tries: int = 0
    wrong: int = 0
    rung: int = FIRST_RUNG
    asked: int = 0
    due: int | None = None

    def is_due(self, now: float) -> bool:
        """Whether it is to be asked again by now."""
        return self.due is not None and self.due <= now


def remember(before: Memory | None, outcome: Outcome, now: float) -> Memory:
    """The memory after the question was asked at `now`, in seconds since 1970.

    A right answer before the question is due earns nothing: saying it ten times in a row is not
    knowing it in three weeks. A skip takes nothing back: it only says that the question was asked.
    """
    asked = int(now)
    known = before or Memory(Outcome.SKIPPED)
    if outcome is Outcome.SKIPPED:
        return Memory(known.outcome, known.tries, known.wrong, known.rung, asked, known.due)
    tries = known.tries + 1
    if outcome is Outcome.WRONG:
        return Memory(outcome, tries, known.wrong + 1, 0, asked, asked)
    if known.due is not None and known.due > asked:
        return Memory(outcome, tries, 0, known.rung, asked, known.due)
    rung = min(known.rung + 1, len(LADDER) - 1)
    return Memory(outcome, tries, 0, rung, asked, asked + LADDER[known.rung])
