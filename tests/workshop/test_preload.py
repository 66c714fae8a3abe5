"""What is imported before the first fork, and that importing it does nothing else."""

from __future__ import annotations

import subprocess
import sys

REPORT = """
import os, signal, sys, threading
import nnmath_tutor.workshop.learner_app
before = len(os.listdir("/dev/fd")), dict(os.environ), signal.getsignal(signal.SIGINT)
from nnmath_tutor.workshop.preload import preload
assert preload() > 300
assert threading.active_count() == 1
assert (len(os.listdir("/dev/fd")), dict(os.environ), signal.getsignal(signal.SIGINT)) == before
print(*sys.modules, file=sys.stderr)
"""


def test_everything_is_there_and_nothing_was_started() -> None:
    done = subprocess.run(
        [sys.executable, "-c", REPORT],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    loaded = set(done.stderr.split())
    assert {
        "concurrent.futures.thread",
        "textual.widgets._help_panel",
        "textual.highlight",
    } <= loaded
    assert not loaded & {"asyncssh", "sqlite3", "textual.demo"}
