"""Keeps a program from running for ever: ticks put into its loops, and what stops it."""

from __future__ import annotations

import ast
import copy
import time
from collections.abc import Callable
from typing import TypeVar

from nnmath_tutor.program.functions import recursive_functions

TICK = "__tick__"

Node = TypeVar("Node", bound=ast.AST)


class Stopped(BaseException):
    """Ends a program from outside. Not an Exception, so that its own `except` doesn't catch it."""


class Endless(Stopped):
    """A statement ran for longer than the time allowed."""


class Cancelled(Stopped):
    """Whoever started the program asked it to stop."""


# What ends the process, or the work on a recording, and is no affair of the program's.
NOT_OF_THE_PROGRAM = (KeyboardInterrupt, GeneratorExit)


def never() -> bool:
    """Don't stop."""
    return False


class Guard:
    """Called by every turn of every loop; raises once time is up or a stop is asked for.

    `limit` is in seconds, counted from the last `begin()`.
    """

    def __init__(self, limit: float, should_stop: Callable[[], bool] = never) -> None:
        self.limit = limit
        self._should_stop = should_stop
        self._until = time.perf_counter() + limit
        self._turns = 0
        self._stop: type[Stopped] | None = None
        self._handed_out = False
        self._looked = 0.0

    def begin(self) -> None:
        """Start counting the time allowed anew."""
        self._until = time.perf_counter() + self.limit
        if self._should_stop():
            raise Cancelled

    def hand_out(self) -> None:
        """From now on the program's functions are called by others, at any time: each call counts.

        One that takes too long ends in TimeoutError.
        """
        self._handed_out = True
        self._turns = 0

    def tick(self) -> bool:
        """One turn. Always True, so that it can be a condition of a comprehension."""
        self._turns += 1
        # The first turns are looked at one by one (each may be slow), later ones now and then.
        if self._stop is not None or self._turns < 64 or not self._turns & 63:
            if self._handed_out:
                self._tick_of_a_call()
                return True
            # Once stopped always stopped: a bare `except:` catches the first, not the next.
            if self._stop is None and self._should_stop():
                self._stop = Cancelled
            if self._stop is None and time.perf_counter() > self._until:
                self._stop = Endless
            if self._stop is not None:
                raise self._stop
        return True

    def _tick_of_a_call(self) -> None:
        now = time.perf_counter()
        if now - self._looked > self.limit / 2:  # nobody was at it for long: another call
            self._until = now + self.limit
        self._looked = now
        if now > self._until:
            self._turns = 0  # if the program catches this, its next turns are looked at again
            raise TimeoutError(f"still running after {self.limit:g} s: is a loop endless?")


class _Instrument(ast.NodeTransformer):
    def __init__(self, recursive: frozenset[str], training_loop: ast.AST | None) -> None:
        self._recursive = recursive
        self._training_loop = training_loop

    def visit_While(self, node: ast.While) -> ast.AST:
        self.generic_visit(node)
        node.body.insert(0, _tick_statement(node))
        return node

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        if node is not self._training_loop:
            node.body.insert(0, _tick_statement(node))
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.ifs.insert(0, ast.copy_location(_tick_call(node.target), node.target))
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        if node.name in self._recursive:
            first = node.body[0]
            docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            node.body.insert(1 if docstring else 0, _tick_statement(first))
        return node


def _tick_call(place: ast.expr | ast.stmt) -> ast.Call:
    call = ast.Call(ast.Name(TICK, ast.Load()), [], [])
    ast.copy_location(call, place)
    ast.copy_location(call.func, place)
    return call


def _tick_statement(place: ast.stmt) -> ast.stmt:
    statement = ast.copy_location(ast.Expr(_tick_call(place)), place)
    # On one line with the head of the loop, so that a stop is reported there.
    for node in ast.walk(statement):
        if isinstance(node, ast.expr | ast.stmt):
            node.end_lineno = node.lineno = place.lineno
            node.end_col_offset = node.col_offset
    return statement


def with_ticks(node: Node) -> Node:
    """A copy of a piece of a program whose loops tick."""
    made: Node = _Instrument(frozenset(), None).visit(copy.deepcopy(node))
    return ast.fix_missing_locations(made)


def instrumented(tree: ast.Module, training_loop: int | None) -> ast.Module:
    """A copy of a program whose loops tick, all but the training loop (index in `tree.body`).

    Lines stay what they were. A function ticks only if it may call itself: `sigmoid` costs nothing.
    """
    tree = copy.deepcopy(tree)
    loop = tree.body[training_loop] if training_loop is not None else None
    _Instrument(recursive_functions(tree), loop).visit(tree)
    return tree
