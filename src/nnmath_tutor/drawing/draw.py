"""`draw` turns a part into rows, `describe` turns it into a sentence.

A painter registers itself beside its part: ``@paint.register`` and ``@describe.register``. Whoever
shows a part calls `draw`, which keeps the two promises that no painter should have to repeat: never
larger than the room, and nothing but ASCII where only ASCII may be used.
"""

from __future__ import annotations

from functools import singledispatch

from nnmath_tutor.drawing.blocks import clip
from nnmath_tutor.drawing.charset import Charset, to_ascii
from nnmath_tutor.drawing.rows import Rows, Size, Span


@singledispatch
def paint(part: object, size: Size, charset: Charset) -> Rows:
    """Rows for a part, at most `size`. Raises TypeError for a class that no painter registered."""
    raise TypeError(f"no painter for {type(part).__name__}")


@singledispatch
def describe(part: object) -> str:
    """One plain sentence that says what the picture of a part shows."""
    raise TypeError(f"no description for {type(part).__name__}")


def draw(part: object, size: Size, charset: Charset) -> Rows:
    """The picture of a part: never larger than `size`, ASCII alone if `charset` is ASCII."""
    rows = clip(paint(part, size, charset), size)
    if not charset.ascii_only:
        return rows
    return tuple(
        tuple(span if span.text.isascii() else Span(to_ascii(span.text), span.role) for span in row)
        for row in rows
    )
