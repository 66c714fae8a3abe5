"""The sigmoid with its dots, predictions with their targets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    BarsPart,
    Charset,
    CurvePart,
    Role,
    Size,
    describe,
    draw,
    row_text,
)

XS = np.linspace(-6, 6, 201)


def sigmoid(x: object) -> np.ndarray:
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


def look(part: object, width: int, height: int, charset: Charset = ASCII) -> list[str]:
    return [row_text(row) for row in draw(part, Size(width, height), charset)]


def curve(points: list[float], labels: tuple[str, ...], marked: int | None) -> CurvePart:
    return CurvePart("sigmoid", XS, sigmoid(XS), points, sigmoid(points), labels, marked)


def test_the_curve_in_ascii() -> None:
    assert look(curve([-8, -7, 0, 1.8], ("a", "b", "c", "ex2"), 3), 44, 9) == [
        "@ ex2  sigmoid(1.8) = 0.858",
        "  1.0 +                    ex2 ....'''''''''",
        "0.858 +......................'@",
        "      |                  ..'  |",
        "  0.5 +                .'o    |",
        "      |<2           ..'   c   |",
        "  0.0 +o........''''          |",
        "      ++-----+-----+-----+----+------+-----+",
        "       -6    -4    -2    0   1.8     4     6",
    ]


def test_the_curve_in_braille() -> None:
    assert look(curve([-8, -7, 0, 1.8], ("a", "b", "c", "ex2"), 3), 44, 9, UNICODE) == [
        "◉ ex2  sigmoid(1.8) = 0.858",
        "  1.0 ┤                    ex2⢀⣀⠤⠔⠒⠒⠒⠉⠉⠉⠉⠉⠉⠉",
        "0.858 ┤┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈⢀⡠⠒◉",
        "      │                  ⢀⠔⠁  ┊",
        "  0.5 ┤                ⢀⠔●    ┊",
        "      │←2           ⢀⠤⠊⠁  c   ┊",
        "  0.0 ┤●⣀⣀⣀⣀⣀⣀⠤⠤⠤⠔⠒⠉⠁         ┊",
        "      └┬─────┬─────┬─────┬────┬──────┬─────┬",
        "       −6    −4    −2    0   1.8     4     6",
    ]


def test_far_points_pile_up_at_both_ends() -> None:
    rows = look(curve([-9, -8, -7, 7, 100], (), None), 50, 10)
    assert any("<3" in row for row in rows)
    assert any("2>" in row for row in rows)


def test_many_names_give_way_to_the_marked_one() -> None:
    names = tuple(f"ex{i}" for i in range(12))
    picture = "\n".join(look(curve(np.linspace(-3, 3, 12).tolist(), names, 4), 60, 18)[1:])
    assert "ex4" in picture
    assert "ex5" not in picture


def test_a_curve_without_points_is_a_curve() -> None:
    part = CurvePart("sigmoid", XS, sigmoid(XS))
    assert look(part, 40, 8)[0] == "sigmoid"
    assert describe(part) == "The curve of sigmoid from -6 to 6."


def test_the_marked_point_has_its_role_on_the_curve_and_on_both_axes() -> None:
    rows = draw(curve([1.8], (), 0), Size(50, 10), UNICODE)
    marked = [span.text.strip() for row in rows for span in row if span.role is Role.CELL]
    assert "1.8" in marked
    assert any(text.startswith("0.858") for text in marked)
    assert describe(curve([1.8], ("ex2",), 0)).endswith("ex2: sigmoid(1.8) = 0.858.")


XOR = BarsPart(
    ("0 xor 0", "0 xor 1", "1 xor 0", "1 xor 1"),
    [0.0026, 0.9967, 0.5, 0.0039],
    [0, 1, 1, 0],
    name="predictions",
)


def test_the_bars() -> None:
    assert look(XOR, 44, 8) == [
        "predictions",
        "0 xor 0  |.................  0.003  wanted 0",
        "0 xor 1   #################| 0.997  wanted 1",
        "1 xor 0   ########.........| 0.500  wanted 1",
        "1 xor 1  |.................  0.004  wanted 0",
    ]
    assert look(XOR, 44, 8, UNICODE)[3] == "1 xor 0   ████████░░░░░░░░░│ 0.500  wanted 1"


def test_too_few_rows_say_how_many_bars_are_missing() -> None:
    assert look(XOR, 44, 3)[1] == ": 2 more"


def test_below_zero_bars_grow_to_the_left() -> None:
    part = BarsPart(("a", "b", "c", "d"), [-0.5, 0.7, 3, np.nan], [0, 1, 1, -1], minimum=-1)
    assert look(part, 44, 8) == [
        "a   .....#####|..........  -0.500  wanted 0",
        "b   ..........########...|  0.700  wanted 1",
        "c   ..........##########>|  3.000  wanted 1",
        "d  |..........:..........     nan  wanted -1",
    ]


@pytest.mark.parametrize("charset", [ASCII, UNICODE], ids=lambda charset: charset.name)
@given(values=st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_a_larger_value_never_has_a_shorter_bar(charset: Charset, values: list[float]) -> None:
    small, large = sorted(values)
    rows = look(BarsPart(("a", "b"), [small, large]), 60, 4, charset)
    assert rows[0].count(charset.bar) <= rows[1].count(charset.bar)


def test_the_bars_in_a_sentence() -> None:
    assert describe(XOR) == (
        "predictions, bars from 0 to 1: 0 xor 0 0.003 (wanted 0), 0 xor 1 0.997 (wanted 1), "
        "1 xor 0 0.500 (wanted 1), 1 xor 1 0.004 (wanted 0)."
    )


def test_a_marked_value_has_its_own_tick_and_the_round_one_makes_room() -> None:
    xs = np.linspace(-20, 80, 201)
    rows = look(CurvePart("sigmoid", xs, sigmoid(xs), [76.9], sigmoid([76.9]), (), 0), 78, 10)
    assert rows[0] == "@ sigmoid(76.9) = 1 - 4e-34"
    axis, labels = rows[-2], rows[-1]
    assert labels.split() == [*(str(v) for v in range(-20, 71, 10)), "76.9"]
    ticks = [x for x, c in enumerate(axis) if c == "+"][1:]  # the first is the corner
    assert len(ticks) == len(labels.split())
    assert labels.index("76.9") <= ticks[-1] < labels.index("76.9") + 4


@pytest.mark.parametrize("width", [40, 60, 78, 118])
@given(x=st.floats(-6, 6))
def test_each_tick_has_a_label_and_each_label_a_tick(width: int, x: float) -> None:
    rows = look(curve([x], (), 0), width, 10)
    ticks = [at for at, c in enumerate(rows[-2]) if c == "+"][1:]
    assert len(ticks) == len(rows[-1].split())


@pytest.mark.parametrize(
    ("x", "text"), [(8, "0.9997"), (15, "0.9999997"), (40, "1 - 4e-18"), (4, "0.982")]
)
def test_next_to_its_limit_a_value_is_not_the_limit(x: float, text: str) -> None:
    assert look(curve([x], (), 0), 60, 9)[0] == f"@ sigmoid({x}) = {text}"


@pytest.mark.parametrize("charset", [ASCII, UNICODE], ids=lambda charset: charset.name)
def test_all_bars_begin_in_one_column(charset: Charset) -> None:
    rows = look(XOR, 60, 8, charset)[1:]
    begins = {min(row.find(c) % 99 for c in (charset.bar, charset.bar_rest)) for row in rows}
    assert len(begins) == 1
