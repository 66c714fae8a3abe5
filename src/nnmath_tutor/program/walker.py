"""What all frames of one walk through a program share."""

from __future__ import annotations

import ast
import functools
import types
from collections.abc import Mapping
from typing import Any

from nnmath_tutor.program.display import AS_THEY_ARE, Display
from nnmath_tutor.program.guard import with_ticks
from nnmath_tutor.program.namespace import Namespace
from nnmath_tutor.program.run import Run, compile_expression, compile_statement
from nnmath_tutor.program.shape import straight


class Walker:
    """A run, the namespace it is walked in, and copies of the values for showing."""

    def __init__(self, run: Run, namespace: Namespace, depth: int) -> None:
        self.run = run
        self.namespace = namespace
        self.depth = depth
        self.text = run.program.text
        self.display = Display()
        self.functions = _openable(run.program.tree)

    def function(self, value: Any) -> ast.FunctionDef | None:
        """The source of a function of the program, if it is simple enough to be opened."""
        if not self.own(value):
            return None
        return self.functions.get((value.__name__, value.__code__.co_firstlineno))

    def own(self, value: Any) -> bool:
        return isinstance(value, types.FunctionType) and value.__globals__ is self.namespace.names

    def shown_names(self) -> dict[str, Any]:
        names, copy = self.namespace.names, self.display.copy
        values = {name: names[name] for name in self.namespace.visible()}
        return {n: v if type(v) in AS_THEY_ARE else copy(v) for n, v in values.items()}

    def compiled(self, node: ast.stmt | ast.expr) -> types.CodeType:
        """A statement to be executed, or an expression to be evaluated, as one."""
        return _compiled(self.run, node)


# Every epoch that is looked at asks for the same again; a program's tree never changes.


@functools.lru_cache(maxsize=16)
def _openable(tree: ast.Module) -> Mapping[tuple[str, int], ast.FunctionDef]:
    return {
        (node.name, node.lineno): node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and straight(node)
    }


@functools.lru_cache(maxsize=512)
def _compiled(run: Run, node: ast.stmt | ast.expr) -> types.CodeType:
    filename = run.program.filename
    if isinstance(node, ast.stmt):
        return compile_statement(run.code, with_ticks(node), filename)
    return compile_expression(run.code, with_ticks(node), filename)
