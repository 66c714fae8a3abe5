"""The ball in the bowl: it lies where its weight is, and every number is told."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Ball,
    Charset,
    DescentPart,
    Role,
    Size,
    describe,
    draw,
    row_text,
)

XS = np.linspace(-4, 4, 161)


def ball(weight: float, rate: float, run: str = "main") -> Ball:
    """On the bowl w ** 2, after one step at that rate."""
    before = weight / (1 - 2 * rate)
    following = weight - rate * 2 * weight
    return Ball(run, weight, weight**2, 2 * weight, following, ((before, before**2),))


def bowl(*balls: Ball) -> DescentPart:
    return DescentPart("loss", "w", XS, XS**2, balls)


def look(part: object, width: int, height: int, charset: Charset = ASCII) -> list[str]:
    return [row_text(row) for row in draw(part, Size(width, height), charset)]


def test_the_ball_in_ascii() -> None:
    assert look(bowl(ball(2.4, 0.1)), 60, 11) == [
        "o w = 2.4  loss 5.76  slope 4.8  next step -0.48 -> 1.92",
        "15 +'.                                                    .'",
        "   |  '.                                                .'",
        "   |    '.                                            .=",
        "10 +      '..                                      .x==",
        "   |         '.                                 o===",
        " 5 +           ''..                          ==='",
        "   |               ''..                  <===",
        " 0 +                   ''''..........''''",
        "   ++------+------+------+------+-----+------<==+---+------+",
        "    -4     -3     -2     -1     0     1      2 2.4  3   w  4",
    ]


def test_a_jump_out_of_the_window_is_told_with_an_arrow_and_its_number() -> None:
    rows = look(bowl(ball(3.0, 1.5)), 60, 11)
    assert "next step -9 -> -6" in rows[0]
    assert any("<next -6" in row for row in rows)
    axis = next(row for row in rows if "====" in row and "+" in row)
    assert axis.index("<") < axis.index("=")
    rows = look(bowl(ball(-6.0, 0.1)), 60, 11)
    assert any("<now -6" in row for row in rows)
    assert not any("o" in row[4:] for row in rows[1:-2] if "now" not in row)


def test_runs_share_the_axes() -> None:
    rows = look(bowl(ball(2.4, 0.1, "slow"), ball(-1.0, 0.9, "fast"), ball(0.1, 0.4, "ok")), 78, 12)
    assert [rows[0].index(name) for name in ("slow", "fast", "ok")] == [2, 28, 54]
    panels = [[row[at : at + 24].rstrip() for row in rows[4:-2]] for at in (0, 26, 52)]
    assert len({tuple(row[:4] for row in panel) for panel in panels}) == 1
    assert len(look(bowl(*[ball(1.0, 0.1)] * 9), 40, 8)) == 8
    assert "+7" in look(bowl(*[ball(1.0, 0.1)] * 9), 40, 8)[0]


def test_the_sentence_tells_of_every_ball() -> None:
    assert describe(bowl(ball(2.0, 0.25))) == (
        "A bowl: loss over w from -4 to 4, lowest near 0 with 0; the ball is at 2, loss 4, "
        "slope 4, next step -1 to 1, before that 4."
    )
    told = describe(bowl(ball(2.0, 0.25, "a"), ball(1.0, 0.25, "b")))
    assert "the ball of a is at 2" in told
    assert "the ball of b is at 1" in told


@pytest.mark.parametrize("charset", [ASCII, UNICODE], ids=lambda charset: charset.name)
@given(weight=st.floats(-4, 4))
def test_the_ball_lies_over_its_weight(charset: Charset, weight: float) -> None:
    rows = draw(bowl(ball(weight, 0.1)), Size(80, 14), charset)
    left = row_text(rows[-2]).index(charset.corner) + 1
    places = []
    for row in rows[1:-2]:
        x = 0
        for span in row:
            if span.role is Role.CURSOR:
                places.append(x)
            x += len(span.text)
    assert places == [left + round((weight + 4) / 8 * (80 - left - 1))]


@given(weight=st.floats(-4, 4), rate=st.floats(0.001, 3))
def test_weight_and_step_add_up_as_shown(weight: float, rate: float) -> None:
    row = look(bowl(Ball("main", weight, weight**2, 2 * weight, weight - rate)), 200, 14)[0]
    shown = row.replace("o w =", "").replace("->", "").split()
    now, step, following = Decimal(shown[0]), Decimal(shown[-2]), Decimal(shown[-1])
    assert abs(now + step - following) <= Decimal(1).scaleb(following.as_tuple().exponent) / 2
    assert abs(float(following) - (weight - rate)) < 1e-4
