"""Painters: a part and a size become rows of spans, the same rows each time."""

from __future__ import annotations

from nnmath_tutor.drawing.assign import AssignPart
from nnmath_tutor.drawing.bars import BarsPart
from nnmath_tutor.drawing.broadcast import BroadcastPart
from nnmath_tutor.drawing.cells import cells_wide
from nnmath_tutor.drawing.charset import ASCII, UNICODE, Charset, to_ascii
from nnmath_tutor.drawing.code import CodePart
from nnmath_tutor.drawing.convolution import ConvolutionPart
from nnmath_tutor.drawing.curve import CurvePart
from nnmath_tutor.drawing.decision_map import MapPart
from nnmath_tutor.drawing.descent import Ball, DescentPart
from nnmath_tutor.drawing.domino_chain import DominoesPart, Joint, Said, Tile
from nnmath_tutor.drawing.draw import describe, draw
from nnmath_tutor.drawing.elementwise import ElementwisePart
from nnmath_tutor.drawing.figures import own_format
from nnmath_tutor.drawing.gallery import GalleryPart, GalleryRun
from nnmath_tutor.drawing.headline import HeadPart
from nnmath_tutor.drawing.heat import heat_role, heat_scale
from nnmath_tutor.drawing.histogram import Histogram, HistogramPart
from nnmath_tutor.drawing.ladder import LadderPart
from nnmath_tutor.drawing.matrix import MatrixPart, cell_name
from nnmath_tutor.drawing.network import Flow, Layer
from nnmath_tutor.drawing.nudge import NudgePart, slope_text
from nnmath_tutor.drawing.numbers import NumberFormat, format_for, format_number, with_minus
from nnmath_tutor.drawing.plot import PlotPart, PlotSeries
from nnmath_tutor.drawing.product import ProductPart
from nnmath_tutor.drawing.prose import ProsePart, TextPart, VersePart, prose_height
from nnmath_tutor.drawing.reduction import ReductionPart
from nnmath_tutor.drawing.ripple import Reached, RipplePart, change_text
from nnmath_tutor.drawing.rows import (
    CellRef,
    Role,
    Row,
    Rows,
    Size,
    Span,
    ref_at,
    row_text,
    row_width,
)
from nnmath_tutor.drawing.rulers import RulersPart
from nnmath_tutor.drawing.search import SearchPart, Tries
from nnmath_tutor.drawing.slope import SlopePart
from nnmath_tutor.drawing.song import SongPart
from nnmath_tutor.drawing.squash import SquashPart
from nnmath_tutor.drawing.tensor import TensorPart
from nnmath_tutor.drawing.timebar import TimeDrag, TimePart, TimeStop, time_hit
from nnmath_tutor.drawing.trace import TracePart
from nnmath_tutor.drawing.transpose import TransposePart
from nnmath_tutor.drawing.votes import VotesPart
from nnmath_tutor.drawing.wires import WiresPart

__all__ = [
    "ASCII",
    "UNICODE",
    "AssignPart",
    "Ball",
    "BarsPart",
    "BroadcastPart",
    "CellRef",
    "Charset",
    "CodePart",
    "ConvolutionPart",
    "CurvePart",
    "DescentPart",
    "DominoesPart",
    "ElementwisePart",
    "Flow",
    "GalleryPart",
    "GalleryRun",
    "HeadPart",
    "Histogram",
    "HistogramPart",
    "Joint",
    "LadderPart",
    "Layer",
    "MapPart",
    "MatrixPart",
    "NudgePart",
    "NumberFormat",
    "PlotPart",
    "PlotSeries",
    "ProductPart",
    "ProsePart",
    "Reached",
    "ReductionPart",
    "RipplePart",
    "Role",
    "Row",
    "Rows",
    "RulersPart",
    "Said",
    "SearchPart",
    "Size",
    "SlopePart",
    "SongPart",
    "Span",
    "SquashPart",
    "TensorPart",
    "TextPart",
    "Tile",
    "TimeDrag",
    "TimePart",
    "TimeStop",
    "TracePart",
    "TransposePart",
    "Tries",
    "VersePart",
    "VotesPart",
    "WiresPart",
    "cell_name",
    "cells_wide",
    "change_text",
    "describe",
    "draw",
    "format_for",
    "format_number",
    "heat_role",
    "heat_scale",
    "own_format",
    "prose_height",
    "ref_at",
    "row_text",
    "row_width",
    "slope_text",
    "time_hit",
    "to_ascii",
    "with_minus",
]
