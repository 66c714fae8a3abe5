"""The backbone run, its figures, its gradient, its memory; recordings read while they grow."""

from __future__ import annotations

import threading
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from nnmath_tutor.program import (
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
from published import PUBLISHED, PUBLISHED_PREDICTIONS

from .zoo import FORWARD, HEAD, TRAIN

PROGRAM = Path(__file__).parents[2] / "lessons" / "programs" / "three_layers.py"


@pytest.fixture(scope="module")
def backbone() -> Recording:
    return record(Run(load(PROGRAM)))


def test_the_published_figures(backbone: Recording) -> None:
    assert backbone.problem is None
    assert backbone.notes == ()
    assert backbone.done == backbone.epochs == 60_000
    errors = backbone.series("mean_absolute_error")
    assert errors.shape == (60_000,)
    assert errors.dtype == np.float64
    for epoch, published in PUBLISHED.items():
        assert errors[epoch] == pytest.approx(published, abs=1e-9)
        assert backbone.values(epoch)["mean_absolute_error"] == errors[epoch]
    predictions = backbone.final()["A2"].ravel()
    assert predictions == pytest.approx(PUBLISHED_PREDICTIONS, abs=1e-8)


def test_all_epochs_up_to_the_last_are_those_of_a_plain_run(backbone: Recording) -> None:
    epochs = [0, 1, 2, 109, 260, 4095, 4096, 4097, 30_000, 59_998, 59_999]
    for epoch, plain in plain_values(backbone.run, epochs).items():
        values = backbone.values(epoch)
        stepped = backbone.stepped(epoch).namespace.names
        for name, value in plain.items():
            assert identical(at_rest(values[name]), value), (name, epoch)
            assert identical(at_rest(stepped[name]), value), (name, epoch)


def test_what_it_prints_is_kept(backbone: Recording) -> None:
    assert backbone.output[0] == "epoch      0   error 0.496410031903"
    assert len(backbone.output) == 7


def test_the_update_is_minus_the_gradient_of_half_the_squared_error() -> None:
    program = load(PROGRAM)
    one = record(Run(program, epochs=1))
    start, after = one.start(0), one.values(0)

    def loss(name: str, weights: np.ndarray) -> float:
        nudged = record(Run(program, overrides={name: weights}, epochs=1))
        return float(nudged.evaluate("0.5 * np.sum(error ** 2)", 0))

    for name in ("W1", "W2"):
        update = after[name] - start[name]
        slopes = np.empty_like(update)
        for index in np.ndindex(update.shape):
            step = np.zeros_like(update)
            step[index] = 1e-5
            above = loss(name, start[name] + step)
            slopes[index] = (above - loss(name, start[name] - step)) / 2e-5
        assert np.abs(update + slopes).max() / np.abs(slopes).max() < 1e-7


LARGE = {
    "many layers' worth": """\
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(50, 200))
W1 = rng.normal(size=(200, 300)) * 0.01
W2 = rng.normal(size=(300, 100)) * 0.01
for epoch in range(20_000):
    A1 = X @ W1
    A2 = A1 @ W2
    e = A2.mean()
    W2 -= 0.0001 * A1.T @ A2
    W1 -= 0.0001 * X.T @ (A2 @ W2.T)
""",
    "one matrix as large as may be": """\
import numpy as np
W = np.ones((510, 510))
for epoch in range(20_000):
    W -= 0.01
    e = W[0, 0]
""",
}


@pytest.mark.parametrize("source", LARGE.values(), ids=LARGE)
def test_memory_stays_bounded_for_the_largest_network(source: str) -> None:
    tracemalloc.start()
    recorder = Recorder(Run(parse(source, "p.py")))
    recording = recorder.recording
    while recording.done < 80:
        assert recorder.advance(0.05)
    for epoch in (0, 37, 38, 70, recording.done - 1):
        recording.values(epoch)
        recording.lines(epoch)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert recording.record.kept is not None
    assert recording.record.kept.every > 1
    assert peak < 64 << 20


def test_memory_stays_bounded_for_many_epochs_and_generators() -> None:
    source = """\
import numpy as np
rng = np.random.RandomState(0)
log = []
for t in range(6_000):
    x = rng.rand()
    log.append(x)
"""
    recording = record(Run(parse(source, "p.py")), budget=1 << 20)
    assert recording.finished
    assert recording.record.kept is not None
    assert recording.record.kept.nbytes <= 1 << 20
    plain = plain_values(recording.run, [0, 3333, 5999])
    for epoch, names in plain.items():
        assert identical(at_rest(recording.values(epoch)["log"]), names["log"])


def test_a_recording_can_be_read_while_it_grows() -> None:
    source = HEAD + "for epoch in range(3000):\n" + TRAIN + "    total = W1.sum()\n"
    run = Run(parse(source, "p.py"))
    plain = plain_values(run, range(3000))
    recorder = Recorder(run)
    recording = recorder.recording
    worker = threading.Thread(target=lambda: [None for _ in iter(_advancing(recorder), False)])
    worker.start()
    looked = 0
    while worker.is_alive() or looked < 5:
        done = recording.done
        if done:
            for epoch in (done - 1, done // 2):
                values = recording.values(epoch)
                assert identical(values["W1"], plain[epoch]["W1"])
                assert recording.series("total")[epoch] == plain[epoch]["total"]
            looked += 1
    worker.join()
    assert recording.finished


def _advancing(recorder: Recorder):
    return lambda: recorder.advance(0.002)


def test_pausing_between_slices_changes_nothing() -> None:
    run = Run(parse(HEAD + "for epoch in range(300):\n" + TRAIN, "p.py"))
    recorder = Recorder(run)
    slices = 0
    with np.errstate(all="raise"):
        while recorder.advance(0):
            slices += 1
            np.random.seed(slices)
    assert slices > 3
    assert identical(dict(recorder.recording.final())["W1"], record(run).final()["W1"])


def test_what_is_handed_out_can_be_written_to_without_harm() -> None:
    recording = record(Run(parse(HEAD + "for t in range(9):\n" + TRAIN + "    s = 1.0\n", "p.py")))
    values = recording.values(3)
    kept = values["W1"].copy()
    values["W1"][:] = 7
    values["X"][:] = 7
    assert identical(recording.values(3)["W1"], kept)
    assert recording.evaluate("X.max()", 3) == 1
    assert recording.evaluate("W1.fill(5)", 3) is None
    assert identical(recording.values(3)["W1"], kept)
    with pytest.raises(ValueError, match="read-only"):
        recording.series("s")[0] = 1


def test_series_of_every_real_scalar() -> None:
    source = """\
import numpy as np
for t in range(6):
    a = t * 0.5
    n = t
    b = t > 2
    z = np.float32(t)
    o = np.array(t)
    c = complex(t)
    v = [t]
    if t > 3:
        late = t / 2
    w = "x" if t % 2 else 1.5
"""
    recording = record(Run(parse(source, "p.py")))
    assert recording.series_names == ("a", "n", "b", "z", "o", "late", "w")
    assert recording.series("b").tolist() == [0, 0, 0, 1, 1, 1]
    assert recording.series("late")[4:].tolist() == [2.0, 2.5]
    assert np.isnan(recording.series("late")[:4]).all()
    assert np.isnan(recording.series("w")[1::2]).all()
    with pytest.raises(LookupError):
        recording.series("v")


def test_overrides_keep_the_draws() -> None:
    program = parse(HEAD + "rate = 1.0\ndouble = rate * 2\nfor epoch in range(5):\n" + TRAIN, "p")
    plain, other = record(Run(program)), record(Run(program, overrides={"W1": np.zeros((3, 4))}))
    assert not other.start(0)["W1"].any()
    assert identical(other.start(0)["W2"], plain.start(0)["W2"])
    lists = record(Run(program, overrides={"W1": [[0, 0, 0, 0]] * 3, "rate": 20.0}))
    assert lists.start(0)["W1"].dtype == np.float64
    assert lists.start(0)["double"] == 40.0
    assert identical(lists.final()["W1"], other.final()["W1"])
    with pytest.raises(ProgramError, match="did you mean `rate`"):
        Run(program, overrides={"raet": 1})


def test_overrides_of_a_program_without_a_loop_show_in_its_lines() -> None:
    program = parse("import numpy as np\nx = np.arange(3)\ny = x * 2\n", "p.py")
    recording = record(Run(program, overrides={"x": [5, 6, 7]}))
    assert recording.values(0)["y"].tolist() == [10, 12, 14]
    assert recording.lines(0)[1].evaluations[0].operands[0].value.tolist() == [5, 6, 7]


def test_swaps() -> None:
    program = parse(
        HEAD + "for epoch in range(5):\n" + FORWARD + "    W2 += A1.T @ delta2  # up\n", "p"
    )
    swapped = Run(program, swaps={"W2 += A1.T @ delta2": "W2 -= A1.T @ delta2"})
    assert swapped.program.source_lines[-2] == "    W2 -= A1.T @ delta2"
    first, other = record(Run(program)).values(0), record(swapped).values(0)
    assert np.allclose(first["W2"] + other["W2"], 2 * record(swapped).start(0)["W2"])
    with pytest.raises(ProgramError, match=r"did you mean `W2 \+= A1\.T @ delta2`"):
        Run(program, swaps={"W2 += A1.T @ delta": "pass"})
    with pytest.raises(ProgramError, match="Python can't read"):
        Run(program, swaps={"W2 += A1.T @ delta2": "W2 +="})


def test_epochs_can_be_more_or_fewer() -> None:
    program = parse("x = 0\nfor t in range(10, 0, -2):\n    x += t\n", "p.py")
    assert record(Run(program)).final()["x"] == 30
    assert record(Run(program, epochs=2)).final()["x"] == 18
    assert record(Run(program, epochs=6)).final()["x"] == 30
    none = record(Run(program, epochs=0))
    assert none.finished
    assert none.done == 0
    assert none.final()["x"] == 0


def test_the_cache_knows_a_run_by_what_it_computes() -> None:
    program = parse("x = 1.0\nfor t in range(5):\n    x *= 2\n", "p.py")
    cache = RecordingCache(maximum=2)
    first = cache.recording(Run(program))
    assert cache.recording(Run(parse(program.source, "p.py"), name="other")) is first
    assert cache.recording(Run(program, overrides={"x": 2.0})) is not first
    assert cache.recording(Run(program)) is first
    assert cache.recording(Run(program, epochs=3)) is not first
    assert len(cache) == 2


def test_the_neighbours_of_an_epoch_far_from_a_kept_one_are_near() -> None:
    source = "import numpy as np\nW = np.ones(100)\nfor t in range(4000):\n    W = W * 0.999\n"
    recording = record(Run(parse(source, "p.py")), budget=1 << 14)
    assert recording.record.kept is not None
    assert recording.record.kept.every > 100
    for epoch in (3950, 3949, 3948, 3951, 3952):
        assert recording.values(epoch)["W"][0] == record_of(epoch)


def record_of(epoch: int) -> float:
    value = 1.0
    for _ in range(epoch + 1):
        value *= 0.999
    return value


def test_print_options_of_a_program_are_its_own() -> None:
    source = (
        "import numpy as np\nnp.set_printoptions(precision=2)\nW = np.ones(1) / 3\n"
        "for t in range(6):\n    W = W / 3\n    s = str(W)\n"
    )
    before = np.get_printoptions()
    recording = record(Run(parse(source, "p.py")))
    assert np.get_printoptions() == before
    with np.printoptions(precision=7):
        assert recording.values(0)["s"] == "[0.11]"
        assert audit(recording.run, recording=recording) == ()
    assert np.get_printoptions() == before


def test_curves_that_a_program_keeps_itself_cost_little_time_and_room() -> None:
    source = (
        "import numpy as np\nw = np.float64(1)\nerrors, rates = [], []\n"
        "for t in range(30_000):\n    w = w * 0.9999\n"
        "    errors.append(w)\n    rates.append(t / 3)\n"
    )
    tracemalloc.start()
    try:
        recording = record(Run(parse(source, "p.py")), budget=8 << 20)
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert recording.finished
    assert size < 24 << 20
    for epoch in (0, 4_096, 11_111, 29_999):
        values = recording.values(epoch)
        assert len(values["errors"]) == epoch + 1
        assert values["errors"][-1] == values["w"]
        assert values["rates"][-1] == epoch / 3
