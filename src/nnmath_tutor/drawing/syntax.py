"""Light colours for Python source: keywords, strings, numbers, comments; tolerant of mistakes."""

from __future__ import annotations

import io
import keyword
import tokenize
from functools import lru_cache

from nnmath_tutor.drawing.rows import Role

_ROLES = {
    tokenize.STRING: Role.STRING,
    tokenize.NUMBER: Role.NUMBER,
    tokenize.COMMENT: Role.COMMENT,
}
# From Python 3.12 on f-strings come in pieces.
for _name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END"):
    if hasattr(tokenize, _name):
        _ROLES[getattr(tokenize, _name)] = Role.STRING


@lru_cache(maxsize=32)
def syntax_roles(lines: tuple[str, ...]) -> tuple[list[Role], ...]:
    """For each line a role for each of its characters. Source that isn't Python stays plain.

    The lists are shared between calls: read them only.
    """
    roles = tuple([Role.PLAIN] * len(line) for line in lines)
    source = io.StringIO("\n".join(lines) + "\n")
    try:
        for token in tokenize.generate_tokens(source.readline):
            role = _ROLES.get(token.type)
            if token.type == tokenize.NAME and keyword.iskeyword(token.string):
                role = Role.KEYWORD
            if role is not None:
                _colour(roles, token.start, token.end, role)
    except (tokenize.TokenError, SyntaxError, ValueError):
        return roles  # what comes before the mistake has its colours
    return roles


def _colour(
    roles: tuple[list[Role], ...], start: tuple[int, int], end: tuple[int, int], role: Role
) -> None:
    for number in range(start[0], min(end[0], len(roles)) + 1):
        line = roles[number - 1]
        first = start[1] if number == start[0] else 0
        last = min(end[1], len(line)) if number == end[0] else len(line)
        line[first:last] = [role] * max(0, last - first)
