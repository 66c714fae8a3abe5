"""Odd programs: every epoch that is shown is what a plain run of the file computes, to the bit."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.program import Recorder, Run, audit, identical, parse, record
from nnmath_tutor.program.audit import plain_values
from nnmath_tutor.program.snapshot import at_rest

from .zoo import LOOPLESS, ZOO

ALL = ZOO | LOOPLESS


@pytest.mark.parametrize("name", ALL)
def test_every_epoch_is_bit_equal_to_a_plain_run(name: str) -> None:
    run = Run(parse(ALL[name], "zoo.py"))
    recording = record(run)
    assert recording.problem is None
    assert recording.finished
    assert audit(run, samples=12, recording=recording) == ()


@pytest.mark.parametrize("name", ZOO)
def test_so_is_the_start_of_every_epoch(name: str) -> None:
    run = Run(parse(ZOO[name], "zoo.py"))
    recording = record(run)
    plain = plain_values(run, range(recording.done))
    variable = run.program.loop.variable
    for epoch in range(1, recording.done):
        start = recording.start(epoch)
        for bound, value in plain[epoch - 1].items():
            if bound != variable:
                assert identical(at_rest(start[bound]), value), (bound, epoch)


@pytest.mark.parametrize("name", ZOO)
@settings(max_examples=6)
@given(data=st.data())
def test_a_small_budget_changes_nothing(name: str, data: st.DataObject) -> None:
    run = Run(parse(ZOO[name], "zoo.py"))
    recorder = Recorder(run, budget=data.draw(st.sampled_from([20_000, 40_000])))
    slices = itertools.cycle(data.draw(st.lists(st.sampled_from([0.0, 0.001]), min_size=1)))
    while recorder.advance(next(slices)):
        pass
    recording = recorder.recording
    epochs = data.draw(st.lists(st.integers(0, recording.done - 1), min_size=1, max_size=4))
    plain = plain_values(run, epochs)
    for epoch in epochs:
        values = recording.values(epoch)
        for bound, value in plain[epoch].items():
            assert identical(at_rest(values[bound]), value), (bound, epoch)
