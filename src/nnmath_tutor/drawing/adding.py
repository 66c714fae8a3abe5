"""How many decimals matrices need so that each row of a shown sum adds up as it is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnmath_tutor.drawing.numbers import MOST_CELLS_REFINED, Array


def adding_decimals(
    operands: Sequence[Array],
    signs: Sequence[int],
    result: Array,
    tries: range,
    cell: tuple[int, ...] | None = None,
) -> int | None:
    """The first number of decimals with which all cells add up; where none does, the best one.

    The best one is where the chosen `cell` adds up and as many others as can be. None for arrays
    that are too large to be read cell by cell. Operands broadcast to the result's shape.
    """
    if not 0 < result.size <= MOST_CELLS_REFINED or not tries:
        return None
    best, most = None, (-1, -1)
    for decimals in tries:
        with np.errstate(all="ignore"):
            shown = [np.rint(v.astype(float) * 10.0**decimals) for v in (*operands, result)]
            gap = sum(s * v for s, v in zip(signs, shown, strict=False)) - shown[-1]
        holds = np.asarray((gap == 0) | ~np.isfinite(gap))
        if holds.all():
            return decimals
        score = (int(holds[cell]) if cell is not None else 0, int(holds.sum()))
        if score > most:
            best, most = decimals, score
    return best
