"""Ids: short names in kebab-case that stay when titles change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_id(text: str) -> bool:
    """Whether the text is lower-case words and numbers joined by single hyphens."""
    return _ID.fullmatch(text) is not None


def propose_id(title: str, taken: Collection[str] = ()) -> str:
    """An id that fits the title and isn't taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    proposal = "-".join(re.findall(r"[a-z0-9]+", plain.lower())) or "step"
    number = 2
    unique = proposal
    while unique in taken:
        unique = f"{proposal}-{number}"
        number += 1
    return unique
