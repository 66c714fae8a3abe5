"""Runs that branch: a cell changed as an epoch begins, the epochs before it shared."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.program import (
    Edit,
    ProblemKind,
    ProgramError,
    Recorder,
    Recording,
    RecordingCache,
    Run,
    audit,
    identical,
    load,
    parse,
    record,
)
from nnmath_tutor.program.audit import plain_values
from nnmath_tutor.program.snapshot import at_rest

from .zoo import HEAD, LOOPLESS, TRAIN, ZOO

PROGRAM = load(Path(__file__).parents[2] / "lessons" / "programs" / "three_layers.py")
EPOCHS = 240
SHAPES = {"X": (4, 3), "y": (4, 1), "W1": (3, 4), "W2": (4, 1), "learning_rate": ()}

Names = dict[str, Any]


def by_hand(edits: tuple[Edit, ...], epochs: int = EPOCHS) -> list[tuple[Names, Names]]:
    """Every name of three layers as each epoch begins and as it ends, in plain NumPy."""

    def sigmoid(x: Any) -> Any:
        return 1 / (1 + np.exp(-x))

    def slope(a: Any) -> Any:
        return a * (1 - a)

    rng = np.random.RandomState(1)
    n: Names = {
        "learning_rate": 1.0,
        "X": np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]),
        "y": np.array([[0, 1, 1, 0]]).T,
        "W1": 2 * rng.random_sample((3, 4)) - 1,
        "W2": 2 * rng.random_sample((4, 1)) - 1,
    }
    history = []
    for epoch in range(epochs):
        for edit in edits:
            if edit.epoch != epoch:
                continue
            if edit.name == "learning_rate":
                n["learning_rate"] = float(edit.value)
                continue
            value = n[edit.name].copy(order="K")
            if value.dtype == int and edit.value != int(edit.value):
                value = value.astype(float)
            value[edit.index] = edit.value
            n[edit.name] = value
        begins = {k: np.copy(v, order="K") for k, v in n.items()}
        n["A1"] = sigmoid(n["X"] @ n["W1"])
        n["A2"] = sigmoid(n["A1"] @ n["W2"])
        n["error"] = n["y"] - n["A2"]
        n["mean_absolute_error"] = np.mean(np.abs(n["error"]))
        n["delta2"] = n["error"] * slope(n["A2"])
        n["blame"] = n["delta2"] @ n["W2"].T
        n["delta1"] = n["blame"] * slope(n["A1"])
        n["W2"] += n["learning_rate"] * (n["A1"].T @ n["delta2"])
        n["W1"] += n["learning_rate"] * (n["X"].T @ n["delta1"])
        history.append((begins, {k: np.copy(v, order="K") for k, v in n.items()}))
    return history


@st.composite
def edits_of_three_layers(draw: st.DrawFn, epochs: int = EPOCHS) -> Edit:
    name = draw(st.sampled_from(sorted(SHAPES)))
    index = tuple(draw(st.integers(0, length - 1)) for length in SHAPES[name])
    value = draw(st.one_of(st.integers(-3, 3), st.floats(-3, 3, allow_subnormal=False)))
    return Edit(draw(st.integers(0, epochs - 1)), name, index, value)


def advanced(recorder: Recorder, seconds: float = 1.0) -> Recording:
    while recorder.advance(seconds):
        pass
    return recorder.recording


def assert_by_hand(recording: Recording, edits: tuple[Edit, ...]) -> None:
    assert recording.finished
    assert recording.done == EPOCHS
    history = by_hand(edits)
    near = {edit.epoch + off for edit in edits for off in (-2, -1, 0, 1, 2)}
    for epoch in sorted({0, 1, EPOCHS - 1, *range(7, EPOCHS, 41), *near} & set(range(EPOCHS))):
        begins, ends = history[epoch]
        start, values = recording.start(epoch), recording.values(epoch)
        lines = recording.lines(epoch)
        for name, value in begins.items():
            assert np.asarray(start[name]).dtype == value.dtype
            assert np.asarray(start[name]).tobytes() == value.tobytes(), (name, epoch)
        for name, value in ends.items():
            assert np.asarray(values[name]).tobytes() == value.tobytes(), (name, epoch)
            assert np.asarray(lines[-1].values[name]).tobytes() == value.tobytes(), (name, epoch)
    errors = recording.series("mean_absolute_error")
    assert errors.tolist() == [float(ends["mean_absolute_error"]) for _, ends in history]


@settings(max_examples=12)
@given(st.lists(edits_of_three_layers(), min_size=1, max_size=4), st.data())
def test_a_chain_of_branches_is_the_same_network_trained_by_hand(
    found: list[Edit], data: st.DataObject
) -> None:
    edits = tuple(sorted(found, key=lambda edit: edit.epoch))
    run = Run(PROGRAM, epochs=EPOCHS, edits=edits)
    options = {"budget": data.draw(st.sampled_from([4_000, 60_000, 32 << 20]))}
    assert_by_hand(record(run, **options), edits)
    parent = record(replace(run, edits=()), **options)
    for count in range(1, len(edits) + 1):
        child = Recorder(replace(run, edits=edits[:count]), parent=parent, **options)
        parent = advanced(child, data.draw(st.sampled_from([0.0, 1.0])))
    assert_by_hand(parent, edits)


def assert_same(one: Recording, other: Recording) -> None:
    """Whatever two recordings can be asked, they answer alike."""
    assert one.done == other.done
    assert one.problem == other.problem
    assert one.finished == other.finished
    assert one.notes == other.notes
    assert one.output == other.output
    assert one.series_names == other.series_names
    for name in one.series_names:
        assert one.series(name).tobytes() == other.series(name).tobytes()
    edges = {edit.epoch + off for edit in one.run.edits for off in (-1, 0, 1)}
    epochs = {0, one.done - 1, *range(0, one.done, 13), *edges} & set(range(one.done))
    for epoch in sorted(epochs):
        for read in (Recording.values, Recording.start, _last_values):
            mine, theirs = _plain(read(one, epoch)), _plain(read(other, epoch))
            assert mine.keys() == theirs.keys()
            for name, value in mine.items():
                assert identical(value, theirs[name]), (name, epoch, read)
    if one.finished:
        mine, theirs = _plain(one.final()), _plain(other.final())
        assert mine.keys() == theirs.keys()
        assert all(identical(value, theirs[name]) for name, value in mine.items())


def _last_values(recording: Recording, epoch: int) -> Any:
    lines = recording.lines(epoch)
    return lines[-1].values if lines else {}


def _plain(values: Any) -> Names:
    unlike = (ModuleType, Iterator)  # each run has its own
    return {n: at_rest(v) for n, v in values.items() if not (callable(v) or isinstance(v, unlike))}


def _numbers(recording: Recording, epoch: int) -> list[tuple[str, tuple[int, ...]]]:
    """Cells of a program that can be changed as that epoch begins."""
    known = {*recording.program.setup_names, *recording.program.loop.bound}
    found = []
    for name, value in recording.start(epoch).items():
        if name not in known or name == recording.program.loop.variable:
            continue
        if isinstance(value, np.ndarray) and value.dtype.kind in "iuf" and value.size:
            last = tuple(length - 1 for length in value.shape)
            found += [(name, last), (name, tuple(0 for _ in last))]
        elif isinstance(value, int | float | np.number) and not isinstance(value, bool):
            found.append((name, ()))
    return found


@pytest.mark.parametrize("name", ZOO)
def test_odd_programs_branch_to_what_a_plain_run_gives(name: str) -> None:
    run = Run(parse(ZOO[name], "zoo.py"))
    chosen = random.Random(name)
    for budget in (20_000, 32 << 20):
        original = parent = record(run, budget=budget)
        edits: tuple[Edit, ...] = ()
        for _ in range(3):
            epoch = chosen.randrange(edits[-1].epoch if edits else 0, parent.done)
            cells = _numbers(parent, epoch)
            if not cells:
                continue
            value = chosen.choice([0, 1, 2, 0.5, -1.25, 7.0])
            edits = (*edits, Edit(epoch, *chosen.choice(cells), value))
            branched = Run(run.original, edits=edits)
            child = advanced(Recorder(branched, budget=budget, parent=parent))
            anew = record(branched, budget=budget)
            assert_same(child, anew)
            if child.record.kept is not None and anew.record.kept is not None:
                assert child.record.kept.names == anew.record.kept.names
            if child.problem is not None:  # an edit may well make a program raise
                break
            assert audit(branched, recording=child, samples=4) == ()
            parent = child
        assert_same(original, record(run, budget=budget))


COUNTED = """\
import numpy as np
calls = []
W = np.ones(3)
rate = 2
log = []
rng = np.random.default_rng(2)
for t in range(200):
    noise = rng.normal(size=3)
    W = W * 0.9 + noise * rate
    total = W.sum()
    log.append(total)
    if t % 50 == 0:
        print(t, total)
print("end", W)
"""


def test_a_branch_runs_no_epoch_before_its_edit_and_shares_the_states() -> None:
    run = Run(parse(COUNTED, "p.py"))
    parent = record(run)
    child = Recorder(replace(run, edits=(Edit(120, "rate", (), 0.5),)), parent=parent)
    recording = child.recording
    assert recording.done == 120
    assert recording.epochs == 200
    assert identical(recording.values(119)["W"], parent.values(119)["W"])
    assert recording.series("total").tolist() == parent.series("total")[:120].tolist()
    assert recording.record.stretches[0] is parent.record.stretches[0]
    advanced(child)
    assert recording.done == 200
    assert recording.output[:3] == parent.output[:3]
    assert len(recording.output) == len(parent.output) == 5
    assert recording.output[3] != parent.output[3]
    assert recording.start(120)["rate"] == 0.5
    assert recording.start(119)["rate"] == 2
    assert_same(recording, record(recording.run))
    seen: list[str] = []
    grandchild = Recorder(
        replace(run, edits=(*recording.run.edits, Edit(150, "W", (1,), 3))), parent=recording
    )
    advanced(grandchild)
    seen.extend(stretch.start for stretch in grandchild.recording.record.stretches)
    assert seen == [0, 120, 150]
    assert_same(grandchild.recording, record(grandchild.recording.run))


def test_the_memory_of_a_branch_is_what_is_new_in_it() -> None:
    source = "import numpy as np\nW = np.ones((50, 50))\nfor t in range(1000):\n    W = W * 0.99\n"
    run = Run(parse(source, "p.py"))
    parent = record(run)
    child = advanced(Recorder(replace(run, edits=(Edit(990, "W", (0, 0), 5.0),)), parent=parent))
    new = [s.kept.nbytes for s in child.record.stretches if s not in parent.record.stretches]
    assert len(new) == 1
    assert new[0] < parent.record.kept.nbytes / 50
    total = {**parent.shared_nbytes, **child.shared_nbytes}
    assert sum(total.values()) < 1.05 * sum(parent.shared_nbytes.values())


def test_a_run_may_be_a_parent_while_it_grows() -> None:
    source = HEAD + "for epoch in range(3000):\n" + TRAIN + "    total = W1.sum()\n"
    run = Run(parse(source, "p.py"))
    parent = Recorder(run)
    while parent.recording.done < 400:
        assert parent.advance(0.002)
    early, late = Edit(300, "W1", (0, 1), 2.0), Edit(2900, "X", (0, 0), 0.5)
    child = Recorder(replace(run, edits=(early,)), parent=parent.recording)
    assert child.recording.done == 300
    behind = Recorder(replace(run, edits=(late,)), parent=parent.recording)
    assert behind.recording.done == 0  # its parent hasn't got that far
    going = [parent, child, behind]
    for turn in itertools.cycle(range(3)):
        if not going:
            break
        recorder = going[turn % len(going)]
        if not recorder.advance(0.002):
            going.remove(recorder)
    for recorder in (child, behind):
        recording = recorder.recording
        assert recording.finished
        plain = plain_values(recording.run, [0, 299, 300, 301, 2899, 2900, 2999])
        for epoch, names in plain.items():
            values = recording.values(epoch)
            assert all(identical(at_rest(values[n]), v) for n, v in names.items()), epoch


def test_a_branch_can_be_read_while_it_and_its_parent_grow() -> None:
    source = HEAD + "for epoch in range(3000):\n" + TRAIN + "    total = W1.sum()\n"
    run = Run(parse(source, "p.py"), edits=(Edit(100, "W2", (0, 0), -1.5),))
    plain = plain_values(run, range(3000))
    parent = Recorder(replace(run, edits=()), budget=60_000)
    while parent.recording.done < 100:
        parent.advance(0.001)
    child = Recorder(run, budget=60_000, parent=parent.recording)

    def work() -> None:
        going = [parent, child]
        while going:
            going = [recorder for recorder in going if recorder.advance(0.002)]

    worker = threading.Thread(target=work)
    worker.start()
    looked = 0
    while worker.is_alive() or looked < 5:
        done = child.recording.done
        for epoch in (done - 1, done // 2, 60):
            assert identical(child.recording.values(epoch)["W1"], plain[epoch]["W1"])
            assert child.recording.series("total")[epoch] == plain[epoch]["total"]
        looked += 1
    worker.join()
    assert child.recording.finished


def test_what_the_edit_brings_about_widens_the_state() -> None:
    source = """\
import numpy as np
hidden = np.zeros(2)
level = 1.0

def update(h):
    if level > 5:
        h += level
    return h.sum()

for t in range(60):
    s = update(hidden)
    level = level * 1.001
"""
    run = Run(parse(source, "p.py"))
    parent = record(run)
    edits = (Edit(30, "level", (), 6), Edit(45, "hidden", (0,), 100.0))
    for count in (1, 2):
        branched = replace(run, edits=edits[:count])
        child = advanced(Recorder(branched, parent=parent), 0.0)
        assert child.values(59)["hidden"][1] > 100
        assert audit(branched, recording=child) == ()
        assert_same(child, record(branched))
        parent = child


def test_other_names_of_an_array_keep_the_old_one() -> None:
    source = """\
import numpy as np
W = np.ones(3)
same = W
for t in range(20):
    W += 1
    s = same.sum()
"""
    run = Run(parse(source, "p.py"), edits=(Edit(10, "W", (0,), 50.0),))
    for recording in (
        record(run),
        advanced(Recorder(run, parent=record(replace(run, edits=())))),
    ):
        assert recording.values(9)["s"] == 33
        assert recording.values(19)["s"] == 33
        assert recording.values(19)["W"].tolist() == [60, 21, 21]


def test_kinds_of_numbers() -> None:
    source = """\
import numpy as np
whole = np.arange(4)
small = np.arange(4, dtype=np.uint8)
single = np.zeros(2, np.float32)
flags = np.array([True, False])
turned = np.asfortranarray(np.ones((2, 3)))
n, x, b = 3, 1.5, True
zero = np.array(7)
f = np.float32(2)
for t in range(4):
    s = whole.sum() + small.sum() + single.sum() + flags.sum() + n + x + b + zero + f + turned.sum()
"""
    program = parse(source, "p.py")

    def after(name: str, index: tuple[int, ...], value: float) -> Any:
        run = Run(program, edits=(Edit(2, name, index, value),))
        assert audit(run) == ()
        return record(run).start(2)[name]

    assert after("whole", (1,), 5.0).dtype == int
    assert after("whole", (1,), 0.5).tolist() == [0, 0.5, 2, 3]
    assert after("whole", (1,), 1e300).dtype == float
    assert after("small", (0,), 255).dtype == np.uint8
    assert after("small", (0,), 256).tolist() == [256.0, 1, 2, 3]
    assert after("single", (1,), 0.1).tolist() == [0, float(np.float32(0.1))]
    assert after("flags", (1,), 1).dtype == bool
    assert after("flags", (1,), 2).tolist() == [1.0, 2.0]
    assert after("turned", (1, 2), 9).strides == (8, 16)
    assert repr(after("n", (), 4.0)) == "4"
    assert repr(after("n", (), 4.5)) == "4.5"
    assert repr(after("x", (), 4)) == "4.0"
    assert after("b", (), 0) is False
    assert after("zero", (), 0.25).dtype == float
    assert type(after("f", (), 0.5)) is np.float32


def test_without_a_loop_the_name_is_changed_once_it_is_bound() -> None:
    program = parse("import numpy as np\nx = np.arange(3)\ny = x * 2\n", "p.py")
    run = Run(program, edits=(Edit(0, "x", (1,), 0.5),))
    recording = record(run)
    assert recording.values(0)["y"].tolist() == [0, 1, 4]
    assert recording.lines(0)[1].evaluations[0].operands[0].value.tolist() == [0, 0.5, 2]
    assert audit(run, recording=recording) == ()
    for source in LOOPLESS.values():
        odd = Run(parse(source, "zoo.py"))
        for name, value in record(odd).values(0).items():
            if isinstance(value, np.ndarray) and value.size:
                cell = Edit(0, name, tuple(n - 1 for n in value.shape), 0.75)
                assert audit(Run(odd.original, edits=(cell,))) == ()


def test_edits_that_cannot_be_done_end_the_recording_there() -> None:
    program = parse(COUNTED, "p.py")
    for edit in (Edit(2, "W", (3,), 1.0), Edit(2, "rng", (), 1.0), Edit(90, "W", (), 1.0)):
        recording = record(Run(program, edits=(edit,)))
        assert recording.problem.kind is ProblemKind.REFUSED
        assert recording.problem.epoch == recording.done == edit.epoch
        assert "can't be edited" in recording.problem.message
        assert recording.values(edit.epoch - 1)
    with pytest.raises(ProgramError, match="did you mean `rate`"):
        Run(program, edits=(Edit(0, "raet", (), 1.0),))
    with pytest.raises(ProgramError, match="epoch -1"):
        Run(program, edits=(Edit(-1, "rate", (), 1.0),))


def test_an_edit_past_the_end_and_a_parent_of_no_use_change_nothing() -> None:
    run = Run(parse(COUNTED, "p.py"))
    parent = record(run)
    beyond = replace(run, edits=(Edit(200, "rate", (), 9.0),))
    assert_same(advanced(Recorder(beyond, parent=parent)), parent)
    other = Run(parse(COUNTED + "\n", "p.py"), edits=(Edit(50, "rate", (), 9.0),))
    stranger = Recorder(other, parent=parent)
    assert stranger.recording.done == 0
    assert_same(advanced(stranger), record(other))


def test_a_parent_may_have_later_edits_of_its_own() -> None:
    run = Run(parse(COUNTED, "p.py"), edits=(Edit(40, "rate", (), 1), Edit(90, "rate", (), 3)))
    parent = record(run)
    other = replace(run, edits=(Edit(40, "rate", (), 1), Edit(130, "W", (0,), 0.0)))
    child = Recorder(other, parent=parent)
    assert child.recording.done == 90
    assert_same(advanced(child), record(other))


def test_what_cannot_be_handed_over_is_run_again() -> None:
    source = """\
import numpy as np
W = 1.0
lines = (k for k in range(5))
for t in range(30):
    W = W * 0.9
print(sum(lines), W)
"""
    run = Run(parse(source, "p.py"))
    branched = replace(run, edits=(Edit(20, "W", (), 3.0),))
    child = advanced(Recorder(branched, parent=record(run)))
    assert child.output[0].startswith("10 ")
    assert_same(child, record(branched))


def test_two_names_of_one_array_are_not_taken_for_two() -> None:
    source = """\
import numpy as np
zero = np.zeros(3)
best = np.ones(3)
W = 1.0
for t in range(60):
    W = W * 0.99
    if t == 2:
        best = zero[:2]
    if W > 5:
        best += W
    s = zero.sum()
best -= 1
print(zero)
"""
    run = Run(parse(source, "p.py"))
    parent = record(run)
    for value in (0.5, 7.0):
        branched = replace(run, edits=(Edit(40, "W", (), value),))
        child = advanced(Recorder(branched, parent=parent))
        assert_same(child, record(branched))
        assert audit(branched, recording=child) == ()
        assert child.series("s")[-1] == pytest.approx(child.evaluate("zero.sum()", 59))


def test_the_cache_tells_edits_apart() -> None:
    run = Run(parse(COUNTED, "p.py"))
    cache = RecordingCache()
    parent = cache.recording(run)
    one = replace(run, edits=(Edit(50, "rate", (), 0.5),))
    assert one.key != run.key
    child = cache.recorder(one, parent=parent)
    assert child.recording.done == 50
    assert cache.recorder(replace(run, edits=(Edit(50, "rate", (), 0.5),))) is child
    assert cache.recorder(replace(run, edits=(Edit(50, "rate", (), 0.25),))) is not child
    assert cache.recorder(replace(run, edits=(Edit(51, "rate", (), 0.5),))) is not child


def test_numbers_out_of_range_are_noted_once_on_either_side() -> None:
    source = """\
import numpy as np
W = np.ones(2)
z = np.zeros(2) / 0
for t in range(40):
    W = W * 1.5
    if t == 10:
        q = W / 0.0
    e = np.exp(W)
"""
    run = Run(parse(source, "p.py"))
    parent = record(run)
    for epoch in (5, 12, 35):
        branched = replace(run, edits=(Edit(epoch, "W", (0,), 1e-3),))
        assert_same(advanced(Recorder(branched, parent=parent)), record(branched))
