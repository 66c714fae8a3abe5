"""The error plot: nothing that happened gets lost, and nothing is shown that didn't."""

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
    PlotPart,
    PlotSeries,
    Role,
    Size,
    describe,
    draw,
    row_text,
)
from nnmath_tutor.drawing.envelope import envelope
from nnmath_tutor.drawing.ticks import Scale


def look(part: PlotPart, width: int, height: int, charset: Charset = ASCII) -> list[str]:
    return [row_text(row) for row in draw(part, Size(width, height), charset)]


def one(values: object, **options: object) -> PlotPart:
    return PlotPart((PlotSeries("error", 0, values),), **options)  # type: ignore[arg-type]


def falling(epochs: int) -> np.ndarray:
    """An error that falls like the course's: flat, a drop, a long tail."""
    return 0.5 / (1 + (np.arange(epochs) / 300.0) ** 1.5)


def test_the_picture_in_ascii() -> None:
    assert look(one(falling(60_000), cursor=260, total=60_000), 50, 9) == [
        "epoch 260  error 0.2767",
        "    |''''''''''''''':...   |",
        "0.4 +                  '':.|",
        "    |                     '@.",
        "0.2 +                      |':.",
        "    |                      |  ':..",
        "0.0 +                      |     ''':.............",
        "    ++--+------+-------+---^-----+--------+-------",
        "     0  1      10     100        1k      10k",
    ]


def test_the_picture_in_braille() -> None:
    assert look(one(falling(60_000), cursor=260, total=60_000), 50, 9, UNICODE) == [
        "epoch 260  error 0.2767",
        "    │⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠓⠒⠒⠦⢤⣀   ┊",
        "0.4 ┤                  ⠈⠙⢦⡀┊",
        "    │                     ⠙◉⡀",
        "0.2 ┤                      ┊⠙⢦⡀",
        "    │                      ┊  ⠙⠦⣄",
        "0.0 ┤                      ┊    ⠈⠙⠒⠲⠤⠤⢤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀",
        "    └┬──┬──────┬───────┬───↑─────┬────────┬───────",
        "     0  1      10     100        1k      10k",
    ]


@pytest.mark.parametrize("charset", [ASCII, UNICODE], ids=lambda charset: charset.name)
@pytest.mark.parametrize("log_x", [False, True])
@given(epoch=st.integers(0, 59_999))
def test_a_spike_of_one_epoch_stays_visible(charset: Charset, log_x: bool, epoch: int) -> None:
    values = np.full(60_000, 0.1)
    values[epoch] = 10.0
    rows = look(one(values, log_x=log_x, total=60_000), 60, 12, charset)
    axis, curve = re.split("[|│+┤]", rows[1], maxsplit=1)
    assert axis.strip() in {"", "10"}
    assert len(curve.strip()) == 1


@given(
    arrays(np.float64, st.integers(1, 400), elements=st.floats(-5, 5)),
    st.integers(0, 50),
    st.integers(1, 90),
    st.booleans(),
)
def test_each_column_spans_exactly_its_values(
    values: np.ndarray, start: int, columns: int, log: bool
) -> None:
    end = start + len(values)
    scale = Scale(start, end, log=log, offset=1.0 if log else 0.0)
    seen = envelope(values, start, scale, columns)
    places = scale.cells(np.arange(start, end), columns)
    for column in range(columns):
        inside = values[places == column]
        border = np.abs(scale.fraction(np.arange(start, end)) * (columns - 1) - column + 0.5)
        if len(inside) and border.min() > 1e-6 and abs(border - 1).min() > 1e-6:
            assert seen.low[column] == inside.min()
            assert seen.high[column] == inside.max()
    # Columns between two epochs are interpolated, and that rounds.
    assert np.nanmin(seen.low) == pytest.approx(values.min(), rel=1e-12)
    assert np.nanmax(seen.high) == pytest.approx(values.max(), rel=1e-12)


def test_epochs_not_recorded_yet_stay_empty() -> None:
    rows = look(one(np.full(50, 0.5), log_x=False, total=100), 60, 9)
    curve = next(row for row in rows if ".." in row or "''" in row)
    assert 30 <= len(curve) <= 34


def test_a_gap_where_values_are_no_numbers_and_a_remark() -> None:
    values = np.full(100, 0.5)
    values[40:60] = np.nan
    values[50] = np.inf
    rows = look(one(values, log_x=False), 64, 10)
    assert rows[3].split() == ["|........................", "........................"]
    assert rows[3].index(" .") - rows[3].index(". ") > 10
    assert rows[-1] == "! 20 values aren't finite, from epoch 40 on"
    assert "20 values aren't finite" in describe(one(values))


def test_values_without_a_logarithm_lie_on_the_floor_and_are_told_of() -> None:
    rows = look(one([1.0, 0.1, 0.0, -1.0], log_x=False, log_y=True, cursor=3), 50, 10)
    assert rows[0] == "epoch 3  error -1.000"
    assert "@" in rows[-4]
    assert rows[-1] == "! 2 at or below 0, drawn at the bottom"


def test_a_constant_series_lies_in_the_middle() -> None:
    rows = look(one(np.full(10, 0.5), log_x=False), 40, 8)
    assert rows[3].startswith("0.5 +....")


def test_an_error_that_stays_does_not_look_as_if_it_fell() -> None:
    rows = look(one(np.linspace(0.5, 0.4999, 100)), 40, 10)
    assert sum("'" in row or "." in row.partition("|")[2] for row in rows[:-2]) == 1


def test_series_are_told_apart_by_characters_and_share_their_cells() -> None:
    part = PlotPart(
        (
            PlotSeries("slow", 0, np.full(200, 0.5)),
            PlotSeries("fast", 0, np.full(200, 0.5)),
            PlotSeries("none", 0, np.full(200, 0.1)),
        ),
        cursor=100,
        y_label="mean absolute error",
    )
    rows = look(part, 60, 12)
    assert rows[0] == "epoch 100  o slow 0.5000  x fast 0.5000  + none 0.1000"
    assert any("oxoxox" in row for row in rows)
    assert any("++++++" in row for row in rows)
    braille = look(part, 60, 12, UNICODE)
    for marker in "●○×":
        assert sum(row.count(marker) for row in braille) > 1


def test_a_single_series_goes_by_what_it_measures() -> None:
    part = PlotPart((PlotSeries("main", 0, [0.5, 0.25]),), cursor=1, y_label="squared error")
    assert look(part, 40, 8)[0] == "epoch 1  squared error 0.2500"


def test_narrow_legends_shorten_their_words_before_the_figures_go() -> None:
    part = PlotPart(
        (PlotSeries("main", 0, falling(60_000)),), cursor=30_000, y_label="mean absolute error"
    )
    assert look(part, 50, 8)[0] == "epoch 30,000  mean absolute error 0.0004995"
    assert look(part, 40, 8)[0] == "epoch 30,000  mean abs. error 0.0004995"
    assert look(part, 36, 8)[0] == "epoch 30,000  error 0.0004995"
    assert look(part, 24, 8)[0] == "epoch 30,000  0.0004995"
    assert look(part, 22, 8)[0] == "epoch 30,000  0.000500"
    assert look(part, 21, 8)[0] == "epoch 30,000  0.00050"


def test_an_epoch_beyond_the_record_says_so() -> None:
    rows = look(one([0.5, 0.4], cursor=9, total=20), 40, 8)
    assert rows[0] == "epoch 9  error not yet"
    assert "@" not in "".join(rows)


def test_the_cursor_has_its_own_role_and_value() -> None:
    rows = draw(one(falling(100), cursor=50), Size(50, 10), UNICODE)
    marks = [span.text for row in rows for span in row if span.role is Role.CURSOR]
    assert "epoch 50" in marks[0]
    assert "◉" in "".join(marks)
    assert marks[-1] == "↑"


def test_the_sentence_has_the_numbers() -> None:
    assert describe(one([0.5, 0.25, 0.125], cursor=1)) == (
        "Plot over epochs on a logarithmic axis: error is 0.5000 at epoch 0, 0.2500 at 1 and "
        "0.1250 at 2 (lowest 0.1250, highest 0.5000)."
    )


def test_nothing_recorded_yet() -> None:
    part = one([], total=60_000, cursor=0)
    assert look(part, 40, 8)[0] == "epoch 0  error not yet"
    assert describe(part) == "Plot over epochs on a logarithmic axis: error, nothing recorded yet."
