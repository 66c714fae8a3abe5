"""Values that a program makes and nobody looks at: neither its own lines nor any lesson."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from nnmath_tutor.lesson.model import Lesson
from nnmath_tutor.program import Problem

_LABELS = re.compile(r"^\[labels\]$.*?(?=^\[|^\+\+\+$)", re.MULTILINE | re.DOTALL)
# Where a lesson speaks of values: its blocks and front matter, expressions, code in prose.
_PLACES = re.compile(
    r"^`{3,}.*?^`{3,}|^\+{3}$.*?^\+{3}$|\{[^{}]*\}|`[^`\n]+`", re.MULTILINE | re.DOTALL
)


def unused_values(lessons: Sequence[Lesson]) -> Iterator[Problem]:
    """A problem for each value that a program binds and neither it nor a lesson of it uses.

    A file that can't be read or parsed is told of elsewhere and skipped here.
    """
    by_program: dict[Path, list[Lesson]] = {}
    for lesson in lessons:
        by_program.setdefault(lesson.program, []).append(lesson)
    for program, users in by_program.items():
        try:
            tree = ast.parse(program.read_text(encoding="utf-8"))
            spoken = {word for lesson in users for word in _words(lesson.path)}
        except (OSError, ValueError, SyntaxError, RecursionError):
            continue
        for name, line in _bound(tree).items():
            if name not in spoken | _read(tree) and not name.startswith("_"):
                message = (
                    f"`{name}` is never used: no line reads it, and no lesson shows it or speaks "
                    "of it; show it, or leave it out"
                )
                yield Problem(str(program), line, message)


def _words(path: Path) -> set[str]:
    text = _LABELS.sub("", path.read_text(encoding="utf-8"))
    return {word for place in _PLACES.findall(text) for word in re.findall(r"\w+", place)}


def _bound(tree: ast.Module) -> dict[str, int]:
    """Names that top-level lines and the bodies of loops bind, and the first line of each."""
    found: dict[str, int] = {}
    waiting: list[ast.AST] = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.For):  # its counter need not be read
            waiting.extend(reversed([*node.body, *node.orelse]))
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, node.lineno)
        waiting.extend(reversed(list(ast.iter_child_nodes(node))))
    return found


def _read(tree: ast.Module) -> set[str]:
    """Names that are read anywhere; `W += …` reads W for itself alone, and yet it is a use."""
    names = {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
    }
    changed = [node.target for node in ast.walk(tree) if isinstance(node, ast.AugAssign)]
    return names | {target.id for target in changed if isinstance(target, ast.Name)}
