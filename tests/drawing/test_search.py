"""Grid and random search: dots at their settings, a shadow for each value, the best marked."""

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
    SearchPart,
    Size,
    Tries,
    describe,
    draw,
    row_text,
)

AXIS = np.array([1.0, 2.0, 3.0])
GRID = np.stack(np.meshgrid(AXIS, AXIS), axis=-1).reshape(-1, 2)  # (9, 2)
settings_tried = arrays(
    np.float64, st.tuples(st.integers(1, 9), st.just(2)), elements=st.floats(0.5, 8)
)


def lines(part: SearchPart, size: Size, charset: Charset = ASCII) -> list[str]:
    return [row_text(row) for row in draw(part, size, charset)]


@given(settings_tried, st.data())
def test_the_best_is_the_lowest_score_that_is_a_number(points, data):
    element = st.floats(-5, 5) | st.just(np.nan) | st.just(np.inf)
    scores = data.draw(arrays(np.float64, len(points), elements=element))
    tries = Tries("random", points, scores)
    finite = scores[np.isfinite(scores)]
    if not finite.size:
        assert tries.best is None
        assert "no score is a number" in describe(SearchPart((tries,)))
    else:
        assert tries.best is not None
        assert scores[tries.best] == finite.min()
    assert tries.values == len(set(points[:, 0].tolist()))


@pytest.mark.parametrize("charset", [UNICODE, ASCII], ids=lambda charset: charset.name)
@pytest.mark.parametrize("size", [Size(78, 8), Size(78, 12), Size(118, 24)])
def test_a_grid_has_three_shadows_and_random_search_nine(charset, size):
    rng = np.random.default_rng(1)
    spread = np.stack([np.arange(9) / 4 + 0.9, rng.uniform(1, 3, 9)], axis=1)
    scores = np.arange(9, 0, -1) / 10  # the last one is the best
    part = SearchPart(
        (Tries("grid", GRID, scores), Tries("random", spread, scores)), "rate", "size"
    )
    rows = lines(part, size, charset)
    floor = next(row for row in rows if row.count(charset.horizontal) > 20)
    left, right = floor.split()
    assert left.count(charset.arrow_up) == 3
    assert right.count(charset.arrow_up) == 9
    assert "3 values of rate" in rows[0]
    assert "9 values of rate" in rows[0]
    assert sum(row.count(f"[{charset.focus}]") for row in rows) == 2
    assert rows[-1].count("best 0.1000 at rate 3") == 1


def test_a_dot_lies_where_its_settings_say():
    part = SearchPart((Tries("grid", GRID, np.arange(9.0) + 1),), "rate", "size")
    rows = lines(part, Size(60, 14))
    columns = [i for i, c in enumerate(rows[-3]) if c == "^"]
    dots = [[i for i, c in enumerate(row) if c in "o@"] for row in rows[1:-3]]
    assert [found for found in dots if found] == [columns] * 3
    assert columns[1] - columns[0] == pytest.approx(columns[2] - columns[1], abs=1)
    assert "[@]" in next(row for row in reversed(rows[:-3]) if "o" in row or "@" in row)


def test_settings_far_apart_stand_on_a_logarithmic_axis():
    points = np.array([[0.01, 1.0], [1.0, 1.5], [100.0, 2.0]])
    floor = lines(SearchPart((Tries("grid", points, np.ones(3)),)), Size(60, 12))[-3]
    a, b, c = (i for i, character in enumerate(floor) if character == "^")
    assert b - a == pytest.approx(c - b, abs=1)


def test_where_it_is_narrow_the_best_is_told_in_words():
    part = SearchPart((Tries("grid", GRID, np.arange(9.0)),), "rate", "size")
    assert lines(part, Size(60, 2)) == ["grid: 3 values of rate, best 0 at rate 1, size 1"]
