"""An expression of a lesson as a program that runs on its own: every name written out."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnmath_tutor.lesson.asking import without_moments
from nnmath_tutor.lesson.expressions import ExpressionError
from nnmath_tutor.lesson.fill import evaluate
from nnmath_tutor.lesson.names import NotYetError
from nnmath_tutor.program import Program
from nnmath_tutor.scenes.labels import AxisLabels, labels_of

RESULT = "answer"
LARGEST = 40  # numbers of an array that are written out


class Frozen:
    """The names of an expression, written out so that it can run on its own."""

    def __init__(
        self, known: Mapping[str, Any], labels: Mapping[str, AxisLabels], program: Program
    ) -> None:
        self._known = known
        self._labels = labels
        self._program = program
        self._values: dict[str, Any] = {}
        self._functions: dict[str, str] = {}
        self._modules: list[str] = []
        self._uses: Counter[str] = Counter()
        self.labels: dict[str, AxisLabels] = {}
        self.large: dict[str, Any] = {}

    def line(self, expression: str) -> str:
        """The last line, with `start.W1` and the like under names of their own."""
        tree = ast.parse(expression.strip(), mode="eval")
        self._uses = Counter(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
        turned = _Plain(self._named).visit(_Crossed(self._crossed).visit(tree))
        for node in ast.walk(turned):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self._need(node.id)
        return f"{RESULT} = {ast.unparse(ast.fix_missing_locations(turned))}"

    def head(self) -> list[str]:
        """Imports, functions and values, a name a line."""
        lines = ["import numpy as np", *self._modules, ""]
        for source in self._functions.values():
            lines += ["", source, ""]
        for name, value in self._values.items():
            text = written_out(value)
            if text is None:
                # Too long to read: the name stands, and takes its value as the run's own.
                self.large[name] = value
                text = f"...  # {np.shape(value)}: from the lesson's program"
            lines.append(f"{name} = {text}")
        return lines

    def _named(self, node: ast.expr, name: str) -> str:
        """A name for the value of `start.W1`, `at(10).W1` or `runs.slow.final.W1`."""
        value = evaluate(ast.unparse(node), self._known)
        while name in self._known and not _same(self._known[name], value):
            name += "_"
        self._values[name] = value
        base = name.rstrip("_")
        if base in self._labels:
            self.labels[name] = self._labels[base]
        return name

    def _crossed(self, node: ast.BinOp) -> ast.expr:
        """A product of two lines of numbers as one of a row and a column.

        The sum is the same, and its picture shows where they cross.
        """
        try:
            left, right = (
                np.asarray(evaluate(ast.unparse(side), self._known))
                for side in (node.left, node.right)
            )
        except (ExpressionError, NotYetError):
            return node  # whoever runs it tells what is wrong
        if left.ndim != 1 or right.shape != left.shape:
            return node
        row = self._line_of_numbers(node.left, left.reshape(1, -1), "row")
        column = self._line_of_numbers(node.right, right.reshape(-1, 1), "column")
        return ast.BinOp(row, node.op, column)

    def _line_of_numbers(self, node: ast.expr, value: np.ndarray[Any, Any], name: str) -> ast.expr:
        own = node.id if isinstance(node, ast.Name) and self._uses[node.id] == 1 else None
        name = own or name
        while name in self._values or (name in self._known and name != own):
            name += "_"
        self._values[name] = value
        text = without_moments(ast.unparse(node))
        labels = labels_of(text, value.ravel(), self._labels, self._known)
        places = labels.columns or labels.rows
        if places:
            lying = value.shape[0] == 1
            self.labels[name] = AxisLabels(columns=places) if lying else AxisLabels(rows=places)
        return ast.Name(name, ast.Load())

    def _need(self, name: str) -> None:
        if name == "np" or name in self._values or name in self._functions:
            return
        if name not in self._known:
            return  # a name bound inside, or one of Python's own
        value = self._known[name]
        if callable(value):
            self._function(name)
            return
        if type(value).__name__ == "module":
            self._modules.append(f"import {value.__name__} as {name}")
            return
        self._values[name] = value
        if name in self._labels:
            self.labels[name] = self._labels[name]

    def _function(self, name: str) -> None:
        """A function of the program, and whatever it uses itself."""
        for node in self._program.tree.body:
            if not _defines(node, name):
                continue
            self._functions[name] = ast.unparse(node)
            inner = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
            own = {n.id for n in inner if isinstance(n.ctx, ast.Store)}
            own |= {argument.arg for argument in ast.walk(node) if isinstance(argument, ast.arg)}
            for used in sorted({n.id for n in inner} - own):
                self._need(used)
            return


def _defines(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.FunctionDef(name=defined):
            return defined == name
        case ast.Assign(targets=[ast.Name(id=defined)], value=ast.Lambda()):
            return defined == name
        case _:
            return False


class _Crossed(ast.NodeTransformer):
    """Finds the matrix products."""

    def __init__(self, crossed: Callable[[ast.BinOp], ast.expr]) -> None:
        self._crossed = crossed

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return self._crossed(node) if isinstance(node.op, ast.MatMult) else node


class _Plain(ast.NodeTransformer):
    """Exchanges what is asked of another moment for a plain name."""

    def __init__(self, named: Callable[[ast.expr, str], str]) -> None:
        self._named = named

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if _is_moment(node.value):
            return ast.Name(self._named(node, node.attr), ast.Load())
        return self.generic_visit(node)


def _is_moment(node: ast.expr) -> bool:
    """Whether a node stands for names: `start`, `at(3)`, `runs.slow.final`, `series`."""
    match node:
        case ast.Name(id="start" | "final" | "series") | ast.Call(func=ast.Name(id="at")):
            return True
        case ast.Attribute(
            value=ast.Attribute(value=ast.Name(id="runs")), attr="start" | "final" | "series"
        ):
            return True
        case ast.Call(
            func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="runs")), attr="at")
        ):
            return True
        case _:
            return False


def written_out(value: Any) -> str | None:
    """A value as Python that makes it again, to the last bit; None if it would be too long."""
    if isinstance(value, np.ndarray):
        if value.size > LARGEST or value.dtype.kind not in "biuf":
            return None
        text = repr(value.tolist()).replace("nan", "np.nan").replace("inf", "np.inf")
        kept = np.array(value.tolist()).dtype == value.dtype
        return f"np.array({text})" if kept else f"np.array({text}, dtype=np.{value.dtype})"
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool | int | float | str | None | tuple | list):
        text = repr(value)
        try:
            again = ast.literal_eval(text)
        except (ValueError, SyntaxError):
            return None
        return text if again == value and len(text) < 300 else None
    return None


def _same(one: Any, other: Any) -> bool:
    try:
        return bool(np.array_equal(one, other))
    except (TypeError, ValueError):
        return one is other
