"""What the engine can't run, and what goes wrong in a run: a line that says where and why."""

from __future__ import annotations

import itertools
import warnings
from pathlib import Path

import numpy as np
import pytest

from nnmath_tutor.program import (
    ProblemKind,
    ProgramError,
    Recorder,
    Recording,
    Run,
    load,
    parse,
    record,
)


def recorded(source: str, **options: object) -> Recording:
    return record(Run(parse(source, "p.py")), **options)


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("x = 1\nclass A:\n    pass\n", 2, "class A"),
        ("async def f():\n    await g()\n", 1, "async"),
        ("import os\n", 1, "import os"),
        ("from subprocess import run\n", 1, "import subprocess"),
        ("from . import x\n", 1, "relative"),
        ("from numpy import *\n", 1, "import *"),
        ("import time\n", 1, "math"),
        ("x = input()\n", 1, "input()"),
        ("f = input\n", 1, "input()"),
        ("exec('x = 1')\n", 1, "exec()"),
        ("eval('1')\n", 1, "eval()"),
        ("globals()['x'] = 1\n", 1, "globals()"),
        ("open('f', 'w')\n", 1, "writing"),
        ("open('f', mode=m)\n", 1, "writing"),
        ("from pathlib import Path\nPath('x').write_text('')\n", 2, "write_text"),
        ("import numpy as np\nnp.save('x', 1)\n", 2, "np.save"),
        ("().__class__\n", 1, "__class__"),
        ("for t in range(3):\n    break\n", 2, "break"),
        ("for t in range(3):\n    if t:\n        continue\n", 3, "continue"),
        ("for t in range(3):\n    pass\nelse:\n    x = 1\n", 4, "else"),
        ("for t in range(3):\n  for k in 'ab':\n    break\n  else:\n    break\n", 5, "break"),
        ("for t in range(3):\n    np.seterr(over='raise')\n", 2, "with np.errstate"),
        ("for t in range(3):\n    np.set_printoptions(precision=t)\n", 2, "np.printoptions"),
        ("return 1\n", 1, "outside function"),
        ("yield 1\n", 1, "outside function"),
        ("await x\n", 1, "async and await"),
        ("x = (1\n", 1, "never closed"),
        ("x = 1\n  y = 2\n", 2, "indent"),
        ("x = 1\ny = \0\n", 2, "null byte"),
        ("x = " + "(" * 5000 + ")" * 5000, 1, "Python can't read"),
        ("x = " + "-" * 100_000 + "1", 1, "nested"),
        ("nonlocal x\n", 1, "nonlocal"),
    ],
)
def test_forbidden_constructs_say_where_and_why(source: str, line: int, words: str) -> None:
    with pytest.raises(ProgramError) as caught:
        parse(source, "p.py")
    problem = caught.value.problems[0]
    assert (problem.file, problem.line) == ("p.py", line)
    assert words in problem.message
    assert str(problem).startswith(f"p.py:{line}: ")


def test_all_mistakes_come_at_once() -> None:
    source = "import os\nclass A: pass\nfor t in range(2):\n    input()\n    break\n"
    with pytest.raises(ProgramError) as caught:
        parse(source, "p.py")
    assert [problem.line for problem in caught.value.problems] == [1, 2, 4, 5]


@pytest.mark.parametrize(
    "source",
    [
        "for t in range(3):\n    for k in range(9):\n        if k:\n            break\n",
        "for t in range(3):\n    while True:\n        break\n",
        "for t in range(3):\n    def f():\n        return t\n    x = f()\n",
        "def g():\n    yield 1\nx = list(g())\n",
        "if __name__ == '__main__':\n    x = 1\n",
        "\ufeffx = 1\r\ny = 2\rz = 3\n",
    ],
)
def test_what_looks_like_it_is_fine(source: str) -> None:
    assert recorded(source).finished


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"missing\.py:1: can't be read"):
        load(tmp_path / "missing.py")
    with pytest.raises(ProgramError, match="can't be read"):
        load(tmp_path)
    latin = tmp_path / "latin.py"
    latin.write_bytes(b"x = 1\ny = '\xe4'\n")
    with pytest.raises(ProgramError, match=r"latin\.py:2: byte 0xe4 isn't UTF-8"):
        load(latin)
    crlf = tmp_path / "crlf.py"
    crlf.write_bytes(b"\xef\xbb\xbfx = 1\r\nfor t in range(2):\r\n    x += 1\r\n")
    assert record(Run(load(crlf))).values(1)["x"] == 3


@pytest.mark.parametrize(
    ("source", "line", "words", "epoch"),
    [
        ("x = 1\ny = x / 0\n", 2, "ZeroDivisionError", None),
        ("import numpy as np\nnp.ones((2, 3)) @ np.ones(2)\n", 2, "matmul", None),
        ("def f(n):\n    return f(n + 1)\nf(0)\n", 2, "RecursionError", None),
        ("x = [0] * 10**14\n", 1, "MemoryError", None),
        ("import numpy as np\nx = np.ones((10**7, 10**7))\n", 2, "MemoryError", None),
        ("raise SystemExit\n", 1, "SystemExit", None),
        ("for t in range(9):\n    x = 1\n    y = 1 / (t - 4)\n", 3, "ZeroDivisionError", 4),
        ("def f(t):\n    return 1 / (t - 4)\nfor t in range(9):\n    f(t)\n", 2, "division", 4),
        ("for t in range(3):\n    x = 1\nz = undefined\n", 3, "NameError", None),
        ("for t in range('a'):\n    x = 1\n", 1, "TypeError", None),
    ],
)
def test_an_exception_is_a_result_with_a_line(
    source: str, line: int, words: str, epoch: int | None
) -> None:
    recording = recorded(source)
    problem = recording.problem
    assert problem is not None
    assert problem.kind is ProblemKind.EXCEPTION
    assert (problem.line, problem.epoch) == (line, epoch)
    assert words in problem.message
    assert not recording.finished


def test_epochs_before_an_exception_stay_and_its_own_lines_can_be_seen() -> None:
    recording = recorded("W = 8.0\nfor t in range(9):\n    W -= 1\n    y = 1 / (t - 4)\n")
    assert recording.done == 4
    assert recording.values(3)["W"] == 4.0
    lines = recording.lines(4)
    assert [line.text for line in lines] == ["W -= 1", "y = 1 / (t - 4)"]
    assert lines[-1].evaluations[-1].result == 0
    with pytest.raises(LookupError):
        recording.values(4)
    with pytest.raises(LookupError):
        recording.lines(5)
    with pytest.raises(LookupError):
        recording.final()


def test_a_shape_error_of_the_set_up_shows_the_lines_before_it() -> None:
    recording = recorded("import numpy as np\na = np.ones((4, 1))\nb = a @ np.ones((4, 3))\n")
    assert recording.lines(0)[0].text == "a = np.ones((4, 1))"
    assert recording.done == 0


@pytest.mark.parametrize(
    ("source", "line", "done"),
    [
        ("x = 1\nwhile True:\n    x += 1\n", 2, 0),
        ("for t in range(9):\n    while t > 5:\n        pass\n", 2, 6),
        ("def f(t):\n    while t > 5:\n        pass\nfor t in range(9):\n    f(t)\n", 2, 6),
        ("import itertools\nx = [k for k in itertools.count()\n     if k < 0]\n", 2, 0),
        ("def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nfib(60)\n", 2, 0),
        ("for t in range(2):\n    x = t\nfor k in iter(int, 1):\n    pass\n", 3, 2),
        ("while True:\n    try:\n        while True: pass\n    except:\n        pass\n", 1, 0),
        ("while True:\n    try:\n        x = 1\n    except BaseException:\n        pass\n", 1, 0),
    ],
)
def test_endless_programs_end(source: str, line: int, done: int) -> None:
    recording = recorded(source, limit=0.05)
    problem = recording.problem
    assert problem is not None
    assert problem.kind is ProblemKind.ENDLESS
    assert problem.line == line
    assert "endless" in problem.message
    assert recording.done == done


def test_the_time_allowed_is_for_one_epoch_not_for_all() -> None:
    source = (
        "for t in range(40):\n    k = 0\n    while k < 20_000:\n        k += 1\n"  # some ms each
    )
    assert recorded(source, limit=0.2).finished


def test_cancelling() -> None:
    source = "W = 1.0\nfor t in range(100_000):\n    W *= 0.5\n"
    asked = itertools.count()
    recorder = Recorder(Run(parse(source, "p.py")), should_stop=lambda: next(asked) > 6)
    while recorder.advance(0.001):
        pass
    recording = recorder.recording
    assert recording.problem is not None
    assert recording.problem.kind is ProblemKind.CANCELLED
    assert recorder.cancelled
    assert 0 < recording.done < 100_000
    assert recording.values(recording.done - 1)["W"] == 0.5**recording.done
    assert not recorder.advance(1.0)


def test_cancelling_an_endless_set_up() -> None:
    recorder = Recorder(Run(parse("while True: pass\n", "p.py")), should_stop=lambda: True)
    assert not recorder.advance(1.0)
    assert recorder.cancelled
    assert recorder.recording.done == 0


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("for t in range(1_000_001):\n    x = 1\n", "1,000,000 epochs"),
        ("for t in range(10**30):\n    x = 1\n", "1,000,000 epochs"),
        ("import numpy as np\nW = np.ones((1000, 1000))\nfor t in range(9):\n    W += 1\n", "MiB"),
        ("s = []\nfor t in range(99):\n    s.append(bytes(100_000))\n", "MiB"),
        ("def g():\n    yield 1\nk = g()\nfor t in range(9):\n    x = next(k, 0)\n", "generator"),
    ],
)
def test_what_cannot_be_kept_is_refused(source: str, words: str) -> None:
    problem = recorded(source).problem
    assert problem is not None
    assert problem.kind is ProblemKind.REFUSED
    assert words in problem.message


def test_a_generator_that_the_loop_leaves_alone_does_no_harm() -> None:
    recording = recorded("def g():\n    yield 1\nk = g()\nfor t in range(9):\n    x = t\n")
    assert recording.finished
    assert "k" not in recording.values(3)


def test_a_generator_that_every_epoch_makes_anew_does_no_harm() -> None:
    recording = recorded(
        "w = 0\nfor t in range(9):\n    g = (k * t for k in range(3))\n    w += sum(g)\n"
    )
    assert recording.finished
    assert recording.values(8)["w"] == 108
    assert "g" not in recording.values(8)


def test_what_cannot_be_kept_is_named_with_the_line_that_binds_it() -> None:
    problem = recorded(
        "x = 1\nk = iter(i for i in [1])\nfor t in range(9):\n    next(k, 0)\n"
    ).problem
    assert problem is not None
    assert problem.line == 2
    assert "`k` holds a generator" in problem.message


def test_values_too_deep_within_each_other_are_refused() -> None:
    recording = recorded("x = None\nfor t in range(999):\n    x = [x]\n")
    problem = recording.problem
    assert problem is not None
    assert problem.kind is ProblemKind.REFUSED
    assert "`x` holds values more than" in problem.message
    with pytest.raises(LookupError, match="`x` holds values"):
        recording.values(recording.done - 1)


def test_overflow_and_nan_are_notes_and_nothing_is_printed(capsys: object) -> None:
    source = (
        "import numpy as np\n"
        "W = np.array([1.0, 2.0])\n"
        "def grow(w):\n"
        "    return w * 1e200\n"
        "for t in range(9):\n"
        "    W = grow(W)\n"
        "    d = W - W\n"
        "    q = 1 / (d * 0 + 0)\n"
        "    m = np.mean([])\n"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        recording = recorded(source)
        last = recording.values(8)
    assert recording.finished
    noted = {note.kind: (note.epoch, note.line) for note in recording.notes}
    assert noted["overflow"] == (1, 4)
    assert noted["divide by zero"] == (0, 8)
    assert noted["invalid value"][0] == 0
    assert np.isinf(last["W"]).all()
    assert np.isnan(last["d"]).all()
    assert np.isnan(recording.series("m")).all()


def test_a_forbidden_builtin_reached_by_a_detour_is_refused() -> None:
    recording = recorded("import numpy as np\nf = __builtins__['input']\nf()\n")
    assert recording.problem is not None
    assert "nobody is there" in recording.problem.message


@pytest.mark.parametrize("raised", ["SystemExit(3)", "BaseException('x')", "ValueError('a\\nb')"])
def test_whatever_a_program_raises_is_one_line_and_stays_inside(raised: str) -> None:
    recording = recorded(f"for t in range(5):\n    x = t\n    if t == 3:\n        raise {raised}\n")
    assert recording.problem is not None
    assert (recording.problem.line, recording.problem.epoch) == (4, 3)
    assert "\n" not in str(recording.problem)
    assert [line.text for line in recording.lines(3)] == ["x = t"]


LOOPING = "def f(n):\n    k = 0\n    while k != n:\n        k += 1\n    return k\nx = f(9)\n"


def test_a_value_that_never_comes_is_a_timeout() -> None:
    recording = recorded(LOOPING, limit=0.05)
    with pytest.raises(TimeoutError, match="endless"):
        recording.evaluate("f(-1)", 0)
    with pytest.raises(TimeoutError, match="endless"):
        recording.evaluate("[0 for _ in iter(int, 1)]", 0)
    assert recording.evaluate("f(5)", 0) == 5


def test_functions_that_were_handed_out_have_time_for_every_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr("nnmath_tutor.program.guard.time.perf_counter", lambda: now[0])
    recording = recorded(LOOPING, limit=1.0)
    handed_out = [
        recording.evaluate("f", 0),
        recording.values(0)["f"],
        recording.lines(0)[-1].values["f"],
    ]
    for _ in range(3):
        now[0] += 60.0
        for function in handed_out:
            assert function(500) == 500
    with pytest.raises(SystemExit):
        recorded("def f():\n    raise SystemExit\n").values(0)["f"]()
    with pytest.raises(RuntimeError, match="SystemExit"):
        recorded("def f():\n    raise SystemExit\n").evaluate("f()", 0)


def test_the_time_allowed_to_a_step_begins_with_its_statement() -> None:
    loop = "    for k in range(20_000):\n        n += k\n"
    recording = recorded("n = 0\nfor t in range(2):\n" + loop, limit=5.0)
    recording._replay.limit = 0.0
    with pytest.raises(LookupError, match="epoch 0"):
        recording.lines(0)
