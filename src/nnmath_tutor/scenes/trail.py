"""Where a number has been in the epochs of a run, where it is, and where it goes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from nnmath_tutor.program import Level, Recording
from nnmath_tutor.scenes.moment import Moment, SceneError
from nnmath_tutor.scenes.numbers import number_over

MOST_SEEN = 2000


@dataclass(frozen=True, slots=True)
class Trail:
    """One number over the epochs; `following` is None where the next epoch isn't recorded."""

    earlier: tuple[float, ...]  # the oldest first
    now: float
    following: float | None


def trail_of(moment: Moment, recording: Recording, expression: str, longest: int) -> Trail | None:
    """The number at the moment's epoch in a recording, the moment's own or another.

    None while the recording has not begun. Raises SceneError where the expression gives no number.
    """
    if not recording.done:
        return None
    place = min(moment.position.epoch, recording.done - 1) + 1
    if recording is moment.recording:
        now = number_over(moment.values, expression)
        if moment.position.level is not Level.EPOCH and now == _at(
            recording, expression, place - 1
        ):
            place -= 1  # the line that moves it is still to come
    else:
        values = recording.values(place - 1)
        now = number_over(values, expression)
    before = (_at(recording, expression, k) for k in range(max(0, place - longest), place))
    following = _at(recording, expression, place + 1) if place < recording.done else None
    return Trail(tuple(number for number in before if number is not None), now, following)


# What a run was seen to hold, by expression and place: an epoch takes a replay of its body. By its
# record, for that is another one if the run had to begin anew.
_seen: WeakKeyDictionary[Any, dict[tuple[str, int], float]] = WeakKeyDictionary()


def _at(recording: Recording, expression: str, place: int) -> float | None:
    """The number after so many epochs; None where it has no value yet."""
    seen = _seen.setdefault(recording.record, {})
    known = seen.get((expression, place))
    if known is not None:
        return known
    values = recording.values(place - 1) if place else recording.start(0)
    try:
        number = number_over(values, expression)
    except SceneError:
        return None
    if len(seen) > MOST_SEEN:
        seen.clear()
    seen[expression, place] = number
    return number
