"""Evaluates expressions the way Python does: each part exactly once, in Python's own order."""

from __future__ import annotations

import abc
import ast
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnmath_tutor.program.classify import BINARY, COMPARE, UNARY, of_call, of_operator
from nnmath_tutor.program.model import Line, Operand, Operation
from nnmath_tutor.program.notes import Notes
from nnmath_tutor.program.shape import starred, word
from nnmath_tutor.program.walker import Walker


class Expressions(Notes, abc.ABC):
    """Expressions in one scope: the globals of a program, or a call of one of its functions."""

    def __init__(
        self, walker: Walker, names: dict[str, Any], function: types.FunctionType | None
    ) -> None:
        super().__init__(walker)
        self.names = names  # locals of a function; globals at the top level
        self.function = function

    @abc.abstractmethod
    def enter(
        self, function: types.FunctionType, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> tuple[Any, tuple[Line, ...]]:
        """Call a function of the program: its result, and its lines if it was walked through."""

    def evaluate(self, node: ast.expr) -> Any:
        """The value of an expression, its operators and calls noted as they happen."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self.load(name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=ast.Constant(value=value)):
                return UNARY[type(node.op).__name__][1](value)
            case ast.UnaryOp(op=op, operand=operand):
                symbol, function = UNARY[type(op).__name__]
                return self._operator(node, symbol, function, (operand,))
            case ast.BinOp(left=left, op=operator, right=right):
                symbol, binary, _ = BINARY[type(operator).__name__]
                return self._operator(node, symbol, binary, (left, right))
            case ast.Compare(left=left, ops=[comparison], comparators=[right]):
                symbol, compare = COMPARE[type(comparison).__name__]
                return self._operator(node, symbol, compare, (left, right))
            case ast.Attribute(value=value, attr=attribute):
                return self._attribute(node, value, attribute)
            case ast.Subscript(value=value, slice=index):
                return self._subscript(node, value, index)
            case ast.Call():
                return self._call(node)
            case ast.Tuple(elts=items) if not starred(items):
                return tuple([self.evaluate(item) for item in items])
            case ast.List(elts=items) if not starred(items):
                return [self.evaluate(item) for item in items]
            case _:
                return self._opaque(node)

    def _operator(
        self,
        node: ast.expr,
        symbol: str,
        function: Callable[..., Any],
        operands: tuple[ast.expr, ...],
    ) -> Any:
        values = tuple([self.evaluate(operand) for operand in operands])
        shown = self.operands(operands, values)
        result = function(*values)
        self.note(of_operator(symbol, values, result), symbol, node, shown, result)
        return result

    def _attribute(self, node: ast.expr, value: ast.expr, attribute: str) -> Any:
        owner = self.evaluate(value)
        if attribute in {"T", "mT"} and isinstance(owner, np.ndarray):
            shown = self.operands((value,), (owner,))
            result = getattr(owner, attribute)
            self.note(Operation.TRANSPOSE, f".{attribute}", node, shown, result)
            return result
        return getattr(owner, attribute)

    def index(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Slice):
            parts = (node.lower, node.upper, node.step)
            return slice(*[None if p is None else self.evaluate(p) for p in parts])
        if isinstance(node, ast.Tuple) and not starred(node.elts):
            return tuple([self.index(item) for item in node.elts])
        return self.evaluate(node)

    def _subscript(self, node: ast.expr, value: ast.expr, index: ast.expr) -> Any:
        owner = self.evaluate(value)
        at = self.index(index)
        shown = self.operands((value, index), (owner, at))
        result = owner[at]
        self.note(Operation.INDEX, "[]", node, shown, result)
        return result

    def _call(self, node: ast.Call) -> Any:
        if any(keyword.arg is None for keyword in node.keywords) or starred(node.args):
            return self._opaque(node)
        receiver = None
        if isinstance(node.func, ast.Attribute):
            receiver = self.evaluate(node.func.value)
            function = getattr(receiver, node.func.attr)
        else:
            function = self.evaluate(node.func)
        arguments = tuple([self.evaluate(argument) for argument in node.args])
        keywords = {k.arg: self.evaluate(k.value) for k in node.keywords if k.arg is not None}
        values = (*arguments, *keywords.values())
        nodes = (*node.args, *(k.value for k in node.keywords))
        shown = self.operands(nodes, values)
        if self.walker.own(function):
            symbol = node.func.id if isinstance(node.func, ast.Name) else function.__name__
            result, inner = self.enter(function, arguments, keywords)
            self.note(Operation.CALL, symbol, node, shown, result, inner=inner)
            return result
        if isinstance(receiver, np.ndarray) and isinstance(node.func, ast.Attribute):
            shown = (Operand(self.text(node.func.value), self.show(receiver)), *shown)
        result = function(*arguments, **keywords)
        kind, symbol, counted, axis = of_call(function, arguments, keywords, result)
        if isinstance(node.func, ast.Attribute):
            symbol = node.func.attr if symbol not in {"min", "max"} else symbol
        self.note(kind, symbol, node, shown[: len(counted)], result, axis=axis)
        return result

    def _opaque(self, node: ast.expr) -> Any:
        code = self.walker.compiled(node)
        if self.function is None:
            result = eval(code, self.names)
        else:
            # A comprehension sees globals only, so the locals stand among them.
            result = eval(code, {**self.walker.namespace.names, **self._closure(), **self.names})
        if not isinstance(node, ast.JoinedStr | ast.Lambda):
            self.note(Operation.OPAQUE, word(node), node, (), result)
        return result

    # names -------------------------------------------------------------------------------------

    def _closure(self) -> dict[str, Any]:
        assert self.function is not None
        names = self.function.__code__.co_freevars
        cells = self.function.__closure__ or ()
        return {name: cell.cell_contents for name, cell in zip(names, cells, strict=True)}

    def load(self, name: str) -> Any:
        if name in self.names:
            return self.names[name]
        if self.function is not None:
            if name in self.function.__code__.co_varnames:
                raise UnboundLocalError(f"local variable '{name}' has no value yet")
            closure = self._closure()
            if name in closure:
                return closure[name]
        names = self.walker.namespace.names
        if name in names:
            return names[name]
        provided: Mapping[str, Any] = names["__builtins__"]
        if name in provided:
            return provided[name]
        raise NameError(f"name '{name}' is not defined")
