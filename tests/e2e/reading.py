"""What the tutor's screens say, read back as numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nnmath_tutor.lesson import catalogue

from .terminal import Terminal, agree, numbers_in

STEPS = [step.id for step in catalogue().find("backprop")[0].steps]
BARS = ("0 and 0", "0 and 1", "1 and 0", "1 and 1")  # of the welcome
PREDICTIONS = ("0 xor 0", "0 xor 1", "1 xor 0", "1 xor 1")


def choose(terminal: Terminal, lesson_id: str) -> None:
    """Point at a lesson on the map."""
    lessons = [lesson.id for lesson in catalogue().lessons]
    terminal.press("home", *["down"] * lessons.index(lesson_id))


@dataclass(frozen=True)
class TimeBar:
    """Where the time bar says we are; lines, parts and cells from 1, as it writes them."""

    playing: bool
    speed: str
    level: str
    at: dict[str, int]


def time_bar(terminal: Terminal) -> TimeBar:
    line = terminal.line(r"^ (\|\||[▸>]) +\S*\dx ")
    places = re.findall(r"\[?(epoch|line|part|cell) ([\d,]+)", line)
    chosen = re.search(r"\[(\w+) ", line)
    speed = re.search(r"(\S+)x ", line)
    assert chosen is not None, line
    assert speed is not None, line
    return TimeBar(
        playing="||" not in line,
        speed=speed[1],
        level=chosen[1],
        at={name: int(place.replace(",", "")) for name, place in places},
    )


def is_at(terminal: Terminal, level: str, **places: int) -> None:
    """Check the level and some places of the time bar."""
    bar = time_bar(terminal)
    assert (bar.level, {name: bar.at.get(name) for name in places}) == (level, places), bar


def is_recorded(terminal: Terminal) -> None:
    """Check that a lesson is open and its program has run to the end."""
    time_bar(terminal)
    assert "computing the other epochs" not in terminal.text


def is_step(terminal: Terminal, number: int) -> None:
    """Check `3/10` of the title row."""
    assert re.search(rf" {number}/\d+ ", terminal.lines[0]), terminal.text


def bars_show(terminal: Terminal, names: tuple[str, ...], values: object) -> None:
    agree([terminal.numbers(rf"^ +{name}  ")[0] for name in names], values)


def legend(terminal: Terminal) -> tuple[int, str]:
    """The epoch and the error that the plot's legend tells."""
    epoch, error = terminal.numbers(r"(?=epoch [\d,]+  (?:mean|error) )")[:2]
    return int(epoch.replace(",", "")), error


def cells(terminal: Terminal, label: str) -> list[list[str]]:
    """The numbers of a labelled row, box by box: `h3 │ 0.73 0.03 │  │[−0.01]│` → two lists."""
    line = terminal.line(rf"^[ ▸>]*{label} +[│|]")
    boxes = re.split(r"[│|]", line)[1:-1]
    return [numbers for box in boxes if (numbers := numbers_in(box))]
