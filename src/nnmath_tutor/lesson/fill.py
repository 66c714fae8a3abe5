"""Prose with every `{expression}` filled in from the running program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from nnmath_tutor.lesson.expressions import ExpressionError, Slot, compile_expression, scan
from nnmath_tutor.lesson.names import NotYetError, UnknownNameError, program_names
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.values import ValueFormatError, in_code, in_prose, spell
from nnmath_tutor.program import Problem

NOT_YET = "…"

_LITERAL = re.compile(r"\s*-?\d[\d_]*(\.\d+)?\s*")


@dataclass(frozen=True, slots=True)
class Filled:
    """Filled prose, still Markdown. `complete` is false while a value has not been computed yet;
    it shows as an ellipsis then. An expression with a problem stands as it was written."""

    text: str
    problems: tuple[Problem, ...] = ()
    complete: bool = True


def fill(text: str, names: Mapping[str, Any], file: str = "<prose>", line: int = 1) -> Filled:
    """`text`, which starts at `file:line`, with its expressions filled in from `names`.

    Raises nothing: what goes wrong is in `problems`.
    """
    pieces, slips = scan(text)
    problems = [Problem(file, line_at(text, slip.offset, line), slip.message) for slip in slips]
    out: list[str] = []
    complete = True
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        try:
            out.append(_filled(piece, names))
        except NotYetError:
            complete = False
            out.append(NOT_YET)
        except (ExpressionError, ValueFormatError) as error:
            message = f"{{{piece.expression.strip()}}}: {error}"
            problems.append(Problem(file, line_at(text, piece.offset, line), message))
            out.append(piece.source if piece.in_code else in_prose(piece.source))
    problems.sort(key=lambda problem: problem.line)
    return Filled("".join(out), tuple(problems), complete)


def evaluate(expression: str | CodeType, names: Mapping[str, Any]) -> Any:
    """Value of an expression of a lesson. Lessons are code: trust them as you would a script.

    Raises ExpressionError with a message for the author, and NotYetError.
    """
    code = compile_expression(expression) if isinstance(expression, str) else expression
    try:
        with np.errstate(all="ignore"):
            return eval(code, dict(names))
    except NotYetError:
        raise
    except UnknownNameError as error:
        raise ExpressionError(str(error)) from None
    except NameError as error:
        known = program_names(names)
        unknown = error.name or ""
        message = f"there is no name `{unknown}` here; {suggestion(unknown, known)}"
        raise ExpressionError(message) from None
    except Exception as error:  # the author's expression may raise anything
        reason = str(error) or "no reason given"
        raise ExpressionError(f"{type(error).__name__}: {reason}") from error


def line_at(text: str, offset: int, first_line: int) -> int:
    """The line of the file in which an offset of a text lies that starts at `first_line`."""
    return first_line + text.count("\n", 0, offset)


def _filled(slot: Slot, names: Mapping[str, Any]) -> str:
    if _LITERAL.fullmatch(slot.expression) and not slot.format and not slot.conversion:
        # {0.50} says "this number is meant": it stands as the author wrote it.
        shown = slot.expression.strip()
    else:
        shown = spell(evaluate(slot.expression, names), slot.format, slot.conversion)
    return in_code(shown) if slot.in_code else in_prose(shown)
