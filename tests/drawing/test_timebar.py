"""The time bar keeps its slider, whatever the numbers."""

from __future__ import annotations

import pytest

from nnmath_tutor.drawing import ASCII, UNICODE, Size, TimePart, TimeStop, draw, row_text
from nnmath_tutor.drawing.timebar import NARROWEST_BAR


def bar(epoch: int, level: str) -> str:
    stops = (
        TimeStop("epoch", epoch, 60_000),
        TimeStop("line", 4, 9, 38),
        TimeStop("part", 2, 3),
        TimeStop("cell", 11, 16),
    )
    return row_text(draw(TimePart(stops, level, 60_000), Size(78, 1), ASCII)[0])


@pytest.mark.parametrize("level", ["epoch", "line", "part", "cell"])
@pytest.mark.parametrize("epoch", [0, 260, 9_999, 30_000, 59_999])
def test_the_slider_stays(level: str, epoch: int) -> None:
    text = bar(epoch, level)
    slider = text.rpartition(" ")[2]
    assert slider.count("o") == 1
    assert len(slider) >= NARROWEST_BAR
    assert f"{epoch:,}" in text


def test_the_words_are_long_where_there_is_room() -> None:
    part = TimePart((TimeStop("line", 4, 9, 38), TimeStop("cell", 11, 16)), "cell", 1)
    assert row_text(draw(part, Size(78, 1), UNICODE)[0]).startswith(
        "|| 1x  line 38 (5 of 9) [cell 12 of 16] "
    )
