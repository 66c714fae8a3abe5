"""Words and sheets as text: complete, no wider than the page, in ASCII where asked."""

from __future__ import annotations

import math

import pytest

from nnmath_tutor.drawing import ASCII, UNICODE, Charset
from nnmath_tutor.lesson import catalogue, load_reference
from nnmath_tutor.lookup import entry_text, index_text, words_text

LESSONS = catalogue().lessons
REFERENCE = load_reference()


@pytest.mark.parametrize(("charset", "width"), [(UNICODE, 80), (ASCII, 40)])
def test_every_entry_reads_as_text(charset: Charset, width: int) -> None:
    for entry in REFERENCE.entries:
        lines = list(entry_text(entry, LESSONS, charset, width))
        assert lines[1] == "-" * len(lines[0])
        assert all(line == line.rstrip() for line in lines)
        assert all(len(line) <= width or line.startswith("  ") for line in lines[2:])  # but code
        assert not charset.ascii_only or all(line.isascii() for line in lines)
        assert "](" not in "".join(lines)


def test_a_sheets_numbers_are_those_of_its_examples() -> None:
    text = "\n".join(entry_text(REFERENCE.sheet("calculus"), LESSONS, UNICODE, 100))
    output = 1 / (1 + math.exp(-2))
    assert f"the slope is {output:.4f} × {1 - output:.4f} = {output * (1 - output):.4f}" in text
    text = "\n".join(entry_text(REFERENCE.sheet("Statistics"), LESSONS, UNICODE, 100))
    assert "100 becomes (100 − 40) / (640 − 40) = 0.1." in text
    text = "\n".join(entry_text(REFERENCE.sheet("linear algebra"), LESSONS, UNICODE, 100))
    assert "1×5 + 2×7 = 19. All four: [[19, 22], [43, 50]]." in text


def test_the_index_has_every_word_and_every_sheet() -> None:
    text = " ".join(" ".join(index_text(REFERENCE, UNICODE, 60)).split())
    assert all(term.name in text for term in REFERENCE.terms)
    assert text.endswith("Sheets: calculus, linear-algebra, statistics")


def test_a_lesson_ends_with_its_words() -> None:
    lesson = next(lesson for lesson in LESSONS if lesson.id == "forward")
    text = " ".join(" ".join(words_text(lesson, REFERENCE, UNICODE, 60)).split())
    words = text.removeprefix("Words: ").split(", ")
    assert words == sorted(words, key=str.lower)
    assert {"sigmoid", "forward pass", "weight", "saturation"} <= set(words)
    assert "softmax" not in words
