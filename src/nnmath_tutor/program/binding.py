"""What the text of a program says of its names: bound here, read there, changed in place."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator

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


def bound_anywhere(tree: ast.Module) -> frozenset[str]:
    """Every name bound anywhere in a program, whatever the scope; parameters too."""
    names = {name for node in ast.walk(tree) for name in bound_by(node)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return frozenset(names)


def bound_at_top(statements: Iterable[ast.stmt]) -> tuple[str, ...]:
    """Names that statements bind in their own scope, in order of appearance."""
    return tuple(dict.fromkeys(name for statement in statements for name in _bound_in(statement)))


@functools.lru_cache(maxsize=1024)  # a program's tree never changes, and every epoch asks
def _bound_in(statement: ast.stmt) -> tuple[str, ...]:
    return tuple(name for node in own_scope(statement) for name in bound_by(node))


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
            return set(bound_by(statement))
        case _:
            return set()


def own_scope(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is below it, without the insides of functions."""
    yield node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            # Only := binds a name outside of a comprehension.
            yield from (n for n in ast.walk(child) if isinstance(n, ast.NamedExpr))
        else:
            yield from own_scope(child)


def bound_by(node: ast.AST) -> Iterator[str]:
    """Names that one node binds, in whatever scope it stands."""
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


def loads(node: ast.AST) -> set[str]:
    """Names that are read in a node or below it, functions included."""
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


def changes_of(node: ast.AST) -> set[str]:
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
