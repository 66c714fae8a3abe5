"""How long the learner waits for the first lesson, and the shell for `--help`."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.figures import QUICK, Figure, interleaved, spread
from benchmarks.surroundings import environment, tutor
from benchmarks.terminal import terminal
from nnmath_tutor.lesson import catalogue
from nnmath_tutor.program import Run, load, record

BARE = """
from textual.app import App, ComposeResult
from textual.widgets import Static

class Bare(App):
    def compose(self) -> ComposeResult:
        yield Static("READY")

Bare().run()
"""


def first_frame(quick: bool) -> list[Figure]:
    """From the start of the process until a lesson's first frame is whole."""
    cpu: dict[str, list[float]] = {}

    def until_whole(name: str, command: Sequence[str], wanted: Sequence[str]) -> float:
        with terminal(command) as running:
            at = running.wait(wanted)
            cpu.setdefault(name, []).append(running.cpu)
            return at - running.started

    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        runs = {"bare": partial(until_whole, "bare", [sys.executable, str(script)], ["READY"])}
        for lesson in ("forward", "backprop"):
            command = tutor("learn", lesson)
            runs[lesson] = partial(until_whole, lesson, command, _whole(lesson))
        seconds = interleaved(runs, QUICK if quick else 11)
    bare = statistics.median(seconds["bare"])
    return [
        Figure(
            f"first frame of {lesson} ÷ bare Textual app",
            statistics.median(seconds[lesson]) / bare,
            "×",
            1.4,
            f"{spread(seconds[lesson], 1000)} ÷ {spread(seconds['bare'], 1000)} ms; CPU until then "
            f"{statistics.median(cpu[lesson]) / statistics.median(cpu['bare']):.2f}×",
        )
        for lesson in ("forward", "backprop")
    ]


def _whole(lesson_id: str) -> list[str]:
    """Texts that are on the screen once the first frame of a lesson is whole.

    They stand in every pane; figures are computed here by the program's own run.
    """
    lesson, _ = catalogue().find(lesson_id)
    step = lesson.steps[0]
    last_word = re.findall(r"[a-z]{4,}", step.prose)[-1]
    wanted = [step.title, last_word, step.verse[0], "Keys", "1x"]
    names = record(Run(load(lesson.program), epochs=step.scene.epoch + 1)).values(step.scene.epoch)
    if step.scene.kind == "bars":
        wanted += [f" {value:.3f}" for value in names[step.scene.options["values"]].ravel()]
    else:
        wanted += [f"ex{1 + row} │" for row in range(len(names["X"]))]
    return [*wanted, step.scene.at] if step.scene.at else wanted


def help_text(quick: bool) -> list[Figure]:
    """`nnmath-tutor --help` beside the shortest program there is."""

    def run(command: Sequence[str]) -> float:
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment())
        return time.perf_counter() - began

    commands = {"help": tutor("--help"), "pass": [sys.executable, "-c", "pass"]}
    runs = {name: partial(run, command) for name, command in commands.items()}
    seconds = interleaved(runs, QUICK if quick else 31)
    return [
        Figure(
            "nnmath-tutor --help ÷ python -c pass",
            statistics.median(seconds["help"]) / statistics.median(seconds["pass"]),
            "×",
            4,
            f"{spread(seconds['help'], 1000)} ÷ {spread(seconds['pass'], 1000)} ms",
        )
    ]
