"""What has happened in the room, for the line below the table."""

from __future__ import annotations

from nnmath_tutor.workshop.room import Room

MOST_NAMES = 3


def news(before: Room, after: Room) -> str:
    """Who raised a hand, came or went between the two; the hand is what waits for somebody."""
    told = []
    here, was = after.here, before.here
    hands = [
        one.name
        for key, one in here.items()
        if one.hand is not None and (key not in was or was[key].hand is None)
    ]
    came = [one.name for key, one in here.items() if key not in was]
    gone = {key: one.name for key, one in was.items() if key not in here}
    lost = [
        name for key, name in gone.items() if key in after.learners and after.learners[key].lost
    ]
    if hands:
        told.append(f"{_named(hands)} raised a hand.")
    if came:
        told.append(f"{_named(came)} joined.")
    left = [name for name in gone.values() if name not in lost]
    if lost:
        told.append(f"{_named(lost)} lost the connection.")
    if left:
        told.append(f"{_named(left)} left.")
    return " ".join(told)


def _named(names: list[str]) -> str:
    if len(names) > MOST_NAMES:
        return f"{', '.join(names[:MOST_NAMES])} and {len(names) - MOST_NAMES} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
