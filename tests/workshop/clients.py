"""OpenSSH's own clients, against a host on loopback."""

from __future__ import annotations

import contextlib
import os
import pty
import queue
import re
import shutil
import signal
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
import pytest

MISSING = [
    each for each in ("ssh", "scp", "sftp", "ssh-keygen", "sshpass") if not shutil.which(each)
]
if MISSING:
    pytest.skip(
        f"wants {', '.join(MISSING)} (Debian: apt-get install openssh-client sshpass)",
        allow_module_level=True,
    )

PATIENCE = 60.0
_OPTIONS = """
-F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o IdentityAgent=none
-o IdentitiesOnly=yes -o LogLevel=INFO -o ConnectTimeout=10
"""
OPTIONS = tuple(_OPTIONS.split())
PROMPT = "Code of the workshop"


def command(
    port: int, *words: str, name: str = "maria", code: str | None = None, program: str = "ssh"
) -> list[str]:
    """The words of a command line; `code` is typed by sshpass."""
    typist = ["sshpass", "-P", PROMPT, "-p", code] if code is not None else []
    port_option = "-P" if program in ("sftp", "scp") else "-p"
    line = [*typist, program, port_option, str(port), *OPTIONS]
    if program == "scp":
        return [*line, *words]
    if program == "sftp":
        return [*line, *words, f"{name}@127.0.0.1"]
    *options, wanted = words  # the last is what comes after the address; empty for nothing
    return [*line, *options, "-l", name, "127.0.0.1", *([wanted] if wanted else [])]


def run(line: Sequence[str], typed: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Run to the end; what it wrote is text."""
    done = subprocess.run(
        line, input=typed, capture_output=True, timeout=PATIENCE, check=False, env=_environment()
    )
    return subprocess.CompletedProcess(
        done.args,
        done.returncode,
        done.stdout.decode(errors="replace"),
        done.stderr.decode(errors="replace"),
    )


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "HOME": "/dev/null"}


class Ssh:
    """ssh in a terminal of its own. As a real one does, it takes whatever comes at once: ssh that
    can't get rid of a screen hears no key either."""

    def __init__(
        self, line: Sequence[str], size: tuple[int, int] = (80, 24), **environment: str
    ) -> None:
        pid, self._terminal = pty.fork()
        if pid == 0:
            os.execvpe(line[0], list(line), {**_environment(), **environment})
        self.pid, self.screen, self._status = pid, "", -1
        self._shown = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._shown)
        self._taken: queue.SimpleQueue[bytes] = queue.SimpleQueue()  # empty bytes: the end
        self._taking = threading.Thread(target=self._take, daemon=True)
        self._taking.start()
        self.resize(*size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status < 0:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self._taking.join(PATIENCE)
        os.close(self._terminal)

    def resize(self, columns: int, rows: int) -> None:
        self._shown.resize(rows, columns)
        termios.tcsetwinsize(self._terminal, (rows, columns))

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    @property
    def text(self) -> str:
        """What the screen shows, as far as it was read."""
        return "\n".join(self._shown.display)

    def wait_for(self, pattern: str, seconds: float = PATIENCE) -> re.Match[str]:
        """Read until the pattern comes; what comes up to its end is taken off `screen`."""
        until = time.monotonic() + seconds
        while (found := re.search(pattern, self.screen)) is None:
            left = until - time.monotonic()
            if left <= 0 or not self._read(left):
                raise AssertionError(f"no {pattern!r} in {self.screen!r}")
        self.screen = self.screen[found.end() :]
        return found

    def see(self, text: str, seconds: float = PATIENCE) -> None:
        """Read until the screen shows the text."""
        self._until(lambda: text in self.text, text, seconds)

    def see_no_more(self, text: str, seconds: float = PATIENCE) -> None:
        """Read until the screen shows it no longer."""
        self._until(lambda: text not in self.text, f"end of {text}", seconds)

    def _until(self, true: Callable[[], bool], what: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not true():
            left = until - time.monotonic()
            if left <= 0 or not self._read(left):
                raise AssertionError(f"no {what!r} in\n{self.text}\n{self.screen[-500:]!r}")

    def ended(self, seconds: float = PATIENCE) -> int:
        """Read to the end; gives the exit code."""
        until = time.monotonic() + seconds
        while self._read(max(0.0, until - time.monotonic())):
            assert time.monotonic() < until, self.screen
        while (found := os.waitpid(self.pid, os.WNOHANG)) == (0, 0):
            assert time.monotonic() < until, self.screen
            time.sleep(0.01)
        _, status = found
        self._status = os.waitstatus_to_exitcode(status)
        return self._status

    def _take(self) -> None:
        data = b"?"
        while data:
            try:
                data = os.read(self._terminal, 65536)
            except OSError:  # nobody is at the other end any longer
                data = b""
            self._taken.put(data)

    def _read(self, seconds: float) -> bool:
        """What has come, waited for; false at the end, or if nothing came."""
        try:
            data = self._taken.get(timeout=seconds)
        except queue.Empty:
            return False
        if not data:
            self._taken.put(data)  # for whoever reads again
            return False
        with contextlib.suppress(TypeError):  # a sequence that was cut, where a host was killed
            self._stream.feed(data)
        self.screen += data.decode(errors="replace")
        return True


def join(port: int, code: str, *options: str, name: str = "maria", **environment: str) -> Ssh:
    """ssh as a learner starts it, the code typed."""
    ssh = Ssh(command(port, *options, "", name=name), **environment)
    ssh.wait_for(PROMPT)
    ssh.type(f"{code}\n")
    return ssh


def make_key(path: Path) -> Path:
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True, timeout=20
    )
    return path
