"""What can be said about a step's words without running anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nnmath_tutor.lesson.expressions import Slot, scan
from nnmath_tutor.lesson.fill import line_at
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import Step
from nnmath_tutor.lesson.question import Question

MOST_WORDS = 75  # with six rows of 78 columns there is room for so many at 80x24
MOST_ASKED = 45
ASKED = ("ask", "hint", "solution")
VERSE_LINES = (2, 4)
VERSE_WIDTH = 38

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_DECIMAL = re.compile(r"[-−]?\d[\d,]*\.\d+")


def check_wording(step: Step, mistakes: Mistakes) -> None:
    """Note what is wrong with the words of a step: too long, no verse, figures typed in."""
    _check_length(step, mistakes)
    check_decimals(step.prose, step.prose_line, mistakes)
    _check_verse(step, mistakes)
    if step.question is not None:
        _check_question(step.question, mistakes)


def count_words(prose: str) -> int:
    """Words of a prose; whatever an expression becomes counts as one."""
    pieces, _ = scan(prose)
    plain = "".join("0" if isinstance(piece, Slot) else piece for piece in pieces)
    return sum(1 for word in plain.split() if any(character.isalnum() for character in word))


def _check_length(step: Step, mistakes: Mistakes) -> None:
    words = count_words(step.prose)
    if words > MOST_WORDS:
        message = (
            f"{words} words in the step {step.id}; {MOST_WORDS} are the most that fit on a small "
            "screen: shorten it, or make two steps of it"
        )
        mistakes.add(step.prose_line, message)


def check_decimals(prose: str, first_line: int, mistakes: Mistakes) -> None:
    """Note decimal numbers that are typed into a text which starts in `first_line`."""
    for offset, message in _typed_decimals(prose):
        mistakes.add(line_at(prose, offset, first_line), message)


def _check_question(question: Question, mistakes: Mistakes) -> None:
    words = count_words(question.ask)
    if words > MOST_ASKED:
        message = f"`ask` has {words} words; ask in {MOST_ASKED} at most"
        mistakes.add(question.line_of("ask"), message)
    told = [(key, question.line_of(key), getattr(question, key)) for key in ASKED]
    told += [("say", slip.line, slip.say) for slip in question.slips]
    told += [("say", choice.line, choice.say) for choice in question.choices]
    told += [("text", choice.line, choice.text) for choice in question.choices]
    for key, line, text in told:
        for _, message in _typed_decimals(text):
            mistakes.add(line, f"`{key}`: {message}")


def _typed_decimals(text: str) -> Iterator[tuple[int, str]]:
    """(offset, message) of every decimal that isn't filled in."""
    for found in _DECIMAL.finditer(_without_code(text)):
        number = found[0].replace("−", "-").replace(",", "")
        yield (
            found.start(),
            f"{found[0]} is typed in and would go stale: write the expression that gives it, such "
            f"as {{error:.2f}}; if it is no result of the program, {{{number}}} says so",
        )


def _check_verse(step: Step, mistakes: Mistakes) -> None:
    fewest, most = VERSE_LINES
    if not step.verse:
        message = f"the step {step.id} has no verse: {fewest} to {most} lines after > "
        mistakes.add(step.line, message.rstrip())
        return
    if not fewest <= len(step.verse) <= most:
        message = f"this verse has {_lines(len(step.verse))}; it takes {fewest} to {most}"
        mistakes.add(step.verse_line, message)
    for index, row in enumerate(step.verse):
        if len(row) > VERSE_WIDTH:
            message = f"{len(row)} characters in a line of verse; {VERSE_WIDTH} fit: {row}"
            mistakes.add(step.verse_line + index, message)


def _without_code(prose: str) -> str:
    """The prose with blanks for expressions and for code, every other character in its place."""
    pieces, _ = scan(prose)
    text = prose
    for piece in pieces:
        if isinstance(piece, Slot):
            end = piece.offset + len(piece.source)
            text = text[: piece.offset] + _blank(piece.source) + text[end:]
    return _CODE.sub(lambda found: _blank(found[0]), text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
