"""Painters: a part and a size become rows of spans, the same rows each time."""

from __future__ import annotations

from nnmath_tutor.drawing.assign import AssignPart
from nnmath_tutor.drawing.bars import BarsPart
from nnmath_tutor.drawing.charset import ASCII, UNICODE, Charset, to_ascii
from nnmath_tutor.drawing.code import CodePart
from nnmath_tutor.drawing.curve import CurvePart
from nnmath_tutor.drawing.draw import describe, draw
from nnmath_tutor.drawing.elementwise import ElementwisePart
from nnmath_tutor.drawing.headline import HeadPart
from nnmath_tutor.drawing.heat import heat_role, heat_scale
from nnmath_tutor.drawing.ladder import LadderPart
from nnmath_tutor.drawing.matrix import MatrixPart
from nnmath_tutor.drawing.numbers import NumberFormat, format_for, format_number
from nnmath_tutor.drawing.plot import PlotPart, PlotSeries
from nnmath_tutor.drawing.product import ProductPart
from nnmath_tutor.drawing.prose import ProsePart, TextPart, VersePart, prose_height
from nnmath_tutor.drawing.reduction import ReductionPart
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_text, row_width
from nnmath_tutor.drawing.rulers import RulersPart
from nnmath_tutor.drawing.timebar import TimePart, TimeStop, time_hit
from nnmath_tutor.drawing.transpose import TransposePart

__all__ = [
    "ASCII",
    "UNICODE",
    "AssignPart",
    "BarsPart",
    "Charset",
    "CodePart",
    "CurvePart",
    "ElementwisePart",
    "HeadPart",
    "LadderPart",
    "MatrixPart",
    "NumberFormat",
    "PlotPart",
    "PlotSeries",
    "ProductPart",
    "ProsePart",
    "ReductionPart",
    "Role",
    "Row",
    "Rows",
    "RulersPart",
    "Size",
    "Span",
    "TextPart",
    "TimePart",
    "TimeStop",
    "TransposePart",
    "VersePart",
    "describe",
    "draw",
    "format_for",
    "format_number",
    "heat_role",
    "heat_scale",
    "prose_height",
    "row_text",
    "row_width",
    "time_hit",
    "to_ascii",
]
