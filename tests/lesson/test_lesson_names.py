"""Names in expressions stand for what the program really bound at the time they speak of."""

from __future__ import annotations

import numpy as np
import pytest

from nnmath_tutor.lesson import ExpressionError, NotYetError, evaluate, names_at
from nnmath_tutor.program import Recorder, Run, parse, record


def plain(program_text, epochs):
    """The names of the program after so many epochs, by Python alone."""
    names: dict[str, object] = {}
    source = program_text.replace("range(40)", f"range({epochs})").replace(
        'print("done", loss)', ""
    )
    exec(compile(source, "program", "exec"), names)
    return names


@pytest.fixture(scope="module")
def runs(program_text):
    program = parse(program_text, "doubling.py")
    slow = record(Run(program, overrides={"rate": 0.01}, name="slow"))
    return record(Run(program)), {"slow": slow}


@pytest.fixture
def names(runs):
    main, others = runs
    return names_at(main, 7, others)


def test_plain_names_are_those_after_the_body_of_the_epoch(names, program_text):
    wanted = plain(program_text, 8)
    for name in ("W", "P", "loss", "rate", "epoch"):
        assert np.array_equal(evaluate(name, names), wanted[name])


def test_start_is_before_the_update_and_final_after_the_program(names, program_text):
    assert np.array_equal(evaluate("start.W", names), plain(program_text, 7)["W"])
    assert np.array_equal(evaluate("start.X @ start.W", names), evaluate("P", names))
    assert np.array_equal(evaluate("final.W", names), plain(program_text, 40)["W"])


def test_at_goes_to_any_epoch_and_series_over_all(names, program_text):
    assert evaluate("at(12).loss", names) == plain(program_text, 13)["loss"]
    assert evaluate("series.loss.shape", names) == (40,)
    assert evaluate("series.loss[12] == at(12).loss", names)
    assert evaluate("[at(t).epoch for t in (0, np.int64(39))]", names) == [0, 39]


def test_other_runs_are_asked_by_name(names, program_text):
    wanted = plain(program_text.replace("rate = 0.1", "rate = 0.01"), 40)
    assert evaluate("runs.slow.final.loss", names) == wanted["loss"]
    assert evaluate("runs.slow.at(0).loss == runs.slow.series.loss[0]", names)
    assert np.array_equal(
        evaluate("runs.slow.start.W", names), evaluate("runs.slow.at(6).W", names)
    )


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("at(40)", "at(40): epochs go from 0 to 39"),
        ("at(-1)", "epochs go from 0 to 39"),
        ("at(1.5)", "at(1.5): an epoch is a whole number"),
        ("at(True)", "an epoch is a whole number"),
        ("at(3).lose", "there is no `lose` in epoch 3; did you mean `loss`?"),
        ("final.lose", "there is no `lose` after the program; did you mean `loss`?"),
        ("start.rat", "there is no `rat` as the epoch starts; did you mean `rate`?"),
        ("series.W", "no number called `W` is bound in every epoch"),
        ("series.lose", "did you mean `loss`?"),
        ("runs.slaw.final", "there is no run `slaw`; did you mean `slow`?"),
        ("runs.slow.finale", "a run has no `finale`; did you mean `final`?"),
        ("lose", "there is no name `lose` here; did you mean `loss`?"),
    ],
)
def test_an_unknown_name_brings_the_nearest_one(names, expression, message):
    with pytest.raises(ExpressionError) as caught:
        evaluate(expression, names)
    assert message in str(caught.value)


def test_while_the_program_runs_what_is_not_there_yet_says_so(program_text):
    slow = program_text.replace("range(40)", "range(60_000)")
    recorder = Recorder(Run(parse(slow, "doubling.py")))
    with pytest.raises(NotYetError):
        names_at(recorder.recording, 0)
    while recorder.recording.done < 3 and recorder.advance(0.001):
        pass
    assert recorder.recording.done >= 3
    assert not recorder.recording.finished
    names = names_at(recorder.recording, 2)
    assert evaluate("at(0).epoch", names) == 0
    for expression in ("final.W", "at(59_999).W"):
        with pytest.raises(NotYetError):
            evaluate(expression, names)


def test_after_an_exception_a_later_value_is_an_error_not_a_wait(program_text):
    broken = program_text.replace("    loss =", "    1 / (5 - epoch)\n    loss =")
    recording = record(Run(parse(broken, "doubling.py")))
    names = names_at(recording, 4)
    assert evaluate("epoch", names) == 4
    for expression in ("final.W", "at(30).W"):
        with pytest.raises(ExpressionError, match="the program stops in line 13"):
            evaluate(expression, names)


def test_a_program_may_do_without_a_loop():
    recording = record(Run(parse("import numpy as np\nx = np.arange(3)\ny = x + 1\n", "p.py")))
    names = names_at(recording, 0)
    assert evaluate("list(y) == list(final.y) == list(at(0).y)", names)
