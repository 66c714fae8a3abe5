"""How fast the play goes: seconds from one frame to the next, and what a frame moves by."""

from __future__ import annotations

from dataclasses import replace

from nnmath_tutor.play import walk
from nnmath_tutor.play.walk import Timeline
from nnmath_tutor.program import Level, Position

# Seconds a step takes at 1×: a person can follow two cells a second; epochs flow.
BEATS = {Level.EPOCH: 0.1, Level.LINE: 1.6, Level.PART: 1.2, Level.CELL: 0.5, Level.TERM: 0.5}

SHORTEST_BEAT = 0.05  # twenty frames a second are enough for an eye, and for a slow line

# Up to this speed a cell that is a sum is seen to grow, product by product, within its beat.
FASTEST_GROWING = 1.0
MOST_PIECES = 4  # of a cell's beat: one, two, three products, all; more are too short to see


def beat(timeline: Timeline, position: Position, speed: float) -> float:
    """Seconds from this frame of the play to the next."""
    whole = BEATS[position.level] / speed
    return max(whole / _terms(timeline, position, speed), SHORTEST_BEAT)


def stride(level: Level, speed: float) -> int:
    """Steps a frame: more than one where single ones would come faster than frames."""
    return max(round(SHORTEST_BEAT * speed / BEATS[level]), 1)


def onward(timeline: Timeline, position: Position, speed: float) -> Position:
    """What the play shows next: a cell's sum with one product more, else the next place."""
    terms = _terms(timeline, position, speed)
    if position.term is not None and position.level is Level.CELL:
        following = position.term + 1
        return replace(position, term=following if following < terms - 1 else None)
    moved = walk.move(timeline, position, 1)
    grows = moved != position and _terms(timeline, moved, speed) > 1
    return replace(moved, term=0) if grows and moved.level is Level.CELL else moved


def _terms(timeline: Timeline, position: Position, speed: float) -> int:
    """In how many frames a cell lands: as many as its sum has products, if they can be seen."""
    if position.level is not Level.CELL or speed > FASTEST_GROWING:
        return 1
    return min(walk.terms(timeline, position), MOST_PIECES)
