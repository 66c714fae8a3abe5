"""What a learner at the end of a slow line sees: how old the screen is, 2 KB a second."""

from __future__ import annotations

import os
import re
import select
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyte

from benchmarks.figures import QUICK, Figure
from benchmarks.opened import RECORDING
from benchmarks.surroundings import tutor
from benchmarks.terminal import COLUMNS, ROWS, BenchmarkError, Terminal, learner_at

RATE = 2000  # bytes a second
PIECE = 50  # bytes read at a time
KEYS = 20
QUIET = 0.4  # seconds without a byte after which a paused screen is taken for complete
SLOW_START = 60.0  # seconds: the first frame alone takes ten
ROUNDS, LEARNING = 6, 7.0  # times, and seconds of playing
EMPTY = 6.0  # seconds without a byte after which nothing is under way to a silent terminal
STOPPED = 10.0  # seconds for which the reader stops
RIGHT, RETURN = "\x1b[C", "r"
PLACES = {"product": "forward:row-meets-column", "epochs": "backprop:watch"}


class AnsweringScreen(pyte.Screen):
    """A screen whose answers reach the process."""

    master = -1  # where they are written; -1: nowhere

    def write_process_input(self, data: str) -> None:
        """Answer a question of the process's."""
        if self.master >= 0:
            os.write(self.master, data.encode())


class SlowTerminal(Terminal):
    """A terminal behind a line of so many bytes a second."""

    def __init__(self, command: Sequence[str], state: Path, answers: bool) -> None:
        super().__init__(command, state)
        self._answers = answers
        screen = AnsweringScreen(COLUMNS, ROWS)
        screen.master = self._master if answers else -1
        self._screen = screen
        self._stream = pyte.ByteStream(screen)

    def read(self, patience: float) -> float | None:
        """Read a piece and show it. When it was there; None if nothing came."""
        if not select.select([self._master], [], [], patience)[0]:
            return None
        try:
            data = os.read(self._master, PIECE)
        except OSError:
            raise BenchmarkError(f"it ended; the screen is\n{self.text}") from None
        time.sleep(len(data) / RATE)  # the line
        self._stream.feed(data.replace(b"\x1b[?2026$p", b""))
        return time.perf_counter()

    def until(self, wanted: str, unwanted: str = "\0", patience: float = SLOW_START) -> float:
        """Until the screen shows the one and not the other. Gives the time of the last byte."""
        until = at = time.perf_counter()
        until += patience
        while wanted not in self.text or unwanted in self.text:
            at = self.read(max(until - time.perf_counter(), 0.0)) or at
            if time.perf_counter() > until:
                raise BenchmarkError(f"{wanted!r} never came; the screen is\n{self.text}")
        return at

    def rest(self, quiet: float = QUIET) -> float | None:
        """Until nothing comes any more. Gives the time of the last byte, None if there was none."""
        last = None
        while (at := self.read(quiet)) is not None:
            last = at
        return last

    def read_on(self, seconds: float) -> None:
        """Read on for a while."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.read(left)

    @property
    def time_bar(self) -> str:
        """The row that shows where we are."""
        return self.text.splitlines()[-2]

    @property
    def speed(self) -> str:
        """The speed that the time bar shows."""
        found = re.search(r"(\S+x) ", self.time_bar)
        return found[1] if found else ""

    def play(self, seconds: float) -> None:
        """Play from the step's beginning for a while, then pause."""
        self.type(RETURN + " ")
        self.read_on(seconds)
        self.pause()

    def pause(self) -> None:
        """Pause at the step's beginning, and let everything arrive."""
        self.type(RETURN)
        self.rest(QUIET if self._answers else EMPTY)


@dataclass
class Waits:
    """Seconds from a key to the moment the screen shows what it did."""

    paused: list[float] = field(default_factory=list)
    playing: dict[str, list[float]] = field(default_factory=dict)
    after_stop: float = 0.0
    grown: int = 0  # bytes of memory while the reader had stopped
    cpu: float = 0.0  # share of a core meanwhile


def link(quick: bool) -> list[Figure]:
    """Keys at the end of a slow line, at rest and while it plays; and a reader that stops."""
    keys = QUICK if quick else KEYS
    cases = [(what, answers) for what in PLACES for answers in (True, False)]
    with ThreadPoolExecutor(len(cases)) as pool:  # each of them mostly waits for its line
        waits = list(pool.map(lambda case: _measure(case[0], case[1], keys), cases))
    figures = []
    for (what, answers), found in zip(cases, waits, strict=True):
        to = f"{what}, {'answers' if answers else 'silent'}"
        figures.append(_figure(f"key on a slow line, {to}, paused", found.paused))
        figures += [
            _figure(f"key on a slow line, {to}, playing {speed}", times)
            for speed, times in found.playing.items()
        ]
        figures.append(
            Figure(
                f"current again after a stop, {to}",
                found.after_stop,
                " s",
                1,
                f"stopped {STOPPED:.0f} s: {found.grown / 1000:+,.0f} kB, "
                f"CPU {100 * found.cpu:.0f} %",
            )
        )
    return figures


def _figure(what: str, times: Sequence[float]) -> Figure:
    if not times:
        raise BenchmarkError(f"{what}: no key had any effect")
    return Figure(what, max(times), " s", 1, f"most; median {statistics.median(times):.2f}")


def _measure(what: str, answers: bool, keys: int) -> Waits:
    waits = Waits()
    with _ready(PLACES[what], answers) as running:
        for _ in range(keys):
            pressed = running.type(RIGHT)
            if (shown := running.read(SLOW_START)) is None:
                raise BenchmarkError(f"the key does nothing; the screen is\n{running.text}")
            waits.paused.append((running.rest() or shown) - pressed)
        for speed in ("1x", "4x"):
            waits.playing[speed] = _keys_while_playing(running, speed, keys)
        _stop(running, waits)
    return waits


def _keys_while_playing(running: SlowTerminal, speed: str, keys: int) -> list[float]:
    times: list[float] = []
    if speed == "4x":
        running.type("++")
        running.until(" 4x ")
    down, up = ("-", "+") if speed == "4x" else ("+", "-")
    while len(times) < keys:
        running.type(RETURN + " ")
        for key in (down, up) * 2:
            running.read_on(0.5 + 0.13 * (len(times) % 7))  # some moment between two frames
            times.append(_changed_speed(running, key))
        running.pause()
    return times


def _changed_speed(running: SlowTerminal, key: str) -> float:
    """Seconds from the key to the moment it shows."""
    before = running.speed
    pressed = at = running.type(key)
    while running.speed == before:
        read = running.read(SLOW_START)
        if read is None:
            raise BenchmarkError(f"the speed stays; the screen is\n{running.text}")
        at = read
    return at - pressed


def _stop(running: SlowTerminal, waits: Waits) -> None:
    """The reader stops while it plays, and reads on."""
    running.type(RETURN + " ")
    running.read_on(2.0)
    memory, cpu = running.memory, running.cpu
    time.sleep(STOPPED)
    waits.grown, waits.cpu = running.memory - memory, (running.cpu - cpu) / STOPPED
    waits.after_stop = _changed_speed(running, "-")


@contextmanager
def _ready(place: str, answers: bool) -> Iterator[SlowTerminal]:
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        learner_at(state, 1.0)
        running = SlowTerminal(tutor("learn", place), state, answers)
        try:
            running.until("Keys", unwanted=RECORDING)
            if not answers:  # only what has to wait now and then shows how slow the line is
                running.type("++")
                for _ in range(ROUNDS):
                    running.play(LEARNING)
                running.type("--")
                running.rest(EMPTY)
            running.pause()
            yield running
        finally:
            running.close()
