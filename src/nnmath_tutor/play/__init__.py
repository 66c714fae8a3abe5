"""Where a learner is in a lesson and in time, and what there is to be seen there."""

from __future__ import annotations

from nnmath_tutor.play.browse import BROWSE_KEYS, Browse, Page
from nnmath_tutor.play.changing import Change
from nnmath_tutor.play.cursor import (
    SPEEDS,
    AnyCommand,
    Command,
    Cursor,
    Follow,
    GoToStep,
    Seek,
    SetLevel,
    advance,
    at_end,
)
from nnmath_tutor.play.frame import Frame, frame_at
from nnmath_tutor.play.lecture import Lecture, runs_of
from nnmath_tutor.play.look import Look
from nnmath_tutor.play.review import Due, Mark, Tally, due_questions, mark_of, tally
from nnmath_tutor.play.session import Session
from nnmath_tutor.play.trials import MAIN, History, Trial, Trials
from nnmath_tutor.play.view import View

__all__ = [
    "BROWSE_KEYS",
    "MAIN",
    "SPEEDS",
    "AnyCommand",
    "Browse",
    "Change",
    "Command",
    "Cursor",
    "Due",
    "Follow",
    "Frame",
    "GoToStep",
    "History",
    "Lecture",
    "Look",
    "Mark",
    "Page",
    "Seek",
    "Session",
    "SetLevel",
    "Tally",
    "Trial",
    "Trials",
    "View",
    "advance",
    "at_end",
    "due_questions",
    "frame_at",
    "mark_of",
    "runs_of",
    "tally",
]
