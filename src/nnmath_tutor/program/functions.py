"""What the functions of a program do to names that aren't their own, found by reading them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from nnmath_tutor.program.binding import bound_at_top, bound_by, changes_of, loads, own_scope

Function = ast.FunctionDef | ast.Lambda


@dataclass
class Summary:
    """What a function of the program does to names that aren't its own."""

    reads: set[str]
    binds: set[str]
    changes: set[str]


def function_summaries(tree: ast.Module) -> tuple[dict[str, Summary], Summary]:
    """What each function does, by the name it is called by; what may be done under other names."""
    functions = _named_functions(tree)
    summaries = {name: _summary(nodes) for name, nodes in functions.items()}
    _close(summaries, functions)
    return summaries, _escaped(tree, functions, summaries)


def _named_functions(tree: ast.Module) -> dict[str, list[Function]]:
    """Functions by the name they are called by: `def f` and `f = lambda`, at the top level."""
    functions: dict[str, list[Function]] = {}
    for statement in tree.body:
        for node in own_scope(statement):
            match node:
                case ast.FunctionDef(name=name):
                    functions.setdefault(name, []).append(node)
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as function):
                    functions.setdefault(name, []).append(function)
                case _:
                    pass
    return functions


def _summary(nodes: Iterable[Function]) -> Summary:
    total = Summary(set(), set(), set())
    for node in nodes:
        own = {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
        shared: set[str] = set()
        for inner in ast.walk(node):
            if isinstance(inner, ast.Global):
                shared |= set(inner.names)
        body = node.body if isinstance(node, ast.FunctionDef) else [ast.Expr(node.body)]
        own = (own | set(bound_at_top(body))) - shared
        stored = {name for inner in ast.walk(node) for name in bound_by(inner)}
        total.reads |= loads(node) - own
        total.binds |= shared & stored
        total.changes |= changes_of(node) - own
    return total


def _close(summaries: dict[str, Summary], functions: dict[str, list[Function]]) -> None:
    """Let every function answer for the functions that it mentions too."""
    growing = True
    while growing:
        growing = False
        for name, summary in summaries.items():
            size = len(summary.reads) + len(summary.binds) + len(summary.changes)
            for other in sorted(summary.reads & functions.keys() - {name}):
                summary.reads |= summaries[other].reads
                summary.binds |= summaries[other].binds
                summary.changes |= summaries[other].changes
            grown = len(summary.reads) + len(summary.binds) + len(summary.changes)
            growing = growing or grown > size


def _escaped(
    tree: ast.Module, functions: dict[str, list[Function]], summaries: dict[str, Summary]
) -> Summary:
    """What functions do that may be called under another name: passed on, put into a list, …"""
    total = Summary(set(), set(), set())
    named = {id(node) for nodes in functions.values() for node in nodes}
    callees = _callees(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda) and id(node) not in named:
            summary = _summary([node])
        elif (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)
            and node.id in functions
            and id(node) not in callees
        ):
            summary = summaries[node.id]
        else:
            continue
        total.reads |= summary.reads
        total.binds |= summary.binds
        total.changes |= summary.changes
    return total


def _callees(tree: ast.Module) -> set[int]:
    return {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}


def functions_called(tree: ast.Module, names: Iterable[str]) -> tuple[Function, ...]:
    """Functions that may be called by code with these names in it, by way of others too.

    Those that may be called under another name, or have none, are always among them.
    """
    functions = _named_functions(tree)
    named = {id(node) for nodes in functions.values() for node in nodes}
    callees = _callees(tree)
    found: list[Function] = []
    pending = {*names}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda) and id(node) not in named:
            found.append(node)
            pending |= loads(node)
        elif isinstance(node, ast.Name) and id(node) not in callees:
            pending.add(node.id)
    reached: set[str] = set()
    while pending:
        name = pending.pop()
        if name in functions and name not in reached:
            reached.add(name)
            found += functions[name]
            pending |= {n for node in functions[name] for n in loads(node)}
    return tuple(found)


def recursive_functions(tree: ast.Module) -> frozenset[str]:
    """Names of functions that may come to call themselves."""
    functions = _named_functions(tree)
    direct = {
        name: {n for node in nodes for n in loads(node)} & functions.keys()
        for name, nodes in functions.items()
    }
    recursive = set()
    for name in functions:
        reached: set[str] = set()
        pending = list(direct[name])
        while pending:
            other = pending.pop()
            if other not in reached:
                reached.add(other)
                pending.extend(direct[other])
        if name in reached:
            recursive.add(name)
    return frozenset(recursive)
