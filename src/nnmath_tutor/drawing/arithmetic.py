"""Arithmetic spelled out so that the *shown* numbers work out.

At two decimals -0.12 times -5.03 shows 0.59, which is not what a learner's calculator says. So the
operands get digits until what is shown multiplies, or adds up, to the result that is shown. Exact
halves count as not working out: whoever rounds them up and whoever rounds them to even must agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import TypeVar

from nnmath_tutor.drawing.computing import EXACT, Compute, total
from nnmath_tutor.drawing.figures import aligned, is_tiny, own_format, plain
from nnmath_tutor.drawing.numbers import NumberFormat

T = TypeVar("T")
_MOST_OPERAND_DIGITS = 7
_MOST_RESULT_DIGITS = 4
# How many digits more than in the matrix each side gets, from the fewest on.
_EXTRA_DIGITS: dict[int, list[tuple[int, ...]]] = {
    1: [(n,) for n in range(_MOST_OPERAND_DIGITS + 1)],
    2: sorted(
        (
            (a, b)
            for a in range(_MOST_OPERAND_DIGITS + 1)
            for b in range(_MOST_OPERAND_DIGITS + 1)
            if abs(a - b) <= 1
        ),
        key=sum,
    ),
}


@dataclass(frozen=True, slots=True)
class Spelled:
    """Operands and result as ASCII text; `holds` says whether they work out exactly as shown."""

    operands: tuple[str, ...]
    result: str
    holds: bool


def works_out(computed: Decimal, shown: str) -> bool:
    """Whether a computed value, rounded in any common way, is the shown text."""
    value = Decimal(shown)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or not computed.is_finite():
        return False
    distance = abs(EXACT.subtract(computed, value))
    return distance * 2 < Decimal(1).scaleb(exponent)


def spell(
    operands: Sequence[tuple[object, NumberFormat]],
    result: tuple[object, NumberFormat],
    compute: Compute,
    *,
    sides: int = 1,
    added: bool = False,
) -> Spelled:
    """Texts for operands and result with as few digits as make `compute` agree with the result.

    The formats are those of the matrices; each number gets the digits that matter in it, and the
    operands of one side (with two sides: every other one) as many more. Numbers that are `added`
    have equally many decimals.

    Where that can't be (no finite numbers, cancellation beyond all digits) the plain texts come
    back, with `holds` false.
    """
    return spell_figures(Figures.of([*operands, result], added=added), compute, sides=sides)


def spell_figures(numbers: Figures, compute: Compute, *, sides: int = 1) -> Spelled:
    """`spell` for numbers, the result last, whose formats are known already."""
    *values, value = numbers.values
    *formats, chosen = numbers.formats
    if not _is_number(chosen.text(value)):
        return _plain(values, formats, value, chosen, holds=True)  # nothing there to work out
    given = _Given(values, _frozen(values, formats) if sides == 2 else formats, sides)
    shown = ""
    for result_extra in range(_MOST_RESULT_DIGITS + 1):
        before, shown = shown, chosen.finer(result_extra).text(value)
        if before == shown:
            break
        for extra in _EXTRA_DIGITS[sides]:
            try:
                decimals = given.decimals(extra)
                if decimals is None:
                    return _plain(values, formats, value, chosen, holds=True)
                if works_out(compute(decimals), shown):
                    return Spelled(given.texts(extra), shown, True)
            except (InvalidOperation, DivisionByZero, Overflow, ValueError):
                return _plain(values, formats, value, chosen)
    return _plain(values, formats, value, chosen)


def _frozen(values: Sequence[object], formats: Sequence[NumberFormat]) -> list[NumberFormat]:
    """The formats of l1, r1, l2, r2, …: what is multiplied by zero needs no further digits."""
    frozen = list(formats)
    for place in range(0, len(values), 2):
        for zero, other in ((place, place + 1), (place + 1, place)):
            if values[zero] == 0 and formats[other].kind in ("fixed", "power"):
                own = formats[other]
                frozen[other] = NumberFormat(own.kind, own.decimals, own.decimals)
    return frozen


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers that are spelled out in one row, each with its own format."""

    values: list[object]
    formats: list[NumberFormat]

    @classmethod
    def of(cls, numbers: Sequence[tuple[object, NumberFormat]], *, added: bool = False) -> Figures:
        values = [plain(value) for value, _ in numbers]
        powers = any(map(is_tiny, values))
        formats = [
            own_format(v, f, powers=powers) for v, (_, f) in zip(values, numbers, strict=True)
        ]
        return cls(values, aligned(formats) if added else formats)

    @property
    def texts(self) -> list[str]:
        """All of them, as rough as they may be."""
        return [f.text(v) for v, f in zip(self.values, self.formats, strict=True)]


class _Given:
    """The operands with any number of further digits; each text is made once."""

    def __init__(
        self, values: Sequence[object], formats: Sequence[NumberFormat], sides: int
    ) -> None:
        self._numbers = [
            list(zip(values[side::sides], formats[side::sides], strict=True))
            for side in range(sides)
        ]
        self._sides = sides
        self._texts: dict[tuple[int, int], list[str]] = {}
        self._decimals: dict[tuple[int, int], list[Decimal]] = {}

    def texts(self, extra: tuple[int, ...]) -> tuple[str, ...]:
        """The operands as text, each side with its own number of further digits."""
        return self._mixed([self._side(*which) for which in enumerate(extra)])

    def decimals(self, extra: tuple[int, ...]) -> tuple[Decimal, ...] | None:
        """The same as numbers; None where one is not finite. Raises InvalidOperation."""
        sides: list[list[Decimal]] = []
        for which in enumerate(extra):
            if which not in self._decimals:
                self._decimals[which] = [Decimal(text) for text in self._side(*which)]
                if not all(v.is_finite() for v in self._decimals[which]):
                    return None
            sides.append(self._decimals[which])
        return self._mixed(sides)

    def _side(self, side: int, extra: int) -> list[str]:
        which = (side, extra)
        if which not in self._texts:
            self._texts[which] = [f.finer(extra).text(v) for v, f in self._numbers[side]]
        return self._texts[which]

    def _mixed(self, sides: list[list[T]]) -> tuple[T, ...]:
        if self._sides == 1:
            return tuple(sides[0])
        return tuple(v for pair in zip(*sides, strict=True) for v in pair)


def _plain(
    values: Sequence[object],
    formats: Sequence[NumberFormat],
    value: object,
    chosen: NumberFormat,
    *,
    holds: bool = False,
) -> Spelled:
    texts = tuple(f.text(v) for v, f in zip(values, formats, strict=True))
    return Spelled(texts, chosen.text(value), holds)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def spell_products(
    operands: Sequence[tuple[object, NumberFormat]], result: tuple[object, NumberFormat]
) -> tuple[Spelled, tuple[str, ...]] | None:
    """l1, r1, l2, r2, … with every single product: each works out, and the products add up.

    None where no number of digits within reason achieves that.
    """
    value, matrix = plain(result[0]), result[1]
    factors = [plain(v) for v, _ in operands]
    if not all(isinstance(v, int | float) and v - v == 0 for v in (*factors, value)):
        return None
    products = [a * b for a, b in zip(factors[::2], factors[1::2], strict=True)]  # type: ignore[operator]
    numbers = Figures.of([*operands, result, *((p, matrix) for p in products)])
    count = len(factors)
    given = _Given(factors, numbers.formats[:count], 2)
    chosen, formats = numbers.formats[count], numbers.formats[count + 1 :]
    for result_extra in range(_MOST_RESULT_DIGITS + 1):
        shown = chosen.finer(result_extra).text(value)
        for product_extra in range(result_extra, result_extra + 4):
            texts = tuple(
                f.finer(product_extra).text(p) for p, f in zip(products, formats, strict=True)
            )
            decimals = [Decimal(t) for t in texts]
            if not works_out(total(decimals), shown):
                continue
            for extra in _EXTRA_DIGITS[2]:
                sides = given.decimals(extra) or ()
                if all(
                    works_out(EXACT.multiply(a, b), t)
                    for a, b, t in zip(sides[::2], sides[1::2], texts, strict=True)
                ):
                    return Spelled(given.texts(extra), shown, True), texts
    return None


def in_brackets(text: str) -> str:
    """A negative number in round brackets, for where a sign may not stand bare."""
    return f"({text})" if text.startswith("-") else text
