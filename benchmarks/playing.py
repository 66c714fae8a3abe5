"""What the screen costs: bytes and CPU a frame, the wait after a key, and the price of rest."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass, field

from benchmarks.figures import QUICK, Figure, percentile, spread
from benchmarks.opened import BEAT_QUIET, FAST, HOME, PLAY, RIGHT, next_frame, opened
from benchmarks.terminal import BenchmarkError, Terminal
from nnmath_tutor.lesson import Step, catalogue
from nnmath_tutor.play import tempo
from nnmath_tutor.program import Level, next_stop

REST = 10.0  # seconds
CPU_AIM = 3  # ms a frame
WAIT_AIM = 50  # ms from a key to the screen that shows what it did


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
    with opened("forward:row-meets-column", FAST) as running:
        for _ in range(QUICK if quick else 6):
            running.type(HOME)
            running.settle(BEAT_QUIET)
            running.type(PLAY)
            next_frame(running)  # the first one shows that it plays
            before, frames = running.cpu, [next_frame(running) for _ in range(13)]
            cost.cpu.append((running.cpu - before) / len(frames))
            cost.sizes += [frame.size for frame in frames]
            cost.refreshes += [frame.frames for frame in frames]
            running.type(PLAY)
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
            CPU_AIM,
            spread(cost.cpu, 1000),
        ),
    ]


def epochs(quick: bool) -> list[Figure]:
    """Epochs flowing past at the highest speed, with bars and the error plot."""
    seconds = 1.0 if quick else 3.0
    with opened("backprop:watch", FAST) as running:
        running.type(HOME + PLAY)
        next_frame(running, quiet=0.005)
        before, first = running.cpu, _epoch(running)
        size, refreshes = running.listen(seconds)
        cpu, last = running.cpu - before, _epoch(running)
        running.type(PLAY)
    stops = 0
    while first < last:
        first, stops = next_stop(first), stops + 1
    frames = stops / tempo.stride(Level.EPOCH, FAST)
    if not frames:
        raise BenchmarkError(f"it doesn't play; the screen is\n{running.text}")
    rate = (
        f"{frames / seconds:.0f} frames/s, {size / seconds / 1000:.0f} kB/s; "
        f"{refreshes / frames:.2f} refreshes a frame"
    )
    return [
        Figure("bytes a frame, epochs playing", size / frames, " B", 1200, f"mean; {rate}"),
        Figure("CPU a frame, epochs playing", 1000 * cpu / frames, " ms", CPU_AIM, "mean"),
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
        with opened(f"{lesson.id}:1", 1.0) as running:
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
        with opened(place, FAST) as running:
            for turn in range(QUICK if quick else 20):
                if turn % 5 == 0:
                    running.type(HOME + PLAY)
                for key, speed in (("-", "2x"), ("+", "4x")):
                    running.burst(quiet=0.002)  # some moment between two beats
                    pressed = running.type(key)
                    shown = running.wait([speed], 0.002)
                    waits.append(1000 * (shown - pressed))
                if turn % 5 == 4:
                    running.type(PLAY)
                    running.settle(BEAT_QUIET)
        note = f"95th percentile {percentile(waits, 0.95):.0f} ms, most {max(waits):.0f}"
        middle = statistics.median(waits)
        figures.append(
            Figure(f"key to changed screen, {what} playing", middle, " ms", WAIT_AIM, note)
        )
    return figures


def rest(quick: bool) -> list[Figure]:
    """Ten seconds paused, everything recorded."""
    seconds = 1.0 if quick else REST
    with opened("backprop", 1.0) as running:
        before = running.cpu
        size, _ = running.listen(seconds)
        share = 100 * (running.cpu - before) / seconds
    return [
        Figure(f"bytes in {seconds:.0f} s of rest", size, " B", 0),
        Figure(f"CPU in {seconds:.0f} s of rest", share, " %", 0.5),
    ]
