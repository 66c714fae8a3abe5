"""Which names the training loop carries from one epoch into the next, found by reading it.

This is a guess, on the safe side where that is cheap; the recorder compares what it took for
constant with what it was, and widens the guess when the program proves it wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Methods that change the object they are called on.
MUTATORS = frozenset(
    {
        "add", "append", "appendleft", "clear", "discard", "extend", "extendleft", "fill", "insert",
        "itemset", "partition", "pop", "popitem", "popleft", "put", "remove", "resize", "reverse",
        "rotate", "setdefault", "setfield", "setflags", "shuffle", "sort", "update",
    }
)  # fmt: skip

# Functions that write into their first argument.
WRITERS = frozenset(
    {
        "copyto", "fill_diagonal", "heapify", "heappop", "heappush", "insort", "next", "place",
        "put", "put_along_axis", "putmask", "setattr", "shuffle",
    }
)  # fmt: skip

Function = ast.FunctionDef | ast.Lambda


@dataclass(frozen=True)
class LoopNames:
    """Names of a training loop: what its body binds, and what of it lives on."""

    bound: tuple[str, ...]  # by the body, in order of first appearance; without the loop variable
    definite: frozenset[str]  # bound by every epoch, whatever happens
    state: frozenset[str]  # what the next epoch may read
    reshaping: bool  # whether the program may change the shape of an array in place
    mentioned: frozenset[str]  # by the body or by any function, bound or read

    def needs(self, name: str) -> bool:
        """Whether an epoch may read what it doesn't bind itself."""
        return name in self.mentioned and (name not in self.bound or name in self.state)


@dataclass
class _Summary:
    """What a function of the program does to names that aren't its own."""

    reads: set[str]
    binds: set[str]
    changes: set[str]


def bound_anywhere(tree: ast.Module) -> frozenset[str]:
    """Every name bound anywhere in a program, whatever the scope; parameters too."""
    names = {name for node in ast.walk(tree) for name in _bound_by(node)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return frozenset(names)


def bound_at_top(statements: Iterable[ast.stmt]) -> tuple[str, ...]:
    """Names that statements bind in their own scope, in order of appearance."""
    names: dict[str, None] = {}
    for statement in statements:
        for node in _own_scope(statement):
            names.update(dict.fromkeys(_bound_by(node)))
    return tuple(names)


def definite_bindings(statement: ast.stmt) -> set[str]:
    """Names that one statement binds for certain if it doesn't raise."""
    match statement:
        case ast.Assign(targets=targets):
            return {
                node.id
                for target in targets
                for node in ast.walk(target)
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            }
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            return {name}
        case ast.AugAssign(target=ast.Name(id=name)):
            return {name}
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef():
            return set(_bound_by(statement))
        case _:
            return set()


def loop_names(tree: ast.Module, loop: ast.For, variable: str) -> LoopNames:
    """Read a training loop: what it binds is state unless each epoch binds it before reading it."""
    functions = _named_functions(tree)
    summaries = {name: _summary(nodes) for name, nodes in functions.items()}
    _close(summaries, functions)
    escaped = _escaped(tree, functions, summaries)

    bound = dict.fromkeys(bound_at_top(loop.body))
    definite = {variable}
    live: set[str] = set(escaped.reads)
    changed: set[str] = set(escaped.changes)
    for name in sorted(escaped.binds):
        bound.setdefault(name)
    for statement in loop.body:
        reads, changes = _loads(statement), _changes(statement)
        for name in sorted(reads & summaries.keys()):
            reads = reads | summaries[name].reads
            changes = changes | summaries[name].changes
            for other in sorted(summaries[name].binds):
                bound.setdefault(other)
        live |= reads - definite
        changed |= changes - definite
        definite |= definite_bindings(statement)
    bound.pop(variable, None)
    deleted = {
        node.id
        for node in ast.walk(loop)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)
    }
    certain = (definite & bound.keys()) - deleted
    state = (live & bound.keys()) | (bound.keys() - certain) | changed
    mentioned = {node.id for node in ast.walk(loop) if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            mentioned |= _loads(node)
    return LoopNames(
        tuple(bound),
        frozenset(certain),
        frozenset(state - {variable}),
        _reshaping(tree),
        frozenset(mentioned),
    )


def _reshaping(tree: ast.Module) -> bool:
    """Whether a program sets an array's shape, strides or dtype, or calls resize, or may do so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "resize":
            return True
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if node.attr in {"shape", "strides", "dtype", "data"}:
                return True
        elif isinstance(node, ast.Name) and node.id in {"setattr", "delattr"}:
            return True
    return False


def _own_scope(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is below it, without the insides of functions."""
    yield node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            # Only := binds a name outside of a comprehension.
            yield from (n for n in ast.walk(child) if isinstance(n, ast.NamedExpr))
        else:
            yield from _own_scope(child)


def _bound_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.NamedExpr(target=ast.Name(id=name)):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=aliases):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name for alias in aliases)
        case ast.ExceptHandler(name=str(name)):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
        case _:
            pass


def _loads(node: ast.AST) -> set[str]:
    names = {
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
    }
    for n in ast.walk(node):
        if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name):
            names.add(n.target.id)
    return names


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _changes(node: ast.AST) -> set[str]:
    """Names whose objects are written into, as far as the text shows it."""
    roots: set[str | None] = set()
    for n in ast.walk(node):
        if isinstance(n, ast.Subscript | ast.Attribute) and not isinstance(n.ctx, ast.Load):
            roots.add(_root(n))
        elif isinstance(n, ast.Call):
            called = n.func.attr if isinstance(n.func, ast.Attribute) else None
            if called in MUTATORS and isinstance(n.func, ast.Attribute):
                roots.add(_root(n.func.value))
            if isinstance(n.func, ast.Name):
                called = n.func.id
            if called in WRITERS and n.args:
                roots.add(_root(n.args[0]))
            roots |= {_root(k.value) for k in n.keywords if k.arg == "out"}
    return {root for root in roots if root is not None}


def _named_functions(tree: ast.Module) -> dict[str, list[Function]]:
    """Functions by the name they are called by: `def f` and `f = lambda`, at the top level."""
    functions: dict[str, list[Function]] = {}
    for statement in tree.body:
        for node in _own_scope(statement):
            match node:
                case ast.FunctionDef(name=name):
                    functions.setdefault(name, []).append(node)
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as function):
                    functions.setdefault(name, []).append(function)
                case _:
                    pass
    return functions


def _summary(nodes: Iterable[Function]) -> _Summary:
    total = _Summary(set(), set(), set())
    for node in nodes:
        own = {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
        shared: set[str] = set()
        for inner in ast.walk(node):
            if isinstance(inner, ast.Global):
                shared |= set(inner.names)
        body = node.body if isinstance(node, ast.FunctionDef) else [ast.Expr(node.body)]
        own = (own | set(bound_at_top(body))) - shared
        stored = {name for inner in ast.walk(node) for name in _bound_by(inner)}
        total.reads |= _loads(node) - own
        total.binds |= shared & stored
        total.changes |= _changes(node) - own
    return total


def _close(summaries: dict[str, _Summary], functions: dict[str, list[Function]]) -> None:
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
    tree: ast.Module, functions: dict[str, list[Function]], summaries: dict[str, _Summary]
) -> _Summary:
    """What functions do that may be called under another name: passed on, put into a list, …"""
    total = _Summary(set(), set(), set())
    named = {id(node) for nodes in functions.values() for node in nodes}
    callees = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
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


def recursive_functions(tree: ast.Module) -> frozenset[str]:
    """Names of functions that may come to call themselves."""
    functions = _named_functions(tree)
    direct = {
        name: {n for node in nodes for n in _loads(node)} & functions.keys()
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
