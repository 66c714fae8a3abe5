"""A run: a program, names overridden, lines swapped, another number of epochs, cells edited."""

from __future__ import annotations
import __future__

import ast
import difflib
import io
import itertools
import sys
import tokenize
import types
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from nnmath_tutor.program.binding import bound_at_top
from nnmath_tutor.program.edit import Edit, apply_edits
from nnmath_tutor.program.guard import instrumented
from nnmath_tutor.program.model import Problem, ProgramError
from nnmath_tutor.program.namespace import Namespace
from nnmath_tutor.program.parse import Program, parse
from nnmath_tutor.program.snapshot import duplicate

OVERRIDE = "__override__"


@dataclass(frozen=True, eq=False)
class Code:
    """A run compiled: its parts, and pieces of it for the walker that steps."""

    setup: types.CodeType
    body: types.CodeType
    after: types.CodeType
    range_arguments: types.CodeType
    tree: ast.Module  # with ticks
    flags: int  # of `from __future__ import …`


@dataclass(frozen=True, eq=False)
class Run:
    """What is to be run.

    `overrides` replace what the set-up binds: the original expression is still evaluated (its
    draws from a generator count), then the name takes the value instead. A list becomes an array
    where the program had one. `swaps` exchange whole lines of the source, compared without
    indentation and trailing comment. `epochs` replaces the number of turns of the training loop.
    `edits` change cells as epochs begin; those of one epoch follow each other as they are given.

    Raises ProgramError for a name or line that isn't there, or for a line that can't be read.
    """

    original: Program
    overrides: Mapping[str, Any] = field(default_factory=dict)
    swaps: Mapping[str, str] = field(default_factory=dict)
    epochs: int | None = None
    name: str = "main"
    edits: tuple[Edit, ...] = ()  # in order of epochs, however they are given
    program: Program = field(init=False, repr=False)  # with the lines swapped

    def __post_init__(self) -> None:
        program = _swapped(self.original, self.swaps) if self.swaps else self.original
        object.__setattr__(self, "program", program)
        object.__setattr__(self, "edits", tuple(sorted(self.edits, key=lambda edit: edit.epoch)))
        known = program.setup_names
        problems = [
            Problem(
                program.filename,
                1,
                f"can't override `{name}`: the set-up binds no such name{_nearest(name, known)}",
            )
            for name in self.overrides
            if name not in known
        ]
        problems.extend(_unknown_edits(program, self.edits))
        if self.epochs is not None and self.epochs < 0:
            problems.append(Problem(program.filename, 1, "the number of epochs is negative"))
        if problems:
            raise ProgramError(*problems)

    @cached_property
    def code(self) -> Code:
        """The run compiled; lines are those of the source."""
        return _compiled(self)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Runs with the same key give the same numbers."""
        return (*self.key_without_edits, tuple(edit.key for edit in self.edits))

    @cached_property
    def key_without_edits(self) -> tuple[object, ...]:
        """The same for runs that differ in their edits alone."""
        return (
            self.original.filename,
            self.original.source,
            _frozen(self.overrides),
            _frozen(self.swaps),
            self.epochs,
        )

    @cached_property
    def edits_by_epoch(self) -> Mapping[int, tuple[Edit, ...]]:
        """The edits that take hold as each epoch begins; without a training loop none does."""
        if self.program.loop is None:
            return {}
        groups = itertools.groupby(self.edits, lambda edit: edit.epoch)
        return {epoch: tuple(edits) for epoch, edits in groups}

    @cached_property
    def replaced(self) -> frozenset[str]:
        """Names that take another value whenever the set-up has bound them."""
        loopless = self.program.loop is None
        return frozenset(self.overrides) | {edit.name for edit in self.edits if loopless}

    def replace_names(self, values: dict[str, Any], names: Iterable[str]) -> None:
        """Let those of the names that are replaced take their new values."""
        for name in names:
            if name in self.overrides and name in values:
                values[name] = _override(self.overrides[name], values[name])
            if name in self.replaced and self.program.loop is None and name in values:
                apply_edits([edit for edit in self.edits if edit.name == name], values)

    def prepare(self, namespace: Namespace) -> None:
        """Give a new namespace what the compiled set-up calls, and the docstring."""
        clean = sys.version_info >= (3, 13)  # from there on Python takes the indentation away
        namespace.names["__doc__"] = ast.get_docstring(self.program.tree, clean)
        namespace.names["__builtins__"][OVERRIDE] = lambda *names: self.replace_names(
            namespace.names, names
        )

    def turns(self, namespace: Namespace) -> range:
        """The values of the loop variable; evaluates the arguments of `range` in the namespace."""
        turns = range(*eval(self.code.range_arguments, namespace.names))
        if self.epochs is None:
            return turns
        return range(turns.start, turns.start + self.epochs * turns.step, turns.step)


def compile_statement(code: Code, statement: ast.stmt, filename: str) -> types.CodeType:
    """One statement (with ticks) on its own."""
    return _compile(ast.Module([statement], []), filename, code.flags)


def compile_expression(code: Code, expression: ast.expr, filename: str) -> types.CodeType:
    """One expression (with ticks) on its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made: types.CodeType = compile(
            ast.Expression(expression), filename, "eval", flags=code.flags, dont_inherit=True
        )
    return made


def _override(value: Any, before: Any) -> Any:
    if isinstance(before, np.ndarray) and not isinstance(value, np.ndarray):
        array = np.array(value)
        if array.ndim == 0:
            array = np.full(before.shape, value)
        return array.astype(np.result_type(array, before)) if array.dtype != object else value
    return duplicate(value)


def _unknown_edits(program: Program, edits: Iterable[Edit]) -> Iterable[Problem]:
    known = program.setup_names
    last = 0 if program.loop is None else None
    if program.loop is not None:
        known = tuple(dict.fromkeys((*known, *program.loop.bound)))
    for edit in edits:
        if edit.name not in known:
            message = f"can't edit `{edit.name}`: there is no such name{_nearest(edit.name, known)}"
            yield Problem(program.filename, 1, message)
        if edit.epoch < 0 or (last is not None and edit.epoch > last):
            message = f"can't edit `{edit.name}` as epoch {edit.epoch} begins: there is none"
            yield Problem(program.filename, 1, message)


def _frozen(value: Any) -> object:
    match value:
        case Mapping():
            return tuple(sorted((str(key), _frozen(item)) for key, item in value.items()))
        case list() | tuple():
            return (type(value).__name__, *map(_frozen, value))
        case np.ndarray():
            return ("array", str(value.dtype), value.shape, value.tobytes())
        case _:
            return (type(value).__name__, repr(value))


def _nearest(word: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean `{found[0]}`?" if found else ""


def without_comment(line: str) -> str:
    """A line of source, stripped, without the comment at its end."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(line.strip()).readline):
            if token.type == tokenize.COMMENT:
                return line.strip()[: token.start[1]].rstrip()
    except (tokenize.TokenError, SyntaxError):  # a line in the middle of a bracket, for one
        return line.strip()
    return line.strip()


def _swapped(program: Program, swaps: Mapping[str, str]) -> Program:
    lines = list(program.source_lines)
    plain = [without_comment(line) for line in lines]
    problems = []
    for old, new in swaps.items():
        places = [at for at, line in enumerate(plain) if line and line == without_comment(old)]
        if not places:
            known = dict.fromkeys(line for line in plain if line)
            message = f"can't swap the line `{old.strip()}`: there is none{_nearest(old, known)}"
            problems.append(Problem(program.filename, 1, message))
        if "\n" in new or "\r" in new:
            message = f"can't swap the line `{old.strip()}`: what replaces it must be one line"
            problems.append(Problem(program.filename, places[0] + 1 if places else 1, message))
        for at in places:
            indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
            lines[at] = indent + new.strip()
    if problems:
        raise ProgramError(*problems)
    return parse("\n".join(lines), program.filename)


def _compiled(run: Run) -> Code:
    program = run.program
    at = len(program.setup) if program.loop is not None else None
    tree = instrumented(program.tree, at)
    flags = 0
    for statement in program.tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                flags |= getattr(__future__, alias.name).compiler_flag
    setup: list[ast.stmt] = []
    for statement in tree.body[:at]:
        setup.append(statement)
        bound = [name for name in bound_at_top([statement]) if name in run.replaced]
        if bound:
            setup.append(_call_override(bound, statement))
    body: list[ast.stmt] = []
    after: list[ast.stmt] = []
    arguments: ast.expr = ast.Tuple([], ast.Load())
    if at is not None:
        loop = tree.body[at]
        assert isinstance(loop, ast.For)
        assert isinstance(loop.iter, ast.Call)
        body, after = loop.body, tree.body[at + 1 :]
        arguments = ast.Tuple(loop.iter.args, ast.Load())
    ast.fix_missing_locations(arguments)
    return Code(
        _compile(ast.Module(setup, []), program.filename, flags),
        _compile(ast.Module(body, []), program.filename, flags),
        _compile(ast.Module(after, []), program.filename, flags),
        compile(ast.Expression(arguments), program.filename, "eval", flags, True),
        tree,
        flags,
    )


def _call_override(names: list[str], place: ast.stmt) -> ast.stmt:
    call = ast.Call(ast.Name(OVERRIDE, ast.Load()), [ast.Constant(name) for name in names], [])
    statement = ast.Expr(call)
    for node in ast.walk(statement):
        if isinstance(node, ast.expr | ast.stmt):
            ast.copy_location(node, place)
    return statement


def _compile(module: ast.Module, filename: str, flags: int) -> types.CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made: types.CodeType = compile(module, filename, "exec", flags=flags, dont_inherit=True)
    return made
