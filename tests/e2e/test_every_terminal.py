"""Other terminals than the common one: large, without colour, ASCII alone, no terminal at all."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .conftest import Start
from .plain_run import PROGRAM, after, error_at
from .reading import PREDICTIONS, STEPS, bars_show, choose, is_at, is_recorded, is_step, legend
from .terminal import COMMAND, Terminal, agree


def test_a_large_terminal_has_program_plot_and_predictions_beside_the_rest(start: Start) -> None:
    terminal = start("learn", "backprop:watch", size=(120, 40))
    terminal.until(lambda: is_recorded(terminal))
    for line in PROGRAM.read_text(encoding="utf-8").splitlines()[27:43]:
        assert line[:24].rstrip() in terminal.text
    for typed, epoch in ((":9\r", 9), (":12,345\r", 12_345), (":end\r", 59_999)):
        terminal.press(typed)
        terminal.until(lambda epoch=epoch: is_at(terminal, "epoch", epoch=epoch))
        terminal.until(lambda epoch=epoch: bars_show(terminal, PREDICTIONS, after(epoch).A2))
        terminal.until(lambda epoch=epoch: legend_is(terminal, epoch))


def test_ascii_without_colour_is_that_to_the_last_byte(start: Start) -> None:
    terminal = start("--ascii", "--still", NO_COLOR="1")
    terminal.wait_for("Press space and let it learn.")
    terminal.press("space")  # where nothing moves by itself this is the end at once
    terminal.wait_for("Do you want to see how?", "epoch 59,999")
    bars_show(terminal, ("0 and 0", "0 and 1", "1 and 0", "1 and 1"), after(59_999).A2)
    terminal.press("enter")
    terminal.wait_for("Choose a lesson.")
    choose(terminal, "backprop")
    terminal.press("enter")
    terminal.until(lambda: is_step(terminal, 1))
    for number in range(2, len(STEPS) + 1):
        terminal.press("enter", "right", "up", "down")
        terminal.until(lambda number=number: is_step(terminal, number))
    terminal.press("?")
    terminal.wait_for("Skip to the end")
    terminal.press("q")
    terminal.until(lambda: is_closed(terminal, "Skip to the end"))
    terminal.type(b"\x10")  # Ctrl+P
    terminal.wait_for("Search for commands")
    assert "??" not in terminal.text  # borders are something better
    terminal.press("escape")
    terminal.until(lambda: is_closed(terminal, "Search for commands"))
    terminal.press("q")
    terminal.wait_for("q Quit")
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.output.isascii()
    assert list(colours(terminal.output)) == []


def legend_is(terminal: Terminal, epoch: int) -> None:
    shown, error = legend(terminal)
    assert shown == epoch
    agree([error], error_at(epoch))


def is_closed(terminal: Terminal, text: str) -> None:
    assert text not in terminal.text


def test_colour_and_unicode_are_there_otherwise(start: Start) -> None:
    terminal = start("learn", "backprop:votes")
    terminal.until(lambda: "Four votes, one sum" in terminal.lines[0])
    terminal.until(lambda: is_at(terminal, "cell", cell=3))
    assert not terminal.output.isascii()
    assert list(colours(terminal.output))


def test_wheel_and_click_as_a_terminal_sends_them(start: Start) -> None:
    terminal = start("learn", "backprop:one-product")
    terminal.until(lambda: is_at(terminal, "cell", cell=15))
    terminal.type(b"\x1b[<65;10;12M")  # the wheel turned down over the picture
    terminal.until(lambda: is_at(terminal, "cell", cell=16))
    terminal.type(b"\x1b[<64;10;3M" * 2)  # up over the prose
    terminal.until(lambda: is_at(terminal, "cell", cell=14))
    column = terminal.lines[-2].index("line") + 1
    terminal.type(f"\x1b[<0;{column};23M\x1b[<0;{column};23m".encode())
    terminal.until(lambda: is_at(terminal, "line", line=38))


def test_output_that_is_no_terminal_gets_the_outline(state: Path) -> None:
    master, slave = os.openpty()
    try:
        done = subprocess.run(
            [COMMAND],
            check=False,
            stdin=slave,
            capture_output=True,
            timeout=60,
            env={"PATH": os.environ["PATH"], "HOME": str(state), "LANG": "C.UTF-8"},
        )
    finally:
        os.close(master)
        os.close(slave)
    assert (done.returncode, done.stderr) == (0, b"")
    for lesson in (b"normalization", b"tensors", b"forward", b"backprop"):
        assert b"\n" + lesson + b": " in done.stdout
    assert b"\x1b" not in done.stdout


def colours(output: bytes) -> Iterator[int]:
    """Every code in the output that chooses a colour, other than the terminal's own."""
    for sequence in re.findall(rb"\x1b\[([\d;:]*)m", output):
        codes = [int(code or 0) for code in re.split(rb"[;:]", sequence)]
        while codes:
            code = codes.pop(0)
            if code in (38, 48, 58):  # followed by 5 and a number, or by 2 and three of them
                yield code
                del codes[: 2 if codes[:1] == [5] else 4]
            elif code in {*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)}:
                yield code
