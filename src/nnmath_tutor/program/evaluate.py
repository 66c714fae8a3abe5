"""The value of an expression over names of a program, in bounded time."""

from __future__ import annotations

import ast
from typing import Any

from nnmath_tutor.program.guard import with_ticks
from nnmath_tutor.program.namespace import Namespace
from nnmath_tutor.program.run import Run, compile_expression
from nnmath_tutor.program.surroundings import Surroundings, quiet


def evaluate(run: Run, namespace: Namespace, surroundings: Surroundings, expression: str) -> Any:
    """The value of an expression; the namespace is handed out with it, as it may hold functions.

    Raises whatever Python raises for it (SyntaxError, NameError, …), TimeoutError if it doesn't
    end in time.
    """
    tree = with_ticks(ast.parse(expression.strip(), "<expression>", "eval"))
    code = compile_expression(run.code, tree.body, "<expression>")
    namespace.guard.hand_out()
    with quiet(surroundings):
        try:
            return eval(code, namespace.names)
        except SystemExit as error:
            raise RuntimeError("SystemExit: a value can't end the program") from error
