"""What goes wrong in life: odd keys, odd sizes, lost connections, a damaged file."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from .conftest import Start
from .reading import choose, is_at, is_recorded, is_step
from .terminal import Terminal


def progress(state: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((state / "progress.json").read_text(encoding="utf-8"))
    return document


def test_the_next_start_goes_on_where_the_last_one_was(start: Start) -> None:
    terminal = start()
    terminal.wait_for("let it learn")
    terminal.press("enter")
    terminal.wait_for("Choose a lesson.")
    choose(terminal, "forward")
    terminal.press("enter")
    terminal.until(lambda: is_step(terminal, 1))
    terminal.press("n", "n", "n", "v")  # on to the fourth step, and no verse
    terminal.until(lambda: is_step(terminal, 4))
    terminal.until(lambda: has_no_verse(terminal))
    leave(terminal)

    again = start()  # the map at once: no greeting for somebody who was here
    again.wait_for("Welcome back. Enter goes on where you left off.", " 4/")
    again.press("enter")
    again.until(lambda: is_step(again, 4))
    again.until(lambda: is_at(again, "cell"))
    has_no_verse(again)
    leave(again)

    third = start("learn")  # without a name: the lesson that was open last
    third.until(lambda: is_step(third, 4))


def has_no_verse(terminal: Terminal) -> None:
    assert "♪" not in terminal.text


def leave(terminal: Terminal) -> None:
    terminal.press("q")
    terminal.wait_for("q Quit")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_damaged_progress_file_is_set_aside(start: Start, state: Path) -> None:
    state.mkdir()
    damaged = b'{"format": 1, "lessons": {"backprop"\xff'
    (state / "progress.json").write_bytes(damaged)
    terminal = start()
    terminal.wait_for("could not be read", "let it learn")
    terminal.press("enter")
    terminal.wait_for("Enter opens it.")
    terminal.press("q")
    assert terminal.end() == 0
    assert (state / "progress.json.damaged-1").read_bytes() == damaged
    assert progress(state)["first_start_done"] is True


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_with_the_progress_saved(start: Start, state: Path, number: int) -> None:
    terminal = start("learn", "backprop:slope", asks=True)  # the recording is still going on
    terminal.until(lambda: is_step(terminal, 3))
    terminal.process.send_signal(number)
    assert terminal.end() == 0
    assert terminal.as_it_was
    assert progress(state)["lessons"]["backprop"] == {
        "visited": ["slope"],
        "step": "slope",
        "finished": False,
    }


def test_a_lost_terminal_ends_it_with_the_progress_saved(start: Start, state: Path) -> None:
    terminal = start("learn", "backprop:slope")
    terminal.until(lambda: is_step(terminal, 3))
    terminal.press("space")
    terminal.hang_up()
    assert terminal.end() == 0
    assert progress(state)["last_lesson"] == "backprop"


def test_paused_means_idle(start: Start) -> None:
    terminal = start("learn", "backprop:votes")
    terminal.until(lambda: is_recorded(terminal))
    terminal.press("space", "space", "right")  # play, pause, one step by hand
    terminal.until(lambda: is_at(terminal, "cell", cell=4))
    while terminal.read(time.monotonic() + 0.5):
        pass  # the last of that frame
    assert terminal.read(time.monotonic() + 2.0) == b""


def test_any_size_will_do(start: Start) -> None:
    terminal = start("learn", "backprop:votes")
    terminal.until(lambda: is_recorded(terminal))
    for width, height in ((40, 10), (20, 5), (1, 1), (200, 60), (10, 40), (80, 24)):
        terminal.resize(width, height)
        terminal.press("right", "left")
    terminal.until(lambda: is_at(terminal, "cell", epoch=260, line=42, part=2, cell=3))
    terminal.wait_for("Four votes, one sum", "votes on W2[h3,out]", "q Map")
    terminal.resize(40, 10)
    terminal.press("q")
    terminal.wait_for("Welcome back.")
    terminal.resize(20, 5)
    terminal.press("q")
    assert terminal.end() == 0


def test_keys_that_mean_nothing_do_nothing(start: Start) -> None:
    terminal = start("learn", "backprop:votes")
    terminal.until(lambda: is_at(terminal, "cell", cell=3))
    terminal.until(lambda: is_recorded(terminal))
    before = terminal.lines
    terminal.press("aAzZ0123456789!@#$%^&*()[]{}|~`;'\"_äß√한")
    terminal.type(b"\x1bOP\x1b")  # F1 shows the keys, Escape closes them
    terminal.type(b"\x1b[24~\x1b[1;5C\x1b[99;99;99z")
    terminal.type(b"z\xff\xfe\xc3z\x00")  # no text at all
    terminal.press("right")
    terminal.until(lambda: is_at(terminal, "cell", cell=4))
    terminal.press("left")
    terminal.until(lambda: is_at(terminal, "cell", cell=3))

    def as_before() -> None:
        assert terminal.lines == before

    terminal.until(as_before)


def test_a_wrong_epoch_is_asked_for_again(start: Start) -> None:
    terminal = start("learn", "backprop:watch")
    terminal.until(lambda: is_recorded(terminal))
    for wrong in ("60000", "-1", "1e3", "q", "²", "1" * 40):
        terminal.press(f":{wrong}", "enter")
        terminal.wait_for("That is no epoch, 0 to 59,999 or end.")
        terminal.press("escape")
        terminal.until(lambda: is_at(terminal, "epoch", epoch=110))
    terminal.press(":6x", "enter", "12", "enter")
    terminal.until(lambda: is_at(terminal, "epoch", epoch=12))
