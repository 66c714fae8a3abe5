"""A ```claim block: expressions over the program's values, one a line, which must be true."""

from __future__ import annotations

import ast
import warnings

from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import Claim


def read_claims(text: str, first_line: int, mistakes: Mistakes) -> tuple[Claim, ...]:
    """The claims of a block whose text starts in `first_line`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # Compiled too: some mistakes (and all warnings) are found only then.
            tree = ast.parse(text)
            compile(text, "<claim>", "exec", dont_inherit=True)
    except SyntaxError as error:
        count = text.rstrip("\n").count("\n") + 1
        line = first_line + min(max((error.lineno or 1) - 1, 0), count - 1)
        mistakes.add(line, f"this claim is not an expression: {error.msg}")
        return ()
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        mistakes.add(first_line, f"this claim is not an expression: {error or 'nested too deeply'}")
        return ()
    if not tree.body:
        mistakes.add(first_line - 1, "this claim block is empty; write one expression a line")
    claims = []
    for statement in tree.body:
        line = first_line + statement.lineno - 1
        if isinstance(statement, ast.Expr):
            source = ast.get_source_segment(text, statement) or ast.unparse(statement)
            claims.append(Claim(source, line))
        elif isinstance(statement, ast.Assign):
            mistakes.add(line, "a claim compares, it doesn't assign: write == for `is equal to`")
        else:
            mistakes.add(line, "a claim is an expression that is true or false, not a statement")
    return tuple(claims)
