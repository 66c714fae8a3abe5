"""Votes: each product with its bar, and the sum; what is shown multiplies and adds up."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Charset,
    MatrixPart,
    ProductPart,
    Size,
    VotesPart,
    describe,
    draw,
    row_text,
)

EXAMPLES = ("ex1", "ex2", "ex3", "ex4")
LEFT = np.array([[0.5, 0.25, 1.0, 0.0], [0.1, 0.2, 0.3, 0.4]])  # (2, 4)
RIGHT = np.array([[-0.5], [0.5], [0.125], [3.0]])  # (4, 1)


def votes(left: np.ndarray, right: np.ndarray, terms: int | None = None) -> VotesPart:
    hidden = tuple(f"h{i + 1}" for i in range(len(left)))
    examples = tuple(f"ex{i + 1}" for i in range(len(right)))
    return VotesPart(
        MatrixPart("A1.T", left, hidden, examples),
        MatrixPart("delta2", right, examples, ("out",)),
        MatrixPart("A1.T @ delta2", left @ right, hidden, ("out",)),
        (0, 0),
        terms,
        "W2",
    )


def look(part: object, width: int, height: int, charset: Charset = UNICODE) -> list[str]:
    return [row_text(row).rstrip() for row in draw(part, Size(width, height), charset)]


def test_four_votes_and_what_they_come_to() -> None:
    assert look(votes(LEFT, RIGHT), 60, 10) == [
        "votes on W2[h1,out]                     down │ up",
        "row h1 of A1.T × column out of delta2",
        "  ex1   0.5 × (−0.5) = −0.25   ◂━━━━━━━━━━━━━│",
        "  ex2  0.25 ×   0.5  =  0.125                │━━━━━━▸",
        "  ex3     1 × 0.125  =  0.125                │━━━━━━▸",
        "  ex4     0 ×     3  =  0                    │",
        "  ───────────────────────────",
        "  all 4              =  0                    │",
    ]


def test_while_they_are_added_the_newest_is_marked() -> None:
    assert look(votes(LEFT, RIGHT, 2), 60, 9, ASCII) == [
        "votes on W2[h1,out]                     down | up",
        "row h1 of A1.T * column out of delta2",
        "  ex1   0.5 * (-0.5) = -0.25   <=============|",
        "> ex2  0.25 *   0.5  =  0.125                |======>",
        "  ex3  .                                     |",
        "  ex4  .                                     |",
        "  ---------------------------",
        "  so far             = -0.125         <======|",
    ]


def test_no_bar_changes_while_others_are_added() -> None:
    seen: dict[str, str] = {}
    for terms in range(1, 5):
        for row in look(votes(LEFT, RIGHT, terms), 70, 10)[2:6]:
            if "=" in row:
                bar = re.sub(r"[^◂━▸│]", "", row.replace("▸", " ", 1) if row[0] == "▸" else row)
                assert seen.setdefault(row[2:5], bar) == bar
    assert len(seen) == 4


def test_no_digit_changes_while_others_are_added() -> None:
    left, right = np.array([[0.7324, 0.02988, 0.03955, 0.0004633]]), RIGHT * 0.04632
    whole = look(votes(left, right), 80, 10)[2:6]
    for terms in (1, 2, 4):
        rows = look(votes(left, right, terms), 80, 10)[2:6]
        assert [row.lstrip("▸ ") for row in rows[:terms]] == [row.lstrip() for row in whole[:terms]]


def test_bars_are_as_long_as_their_numbers_say() -> None:
    rows = look(votes(LEFT, RIGHT), 60, 10)
    lengths = [len(re.sub(r"[^◂━▸]", "", row)) for row in rows[2:6]]
    longest = max(lengths)
    products = LEFT[0] * RIGHT[:, 0]
    assert lengths == [round(abs(p) / 0.25 * longest) for p in products]
    assert ["◂" in row for row in rows[2:6]] == (products < 0).tolist()
    assert ["━▸" in row for row in rows[2:6]] == (products > 0).tolist()


@given(st.data(), st.integers(2, 9), st.sampled_from([UNICODE, ASCII]))
@settings(max_examples=60)
def test_what_is_shown_works_out(data: st.DataObject, inner: int, charset: Charset) -> None:
    numbers = st.floats(-3, 3).map(lambda x: round(x, 5))
    left = data.draw(hnp.arrays(np.float64, (1, inner), elements=numbers))
    right = data.draw(hnp.arrays(np.float64, (inner, 1), elements=numbers))
    terms = data.draw(st.none() | st.integers(1, inner))
    rows = look(votes(left, right, terms), 100, inner + 5, charset)
    if any(charset.approx in row for row in rows):
        return
    total, shown = 0.0, None
    for row in rows[2:]:
        row = re.sub(r"[◂━▸│]|<=*\||\|(=*>)?|^>", " ", row).replace("−", "-").replace("×", "*")
        match = re.search(r"(\S+ +\* +\S+) += +(\S+)", row)
        if match:
            factors, product = match.groups()
            place = 10.0 ** -decimals(product)
            assert abs(eval(factors) - float(product)) <= 0.500001 * place, row
            total += float(product)
        elif "=" in row and not row.strip().startswith("-"):
            shown = row.rpartition("=")[2].strip()
    assert shown is not None
    assert abs(total - float(shown)) <= 0.500001 * 10.0 ** -decimals(shown)


def decimals(text: str) -> int:
    mantissa, _, exponent = text.partition("e")
    return len(mantissa.partition(".")[2]) - int(exponent or 0)


def test_of_many_votes_the_middle_is_left_out() -> None:
    rng = np.random.default_rng(3)
    left, right = rng.normal(size=(2, 40)), rng.normal(size=(40, 1))
    rows = look(votes(left, right), 76, 10)
    assert rows[-1].startswith("  all 40")
    assert any("⋮" in row for row in rows)
    rows = look(votes(left, right, 20), 76, 10)
    assert any(row.startswith("▸ ex20") for row in rows)
    assert f"{float(left[0, :20] @ right[:20, 0]):.3f}".replace("-", "−")[:5] in rows[-1]


@pytest.mark.parametrize(("width", "height"), [(60, 1), (30, 3), (16, 8)])
def test_the_sum_stays_longest(width: int, height: int) -> None:
    assert "all 4" in look(votes(LEFT, RIGHT), width, height)[-1]


def test_without_a_cell_it_is_an_ordinary_product() -> None:
    part = votes(LEFT, RIGHT)
    bare = VotesPart(part.left, part.right, part.result)
    product = ProductPart(part.left, part.right, part.result)
    assert look(bare, 70, 10) == look(product, 70, 10)
    assert describe(bare) == describe(product)
    assert describe(part) == (
        "votes on W2[h1,out], product by product: ex1 -0.25, ex2 0.125, ex3 0.125, ex4 0; all 4: 0."
    )
