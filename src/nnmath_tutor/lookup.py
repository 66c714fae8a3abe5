"""Entries of the reference as plain text, for a shell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from nnmath_tutor.drawing import Charset, ProsePart, Size, draw, row_text, to_ascii
from nnmath_tutor.lesson import Entry, Lesson, Reference

INDENT = 4


def entry_text(
    entry: Entry, lessons: Sequence[Lesson], charset: Charset, width: int
) -> Iterator[str]:
    """An entry: what it is called, what it means, the lessons that teach it, what is near it."""
    title = entry.title if entry.is_sheet or not entry.kind else f"{entry.kind}: {entry.title}"
    yield _plain(title, charset)
    yield "-" * len(title)
    size = Size(width, 10_000)
    for row in draw(ProsePart(entry.text), size, charset):
        yield row_text(row).rstrip()
    if not entry.kind and entry.names[1:]:
        yield from _wrapped(f"Also: {', '.join(entry.names[1:])}", charset, width)
    ids = {lesson.path.name: lesson.id for lesson in lessons}
    taught = [ids[target.file] for _, target in entry.lessons if target.file in ids]
    if taught:
        yield from _wrapped(
            f"Lesson: {', '.join(f'learn {name}' for name in taught)}", charset, width
        )
    if entry.see and not entry.is_sheet:
        yield from _wrapped(f"See: {', '.join(words for words, _ in entry.see)}", charset, width)


def index_text(reference: Reference, charset: Charset, width: int) -> Iterator[str]:
    """Every word there is, and every sheet."""
    words = [entry.title for entry in reference.entries if not entry.kind]
    sheets = [entry.target.sheet or "" for entry in reference.entries if entry.is_sheet]
    yield from _wrapped(f"Words: {', '.join(words)}", charset, width)
    yield from _wrapped(f"Sheets: {', '.join(sheets)}", charset, width)


def words_text(lesson: Lesson, reference: Reference, charset: Charset, width: int) -> Iterator[str]:
    """The words of the glossary that a lesson uses, by the alphabet."""
    found = reference.mentions.of_lesson(lesson)
    words = sorted((mention.term.name for mention in found), key=str.lower)
    if words:
        yield ""
        yield from _wrapped(f"Words: {', '.join(words)}", charset, width)


def _wrapped(text: str, charset: Charset, width: int) -> Iterator[str]:
    for line in wrap(text, width, subsequent_indent=" " * INDENT, break_on_hyphens=False):
        yield _plain(line, charset)


def _plain(text: str, charset: Charset) -> str:
    return to_ascii(text) if charset.ascii_only else text
