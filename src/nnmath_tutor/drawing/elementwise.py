"""Operations that take each cell on its own: `A * B = C`, `sigmoid(Z) = A`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from nnmath_tutor.drawing.adding import adding_decimals
from nnmath_tutor.drawing.arithmetic import Figures, Spelled, in_brackets, spell
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.computing import BINARY, UNARY
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.equation import Piece, Sign, Term, equation_rows
from nnmath_tutor.drawing.figures import sigmoid_text
from nnmath_tutor.drawing.matrix import MatrixPart, array_of, cell_name, shape_text, table_of
from nnmath_tutor.drawing.numbers import (
    MOST_DECIMALS,
    NumberFormat,
    format_for,
    format_number,
    with_minus,
)
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span
from nnmath_tutor.drawing.sums import cell_title, sum_row

Cell = tuple[int, ...]
T = TypeVar("T", Term, Piece)


@dataclass(frozen=True, eq=False)
class ElementwisePart:
    """One operation on every cell.

    `symbol` is an operator of Python ("*", "-", "**", ">") or a function's name ("sigmoid",
    "np.exp"); `cell` is a cell of the result, `filled` as in `MatrixPart`.
    """

    symbol: str
    operands: tuple[MatrixPart, ...]
    result: MatrixPart
    cell: Cell | None = None
    filled: int | None = None


def is_function(symbol: str) -> bool:
    """Whether a symbol is written before round brackets."""
    return symbol[-1:].isalnum() or symbol[-1:] == "_"


def function_name(symbol: str, charset: Charset) -> str:
    """The short name of a function: `exp` for `np.exp`, `σ` for the sigmoid."""
    name = symbol.rpartition(".")[2]
    return charset.sigma if name == "sigmoid" else name


def operator_glyph(symbol: str, charset: Charset) -> str:
    """The sign between two spelled-out numbers."""
    return {"*": charset.times, "-": charset.minus}.get(symbol, symbol)


def valid_cell(part: MatrixPart, cell: Cell | None) -> Cell | None:
    """The cell if the array has it."""
    shape = array_of(part).shape
    if cell is None or len(cell) != len(shape):
        return None
    return cell if all(0 <= i < n for i, n in zip(cell, shape, strict=True)) else None


def operand_cell(shape: tuple[int, ...], cell: Cell) -> Cell:
    """Where in an operand the value for a cell of the result stands; axes of length 1 repeat."""
    own = cell[len(cell) - len(shape) :] if len(shape) <= len(cell) else (0,) * len(shape)
    return tuple(0 if n == 1 else min(i, n - 1) for i, n in zip(own, shape, strict=True))


def go_together(part: ElementwisePart) -> bool:
    """Whether the operands, repeated where they are smaller, have the result's shape."""
    try:
        shape = np.broadcast_shapes(*(array_of(operand).shape for operand in part.operands))
    except ValueError:
        return False
    return shape == array_of(part.result).shape


def repeat_notes(shape: tuple[int, ...], result: tuple[int, ...]) -> tuple[str, ...]:
    """How a smaller operand is stretched over the result, in words, the longest first."""
    if shape == result or not result or len(shape) > len(result):
        return ()
    if all(n == 1 for n in shape):
        return ("1 value for all", "for all")
    if len(result) > 1 and (len(shape) < 2 or shape[-2] == 1 != result[-2]):
        return ("this row repeats", "row repeats", "repeats")
    if shape[-1] == 1 != result[-1]:
        return ("this column repeats", "column repeats", "repeats")
    return ("repeats",) if len(shape) < len(result) else ()


def term_of(part: MatrixPart, result_shape: tuple[int, ...], cell: Cell | None) -> Term:
    """An operand (or the result itself) as a piece of an equation."""
    shape = array_of(part).shape
    own = valid_cell(part, part.cell)  # one that is looked at by itself
    if cell is not None and 0 not in shape:
        own = operand_cell(shape, cell)
    upright = len(result_shape) == 1
    leading = None
    if len(shape) > 2:
        leading = (own or (0,) * len(shape))[:-2]
    table = table_of(
        replace(part, cell=own, row=None, column=None), upright=upright, leading=leading
    )
    return Term(
        table,
        part.name,
        shape_text(shape),
        scalar=len(shape) == 0 or (all(n == 1 for n in shape) and shape != result_shape),
        notes=repeat_notes(shape, result_shape),
    )


@paint.register
def _(part: ElementwisePart, size: Size, charset: Charset) -> Rows:
    result = part.result if part.filled is None else replace(part.result, filled=part.filled)
    shape = array_of(result).shape
    cell = valid_cell(result, part.cell) if go_together(part) else None
    if cell is not None and result.filled is not None:
        result = replace(result, filled=max(result.filled, place_of(cell, shape) + 1))
    operands = [term_of(operand, shape, cell) for operand in part.operands]
    pieces: list[Piece] = []
    if is_function(part.symbol):
        pieces.append(Sign(part.symbol + "("))
        for operand in operands:
            pieces += [operand] if operand is operands[0] else [Sign(","), operand]
        pieces.append(Sign(")"))
    elif len(operands) == 1:
        pieces += [Sign(part.symbol), operands[0]]
    else:
        for operand in operands:
            pieces += [operand] if operand is operands[0] else [Sign(part.symbol), operand]
    outcome = term_of(replace(result), shape, cell)
    digits = _adding_digits(part, operands, outcome, cell)
    if digits is not None:
        pieces = [_with_digits(piece, digits) for piece in pieces]
        outcome = _with_digits(outcome, digits)
    pieces += [Sign("="), outcome]
    if array_of(result).size == 0:
        return ((Span(f"{result.name} {shape_text(shape)}: empty", Role.DIM),),)
    arithmetic: Row = ()
    if cell is not None:
        arithmetic = cell_arithmetic(part.symbol, part.operands, result, cell, size.width, charset)
    return equation_rows(pieces, arithmetic, size, charset, together=digits is not None)


def _adding_digits(
    part: ElementwisePart, operands: Sequence[Term], outcome: Term, cell: Cell | None
) -> int | None:
    """For + and -: decimals with which the shown numbers add up, if there are any to choose."""
    arrays = [array_of(p) for p in (*part.operands, part.result)]
    if part.symbol not in ("+", "-") or len(operands) != 2 or not go_together(part):
        return None
    formats = [term.table.finer or term.table.formats[0] for term in (*operands, outcome)]
    fixed = [f.decimals for f in formats if f.kind == "fixed"]
    by_column = any(len(term.table.formats) > 1 for term in (*operands, outcome))
    if by_column or not fixed or not all(f.kind in ("fixed", "whole") for f in formats):
        return None
    if any(p.digits is not None for p in (*part.operands, part.result)):
        return None
    signs = (1, 1 if part.symbol == "+" else -1)
    return adding_decimals(
        arrays[:-1], signs, arrays[-1], range(max(fixed), MOST_DECIMALS + 1), cell
    )


def _with_digits(piece: T, digits: int) -> T:
    """A term whose table gets these decimals where there is room, whole numbers excepted."""
    if not isinstance(piece, Term) or piece.table.formats[0].kind != "fixed":
        return piece
    return replace(piece, table=replace(piece.table, finer=NumberFormat("fixed", digits)))


def place_of(cell: Cell, shape: tuple[int, ...]) -> int:
    """Number of a cell in reading order."""
    place = 0
    for index, length in zip(cell, shape, strict=True):
        place = place * length + index
    return place


def cell_arithmetic(
    symbol: str,
    operands: Sequence[MatrixPart],
    result: MatrixPart,
    cell: Cell,
    width: int,
    charset: Charset,
) -> Row:
    """`delta2[ex1,out] = −0.47·0.25 = −0.12`, with digits that work out."""
    numbers = []
    for operand in operands:
        array = array_of(operand)
        value = array[operand_cell(array.shape, cell)]
        numbers.append((value, format_for(array, operand.digits)))
    array = array_of(result)
    outcome = (array[cell], format_for(array, result.digits))
    name = symbol.rpartition(".")[2]
    compute = (UNARY if len(numbers) == 1 else BINARY).get(name)
    if compute is None:
        *shown, value = Figures.of([*numbers, outcome]).texts
        spelled = Spelled(tuple(shown), value, True)
    else:
        spelled = spell(numbers, outcome, compute, added=name in ("+", "-"))
    if name == "sigmoid" and len(numbers) == 1:
        near = sigmoid_text(*(float(v) for v, _ in (*numbers, outcome)))
        spelled = replace(spelled, result=near, holds=True) if near else spelled
    texts = spelled.operands
    if is_function(symbol):
        term = function_name(symbol, charset) + "(" + ", ".join(texts) + ")"
    elif len(texts) == 1:
        term = operator_glyph(symbol, charset) + in_brackets(texts[0])
    else:
        first = in_brackets(texts[0]) if symbol == "**" else texts[0]
        glyph = operator_glyph(symbol, charset)
        term = f" {glyph} ".join([first, *(in_brackets(t) for t in texts[1:])])
        if symbol == "*":
            term = term.replace(f" {glyph} ", glyph)
    full, short = cell_title(result.name, cell_name(result, cell))
    return sum_row(
        full,
        [[Span(with_minus(term, charset.minus))]],
        [Span(with_minus(spelled.result, charset.minus), Role.CELL)],
        width,
        charset,
        shorter=short,
        equals="=" if spelled.holds else charset.approx,
    )


@describe.register
def _(part: ElementwisePart) -> str:
    names = [operand.name for operand in part.operands]
    if is_function(part.symbol):
        whole = f"{part.symbol}({', '.join(names)})"
    elif len(names) == 1:
        whole = part.symbol + names[0]
    else:
        whole = f" {part.symbol} ".join(names)
    text = (
        f"{whole} cell by cell gives {part.result.name} {shape_text(array_of(part.result).shape)}"
    )
    cell = valid_cell(part.result, part.cell)
    if cell is None:
        return text + "."
    value = format_number(array_of(part.result)[cell].item(), part.result.digits)
    where = cell_name(part.result, cell)
    return f"{text}; its cell {where} is {value}." if where else f"{text}, which is {value}."
