"""Where a learner is in a lesson and in time, and what there is to be seen there."""

from __future__ import annotations

from nnmath_tutor.play.cursor import (
    SPEEDS,
    AnyCommand,
    Command,
    Cursor,
    GoToStep,
    Seek,
    SetLevel,
    advance,
    at_end,
)
from nnmath_tutor.play.frame import Frame, frame_at
from nnmath_tutor.play.lecture import Lecture, runs_of

__all__ = [
    "SPEEDS",
    "AnyCommand",
    "Command",
    "Cursor",
    "Frame",
    "GoToStep",
    "Lecture",
    "Seek",
    "SetLevel",
    "advance",
    "at_end",
    "frame_at",
    "runs_of",
]
