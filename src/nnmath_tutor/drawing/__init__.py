"""Painters: a part and a size become rows of spans, the same rows each time."""

from __future__ import annotations

from nnmath_tutor.drawing.bars import BarsPart
from nnmath_tutor.drawing.charset import ASCII, UNICODE, Charset, to_ascii
from nnmath_tutor.drawing.code import CodePart
from nnmath_tutor.drawing.curve import CurvePart
from nnmath_tutor.drawing.draw import describe, draw
from nnmath_tutor.drawing.ladder import LadderPart
from nnmath_tutor.drawing.plot import PlotPart, PlotSeries
from nnmath_tutor.drawing.prose import ProsePart, TextPart, VersePart, prose_height
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_text, row_width
from nnmath_tutor.drawing.rulers import RulersPart

__all__ = [
    "ASCII",
    "UNICODE",
    "BarsPart",
    "Charset",
    "CodePart",
    "CurvePart",
    "LadderPart",
    "PlotPart",
    "PlotSeries",
    "ProsePart",
    "Role",
    "Row",
    "Rows",
    "RulersPart",
    "Size",
    "Span",
    "TextPart",
    "VersePart",
    "describe",
    "draw",
    "prose_height",
    "row_text",
    "row_width",
    "to_ascii",
]
