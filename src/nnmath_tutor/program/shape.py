"""What statements and expressions look like to the walker: shown, opened, or taken as one."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable


def shows(statement: ast.stmt) -> bool:
    """Whether a statement has anything to show: not imports, functions, docstrings, prints."""
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.Pass() | ast.Global():
            return False
        case ast.Expr(value=ast.Constant()):
            return False
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return False
        case ast.If(body=body, orelse=orelse):
            return any(shows(inner) for inner in (*body, *orelse))
        case ast.For(body=body, orelse=[]) | ast.While(body=body, orelse=[]):
            return any(shows(inner) for inner in body)
        case _:
            return True


def starred(nodes: Iterable[ast.AST]) -> bool:
    """Whether a star stands anywhere in the nodes."""
    return any(_holds_star(node) for node in nodes)


@functools.lru_cache(maxsize=1024)  # a program's tree never changes, and every epoch asks
def _holds_star(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Starred) for inner in ast.walk(node))


def word(node: ast.expr) -> str:
    """A word for what can't be opened."""
    match node:
        case ast.BoolOp(op=ast.And()):
            return "and"
        case ast.BoolOp():
            return "or"
        case ast.IfExp():
            return "if"
        case ast.Compare():
            return "compare"
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return "for"
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
        case _:
            return type(node).__name__.lower()


def straight(node: ast.FunctionDef) -> bool:
    """Whether a function can be walked: assignments, then return; nothing outlives the walk."""
    if node.decorator_list or node.args.vararg or node.args.kwarg:
        return False
    if not node.body or not isinstance(node.body[-1], ast.Return):
        return False
    for statement in node.body[:-1]:
        if not isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr):
            return False
        if isinstance(statement, ast.Assign) and starred(statement.targets):
            return False
    awkward = ast.Lambda | ast.NamedExpr | ast.Yield | ast.YieldFrom | ast.Global | ast.Nonlocal
    return not any(isinstance(inner, awkward) for inner in ast.walk(node)) and not any(
        isinstance(inner, ast.Return) for s in node.body[:-1] for inner in ast.walk(s)
    )
