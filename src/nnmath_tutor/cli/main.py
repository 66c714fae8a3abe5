"""From arguments to exit code: 0 done, 1 a fault of ours, 2 a mistake of the caller's."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from nnmath_tutor import DEBUG_VARIABLE
from nnmath_tutor.cli import restricted, streams
from nnmath_tutor.cli.arguments import PROG, UnknownCommandError, UsageError, parse

DONE, FAULT, MISTAKE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code. Raises only with $NNMATH_TUTOR_DEBUG=1."""
    # Threads of BLAS cost time to start and gain nothing on matrices that fit a screen.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    streams.prepare()
    words = sys.argv[1:] if argv is None else argv
    try:
        status = _answer(words)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along (`head`) has seen enough
        streams.abandon(sys.stdout)
        return DONE
    except KeyboardInterrupt:
        status = INTERRUPTED
    except SystemExit as end:  # argparse, after --help and --version
        status = end.code if isinstance(end.code, int) else DONE
    except UsageError as error:
        streams.say(f"{PROG}: {error}")
        status = MISTAKE
    except Exception as error:
        if restricted.wanted(words):
            restricted.tell(error)
            return _flushed(FAULT)
        if os.environ.get(DEBUG_VARIABLE) == "1":
            raise
        reason = f"{type(error).__name__}: {error}".removesuffix(": ")
        streams.say(f"{PROG}: something went wrong: {reason} (set {DEBUG_VARIABLE}=1 to see where)")
        status = FAULT
    return _flushed(status)


def _flushed(status: int) -> int:
    """Write what is left; a reader that went away is fine, a full disk is a fault."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        streams.abandon(sys.stdout)
    except OSError as error:
        streams.abandon(sys.stdout)
        if status == DONE:
            streams.say(f"{PROG}: the output could not be written: {error.strerror}")
            return FAULT
    return status


def _answer(argv: Sequence[str]) -> int:
    try:
        arguments = parse(argv)
    except UnknownCommandError as error:
        from nnmath_tutor.cli.commands import is_lesson

        if is_lesson(error.word):
            hint = f"for the lesson: `{PROG} learn {error.word}`"
            raise UsageError(f"there is no command {error.word!r}; {hint}") from None
        raise
    # Late, because this brings NumPy.
    from nnmath_tutor.cli.commands import run_command

    return run_command(arguments)
