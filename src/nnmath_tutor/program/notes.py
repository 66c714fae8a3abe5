"""Notes of what a frame computes: operators, calls and assignments, with copies of their values."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from nnmath_tutor.program.model import Evaluation, Line, Operand, Operation
from nnmath_tutor.program.source import placed
from nnmath_tutor.program.walker import Walker


class Notes:
    """Evaluations in the order in which they happened."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.evaluations: list[Evaluation] = []

    def text(self, node: ast.expr | ast.stmt) -> str:
        """The source of a node."""
        return placed(self.walker.text, node)[1]

    def show(self, value: Any) -> Any:
        """A copy for showing."""
        return self.walker.display.copy(value)

    def operands(self, nodes: Iterable[ast.expr], values: Iterable[Any]) -> tuple[Operand, ...]:
        """What goes into an evaluation, copied before it happens."""
        return tuple(
            Operand(self.text(node), self.show(value))
            for node, value in zip(nodes, values, strict=True)
        )

    def note(
        self,
        operation: Operation,
        symbol: str,
        node: ast.expr | ast.stmt,
        operands: tuple[Operand, ...],
        result: Any,
        *,
        axis: int | tuple[int, ...] | None = None,
        inner: tuple[Line, ...] = (),
    ) -> None:
        """Note down an operator or a call, its result copied as it is now."""
        span, text = placed(self.walker.text, node)
        shown = self.show(result)
        self.evaluations.append(
            Evaluation(operation, symbol, text, operands, shown, span, axis=axis, inner=inner)
        )

    def note_assignment(
        self,
        symbol: str,
        statement: ast.stmt,
        operand: Operand,
        result: Any,
        target: str,
        before: Any,
    ) -> None:
        """Note down that a name or place took a value; `before` is a copy already."""
        span, text = placed(self.walker.text, statement)
        self.evaluations.append(
            Evaluation(
                Operation.ASSIGN,
                symbol,
                text,
                (operand,),
                self.show(result),
                span,
                target=target,
                before=before,
            )
        )
