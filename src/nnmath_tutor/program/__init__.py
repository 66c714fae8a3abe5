"""The engine: a NumPy program parsed, run, recorded epoch by epoch, and stepped through.

It knows nothing of lessons, pictures or screens.
"""

from __future__ import annotations

from nnmath_tutor.program.audit import audit
from nnmath_tutor.program.cache import RecordingCache
from nnmath_tutor.program.cells import ProductCell, cell_count, cell_index, product_cell
from nnmath_tutor.program.compare import identical
from nnmath_tutor.program.model import (
    Evaluation,
    FloatNote,
    Level,
    Line,
    Operand,
    Operation,
    Position,
    Problem,
    ProblemKind,
    ProgramError,
    Span,
)
from nnmath_tutor.program.parse import Loop, Program, load, parse
from nnmath_tutor.program.recorder import Recorder, record
from nnmath_tutor.program.recording import Recording
from nnmath_tutor.program.run import Run

__all__ = [
    "Evaluation",
    "FloatNote",
    "Level",
    "Line",
    "Loop",
    "Operand",
    "Operation",
    "Position",
    "Problem",
    "ProblemKind",
    "ProductCell",
    "Program",
    "ProgramError",
    "Recorder",
    "Recording",
    "RecordingCache",
    "Run",
    "Span",
    "audit",
    "cell_count",
    "cell_index",
    "identical",
    "load",
    "parse",
    "product_cell",
    "record",
]
