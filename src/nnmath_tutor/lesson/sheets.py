"""Cheat sheets: a page for each branch of mathematics, each entry with a number worked out.

A ```python block of an entry is its example. Blocks run from the top of the page down, and share
their names; `{expressions}` and claims of an entry see what was bound so far, and `np`.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nnmath_tutor.lesson.claims import read_claims
from nnmath_tutor.lesson.fill import fill
from nnmath_tutor.lesson.links import SHEETS, Link
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import Claim
from nnmath_tutor.lesson.sections import LESSON, SEE, TEXT, Block, Section, read_sections
from nnmath_tutor.lesson.source import read_text
from nnmath_tutor.program import Problem

PYTHON, CLAIM = "python", "claim"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """An entry of a sheet: words and examples in turn."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]
    claims: tuple[Claim, ...]
    lessons: tuple[Link, ...]
    see: tuple[Link, ...]
    links: tuple[Link, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A cheat sheet; `id` is the name of its file."""

    file: str
    id: str
    title: str
    introduction: tuple[Block, ...]
    entries: tuple[SheetEntry, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """An entry with its numbers in it: Markdown, and what went wrong on the way there."""

    entry: SheetEntry
    text: str
    names: dict[str, Any]
    problems: tuple[Problem, ...]


def sheet_files(folder: Path) -> list[Path]:
    """The sheets of a folder of lessons, in the order of their names."""
    place = folder / SHEETS
    return sorted(place.glob("*.md")) if place.is_dir() else []


def read_sheet(path: Path) -> Sheet:
    """The sheet in a file; nothing of it is run. Raises LessonError with every mistake found."""
    mistakes = Mistakes(str(path))
    sections = read_sections(read_text(path), (PYTHON, CLAIM), mistakes)
    head, *entries = sections
    sheet = Sheet(
        file=str(path),
        id=path.stem,
        title=head.title,
        introduction=head.blocks,
        entries=tuple(_entry(section, mistakes) for section in entries),
    )
    if not entries:
        mistakes.add(head.line, "a sheet needs an entry: ## Its title")
    mistakes.raise_if_any()
    return sheet


def work_out(sheet: Sheet) -> Iterator[Worked]:
    """The entries with their numbers, from top to bottom. Runs the sheet's examples.

    Raises nothing: what goes wrong is in the entries' problems.
    """
    names: dict[str, Any] = {"np": np}
    for entry in sheet.entries:
        texts: list[str] = []
        problems: list[Problem] = []
        for block in entry.blocks:
            if block.kind == TEXT:
                filled = fill(block.text, names, sheet.file, block.line)
                problems.extend(filled.problems)
                texts.append(filled.text)
            else:
                problem = _run(block, sheet.file, names)
                problems.extend([problem] if problem else [])
                texts.append(f"```\n{block.text}\n```")
        yield Worked(entry, "\n\n".join(texts), dict(names), tuple(problems))


def _entry(section: Section, mistakes: Mistakes) -> SheetEntry:
    if LESSON not in section.facts:
        message = f"`{section.title}` names no lesson: - Lesson: [its title](../01-its-file.md)"
        mistakes.add(section.line, message)
    claims = [block for block in section.blocks if block.kind == CLAIM]
    return SheetEntry(
        title=section.title,
        anchor=section.anchor,
        blocks=tuple(block for block in section.blocks if block.kind != CLAIM),
        claims=tuple(c for block in claims for c in read_claims(block.text, block.line, mistakes)),
        lessons=section.links(LESSON),
        see=section.links(SEE),
        links=section.all_links(),
        line=section.line,
    )


def _run(block: Block, file: str, names: dict[str, Any]) -> Problem | None:
    """Run an example; gives what stopped it."""
    # Blank lines before it, so that Python counts lines as the file does.
    source = "\n" * (block.line - 1) + block.text
    try:
        with np.errstate(all="ignore"):
            exec(compile(source, file, "exec", dont_inherit=True), names)
    except SyntaxError as error:
        return Problem(file, error.lineno or block.line, f"this is no Python: {error.msg}")
    except Exception as error:  # the author's example may raise anything
        lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
        return Problem(file, lines[0] or block.line, f"{type(error).__name__}: {error}")
    return None
