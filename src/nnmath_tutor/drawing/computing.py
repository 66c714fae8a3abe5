"""What the operations make of decimal numbers: exactly where that can be, else to many digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Context, Decimal

Compute = Callable[[Sequence[Decimal]], Decimal]

EXACT = Context(prec=80)
_SOFT = Context(prec=25)


def sum_of_products(values: Sequence[Decimal]) -> Decimal:
    """l1·r1 + l2·r2 + … for operands given in that order."""
    total = Decimal(0)
    for left, right in zip(values[::2], values[1::2], strict=True):
        total = EXACT.add(total, EXACT.multiply(left, right))
    return total


def total(values: Sequence[Decimal]) -> Decimal:
    """The sum."""
    result = Decimal(0)
    for value in values:
        result = EXACT.add(result, value)
    return result


def mean(values: Sequence[Decimal]) -> Decimal:
    """The sum divided by how many there are."""
    return EXACT.divide(total(values), Decimal(len(values)))


def _add(v: Sequence[Decimal]) -> Decimal:
    return EXACT.add(v[0], v[1])


def _subtract(v: Sequence[Decimal]) -> Decimal:
    return EXACT.subtract(v[0], v[1])


def _multiply(v: Sequence[Decimal]) -> Decimal:
    return EXACT.multiply(v[0], v[1])


def _divide(v: Sequence[Decimal]) -> Decimal:
    return EXACT.divide(v[0], v[1])


def _power(v: Sequence[Decimal]) -> Decimal:
    return EXACT.power(v[0], v[1])


def _minus(v: Sequence[Decimal]) -> Decimal:
    return -v[0]


def _magnitude(v: Sequence[Decimal]) -> Decimal:
    return abs(v[0])


def _exp(v: Sequence[Decimal]) -> Decimal:
    return _SOFT.exp(v[0])


def _sigmoid(v: Sequence[Decimal]) -> Decimal:
    return _SOFT.divide(Decimal(1), _SOFT.add(Decimal(1), _SOFT.exp(-v[0])))


def _tanh(v: Sequence[Decimal]) -> Decimal:
    grown, shrunk = _SOFT.exp(v[0]), _SOFT.exp(-v[0])
    return _SOFT.divide(_SOFT.subtract(grown, shrunk), _SOFT.add(grown, shrunk))


def _sqrt(v: Sequence[Decimal]) -> Decimal:
    return _SOFT.sqrt(v[0])


def _log(v: Sequence[Decimal]) -> Decimal:
    return _SOFT.ln(v[0])


def _square(v: Sequence[Decimal]) -> Decimal:
    return EXACT.multiply(v[0], v[0])


BINARY: dict[str, Compute] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "**": _power,
}

UNARY: dict[str, Compute] = {
    "-": _minus,
    "abs": _magnitude,
    "exp": _exp,
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "sqrt": _sqrt,
    "log": _log,
    "square": _square,
}
