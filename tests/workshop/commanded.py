"""`nnmath-tutor workshop` as a teacher starts it, and what it left behind."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from .clients import PATIENCE
from .learners import children

READY = "Ready. Ctrl+C closes the workshop."


class Command:
    """The command as a teacher starts it, without a console."""

    def __init__(self, state: Path, lessons: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [*tutor(), "workshop", *where(state, lessons), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=surroundings(),
        )
        self.state, self.said = state, ""

    def __enter__(self) -> Self:
        self.wait_for(READY)
        self.port = int(self.find(r"ssh -p (\d+) YOUR-NAME@127\.0\.0\.1"))
        self.code = self.find(r"The code is +(\S+)")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        rest, complaints = self.process.communicate(timeout=PATIENCE)
        self.said += rest
        assert complaints == ""

    def wait_for(self, text: str) -> None:
        assert self.process.stdout is not None
        while text not in self.said:
            line = self.process.stdout.readline()
            assert line, (self.said, self.process.communicate(timeout=PATIENCE))
            self.said += line

    def find(self, pattern: str) -> str:
        found = re.search(pattern, self.said)
        assert found, self.said
        return found[1]

    def forge(self) -> int:
        """The process that forks."""
        (pid,) = children(self.process.pid)
        return pid


def where(state: Path, lessons: Path, port: int = 0) -> list[str]:
    """The options that every start of it has."""
    line = ["--headless", "--port", str(port), "--state", str(state)]
    return [*line, "--lessons", str(lessons)]


def tutor() -> list[str]:
    return [sys.executable, "-m", "nnmath_tutor"]


def surroundings() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        select.select([], [], [], 0.02)


def descriptors(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
