"""What `nnmath-tutor workshop` does: it holds one."""

from __future__ import annotations

import importlib.util
import sys
from argparse import Namespace
from pathlib import Path

from nnmath_tutor.cli.arguments import UsageError
from nnmath_tutor.workshop.record import default_directory


def host(arguments: Namespace, *, ascii_only: bool) -> int:
    """Hold a workshop until it is closed. Raises UsageError.

    Without a terminal there is no console, as with --headless.
    """
    if sys.platform == "win32":
        raise UsageError("a workshop wants Linux or macOS (Windows: inside WSL)")
    if importlib.util.find_spec("asyncssh") is None:
        raise UsageError("a workshop wants one package more: pip install 'nnmath-tutor[workshop]'")
    from nnmath_tutor.workshop.run import Plan, WorkshopError, hold  # brings asyncssh

    lessons = Path(arguments.lessons) if arguments.lessons else None
    if lessons is not None and not lessons.is_dir():
        raise UsageError(f"--lessons {arguments.lessons}: there is no such folder")
    plan = Plan(
        state=Path(arguments.state) if arguments.state else default_directory(),
        host=arguments.host,
        port=arguments.port,
        code=arguments.code,
        most=arguments.max_learners,
        idle=arguments.idle_timeout,
        lessons=lessons,
    )
    present = None
    if not arguments.headless and sys.stdin.isatty() and sys.stdout.isatty():
        from nnmath_tutor.workshop.presenting import presenter  # brings Textual

        present = presenter(ascii_only=ascii_only, still=arguments.still)
    try:
        hold(plan, lambda line: print(line, flush=True), present)
    except WorkshopError as error:
        raise UsageError(str(error)) from None
    return 0
