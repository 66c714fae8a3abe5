"""Questions of a lesson as plain text: each before its step, the answers at the end."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from nnmath_tutor.drawing import Charset, MatrixPart, ProsePart, Size, draw, row_text, to_ascii
from nnmath_tutor.lesson import CellTable, Posed, answer_text, wanted

INDENT = 4
TABLE_HEIGHT = 12


def question_text(asked: Posed, charset: Charset, width: int) -> Iterator[str]:
    """The question as it stands before its step, with its table or its choices."""
    yield from _prose(f"Before you read on: {asked.ask}", charset, width)
    for letter, choice in zip("abcde", asked.choices, strict=False):
        yield from _hanging(f"{letter}) ", choice.text, charset, width)
    if asked.table is not None:
        yield ""
        yield from _table(asked.table, charset, width)
        yield ""
    if not asked.choices:
        yield from _prose(f"({wanted(asked).replace('Type', 'Say', 1)})", charset, width)


def answers_text(
    answers: list[tuple[int, str, Posed]], charset: Charset, width: int
) -> Iterator[str]:
    """Every answer with its worked solution: (number of the step, its title, its question)."""
    if not answers:
        return
    yield ""
    yield "Answers"
    yield "-------"
    for number, title, asked in answers:
        yield ""
        yield from _plain(f"{number}. {title}", charset, width)
        words = f"The answer: {_sentence(answer_text(asked))} {asked.solution}"
        yield from _hanging(" " * INDENT, words, charset, width)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _table(table: CellTable, charset: Charset, width: int) -> Iterator[str]:
    part = MatrixPart(table.text, table.values, table.rows, table.columns)
    for row in draw(part, Size(width, TABLE_HEIGHT), charset):
        yield row_text(row).rstrip()


def _hanging(lead: str, markdown: str, charset: Charset, width: int) -> Iterator[str]:
    """Prose behind a lead, every line as far in."""
    pad = " " * (INDENT if lead.isspace() else INDENT + len(lead))
    lines = list(_prose(markdown, charset, max(width - len(pad), 20)))
    for index, line in enumerate(lines):
        first = lead if lead.isspace() else " " * INDENT + lead
        yield (first if index == 0 else pad) + line


def _prose(markdown: str, charset: Charset, width: int) -> Iterator[str]:
    for row in draw(ProsePart(markdown), Size(width, 10_000), charset):
        yield row_text(row).rstrip()


def _plain(text: str, charset: Charset, width: int) -> Iterator[str]:
    for line in wrap(text, width):
        yield to_ascii(line) if charset.ascii_only else line
