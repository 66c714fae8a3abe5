"""The driver in a real pseudo-terminal: whatever happens to it, the app leaves by its own door."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nnmath_tutor.tui.driver import driver_class

APP = """
import fcntl, os, signal, sys, termios
from pathlib import Path

if "--owned" in sys.argv:  # the terminal's hang-up then reaches this process as SIGHUP
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
if "--nohup" in sys.argv:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

from textual.app import App
from textual.widgets import Static
from nnmath_tutor.tui.driver import driver_class

log = Path(sys.argv[1])


class Small(App):
    ENABLE_COMMAND_PALETTE = False

    def compose(self):
        yield Static("READY", id="text")

    def on_mount(self):
        if "--busy" in sys.argv:
            self.set_interval(1 / 60, self.paint)

    def paint(self):
        text = os.urandom(1500).hex()
        self.query_one("#text", Static).update(text)

    def on_key(self, event):
        with log.open("a") as file:
            file.write(event.key + "\\n")
        if event.key == "q":
            self.exit()
        if event.key == "f":
            for _ in range(100):  # more than any terminal keeps, more than Textual queues
                self._driver.write("x" * 10_000)

    def on_unmount(self):
        with log.open("a") as file:
            file.write("saved\\n")


app = Small(driver_class=driver_class())
app.run()
with log.open("a") as file:
    file.write("ended\\n")
sys.exit(app.return_code)
"""

SECONDS = 20.0  # far more than anything here takes; only a hang gets there


class Terminal:
    """A process in a pseudo-terminal, and what it wrote."""

    def __init__(self, log: Path, *options: str) -> None:
        self.log = log
        self.master, slave = os.openpty()
        termios.tcsetwinsize(slave, (24, 80))
        self.before = termios.tcgetattr(slave)

        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", APP, str(log), *options],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color"},
        )
        self.slave = slave  # kept open here to look at its settings; see `hang_up`
        self.output = b""

    def wait_for(self, text: bytes) -> None:
        """Read until the process has written `text`."""
        until = time.monotonic() + SECONDS
        while text not in self.output:
            self.read(until)

    def read(self, until: float) -> None:
        ready, _, _ = select.select([self.master], [], [], max(0.0, until - time.monotonic()))
        assert ready, f"nothing more came after {self.output[-300:]!r}"
        self.output += os.read(self.master, 65536)

    def wait_for_log(self, line: str) -> None:
        """Until the app has logged `line`; what it writes meanwhile is read."""
        until = time.monotonic() + SECONDS
        while line not in self.lines():
            assert time.monotonic() < until, self.lines()
            ready, _, _ = select.select([self.master], [], [], 0.01)
            if ready:
                self.read(until)

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def type(self, data: bytes) -> None:
        os.write(self.master, data)

    def hang_up(self) -> None:
        """The terminal goes away, as a closed window or a lost connection."""
        os.close(self.slave)
        os.close(self.master)
        self.slave = self.master = -1

    def end(self) -> int:
        """The exit status; all that is written until then is read."""
        until = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < until, "the process does not end"
            if self.master < 0:
                self.process.wait(SECONDS)
            elif select.select([self.master], [], [], 0.01)[0]:
                self.read(until)
        while self.master >= 0 and select.select([self.master], [], [], 0)[0]:
            self.read(until)
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in (self.master, self.slave):
            if descriptor >= 0:
                os.close(descriptor)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def start(log: Path) -> Iterator[object]:
    terminals: list[Terminal] = []

    def begin(*options: str) -> Terminal:
        terminals.append(Terminal(log, *options))
        return terminals[-1]

    yield begin
    for terminal in terminals:
        terminal.close()


def restored(terminal: Terminal) -> bool:
    """Line settings as before, the alternate screen left, the cursor shown, the mouse off."""
    wrote = terminal.output
    return termios.tcgetattr(terminal.slave) == terminal.before and all(
        wrote.rfind(off) > wrote.rfind(on) >= 0
        for on, off in (
            (b"\x1b[?1049h", b"\x1b[?1049l"),
            (b"\x1b[?25l", b"\x1b[?25h"),
            (b"\x1b[?1003h", b"\x1b[?1003l"),
            (b"\x1b[?2004h", b"\x1b[?2004l"),
        )
    )


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGHUP, 0), (signal.SIGTERM, 0), (signal.SIGINT, 130)]
)
def test_a_signal_leads_out_by_the_door(start, number: int, status: int) -> None:
    terminal = start()
    terminal.wait_for(b"READY")
    terminal.process.send_signal(number)
    assert terminal.end() == status
    assert terminal.lines() == ["saved", "ended"]
    assert restored(terminal)


@pytest.mark.parametrize("options", [(), ("--owned",), ("--busy",), ("--busy", "--owned")])
def test_a_terminal_that_goes_away_ends_the_app(start, options: tuple[str, ...]) -> None:
    terminal = start(*options)
    terminal.wait_for(b"\x1b[?2026$p")  # the input thread is running
    terminal.hang_up()
    assert terminal.end() == 0
    assert terminal.lines() == ["saved", "ended"]


def test_ignored_hangups_do_not_leave_it_spinning(start) -> None:
    terminal = start("--owned", "--busy", "--nohup")
    terminal.wait_for(b"\x1b[?2026$p")
    terminal.hang_up()
    assert terminal.end() == 0
    assert terminal.lines() == ["saved", "ended"]


def test_a_terminal_that_reads_no_more_does_not_hold_up_a_signal(start) -> None:
    terminal = start()
    terminal.wait_for(b"READY")
    terminal.type(b"f")
    until = time.monotonic() + SECONDS
    while "f" not in terminal.lines():  # without reading what it writes
        assert time.monotonic() < until
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.process.wait(SECONDS) == 0
    assert terminal.lines() == ["f", "saved", "ended"]


def test_bytes_that_are_not_text_are_no_harm(start) -> None:
    terminal = start()
    terminal.wait_for(b"READY")
    terminal.type(b"a\xffb")
    terminal.wait_for_log("b")
    terminal.type(b"\x1b[1:2A")  # Textual's own parser raises here
    terminal.type(b"\xc3")  # half a character
    terminal.type(b"c")
    terminal.wait_for_log("c")
    noise = (
        random.Random(1).randbytes(2000).translate(None, b"qf\x11")
    )  # the keys that do something
    terminal.type(noise + b"\x18" * 40)
    terminal.type(b"\x1b[201~" + b"z" * 40 + b"q")
    assert terminal.end() == 0
    assert terminal.lines()[-2:] == ["saved", "ended"]
    assert restored(terminal)


def test_answers_are_no_keys_even_in_pieces(start) -> None:
    terminal = start()
    terminal.wait_for(b"\x1b[5n")
    for piece in (b"\x1b", b"[0", b"na", b"\x1b[0n\x1b[?62;22c", b"b"):
        terminal.type(piece)
    terminal.wait_for_log("b")
    assert terminal.lines() == ["a", "b"]
    terminal.type(b"\x1b")
    terminal.wait_for_log("escape")
    terminal.type(b"q")
    assert terminal.end() == 0


def test_another_driver_may_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    assert driver_class() is not None
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert driver_class() is None
