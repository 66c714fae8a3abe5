"""Walks statements the way Python runs them, and notes down every operator and call.

Everything is evaluated exactly once, in Python's own order; what is shown is copied at that moment,
since a later statement may write into it.
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnmath_tutor.program.classify import BINARY, COMPARE, UNARY, of_call, of_operator
from nnmath_tutor.program.compare import identical
from nnmath_tutor.program.display import Display
from nnmath_tutor.program.guard import NOT_OF_THE_PROGRAM, Endless, with_ticks
from nnmath_tutor.program.model import Evaluation, Line, Operand, Operation, Span
from nnmath_tutor.program.names import bound_at_top
from nnmath_tutor.program.namespace import Namespace
from nnmath_tutor.program.run import Code, Run, compile_expression, compile_statement
from nnmath_tutor.program.shape import shows, starred, straight, word

DEPTH = 8  # functions within functions that are opened


@dataclass(frozen=True, eq=False)
class Stepped:
    """Lines that ran, the namespace at their end, and what stopped them, if something did."""

    lines: tuple[Line, ...]
    namespace: Namespace
    error: BaseException | None
    nbytes: int


def step(
    run: Run, namespace: Namespace, statements: Sequence[ast.stmt], *, setup: bool = False
) -> Stepped:
    """Run statements one by one in a namespace; `setup` lets overrides take hold after each.

    Raises Endless for a statement that takes longer than the guard of the namespace allows.
    """
    walker = _Walker(run, namespace)
    lines: list[Line] = []
    error: BaseException | None = None
    for statement in statements:
        namespace.guard.begin()
        frame = _Frame(walker, namespace.names, None)
        try:
            frame.run(statement)
        except (*NOT_OF_THE_PROGRAM, Endless):
            raise
        except BaseException as raised:  # SystemExit among them
            error = raised
        if setup and error is None:
            run.override_names(namespace.names, bound_at_top([statement]))
        if shows(statement) and (error is None or frame.evaluations):
            lines.append(frame.line(statement))
        if error is not None:
            break
    return Stepped(tuple(lines), namespace, error, walker.display.nbytes)


class _Walker:
    """What all frames of one walk share."""

    def __init__(self, run: Run, namespace: Namespace) -> None:
        self.run = run
        self.namespace = namespace
        self.text = run.program.text
        self.filename = run.program.filename
        self.display = Display()
        self.functions = _openable(run.program.tree)

    def function(self, value: Any) -> ast.FunctionDef | None:
        """The source of a function of the program, if it is simple enough to be opened."""
        if not self.own(value):
            return None
        return self.functions.get((value.__name__, value.__code__.co_firstlineno))

    def own(self, value: Any) -> bool:
        return isinstance(value, types.FunctionType) and value.__globals__ is self.namespace.names

    def shown_names(self) -> dict[str, Any]:
        names = self.namespace.names
        return {name: self.display.copy(names[name]) for name in self.namespace.visible()}


# Every epoch that is looked at asks for the same again; a program's tree never changes.


@functools.lru_cache(maxsize=16)
def _openable(tree: ast.Module) -> Mapping[tuple[str, int], ast.FunctionDef]:
    return {
        (node.name, node.lineno): node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and straight(node)
    }


@functools.lru_cache(maxsize=256)
def _statement(code: Code, statement: ast.stmt, filename: str) -> types.CodeType:
    return compile_statement(code, with_ticks(statement), filename)


@functools.lru_cache(maxsize=256)
def _expression(code: Code, expression: ast.expr, filename: str) -> types.CodeType:
    return compile_expression(code, with_ticks(expression), filename)


class _Frame:
    """One statement at the top level, or one call of a function, as it runs."""

    def __init__(
        self,
        walker: _Walker,
        names: dict[str, Any],
        function: types.FunctionType | None,
        depth: int = 0,
    ) -> None:
        self.walker = walker
        self.names = names  # locals of a function; globals at the top level
        self.function = function
        self.depth = depth
        self.evaluations: list[Evaluation] = []

    # statements -------------------------------------------------------------------------------

    def line(self, statement: ast.stmt) -> Line:
        """What has been noted so far, as the line of that statement."""
        span = self.walker.text.span(statement)
        values = self.walker.shown_names()
        if self.function is not None:
            values |= {name: self.show(value) for name, value in self.names.items()}
        line = Line(span, self.walker.text.text(span), tuple(self.evaluations), values)
        self.evaluations = []
        return line

    def run(self, statement: ast.stmt) -> Any:
        """Run one statement; the value of `return`."""
        match statement:
            case ast.Assign(targets=targets, value=value) if not starred(targets):
                result = self.evaluate(value)
                for target in targets:
                    self._assign(target, result, value, statement)
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                self._assign(target, self.evaluate(value), value, statement)
            case ast.AugAssign():
                self._augmented(statement)
            case ast.Return(value=ast.expr() as value):
                return self.evaluate(value)
            case ast.Expr(value=value) if not isinstance(value, ast.Constant):
                self.evaluate(value)
            case ast.Return() | ast.Pass():
                return None
            case _:
                self._opaque_statement(statement)
        return None

    def _opaque_statement(self, statement: ast.stmt) -> None:
        code = _statement(self.walker.run.code, statement, self.walker.filename)
        bound = bound_at_top([statement])
        before = {name: self.show(self.names.get(name)) for name in bound}
        exec(code, self.walker.namespace.names, self.names)
        if not shows(statement):
            return
        words = self.walker.text.text(self.walker.text.span(statement)).split(maxsplit=1)
        self._note(Operation.OPAQUE, words[0].rstrip(":"), statement, (), None)
        for name in bound:
            if name in self.names and not identical(before[name], self.show(self.names[name])):
                value = self.names[name]
                operand = Operand(name, self.show(value))
                self._note_assignment("=", statement, operand, value, name, before[name])

    def _assign(
        self, target: ast.expr, result: Any, value: ast.expr | None, statement: ast.stmt
    ) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            items = list(itertools.islice(result, len(target.elts) + 1))
            if len(items) != len(target.elts):
                few = len(items) < len(target.elts)
                problem = "not enough" if few else "too many"
                raise ValueError(f"{problem} values to unpack (expected {len(target.elts)})")
            parts = value.elts if isinstance(value, ast.Tuple | ast.List) else ()
            for at, (inner, item) in enumerate(zip(target.elts, items, strict=True)):
                part = parts[at] if len(parts) == len(items) else None
                self._assign(inner, item, part, statement)
            return
        text = self.text(target)
        operand = Operand(self.text(value) if value is not None else text, self.show(result))
        before = None
        if isinstance(target, ast.Name):
            before = self.show(self.names.get(target.id))
            self.names[target.id] = result
        elif isinstance(target, ast.Subscript):
            container = self.evaluate(target.value)
            index = self._index(target.slice)
            before = self._element(container, index)
            container[index] = result
        elif isinstance(target, ast.Attribute):
            container = self.evaluate(target.value)
            setattr(container, target.attr, result)
        self._note_assignment("=", statement, operand, result, text, before)

    def _augmented(self, statement: ast.AugAssign) -> None:
        target = statement.target
        symbol, _, inplace = BINARY[type(statement.op).__name__]
        store: Callable[[Any], None]
        if isinstance(target, ast.Name):
            name = target.id
            old = self._load(name)
            store = lambda new: self.names.__setitem__(name, new)  # noqa: E731
        elif isinstance(target, ast.Subscript):
            container = self.evaluate(target.value)
            index = self._index(target.slice)
            old = container[index]
            store = lambda new: container.__setitem__(index, new)  # noqa: E731
        else:
            container = self.evaluate(target.value)
            attribute = target.attr
            old = getattr(container, attribute)
            store = lambda new: setattr(container, attribute, new)  # noqa: E731
        value = self.evaluate(statement.value)
        text = self.text(target)
        operands = (
            Operand(text, self.show(old)),
            Operand(self.text(statement.value), self.show(value)),
        )
        kind_of = (old, value)
        result = inplace(old, value)
        kind = of_operator(symbol, kind_of, result)
        self._note(kind, symbol, statement, operands, result)
        store(result)
        after = Operand(f"{text} {symbol} {operands[1].text}", self.show(result))
        before = operands[0].value
        self._note_assignment(f"{symbol}=", statement, after, result, text, before)

    def _element(self, container: Any, index: Any) -> Any:
        """What a place holds before it is written to; other containers may mind being asked."""
        if type(container) not in {np.ndarray, list, dict}:
            return None
        try:
            return self.show(container[index])
        except LookupError:
            return None

    # expressions ------------------------------------------------------------------------------

    def evaluate(self, node: ast.expr) -> Any:
        """The value of an expression, its operators and calls noted as they happen."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self._load(name)
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
        shown = self._operands(operands, values)
        result = function(*values)
        self._note(of_operator(symbol, values, result), symbol, node, shown, result)
        return result

    def _attribute(self, node: ast.expr, value: ast.expr, attribute: str) -> Any:
        owner = self.evaluate(value)
        if attribute in {"T", "mT"} and isinstance(owner, np.ndarray):
            shown = self._operands((value,), (owner,))
            result = getattr(owner, attribute)
            self._note(Operation.TRANSPOSE, f".{attribute}", node, shown, result)
            return result
        return getattr(owner, attribute)

    def _index(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Slice):
            parts = (node.lower, node.upper, node.step)
            return slice(*[None if p is None else self.evaluate(p) for p in parts])
        if isinstance(node, ast.Tuple) and not starred(node.elts):
            return tuple([self._index(item) for item in node.elts])
        return self.evaluate(node)

    def _subscript(self, node: ast.expr, value: ast.expr, index: ast.expr) -> Any:
        owner = self.evaluate(value)
        at = self._index(index)
        shown = self._operands((value, index), (owner, at))
        result = owner[at]
        self._note(Operation.INDEX, "[]", node, shown, result)
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
        shown = self._operands(nodes, values)
        if self.walker.own(function):
            symbol = node.func.id if isinstance(node.func, ast.Name) else function.__name__
            result, inner = self._enter(function, arguments, keywords)
            self._note(Operation.CALL, symbol, node, shown, result, inner=inner)
            return result
        if isinstance(receiver, np.ndarray) and isinstance(node.func, ast.Attribute):
            shown = (Operand(self.text(node.func.value), self.show(receiver)), *shown)
        result = function(*arguments, **keywords)
        kind, symbol, counted, axis = of_call(function, arguments, keywords, result)
        if isinstance(node.func, ast.Attribute):
            symbol = node.func.attr if symbol not in {"min", "max"} else symbol
        self._note(kind, symbol, node, shown[: len(counted)], result, axis=axis)
        return result

    def _opaque(self, node: ast.expr) -> Any:
        code = _expression(self.walker.run.code, node, self.walker.filename)
        if self.function is None:
            result = eval(code, self.names)
        else:
            # A comprehension sees globals only, so the locals stand among them.
            result = eval(code, {**self.walker.namespace.names, **self._closure(), **self.names})
        if not isinstance(node, ast.JoinedStr | ast.Lambda):
            self._note(Operation.OPAQUE, word(node), node, (), result)
        return result

    # functions of the program -----------------------------------------------------------------

    def _enter(
        self, function: types.FunctionType, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> tuple[Any, tuple[Line, ...]]:
        source = self.walker.function(function)
        if source is None or self.depth >= DEPTH:
            return function(*arguments, **keywords), ()
        try:
            bound = inspect.signature(function).bind(*arguments, **keywords)
        except TypeError:
            return function(*arguments, **keywords), ()  # raises, in Python's own words
        bound.apply_defaults()
        inside = _Frame(self.walker, dict(bound.arguments), function, self.depth + 1)
        lines: list[Line] = []
        result: Any = None
        for statement in source.body:
            result = inside.run(statement)
            if shows(statement):
                lines.append(inside.line(statement))
        return result, tuple(lines)

    def _closure(self) -> dict[str, Any]:
        assert self.function is not None
        names = self.function.__code__.co_freevars
        cells = self.function.__closure__ or ()
        return {name: cell.cell_contents for name, cell in zip(names, cells, strict=True)}

    def _load(self, name: str) -> Any:
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

    # notes ------------------------------------------------------------------------------------

    def text(self, node: ast.expr | ast.stmt) -> str:
        return self.walker.text.text(self.walker.text.span(node))

    def show(self, value: Any) -> Any:
        return self.walker.display.copy(value)

    def _operands(self, nodes: Iterable[ast.expr], values: Iterable[Any]) -> tuple[Operand, ...]:
        return tuple(
            Operand(self._index_text(node), self.show(value))
            for node, value in zip(nodes, values, strict=True)
        )

    def _index_text(self, node: ast.expr) -> str:
        return self.text(node)

    def _note(
        self,
        operation: Operation,
        symbol: str,
        node: ast.expr | ast.stmt,
        operands: tuple[Operand, ...],
        result: Any,
        *,
        axis: int | tuple[int, ...] | None = None,
        inner: tuple[Line, ...] = (),
    ) -> None:
        span: Span = self.walker.text.span(node)
        text = self.walker.text.text(span)
        shown = self.show(result)
        self.evaluations.append(
            Evaluation(operation, symbol, text, operands, shown, span, axis=axis, inner=inner)
        )

    def _note_assignment(
        self,
        symbol: str,
        statement: ast.stmt,
        operand: Operand,
        result: Any,
        target: str,
        before: Any,
    ) -> None:
        span = self.walker.text.span(statement)
        text = self.walker.text.text(span)
        self.evaluations.append(
            Evaluation(
                Operation.ASSIGN,
                symbol,
                text,
                (operand,),
                self.show(result),
                span,
                target=target,
                before=before,
            )
        )
