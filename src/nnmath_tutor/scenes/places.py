"""From an author's words to a place in a program: `at = "X @ W1"` is a line and a part of it."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable

from nnmath_tutor.program import Line, Operation


class PlaceError(Exception):
    """`at` names no place, or more than one; the message says which would do."""


def locate(lines: tuple[Line, ...], text: str) -> tuple[int, int]:
    """(line, part) of the statement or expression that reads `text`, spaces aside.

    A whole statement stands at its last part, the assignment. An expression that several lines
    hold may be told apart by the statement itself: `A1 = sigmoid(X @ W1) : X @ W1`.
    Raises PlaceError.
    """
    statement, _, inner = (piece.strip() for piece in text.partition(" : "))
    wanted = _normal(statement)
    for index, line in enumerate(lines):
        if _normal(line.text) == wanted:
            if not inner:
                return index, max(len(line.evaluations) - 1, 0)
            places = list(_parts((index,), lines, _normal(inner)))
            if places:
                return places[0]
            raise PlaceError(_nothing(inner, _expressions((line,))))
    if inner:
        raise PlaceError(_nothing(statement, [line.text for line in lines]))
    places = list(_parts(range(len(lines)), lines, wanted))
    if not places:
        raise PlaceError(_nothing(text, [*(line.text for line in lines), *_expressions(lines)]))
    found_lines = sorted({line for line, _ in places})
    if len(found_lines) > 1:
        numbers = ", ".join(str(lines[line].span.line) for line in found_lines)
        raise PlaceError(
            f"`{text}` stands in lines {numbers}; say which: "
            f'"{lines[found_lines[0]].text} : {text}"'
        )
    return places[0]


def _parts(
    indices: Iterable[int], lines: tuple[Line, ...], wanted: str
) -> Iterable[tuple[int, int]]:
    for index in indices:
        for part, evaluation in enumerate(lines[index].evaluations):
            if evaluation.operation is not Operation.ASSIGN and _normal(evaluation.text) == wanted:
                yield index, part


def _expressions(lines: Iterable[Line]) -> list[str]:
    return [
        evaluation.text
        for line in lines
        for evaluation in line.evaluations
        if evaluation.operation is not Operation.ASSIGN
    ]


def _normal(text: str) -> str:
    """The text with spacing and outer brackets made alike."""
    try:
        return ast.unparse(ast.parse(text.strip()))
    except (SyntaxError, ValueError):
        return " ".join(text.split())


def _nothing(text: str, known: list[str]) -> str:
    near = difflib.get_close_matches(text, known, n=1, cutoff=0.4)
    hint = f"; nearest: `{near[0]}`" if near else ""
    return f"no line or part of the program reads `{text}`{hint}"
