"""Looking something up, key by key, without a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.lesson import load_reference
from nnmath_tutor.play import BROWSE_KEYS, Browse

REFERENCE = load_reference()
SIGMOID, DELTA = REFERENCE.find("sigmoid"), REFERENCE.find("delta")


def typed(browse: Browse, keys: str) -> Browse:
    """After keys: words in <> are names, everything else is typed."""
    for key in keys.replace("<", "\0<").replace(">", ">\0").split("\0"):
        if key.startswith("<"):
            browse = browse.press(key[1:-1], None)
        else:
            for character in key:
                browse = browse.press(character, character)
    return browse


def test_the_words_of_the_step_come_first_then_the_sheets() -> None:
    browse = Browse(REFERENCE, first=(DELTA, SIGMOID))
    assert [entry.title for entry in browse.hits[:2]] == ["delta", "sigmoid"]
    assert all(entry.is_sheet for entry in browse.hits[2:5])
    assert set(browse.hits) == set(REFERENCE.entries)
    assert len(browse.hits) == len(REFERENCE.entries)


def test_typing_narrows_down_and_enter_opens() -> None:
    browse = typed(Browse(REFERENCE), "sigm")
    assert browse.hits[0] == SIGMOID
    page = typed(browse, "<enter>").page
    assert page is not None
    assert page.entry == SIGMOID
    assert typed(browse, "<backspace><backspace><backspace>").query == "s"


def test_a_slash_is_typed_like_any_character() -> None:
    assert typed(Browse(REFERENCE), "1/2").query == "1/2"


def test_escape_leads_back_page_by_page_and_then_out() -> None:
    browse = typed(Browse(REFERENCE), "sigmoid<enter><down><enter>")
    assert len(browse.pages) == 2
    browse = typed(browse, "<escape>")
    assert browse.page is not None
    assert (browse.page.entry, browse.page.link) == (SIGMOID, 1)
    browse = typed(browse, "<escape>")
    assert (browse.page, browse.query, browse.closed) == (None, "sigmoid", False)
    assert typed(browse, "<escape>").closed


def test_a_page_that_was_opened_at_once_closes_at_once() -> None:
    browse = Browse(REFERENCE, direct=True).open(SIGMOID)
    assert typed(browse, "<escape>").closed
    assert not typed(browse, "/<enter><escape>").closed  # after a search there is a list


def test_a_link_to_a_lesson_closes_and_tells_which() -> None:
    browse = typed(Browse(REFERENCE), "sigmoid<enter><enter>")
    assert browse.closed
    assert browse.wanted is not None
    assert browse.wanted.file == "07-forward.md"


def test_a_sheet_is_read_from_top_to_bottom() -> None:
    browse = Browse(REFERENCE).open(REFERENCE.sheet("calculus"))
    assert browse.page is not None
    assert browse.page.entry.is_sheet
    rows = [browse.scrolled(1), typed(browse, "<down>"), typed(browse, "<down><down><up>")]
    assert {b.page.scroll for b in rows if b.page} == {1}


def test_what_is_typed_on_a_page_searches_anew() -> None:
    browse = typed(Browse(REFERENCE), "sigmoid<enter>d")
    assert (browse.page, browse.query) == (None, "d")
    assert typed(Browse(REFERENCE), "sigmoid<enter>/").query == ""


@pytest.mark.parametrize("index", [-1, 10_000])
def test_what_is_not_there_opens_nothing(index: int) -> None:
    browse = Browse(REFERENCE)
    assert browse.open_hit(index) is browse
    assert browse.open(SIGMOID).follow(index).page == browse.open(SIGMOID).page


@given(st.lists(st.sampled_from([*sorted(BROWSE_KEYS), "a", "s", "/", "é", "f5"]), max_size=30))
def test_whatever_is_pressed_the_choice_is_among_what_is_there(keys: list[str]) -> None:
    browse = Browse(REFERENCE, first=(DELTA,))
    for key in keys:
        character = " " if key == "space" else key if len(key) == 1 else None
        browse = browse.press(key, character)
        if browse.closed:
            break
        assert 0 <= browse.chosen < max(len(browse.hits), 1)
        if browse.page is not None:
            assert 0 <= browse.page.link < max(len(browse.page.links), 1)
            assert (browse.page.scroll or 0) >= 0
