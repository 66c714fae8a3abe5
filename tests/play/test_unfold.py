"""How a number came about: each text that says "=" works out, read as Python with what it shows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.lesson import own_lessons
from nnmath_tutor.play.unfold import DEEPEST, unfold
from nnmath_tutor.program import Made, Recording, Run, load, parse, record

from .worlds import recording_of

WIDTH = 70

ODD = """\
import numpy as np

rate = 0.5
half = rate / 4
table = np.array([[1.25, -2.0], [0.0, 1e-7], [3.0, 12345.678]])
whole = np.array([[3, -1], [2, 7], [0, 5]])


def slope(a):
    return a * (1 - a)


def mixed(a, b):
    return a ** 2 - b


moved = 1 - table
minus = -table
scaled = rate * (1 - table) * half
powers = (-table) ** 2 - table ** 2
clipped = np.maximum(0, table)
slopes = slope(table)
both = mixed(table, whole)
ratio = whole / (whole - 2)
row = whole.sum(axis=0)
average = table.mean()
twice = table.mean(axis=1) - (table.sum(axis=1) - 1)
product = table.T @ (whole - 1)
single = table[0, 1] * half - (row[0] - rate)
yes = table > 1
small = (table.astype(np.float32) * 3).sum(axis=1)
tiny = np.array([250, 251], dtype=np.uint8) + np.array([9, 1], dtype=np.uint8)
huge = 10 ** 400
wrong = whole / 0
"""


@dataclass(frozen=True)
class Node:
    """One number of a recording, and the functions that its texts may name."""

    recording: Recording
    made: Made
    index: tuple[int, ...]
    value: Any
    names: Mapping[str, Any]

    @property
    def texts(self) -> tuple[str, ...]:
        return unfold(self.recording, self.made, self.index, self.names, WIDTH)


@lru_cache
def recorded(name: str) -> Recording:
    if name == "odd":
        recording = record(Run(parse(ODD, "odd.py")))
        assert recording.finished, recording.problem
        return recording
    if name in ("normalization", "tensors"):
        return record(Run(load(own_lessons() / "programs" / f"{name}.py")))
    return recording_of(name)


def places(recording: Recording, epoch: int) -> Iterator[tuple[Made, Any, Mapping[str, Any]]]:
    for number, line in enumerate(recording.lines(epoch)):
        for part, evaluation in enumerate(line.evaluations):
            if np.asarray(evaluation.result, dtype=object).size:
                yield Made(epoch, number, part), evaluation.result, line.values


@st.composite
def nodes(draw: st.DrawFn, program: str) -> Node:
    recording = recorded(program)
    epoch = draw(st.integers(0, recording.done - 1))
    made, result, names = draw(st.sampled_from(list(places(recording, epoch))))
    shape = result.shape if isinstance(result, np.ndarray) else ()
    index = tuple(draw(st.integers(0, length - 1)) for length in shape)
    value = result[index] if index else result
    return Node(recording, made, index, value, names)


def worked_out(text: str, names: Mapping[str, Any]) -> float:
    """What a text amounts to for somebody who calculates with the numbers that it shows."""
    functions = {name: value for name, value in names.items() if callable(value)}
    known = {"exp": np.exp, "abs": abs, "maximum": max, "nan": math.nan, "inf": math.inf}
    with np.errstate(all="ignore"):
        return float(eval(text, {**known, **functions}))


def half_a_unit(shown: str) -> float:
    """Half of what the last digit stands for, and a little for floats."""
    mantissa, _, power = shown.partition("e")
    return 0.5 * 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2])) * (1 + 1e-9)


@pytest.mark.parametrize("program", ["three_layers", "forward", "normalization", "tensors", "odd"])
@settings(max_examples=60)
@given(data=st.data())
def test_what_is_spelled_out_works_out_with_the_digits_shown(
    program: str, data: st.DataObject
) -> None:
    node = data.draw(nodes(program))
    shown, *deeper = node.texts
    value = node.value
    if not isinstance(value, int | float | np.number) or isinstance(value, bool):
        assert (shown, deeper) == (str(value), [])
        return
    if isinstance(value, int) and abs(value) > 1e308:
        return  # beyond every float: nothing to reckon with
    value = float(value)
    assert len(deeper) <= DEEPEST
    if deeper or abs(value) < 1e300:
        assert math.isclose(float(shown), value, abs_tol=half_a_unit(shown)) or value != value
    for text in deeper:
        sign, formula = text[:2], text[2:]
        assert sign in ("= ", "~ ")
        assert text.isascii()
        assert len(text) <= WIDTH
        try:
            computed = worked_out(formula, node.names)
        except ZeroDivisionError:
            computed = math.nan
        if sign == "= " and math.isfinite(value):
            assert abs(computed - float(shown)) <= half_a_unit(shown), node.texts
        elif sign == "= ":
            assert str(computed) == shown
        else:
            assert math.isclose(computed, value, rel_tol=0.2, abs_tol=0.05), node.texts
    assert len(set(deeper)) == len(deeper)


def texts_of(program: str, line: str, index: tuple[int, ...], epoch: int = 0) -> tuple[str, ...]:
    recording = recorded(program)
    for number, ran in enumerate(recording.lines(epoch)):
        if ran.text == line:
            made = Made(epoch, number, len(ran.evaluations) - 1)
            return unfold(recording, made, index, ran.values, WIDTH)
    raise LookupError(line)


@pytest.mark.parametrize(
    ("line", "index", "wanted"),
    [
        ("moved = 1 - table", (0, 0), ("-0.25", "= 1 - 1.25")),
        ("moved = 1 - table", (0, 1), ("3", "= 1 - (-2)")),
        ("minus = -table", (0, 1), ("2", "= -(-2)")),
        ("half = rate / 4", (), ("0.125", "= 0.5 / 4")),
        ("scaled = rate * (1 - table) * half", (0, 1),
         ("0.188", "= 1.5 * 0.125", "= 0.5 * 3 * 0.5 / 4", "= 0.5 * (1 - (-2)) * 0.5 / 4")),
        ("powers = (-table) ** 2 - table ** 2", (0, 1),
         ("0", "= 4 - 4", "= 2 ** 2 - (-2) ** 2", "= (-(-2)) ** 2 - (-2) ** 2")),
        ("clipped = np.maximum(0, table)", (0, 1), ("0", "= maximum(0, -2)")),
        ("slopes = slope(table)", (0, 1), ("-6", "= slope(-2)")),
        ("row = whole.sum(axis=0)", (0,), ("5", "= 3 + 2 + 0")),
        ("row = whole.sum(axis=0)", (1,), ("11", "= -1 + 7 + 5")),
        ("tiny = np.array([250, 251], dtype=np.uint8) + np.array([9, 1], dtype=np.uint8)", (1,),
         ("252", "= 251 + 1")),
        # 250 + 9 has no room in eight bits: it came out as 3, and no sum says so.
        ("tiny = np.array([250, 251], dtype=np.uint8) + np.array([9, 1], dtype=np.uint8)", (0,),
         ("3",)),
        ("yes = table > 1", (0, 0), ("True",)),
        ("average = table.mean()", (),
         ("2057.988", "= (1.25 + (-2) + 0 + 1e-7 + 3 + 12345.68) / 6")),
    ],
)  # fmt: skip
def test_a_number_is_unfolded_level_by_level(
    line: str, index: tuple[int, ...], wanted: tuple[str, ...]
) -> None:
    assert texts_of("odd", line, index) == wanted


def test_a_hidden_neuron_is_unfolded_down_to_weights_and_inputs() -> None:
    recording = recorded("forward")
    weights = recording.values(0)["W1"][:, 1]
    shown, first, second, *_ = texts_of("forward", "A1 = sigmoid(Z1)", (3, 1))
    total = float(weights.sum())
    assert float(shown) == round(1 / (1 + math.exp(-total)), 3)
    assert first.startswith("= sigmoid(")
    assert float(first[10:-1]) == pytest.approx(total, abs=0.005)
    assert second.startswith("= sigmoid(1 * ")
    assert second.count(" + ") == 2


def test_a_sum_of_a_thousand_numbers_is_not_spelled_out() -> None:
    recording = recorded("normalization")
    low = recording.values(0)["low"]
    (shown,) = texts_of("normalization", "low = quakes.min(axis=0)", (2,))
    assert float(shown) == low[2]
    assert len(texts_of("normalization", "mean = quakes.mean(axis=0)", (2,))) == 1
    assert texts_of("normalization", "slid = quakes - low", (0, 2))[1] == "= 562 - 40"


def test_only_as_much_is_unfolded_as_there_is_room_for() -> None:
    recording = recorded("odd")
    lines = recording.lines(0)
    number = next(n for n, ran in enumerate(lines) if ran.text.startswith("scaled"))
    made = Made(0, number, len(lines[number].evaluations) - 1)
    whole = unfold(recording, made, (0, 1), lines[number].values, WIDTH)
    for width in range(40):
        texts = unfold(recording, made, (0, 1), lines[number].values, width)
        assert texts == whole[: len(texts)]
        assert all(len(text) <= width for text in texts[1:])
