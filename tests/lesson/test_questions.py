"""Question blocks: read with every mistake told, posed by seed, checked, worked out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.lesson import (
    NotYetError,
    Question,
    QuestionError,
    QuestionKind,
    Slip,
    answer_text,
    grade,
    names_at,
    parse_lesson,
    posed,
    worked,
)
from nnmath_tutor.lesson.frozen_work import written_out
from nnmath_tutor.program import Level, Operation, Recorder, Run, parse, record
from nnmath_tutor.scenes import AxisLabels, build_picture, moment_at

AFTER = "> and what they make is new.\n"
BLOCK = """
```question
kind = "number"
ask = "What is {a} times {b}?"
draw = { a = "rng.integers(2, 9)", b = "a + rng.integers(1, 9)" }
answer = "a * b"
hint = "Multiply."
solution = "{a} × {b} = {answer}."
work = "np.array([a]) @ np.array([b])"

[[slip]]
answer = "a + b"
say = "That is the sum."

[[slip]]
answer = "a - b"
say = "That is the difference."
```
"""
CHOICE = """
```question
kind = "choice"
ask = "What does the loss do?"
hint = "Look."
solution = "It falls to {final.loss:.3f}."

[[choice]]
text = "It falls"
when = "final.loss < at(0).loss"

[[choice]]
text = "It rises"
when = "final.loss > at(0).loss"
say = "No."
```
"""


@pytest.fixture
def asked(spoil):
    def with_block(block, old="", new=""):
        assert block.count(old) >= 1
        return spoil(AFTER, AFTER + block.replace(old, new, 1) if old else AFTER + block)

    return with_block


def line_of(text, piece):
    return text[: text.index(piece)].count("\n") + 1


def test_a_question_is_read_with_its_lines(asked, author):
    text = asked(BLOCK)
    question = parse_lesson(text, author.path).steps[0].question
    assert question.kind is QuestionKind.NUMBER
    assert list(question.draw) == ["a", "b"]
    assert [slip.answer for slip in question.slips] == ["a + b", "a - b"]
    assert question.line == line_of(text, "```question")
    assert question.line_of("solution") == line_of(text, "solution =")
    assert question.slips[1].line == line_of(text, "a - b") - 1
    assert parse_lesson(text, author.path).steps[1].question is None


def test_healthy_questions_have_no_problems(asked, author):
    assert author.check(asked(BLOCK)) == []
    assert author.check(asked(CHOICE)) == []


READ = [
    ('kind = "number"', 'kind = "numbr"', "kind =", "did you mean `number`?"),
    ('hint = "Multiply."', 'hnt = "Multiply."', "hnt =", "did you mean `hint`?"),
    ('hint = "Multiply."\n', "", "```question", "lacks `hint`"),
    ('hint = "Multiply."', 'hint = ""', "hint =", "`hint` takes a text"),
    ('answer = "a * b"\n', "", "```question", "lacks `answer`"),
    ('answer = "a * b"', 'answer = "a *"', 'answer = "a *"', "is not an expression"),
    ("{a} times", "{a times", "ask =", "`ask` has a mistake"),
    ("{a} times", "{a +} times", "ask =", "is not an expression"),
    ('say = "That is the sum."', 'sai = "That"', "sai =", "did you mean `say`?"),
    ('say = "That is the difference."', "", 'answer = "a - b"', "the slip lacks `say`"),
    ('work = "', 'of = "X"\nwork = "', "of =", 'is for kind = "cell"'),
    ('work = "', 'tolerance = -1\nwork = "', "tolerance =", "a number greater than 0"),
    ('a = "rng', 'rng = "rng', "draw =", "`rng` is no name that can be drawn"),
    ('kind = "number"', 'kind = "cell"', "```question", "lacks `of`"),
    ('kind = "number"', 'kind = "choice"', "```question", "2 to 5 [[choice]] tables, here are 0"),
    ("[[slip]]", "[[slop]]", "[[slop]]", "did you mean `slip`?"),
    ("draw = {", "draw {", "draw {", "this is not TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "message"), READ)
def test_a_mistake_in_a_block_is_told_in_its_line(old, new, place, message, asked, author):
    text = asked(BLOCK, old, new)
    problems = author.read(text)
    near = (line_of(text, place) - 1, line_of(text, place))
    assert any(
        problem.startswith(tuple(f"{line}: " for line in near)) and message in problem
        for problem in problems
    ), problems


def test_a_step_takes_one_question(asked, author):
    (problem,) = author.read(asked(BLOCK + CHOICE))
    assert "a second question" in problem


PLAYED = [
    ('answer = "a * b"', 'answer = "aa * b"', 'answer = "aa', "there is no name `aa`"),
    ('answer = "a * b"', 'answer = "a / 0"', 'answer = "a / 0"', "must be one finite number"),
    ('answer = "a * b"', 'answer = "X"', 'answer = "X"', "must be one finite number"),
    ('answer = "a + b"', 'answer = "b * a"', "[[slip]]", "is the right answer"),
    ('answer = "a - b"', 'answer = "b + a"', 'answer = "b + a', "same as an earlier one"),
    ('answer = "a - b"', 'answer = "c"', 'answer = "c"', "there is no name `c`"),
    ("= {answer}.", "= {anser}.", "solution =", "did you mean `answer`?"),
    ("= {answer}.", "= 0.25.", "solution =", "0.25 is typed in"),
    ("What is", "What is " + "word " * 50, "ask =", "`ask` has 55 words; ask in 45 at most"),
    ("{a} times {b}", "it", "draw =", "changes nothing in `ask`"),
    ('{ a = "rng', '{ W = "1", a = "rng', "draw =", "the program has a `W` already"),
    ('work = "np.array([a]) @ np.array([b])"', 'work = "a + b"', "work =", "but the answer is"),
    ('work = "np.array([a]) @ np.array([b])"', 'work = "a"', "work =", "no operation in it"),
    ('work = "np.array([a]) @ np.array([b])"', 'work = "a @ b"', "work =", "`work`: "),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "message"), PLAYED)
def test_check_tells_what_goes_wrong_when_it_is_asked(old, new, place, message, asked, author):
    text = asked(BLOCK, old, new)
    problems = author.check(text)
    line = line_of(text, place)
    wanted = tuple(f"01-doubling.md:{number}: " for number in (line - 1, line))
    assert any(p.startswith(wanted) and message in p for p in problems), problems


CHOSEN = [
    ("final.loss > at(0).loss", "final.loss < 1000", "are all right; exactly one must be"),
    ("final.loss < at(0).loss", "final.loss < 0", "none of the choices is right"),
    ("final.loss < at(0).loss", "final.loss", "must be true or false"),
    ('say = "No."', "", "lacks `say`"),
]


@pytest.mark.parametrize(("old", "new", "message"), CHOSEN)
def test_check_wants_exactly_one_right_choice(old, new, message, asked, author):
    text = asked(CHOICE, old, new)
    assert any(message in problem for problem in author.check(text))


# posing and working out --------------------------------------------------------------------------

PROGRAM = """\
import numpy as np

def double(x):
    return 2 * x

X = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
W = np.array([[0.1], [0.2], [0.3]])
big = np.arange(5000.0).reshape(1000, 5)
count = 0

for epoch in range(10):
    Z = X @ W
    W += 0.5
    count += 1
"""
LABELS = {"X": AxisLabels("ex", "in"), "W": AxisLabels("in", ("out",)), "big": AxisLabels("r", "c")}


@pytest.fixture(scope="module")
def program():
    return parse(PROGRAM, "p.py")


@pytest.fixture(scope="module")
def names(program):
    return names_at(record(Run(program)), 3, {})


def question(answer, kind="number", **more):
    ask = more.pop("ask", "What?")
    return Question(QuestionKind(kind), ask, "hint", "solution", answer, **more)


DRAWN = {"a": "rng.integers(1, 100)", "b": "rng.permutation(4)", "c": "a + b[0]"}


@given(st.integers(0, 2**31))
def test_a_seed_always_gives_the_same_question(seed):
    asked = question("c * b[1]", draw=DRAWN, ask="{a} {b} {c}", slips=(Slip("a + c", "{c}", 1),))
    one, two = posed(asked, {"np": np}, seed), posed(asked, {"np": np}, seed)
    assert (one.ask, one.expected, one.slips) == (two.ask, two.expected, two.slips)
    assert one.again
    assert one.whole
    assert grade(one, answer_text(one)).right


def test_other_seeds_and_other_words_draw_other_numbers(names):
    def first(seed, ask):
        return posed(question("a", draw={"a": "rng.random()"}, ask=ask), names, seed).expected

    assert len({first(seed, ask) for seed in range(9) for ask in ("one {a}", "two {a}")}) == 18


def test_values_are_those_of_the_steps_epoch(names):
    assert posed(question("count"), names).expected == 4
    assert posed(question("start.count"), names).expected == 3
    assert posed(question("final.count - at(0).count"), names).expected == 9


def test_a_cell_has_its_table_with_the_labels_of_its_expression(names):
    asked = posed(question("(1, 0)", "cell", of="start.X @ W"), names, labels=LABELS)
    assert asked.table.rows == ("ex1", "ex2")
    assert asked.table.text == "X @ W"
    assert answer_text(asked) == "ex2, out"
    with pytest.raises(QuestionError, match="has the shape"):
        posed(question("(2, 0)", "cell", of="X @ W"), names)


def test_what_is_not_computed_yet_is_waited_for(program):
    recorder = Recorder(Run(program))
    while recorder.recording.done == 0:
        recorder.advance(0)
    assert not recorder.recording.finished
    with pytest.raises(NotYetError):
        posed(question("final.count"), names_at(recorder.recording, 0, {}))


def test_the_worked_answer_starts_with_the_first_product_of_its_last_line(names, program):
    asked = question("(X @ start.W)[1, 0]", work="X[1] @ start.W[:, 0]")
    shown = worked(asked, posed(asked, names), names, program, LABELS)
    assert shown.result == pytest.approx(names["X"][1] @ (names["W"][:, 0] - 0.5))
    assert shown.position.level is Level.TERM
    moment = moment_at(shown.recording, shown.position, shown.labels)
    assert moment.evaluation.operation is Operation.MATMUL
    assert moment.line.text.startswith("answer = ")
    assert build_picture("operation", {}, moment).parts
    assert shown.labels == {"row": AxisLabels(columns="in"), "column": AxisLabels(rows="in")}
    assert moment.evaluation.operands[0].value.shape == (1, 3)


def test_functions_and_large_tables_come_along(names, program):
    asked = question("double(big[1, 0] + big[1, 4])", work="double(big[1, 0] + big[1, 4])")
    shown = worked(asked, posed(asked, names), names, program, LABELS)
    assert shown.result == 2 * (5.0 + 9.0)
    assert "big = ...  # (1000, 5)" in shown.recording.program.source
    assert "def double" in shown.recording.program.source


def test_an_answer_without_work_is_walked_if_there_is_something_to_walk(names, program):
    drawn = question("a * a", draw={"a": "int(rng.integers(2, 9))"}, ask="{a}")
    asked = posed(drawn, names, 3)
    shown = worked(drawn, asked, names, program)
    assert shown.result == asked.expected
    assert f"a = {asked.drawn['a']}" in shown.recording.program.source
    for nothing in (question("count"), question("X.shape", "shape"), question("W[0, 0]")):
        assert worked(nothing, posed(nothing, names), names, program) is None


@given(
    st.lists(st.floats(allow_nan=True) | st.integers(-5, 5), max_size=9).map(np.array)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.tuples(st.integers(), st.text(max_size=5))
    | st.lists(st.integers(-9, 9), min_size=2, max_size=2).map(lambda a: np.array(a, np.int8))
)
def test_what_is_written_out_makes_the_same_value(value):
    text = written_out(value)
    if text is not None:
        again = eval(text, {"np": np})
        assert type(again) is type(value)
        np.testing.assert_array_equal(np.asarray(again), np.asarray(value))
        assert np.asarray(again).dtype == np.asarray(value).dtype


def test_a_line_of_numbers_meets_itself_as_row_and_column(names, program):
    drawn = question("a @ a + a[0]", draw={"a": "rng.integers(1, 9, 3)"}, ask="{a}")
    asked = posed(drawn, names)
    assert worked(drawn, asked, names, program).result == asked.expected
