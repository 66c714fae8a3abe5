"""What a workshop takes: memory and CPU a learner, the wait to come in, the wait after a key."""

from __future__ import annotations

import importlib.util
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.classroom import (
    Classroom,
    Host,
    Learner,
    children,
    cpu,
    memory,
    plain_tutor,
    workshop,
)
from benchmarks.figures import Figure, percentile
from benchmarks.terminal import BenchmarkError

SIZES, QUICK_SIZES = (1, 10, 30, 60), (1, 5)
FOLLOWED = 4  # learners whose keys are timed
KEYS = 12  # of each
PAUSE = 0.13  # seconds between two of them, so that they meet any moment between two frames
REST = 10.0  # seconds
MAP, LESSON = "q Quit", "space Play"
LESSONS_BEFORE = 11  # the one on backpropagation
UP, DOWN, HOME, PLAY, PLAYS = "\x1b[A", "\x1b[B", "\x1b[H", " ", "▸  1x"
SLOWER, FASTER = ("-", "1/2x"), ("+", " 1x")
LARGEST_ALONE = 18  # MB a learner
FIRST_SCREEN, THIRTY = 300, 4.0  # ms for one, seconds for the last of thirty
KEY_AIM = 150  # ms, the 95th percentile with everyone playing
IDLE_AIM = 0.1  # % of a core a learner
MB = 1_000_000


def classes(quick: bool) -> list[Figure]:
    """Classes of several sizes, one after the other in one workshop; then a Python per learner."""
    figures: list[Figure] = []
    with workshop() as (host, classroom):
        figures.append(Figure("workshop: start until learners can join", _listened(host), " s"))
        figures.append(Figure("workshop: start until all is recorded", _ready(host), " s"))
        for size in QUICK_SIZES if quick else SIZES:
            figures += _class(host, classroom, size, quick)
            for learner in list(classroom.learners):
                classroom.leave(learner)
            classroom.until(lambda: not children(host.forge), "the end of all processes")
    for size in QUICK_SIZES if quick else SIZES[:3]:
        figures += _a_python_each(size)
    return [*figures, _textish()]


def _listened(host: Host) -> float:
    return host.listened - host.started


def _ready(host: Host) -> float:
    return host.ready - host.started


def _class(host: Host, classroom: Classroom, size: int, quick: bool) -> Iterator[Figure]:
    """Everybody comes at once, opens a lesson, rests, plays."""
    came = classroom.come(host.ssh(f"{size}x{number}" for number in range(size)))
    yield from _joined(f"{size} by ssh", came, aims=True)
    followed = came[:FOLLOWED]
    for learner in followed:
        learner.follow()
    for learner in came:
        learner.type("q")  # from the first half minute to the map
    classroom.until(lambda: all(MAP in each.text for each in followed), "the map")
    classroom.listen(6.0)  # greetings go
    for learner in came:
        learner.type(DOWN * LESSONS_BEFORE + "\r")
    classroom.until(lambda: all(LESSON in each.text for each in followed), "the lessons")
    classroom.listen(3.0)
    yield from _memory(f"{size} by ssh", sorted(children(host.forge)), aim=LARGEST_ALONE)
    yield from _rest(host, classroom, size, 2.0 if quick else REST)
    yield _keys(classroom, followed, f"{size} at rest")
    for number, learner in enumerate(came):  # epochs on every second screen, else cells
        learner.type((UP * 4 if number % 2 else DOWN * 4 + UP) + HOME + PLAY)
    classroom.listen(2.0)
    before, began = _spent(host), time.perf_counter()
    yield _keys(classroom, followed, f"{size} playing", aim=KEY_AIM)
    yield from _shares(f"{size} playing", before, _spent(host), time.perf_counter() - began)
    if not all(PLAYS in learner.text for learner in followed):
        raise BenchmarkError(f"not all have played to the end; the first screen is\n{came[0].text}")


def _joined(what: str, came: Sequence[Learner], *, aims: bool) -> Iterator[Figure]:
    waits = [each.whole - each.started for each in came if each.whole is not None]
    codes = [each.whole - each.asked for each in came if each.whole and each.asked]
    note = f"; from the code on {1000 * statistics.median(codes):.0f} ms (median)" if codes else ""
    if len(came) == 1:
        yield Figure(
            f"{what}: to the first screen",
            1000 * waits[0],
            " ms",
            FIRST_SCREEN if aims else None,
            note[2:],
        )
    else:
        last = max(each.whole or 0.0 for each in came) - min(each.started for each in came)
        yield Figure(
            f"{what} at once: the last first screen",
            last,
            " s",
            THIRTY if aims and len(came) == 30 else None,
            f"median {statistics.median(waits):.2f} s{note}",
        )


def _memory(what: str, pids: Sequence[int], aim: float | None) -> Iterator[Figure]:
    sizes = [memory(pid) for pid in pids]
    alone = [private / MB for private, _ in sizes]
    shared = statistics.mean(proportional for _, proportional in sizes) / MB
    note = f"most {max(alone):.1f}; proportional {shared:.1f} MB, in all {shared * len(pids):.0f}"
    yield Figure(f"{what}: private memory each", statistics.median(alone), " MB", aim, note)


def _spent(host: Host) -> tuple[float, float, int]:
    """CPU seconds of the host and its forge, and of all learners' processes; how many there are."""
    pids = children(host.forge)
    return cpu(host.pid) + cpu(host.forge), sum(map(cpu, pids)), len(pids)


def _rest(host: Host, classroom: Classroom, size: int, seconds: float) -> Iterator[Figure]:
    before, began = _spent(host), time.perf_counter()
    classroom.listen(seconds)
    after, took = _spent(host), time.perf_counter() - began
    each = 100 * (after[1] - before[1]) / took / size
    note = f"host and forge {100 * (after[0] - before[0]) / took:.2f} % in all"
    yield Figure(f"{size} at rest: CPU each", each, " %", IDLE_AIM, note)


def _shares(
    what: str, before: tuple[float, float, int], after: tuple[float, float, int], took: float
) -> Iterator[Figure]:
    host, learners = 100 * (after[0] - before[0]) / took, 100 * (after[1] - before[1]) / took
    note = f"each {learners / after[2]:.1f} %; host and forge {host:.1f} %"
    yield Figure(f"{what}: CPU of all learners", learners, " %", None, note)


def _keys(
    classroom: Classroom, followed: Sequence[Learner], what: str, aim: float | None = None
) -> Figure:
    """How long until the screen shows what a key did."""
    waits: list[float] = []
    for turn in range(KEYS):
        key, shown = FASTER if turn % 2 else SLOWER
        for learner in followed:
            classroom.listen(PAUSE)
            pressed = learner.type(key)
            classroom.until(partial(_shows, learner, shown), f"{what}: {shown}")
            waits.append(1000 * (time.perf_counter() - pressed))
    note = f"median {statistics.median(waits):.0f} ms, most {max(waits):.0f}"
    return Figure(f"{what}: key to screen, 95th", percentile(waits, 0.95), " ms", aim, note)


def _shows(learner: Learner, text: str) -> bool:
    return text in learner.text


def _a_python_each(size: int) -> Iterator[Figure]:
    """The same tutor without a workshop: no SSH, nothing shared."""
    with tempfile.TemporaryDirectory() as folder:
        classroom = Classroom(Path(folder))
        try:
            came = classroom.come([plain_tutor()] * size)
            yield from _joined(f"{size} Pythons", came, aims=False)
            yield from _memory(f"{size} Pythons", [each.pid for each in came], aim=None)
        finally:
            classroom.close()


def _textish() -> Figure:
    there = importlib.util.find_spec("textish") is not None
    note = "is here, but not measured" if there else "not installed here, so not measured"
    return Figure("textish", 0, "", None, note)
