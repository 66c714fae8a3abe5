"""What recording adds to a training, and how long an epoch takes to be had again."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from functools import partial

from benchmarks.figures import QUICK, Figure, interleaved, percentile, spread
from benchmarks.surroundings import environment
from nnmath_tutor.lesson.catalogue import own_lessons
from nnmath_tutor.program import Run, load, record

SEEK_AIM = 1  # ms
PROGRAM = own_lessons() / "programs" / "three_layers.py"

# Each in a process of its own, as nothing that one leaves behind may help or hinder the other.
# Imports are not counted; compiling the file is.
ALONE = """
import io, sys, time
import numpy
from contextlib import redirect_stdout
from pathlib import Path

path = Path(sys.argv[1])
began = time.perf_counter()
with redirect_stdout(io.StringIO()):
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), {"__name__": "__main__"})
print(time.perf_counter() - began)
"""
RECORDED = """
import sys, time
from pathlib import Path
from nnmath_tutor.program import Run, load, record

began = time.perf_counter()
recording = record(Run(load(Path(sys.argv[1]))))
print(time.perf_counter() - began)
assert recording.finished and recording.done == recording.epochs
"""


def recording_cost(quick: bool) -> list[Figure]:
    """A recorded training beside the same file run by Python itself."""

    def run(code: str) -> float:
        command = [sys.executable, "-c", code, str(PROGRAM)]
        ended = subprocess.run(
            command, capture_output=True, check=True, text=True, env=environment()
        )
        return float(ended.stdout)

    runs = {"recorded": partial(run, RECORDED), "alone": partial(run, ALONE)}
    seconds = interleaved(runs, 1 if quick else 7)
    return [
        Figure(
            "recorded training ÷ run by Python itself",
            statistics.median(seconds["recorded"]) / statistics.median(seconds["alone"]),
            "×",
            1.15,
            f"{spread(seconds['recorded'])} ÷ {spread(seconds['alone'])} s, 60,000 epochs",
        )
    ]


def seeking(quick: bool) -> list[Figure]:
    """Any epoch of a finished recording: its values, and its lines stepped through."""
    recording = record(Run(load(PROGRAM)))
    draw = random.Random(1)
    epochs = [draw.randrange(recording.done) for _ in range(40 * (QUICK if quick else 10))]
    figures = []
    for what, read, aim in (
        ("values", recording.values, SEEK_AIM),
        ("lines", recording.lines, None),
    ):
        took = []
        for epoch in epochs:
            began = time.perf_counter()
            read(epoch)
            took.append(1000 * (time.perf_counter() - began))
        figures.append(
            Figure(
                f"{what} of a random epoch, median",
                statistics.median(took),
                " ms",
                aim,
                f"95th percentile {percentile(took, 0.95):.2f} ms",
            )
        )
    size = recording.nbytes / 2**20
    return [*figures, Figure("a whole recording", size, " MiB", 64, "as it counts itself")]
