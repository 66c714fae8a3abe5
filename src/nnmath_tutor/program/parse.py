"""From source text to a Program (set-up, training loop, what comes after), or its mistakes."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from nnmath_tutor.program.binding import bound_at_top
from nnmath_tutor.program.model import Problem, ProgramError, Span
from nnmath_tutor.program.names import LoopNames, loop_names
from nnmath_tutor.program.rules import mistakes
from nnmath_tutor.program.source import SourceText, normalised

# A lesson's program is a page or two. Far beyond that something else was opened by mistake.
MAXIMUM_CHARACTERS = 1_000_000


@dataclass(frozen=True, eq=False)
class Loop:
    """The training loop: `for variable in range(…):` and its body."""

    span: Span
    variable: str
    body: tuple[ast.stmt, ...] = field(repr=False)
    names: LoopNames = field(repr=False)

    @property
    def bound(self) -> tuple[str, ...]:
        """Names that the body binds, in order of appearance, without the loop variable."""
        return self.names.bound


@dataclass(frozen=True, eq=False)
class Program:
    """A parsed program. `source` is normalised: no byte order mark, lines end in `\\n`."""

    source: str = field(repr=False)
    filename: str
    text: SourceText = field(repr=False)
    tree: ast.Module = field(repr=False)
    setup: tuple[ast.stmt, ...] = field(repr=False)
    loop: Loop | None
    after: tuple[ast.stmt, ...] = field(repr=False)

    @property
    def source_lines(self) -> tuple[str, ...]:
        """The source line by line, without line ends; the last is empty if the file ends in one."""
        return self.text.lines

    @property
    def setup_names(self) -> tuple[str, ...]:
        """Names that the set-up binds, in order of appearance."""
        return bound_at_top(self.setup)

    def line_of(self, name: str) -> int | None:
        """The line of the first statement that binds a name, the training loop's before others."""
        body = self.loop.body if self.loop is not None else ()
        for statement in (*body, *self.setup, *self.after):
            if name in bound_at_top([statement]):
                return statement.lineno
        return None


def parse(source: str, filename: str) -> Program:
    """Read a program.

    Raises ProgramError with every mistake in it, each with its line.
    """
    source = normalised(source)
    tree = _tree(source, filename)
    loop = next((node for node in tree.body if _is_training_loop(node)), None)
    found = mistakes(tree, loop if isinstance(loop, ast.For) else None)
    if found:
        raise ProgramError(*(Problem(filename, line, message) for line, message in found))
    _compile(tree, filename)
    text = SourceText(source)
    if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
        return Program(source, filename, text, tree, tuple(tree.body), None, ())
    at = tree.body.index(loop)
    variable = loop.target.id
    return Program(
        source,
        filename,
        text,
        tree,
        tuple(tree.body[:at]),
        Loop(
            text.span(loop),
            variable,
            tuple(loop.body),
            loop_names(tree, loop, variable),
        ),
        tuple(tree.body[at + 1 :]),
    )


def load(path: Path) -> Program:
    """Read a program from a file; ProgramError also if there is none or it isn't UTF-8."""
    name = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ProgramError(Problem(name, 1, f"can't be read: {reason}")) from error
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        message = f"byte 0x{byte:02x} isn't UTF-8; save the file as UTF-8"
        raise ProgramError(Problem(name, line, message)) from error
    return parse(source, name)


def _is_training_loop(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.For)
        and isinstance(node.target, ast.Name)
        and isinstance(node.iter, ast.Call)
        and isinstance(node.iter.func, ast.Name)
        and node.iter.func.id == "range"
    )


def _tree(source: str, filename: str) -> ast.Module:
    if "\0" in source:
        line = source.count("\n", 0, source.index("\0")) + 1
        raise ProgramError(Problem(filename, line, "a null byte: this isn't a text file"))
    if len(source) > MAXIMUM_CHARACTERS:
        raise ProgramError(Problem(filename, 1, "more than a million characters: not a program"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source, filename)
    except SyntaxError as error:
        raise ProgramError(_syntax(error, filename)) from error
    except (RecursionError, MemoryError, ValueError) as error:
        message = "too deeply nested, or too odd, for Python to read"
        raise ProgramError(Problem(filename, 1, message)) from error


def _compile(tree: ast.Module, filename: str) -> None:
    """Some mistakes of syntax only show when Python compiles: `return` outside a function, …"""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(tree, filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise ProgramError(_syntax(error, filename)) from error
    except (RecursionError, MemoryError, ValueError) as error:
        message = "too deeply nested, or too odd, for Python to compile"
        raise ProgramError(Problem(filename, 1, message)) from error


def _syntax(error: SyntaxError, filename: str) -> Problem:
    text = error.msg or "invalid syntax"
    return Problem(filename, error.lineno or 1, f"Python can't read this: {text}")
