"""How a number came about, spelled out deeper and deeper: 0.731 = σ(1.000) = σ(0 × 0.17 + …).

Texts are plain ASCII, as Python would write them; whoever draws them has better signs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnmath_tutor.drawing import NumberFormat, own_format
from nnmath_tutor.program import (
    Evaluation,
    Made,
    Operation,
    Origin,
    Recording,
    evaluation_at,
    fed_by,
    origin_of,
)

DEEPEST = 4  # lines of unfolding: more are a puzzle, and whoever wants to know more walks there
MOST_TERMS = 8  # of a sum that is spelled out
_MORE_DIGITS = 4
NEARLY = 0.02  # of the number shown
_ROUNDING = 1e-5  # relative: of sums of the smaller floats too
_ONWARD = (Operation.ASSIGN, Operation.TRANSPOSE, Operation.INDEX)
_TAKE_NUMBERS = (Operation.ELEMENTWISE, Operation.CALL, Operation.ASSIGN)

Index = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A number, and what made it."""

    value: Any
    origin: Origin
    index: Index


@dataclass(frozen=True, slots=True)
class Formula:
    """An operation on numbers or formulas: an operator between them, or a function's name."""

    symbol: str
    parts: tuple[Node, ...]
    compute: Callable[[list[float]], float]


Node = Leaf | Formula


def unfold(
    recording: Recording, made: Made, index: Index, names: Mapping[str, Any], width: int
) -> tuple[str, ...]:
    """The number itself, then one text a level, each unfolding what the one before leaves closed.

    `names` hold the program's functions. Only what this epoch computes is unfolded, and only as
    long as a text fits in `width` characters. A text begins with `=`, or with `~` where what is
    shown works out only roughly.
    """
    evaluation = evaluation_at(recording, made)
    value = _cell(evaluation.result, index)
    if type(value) not in (int, float):  # yes and no are no numbers to calculate with
        return (str(value),)
    shown = own_format(value, NumberFormat("fixed", 3)).text(value)
    if isinstance(value, int):
        shown = str(value)
    texts = [shown]
    node: Node = Leaf(value, made, index)
    for _ in range(DEEPEST):
        deeper = _deeper(recording, node, made.epoch, names)
        if deeper is None:
            break
        node = deeper
        text = _spelled(node, shown)
        if not text or len(text) > width:
            break
        if text[2:] not in (texts[-1], texts[-1][2:]):
            texts.append(text)
    return tuple(texts)


def _deeper(recording: Recording, node: Node, epoch: int, names: Mapping[str, Any]) -> Node | None:
    """The formula with every number in it replaced by what made it; None if none can be."""
    if isinstance(node, Leaf):
        return _opened(recording, node, epoch, names)
    opened = [_deeper(recording, part, epoch, names) for part in node.parts]
    if all(part is None for part in opened):
        return None
    parts = tuple(new or old for new, old in zip(opened, node.parts, strict=True))
    return Formula(node.symbol, parts, node.compute)


def _opened(recording: Recording, leaf: Leaf, epoch: int, names: Mapping[str, Any]) -> Node | None:
    """What made a number, one operation further back; None where that isn't a formula."""
    if not isinstance(leaf.origin, Made) or leaf.origin.epoch != epoch:
        return None
    evaluation = evaluation_at(recording, leaf.origin)
    leaves = _leaves(recording, leaf.origin, evaluation, leaf.index)
    if leaves is None:
        return None
    if evaluation.operation in _ONWARD:
        # The same number under another name: what made it is one further on.
        return _opened(recording, leaves[0][0], epoch, names) if _one_each(leaves, 1) else None
    made = _formula(evaluation, leaves, names)
    return made if made is not None and _works_out(made, leaf.value) else None


def _formula(
    evaluation: Evaluation, leaves: list[list[Leaf]], names: Mapping[str, Any]
) -> Formula | None:
    match evaluation.operation:
        case Operation.MATMUL if len(leaves) == 2 and leaves[0]:
            pairs = zip(*leaves, strict=True)
            products = tuple(Formula("*", pair, _product) for pair in pairs)
            return Formula("+", products, sum) if len(products) > 1 else products[0]
        case Operation.ELEMENTWISE if _one_each(leaves, 2) and evaluation.symbol in _OPERATORS:
            both = (leaves[0][0], leaves[1][0])
            return Formula(evaluation.symbol, both, _OPERATORS[evaluation.symbol])
        case Operation.ELEMENTWISE if _one_each(leaves, 1) and evaluation.symbol == "-":
            return Formula("-", (leaves[0][0],), lambda given: -given[0])
        case Operation.ELEMENTWISE | Operation.CALL if _one_each(leaves, len(leaves)):
            function = names.get(evaluation.symbol) or getattr(np, evaluation.symbol, None)
            if not callable(function):
                return None
            return Formula(evaluation.symbol, tuple(one for (one,) in leaves), _called(function))
        case Operation.REDUCTION if leaves and leaves[0]:
            compute = {"sum": sum, "mean": _mean}.get(evaluation.symbol)
            if compute is None:
                return None
            added = Formula("+", tuple(leaves[0]), sum)
            if compute is sum or len(leaves[0]) == 1:
                return added
            count = Leaf(len(leaves[0]), None, ())
            return Formula("/", (added, count), _OPERATORS["/"])
        case _:
            return None


def _leaves(
    recording: Recording, made: Made, evaluation: Evaluation, index: Index
) -> list[list[Leaf]] | None:
    """For each operand the numbers that made the cell; None if they can't be told, or are many.

    A number that stands alone makes every cell. Of an index only the array counts.
    """
    fed = dict(fed_by(evaluation, index))
    leaves = []
    for number, operand in enumerate(evaluation.operands):
        alone = evaluation.operation in _TAKE_NUMBERS and not getattr(operand.value, "ndim", 0)
        cells: tuple[Index, ...] | None = ((),) if alone else fed.get(number)
        if cells is None and evaluation.operation is Operation.INDEX:
            continue
        if cells is None or len(cells) > MOST_TERMS:
            return None
        came = origin_of(recording, made, number)
        leaves.append([Leaf(_cell(operand.value, cell), came, cell) for cell in cells])
    numbers = (one.value for some in leaves for one in some)
    return leaves if all(type(value) in (int, float) for value in numbers) else None


def _works_out(made: Formula, value: Any) -> bool:
    """Whether a formula gives the number that the program has, its rounding aside."""
    try:
        computed = _exact(made)
    except Exception:  # a function of the program's that doesn't like plain numbers
        return False
    if not math.isfinite(computed) or not math.isfinite(value):
        return f"{computed}" == f"{float(value)}"
    return bool(abs(computed - value) <= _ROUNDING * max(abs(value), _largest(made)))


def _exact(node: Node) -> float:
    if isinstance(node, Leaf):
        return float(node.value)
    return float(node.compute([_exact(part) for part in node.parts]))


def _largest(node: Node) -> float:
    """The largest number on the way: a sum is as exact as the largest of its terms."""
    parts = () if isinstance(node, Leaf) else node.parts
    return max([abs(_exact(node)), *map(_largest, parts)])


def _one_each(leaves: list[list[Leaf]], count: int) -> bool:
    return len(leaves) == count > 0 and all(len(cells) == 1 for cells in leaves)


def _cell(value: Any, index: Index) -> Any:
    """One number of an array, or the number itself, as Python has it."""
    found = np.asarray(value)[index] if index else value
    return (
        found.item() if isinstance(found, np.generic | np.ndarray) and not np.ndim(found) else found
    )


def _product(given: list[float]) -> float:
    return given[0] * given[1]


def _mean(given: list[float]) -> float:
    return sum(given) / len(given)


_OPERATORS: Mapping[str, Callable[[list[float]], float]] = {
    "+": lambda given: given[0] + given[1],
    "-": lambda given: given[0] - given[1],
    "*": _product,
    "/": lambda given: given[0] / given[1] if given[1] else math.nan,
    "**": lambda given: float(given[0] ** given[1]),
}


def _called(function: Callable[..., Any]) -> Callable[[list[float]], float]:
    def compute(given: list[float]) -> float:
        with np.errstate(all="ignore"):
            return float(function(*given))

    return compute


# spelling ------------------------------------------------------------------------------------


def _spelled(node: Node, shown: str) -> str:
    """`= …` with as few digits as make the shown numbers work out; `~ …` where they nearly do.

    Empty where they don't: then something is at work that isn't understood here.
    """
    try:
        computed = math.nan
        for more in range(_MORE_DIGITS + 1):
            computed = _computed(node, more)
            if _rounds_to(computed, shown):
                return f"= {_text(node, more)}"
        nearly = abs(computed - float(shown)) <= NEARLY * abs(float(shown))
    except Exception:  # a function of the program's that doesn't like plain numbers, or a huge one
        return ""
    return f"~ {_text(node, 0)}" if nearly else ""


def _rounds_to(computed: float, shown: str) -> bool:
    if not math.isfinite(computed):
        return f"{computed}" == shown
    unit = 10.0 ** -len(shown.partition("e")[0].partition(".")[2])
    if "e" in shown:
        unit *= 10.0 ** int(shown.partition("e")[2])
    return abs(computed - float(shown)) <= unit / 2 * (1 + 1e-9)


def _number(value: Any, more: int) -> str:
    if not isinstance(value, float):
        return str(value)
    return own_format(value, NumberFormat("fixed", 2)).finer(more).text(value)


def _computed(node: Node, more: int) -> float:
    if isinstance(node, Leaf):
        return float(_number(node.value, more))
    return float(node.compute([_computed(part, more) for part in node.parts]))


def _text(node: Node, more: int) -> str:
    if isinstance(node, Leaf):
        return _number(node.value, more)
    texts = list(_parts(node, more))
    if node.symbol[-1:].isalnum():
        return f"{node.symbol}({', '.join(texts)})"
    if len(texts) == 1:
        return f"{node.symbol}{texts[0]}"
    return f" {node.symbol} ".join(texts)


def _parts(node: Formula, more: int) -> Iterator[str]:
    """The parts, in round brackets where a sign would stand bare or bind the wrong things."""
    function = node.symbol[-1:].isalnum()
    for place, part in enumerate(node.parts):
        text = _text(part, more)
        bare = text.startswith("-") and (place > 0 or len(node.parts) == 1 or node.symbol == "**")
        weaker = isinstance(part, Formula) and _weaker(part.symbol, node.symbol)
        yield f"({text})" if (bare or weaker) and not function else text


_BINDING = {"+": 0, "-": 0, "*": 1, "/": 1, "**": 2}


def _weaker(inner: str, outer: str) -> bool:
    """Whether an operator inside another one needs brackets."""
    if inner not in _BINDING or outer not in _BINDING:
        return False
    if outer in ("-", "/", "**"):
        return _BINDING[inner] <= _BINDING[outer]
    return _BINDING[inner] < _BINDING[outer]
