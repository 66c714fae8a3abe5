"""Looking, nudging and changing numbers as a learner does it, in a real terminal."""

from __future__ import annotations

from pathlib import Path

from nnmath_tutor.program import Edit
from plain_training import training

from .conftest import Start
from .reading import is_at, is_recorded
from .terminal import agree


def test_a_learner_asks_where_from_and_what_if(start: Start, state: Path) -> None:
    terminal = start("learn", "backprop:update")
    terminal.until(lambda: is_recorded(terminal))
    terminal.press("i")
    terminal.wait_for("W2 after[h3,out] = −5.045", "It goes into")
    terminal.press("left", "left", "e")
    terminal.wait_for("as epoch 260 begins; what if it were")
    terminal.press("3/2", "enter")
    terminal.wait_for("what if 1", "u takes it back")
    terminal.press("q")
    terminal.until(lambda: is_recorded(terminal))
    terminal.type(b":400\r")
    terminal.until(lambda: is_at(terminal, "cell", epoch=400))

    def weights_are(changed: list[Edit]) -> None:
        epochs = training(1, changed, 401)
        before, after = (epochs[epoch][-1]["W2"] for epoch in (399, 400))
        for row in range(4):
            shown = terminal.numbers(rf"^[ ▸]*h{row + 1} │")
            agree([shown[0], shown[-1]], [before[row, 0], after[row, 0]])

    terminal.until(lambda: weights_are([Edit(260, "W2", (2, 0), 1.5)]))
    terminal.press("u")
    terminal.until(lambda: weights_are([]))
    terminal.press("U")
    terminal.until(lambda: weights_are([Edit(260, "W2", (2, 0), 1.5)]))
    terminal.press("\t")  # the other run, at the same place in time
    terminal.until(lambda: weights_are([]))
    terminal.press("t")
    terminal.wait_for("W2[h3,out] = 1.5 at epoch 260", "on the screen")
    terminal.press("q", "q", "q")
    assert terminal.end() == 0
