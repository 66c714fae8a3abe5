"""What `--restricted` leaves of the command line: the screens, and nothing that a learner names."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import MutableMapping, Sequence

from nnmath_tutor import DEBUG_VARIABLE
from nnmath_tutor.cli import streams
from nnmath_tutor.cli.arguments import PROG, UsageError

SCREENS = (None, "learn", "review")  # the commands that open some


def enter(arguments: Namespace, environment: MutableMapping[str, str] = os.environ) -> None:
    """Close what the command line and the environment could open, before Textual is imported.

    Raises UsageError where there would be no screen: whatever else a command does is closed.
    """
    if arguments.command not in SCREENS:
        known = "`learn LESSON` and `review`"
        raise UsageError(f"`{arguments.command}` is closed with --restricted; open are {known}")
    named = getattr(arguments, "lesson", None) or ""
    if named.partition(":")[0].endswith(".md") or "/" in named:
        raise UsageError("lessons from files are closed with --restricted; name one by its id")
    if getattr(arguments, "plain", False):
        raise UsageError("--plain is closed with --restricted")
    if not streams.interactive():
        raise UsageError("--restricted wants a terminal that can show screens (with ssh: ssh -t)")
    # Textual's variables name files to write, code to load, keys to press.
    for name in [*environment]:
        if name.startswith("TEXTUAL") or name == DEBUG_VARIABLE:
            del environment[name]
    from nnmath_tutor.tui.faults import keep_to_the_log, to_system_log

    keep_to_the_log(to_system_log)


def tell(error: BaseException) -> None:
    """A fault as a number."""
    from nnmath_tutor.tui.faults import to_system_log, told

    streams.say(f"{PROG}: {told(error, to_system_log)}")


def wanted(argv: Sequence[str]) -> bool:
    """Whether it was asked for, also where the rest of the line couldn't be read."""
    return "--restricted" in argv
