"""Lessons: what is taught, read from Markdown, filled in from a running program, and checked."""

from __future__ import annotations

from nnmath_tutor.lesson.asking import QuestionError, posed
from nnmath_tutor.lesson.catalogue import (
    Catalogue,
    UnknownLessonError,
    catalogue,
    lesson_files,
    own_lessons,
)
from nnmath_tutor.lesson.check import check
from nnmath_tutor.lesson.expressions import ExpressionError
from nnmath_tutor.lesson.fill import Filled, evaluate, fill
from nnmath_tutor.lesson.glossary import Term
from nnmath_tutor.lesson.grading import Outcome, Verdict, answer_text, grade, wanted
from nnmath_tutor.lesson.links import Target
from nnmath_tutor.lesson.mentions import Mention, Mentions
from nnmath_tutor.lesson.mistakes import LessonError
from nnmath_tutor.lesson.model import (
    STAGES,
    Claim,
    GradientSpec,
    Lesson,
    NetworkSpec,
    RunSpec,
    SceneSpec,
    Step,
)
from nnmath_tutor.lesson.names import LESSON_NAMES, NotYetError, names_at
from nnmath_tutor.lesson.posed import CellTable, Posed, PosedChoice, PosedSlip
from nnmath_tutor.lesson.question import Choice, Question, QuestionKind, Slip
from nnmath_tutor.lesson.readability import can_grade
from nnmath_tutor.lesson.reader import parse_lesson, read_lesson
from nnmath_tutor.lesson.reference import Entry, Reference, UnknownEntryError, load_reference
from nnmath_tutor.lesson.rehearse import run_of
from nnmath_tutor.lesson.song import song
from nnmath_tutor.lesson.start import StartError, start_position
from nnmath_tutor.lesson.worked import Worked, WorkError, worked

__all__ = [
    "LESSON_NAMES",
    "STAGES",
    "Catalogue",
    "CellTable",
    "Choice",
    "Claim",
    "Entry",
    "ExpressionError",
    "Filled",
    "GradientSpec",
    "Lesson",
    "LessonError",
    "Mention",
    "Mentions",
    "NetworkSpec",
    "NotYetError",
    "Outcome",
    "Posed",
    "PosedChoice",
    "PosedSlip",
    "Question",
    "QuestionError",
    "QuestionKind",
    "Reference",
    "RunSpec",
    "SceneSpec",
    "Slip",
    "StartError",
    "Step",
    "Target",
    "Term",
    "UnknownEntryError",
    "UnknownLessonError",
    "Verdict",
    "WorkError",
    "Worked",
    "answer_text",
    "can_grade",
    "catalogue",
    "check",
    "evaluate",
    "fill",
    "grade",
    "lesson_files",
    "load_reference",
    "names_at",
    "own_lessons",
    "parse_lesson",
    "posed",
    "read_lesson",
    "run_of",
    "song",
    "start_position",
    "wanted",
    "worked",
]
