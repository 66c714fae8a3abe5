"""Real recordings to look at: the training loop for a few epochs, the earthquakes, odd shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from nnmath_tutor.lesson import own_lessons
from nnmath_tutor.program import Level, Position, Recording, Run, load, parse, record
from nnmath_tutor.scenes import AxisLabels, Moment, build_picture, moment_at
from nnmath_tutor.scenes.picture import Picture

LABELS = {
    "X": AxisLabels("ex", "in"),
    "y": AxisLabels("ex", "out"),
    "W1": AxisLabels("in", "h"),
    "W2": AxisLabels("h", "out"),
    "A1": AxisLabels("ex", "h"),
    "A2": AxisLabels("ex", "out"),
    "error": AxisLabels("ex", "out"),
    "quakes": AxisLabels("quake ", ("lat", "long", "depth", "mag", "stations")),
    "low": AxisLabels(columns=("lat", "long", "depth", "mag", "stations")),
    "high": AxisLabels(columns=("lat", "long", "depth", "mag", "stations")),
    "span": AxisLabels(columns=("lat", "long", "depth", "mag", "stations")),
    "wrong": AxisLabels(("just", "two"), "c"),
}

ODD = """\
import numpy as np

scalar = 3.5
vector = np.array([1.0, 2.0, 3.0])
column = vector.reshape(3, 1)
table = column + vector
cube = np.arange(24).reshape(2, 3, 4)
wrong = np.zeros((3, 2))
empty = np.zeros((0, 3))
bad = np.array([np.nan, np.inf, -np.inf])
words = "not a number"
ragged = [[1], [2, 3]]
truth = vector > 1.5
label = len(words)
total = vector.sum()
turned = cube.T
"""


@pytest.fixture(scope="session")
def training() -> Recording:
    return record(Run(load(own_lessons() / "programs" / "three_layers.py"), epochs=30))


@pytest.fixture(scope="session")
def quakes() -> Recording:
    return record(Run(load(own_lessons() / "programs" / "normalization.py")))


@pytest.fixture(scope="session")
def odd() -> Recording:
    recording = record(Run(parse(ODD, "odd.py")))
    assert recording.finished, recording.problem
    return recording


@pytest.fixture
def end_of() -> Callable[[Recording], Moment]:
    """The moment at which a program, or its last epoch, has run."""

    def moment(recording: Recording) -> Moment:
        epoch = recording.done - 1
        last = len(recording.lines(epoch)) - 1
        return moment_at(recording, Position(epoch, last, level=Level.LINE), LABELS)

    return moment


@pytest.fixture
def build(end_of: Callable[[Recording], Moment]) -> Callable[..., Picture]:
    """A picture of a kind at the end of a recording."""

    def picture(kind: str, recording: Recording, **options: Any) -> Picture:
        given: Mapping[str, Any] = options
        return build_picture(kind, given, end_of(recording))

    return picture
