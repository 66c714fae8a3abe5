"""How fast a learner's process may spend CPU time."""

from __future__ import annotations

from dataclasses import dataclass, replace

PURSE = 60.0  # seconds of CPU time that may be spent at one go
INCOME = 0.5  # of them that come back in a second


@dataclass(frozen=True, slots=True)
class Allowance:
    """A purse that refills. Recording a lesson empties it by a few seconds, a loop for ever."""

    left: float = PURSE
    spent: float = 0.0  # CPU seconds as of `at`
    at: float = 0.0

    def seen(self, spent: float, now: float) -> Allowance:
        """So many CPU seconds were spent in all, as of now."""
        income = max(now - self.at, 0.0) * INCOME
        left = min(self.left + income - max(spent - self.spent, 0.0), PURSE)
        return replace(self, left=left, spent=spent, at=now)

    @property
    def empty(self) -> bool:
        """Whether it has spent too much, too fast."""
        return self.left <= 0
