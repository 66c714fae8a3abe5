"""A cell of a product as a vote: each product pulls it down or up, and their sum decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from nnmath_tutor.drawing.arithmetic import Spelled, in_brackets, spell, spell_products, works_out
from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.cells import cells_wide
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.columnsum import decimals_in_line
from nnmath_tutor.drawing.computing import sum_of_products, total
from nnmath_tutor.drawing.dominoes import fits_together
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.elide import choose
from nnmath_tutor.drawing.figures import own_format
from nnmath_tutor.drawing.matrix import MatrixPart, array_of, cell_name
from nnmath_tutor.drawing.numbers import NumberFormat, with_minus
from nnmath_tutor.drawing.product import CellSum, Meeting, ProductPart, cell_sum, meet
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width
from nnmath_tutor.drawing.sums import cell_title

_SHORTEST = 4  # cells on either side: a shorter bar says less than its number
_LONGEST = 18


@dataclass(frozen=True, eq=False)
class VotesPart:
    """One cell of left @ right: each of its products a vote with a bar, below them their sum.

    `cell` and `terms` as in `ProductPart`; `target` is what is voted on, where it has a name.
    """

    left: MatrixPart
    right: MatrixPart
    result: MatrixPart
    cell: tuple[int, ...] | None = None
    terms: int | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class _Texts:
    """One product in ASCII, `left × right = product`; `equals` is what it claims."""

    left: str
    right: str
    product: str
    holds: bool


@dataclass(frozen=True, eq=False, slots=True)
class _Count:
    """The votes to be seen, by their places (None: some are left out), and what they come to."""

    places: tuple[int | None, ...]
    labels: Mapping[int, str]
    texts: Mapping[int, _Texts]
    added: int  # the first so many are added already
    values: Sequence[float]  # of all products
    newest: int | None
    name: str  # of the sum: "all 4", or "so far"
    outcome: str
    value: float
    scale: float  # what the longest bar stands for


def _product(part: VotesPart) -> ProductPart:
    return ProductPart(part.left, part.right, part.result, part.cell, None, part.terms)


def _meeting(part: VotesPart) -> Meeting | None:
    """The product's tables, if it is one of plain numbers and has a chosen cell."""
    arrays = [array_of(p) for p in (part.left, part.right, part.result)]
    if any(a.ndim != 2 or not a.size or a.dtype.kind not in "iuf" for a in arrays):
        return None
    if not fits_together(*(a.shape for a in arrays)):
        return None
    meeting = meet(_product(part))
    return meeting if meeting.cell is not None else None


@paint.register
def _paint_votes(part: VotesPart, size: Size, charset: Charset) -> Rows:
    meeting = _meeting(part)
    if meeting is None:
        return paint(_product(part), size, charset)
    inner = meeting.left.count[1]
    room = size.height - 1  # the sum stays longest
    head = min(max(room - 1, 0), 1 if room < inner + 3 else 2)
    rule = room - head >= min(inner + 1, 6)
    count = _count(part, meeting, room - head - rule)
    rows, middle = _rows(count, size.width, charset)
    if not rule:
        rows = (*rows[:-2], rows[-1])
    rows = (*_head(part, meeting, middle, size.width, charset)[:head], *rows)
    return tuple(clip_row(row, size.width, charset.dots) for row in rows)


def _count(part: VotesPart, meeting: Meeting, room: int) -> _Count:
    assert meeting.cell is not None
    row, column = meeting.cell
    it = cell_sum(_product(part), meeting, meeting.cell)
    newest = meeting.term
    places = choose(it.inner, room, () if newest is None else (newest,)) if room > 0 else ()
    seen = [k for k in places if k is not None]
    texts, outcome = _spelled(part, it, seen, meeting)
    with np.errstate(all="ignore"):
        left, right = meeting.left.values[row], meeting.right.values[:, column]
        values = left.astype(float) * right.astype(float)
        # The sums on the way count, too, so that no bar changes while others are added.
        sizes = np.abs(np.concatenate([values, np.cumsum(values)]))
    sizes = sizes[np.isfinite(sizes)]
    return _Count(
        places,
        {k: meeting.right.row_label(k) or meeting.left.column_label(k) or str(k) for k in seen},
        texts,
        it.added,
        values.tolist(),
        newest,
        f"all {it.inner}" if it.added == it.inner else "so far",
        outcome,
        float(np.asarray(it.outcome[0])) if it.added else 0.0,
        float(sizes.max()) if sizes.size else 0.0,
    )


def _spelled(
    part: VotesPart, it: CellSum, seen: Sequence[int], meeting: Meeting
) -> tuple[dict[int, _Texts], str]:
    """The products to be seen and the sum, with digits that work out where that can be."""
    running, chosen = it.outcome
    own = own_format(running, chosen)
    spelled = _whole(part, it, meeting)
    if spelled is not None:
        numbers, products = spelled
        if it.added == it.inner:
            return _by_place(numbers, products, seen), numbers.result
        so_far = total([Decimal(text) for text in products[: it.added]])
        rounder = NumberFormat(own.kind, max(own.decimals - 1, 0), own.most)
        for tried in (own, own.finer(1), own.finer(2), rounder):
            text = tried.text(running)
            if works_out(so_far, text):
                return _by_place(numbers, products, seen), text
        # Rather other digits for each sum on the way than one that doesn't add up.
        spelled = spell_products(it.operands, it.outcome)
        if spelled is not None:
            numbers, products = spelled
            added = [k for k in seen if k < it.added]
            return _by_place(numbers, products, added), numbers.result
    # So many that nobody adds up what is shown, or beyond all digits: each on its own.
    texts: dict[int, _Texts] = {}
    row, column = meeting.cell or (0, 0)
    for k in seen:
        left, right = meeting.left.value(row, k), meeting.right.value(k, column)
        operands = [(left, meeting.left.format(k)), (right, meeting.right.format(column))]
        outcome = (left * right, NumberFormat("fixed", 2))  # type: ignore[operator]
        one = spell(operands, outcome, sum_of_products, sides=2)
        texts[k] = _Texts(one.operands[0], one.operands[1], one.result, one.holds)
    return texts, own.text(running) if it.added else "0"


def _whole(
    part: VotesPart, it: CellSum, meeting: Meeting
) -> tuple[Spelled, tuple[str, ...]] | None:
    """All products spelled out for the whole sum, so that no digit changes while they are added."""
    if meeting.cell is not None and it.added < it.inner:
        it = cell_sum(_product(replace(part, terms=None)), meeting, meeting.cell)
    return spell_products(it.operands, it.outcome) if it.inner == len(it.places) else None


def _by_place(
    numbers: Spelled, products: Sequence[str], places: Sequence[int]
) -> dict[int, _Texts]:
    left, right = numbers.operands[::2], numbers.operands[1::2]
    return {k: _Texts(left[k], right[k], products[k], True) for k in places}


def _rows(count: _Count, width: int, charset: Charset) -> tuple[Rows, int]:
    """A row each vote, the rule, the sum; and the column of the bars' zero line, -1 without."""
    seen = [k for k in count.places if k is not None]
    label_width = max((cells_wide(count.labels[k]) for k in seen), default=0)
    lefts = {k: t.left for k, t in count.texts.items()}
    # Positive factors leave the place of the bracket empty, so that the digits stand in line.
    rights = {
        k: in_brackets(t.right) if t.right.startswith("-") else f"{t.right} "
        for k, t in count.texts.items()
    }
    texts = [count.texts[k].product for k in count.texts] + [count.outcome]
    *products, outcome = decimals_in_line(texts)
    product_of = dict(zip(count.texts, products, strict=True))
    product_width = max(len(text) for text in (*products, outcome))
    left_width = max((len(t) for t in lefts.values()), default=1)
    right_width = max((len(t) for t in rights.values()), default=1)
    factors = left_width + right_width + 3
    start = 2 + label_width + 2
    if start + factors + 3 + product_width > width:
        factors = -3  # rather the products alone than no products
    before = max(start + factors + 3, len(count.name) + 5)
    zero = before + product_width + 2
    half = min(_LONGEST, (width - zero - 1) // 2)
    bars = half >= _SHORTEST

    def ended(spans: Sequence[str | Span], value: float | None, role: Role) -> Row:
        row = line(*spans)
        if not bars:
            return row
        gap = " " * (zero - row_width(row))
        return line(*row, gap, *_bar(value, count.scale, half, role, charset))

    rows: list[Row] = []
    for k in count.places:
        if k is None:
            rows.append(line(" " * 2, Span(charset.dots_down.rjust(label_width), Role.DIM)))
            continue
        newest = k == count.newest
        role = Role.CELL if newest else Role.PLAIN
        mark = Span(charset.pointer if newest else " ", Role.CURSOR)
        pad = " " * (label_width - cells_wide(count.labels[k]))
        label = Span(count.labels[k], Role.CELL if newest else Role.LABEL)
        named: list[str | Span] = [mark, f" {pad}", label, "  "]
        if k >= count.added:
            rows.append(ended([*named, Span(charset.empty, Role.DIM)], None, role))
            continue
        it = count.texts[k]
        equals = "=" if it.holds else charset.approx
        term = f"{lefts[k].rjust(left_width)} {charset.times} {rights[k].rjust(right_width)}"
        text = f"{term} {equals} " if factors > 0 else ""
        text = text.rjust(before - start) + product_of[k].rjust(product_width)
        text = with_minus(text, charset.minus).rstrip()
        rows.append(ended([*named, Span(text, role)], count.values[k], role))
    rule = Span(charset.horizontal * (before + product_width - 2), Role.DIM)
    rows.append(line("  ", rule))
    name = f"  {count.name}".ljust(before - 2) + "= "
    value = with_minus(outcome.rjust(product_width), charset.minus).rstrip()
    rows.append(ended([Span(name, Role.LABEL), Span(value, Role.CELL)], count.value, Role.STRONG))
    return tuple(rows), zero + half if bars else -1


def _bar(
    value: float | None, scale: float, half: int, role: Role, charset: Charset
) -> list[str | Span]:
    """From the zero line an arrow to the left for minus, to the right for plus."""
    axis = Span(charset.vertical, Role.AXIS)
    blank = " " * half
    if value is None or not scale or not np.isfinite(value):
        return [blank, axis]
    length = min(half, round(abs(value) / scale * half))
    if not length:
        return [blank, axis]
    if role is Role.PLAIN:
        role = Role.HEAT_POS_2 if value > 0 else Role.HEAT_NEG_2
    shaft = charset.beam * (length - 1)
    if value > 0:
        return [blank, axis, Span(shaft + charset.pointer, role)]
    return [" " * (half - length), Span(charset.pointer_left + shaft, role), axis]


def _name(part: VotesPart) -> str:
    """What is voted on: `W2[h3,out]`, or the product's own cell."""
    where = cell_name(part.result, part.cell or ())
    if part.target:
        return f"votes on {part.target}[{where}]"
    return "".join(span.text for span in cell_title(part.result.name, where)[0])


def _head(part: VotesPart, meeting: Meeting, middle: int, width: int, charset: Charset) -> Rows:
    """What is voted on, and which side of the zero line is which; then whose products these are."""
    row, column = meeting.cell or (0, 0)
    title = Span(_name(part), Role.TITLE)
    low, high = ("down ", " up") if part.target else (f"{charset.minus} ", " +")
    room = middle - len(low)
    used = cells_wide(title.text)
    first: Row = (title,)
    if middle >= 0 and used + 2 <= room:
        first = line(title, " " * (room - used), Span(low + charset.vertical + high, Role.AXIS))
    across = meeting.left.row_label(row) or str(row)
    down = meeting.right.column_label(column) or str(column)
    told = f"row {across} of {part.left.name} {charset.times} column {down} of {part.right.name}"
    return (first, (Span(told, Role.DIM),) if cells_wide(told) <= width else ())


@describe.register
def _describe_votes(part: VotesPart) -> str:
    meeting = _meeting(part)
    if meeting is None or meeting.cell is None:
        return describe(_product(part))
    count = _count(part, meeting, 12)
    told = [
        f"{count.labels[k]} {count.texts[k].product}"
        for k in count.places
        if k is not None and k < count.added
    ]
    votes = ", ".join(told) or "none yet"
    return f"{_name(part)}, product by product: {votes}; {count.name}: {count.outcome}."
