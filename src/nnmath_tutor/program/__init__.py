"""The engine: a NumPy program parsed, run, recorded epoch by epoch, and stepped through.

It knows nothing of lessons, pictures or screens.
"""

from __future__ import annotations

from nnmath_tutor.program.audit import audit
from nnmath_tutor.program.branch import branch_epoch
from nnmath_tutor.program.cache import RecordingCache
from nnmath_tutor.program.cell_ways import fed_by, feeds
from nnmath_tutor.program.cells import (
    ProductCell,
    cell_count,
    cell_index,
    product_cell,
    term_count,
)
from nnmath_tutor.program.compare import identical
from nnmath_tutor.program.edit import Edit, EditError
from nnmath_tutor.program.editable import (
    check_edit,
    editable,
    loop_uses,
    setup_uses,
    turns_to_float,
)
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
from nnmath_tutor.program.nudge import Ripple, evaluate_in, ripple
from nnmath_tutor.program.origins import (
    Given,
    Made,
    Origin,
    evaluation_at,
    origin_of,
    origin_of_name,
    uses_of,
)
from nnmath_tutor.program.parse import Loop, Program, load, parse
from nnmath_tutor.program.recorder import Recorder, record
from nnmath_tutor.program.recording import Recording
from nnmath_tutor.program.run import Run
from nnmath_tutor.program.stops import next_stop, previous_stop, stops_before

__all__ = [
    "Edit",
    "EditError",
    "Evaluation",
    "FloatNote",
    "Given",
    "Level",
    "Line",
    "Loop",
    "Made",
    "Operand",
    "Operation",
    "Origin",
    "Position",
    "Problem",
    "ProblemKind",
    "ProductCell",
    "Program",
    "ProgramError",
    "Recorder",
    "Recording",
    "RecordingCache",
    "Ripple",
    "Run",
    "Span",
    "audit",
    "branch_epoch",
    "cell_count",
    "cell_index",
    "check_edit",
    "editable",
    "evaluate_in",
    "evaluation_at",
    "fed_by",
    "feeds",
    "identical",
    "load",
    "loop_uses",
    "next_stop",
    "origin_of",
    "origin_of_name",
    "parse",
    "previous_stop",
    "product_cell",
    "record",
    "ripple",
    "setup_uses",
    "stops_before",
    "term_count",
    "turns_to_float",
    "uses_of",
]
