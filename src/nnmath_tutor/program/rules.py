"""What a program must not contain, found by reading it: every mistake at once, with its line."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nnmath_tutor.program.binding import bound_anywhere

# NumPy, and what of the standard library computes without touching the machine around it. No
# clocks among them: an epoch that is computed again must give the same numbers.
ALLOWED_MODULES = frozenset(
    {
        "__future__",
        "bisect",
        "collections",
        "copy",
        "csv",
        "dataclasses",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "heapq",
        "io",
        "itertools",
        "json",
        "math",
        "numbers",
        "numpy",
        "operator",
        "pathlib",
        "random",
        "statistics",
        "string",
        "textwrap",
        "types",
        "typing",
    }
)

FORBIDDEN_NAMES = {
    "input": "nobody is there to answer while a lesson runs; put the value into a name instead",
    "exec": "text run as code can't be followed step by step; write the code itself",
    "eval": "text run as code can't be followed step by step; write the expression itself",
    "compile": "text run as code can't be followed step by step; write the code itself",
    "globals": "names must be visible in the source; use a dictionary of your own",
    "locals": "names must be visible in the source; use a dictionary of your own",
    "vars": "names must be visible in the source; use a dictionary of your own",
    "breakpoint": "there is no debugger here; the tutor shows every line as it is",
    "exit": "the program must run to its end",
    "quit": "the program must run to its end",
    "help": "it waits for a key; nobody is there to press one",
    "__import__": "write an import statement",
}

# Methods and functions that write files: a lesson reads data, it leaves nothing behind.
WRITING_ATTRIBUTES = frozenset(
    {
        "chmod",
        "hardlink_to",
        "memmap",
        "mkdir",
        "rmdir",
        "savetxt",
        "savez",
        "savez_compressed",
        "symlink_to",
        "tofile",
        "touch",
        "unlink",
        "write_bytes",
        "write_text",
    }
)

# Functions that set what outlasts the epoch they are called in, and what to use instead.
SETTERS = {"seterr": "errstate", "set_printoptions": "printoptions"}

Found = tuple[int, str]


def mistakes(tree: ast.Module, loop: ast.For | None) -> list[Found]:
    """(line, what and why) of everything in a program that the engine can't run, in order."""
    bound = bound_anywhere(tree)
    found: list[Found] = []
    for node in ast.walk(tree):
        found.extend(_in_node(node, bound))
    if loop is not None:
        found.extend(_in_loop(loop))
    return sorted(set(found))


def _in_node(node: ast.AST, bound: frozenset[str]) -> Iterator[Found]:
    match node:
        case ast.ClassDef():
            yield (
                node.lineno,
                f"class {node.name}: a program of a lesson is made of functions and assignments; "
                "write its methods as functions",
            )
        case ast.AsyncFunctionDef() | ast.AsyncFor() | ast.AsyncWith() | ast.Await():
            yield node.lineno, "async and await: an epoch is computed in order; leave them out"
        case ast.Import():
            for alias in node.names:
                yield from _in_import(node.lineno, alias.name)
        case ast.ImportFrom():
            if node.level:
                yield node.lineno, "relative import: a program is one file; import NumPy alone"
            else:
                yield from _in_import(node.lineno, node.module or "")
            if any(alias.name == "*" for alias in node.names):
                yield node.lineno, "import *: names must be visible in the source; name them"
        case ast.Name(id=name, ctx=ast.Load()) if name in FORBIDDEN_NAMES and name not in bound:
            yield node.lineno, f"{name}(): {FORBIDDEN_NAMES[name]}"
        case ast.Call(func=ast.Name(id="open")) if "open" not in bound and _writes(node, 1):
            yield node.lineno, "open() for writing: a program only reads; print the result instead"
        case ast.Call(func=ast.Attribute(attr="open")) if _writes(node, 0):
            yield node.lineno, ".open() for writing: a program only reads; print the result instead"
        case ast.Call(func=ast.Attribute(attr=name)) if name in WRITING_ATTRIBUTES:
            yield node.lineno, f".{name}(): a program leaves no files behind; print instead"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="save")):
            yield node.lineno, "np.save(): a program leaves no files behind; print instead"
        case ast.Attribute(attr=name) if name.startswith("__") and name.endswith("__"):
            if name not in {"__name__", "__doc__"}:
                yield node.lineno, f".{name}: the insides of objects are out of bounds"
        case _:
            pass


def _in_import(line: int, module: str) -> Iterator[Found]:
    if module.partition(".")[0] not in ALLOWED_MODULES:
        allowed = ", ".join(sorted(ALLOWED_MODULES - {"numpy", "__future__"}))
        yield (
            line,
            f"import {module}: a program needs NumPy alone; "
            f"of the standard library it may import {allowed}",
        )


def _writes(call: ast.Call, position: int) -> bool:
    """Whether a call of open (mode at that position) could write; a mode that isn't plain could."""
    mode: ast.expr | None = call.args[position] if len(call.args) > position else None
    for keyword in call.keywords:
        if keyword.arg == "mode":
            mode = keyword.value
    if mode is None:
        return False
    if isinstance(mode, ast.Constant) and isinstance(mode.value, str):
        return any(letter in mode.value for letter in "wax+")
    return True


def _in_loop(loop: ast.For) -> Iterator[Found]:
    if loop.orelse:
        yield (
            loop.orelse[0].lineno,
            "else of the training loop: write what comes after the loop below it, without else",
        )
    for call in (node for node in ast.walk(loop) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Attribute) and call.func.attr in SETTERS:
            name = call.func.attr
            yield (
                call.lineno,
                f"np.{name}() in the training loop: every epoch must start from its names alone; "
                f"call it before the loop, or write `with np.{SETTERS[name]}(…):`",
            )
    pending: list[ast.AST] = list(loop.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Break | ast.Continue):
            word = "break" if isinstance(node, ast.Break) else "continue"
            yield (
                node.lineno,
                f"{word} of the training loop: every epoch must run its whole body; "
                "shorten the range, or put the rest into an if",
            )
        elif isinstance(node, ast.For | ast.While):
            pending.extend(node.orelse)  # a break in here belongs to the training loop
        elif not isinstance(node, ast.FunctionDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))
