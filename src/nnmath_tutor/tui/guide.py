"""What somebody who leads a class has decided for all: the screens look here, and obey.

Whoever learns alone has a guide that allows everything.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass


@dataclass
class Guide:
    """May be changed while screens are open: they look at each key.

    `lessons` are the ids of those that are open, None if all are; `skipping`: a question may be
    left unanswered; `pace`: the least seconds from one frame of a play to the next.
    """

    lessons: Collection[str] | None = None
    skipping: bool = True
    pace: float = 0.0

    def opens(self, lesson: str) -> bool:
        """Whether the lesson is open."""
        return self.lessons is None or lesson in self.lessons

    def beats(self, beat: float) -> int:
        """How many beats of that many seconds go into one frame, so that time flows as fast."""
        return max(math.ceil(self.pace / beat - 1e-9), 1)
