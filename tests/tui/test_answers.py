"""Answers are found among keys however they come in, and no key is lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.tui.answers import Answer, Answers

FINE, WHAT = "\x1b[0n", "\x1b[?62;22c"
KEYS = [
    "\x1b",
    "\x1b[A",
    "\x1b[1;5C",
    "n",
    "0",
    "[",
    "?",
    "c",
    "\x1b[?2026;2$y",
    "\x1b[<0;3;4M",
    "é",
]


def sorted_out(text: str) -> tuple[str, list[Answer]]:
    """What is passed on, and the answers found."""
    answers, passed, found = Answers(), "", []
    for character in text:
        got = answers.feed(character)
        if isinstance(got, Answer):
            found.append(got)
        else:
            passed += got
    return passed + answers.release(), found


@given(st.lists(st.sampled_from([FINE, WHAT, *KEYS])))
def test_answers_are_taken_out_and_keys_are_not(pieces: list[str]) -> None:
    # An answer that begins where Escape was pressed just before is one nevertheless.
    names = {FINE: Answer.QUESTION, WHAT: Answer.REMINDER}
    expected = [names[piece] for piece in pieces if piece in names]
    passed, found = sorted_out("".join(pieces))
    if not accidental(pieces):
        assert found == expected
        assert passed == "".join(piece for piece in pieces if piece not in names)


def accidental(pieces: list[str]) -> bool:
    """Whether keys happen to spell the beginning of an answer: Escape, then a bracket."""
    return any(a == "\x1b" and b == "[" for a, b in pairwise(pieces))


def test_half_an_answer_is_kept_until_it_is_none() -> None:
    answers = Answers()
    assert [answers.feed(character) for character in "\x1b[0"] == ["", "", ""]
    assert answers.unfinished
    assert answers.feed("n") is Answer.QUESTION
    assert not answers.unfinished
    assert [answers.feed(character) for character in "\x1b[0"] == ["", "", ""]
    assert answers.feed("m") == "\x1b[0m"
    assert answers.feed("\x1b") == ""
    assert answers.feed("\x1b") == "\x1b"
    assert answers.release() == "\x1b"
    assert not answers.unfinished
