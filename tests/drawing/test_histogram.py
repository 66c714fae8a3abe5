"""Histograms: bars as high as their counts, and what is told beside them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Charset,
    Histogram,
    HistogramPart,
    Size,
    describe,
    draw,
    row_text,
)


def group(name: str, values: np.ndarray, bins: int = 10) -> Histogram:
    counts, _ = np.histogram(values, bins, (-3, 3))
    below, above = int((values < -3).sum()), int((values > 3).sum())
    return Histogram(name, counts, values.size, values.mean(), values.std(), below, above)


def both() -> HistogramPart:
    rng = np.random.default_rng(1)
    uniform, normal = rng.uniform(-1, 1, 1000), rng.normal(0, 1, 1000)
    return HistogramPart((group("uniform", uniform, 20), group("normal", normal, 20)), -3, 3)


def look(part: object, width: int, height: int, charset: Charset = ASCII) -> list[str]:
    return [row_text(row) for row in draw(part, Size(width, height), charset)]


def test_uniform_and_normal_at_a_glance_in_eight_rows() -> None:
    assert look(both(), 78, 8) == [
        "uniform        165 +              ::##::::..##",
        "mean 0.00561       |              ############",
        "spread 0.580       |            ################",
        "normal         119 +                ####::..::            1>",
        "mean 0.0263        |          ..::############..::",
        "spread 1.03        |........::####################::::......",
        "                   ++-----+------+------+-----+-----+------+",
        "                    -3    -2     -1     0     1     2      3",
    ]


def test_with_more_room_a_bracket_shows_mean_and_spread() -> None:
    values = np.linspace(-2, 2, 401)
    rows = look(HistogramPart((group("even", values),), -3, 3), 78, 10, UNICODE)
    bracket = next(row for row in rows if "[" in row)
    axis, labels = rows[-2], rows[-1]
    low, high = axis.index("┬"), axis.rindex("┬")
    assert labels.split()[0] == "−3"
    for glyph, value in (("[", -values.std()), ("↑", 0.0), ("]", values.std())):
        assert abs(bracket.index(glyph) - (low + (value + 3) / 6 * (high - low))) <= 1


def test_what_lies_beyond_is_counted_at_the_borders() -> None:
    values = np.array([-9.0, -8.0, 0.0, 0.1, 7.0])
    rows = look(HistogramPart((group("far", values),), -3, 3), 60, 8)
    assert "<2" in rows[0]
    assert "1>" in rows[0]


def test_the_sentence_has_the_counts() -> None:
    values = np.array([-2.9, 0.1, 0.2, 0.3, 2.9, 5.0])
    assert describe(HistogramPart((group("x", values, 3),), -3, 3)) == (
        f"Histogram in 3 bins from -3 to 3: x, 6 numbers, mean {values.mean():.3f}, "
        f"spread {values.std():.2f}, fullest bin from -1 to 1 with 3, counts 1 3 1, 1 above."
    )


@pytest.mark.parametrize("charset", [ASCII, UNICODE], ids=lambda charset: charset.name)
@given(counts=st.lists(st.integers(0, 500), min_size=10, max_size=10))
def test_a_larger_count_never_has_a_lower_bar(charset: Charset, counts: list[int]) -> None:
    part = HistogramPart((Histogram("x", counts, sum(counts), 0.0, 1.0),), 0, 1)
    rows = [row.ljust(78) for row in look(part, 78, 7, charset)]
    left = rows[-2].index(charset.corner) + 1
    each = (78 - left) // 10
    heights = []
    for index in range(10):
        column = [row[left + index * each] for row in rows[:-3]]
        heights.append(sum(charset.heights.find(glyph) + 1 for glyph in column))
    order = np.argsort(counts)
    assert np.all(np.diff(np.array(heights)[order]) >= 0)
    assert all((height > 0) == (count > 0) for height, count in zip(heights, counts, strict=True))
    if max(counts):
        assert str(max(counts)) in rows[0]


@given(counts=st.lists(st.integers(0, 50), min_size=24, max_size=24), width=st.integers(20, 40))
def test_merged_bins_keep_every_number(counts: list[int], width: int) -> None:
    part = HistogramPart((Histogram("x", counts, sum(counts), 0.0, 1.0),), 0, 1)
    shown = look(part, width, 8)
    peaks = {max(np.array(counts).reshape(-1, each).sum(axis=1)) for each in (1, 2, 3, 4, 6, 8)}
    assert int(shown[1].split()[0]) in peaks
