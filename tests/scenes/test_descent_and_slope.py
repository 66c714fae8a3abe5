"""Slope and descent: what they measure is what the program computes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnmath_tutor.drawing import DescentPart, SlopePart
from nnmath_tutor.program import Level, Position, Recorder, Recording, Run, parse, record
from nnmath_tutor.scenes import build_picture, moment_at

PROGRAM = """\
import numpy as np

rate = 0.1
w = 5.0


def loss_of(w):
    return np.sum((w - np.array([1.0, 3.0])) ** 2)


def slope_of(w):
    return 2 * np.sum(w - np.array([1.0, 3.0]))


for epoch in range(50):
    nudge = 0.5**epoch
    loss = loss_of(w)
    w -= rate * slope_of(w)
"""
RATE = {"fast": 0.6, "slow": 0.001}
OPTIONS: dict[str, Any] = {"function": "loss_of", "ball": "w"}


@pytest.fixture(scope="module")
def bowl() -> Recording:
    return record(Run(parse(PROGRAM, "bowl.py")))


@pytest.fixture(scope="module")
def runs(bowl: Recording) -> dict[str, Recording]:
    return {
        name: record(Run(bowl.program, {"rate": rate}, name=name)) for name, rate in RATE.items()
    }


def descent(recording: Recording, epoch: int, level: Level = Level.EPOCH, **more: Any) -> Any:
    options = {**OPTIONS, **{key: value for key, value in more.items() if key != "line"}}
    moment = moment_at(recording, Position(epoch, more.get("line", 0), level=level))
    (part,) = build_picture("descent", options | {"runs": None}, moment).parts
    assert isinstance(part, DescentPart)
    return part.balls[0]


def weights(rate: float, count: int) -> list[float]:
    """The weight before every epoch, by the plain loop."""
    w, found = 5.0, []
    for _ in range(count):
        found.append(w)
        w -= rate * 2 * np.sum(w - np.array([1.0, 3.0]))
    return found


def test_the_ball_is_where_the_loop_left_it_and_goes_where_it_goes(bowl: Recording) -> None:
    expected = weights(0.1, 51)
    for epoch in (0, 1, 7, 48):
        ball = descent(bowl, epoch)
        assert ball.weight == expected[epoch + 1]
        assert ball.following == pytest.approx((*expected, np.nan)[epoch + 2], rel=1e-15)
        assert [w for w, _ in ball.earlier] == expected[max(0, epoch - 23) : epoch + 1]
        assert ball.loss == np.sum((ball.weight - np.array([1.0, 3.0])) ** 2)
        assert ball.slope == pytest.approx(2 * (2 * ball.weight - 4), abs=1e-6)
        assert all(loss == np.sum((w - np.array([1, 3])) ** 2) for w, loss in ball.earlier)
    assert descent(bowl, 49).following is None


def test_before_the_line_that_moves_it_the_ball_has_not_moved(bowl: Recording) -> None:
    expected = weights(0.1, 5)
    before = descent(bowl, 3, Level.LINE, line=1)
    after = descent(bowl, 3, Level.LINE, line=2)
    assert (before.weight, before.following) == (expected[3], expected[4])
    assert after.weight == expected[4]
    assert [w for w, _ in before.earlier] == expected[:3]


def test_without_a_trail_there_is_none(bowl: Recording) -> None:
    assert descent(bowl, 9, trail=False).earlier == ()


def test_each_run_has_a_ball_on_the_same_bowl(bowl: Recording, runs: dict[str, Recording]) -> None:
    moment = moment_at(bowl, Position(4, level=Level.EPOCH), {}, runs)
    (part,) = build_picture("descent", {**OPTIONS, "runs": ["fast", "slow"]}, moment).parts
    assert [ball.run for ball in part.balls] == ["main", "fast", "slow"]
    for ball, rate in zip(part.balls, (0.1, *RATE.values()), strict=True):
        assert ball.weight == weights(rate, 6)[-1]
    assert part.ys.tolist() == [np.sum((x - np.array([1, 3])) ** 2) for x in part.xs]


def test_a_run_that_has_not_begun_has_no_ball_yet(bowl: Recording) -> None:
    waiting = Recorder(Run(bowl.program, {"rate": 2.0}, name="waiting")).recording
    moment = moment_at(bowl, Position(4, level=Level.EPOCH), {}, {"waiting": waiting})
    (part,) = build_picture("descent", {**OPTIONS, "runs": ["waiting"]}, moment).parts
    assert [ball.run for ball in part.balls] == ["main"]


def test_the_secant_closes_in_on_the_tangent(bowl: Recording) -> None:
    options = {"function": "loss_of", "point": "4", "nudge": "nudge", "tangent": "slope_of(4)"}
    apart = []
    for epoch in (0, 5, 10, 15):
        moment = moment_at(bowl, Position(epoch, level=Level.EPOCH))
        (part,) = build_picture("slope", options, moment).parts
        assert isinstance(part, SlopePart)
        assert (part.a, part.b, part.tangent) == (4, 4 + 0.5**epoch, 8)
        assert (part.fa, part.fb) == (10, np.sum((part.b - np.array([1, 3])) ** 2))
        assert part.figures is not None
        apart.append(abs(float(part.figures.slope) - 8))
    assert apart == sorted(apart, reverse=True)
    assert apart[-1] < 1e-3
