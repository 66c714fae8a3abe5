"""Answers as people type them: right ones are right, wrong ones wrong, and nothing ever raises."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.lesson import (
    CellTable,
    Outcome,
    Posed,
    PosedChoice,
    PosedSlip,
    QuestionKind,
    answer_text,
    grade,
    wanted,
)

TABLE = CellTable(
    "A1", np.arange(12.0).reshape(4, 3), ("ex1", "ex2", "ex3", "ex4"), ("h1", "h2", "h3")
)


def question(kind, expected, **more):
    return Posed(QuestionKind(kind), 0, "ask", "hint", "solution", expected, **more)


NUMBER = question("number", 0.25)
CELL = question("cell", (1, 0), table=TABLE)
SHAPE = question("shape", (4, 3))
SIGN = question("sign", -1.0)
CHOICE = question(
    "choice", 1, choices=(PosedChoice("It rises", "No: see the plot."), PosedChoice("It falls", ""))
)
EVERY = (NUMBER, question("number", 12.0, whole=True), CELL, SHAPE, SIGN, CHOICE)

RIGHT = {
    NUMBER: "0.25 .25 1/4 25% 25e-2 2.5E-1 0,25 +0.25 ０．２５ ¼ 1÷4 =0.25 0.250"
    " 2/8 -1/-4 2.5×10⁻¹",
    CELL: "ex2,h1|ex2 h1|EX 2, H 1|h1, ex2|2,1|2 1|(2, 1)|row 2 column 1|column 1, row 2|r2 c1"
    "|row ex2, column h1|[1, 0]|A1[1, 0]|2;1|row 2 and column 1",
    SHAPE: "(4, 3)|4x3|4 × 3|4 by 3|4 3|4,3|[4, 3]|(4,3,)|４ｘ３",
    SIGN: "-|−|–|minus|Negative|negative.|-0.3|neg|down",
    CHOICE: "b|B|b)|(b)|2|it falls|It  falls",
}


@pytest.mark.parametrize(
    ("posed", "typed"),
    [
        (posed, typed)
        for posed, answers in RIGHT.items()
        for typed in answers.split("|" if "|" in answers else None)
    ],
    ids=str,
)
def test_a_right_answer_is_right_in_every_way_of_typing_it(posed, typed):
    assert grade(posed, typed).outcome is Outcome.RIGHT


@pytest.mark.parametrize(
    ("posed", "typed"),
    [
        *((NUMBER, typed) for typed in ("0.26", "1/5", "2,5", "25", "0", "-0.5")),
        *((CELL, typed) for typed in ("ex1,h2", "1,2", "row 1 column 2", "[2, 1]", "ex2,h2")),
        *((SHAPE, typed) for typed in ("(3, 4)", "4", "12", "4x3x1", "()")),
        *((SIGN, typed) for typed in ("+", "0", "plus", "1", "none", "zero")),
        *((CHOICE, typed) for typed in ("a", "1", "It rises")),
    ],
)
def test_a_wrong_answer_is_wrong(posed, typed):
    assert grade(posed, typed).outcome is Outcome.WRONG


NONSENSE = [
    "", "   ", "9**9**9", "__import__('os')", "1e400", "nan", "inf", "-infinity", "1/0",
    "x" * 10_000, "9" * 10_000,
    "[red]", "[/]", "\x1b[31m1", "\x00", "1;2;3;4", "0.1.2", "--1", "1/2/3", "e", "%",
    "()[]{}", "f", "z9,q7", "½½", "\ud800", "1e999999", "🙂", "ex9,h9", "row row row",
]  # fmt: skip


@pytest.mark.parametrize("typed", NONSENSE, ids=lambda typed: ascii(typed[:20]))
@pytest.mark.parametrize("posed", [NUMBER, CELL, CHOICE], ids=lambda posed: posed.kind)
def test_nonsense_gets_kind_words_which_do_not_repeat_it(posed, typed):
    verdict = grade(posed, typed)
    assert verdict.outcome is Outcome.UNCLEAR
    assert verdict.words.endswith(".")
    assert verdict.words.isprintable()
    assert len(verdict.words) < 120
    assert not verdict.understood


@given(st.text() | st.text("0123456789.,+-−/%e*^ x()[]exhrowcolumn{}\\=~½⁻", max_size=90))
def test_any_text_gets_a_verdict(typed):
    for posed in EVERY:
        assert grade(posed, typed).outcome in Outcome


WAYS = (
    str,
    lambda n: f"{n:.6g}",
    lambda n: f"{n:.5e}",
    lambda n: f"{n:+.8f}",
    lambda n: f"  {n} ".replace("-", "−"),
    lambda n: f"{n:.8f}".replace(".", ","),
    lambda n: f"{n * 100:.6f}%",
    lambda n: f"{n:,.8f}",
    lambda n: f"{n:,.8f}".replace(",", " "),
    lambda n: str(Fraction(n).limit_denominator(10**6)),
)


@given(
    st.floats(0.001, 1e7).map(lambda n: round(n, 6)),
    st.sampled_from([1, -1]),
    st.sampled_from(WAYS),
)
def test_every_number_is_right_in_every_way_of_writing_it(size, sign, way):
    number = sign * size
    assert grade(question("number", number), way(number)).right
    assert not grade(question("number", number), way(number * 1.2)).right
    assert not grade(question("number", number), way(-number)).right


@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_is_met_exactly(number):
    posed = question("number", float(number), whole=True)
    assert grade(posed, f"{number:,}").right
    assert grade(posed, f"{number}.0").right
    assert not grade(posed, f"{number + 1}").right
    assert not grade(posed, f"{number}.01").right


@given(st.lists(st.integers(0, 999), max_size=5).map(tuple))
def test_a_shape_is_right_as_python_writes_it(shape):
    assert grade(question("shape", shape), str(shape)).right
    assert not grade(question("shape", shape), str((*shape, 7))).right


@given(st.data())
def test_every_cell_is_right_by_its_labels_and_by_its_numbers(data):
    index = data.draw(st.sampled_from(list(np.ndindex(TABLE.values.shape))))
    other = data.draw(st.sampled_from(list(np.ndindex(TABLE.values.shape))))
    posed = question("cell", index, table=TABLE)
    for typed in (TABLE.name(other), f"{other[0] + 1} {other[1] + 1}", str(list(other))):
        assert grade(posed, typed).right == (index == other)


def test_a_comma_before_three_digits_is_read_as_whatever_is_right():
    assert grade(question("number", 1000.0, whole=True), "1,000").right
    assert grade(question("number", 1.234), "1,234").right
    assert grade(question("number", 1234.5), "1 234,5").right
    assert grade(question("number", 1_234_567.0, whole=True), "1,234,567").right
    assert grade(question("number", 25.0, whole=True), "25%").right


def test_how_near_is_near_enough():
    assert grade(question("number", 0.2467), "0.25").right
    assert grade(question("number", 562.0), "560").right
    assert not grade(question("number", 0.0003), "0").right
    assert grade(question("number", 0.0), "0").right
    assert not grade(question("number", 0.2467, tolerance=0.001), "0.25").right
    assert grade(question("number", 0.2467, tolerance=0.1), "0.3").right


def test_a_slip_gets_its_reason_and_the_nearest_one_speaks():
    slips = (PosedSlip(7.0, "the sum"), PosedSlip(7.05, "near it"), PosedSlip(12.0, "not wrong"))
    posed = question("number", 12.0, slips=slips)
    assert grade(posed, "7").words == "the sum"
    assert grade(posed, "7.05").words == "near it"
    assert grade(posed, "12").right
    assert "sign" in grade(posed, "-12").words
    assert grade(posed, "99").words == ""


def test_a_slip_of_a_whole_number_need_not_be_whole():
    posed = question("number", 12.0, whole=True, slips=(PosedSlip(4 / 3, "divided"),))
    assert grade(posed, "1.33").words == "divided"


def test_counting_from_the_wrong_end_is_told():
    assert "from 0" in grade(CELL, "[2, 1]").words
    assert (
        "from 1"
        in grade(question("cell", (2, 1), table=TABLE), "2... 1".replace("... ", " ")).words
    )
    assert "order" in grade(SHAPE, "(3, 4)").words
    assert grade(CHOICE, "a").words == "No: see the plot."


def test_an_array_with_one_axis_takes_one_name():
    row = CellTable("quake", np.zeros(3), (), ("lat", "long", "depth"))
    posed = question("cell", (2,), table=row)
    for typed in ("depth", "3", "column 3", "[2]", "quake[2]"):
        assert grade(posed, typed).right
    assert not grade(posed, "lat").right


def test_answers_and_forms_in_words():
    assert [answer_text(posed) for posed in EVERY] == [
        "0.25", "12", "ex2, h1", "(4, 3)", "negative", "b) It falls",
    ]  # fmt: skip
    assert all(wanted(posed).startswith("Type ") for posed in EVERY)
    assert grade(NUMBER, "0,3").understood == "0.3"
    assert grade(CELL, "2 2").understood == "ex2, h2"
