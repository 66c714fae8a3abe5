"""The time bar where there is no time to show yet, and what a click on it means."""

from __future__ import annotations

import pytest

from nnmath_tutor.drawing import (
    ASCII,
    UNICODE,
    Charset,
    Size,
    TimePart,
    TimeStop,
    describe,
    draw,
    row_text,
    row_width,
    time_hit,
)

STOPS = (TimeStop("epoch", 260, 60_000), TimeStop("line", 4, 9, 37), TimeStop("cell", 4, 16))


@pytest.mark.parametrize("charset", [UNICODE, ASCII])
@pytest.mark.parametrize("width", [1, 5, 8, 20, 78, 200])
def test_before_the_first_epoch_there_is_no_time_and_no_harm(width: int, charset: Charset) -> None:
    part = TimePart((), "line", 0)
    (row,) = draw(part, Size(width, 1), charset)
    assert row_width(row) <= width
    assert all(time_hit(part, width, charset, x) is None for x in range(width))
    assert describe(part)


def test_a_click_chooses_a_level_or_an_epoch() -> None:
    part = TimePart(STOPS, "cell", 60_000)
    text = row_text(draw(part, Size(78, 1), UNICODE)[0])
    assert time_hit(part, 78, UNICODE, text.index("line 37")) == "line"
    assert time_hit(part, 78, UNICODE, text.index("epoch")) == "epoch"
    assert time_hit(part, 78, UNICODE, 77) == 59_999
