"""A ```scene block: which picture a step shows, and where in the program the learner starts."""

from __future__ import annotations

import ast

from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import BesideSpec, SceneSpec
from nnmath_tutor.lesson.nearest import suggestion
from nnmath_tutor.lesson.table import Table, read_table
from nnmath_tutor.program import Level
from nnmath_tutor.scenes import KINDS

PLACE_KEYS = ("at", "epoch", "level", "cell", "plot")


def read_scene(text: str, first_line: int, mistakes: Mistakes) -> SceneSpec | None:
    """The scene of a block whose text starts in `first_line`; None if it names no kind."""
    table = read_table(text, first_line, "scene block", mistakes)
    if table is None:
        return None
    at = table.text("at")
    level = table.word("level", [level.value for level in Level])
    cell = table.integers("cell")
    if cell is not None and "at" not in table.values:
        table.complain("cell", "needs `at`: the line or part whose result has that cell")
    kind = _kind(table)
    epoch = table.integer("epoch", 0)
    plot = table.switch("plot")
    options = _options(table, kind, PLACE_KEYS)
    if kind is None:
        return None
    return SceneSpec(
        kind=kind,
        at=at,
        epoch=epoch or 0,
        level=Level(level) if level else default_level(kind, at, cell),
        cell=cell,
        plot=bool(plot),
        options=options,
        line=first_line - 1,
        lines=table.key_lines(),
    )


def read_beside(table: Table) -> BesideSpec | None:
    """The picture of `[beside]`: a kind and its options, no place; None if it names no kind."""
    kind = _kind(table)
    options = _options(table, kind, ())
    return None if kind is None else BesideSpec(kind, options, table.line)


def default_level(kind: str, at: str | None, cell: tuple[int, ...] | None) -> Level:
    """The level where none is written: as fine as the place that is."""
    if cell is not None:
        return Level.CELL
    if at is not None:
        return Level.LINE if _is_statement(at) else Level.PART
    return Level.LINE if kind == "operation" else Level.EPOCH


def _is_statement(at: str) -> bool:
    try:
        body = ast.parse(at.strip()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return len(body) == 1 and not isinstance(body[0], ast.Expr | ast.AnnAssign)


def _kind(table: Table) -> str | None:
    if "kind" not in table.values:
        table.require("kind")
        return None
    return table.word("kind", KINDS)


def _options(table: Table, kind: str | None, place_keys: tuple[str, ...]) -> dict[str, object]:
    """The kind's own options. Without a known kind nothing can be said about them."""
    if kind is None:
        return {}
    known = KINDS[kind].options
    given: dict[str, object] = {}
    for key, value in table.values.items():
        if key in ("kind", *place_keys):
            continue
        option = known.get(key)
        if option is None:
            every = [*known, "kind", *place_keys]
            message = f"`{key}` is not an option of {kind}; {suggestion(key, every)}"
            table.mistakes.add(table.line_of(key), message)
            continue
        problem = option.problem(value)
        if problem:
            table.complain(key, problem)
        else:
            given[key] = tuple(value) if isinstance(value, list) else value
    missing = [key for key, option in known.items() if option.required and key not in table.values]
    for key in missing:
        what = known[key].help
        table.mistakes.add(table.line, f"a scene of kind {kind} needs `{key}`: {what}")
    return given
