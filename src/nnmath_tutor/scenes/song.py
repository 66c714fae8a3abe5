"""The song of the course, line by line while the network trains."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from nnmath_tutor.drawing import SongPart
from nnmath_tutor.program import stops_before
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.options import Option, OptionType
from nnmath_tutor.scenes.picture import Picture

OPTIONS: Mapping[str, Option] = {
    "verses": Option(
        OptionType.NAMES,
        "steps whose verses are sung, as LESSON:STEP, from the lessons in the same folder",
        required=True,
    ),
}


def build(moment: Moment, options: Mapping[str, Any]) -> Picture:
    """The verses, as far as they are sung at this epoch. Raises SceneError for an unknown one."""
    verses = tuple(_verse(moment, name) for name in options["verses"])
    return Picture((SongPart(verses, _begun(moment, sum(map(len, verses)))),))


def _verse(moment: Moment, name: str) -> tuple[str, ...]:
    if name not in moment.verses:
        close = get_close_matches(name, moment.verses, n=1)
        hint = f"did you mean {close[0]}?" if close else "is that lesson in the same folder?"
        raise SceneError(f"There is no verse {name}; {hint}")
    return moment.verses[name]


def _begun(moment: Moment, lines: int) -> int:
    """How many lines have begun: as many of all as stops of all have been passed by."""
    stops = stops_before(moment.recording.epochs - 1) + 1
    return 1 + min(lines * stops_before(moment.position.epoch) // stops, lines - 1)
