"""A sum of products as a column: one product a row, a line, the total."""

from __future__ import annotations

from dataclasses import dataclass

from nnmath_tutor.drawing.arithmetic import in_brackets
from nnmath_tutor.drawing.blocks import line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.numbers import with_minus
from nnmath_tutor.drawing.rows import Role, Row, Rows, Span, row_width


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """ASCII texts of the terms added so far; `labels` are there for all terms."""

    name: Row
    labels: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    products: tuple[str, ...]
    total: str
    newest: int | None  # the term that was added last, if the sum is still being watched


def column_sum_rows(it: ColumnSum, charset: Charset) -> Rows:
    """One row a term, and two for the line and the total."""
    # Positive factors leave the place of the bracket empty, so that the digits stand in line.
    right = [in_brackets(t) if t.startswith("-") else f"{t} " for t in it.right]
    left_width = max((len(t) for t in it.left), default=0)
    right_width = max((len(t) for t in right), default=0)
    *products, outcome = decimals_in_line([*it.products, it.total])
    result_width = max(len(t) for t in (*products, outcome))
    label_width = max(len(label) for label in it.labels)
    before = max(label_width + 3, row_width(it.name) - left_width - right_width - 3)
    factors = left_width + right_width + 3

    rows: list[Row] = []
    for k, label in enumerate(it.labels):
        sign = "+ " if k else "  "
        start = line(
            " " * (before - label_width - 3), Span(label.rjust(label_width), Role.LABEL), f" {sign}"
        )
        if k >= len(it.products):
            rows.append(line(*start, Span(charset.dots, Role.DIM)))
            continue
        role = Role.CELL if k == it.newest else Role.PLAIN
        term = f"{it.left[k].rjust(left_width)} {charset.times} {right[k].rjust(right_width)}"
        product = f"{products[k].rjust(result_width)}".rstrip()
        rows.append(line(*start, Span(with_minus(f"{term} = {product}", charset.minus), role)))
    indent = before + factors + 3
    rule = Span(charset.horizontal * result_width, Role.DIM)
    rows.append(line(" " * indent, rule))
    gap = " " * (before + factors - row_width(it.name))
    total = Span(with_minus(outcome.rjust(result_width).rstrip(), charset.minus), Role.CELL)
    waiting = len(it.labels) > len(it.products)
    later = Span(" so far" if waiting else "", Role.DIM)
    rows.append(line(gap, *it.name, " = ", total, later))
    return tuple(rows)


def decimals_in_line(texts: list[str]) -> list[str]:
    """Numbers with blanks after them, so that right-aligned their decimal points stand in line."""
    if any("e" in text for text in texts):
        return texts
    after = [len(text) - (text.find(".") if "." in text else len(text)) for text in texts]
    return [text + " " * (max(after) - own) for text, own in zip(texts, after, strict=True)]
