"""Code fences that were never closed: found, told of, and closed, so that the rest can be read."""

from __future__ import annotations

import re

from nnmath_tutor.lesson.mistakes import Mistakes

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
_STEP = re.compile(r"## .*\{#[^}]*\}\s*$")


def close_fences(lines: list[str], mistakes: Mistakes) -> list[str]:
    """The lines with every fence closed before the next step or fence, and as many lines.

    Markdown itself would take everything up to the next closing fence for the block's content.
    """
    mended = list(lines)
    opened: tuple[int, str, str] | None = None  # index, fence, word
    for index, line in enumerate(lines):
        found = _FENCE.match(line)
        fence, word = (found[1], found[2].strip()) if found else ("", "")
        if fence.startswith("`") and "`" in word:
            fence = ""  # a code span that happens to start the line
        if opened is None:
            if fence:
                opened = (index, fence, word)
            continue
        start, opening, opening_word = opened
        if fence and not word and fence[0] == opening[0] and len(fence) >= len(opening):
            opened = None
        elif (fence and word) or _STEP.match(line):
            _complain(start, opening, opening_word, mistakes)
            mended[index - 1] = opening if index - 1 > start else ""
            opened = (index, fence, word) if fence else None
    if opened is not None:
        _complain(*opened, mistakes)
    return mended


def _complain(index: int, fence: str, word: str, mistakes: Mistakes) -> None:
    message = f"this {fence}{word} block is never closed: put {fence} on a line of its own after it"
    mistakes.add(index + 1, message)
