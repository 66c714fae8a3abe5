"""One row that spells out how a cell comes about, as long as the room for it."""

from __future__ import annotations

from collections.abc import Sequence

from nnmath_tutor.drawing.arithmetic import in_brackets
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.numbers import with_minus
from nnmath_tutor.drawing.rows import Role, Row, Span, row_width


def product_terms(texts: Sequence[str], charset: Charset) -> list[str]:
    """`0·(−0.17)` and so on, from the texts l1, r1, l2, r2, …"""
    terms: list[str] = []
    for place in range(0, len(texts), 2):
        left = texts[place] if place == 0 else in_brackets(texts[place])
        term = left + charset.times + in_brackets(texts[place + 1])
        terms.append(with_minus(term, charset.minus))
    return terms


def sum_row(
    name: Sequence[Span],
    terms: Sequence[Sequence[Span]],
    result: Sequence[Span],
    width: int,
    charset: Charset,
    *,
    shorter: Sequence[Span] = (),
    around: tuple[str, str] = ("", ""),
    joined: str = " + ",
) -> Row:
    """`name = term + term + … + last = result`, as much of it as fits in `width`.

    The result stays longest; then the terms, of which the middle goes first; then the name, which
    is first replaced by the `shorter` one.
    """
    names: list[list[Span]] = [[*name, Span(" = ")] if name else []]
    if shorter:
        names.append([*shorter, Span(" = ")])
    names.append([])
    tail = [Span(around[1]), Span(" = "), *result]
    before = Span(around[0])
    for start in names:
        row = line(*start, before, *_joined(terms, len(terms), charset, joined), *tail)
        if row_width(row) <= width:
            return row
    for shown in range(len(terms) - 1, 1, -1):
        for start in names[:-1] if shown > 2 else names:
            row = line(*start, before, *_joined(terms, shown, charset, joined), *tail)
            if row_width(row) <= width:
                return row
    for start in names:
        row = line(*start, *result)
        if row_width(row) <= width:
            return row
    return clip_row(line(*result), width)


def _joined(
    terms: Sequence[Sequence[Span]], shown: int, charset: Charset, joined: str
) -> list[Span]:
    """The first terms and the last, with dots for those between."""
    picked: list[Sequence[Span]] = list(terms)
    if shown < len(terms):
        picked = [*terms[: shown - 1], (Span(charset.dots, Role.DIM),), terms[-1]]
    spans: list[Span] = []
    for term in picked:
        if spans:
            spans.append(Span(joined))
        spans.extend(term)
    return spans


def cell_title(name: str, cell: str) -> tuple[list[Span], list[Span]]:
    """How a cell is called in its arithmetic, in full and short: `A[ex2,h3]` and `[ex2,h3]`."""
    if name and not name.isidentifier():
        name = f"({name})" if any(c in name for c in " +-*/@") else name
    where = f"[{cell}]" if cell else ""
    full = [Span(name, Role.TITLE), Span(where, Role.CELL)] if name else [Span(where, Role.CELL)]
    return full, [Span(where, Role.CELL)] if where and name else []
