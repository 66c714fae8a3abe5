"""The tutor opened at a step of a lesson, ready to be measured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.surroundings import tutor
from benchmarks.terminal import QUIET, BenchmarkError, Burst, Terminal, terminal

FAST = 4.0  # the highest speed
RIGHT, HOME, AGAIN, NEXT, PLAY, ENTER = "\x1b[C", "\x1b[H", "r", "n", " ", "\r"
RECORDING = "computing the other epochs"  # stands on the screen as long as it does
BEAT_QUIET = 0.3  # seconds: longer than any beat at the highest speed


@contextmanager
def opened(place: str, speed: float) -> Iterator[Terminal]:
    """The tutor at a step of a lesson, with everything recorded."""
    with terminal(tutor("learn", place), speed) as running:
        running.wait(["Keys"], unwanted=RECORDING)
        running.settle(0.5)  # seconds, longer than it takes to look at the recording again
        yield running


def next_frame(running: Terminal, quiet: float = QUIET) -> Burst:
    """What it writes next. Raises BenchmarkError if nothing comes."""
    frame = running.burst(quiet=quiet)
    if frame is None:
        raise BenchmarkError(f"it doesn't play; the screen is\n{running.text}")
    return frame
