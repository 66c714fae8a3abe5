"""Fewer bytes, the same cells: both are shown by a terminal and compared."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from nnmath_tutor.tui.thrift import thrifty

COLUMNS, ROWS = 30, 6

COLOURS = st.none() | st.sampled_from(
    [Color.parse(name) for name in ("red", "bright_blue", "color(99)", "#102030", "#e0e0e0")]
)
STYLES = st.builds(
    lambda colour, ground, bold, italic, underline, reverse: Style(
        color=colour,
        bgcolor=ground,
        bold=bold,
        italic=italic,
        underline=underline,
        reverse=reverse,
    ),
    COLOURS,
    COLOURS,
    *[st.booleans()] * 4,
)
PIECES = st.tuples(
    st.integers(1, ROWS),
    st.integers(1, COLUMNS),
    st.lists(st.tuples(st.text("ab ─é", max_size=6), STYLES), max_size=5),
)


def sent(pieces: list[tuple[int, int, list[tuple[str, Style]]]]) -> str:
    """What Textual writes for stretches of text here and there."""
    console = Console(color_system="truecolor", force_terminal=True)
    return "".join(
        f"\x1b[{y};{x}H" + Strip(Segment(*segment) for segment in segments).render(console)
        for y, x, segments in pieces
    )


def shown(*frames: str) -> tuple[list[list[pyte.screens.Char]], pyte.screens.Char]:
    """Every cell, and the style in which the terminal would go on."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    for frame in frames:
        stream.feed(frame)
    cells = [[screen.buffer[y][x] for x in range(COLUMNS)] for y in range(ROWS)]
    return cells, screen.cursor.attrs


@given(st.lists(PIECES, max_size=8), st.lists(PIECES, max_size=3))
def test_the_terminal_shows_the_same(first: list, second: list) -> None:
    frames = [sent(first), sent(second)]
    fewer = [thrifty(frame) for frame in frames]
    assert shown(*fewer) == shown(*frames)
    assert all(len(few) <= len(many) for few, many in zip(fewer, frames, strict=True))


def test_only_what_differs_is_said() -> None:
    ground = "48;2;9;9;9"
    frame = (
        f"\x1b[1;1H\x1b[31;{ground}mone\x1b[0m\x1b[2;1H\x1b[31;{ground}mtwo\x1b[0m"
        f"\x1b[32;{ground}mthree\x1b[0m\x1b[1;32;{ground}mfour\x1b[0m\x1b[32;{ground}mfive\x1b[0m"
    )
    assert thrifty(frame) == (
        f"\x1b[1;1H\x1b[31;{ground}mone\x1b[2;1Htwo"
        f"\x1b[32mthree\x1b[1mfour\x1b[0;32;{ground}mfive\x1b[0m"
    )


def test_what_is_no_style_stays() -> None:
    frame = "\x1b[?2026hplain \x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\\x1b[?2026l"
    assert thrifty(frame) == frame
