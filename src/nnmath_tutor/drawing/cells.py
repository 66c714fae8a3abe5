"""Widths in cells: most characters take one, East Asian ones two, combining marks none."""

from __future__ import annotations

from rich.cells import cell_len


def cells_wide(text: str) -> int:
    """Width in cells."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """As much of the beginning of the text as fits in `width` cells."""
    if text.isascii():
        return text[: max(0, width)]
    used = 0
    for index, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return text[:index]
    return text


def filled(text: str, width: int) -> str:
    """The text with spaces after it, up to `width` cells."""
    return text + " " * (width - cells_wide(text))


def printable(text: str) -> str:
    """The text with a space for every character that would move the terminal's cursor."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " for c in text)
