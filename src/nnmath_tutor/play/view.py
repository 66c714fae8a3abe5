"""What a learner has chosen to see, besides the place: which run, beside which, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nnmath_tutor.play.look import Look
from nnmath_tutor.play.review import Mark
from nnmath_tutor.play.rippling import Rippling
from nnmath_tutor.play.trials import Trial, Trials
from nnmath_tutor.program import Recording

MOST_CURVES = 4  # in one plot: so many can be told apart


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """`recordings` holds what is recorded of the runs, by their numbers.

    `held` says that the learner has stopped the recording for now; `remark` what the last key could
    not do. `wires` (None: as the step has it) and `difference` show the network, or the other run,
    instead of the operation. `marks` says of each step with a question how it stands.
    """

    trials: Trials = field(default_factory=Trials)
    recordings: Mapping[int, Recording] = field(default_factory=dict)
    held: bool = False
    look: Look | None = None
    ripple: Rippling | None = None
    wires: bool | None = None
    difference: bool = False
    remark: str = ""
    marks: Mapping[str, Mark] = field(default_factory=dict)

    @property
    def other(self) -> tuple[Trial, Recording] | None:
        """The run that the one on the screen is compared with."""
        number = self.trials.other
        if number is None or number not in self.recordings:
            return None
        return self.trials.of(number), self.recordings[number]

    def beside(self) -> dict[str, Recording]:
        """Runs whose curves stand beside this one's: the one compared with, then the latest."""
        current, other = self.trials.current, self.trials.other
        numbers = [n for n in (other,) if n is not None]
        numbers += [trial.number for trial in reversed(self.trials.runs)]
        wanted = [n for n in dict.fromkeys(numbers) if n != current and n in self.recordings]
        return {self.trials.of(n).name: self.recordings[n] for n in wanted[: MOST_CURVES - 1]}
