"""The epochs at which a walk over epochs stops: steps that grow with the epoch."""

from __future__ import annotations


def next_stop(epoch: int) -> int:
    """The next epoch of at most two significant digits: 9 → 10, 260 → 270, 1,234 → 1,300.

    The network changes by ratio, not by difference: steps that grow with the epoch show the
    change evenly and reach 60,000 in some 330 of them.
    """
    size = _stride(epoch)
    return (epoch // size + 1) * size


def previous_stop(epoch: int) -> int:
    """The stop before `epoch`; `next_stop` leads back from it to the first stop at or after."""
    if epoch <= 0:
        return 0
    size = _stride(epoch - 1)
    return (epoch - 1) // size * size


def stops_before(epoch: int) -> int:
    """How many stops a walk from epoch 0 makes before it reaches `epoch` or goes past it."""
    if epoch <= 0:
        return 0
    size = _stride(epoch - 1)
    return (0 if size == 1 else stops_before(10 * size)) + -(-(epoch - _first(size)) // size)


def _first(size: int) -> int:
    """The first epoch from which steps have this size."""
    return 0 if size == 1 else 10 * size


def _stride(epoch: int) -> int:
    return int(10 ** max(len(str(epoch)) - 2, 0))
