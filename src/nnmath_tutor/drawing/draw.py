"""`draw` turns a part into rows, `describe` turns it into a sentence.

A painter registers itself beside its part: ``@paint.register`` and ``@describe.register``. Whoever
shows a part calls `draw`, which keeps the two promises that no painter should have to repeat: never
larger than the room, and nothing but ASCII where only ASCII may be used.
"""

from __future__ import annotations

from functools import singledispatch

from nnmath_tutor.drawing.blocks import clip
from nnmath_tutor.drawing.cells import printable
from nnmath_tutor.drawing.charset import Charset, to_ascii
from nnmath_tutor.drawing.rows import Row, Rows, Size, Span, row_text


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
    return clip(tuple(_safe(row, charset) for row in paint(part, size, charset)), size)


def _safe(row: Row, charset: Charset) -> Row:
    """The row without characters that move the cursor, and in ASCII if only that may be shown."""
    if not charset.ascii_only and row_text(row).isprintable():
        return row
    shown = to_ascii if charset.ascii_only else str
    safe = ((span, shown(printable(span.text))) for span in row)
    return tuple(
        span if text == span.text else Span(text, span.role, span.of) for span, text in safe
    )
