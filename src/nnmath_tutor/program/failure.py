"""What ended a run early, in words, and the line of the program where it happened."""

from __future__ import annotations

import sys
from types import FrameType

from nnmath_tutor.program.edit import EditError
from nnmath_tutor.program.guard import Cancelled, Endless
from nnmath_tutor.program.model import Problem, ProblemKind
from nnmath_tutor.program.parse import Program
from nnmath_tutor.program.store import TooLargeError
from nnmath_tutor.program.transfer import UncopyableError


def problem_of(error: BaseException, program: Program, epoch: int | None, limit: float) -> Problem:
    """The problem that an exception makes; `limit` is that of the guard, in seconds."""
    line = program.loop.span.line if program.loop is not None else 1
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == program.filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, UncopyableError) and len(error.args) > 1:
        line = program.line_of(error.args[1]) or line
    kind, message = _explained(error, limit)
    return Problem(program.filename, line, message, kind, epoch)


def running_line(filename: str) -> int:
    """The line of a program that is running right now; 1 if none is."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == filename:
            return frame.f_lineno
        frame = frame.f_back
    return 1


def _explained(error: BaseException, limit: float) -> tuple[ProblemKind, str]:
    match error:
        case Cancelled():
            return ProblemKind.CANCELLED, "cancelled here, before the end"
        case Endless():
            return (
                ProblemKind.ENDLESS,
                f"still running after {limit:g} s: is this loop endless? "
                "Check the condition that should end it",
            )
        case TooLargeError():
            return ProblemKind.REFUSED, f"too large to record: {error}"
        case UncopyableError():
            return ProblemKind.REFUSED, f"can't be recorded: {error.args[0]}"
        case EditError():
            return ProblemKind.REFUSED, f"can't be edited: {error}"
        case SystemExit():
            return ProblemKind.EXCEPTION, "the program ended itself (SystemExit)"
        case RecursionError():
            return (
                ProblemKind.EXCEPTION,
                "RecursionError: a function calls itself without coming to an end",
            )
        case MemoryError():
            return ProblemKind.EXCEPTION, f"MemoryError: more memory than there is{_said(error)}"
        case _:
            return ProblemKind.EXCEPTION, f"{type(error).__name__}{_said(error)}"


def _said(error: BaseException) -> str:
    """What an exception says of itself, on one line; programs make exceptions of all kinds."""
    try:
        text = " ".join(str(error).split())
    except Exception as worse:
        text = f"(its text can't be had: {type(worse).__name__})"
    return f": {text}" if text else ""
