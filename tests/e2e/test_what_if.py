"""Looking, nudging and changing numbers as a learner does it, in a real terminal."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .conftest import Start
from .reading import is_at, is_recorded
from .terminal import agree


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def train(epochs: int, changed: dict[int, float]) -> tuple[np.ndarray, np.ndarray]:
    """W1 and W2 as that epoch begins; `changed` gives W2[2, 0] other values as epochs begin."""
    x = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)
    y = np.array([[0, 1, 1, 0]]).T  # (4, 1)
    draws = np.random.RandomState(1)
    w1, w2 = 2 * draws.random_sample((3, 4)) - 1, 2 * draws.random_sample((4, 1)) - 1
    for epoch in range(epochs + 1):
        if epoch in changed:
            w2[2, 0] = changed[epoch]
        if epoch == epochs:
            break
        a1 = sigmoid(x @ w1)  # (4, 3) @ (3, 4)
        a2 = sigmoid(a1 @ w2)  # (4, 4) @ (4, 1)
        delta2 = (y - a2) * a2 * (1 - a2)
        delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
        w2 = w2 + a1.T @ delta2
        w1 = w1 + x.T @ delta1
    return w1, w2


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

    def weights_are(changed: dict[int, float]) -> None:
        before, after = train(400, changed)[1], train(401, changed)[1]
        for row in range(4):
            shown = terminal.numbers(rf"^[ ▸]*h{row + 1} │")
            agree([shown[0], shown[-1]], [before[row, 0], after[row, 0]])

    terminal.until(lambda: weights_are({260: 1.5}))
    terminal.press("u")
    terminal.until(lambda: weights_are({}))
    terminal.press("U")
    terminal.until(lambda: weights_are({260: 1.5}))
    terminal.press("\t")  # the other run, at the same place in time
    terminal.until(lambda: weights_are({}))
    terminal.press("t")
    terminal.wait_for("W2[h3,out] = 1.5 at epoch 260", "on the screen")
    terminal.press("q", "q", "q")
    assert terminal.end() == 0
