"""The sliding kernel: its sums are NumPy's, and the sum on the screen works out as shown."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Charset,
    ConvolutionPart,
    Size,
    describe,
    draw,
    row_text,
)

SIGNAL = np.array([0.0, 0, 2, 3, 3, 3, 1, 0, 0])
EDGE = np.array([-1.0, 0, 1])


def lines(part: ConvolutionPart, size: Size, charset: Charset = ASCII) -> list[str]:
    return [row_text(row) for row in draw(part, size, charset)]


@st.composite
def slidings(pick: st.DrawFn) -> ConvolutionPart:
    length = pick(st.integers(1, 5))
    signal = pick(arrays(np.float64, st.integers(length, 30), elements=st.integers(-9, 9)))
    kernel = pick(arrays(np.float64, length, elements=st.sampled_from([-1, 0, 0.5, 0.25, 2])))
    return ConvolutionPart(signal, kernel, pick(st.integers(0, signal.size - length)))


@given(slidings())
def test_the_output_is_what_numpy_correlates(part):
    np.testing.assert_allclose(part.output, np.correlate(part.signal, part.kernel, "valid"))


@given(slidings(), st.sampled_from([Size(78, 8), Size(120, 12)]))
def test_the_row_of_arithmetic_works_out_exactly(part, size):
    spelled = lines(part, size)[-1]
    found = re.fullmatch(r"output\[(\d+)\] = (.*) = (-?[\d.]+)", spelled)
    assert found, spelled
    assert int(found[1]) == part.position
    terms = found[2].split(" + ")
    if ".." in terms:  # without room for all of them; then the ends stand there
        whole = lines(part, Size(200, 12))[-1].partition(" = ")[2].rpartition(" = ")[0].split(" + ")
        gap = terms.index("..")
        assert terms == [*whole[:gap], "..", whole[-1]]
        assert (
            len(spelled) <= size.width < len(" + ".join(whole)) + len(f"{found[1]}{found[3]}") + 14
        )
        terms = whole
    assert eval(" + ".join(terms)) == pytest.approx(float(found[3]), abs=1e-12)
    assert float(found[3]) == pytest.approx(float(part.output[part.position]), abs=1e-12)


@given(slidings())
def test_the_window_stands_over_the_kernel_and_the_products_multiply(part):
    rows = {row.split()[0]: row for row in lines(part, Size(78, 8)) if row.strip()}
    window = rows["signal"].partition("[")[2].partition("]")[0].split()
    kernel, products = rows["kernel"].split()[1:], rows["products"].split()[1:]
    assert len(window) == len(kernel) == len(products) == part.kernel.size
    for a, b, product in zip(window, kernel, products, strict=True):
        assert float(a) * float(b) == pytest.approx(float(product), abs=1e-12)
    chosen = rows["output"].partition("[")[2].partition("]")[0]
    assert float(chosen) == pytest.approx(sum(map(float, products)), abs=1e-12)
    assert rows["signal"].index("]") - len(rows["kernel"]) == 0


@pytest.mark.parametrize("charset", [UNICODE, ASCII], ids=lambda charset: charset.name)
def test_what_the_window_has_not_reached_is_empty(charset):
    part = ConvolutionPart(SIGNAL, EDGE, 2)
    row = next(row for row in lines(part, Size(78, 8), charset) if row.startswith("output"))
    assert row.split() == ["output", "2", "3", "[1]", *[charset.empty] * 4]
    whole = lines(ConvolutionPart(SIGNAL, EDGE), Size(78, 8), charset)
    row = next(row for row in whole if row.startswith("output"))
    assert row.replace(charset.minus, "-").split()[1:] == ["2", "3", "1", "0", "-2", "-3", "-1"]


def test_numbers_with_more_decimals_than_shown_are_rounded_alike():
    signal = np.sin(np.arange(20.0))
    part = ConvolutionPart(signal, np.array([0.25, 0.5, 0.25]), 7)
    *_, total = lines(part, Size(78, 8))[-1].split()
    assert len(total.partition(".")[2]) == 2
    assert float(total) == pytest.approx(part.output[7], abs=0.006)


def test_the_window_is_seen_wherever_it_stands_in_a_long_signal():
    signal = np.arange(100.0) / 8
    for position in (0, 3, 50, 96, 97):
        shown = lines(ConvolutionPart(signal, EDGE, position), Size(60, 8))
        row = next(row for row in shown if row.startswith("signal"))
        window = row.partition("[")[2].partition("]")[0].split()
        assert [float(text) for text in window] == pytest.approx(
            signal[position : position + 3], abs=6e-3
        )
        assert str(position) in shown[0].split()


def test_where_it_is_low_the_sum_is_what_stays():
    part = ConvolutionPart(SIGNAL, EDGE, 2)
    (row,) = lines(part, Size(78, 1))
    assert row.split() == ["output", "2", "3", "[1]", ".", ".", ".", "."]
    assert lines(part, Size(20, 9))[0].startswith("output[2] = ")


def test_the_sentence_tells_the_sum():
    told = describe(ConvolutionPart(SIGNAL, EDGE, 1))
    assert "0 times -1 plus 2 times 0 plus 3 times 1 makes 3" in told
    assert "window 2 of 7" in told
