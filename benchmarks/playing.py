"""What the screen costs: bytes and CPU a frame, the wait after a key, and the price of rest."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.figures import QUICK, Figure, percentile, spread
from benchmarks.surroundings import tutor
from benchmarks.terminal import QUIET, BenchmarkError, Burst, Terminal, terminal
from nnmath_tutor.lesson import Step, catalogue
from nnmath_tutor.play.walk import next_stop

FAST = 4.0  # the highest speed
RIGHT, HOME = "\x1b[C", "\x1b[H"
BEAT_QUIET = 0.3  # seconds: longer than any beat at the highest speed
REST = 10.0  # seconds


@dataclass
class Cost:
    """What frames took."""

    sizes: list[int] = field(default_factory=list)  # bytes of each
    refreshes: list[int] = field(default_factory=list)  # of the screen, for each
    cpu: list[float] = field(default_factory=list)  # seconds, mean of a few frames each
    waits: list[float] = field(default_factory=list)  # seconds from a key to the whole frame

    @property
    def note(self) -> str:
        """Bytes with their spread, CPU and waits."""
        text = f"{spread(self.sizes)} B; CPU {1000 * statistics.median(self.cpu):.1f} ms"
        if self.waits:
            waits = [1000 * wait for wait in self.waits]
            text += (
                f"; key to frame {statistics.median(waits):.0f}/{percentile(waits, 0.95):.0f} ms"
            )
        return text


def product(quick: bool) -> list[Figure]:
    """A product played cell by cell at the highest speed."""
    cost = Cost()
    with _ready("forward:row-meets-column", FAST) as running:
        for _ in range(QUICK if quick else 6):
            running.type(HOME)
            running.settle(BEAT_QUIET)
            running.type(" ")
            _frame(running)  # the first one shows that it plays
            before, frames = running.cpu, [_frame(running) for _ in range(13)]
            cost.cpu.append((running.cpu - before) / len(frames))
            cost.sizes += [frame.size for frame in frames]
            cost.refreshes += [frame.frames for frame in frames]
            running.type(" ")
            running.settle(BEAT_QUIET)
    refreshes = f"{statistics.mean(cost.refreshes):.2f} refreshes a frame"
    return [
        Figure(
            "bytes a frame, a product playing",
            statistics.median(cost.sizes),
            " B",
            1200,
            f"{spread(cost.sizes)}; {refreshes}",
        ),
        Figure(
            "CPU a frame, a product playing",
            1000 * statistics.median(cost.cpu),
            " ms",
            4,
            spread(cost.cpu, 1000),
        ),
    ]


def epochs(quick: bool) -> list[Figure]:
    """Epochs flowing past at the highest speed, with bars and the error plot."""
    seconds = 1.0 if quick else 3.0
    with _ready("backprop:watch", FAST) as running:
        running.type(HOME + " ")
        _frame(running, quiet=0.005)
        before, first = running.cpu, _epoch(running)
        size, refreshes = running.listen(seconds)
        cpu, last = running.cpu - before, _epoch(running)
        running.type(" ")
    frames = 0
    while first < last:
        first, frames = next_stop(first), frames + 1
    if not frames:
        raise BenchmarkError(f"it doesn't play; the screen is\n{running.text}")
    rate = (
        f"{frames / seconds:.0f} frames/s, {size / seconds / 1000:.0f} kB/s; "
        f"{refreshes / frames:.2f} refreshes a frame"
    )
    return [
        Figure("bytes a frame, epochs playing", size / frames, " B", 1200, f"mean; {rate}"),
        Figure("CPU a frame, epochs playing", 1000 * cpu / frames, " ms", 4, "mean"),
    ]


def _epoch(running: Terminal) -> int:
    """The epoch that the time bar shows."""
    found = re.search(r"\[epoch ([0-9,]+)", running.text)
    if found is None:
        raise BenchmarkError(f"there is no epoch; the screen is\n{running.text}")
    return int(found[1].replace(",", ""))


def stepping(quick: bool) -> list[Figure]:
    """One step in time after another in every step of every lesson, by kind of scene."""
    costs: dict[str, Cost] = {}
    for lesson in catalogue().lessons:
        with _ready(f"{lesson.id}:1", 1.0) as running:
            for number, step in enumerate(lesson.steps, 1):
                running.wait([step.title])
                running.settle(0.15)
                cost = costs.setdefault(_kind(step), Cost())
                before, frames = running.cpu, 0
                for _ in range(QUICK if quick else 6):
                    pressed = running.type(RIGHT)
                    frame = running.burst(0.3)
                    if frame is None:  # the end of this program
                        break
                    frames += 1
                    cost.sizes.append(frame.size)
                    cost.waits.append(frame.last - pressed)
                if frames:
                    cost.cpu.append((running.cpu - before) / frames)
                if number < len(lesson.steps):
                    running.type("n")
    return [
        Figure(f"bytes a step, {kind}", statistics.median(cost.sizes), " B", 1200, cost.note)
        for kind, cost in sorted(costs.items())
        if cost.sizes
    ]


def _kind(step: Step) -> str:
    scene = step.scene
    kind = f"{scene.kind} of a {scene.level.value}" if scene.kind == "operation" else scene.kind
    return f"{kind} + plot" if scene.plot else kind


def keys(quick: bool) -> list[Figure]:
    """A key while it plays: how long until the screen shows what it did."""
    figures = []
    for what, place in (("a product", "forward:row-meets-column"), ("epochs", "backprop:watch")):
        waits: list[float] = []
        with _ready(place, FAST) as running:
            for turn in range(QUICK if quick else 20):
                if turn % 5 == 0:
                    running.type(HOME + " ")
                for key, speed in (("-", "2x"), ("+", "4x")):
                    running.burst(quiet=0.002)  # some moment between two beats
                    pressed = running.type(key)
                    shown = running.wait([speed], 0.002)
                    waits.append(1000 * (shown - pressed))
                if turn % 5 == 4:
                    running.type(" ")
                    running.settle(BEAT_QUIET)
        note = f"95th percentile {percentile(waits, 0.95):.0f} ms, most {max(waits):.0f}"
        middle = statistics.median(waits)
        figures.append(Figure(f"key to changed screen, {what} playing", middle, " ms", note=note))
    return figures


def rest(quick: bool) -> list[Figure]:
    """Ten seconds paused, everything recorded."""
    seconds = 1.0 if quick else REST
    with _ready("backprop", 1.0) as running:
        before = running.cpu
        size, _ = running.listen(seconds)
        share = 100 * (running.cpu - before) / seconds
    return [
        Figure(f"bytes in {seconds:.0f} s of rest", size, " B", 0),
        Figure(f"CPU in {seconds:.0f} s of rest", share, " %", 0.5),
    ]


@contextmanager
def _ready(place: str, speed: float) -> Iterator[Terminal]:
    """The tutor at a step of a lesson, with everything recorded."""
    with terminal(tutor("learn", place), speed) as running:
        running.wait(["Keys"], unwanted="recording:")
        running.settle(0.5)  # seconds, longer than it takes to look at the recording again
        yield running


def _frame(running: Terminal, quiet: float = QUIET) -> Burst:
    frame = running.burst(quiet=quiet)
    if frame is None:
        raise BenchmarkError(f"it doesn't play; the screen is\n{running.text}")
    return frame
