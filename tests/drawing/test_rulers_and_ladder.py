"""Scaling on two rulers, and from a scalar to a tensor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Charset,
    LadderPart,
    Role,
    RulersPart,
    Size,
    describe,
    draw,
    row_text,
)

DEPTHS = np.array([40.0, 100, 562, 680])


def look(part: object, width: int, height: int, charset: Charset = ASCII) -> list[str]:
    return [row_text(row) for row in draw(part, Size(width, height), charset)]


def scaled(values: np.ndarray) -> np.ndarray:
    return (values - values.min()) / (values.max() - values.min())


def test_the_rulers_in_ascii() -> None:
    assert look(RulersPart("depth", DEPTHS, scaled(DEPTHS), 2, "km"), 50, 9) == [
        "depth  @ 562 km -> 0.816",
        " 0  40       200           400        562     680",
        " +--+---------+-------------+----------@-------+-",
        "    o   o                              @       o",
        r"    \                                 /       /",
        r"      \                              v      /",
        "      o  o                          @      o",
        "      +-----------------+-----------@------+",
        "      0.0              0.5        0.816  1.0",
    ]


def test_the_rulers_in_braille() -> None:
    assert look(RulersPart("depth", DEPTHS, scaled(DEPTHS), 2, "km"), 50, 9, UNICODE) == [
        "depth  ◉ 562 km → 0.816",
        " 0  40       200           400        562     680",
        " ┬──┬─────────┬─────────────┬──────────◉───────┬─",
        "    ●   ●                              ◉       ●",
        "    ⠣⡀                                ⡔⠁     ⡠⠔⠁",
        "     ⠑⡄                             ↓⠋     ⡠⠒⠁",
        "      ●  ●                          ◉      ●",
        "      ┬─────────────────┬───────────◉──────┬",
        "      0.0              0.5        0.816  1.0",
    ]


def test_a_value_outside_the_range_is_shown_outside() -> None:
    values = np.array([2.0, 3, 5, 8, 10, 12])
    rows = look(RulersPart("v", values, (values - 2) / 8, 5), 50, 9)
    assert rows[0] == "v  @ 12 -> 1.250  (outside)"
    assert rows[-3].endswith("o     >")
    assert rows[-1].endswith("1.0 1.250")


def test_a_constant_column_has_no_place_on_the_lower_ruler() -> None:
    rows = look(RulersPart("v", np.full(3, 3.0), np.full(3, np.nan), 1), 50, 9)
    assert rows[0] == "v  @ 3 -> nan  (all equal)"
    assert "@" in rows[2]
    assert "@" not in rows[-2]


def test_a_common_window_shows_how_small_a_feature_is() -> None:
    magnitudes = np.linspace(4, 6.4, 30)
    part = RulersPart("magnitude", magnitudes, scaled(magnitudes), window=(0, 700))
    upper, lower = look(part, 60, 9)[3], look(part, 60, 9)[-3]
    assert len(upper.strip()) <= 2
    assert len(lower.strip()) > 40


def test_many_points_become_a_strip_with_shades() -> None:
    values = np.random.default_rng(0).normal(size=1000)
    strip = look(RulersPart("z", values, scaled(values)), 60, 9)[3]
    assert set(strip) >= set(ASCII.shades)


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=8, unique=True), st.sampled_from([40, 70])
)
def test_points_keep_their_order_on_both_rulers(values: list[float], width: int) -> None:
    raw = np.array(sorted(values))
    if raw[-1] - raw[0] < 1e-3:
        return
    places = []
    for marked in range(len(raw)):
        rows = draw(RulersPart("v", raw, scaled(raw), marked), Size(width, 9), ASCII)
        texts = [row_text(row) for row in rows]
        places.append((texts[2].index("@"), texts[-2].index("@")))
    assert places == sorted(places)
    assert [low for _, low in places] == sorted(low for _, low in places)


def test_the_marked_one_has_its_role_all_the_way() -> None:
    rows = draw(RulersPart("depth", DEPTHS, scaled(DEPTHS), 2, "km"), Size(50, 9), UNICODE)
    for row in rows[1:]:
        assert any(span.role in (Role.CELL, Role.CURSOR) for span in row)


def test_the_rulers_in_a_sentence() -> None:
    assert describe(RulersPart("depth", DEPTHS, scaled(DEPTHS), 2, "km")) == (
        "4 values of depth from 40 to 680 km, scaled to 0 to 1; "
        "the marked one, 562 km, becomes 0.816."
    )


LADDER = LadderPart(
    (
        ("m", 5.5),
        ("v", np.arange(3)),
        ("X", np.arange(6).reshape(2, 3)),
        ("T", np.arange(12).reshape(2, 2, 3)),
    )
)


def test_the_ladder() -> None:
    assert look(LADDER, 60, 12, UNICODE) == [
        "       scalar      vector      matrix       tensor",
        "         m           v           X             T",
        "                                            ┌─────┐",
        "                               0 1 2       ┌─────┐│",
        "        5.50       0 1 2       3 4 5       │0 1 2││",
        "                                           │3 4 5│┘",
        "                                           └─────┘",
        "ndim     0           1           2             3",
        "shape    ()         (3,)       (2, 3)      (2, 2, 3)",
        "size     1           3           6            12",
    ]


def test_the_ladder_in_little_room() -> None:
    assert look(LADDER, 40, 8) == [
        "      scalar   vector   matrix   tensor",
        "        m        v        X         T",
        "                        0 1 2    0 1 2+",
        "       5.50    0 1 2    3 4 5    3 4 5|",
        "                                  +---+",
        "ndim    0        1        2         3",
        "shape   ()      (3,)    (2,3)    (2,2,3)",
        "size    1        3        6        12",
    ]
    assert look(LADDER, 30, 4) == [
        "scalar  0  ()",
        "vector  1  (3,)",
        "matrix  2  (2, 3)",
        "tensor  3  (2, 2, 3)",
    ]


def test_large_values_are_elided() -> None:
    rows = look(LadderPart((("X", np.arange(6000).reshape(100, 60)),)), 30, 9)
    assert any(".." in row for row in rows)
    assert any(row.strip() == ":" for row in rows)
    assert rows[-2].split("shape")[1].strip() == "(100, 60)"


def test_the_ladder_in_a_sentence() -> None:
    assert describe(LADDER).endswith("T is a tensor with ndim 3, shape (2, 2, 3) and size 12.")


BACK = RulersPart(
    "magnitude", np.array([4.0, 4.8, 5.032, 6.4]), np.array([0, 1 / 3, 0.43, 1]), 2, reverse=True
)


@pytest.mark.parametrize("charset", [ASCII, UNICODE], ids=lambda charset: charset.name)
def test_the_way_back_leads_up(charset: Charset) -> None:
    back = look(BACK, 60, 10, charset)
    assert back[0] == f"magnitude  {charset.focus} 0.430 {charset.becomes} 5.032"
    assert charset.arrow_up in back[4]
    assert not any(charset.arrow_down in row[6:] for row in back[1:])
    there = look(replace(BACK, reverse=False), 60, 10, charset)
    assert there[0] == f"magnitude  {charset.focus} 5.032 {charset.becomes} 0.430"
    assert charset.arrow_down in there[-4]
    assert describe(BACK).endswith("the way back: 0.430 on the ruler from 0 to 1 becomes 5.032.")


@pytest.mark.parametrize("width", [40, 60, 78, 118])
@pytest.mark.parametrize("marked", range(4))
def test_numbers_on_rulers_stand_on_ticks_and_ticks_have_numbers(width: int, marked: int) -> None:
    rows = look(replace(BACK, marked=marked), width, 10)
    for axis, labels in ((rows[2], rows[1]), (rows[-2], rows[-1])):
        assert sum(c in "+@" for c in axis) == len(labels.split())
