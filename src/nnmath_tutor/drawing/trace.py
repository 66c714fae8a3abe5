"""Where a number comes from, in a few rows: name and value, unfolded step by step, and facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.markdown import Piece
from nnmath_tutor.drawing.numbers import with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width
from nnmath_tutor.drawing.wrap import wrap

_INDENT = "  "
HEIGHT = 6  # rows


@dataclass(frozen=True, slots=True)
class TracePart:
    """A number that is looked at.

    `chain` holds texts in ASCII: the value, then `= …` for each level of unfolding. `place` says
    where it was made; `facts` and the `hint` are sentences, of which the hint goes first where
    room is scarce, then the facts from the last on.
    """

    name: str
    chain: tuple[str, ...]
    place: str = ""
    facts: tuple[str, ...] = ()
    hint: str = ""


def _signs(text: str, charset: Charset) -> str:
    """An ASCII text of arithmetic with the charset's own signs."""
    text = text.replace("~ ", f"{charset.approx} ", 1) if text.startswith("~ ") else text
    text = re.sub(r"\bsigmoid\(", f"{charset.sigma}(", text).replace(" * ", f" {charset.times} ")
    return with_minus(text, charset.minus)


@paint.register
def _paint(part: TracePart, size: Size, charset: Charset) -> Rows:
    value = _signs(part.chain[0], charset) if part.chain else ""
    head = line(Span(part.name, Role.TITLE), " = ", Span(value, Role.CELL))
    gap = size.width - row_width(head) - len(part.place)
    if gap >= 2:
        head = line(*head, " " * gap, Span(part.place, Role.DIM))
    rows: list[Row] = [clip_row(head, size.width, charset.dots)]
    for text in part.chain[1:]:
        rows.append(clip_row(line(_INDENT, _signs(text, charset)), size.width, charset.dots))
    facts = [_wrapped(text, Role.PLAIN, size.width) for text in part.facts]
    hint = _wrapped(part.hint, Role.DIM, size.width) if part.hint else ()
    room = size.height - len(rows)
    if sum(map(len, facts)) + len(hint) > room:
        hint = ()
    while facts and sum(map(len, facts)) > room:
        facts.pop()
    # Of a deep unfolding the middle goes before the facts do.
    rows.extend(row for fact in facts for row in fact)
    # As high whatever number is looked at, so that the picture below stays where it is.
    height = min(max(len(rows) + len(hint), HEIGHT), size.height)
    rows.extend([()] * (height - len(rows) - len(hint)))
    return tuple([*rows, *hint][: size.height])


def _wrapped(text: str, role: Role, width: int) -> tuple[Row, ...]:
    return wrap((Piece(text, role),), max(1, width))


@describe.register
def _describe(part: TracePart) -> str:
    chain = " ".join(part.chain)
    told = [f"{part.name} = {chain}.", *part.facts]
    return " ".join(told)
