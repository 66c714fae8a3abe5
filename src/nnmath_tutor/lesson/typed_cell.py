"""A cell or a shape as people type it: `ex2,h1`, `2,1`, `row 2 column 1`; `(4, 3)`, `4x3`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nnmath_tutor.lesson.posed import CellTable, Index
from nnmath_tutor.lesson.typed_number import TypedError, simplified

_AXIS_WORDS = {"row": 0, "r": 0, "column": 1, "col": 1, "c": 1}
_LENGTHS = re.compile(r"\d+(?:\s*(?:[,;x*]|by|\s)\s*\d+)*\s*,?")
_IN_BRACKETS = re.compile(r"[\w.]*\s*\[(.*)\]|\((.*)\)")
_MOST_WORDS = 8


def typed_shape(typed: str) -> Index:
    """The lengths that the text names. Raises TypedError."""
    text = simplified(typed).casefold()
    inner = text
    if text[:1] + text[-1:] in ("()", "[]"):
        inner = text[1:-1].strip()
        if not inner:
            return ()
    if not _LENGTHS.fullmatch(inner):
        message = "Type a shape: the length of each axis, such as (7, 5) or 7 by 5."
        raise TypedError(message)
    return tuple(int(number) for number in re.findall(r"\d+", inner))


def typed_cell(typed: str, table: CellTable) -> tuple[Index, bool]:
    """The index of the cell that the text names, and whether it counts from 0, in brackets.

    The index may lie outside of the table. Raises TypedError.
    """
    text = simplified(typed).casefold()
    brackets = _IN_BRACKETS.fullmatch(text)
    if brackets is not None and brackets[1] is not None:
        numbers = [part.strip() for part in brackets[1].split(",")]
        if all(part.isdecimal() for part in numbers):
            if len(numbers) == table.values.ndim:
                return tuple(int(part) for part in numbers), True
            raise TypedError(_wanted(table))
    if brackets is not None:
        text = brackets[1] if brackets[1] is not None else brackets[2]
    found = {index for group in _groups(text, table) for index in _indices(group, table)}
    if len(found) != 1:
        raise TypedError(_wanted(table))
    (index,) = found
    if any(place < 0 for place in index):
        raise TypedError(
            "Rows and columns count from 1; in brackets, as in Python, from 0: [0, 0]."
        )
    return index, False


def _wanted(table: CellTable) -> str:
    name = table.name(table.corners[1])
    numbers = ",".join(str(length) for length in table.values.shape)
    plain = f" or {numbers}" if numbers != name.replace(" ", "") else ""
    return f"Name one cell by its row and column. The last one would be {name}{plain}."


def _groups(text: str, table: CellTable) -> Iterator[Sequence[str]]:
    """The text cut into one piece for each axis, in every way that there is."""
    count = table.values.ndim
    pieces = [piece.strip() for piece in re.split(r"[,;]", text) if piece.strip()]
    if len(pieces) == count:
        yield pieces
    elif len(pieces) == 1:
        words = [word for word in pieces[0].split() if word != "and"]
        if count <= len(words) <= _MOST_WORDS:
            yield from (_joined(words, cuts) for cuts in _cuts(len(words), count))


def _cuts(words: int, count: int, start: int = 0) -> Iterator[tuple[int, ...]]:
    if count == 1:
        yield (words,)
        return
    for end in range(start + 1, words - count + 2):
        yield from ((end, *rest) for rest in _cuts(words, count - 1, end))


def _joined(words: Sequence[str], cuts: Sequence[int]) -> list[str]:
    return [" ".join(words[a:b]) for a, b in zip((0, *cuts), cuts, strict=False)]


def _indices(group: Sequence[str], table: CellTable) -> Iterator[Index]:
    """The index that the pieces name, in the order of the axes; the labels may stand in any."""
    straight = [_place(piece, axis, table) for axis, piece in enumerate(group)]
    if all(place is not None for place in straight):
        yield tuple(place for place in straight if place is not None)
        return
    if len(group) == 2:
        turned = [_place(piece, 1 - axis, table) for axis, piece in enumerate(group)]
        if all(place is not None for place in turned):
            yield tuple(place for place in reversed(turned) if place is not None)


def _place(piece: str, axis: int, table: CellTable) -> int | None:
    """The place on an axis that a piece names; None if it names none there."""
    labels = ["".join(label.casefold().split()) for label in table.axes[axis]]
    bare = "".join(piece.split())
    if bare in labels:
        return labels.index(bare)
    found = re.fullmatch(r"([a-z]*)(.+)", bare)
    if found is None:
        return None
    word, rest = found[1], found[2]
    for length in range(len(word), 0, -1):
        # "row" and "column" tell the axis; of an array with one axis, either will do.
        named = _AXIS_WORDS.get(word[:length])
        if named is not None and (table.values.ndim == 1 or named == axis):
            rest = word[length:] + rest
            if rest in labels:
                return labels.index(rest)
            return int(rest) - 1 if rest.isdecimal() and len(rest) < 10 else None
    return int(bare) - 1 if bare.isdecimal() and len(bare) < 10 else None
