"""A first visit from the first key to the last: what each screen shows is what NumPy computes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from .conftest import Start
from .plain_run import after, error_at
from .reading import (
    BARS,
    PREDICTIONS,
    STEPS,
    bars_show,
    cells,
    choose,
    is_at,
    is_recorded,
    is_step,
    legend,
    time_bar,
)
from .terminal import Terminal, agree


def test_a_first_visit(start: Start, state: Path) -> None:
    terminal = start()
    welcome(terminal)
    backprop(terminal)
    terminal.press("q")
    terminal.wait_for("q Quit", "Backpropagation", f"{len(STEPS)}/{len(STEPS)}")
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.as_it_was
    progress = json.loads((state / "progress.json").read_text(encoding="utf-8"))
    assert progress["first_start_done"] is True
    assert progress["last_lesson"] == "backprop"
    assert progress["lessons"]["backprop"]["step"] == "watch"
    assert len(progress["lessons"]["backprop"]["visited"]) == len(STEPS)


def welcome(terminal: Terminal) -> None:
    terminal.wait_for("Press space and let it learn.")
    terminal.until(lambda: bars_show(terminal, BARS, after(0).A2))
    terminal.press("space")

    def some_epochs_later() -> None:
        assert legend(terminal)[0] >= 12

    terminal.until(some_epochs_later)
    terminal.press("space", "right", "left", "left")  # hold it, then one on and two back
    epoch = -1

    def holds() -> None:
        nonlocal epoch
        epoch, error = legend(terminal)
        agree([error], error_at(epoch))
        bars_show(terminal, BARS, after(epoch).A2)

    terminal.until(holds)
    terminal.press("enter")
    terminal.wait_for("Enter opens it.", "enter Open", "Normalization", "Tensors", "forward pass")


def backprop(terminal: Terminal) -> None:
    choose(terminal, "backprop")
    terminal.wait_for("builds on The forward pass")  # which is about Backpropagation
    terminal.press("enter")
    terminal.wait_for("In the middle of learning")
    terminal.until(lambda: bars_show(terminal, PREDICTIONS, after(260).A2))
    terminal.until(lambda: legend_is(terminal, 260))
    terminal.until(lambda: is_at(terminal, "line", epoch=260, line=31))

    go_on_to(terminal, "error")
    terminal.press("end")
    terminal.until(lambda: difference(terminal, cell=4))
    terminal.press("left")
    terminal.until(lambda: difference(terminal, cell=3))
    terminal.press("right")
    terminal.until(lambda: difference(terminal, cell=4))

    go_on_to(terminal, "one-product")
    terminal.press("g", "home", "right", "right")  # from wires to matrices
    blame = after(260).delta2 @ after(259).W2.T
    terminal.until(lambda: product_row(terminal, "ex1", blame[0, :3]))
    terminal.press("right")
    terminal.until(lambda: product_row(terminal, "ex1", blame[0, :4]))

    go_on_to(terminal, "votes")
    terminal.press("home", "right", "right")
    terminal.until(lambda: votes(terminal, cell=3))
    reached = play_on(terminal)
    terminal.until(lambda: votes(terminal, cell=reached))
    terminal.press("left")
    terminal.until(lambda: votes(terminal, cell=reached - 1))

    go_on_to(terminal, "watch")
    terminal.until(lambda: legend_is(terminal, 110))
    terminal.until(lambda: is_recorded(terminal))
    terminal.type(b":30000\r")  # in one packet, as a slow line delivers it
    terminal.until(lambda: is_at(terminal, "epoch", epoch=30_000))
    terminal.until(lambda: bars_show(terminal, PREDICTIONS, after(30_000).A2))
    terminal.until(lambda: legend_is(terminal, 30_000))
    assert error_at(30_000) == pytest.approx(0.00462917677677, abs=1e-14)


def go_on_to(terminal: Terminal, step: str) -> None:
    """Press Enter until that step of the lesson has come, seeing every one on the way."""
    here = int(re.findall(r" (\d+)/", terminal.lines[0])[0])
    for number in range(here + 1, STEPS.index(step) + 2):
        terminal.press("enter")
        terminal.until(lambda number=number: is_step(terminal, number))


def legend_is(terminal: Terminal, epoch: int) -> None:
    shown, error = legend(terminal)
    assert shown == epoch
    agree([error], error_at(epoch))


def difference(terminal: Terminal, cell: int) -> None:
    """`error = y - A2` with some of its cells computed."""
    is_at(terminal, "cell", epoch=260, line=33, part=1, cell=cell)
    run = after(260)
    for row in range(cell):
        y, guess, lack = cells(terminal, f"ex{row + 1}")
        agree(y + guess + lack, [run.y[row, 0], run.A2[row, 0], run.error[row, 0]])
    for row in range(cell, 4):  # not computed yet
        assert len(cells(terminal, f"ex{row + 1}")) == 2
    # The sum in words says the same, and works out as it stands.
    y, guess, lack = terminal.numbers(rf"\(y - A2\)\[ex{cell},out\] = (?=.* = )")
    guess = guess.removeprefix("-")
    agree([y, guess, lack], [run.y[cell - 1, 0], run.A2[cell - 1, 0], run.error[cell - 1, 0]])
    assert float(y) - float(guess) == pytest.approx(float(lack), abs=1e-9)


def product_row(terminal: Terminal, label: str, values: object) -> None:
    *_, shown = cells(terminal, label)
    agree(shown, values)


def votes(terminal: Terminal, cell: int) -> None:
    """`A1.T @ delta2` at its `cell`-th cell: every number on the screen."""
    is_at(terminal, "cell", epoch=260, line=42, part=2, cell=cell)
    run = after(260)
    steps = run.A1.T @ run.delta2
    added = 0.0
    for row in range(4):
        activation, delta, vote = terminal.numbers(rf"^ +ex{row + 1}  (?=.* = )")
        ours = (run.A1[row, cell - 1], run.delta2[row, 0])
        agree([activation, delta, vote], [*ours, ours[0] * ours[1]])
        places = len(vote.partition(".")[2])
        exact = float(activation) * float(delta)
        assert exact == pytest.approx(float(vote), abs=0.5001 * 10.0**-places)
        added += float(vote)
    (total,) = terminal.numbers(r"all 4 += ")
    agree([total], steps[cell - 1])
    places = len(total.partition(".")[2])
    assert added == pytest.approx(float(total), abs=0.5001 * 10.0**-places)


def play_on(terminal: Terminal) -> int:
    """Play slowly from the first cell, pause after a step; the cell that was come to."""
    terminal.press("left", "left", "-", "space")

    def moved() -> None:
        bar = time_bar(terminal)
        assert bar.playing
        assert bar.speed == "1/2"
        assert bar.at["cell"] > 1

    terminal.until(moved)
    terminal.press("space")

    def paused() -> None:
        assert not time_bar(terminal).playing

    terminal.until(paused)
    return time_bar(terminal).at["cell"]
