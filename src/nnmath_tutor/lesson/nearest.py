"""The nearest right word, for messages to whoever mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word most like `word`, capitals aside, if one is at all like it."""
    by_lower_case = {known.lower(): known for known in sorted(words, reverse=True)}
    close = difflib.get_close_matches(word.lower(), sorted(by_lower_case), n=1, cutoff=0.5)
    return by_lower_case[close[0]] if close else None


def suggestion(word: str, words: Iterable[str], limit: int = 12) -> str:
    """The end of a message about an unknown word: the nearest known one, else those there are."""
    known = list(words)
    near = nearest(word, known)
    if near is not None:
        return f"did you mean `{near}`?"
    if not known:
        return "there are none here"
    listed = ", ".join(known[:limit])
    return f"known: {listed}{', …' if len(known) > limit else ''}"
