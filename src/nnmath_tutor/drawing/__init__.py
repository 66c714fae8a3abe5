"""Painters: a part and a size become rows of spans, the same rows each time."""

from __future__ import annotations

from nnmath_tutor.drawing.charset import ASCII, UNICODE, Charset, to_ascii
from nnmath_tutor.drawing.draw import describe, draw
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_text, row_width

__all__ = [
    "ASCII",
    "UNICODE",
    "Charset",
    "Role",
    "Row",
    "Rows",
    "Size",
    "Span",
    "describe",
    "draw",
    "row_text",
    "row_width",
    "to_ascii",
]
