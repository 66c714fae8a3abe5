"""Which names the training loop carries from one epoch into the next, found by reading it.

This is a guess, on the safe side where that is cheap; the recorder compares what it took for
constant with what it was, and widens the guess when the program proves it wrong.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nnmath_tutor.program.binding import bound_at_top, changes_of, definite_bindings, loads
from nnmath_tutor.program.functions import function_summaries, functions_called


@dataclass(frozen=True)
class LoopNames:
    """Names of a training loop: what its body binds, and what of it lives on."""

    bound: tuple[str, ...]  # by the body, in order of first appearance; without the loop variable
    definite: frozenset[str]  # bound by every epoch, whatever happens
    state: frozenset[str]  # what the next epoch may read
    reshaping: bool  # whether the program may change the shape of an array in place
    mentioned: frozenset[str]  # by the body, or by a function that is called once it has begun

    def needs(self, name: str) -> bool:
        """Whether an epoch may read what it doesn't bind itself."""
        return name in self.mentioned and (name not in self.bound or name in self.state)


def loop_names(tree: ast.Module, loop: ast.For, variable: str) -> LoopNames:
    """Read a training loop: what it binds is state unless each epoch binds it before reading it."""
    summaries, escaped = function_summaries(tree)

    bound = dict.fromkeys(bound_at_top(loop.body))
    definite = {variable}
    live: set[str] = set(escaped.reads)
    changed: set[str] = set(escaped.changes)
    for name in sorted(escaped.binds):
        bound.setdefault(name)
    for statement in loop.body:
        reads, changes = loads(statement), changes_of(statement)
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
    return LoopNames(
        tuple(bound),
        frozenset(certain),
        frozenset(state - {variable}),
        _reshaping(tree),
        _mentioned(tree, loop),
    )


def _mentioned(tree: ast.Module, loop: ast.For) -> frozenset[str]:
    """Names in the loop, and in functions but those that the set-up alone calls."""
    begun = tree.body[tree.body.index(loop) :]
    later = {n.id for part in begun for n in ast.walk(part) if isinstance(n, ast.Name)}
    mentioned = {node.id for node in ast.walk(loop) if isinstance(node, ast.Name)}
    for function in functions_called(tree, later):
        mentioned |= loads(function)
    return frozenset(mentioned)


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
