"""A question to the whole room, and its answers as bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.protocol import Ask, Poll, Tally

MOST_BARS = 10  # that fit on a small screen; the rest are counted together
OTHERS = "other answers"


@dataclass(frozen=True, slots=True)
class Polling:
    """What was asked, and by whom (their key) it was answered how. The first answer counts."""

    ask: Ask
    answers: Mapping[str, Poll] = field(default_factory=dict, hash=False)
    ended: bool = False

    def answer(self, key: str, poll: Poll) -> Polling:
        """With an answer of the learner's, unless it is too late or to something else."""
        if self.ended or poll.number != self.ask.number or key in self.answers:
            return self
        return replace(self, answers={**self.answers, key: poll})

    def tally(self) -> Tally:
        """The bars, the most frequent first; skipped last. What is right is told at the end."""
        given = [poll for poll in self.answers.values() if poll.outcome is not Outcome.SKIPPED]
        counts = Counter(poll.label for poll in given)
        bars = sorted(counts.items(), key=lambda bar: (-bar[1], bar[0]))
        right = tuple(
            label
            for label, _ in bars
            if any(_right(poll) and poll.label == label for poll in given)
        )
        if len(bars) > MOST_BARS:
            # What is right is shown, however few found it.
            shown = [bar for bar in bars if bar[0] in right][:MOST_BARS]
            shown += [bar for bar in bars if bar[0] not in right][: MOST_BARS - len(shown)]
            rest = len(given) - sum(count for _, count in shown)
            bars = [*sorted(shown, key=lambda bar: (-bar[1], bar[0])), (OTHERS, rest)]
        skipped = len(self.answers) - len(given)
        if skipped:
            bars.append((Outcome.SKIPPED.value, skipped))
        return Tally(self.ask.number, tuple(bars), right if self.ended else (), self.ended)


def _right(poll: Poll) -> bool:
    return poll.outcome is Outcome.RIGHT
