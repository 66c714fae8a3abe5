"""Which piece of the source each operand of an evaluation is: told by the syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from nnmath_tutor.program.model import Evaluation, Line, Operation, Span
from nnmath_tutor.program.parse import Program
from nnmath_tutor.program.shape import starred
from nnmath_tutor.program.source import SourceText


@dataclass(frozen=True, eq=False, slots=True)
class Taken:
    """What an operand is in the source: a name, or the span of an expression; else neither."""

    name: str | None = None
    span: Span | None = None


def statement_of(program: Program, line: Line) -> ast.stmt | None:
    """The statement whose line it is."""
    body = program.loop.body if program.loop is not None else program.setup
    return next((s for s in body if program.text.span(s) == line.span), None)


def operands_of(program: Program, line: Line) -> tuple[tuple[Taken, ...], ...]:
    """What the operands of each evaluation of a line are, in the same order as these."""
    statement = statement_of(program, line)
    if statement is None:
        return tuple(tuple(Taken() for _ in e.operands) for e in line.evaluations)
    text = program.text
    nodes = {
        text.span(n): n for n in ast.walk(statement) if isinstance(n, ast.expr) and _is_step(n)
    }
    assignments = _assignments(statement)
    found: list[tuple[Taken, ...]] = []
    for evaluation in line.evaluations:
        if evaluation.operation is Operation.ASSIGN:
            nodes_taken: list[ast.expr | None] = [next(assignments, None)]
            if isinstance(statement, ast.AugAssign):
                found.append((Taken(span=evaluation.span),))  # its own addition, just before
                continue
        elif isinstance(statement, ast.AugAssign) and evaluation.span == line.span:
            nodes_taken = [statement.target, statement.value]
        else:
            nodes_taken = list(_children(nodes.get(evaluation.span), evaluation, text))
        nodes_taken += [None] * len(evaluation.operands)
        found.append(tuple(_taken(n, text) for n in nodes_taken[: len(evaluation.operands)]))
    return tuple(found)


def _is_step(node: ast.expr) -> bool:
    return isinstance(
        node, ast.BinOp | ast.UnaryOp | ast.Compare | ast.Attribute | ast.Subscript | ast.Call
    )


def _children(
    node: ast.expr | None, evaluation: Evaluation, text: SourceText
) -> Iterator[ast.expr | None]:
    match node:
        case ast.BinOp(left=left, right=right):
            yield from (left, right)
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.Compare(left=left, comparators=[right]):
            yield from (left, right)
        case ast.Attribute(value=value):
            yield value
        case ast.Subscript(value=value, slice=index):
            yield from (value, index)
        case ast.Call(func=function, args=arguments, keywords=keywords):
            given = (*arguments, *(k.value for k in keywords))
            first = evaluation.operands[0].text if evaluation.operands else None
            if isinstance(function, ast.Attribute) and not _is(first, given, text):
                yield function.value  # the array whose method it is
            yield from given
        case _:
            return


def _is(first: str | None, given: tuple[ast.expr, ...], text: SourceText) -> bool:
    """Whether the first operand is the first argument, going by its text."""
    return bool(given) and first == text.text(text.span(given[0]))


def _assignments(statement: ast.stmt) -> Iterator[ast.expr | None]:
    """The value that each target takes, in the order in which they take it."""
    match statement:
        case ast.Assign(targets=targets, value=value) if not starred(targets):
            for target in targets:
                yield from _parts(target, value)
        case ast.AnnAssign(value=value):
            yield value
        case _:
            return


def _parts(target: ast.expr, value: ast.expr | None) -> Iterator[ast.expr | None]:
    if not isinstance(target, ast.Tuple | ast.List):
        yield value
        return
    parts = value.elts if isinstance(value, ast.Tuple | ast.List) else []
    for at, inner in enumerate(target.elts):
        yield from _parts(inner, parts[at] if len(parts) == len(target.elts) else None)


def _taken(node: ast.expr | None, text: SourceText) -> Taken:
    if isinstance(node, ast.Name):
        return Taken(name=node.id)
    return Taken(span=text.span(node)) if node is not None and _is_step(node) else Taken()
