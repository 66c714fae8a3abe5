"""A nudge and its ripple: what was moved, what changed with it, and the slope that was measured.

The slope is the change of the loss divided by the nudge, beside the one that a formula gives.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.cells import cells_wide, filled
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.numbers import format_number, power_text, with_minus
from nnmath_tutor.drawing.ripple import Reached, RipplePart
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span

FIGURES = 4  # of a slope, and of what it is the quotient of: so that they divide as shown
_LONGEST = 12  # decimals: beyond them there is the noise of rounding
_LOWEST_MAPS = 3  # rows: name, cells, change


@dataclass(frozen=True, eq=False, slots=True)
class NudgePart:
    """One number moved by `amount`: all that it reaches, and the slope of the loss.

    `losses` are those before and after; `slope` is what `formula` gives for the number.
    """

    name: str
    value: float
    amount: float
    reached: tuple[Reached, ...]
    losses: tuple[float, float] | None = None
    loss_name: str = ""
    formula: str = ""
    slope: float | None = None

    @property
    def measured(self) -> float | None:
        """The change of the loss divided by the nudge; None where no loss is known."""
        if self.losses is None:
            return None
        return (self.losses[1] - self.losses[0]) / self.amount


@paint.register
def _paint_nudge(part: NudgePart, size: Size, charset: Charset) -> Rows:
    facts = _facts(part, charset)
    # The maps are the picture; where it is low, words give way to them.
    while facts and size.height - 1 - len(facts) < _LOWEST_MAPS:
        facts = facts[1:]
    room = size.height - 1 - len(facts)
    blank = 1 if facts and room > _highest(part) else 0
    maps = paint(RipplePart(part.reached), Size(size.width, room - blank), charset)
    rows: list[Row] = [_head(part, charset), *(maps if room > 0 else ())]
    if facts and len(rows) + len(facts) < size.height:
        rows.append(())
    rows.extend(facts)
    return tuple(clip_row(row, size.width, charset.dots) for row in rows)


def _highest(part: NudgePart) -> int:
    """Rows that the maps take if they stand in one band."""
    return 2 + max((one.before.shape[0] for one in part.reached if one.before.ndim > 1), default=1)


def _head(part: NudgePart, charset: Charset) -> Row:
    before, after = (format_number(v, FIGURES) for v in (part.value, part.value + part.amount))
    sign = charset.minus if part.amount < 0 else "+"
    sum_ = f"{before} {sign} {abs(part.amount):g} = {after}"
    return line(
        Span(part.name, Role.TITLE),
        " nudged: ",
        Span(with_minus(sum_, charset.minus), Role.STRONG),
        Span(f"   * changes, {charset.empty} stays", Role.DIM),
    )


def _facts(part: NudgePart, charset: Charset) -> list[Row]:
    """The loss before and after; the slope measured; the slope computed."""
    if part.losses is None or part.measured is None:
        return []
    before, after = part.losses
    decimals = _decimals(after - before)
    losses = [f"{loss:.{decimals + 1}f}" for loss in part.losses]
    change = _plain(after - before, decimals)
    quotient = f"measured  {change} / {part.amount:g}"
    formula = f"formula   {part.formula}" if part.slope is not None else ""
    width = max(cells_wide(quotient), cells_wide(formula))
    rows = [
        line(
            Span(f"loss, {part.loss_name}: " if part.loss_name else "loss: ", Role.LABEL),
            f" {charset.becomes} ".join(with_minus(loss, charset.minus) for loss in losses),
        ),
        _slope_row(filled(quotient, width), part.measured, charset),
    ]
    if part.slope is not None:
        rows.append(_slope_row(filled(formula, width), part.slope, charset))
    return rows


def _slope_row(told: str, slope: float, charset: Charset) -> Row:
    return line(
        Span(with_minus(told, charset.minus), Role.LABEL),
        " = ",
        Span(with_minus(slope_text(slope), charset.minus), Role.RESULT),
    )


def _decimals(change: float) -> int:
    """Decimals that show a change in as many figures as its slope gets."""
    if not math.isfinite(change) or change == 0:
        return FIGURES
    first = math.floor(math.log10(abs(change)))
    return min(max(FIGURES - 1 - first, 1), _LONGEST)


def _plain(change: float, decimals: int) -> str:
    if change and abs(change) * 10**decimals < 10 ** (FIGURES - 1) - 1:
        return slope_text(change)  # too small for that many decimals
    return f"{change:.{decimals}f}"


def slope_text(slope: float) -> str:
    """A slope in four figures: 0.01234, -1.250, 3.1e-7."""
    if not math.isfinite(slope) or slope == 0:
        return f"{slope:g}"
    if not 1e-4 <= abs(slope) < 1e6:
        return power_text(f"{slope:.{FIGURES - 1}e}")
    decimals = max(FIGURES - 1 - math.floor(math.log10(abs(slope))), 0)
    return f"{slope:.{decimals}f}"


@describe.register
def _describe_nudge(part: NudgePart) -> str:
    ripple = describe(RipplePart(part.reached))
    head = f"{part.name} moved from {format_number(part.value, FIGURES)} by {part.amount:g}. "
    if part.measured is None or part.losses is None:
        return head + ripple
    decimals = _decimals(part.losses[1] - part.losses[0]) + 1
    before, after = (f"{loss:.{decimals}f}" for loss in part.losses)
    named = f", {part.loss_name}," if part.loss_name else ""
    told = f" The loss{named} goes from {before} to {after}: "
    told += f"a measured slope of {slope_text(part.measured)}"
    if part.slope is not None:
        told += f"; the formula {part.formula} gives {slope_text(part.slope)}"
    return f"{head}{ripple}{told}."
