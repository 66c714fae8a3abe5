"""Walks statements the way Python runs them, and notes down every operator and call.

Everything is evaluated exactly once, in Python's own order; what is shown is copied at that moment,
since a later statement may write into it.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnmath_tutor.program.binding import bound_at_top
from nnmath_tutor.program.classify import BINARY, of_operator
from nnmath_tutor.program.compare import identical
from nnmath_tutor.program.expressions import Expressions
from nnmath_tutor.program.guard import NOT_OF_THE_PROGRAM, Endless
from nnmath_tutor.program.model import Line, Operand, Operation
from nnmath_tutor.program.namespace import Namespace
from nnmath_tutor.program.run import Run
from nnmath_tutor.program.shape import shows, starred
from nnmath_tutor.program.walker import Walker

DEPTH = 8  # functions within functions that are opened


@dataclass(frozen=True, eq=False)
class Stepped:
    """Lines that ran, the namespace at their end, and what stopped them, if something did."""

    lines: tuple[Line, ...]
    namespace: Namespace
    error: BaseException | None
    nbytes: int


def step(
    run: Run,
    namespace: Namespace,
    statements: Sequence[ast.stmt],
    settle: Callable[[Sequence[str]], None] | None = None,
    depth: int = DEPTH,
) -> Stepped:
    """Run statements one by one in a namespace.

    `settle` is told which names each has bound, and may give them other values. So many functions
    within functions of the program are walked through; 0: none, they are called as they are.

    Raises Endless for a statement that takes longer than the guard of the namespace allows.
    """
    walker = Walker(run, namespace, depth)
    lines: list[Line] = []
    error: BaseException | None = None
    for statement in statements:
        namespace.guard.begin()
        frame = _Frame(walker, namespace.names, None)
        try:
            frame.run(statement)
        except (*NOT_OF_THE_PROGRAM, Endless):
            raise
        except BaseException as raised:  # SystemExit among them
            error = raised
        if settle is not None and error is None:
            settle(bound_at_top([statement]))
        if shows(statement) and (error is None or frame.evaluations):
            lines.append(frame.line(statement))
        if error is not None:
            break
    return Stepped(tuple(lines), namespace, error, walker.display.nbytes)


class _Frame(Expressions):
    """One statement at the top level, or one call of a function, as it runs."""

    def __init__(
        self,
        walker: Walker,
        names: dict[str, Any],
        function: types.FunctionType | None,
        depth: int = 0,
    ) -> None:
        super().__init__(walker, names, function)
        self.depth = depth

    def line(self, statement: ast.stmt) -> Line:
        """What has been noted so far, as the line of that statement."""
        span = self.walker.text.span(statement)
        values = self.walker.shown_names()
        if self.function is not None:
            values |= {name: self.show(value) for name, value in self.names.items()}
        line = Line(span, self.walker.text.text(span), tuple(self.evaluations), values)
        self.evaluations = []
        return line

    def run(self, statement: ast.stmt) -> Any:
        """Run one statement; the value of `return`."""
        match statement:
            case ast.Assign(targets=targets, value=value) if not starred(targets):
                result = self.evaluate(value)
                for target in targets:
                    self._assign(target, result, value, statement)
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                self._assign(target, self.evaluate(value), value, statement)
            case ast.AugAssign():
                self._augmented(statement)
            case ast.Return(value=ast.expr() as value):
                return self.evaluate(value)
            case ast.Expr(value=value) if not isinstance(value, ast.Constant):
                self.evaluate(value)
            case ast.Return() | ast.Pass():
                return None
            case _:
                self._opaque_statement(statement)
        return None

    def _opaque_statement(self, statement: ast.stmt) -> None:
        code = self.walker.compiled(statement)
        bound = bound_at_top([statement])
        before = {name: self.show(self.names.get(name)) for name in bound}
        exec(code, self.walker.namespace.names, self.names)
        if not shows(statement):
            return
        words = self.walker.text.text(self.walker.text.span(statement)).split(maxsplit=1)
        self.note(Operation.OPAQUE, words[0].rstrip(":"), statement, (), None)
        for name in bound:
            if name in self.names and not identical(before[name], self.show(self.names[name])):
                value = self.names[name]
                operand = Operand(name, self.show(value))
                self.note_assignment("=", statement, operand, value, name, before[name])

    def _assign(
        self, target: ast.expr, result: Any, value: ast.expr | None, statement: ast.stmt
    ) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            items = list(itertools.islice(result, len(target.elts) + 1))
            if len(items) != len(target.elts):
                few = len(items) < len(target.elts)
                problem = "not enough" if few else "too many"
                raise ValueError(f"{problem} values to unpack (expected {len(target.elts)})")
            parts = value.elts if isinstance(value, ast.Tuple | ast.List) else ()
            for at, (inner, item) in enumerate(zip(target.elts, items, strict=True)):
                part = parts[at] if len(parts) == len(items) else None
                self._assign(inner, item, part, statement)
            return
        text = self.text(target)
        operand = Operand(self.text(value) if value is not None else text, self.show(result))
        before = None
        if isinstance(target, ast.Name):
            before = self.show(self.names.get(target.id))
            self.names[target.id] = result
        elif isinstance(target, ast.Subscript):
            container = self.evaluate(target.value)
            index = self.index(target.slice)
            before = self._element(container, index)
            container[index] = result
        elif isinstance(target, ast.Attribute):
            container = self.evaluate(target.value)
            setattr(container, target.attr, result)
        self.note_assignment("=", statement, operand, result, text, before)

    def _augmented(self, statement: ast.AugAssign) -> None:
        target = statement.target
        symbol, _, inplace = BINARY[type(statement.op).__name__]
        store: Callable[[Any], None]
        if isinstance(target, ast.Name):
            name = target.id
            old = self.load(name)
            store = lambda new: self.names.__setitem__(name, new)  # noqa: E731
        elif isinstance(target, ast.Subscript):
            container = self.evaluate(target.value)
            index = self.index(target.slice)
            old = container[index]
            store = lambda new: container.__setitem__(index, new)  # noqa: E731
        else:
            container = self.evaluate(target.value)
            attribute = target.attr
            old = getattr(container, attribute)
            store = lambda new: setattr(container, attribute, new)  # noqa: E731
        value = self.evaluate(statement.value)
        text = self.text(target)
        operands = (
            Operand(text, self.show(old)),
            Operand(self.text(statement.value), self.show(value)),
        )
        kind_of = (old, value)
        result = inplace(old, value)
        kind = of_operator(symbol, kind_of, result)
        self.note(kind, symbol, statement, operands, result)
        store(result)
        after = Operand(f"{text} {symbol} {operands[1].text}", self.show(result))
        before = operands[0].value
        self.note_assignment(f"{symbol}=", statement, after, result, text, before)

    def _element(self, container: Any, index: Any) -> Any:
        """What a place holds before it is written to; other containers may mind being asked."""
        if type(container) not in {np.ndarray, list, dict}:
            return None
        try:
            return self.show(container[index])
        except LookupError:
            return None

    # functions of the program -----------------------------------------------------------------

    def enter(
        self, function: types.FunctionType, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> tuple[Any, tuple[Line, ...]]:
        source = self.walker.function(function)
        if source is None or self.depth >= self.walker.depth:
            return function(*arguments, **keywords), ()
        try:
            bound = inspect.signature(function).bind(*arguments, **keywords)
        except TypeError:
            return function(*arguments, **keywords), ()  # raises, in Python's own words
        bound.apply_defaults()
        inside = _Frame(self.walker, dict(bound.arguments), function, self.depth + 1)
        lines: list[Line] = []
        result: Any = None
        for statement in source.body:
            result = inside.run(statement)
            if shows(statement):
                lines.append(inside.line(statement))
        return result, tuple(lines)
