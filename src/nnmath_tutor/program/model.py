"""What the engine says about a program: places in its source, steps, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A stretch of source text: lines from 1, columns from 0, both counted in characters."""

    line: int
    column: int
    end_line: int
    end_column: int


class ProblemKind(StrEnum):
    """Why a program, or a recording of it, can't go on."""

    MISTAKE = "mistake"  # found by reading the source
    EXCEPTION = "exception"  # raised by the program as it ran
    ENDLESS = "endless"  # a loop that didn't end in time
    CANCELLED = "cancelled"  # somebody asked it to stop
    REFUSED = "refused"  # too large, or of a kind that can't be kept


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a program: where it is, what happened and what to do about it."""

    file: str
    line: int
    message: str
    kind: ProblemKind = ProblemKind.MISTAKE
    epoch: int | None = None  # the epoch that was running, counted from 0; None outside the loop

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ProgramError(Exception):
    """A program that can't be parsed or run. `problems` holds every mistake found, in order."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class FloatNote:
    """Floating-point arithmetic went out of range for the first time in this way.

    The run goes on with inf or nan, as it does in plain Python; `kind` is NumPy's word for it
    ("overflow", "invalid value", "divide by zero"), `epoch` is None outside the training loop.
    """

    kind: str
    epoch: int | None
    line: int


class Operation(StrEnum):
    """What one evaluation does, as far as a picture of it is concerned."""

    MATMUL = "matmul"  # left @ right
    ELEMENTWISE = "elementwise"  # + - * / ** and functions of NumPy that keep the shape, broadcast
    TRANSPOSE = "transpose"  # .T, .mT
    REDUCTION = "reduction"  # min, max, mean, sum along an axis, or of everything
    CALL = "call"  # a function of the program itself, such as sigmoid(...)
    INDEX = "index"  # a[i], a[:, j]
    OPAQUE = "opaque"  # one step, in and out
    ASSIGN = "assign"  # the name (or place) takes the value


@dataclass(frozen=True, slots=True, eq=False)
class Operand:
    """A value that went into an evaluation, with its source text (`X`, `A1.T`, `error * A2`)."""

    text: str
    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """One operator or call, evaluated once.

    `symbol` is the operator (`@`, `+`, `.T`) or the function's name (`sigmoid`, `min`). For a
    reduction `axis` is the axis it ran along (None: over everything). For a call of a function of
    the program, `inner` holds the lines of that function as they ran for this very call. For an
    assignment `operands` is (value,) for `=`, and `target` and `before` say which name took it and
    what it held until then (None: nothing); for `W2 += …` the addition is an evaluation of its own
    (ELEMENTWISE, symbol `+`, operands old W2 and the value) just before the assignment.
    """

    operation: Operation
    symbol: str
    text: str
    operands: tuple[Operand, ...]
    result: Any
    span: Span
    axis: int | tuple[int, ...] | None = None
    target: str | None = None
    before: Any = None
    inner: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One statement of an epoch as it ran: its evaluations in Python's own order.

    `evaluations` ends with the assignment, if the statement is one. `values` holds every name of
    the program as it stood *after* this statement.
    """

    span: Span
    text: str
    evaluations: tuple[Evaluation, ...]
    values: Mapping[str, Any] = field(repr=False)


class Level(StrEnum):
    """How big a step in time is."""

    EPOCH = "epoch"
    LINE = "line"
    PART = "part"
    CELL = "cell"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the time of a recording.

    `line` indexes the lines of the epoch, `part` the evaluations of the line, `cell` the cells of
    that evaluation's result in reading order. `level` says which of them moves; the coarser
    ones are meaningful always, finer ones are kept but only `level` and above are looked at.
    `term` counts the products already added in a cell that is a sum of products, from 0 for the
    first; None: the cell is complete.
    """

    epoch: int = 0
    line: int = 0
    part: int = 0
    cell: int = 0
    level: Level = Level.LINE
    term: int | None = None
