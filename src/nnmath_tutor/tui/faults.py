"""A fault that nobody at the screen is to see: they get a number, the log gets the rest."""

from __future__ import annotations

import secrets
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import syslog

if TYPE_CHECKING:
    from typing import Any

Log = Callable[[int, str], None]  # the fault's number, and its traceback
SENTENCE = (
    "Something went wrong: fault {number}. What you did is kept. "
    "Tell whoever runs this tutor the number; the log has the rest."
)


def fault_number() -> int:
    """A number to tell: six digits, so that it can be called across a room."""
    return 100_000 + secrets.randbelow(900_000)


def to_system_log(number: int, trace: str) -> None:
    """The fault as lines of the system's log, where there is one."""
    if sys.platform != "win32":
        for line in trace.splitlines():
            syslog.syslog(syslog.LOG_ERR, f"nnmath-tutor: fault {number}: {line}")


def told(error: BaseException | None, log: Log) -> str:
    """Log a fault under a new number; gives the sentence for the screen. Raises nothing."""
    number = fault_number()
    trace = "" if error is None else "".join(traceback.format_exception(error))
    try:
        log(number, trace)
    except Exception:
        return SENTENCE.format(number=number).replace("; the log has the rest", "")
    return SENTENCE.format(number=number)


def keep_to_the_log(log: Log) -> None:
    """From now on Python itself shows no traceback either, in no thread."""

    def whole(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        print(told(error, log), file=sys.stderr)

    def thread(fault: threading.ExceptHookArgs) -> None:
        told(fault.exc_value, log)

    def unraisable(fault: Any) -> None:
        told(fault.exc_value, log)

    sys.excepthook = whole
    threading.excepthook = thread
    sys.unraisablehook = unraisable
