"""One row that spells out how a cell comes about, as long as the room for it."""

from __future__ import annotations

from collections.abc import Sequence

from nnmath_tutor.drawing.arithmetic import in_brackets
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.numbers import with_minus
from nnmath_tutor.drawing.rows import Role, Row, Span, row_width

MOST_TERMS = 16  # of a longer sum no more are ever spelled out


def spelled_places(added: int) -> list[int]:
    """Which of so many terms are spelled out: of a long sum the first ones and the last."""
    if added <= MOST_TERMS:
        return list(range(added))
    return [*range(MOST_TERMS - 1), added - 1]


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
    rough: Sequence[Sequence[Span]] = (),
    open_end: bool = False,
    around: tuple[str, str] = ("", ""),
    sign: str = "+",
    equals: str = "=",
) -> Row:
    """`name = term + term + … + last = result`, as much of it as fits in `width`.

    The result stays longest; then the terms, of which the middle goes first; then the name, which
    is first replaced by the `shorter` one. Where terms are left out nobody can add them up, so the
    `rough` ones with fewer digits do. `open_end`: more terms are to come.
    """
    names: list[list[Span]] = [[*name, Span(" = ")] if name else []]
    if shorter:
        names.append([*shorter, Span(" = ")])
    tail = [Span(around[1]), Span(f" {equals} "), *result]
    before = Span(around[0])
    dots = Span(charset.dots, Role.DIM)
    wide = sign if sign.startswith(",") else f" {sign}"
    spaced, close = Span(f"{wide} "), Span(sign)

    def row_of(picked: Sequence[Sequence[Span]], start: Sequence[Span], joint: Span) -> Row:
        spans: list[Span] = [*start, before]
        for place, term in enumerate((*picked, (dots,)) if open_end else picked):
            spans += (joint, *term) if place else term
        return line(*spans, *tail)

    tries: list[tuple[Sequence[Sequence[Span]], Sequence[Span], Span]] = [
        (terms, start, spaced) for start in (*names, [])
    ]
    tries.append((terms, [], close))
    rough = rough or terms
    for shown in range(len(terms) - 1, 0, -1):
        some: list[Sequence[Span]] = [*rough[: shown - 1], (dots,), rough[-1]]
        tries += [(some, start, spaced) for start in (names if shown > 2 else (*names, []))]
        if shown <= 2:
            tries.append((some, [], close))
    for picked, start, joint in tries:
        row = row_of(picked, start, joint)
        if row_width(row) <= width:
            return row
    for start in names:
        row = line(*start, *result)
        if row_width(row) <= width:
            return row
    return clip_row(line(*result), width)


def cell_title(name: str, cell: str) -> tuple[list[Span], list[Span]]:
    """How a cell is called in its arithmetic, in full and short: `A[ex2,h3]` and `[ex2,h3]`."""
    if name and not name.isidentifier():
        name = f"({name})" if any(c in name for c in " +-*/@") else name
    where = f"[{cell}]" if cell else ""
    full = [Span(name, Role.TITLE), Span(where, Role.CELL)] if name else [Span(where, Role.CELL)]
    return full, [Span(where, Role.CELL)] if where and name else []
