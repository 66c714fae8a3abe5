"""What people type: names and texts hold nothing that acts, and cells no formula."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.workshop.names import (
    LONGEST_NAME,
    BadNameError,
    clean_name,
    clean_text,
    name_key,
    safe_cell,
    visible,
)

# Much of what is dangerous in few characters, and anything at all.
nasty = st.lists(
    st.sampled_from("\x1b\x9b\x9d\x07[]0m;P\\\u202e\u2066\u200b\u200d\ud800\u0301e \t\n\x7f=+-@'a")
    | st.characters()
).map("".join)
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(nasty, st.integers(1, 50))
def test_clean_text_is_one_visible_line_and_stays_it(typed: str, longest: int) -> None:
    text = clean_text(typed, longest)
    assert not {unicodedata.category(character) for character in text} & HIDDEN
    assert len(text) <= longest
    assert text == text.strip()
    assert text.isprintable()
    assert clean_text(text, longest) == text
    text.encode("utf-8")


@given(nasty)
def test_a_name_is_letters_and_digits_and_stays_it(typed: str) -> None:
    try:
        name = clean_name(typed)
    except BadNameError:
        return
    assert 0 < len(name) <= LONGEST_NAME
    assert name[0].isalnum()
    categories = {unicodedata.category(c) for c in name if c not in " .-_'"}
    assert all(category[0] == "L" or category in ("Mn", "Mc", "Nd") for category in categories)
    assert clean_name(name) == name
    assert name_key(name_key(name)) == name_key(name)


@given(nasty)
def test_a_row_of_a_screen_keeps_its_spaces(typed: str) -> None:
    row = visible(typed)
    assert not {unicodedata.category(character) for character in row} & HIDDEN
    assert visible(row) == row
    plain = "a  b   c "
    assert visible(plain) == plain


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("maria", "maria"),
        ("  Maria   Anna ", "Maria Anna"),
        ("d'Arc-2.0_x", "d'Arc-2.0_x"),
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("李雷", "李雷"),
        ("שרה", "שרה"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07bob", "bob"),
        ("[bold]eve[/bold]", "boldevebold"),
        ("[@click=app.quit]x", "clickapp.quitx"),
        ("=cmd|' /C calc'!A0", "cmd' C calc'A0"),
        ("--proxy", "proxy"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u200bb", "ab"),
        ("a" + "\u0301" * 50, "á\u0301\u0301"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_names_as_they_are_shown(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize("typed", ["", " ", "---", "\x1b[2J", "\u200b", "\u3164", "\u0301", "💥"])
def test_a_name_needs_a_letter(typed: str) -> None:
    with pytest.raises(BadNameError, match="at least one letter or digit"):
        clean_name(typed)


@pytest.mark.parametrize("typed", ["x" * 33, "x" * 10_000, "x" + " " * 10_000, "é" * 33])
def test_a_long_name_is_told_so(typed: str) -> None:
    with pytest.raises(BadNameError, match="too long"):
        clean_name(typed)


def test_the_same_learner_in_capitals_or_in_wide_letters() -> None:
    assert name_key(clean_name("ＭＡＲＩＡ")) == name_key(clean_name("maria"))
    assert name_key("Straße") == name_key("STRASSE")
    assert name_key("maria") != name_key("marie")


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-2+3", "@SUM(A1)", " =1", "\t=1", "＝1", "-1e", "=", "-", "+-1"]
)
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "-3", "+0.5", "-1.5e-3", ".5", "a=b", "[1, 0]", "3 - 2"])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@given(nasty)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow([safe_cell(text)])
    file.seek(0)
    cell = file.getvalue()[1:]
    stripped = cell.strip()
    if stripped[:1] in tuple("=+-@"):
        float(stripped.rstrip('"'))
