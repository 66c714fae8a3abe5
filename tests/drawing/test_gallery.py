"""The gallery of runs: what its rows say is what the runs answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Charset,
    GalleryPart,
    GalleryRun,
    PlotSeries,
    Size,
    describe,
    draw,
    row_text,
)

TARGETS = np.array([0.0, 1.0, 1.0, 0.0])
VALUES = np.array([0.5, 0.4, 0.2, 0.1])
CURVE = PlotSeries("loss", 0, VALUES)


def lines(part: GalleryPart, size: Size, charset: Charset = ASCII) -> list[str]:
    return [row_text(row) for row in draw(part, size, charset)]


def seven() -> GalleryPart:
    rng = np.random.default_rng(1)
    runs = [
        GalleryRun(f"run{i}", PlotSeries("loss", 0, VALUES * i), rng.random(4), TARGETS, 3)
        for i in range(7)
    ]
    return GalleryPart(tuple(runs), ("ex1", "ex2", "ex3", "ex4"), "loss", 4)


@pytest.mark.parametrize("charset", [UNICODE, ASCII], ids=lambda charset: charset.name)
def test_seven_runs_have_room_at_80_by_24(charset: Charset) -> None:
    part = seven()
    head, wanted, *rows = lines(part, Size(78, 9), charset)
    assert head.split()[:5] == ["loss", "ex1", "ex2", "ex3", "ex4"]
    assert wanted.split() == ["wanted", "0", "1", "1", "0"]
    for run, row in zip(part.runs, rows, strict=True):
        assert row.startswith(run.name)
        *answers, error = row.replace("!", "").split()[-5:]
        assert [float(text) for text in answers] == run.outputs.round(3).tolist()
        assert float(error) == pytest.approx(np.mean(np.square(TARGETS - run.outputs)), rel=6e-3)


def test_curves_share_one_scale() -> None:
    high = GalleryRun("high", PlotSeries("a", 0, np.full(4, 1.0)), TARGETS, TARGETS)
    low = GalleryRun("low", PlotSeries("b", 0, np.full(4, 0.1)), TARGETS, TARGETS)
    *_, first, second = lines(GalleryPart((high, low)), Size(60, 4))
    assert "''''" in first
    assert "____" in second


@given(
    arrays(np.float64, 4, elements=st.floats(-2, 3)),
    arrays(np.float64, 4, elements=st.sampled_from([0.0, 1.0])),
)
def test_a_mark_stands_where_an_answer_is_a_half_off_or_more(outputs, targets) -> None:
    run = GalleryRun("only", CURVE, outputs, targets)
    expected = [not (abs(o - t) < 0.5) for o, t in zip(outputs, targets, strict=True)]
    assert run.wrong == expected
    row = lines(GalleryPart((run,)), Size(78, 3))[-1]
    assert row.count("!") == sum(expected)
    assert describe(GalleryPart((run,))).count("(wrong)") == sum(expected)


def test_no_mark_where_the_answers_are_no_yes_or_no() -> None:
    run = GalleryRun("line", CURVE, np.array([4.0, 9.0]), np.array([5.5, 4.5]))
    assert run.wrong == [False, False]


def test_what_stopped_a_run_is_told_in_its_row() -> None:
    runs = (GalleryRun("good", CURVE, TARGETS, TARGETS), GalleryRun("bad", CURVE, trouble="no way"))
    part = GalleryPart(runs)
    assert "! no way" in lines(part, Size(78, 4))[-1]
    assert "bad: no way" in describe(part)


def test_a_run_that_has_not_begun_is_no_trouble() -> None:
    run = GalleryRun("late", CURVE, trouble="not begun yet", waiting=True)
    row = lines(GalleryPart((run,)), Size(78, 4))[-2]
    assert row.endswith("not begun yet")
    assert "!" not in row


def test_a_run_with_other_targets_says_so() -> None:
    runs = (
        GalleryRun("good", CURVE, TARGETS, TARGETS),
        GalleryRun("twins", CURVE, TARGETS, 1 - TARGETS),
    )
    *_, row, legend = lines(GalleryPart(runs), Size(78, 5))
    assert row.endswith("* 1.00")
    assert legend.startswith("* other answers wanted")
    assert "(wanted here: 1, 0, 0, 1)" in describe(GalleryPart(runs))
