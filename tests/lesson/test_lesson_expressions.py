"""Expressions in prose: where they end, how their values read, and what is said of a bad one."""

from __future__ import annotations

import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.lesson import NotYetError, evaluate, fill
from nnmath_tutor.lesson.expressions import Slot, scan
from nnmath_tutor.lesson.values import readable

A = np.array([[0.5, -0.25], [100.0, 1 / 3]])
NAMES = {"np": np, "A": A, "n": 60_000, "x": np.float64(-0.5), "d": {"a:b": 1, "}": 2}, "w": "a`b"}


def shown(text: str) -> str:
    filled = fill(text, NAMES)
    assert filled.problems == ()
    assert filled.complete
    return filled.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no braces", "no braces"),
        ("{n}", "60000"),
        ("{n:,}", "60,000"),
        ("{A[0, 0]:.3f}", "0.500"),
        ("{ A[0, 0] }", "0.5"),
        ("{A.shape}", "(2, 2)"),
        ("{A[1].shape}", "(2,)"),
        ("{d['a:b']} {d['}']}", "1 2"),
        ("{n!r:>7}", "  60000"),
        ("{'it''s'!r}", "'its'"),
        ("{n != 3}", "True"),
        ("{n if n == 60_000 else {1: 2}[1]}", "60000"),
        ("{(lambda v: v + 1)(1)}", "2"),
        ("{sum(v for v in [1, 2] if v in A.shape)}", "2"),
        ("{max(\n  1,\n  2)}", "2"),
        ("{{n}} and {{ }}", "{n} and { }"),
        ("{{{n}}}", "{60000}"),
        ("{len('''a}b''')}", "3"),
        ('{len("\\"}")}', "2"),
        ("{0.50} and {-3} and {1_000}", "0.50 and −3 and 1\\_000"),
        ("{None}", "None"),
        ("{1 > 0}", "True"),
        ("{n:{}", None),
    ],
)
def test_braces_are_filled_as_in_an_f_string(text, expected):
    if expected is None:
        assert fill(text, NAMES).problems
    else:
        assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{x}", "−0.5"),
        ("{x:.2f}", "−0.50"),
        ("{x:+.1e}", "−5.0e-01"),
        ("`{x:.2f}`", "`-0.50`"),
        ("``a ` {x}`` {x}", "``a ` -0.5`` −0.5"),
        ("\\` {x} `{x}`", "\\` −0.5 `-0.5`"),
        ("`a\n\n{x}", "`a\n\n−0.5"),
        ("{A}", "\\[\\[0.5, −0.25\\], \\[100, 0.3333\\]\\]"),
        ("`{A[0]:.2f}`", "`[0.50, -0.25]`"),
        ("`{np.arange(100)}`", "`[0, 1, 2, …, 97, 98, 99]`"),
        ("{np.array(2.5)} {np.array([2.5])[0]}", "2.5 2.5"),
        ("`{[1.0, 2.5]} {(1, 0.1 + 0.2)}`", "`[1, 2.5] (1, 0.3)`"),
        ("{'*a_b*'}", "\\*a\\_b\\*"),
        ("{w} `{w}`", "a\\`b `a'b`"),
        ("{'a\\n b'}", "a b"),
        ("{np.bool_(True)} {np.int8(-3)}", "True −3"),
        ("{np.nan} {-np.inf}", "nan −inf"),
        ("{np.longdouble(1.5)}", "1.5"),
    ],
)
def test_values_read_well_in_a_sentence_and_in_code(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (60_000.0, "60000"),
        (0.00260572, "0.002606"),
        (-12.3456, "-12.35"),
        (123456.789, "123457"),
        (0.1 + 0.2, "0.3"),
        (1e-9, "1.000e-09"),
        (2.5e12, "2.500e+12"),
        (float("nan"), "nan"),
    ],
)
def test_a_number_without_a_format_shows_four_digits(number, words):
    assert readable(number) == words


@given(st.floats(-1e300, 1e300))
def test_a_readable_number_is_near_the_number(number):
    assert float(readable(number)) == pytest.approx(number, rel=6e-4)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{AA}", "{AA}: there is no name `AA` here; did you mean `A`?"),
        ("{zzz}", "there is no name `zzz` here; known: A, d, n, np, w, x"),
        ("{A[7, 7]}", "IndexError: index 7 is out of bounds"),
        ("{1 / 0}", "ZeroDivisionError: division by zero"),
        ("{n:.zf}", "the format `:.zf` does not fit"),
        ("{A.shape:.2f}", "the format `:.2f` does not fit"),
        ("{np.zeros}", "`zeros` is a function, not a value; call it: zeros(…)"),
        ("{n +}", "`n +` is not an expression: invalid syntax"),
        ("{'\\d'}", "is not an expression: invalid escape sequence"),
    ],
)
def test_a_bad_expression_is_told_with_its_line_and_stands_as_written(text, message):
    filled = fill(f"one\ntwo {text}", NAMES, "lesson.md", 10)
    (problem,) = filled.problems
    assert (problem.file, problem.line) == ("lesson.md", 11)
    assert message in problem.message
    assert filled.text.startswith("one\ntwo ")
    assert text[1] in filled.text


def test_every_bad_expression_is_told_in_order():
    filled = fill("{B}\n}\n{n}\n{C", NAMES, "f", 1)
    assert [problem.line for problem in filled.problems] == [1, 2, 4]
    assert "60000" in filled.text


def test_what_is_not_computed_yet_shows_as_an_ellipsis():
    class Later:
        def __getattr__(self, name: str) -> object:
            raise NotYetError

    filled = fill("from {n} to {final.loss:.3f}", {**NAMES, "final": Later()})
    assert filled.text == "from 60000 to …"
    assert not filled.complete
    assert filled.problems == ()


def test_an_unclosed_brace_ends_with_its_paragraph():
    pieces, slips = scan("a {b\n\nc} d {n}")
    assert [slip.offset for slip in slips] == [2, 7]
    assert [piece.expression for piece in pieces if isinstance(piece, Slot)] == ["n"]


def test_overflow_and_division_in_an_expression_warn_nobody():
    assert evaluate("np.exp(np.float64(1e9))", NAMES) == np.inf
    assert np.isnan(evaluate("np.float64(0) / np.float64(0)", NAMES))


@given(st.text(alphabet=st.sampled_from("{}`\\n!:'\"()[] .,=A-" + string.digits)))
def test_no_prose_whatever_breaks_filling(text):
    filled = fill(text, NAMES)
    assert isinstance(filled.text, str)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in filled.problems)


@given(st.text())
def test_text_without_braces_stays_as_it_is(text):
    plain = text.replace("{", "").replace("}", "")
    assert fill(plain, {}).text == plain


@given(st.text())
def test_doubled_braces_come_back_single(text):
    doubled = text.replace("\\", "").replace("{", "{{").replace("}", "}}")
    assert fill(doubled, {}).text == text.replace("\\", "")
