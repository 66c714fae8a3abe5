"""Which rows or columns to show when not all of them fit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

Shown = tuple[int | None, ...]
"""Indices from first to last; None where some are left out (a gap takes a place of its own)."""


@lru_cache(maxsize=512)
def choose(count: int, room: int, keep: tuple[int, ...] = (), *, free_gaps: bool = False) -> Shown:
    """At most `room` places (at least one) for `count` things: `keep`, first, last, then more.

    What is in `keep` comes first, in that order, as far as it fits. With `free_gaps` only what is
    shown takes places: for columns, where the dots of a gap are narrow.
    """
    if count <= max(room, 1):
        return tuple(range(count))
    room = max(room, 1)
    chosen: set[int] = set()
    best: Shown = ()
    for index in _wanted(count, room, keep):
        if index in chosen:
            continue
        chosen.add(index)
        places = _with_gaps(count, chosen, free_gaps)
        taken = len(chosen) if free_gaps else len(places)
        if taken <= room:
            best = places
        elif not best:
            # Not even room for both gaps.
            best = (index,) if room == 1 else (None, index) if index else (index, None)
            if room < 3 and not free_gaps:
                return best
        else:
            chosen.discard(index)
    return best


def _wanted(count: int, room: int, keep: tuple[int, ...]) -> Iterator[int]:
    yield from (index for index in keep if 0 <= index < count)
    yield 0
    yield count - 1
    for step in range(1, min(room + 1, count)):
        yield step
        yield count - 1 - step
        for index in keep:
            for neighbour in (index - step, index + step):
                if 0 <= neighbour < count:
                    yield neighbour


def _with_gaps(count: int, chosen: set[int], free_gaps: bool) -> Shown:
    places: list[int | None] = []
    following = 0
    for index in sorted(chosen):
        if index == following + 1 and not free_gaps:
            places.append(following)  # a gap for a single one is no gain: show it
        elif index > following:
            places.append(None)
        places.append(index)
        following = index + 1
    if following == count - 1 and not free_gaps:
        places.append(following)
    elif following < count:
        places.append(None)
    return tuple(places)
