"""The ripple of a nudge: every array it reaches is what plain NumPy computes with that nudge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.drawing import AssignPart, RipplePart
from nnmath_tutor.lesson import GradientSpec
from nnmath_tutor.play.rippling import AMOUNTS, Rippling, ripple_frame, rippled
from nnmath_tutor.program import Edit, Level, Position, Run, parse, record
from nnmath_tutor.scenes import moment_at, reached
from plain_training import training

from .worlds import EPOCHS, recording_of

SHAPES = {"X": (4, 3), "y": (4, 1), "W1": (3, 4), "W2": (4, 1), "learning_rate": ()}
# What each line of the loop's body binds, in order.
BOUND = ("A1", "A2", "error", "mean_absolute_error", "delta2", "blame", "delta1", "W2", "W1")
GRADIENT = GradientSpec(
    "np.sum(error ** 2) / 2",
    "half the squared errors",
    {"W1": "-(X.T @ delta1)", "W2": "-(A1.T @ delta2)"},
    1,
)


@st.composite
def ripplings(draw: st.DrawFn) -> Rippling:
    name = draw(st.sampled_from(sorted(SHAPES)))
    index = tuple(draw(st.integers(0, length - 1)) for length in SHAPES[name])
    return Rippling(name, index, draw(st.integers(0, len(AMOUNTS) - 1)))


@settings(max_examples=40)
@given(ripplings(), st.integers(0, EPOCHS - 1))
def test_every_array_is_what_plain_numpy_computes_with_the_nudge(
    rippling: Rippling, epoch: int
) -> None:
    recording = recording_of("three_layers")
    found = rippled(recording, epoch, rippling)
    first, *others = reached(recording, found)
    as_it_was = training(1, [], epoch + 1)[epoch]
    begins = recording.start(epoch)[rippling.name]
    now = float(np.asarray(begins)[rippling.index]) + rippling.amount
    nudge = Edit(epoch, rippling.name, rippling.index, now)
    nudged = training(1, [nudge], epoch + 1)[epoch]
    # The nudged array itself, alone in having no line.
    assert (first.name, first.line) == (rippling.name, None)
    np.testing.assert_array_equal(first.before, begins)
    wanted = np.array(begins, dtype=float)
    wanted[rippling.index] = now
    np.testing.assert_array_equal(first.after, wanted)
    # Then the lines that came out otherwise: those, in order, and no others.
    differing = [
        (line, name)
        for line, name in enumerate(BOUND)
        if not np.array_equal(as_it_was[line][name], nudged[line][name])
    ]
    source = [line.span.line for line in recording.lines(epoch)]
    assert [(one.line, one.name) for one in others] == [(source[n], name) for n, name in differing]
    for one, (line, name) in zip(others, differing, strict=True):
        np.testing.assert_array_equal(one.before, as_it_was[line][name])
        np.testing.assert_array_equal(one.after, nudged[line][name])
        change = np.asarray(one.after - one.before)
        np.testing.assert_array_equal(one.changed, change != 0)
        assert abs(one.largest) == np.abs(change).max()


@settings(max_examples=20)
@given(st.sampled_from(["W1", "W2"]), st.integers(0, 3), st.integers(0, EPOCHS - 1))
def test_the_measured_slope_and_the_computed_one_are_what_plain_numpy_says(
    name: str, at: int, epoch: int
) -> None:
    index = (at % 3, at) if name == "W1" else (at, 0)
    recording = recording_of("three_layers")
    moment = moment_at(recording, Position(epoch, level=Level.CELL))
    rippling = Rippling(name, index)
    words, _ = ripple_frame(moment, rippling, GRADIENT)
    weight = float(recording.start(epoch)[name][index])
    run = training(1, [Edit(epoch, name, index, weight + rippling.amount)], epoch + 1)[epoch]
    plain = training(1, [], epoch + 1)[epoch]
    loss, nudged = (float(np.sum(names[-1]["error"] ** 2) / 2) for names in (plain, run))
    inputs, delta = ("X", "delta1") if name == "W1" else ("A1", "delta2")
    slope = float(-(plain[-1][inputs].T @ plain[-1][delta])[index])
    told, measured, computed = words.facts
    assert f"{loss:.7f} becomes {nudged:.7f}" in told
    assert f"= {(nudged - loss) / rippling.amount:.5g}." in measured.replace("−", "-")
    assert f"says {slope:.5g}." in computed.replace("−", "-")
    assert (nudged - loss) / rippling.amount == pytest.approx(slope, abs=1e-3)


@settings(max_examples=30)
@given(ripplings(), st.integers(0, 12), st.booleans())
def test_whichever_array_is_looked_at_there_is_a_picture_of_it(
    rippling: Rippling, at: int, opened: bool
) -> None:
    recording = recording_of("three_layers")
    moment = moment_at(recording, Position(7, level=Level.CELL))
    count = len(reached(recording, rippled(recording, 7, rippling)))
    looked = replace(rippling, at=at, open=opened)
    words, picture = ripple_frame(moment, looked, None)
    (part,) = picture.parts
    if opened:
        assert isinstance(part, AssignPart)
        assert part.titles is not None
    else:
        assert isinstance(part, RipplePart)
        assert part.at == min(at, count - 1)
    before, after = (float(text.lstrip("= ").split(" ")[0]) for text in reversed(words.chain))
    assert after - before == pytest.approx(rippling.amount, abs=1.1e-4)


@given(ripplings(), st.lists(st.sampled_from([-1, 1]), max_size=12), st.integers(0, 9))
def test_choosing_and_sizing_stay_within_what_there_is(
    rippling: Rippling, steps: list[int], count: int
) -> None:
    for step in steps:
        rippling = rippling.moved(step, count).sized(step)
        assert 0 <= rippling.at < max(count, 1)
        assert rippling.amount in AMOUNTS


def test_without_a_loop_the_set_up_runs_again_with_the_nudge() -> None:
    source = "import numpy as np\na = np.array([1.0, 2.0])\nb = a * 3\nc = b.sum()\nd = c * 0\n"
    recording = record(Run(parse(source, "set_up.py")))
    rippling = Rippling("a", (1,), size=0)
    arrays = reached(recording, rippled(recording, 0, rippling))
    assert [(one.name, one.line) for one in arrays] == [("a", None), ("b", 3), ("c", 4)]
    np.testing.assert_array_equal(arrays[0].before, [1.0, 2.0])
    np.testing.assert_array_equal(arrays[0].after, [1.0, 2.1])
    np.testing.assert_array_equal(arrays[1].after, np.array([1.0, 2.1]) * 3)
    assert arrays[2].largest == pytest.approx(0.3)
    words, _ = ripple_frame(moment_at(recording, Position()), rippling, None)
    assert (words.name, words.chain) == ("a[1], nudged,", ("2.1000", "= 2.0000 + 0.1"))


@pytest.mark.parametrize(
    ("epoch", "name", "index", "error"),
    [
        (3, "A1", (0, 0), ValueError),
        (3, "W1", (9, 0), ValueError),
        (3, "W3", (0, 0), ValueError),
        (EPOCHS, "W1", (0, 0), LookupError),
    ],
)
def test_what_cannot_be_nudged_is_refused_with_a_sentence(
    epoch: int, name: str, index: tuple[int, ...], error: type[Exception]
) -> None:
    with pytest.raises(error) as raised:
        rippled(recording_of("three_layers"), epoch, Rippling(name, index))
    assert str(raised.value).strip("'\"")
