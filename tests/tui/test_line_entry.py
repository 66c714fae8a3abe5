"""Typing a line at the bottom of a screen: what counts as a number, and what a key does."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.tui.line_entry import LONGEST, LineEntry
from nnmath_tutor.tui.typed import parse_number


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0.25", 0.25),
        (".25", 0.25),
        ("1/4", 0.25),
        ("25%", 0.25),
        ("1e-3", 0.001),
        ("0,25", 0.25),
        ("-3", -3),
        ("\N{MINUS SIGN}3", -3),
        ("+3", 3),
        ("3.", 3),
        ("  7 ", 7),
        ("1 / 4", 0.25),
        ("-1/3", -1 / 3),
        ("50 %", 0.5),
        ("1/2%", 0.005),
        ("100%", 1),
        ("1E3", 1000),
        ("6/3", 2),
        ("0", 0),
        ("-0", 0),
        ("1e300", 1e300),
        ("1e-300", 1e-300),
    ],
)
def test_what_somebody_types_is_the_number_that_is_meant(text: str, wanted: float) -> None:
    found = parse_number(text)
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(
    "text",
    [
        "1/0", "0/0", "1e999", "1e301", "-1e999", "nan", "inf", "-inf", "Infinity", "1_0",
        "\N{ARABIC-INDIC DIGIT THREE}", "", " ", "%", "-", "+", ".", ",", "/", "e", "1e", "e5",
        "1e400000000", "1e-400000000", "1e99999999999999", "1/1e400000000", "1e5/3", "1..2",
        "1,2,3", "1.2.3", "0x10", "1j", "one", "1+1", "2**9", "--3", "1/-4", "25%%", "%25",
        "9" * (LONGEST + 1), "1e\N{SUPERSCRIPT TWO}", "\0", "1\n/4e9",
        "\N{VULGAR FRACTION ONE HALF}",
    ],
)  # fmt: skip
def test_what_is_no_number_is_none_and_takes_no_time(text: str) -> None:
    assert parse_number(text) is None


@given(st.text() | st.text("0123456789.,/%e+-_ \N{MINUS SIGN}", max_size=30))
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    found = parse_number(text)
    if found is not None:
        assert type(found) in (int, float)
        assert math.isfinite(found)
        assert any(character.isdigit() for character in text)
        if isinstance(found, int):
            assert abs(found) < 2**53


@given(st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e6, 1e6, allow_subnormal=False))
def test_what_python_writes_of_a_number_is_that_number(number: float) -> None:
    found = parse_number(repr(number))
    if len(repr(number)) <= LONGEST and (number == 0 or abs(number) > 1e-300):
        assert found == number
    assert parse_number(f"{number:.3f}") == pytest.approx(number, abs=5.1e-4)


@given(st.lists(st.text("abc1 /", max_size=1) | st.just("backspace"), max_size=40))
def test_what_is_typed_is_what_stands_there(keys: list[str]) -> None:
    entry, wanted = LineEntry("Name:"), ""
    for key in keys:
        if entry.closed:
            break
        if key == "backspace":
            closes = not wanted
            wanted = wanted[:-1]
            entry = entry.press(key, None)
            assert entry.closed == closes
        elif key:
            wanted = (wanted + key)[:LONGEST]
            entry = entry.press(key, key)
    if not entry.closed:
        assert entry.text == wanted
        assert entry.line == f"Name: {wanted}_"
        entered = entry.press("enter", "\r")
        assert entered.closed
        assert entered.entered == (wanted.strip() or None)


def test_escape_gives_up_and_keys_without_a_character_change_nothing() -> None:
    entry = LineEntry("Name:", "bold")
    assert entry.press("escape", "\x1b") == LineEntry("Name:", "bold", closed=True)
    assert entry.press("f5", None) == entry
    assert entry.press("tab", "\t") == entry


def test_a_wrong_answer_is_told_until_the_next_key() -> None:
    entry = LineEntry("Value:").again("That is no number.")
    assert entry.line == "That is no number. Again, or Esc: _"
    assert entry.press("3", "3").line == "Value: 3_"
