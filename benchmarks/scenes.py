"""What a frame of each kind of picture costs while it plays, what calm play and a jump cost."""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import QUICK, Figure, percentile, spread
from benchmarks.opened import AGAIN, BEAT_QUIET, ENTER, FAST, HOME, NEXT, PLAY, next_frame, opened
from benchmarks.playing import CPU_AIM, WAIT_AIM
from benchmarks.terminal import Terminal
from nnmath_tutor.lesson.catalogue import own_lessons

BYTES_AIM = 1200  # a frame
EPOCHS = 60_000  # of the lesson that is jumped about in
CALM = 5.0  # seconds
OWN = "12-backprop.md"  # the lesson whose program the pictures written here show


@dataclass(frozen=True, slots=True)
class Played:
    """A picture to be played: a step of our lessons, or a scene that none of them has (yet).

    At 1× the sums of a product grow within a cell's beat, at higher speeds cells land as a whole;
    epochs come two by two at the highest.
    """

    place: str = ""  # LESSON:STEP
    scene: str = ""  # as in a ```scene block
    frames: int = 13  # played at a time: fewer than it takes to leave the picture
    calm: bool = False  # at 1×, not at the highest speed
    back: str = HOME  # the key back to where it begins

    @property
    def speed(self) -> float:
        """At which it is played."""
        return 1.0 if self.calm else FAST


_FLOWING = 'epoch = 110\nlevel = "epoch"'
_AT_CELL = 'epoch = 260\nlevel = "cell"\ncell = [0, 0]'

PICTURES: Mapping[str, Played] = {
    "a product growing": Played("forward:row-meets-column", calm=True),
    "a squash": Played(
        scene=f'kind = "operation"\nat = "A1 = sigmoid(X @ W1) : sigmoid(X @ W1)"\n{_AT_CELL}'
    ),
    "cell by cell": Played("backprop:not-heard"),
    "a transpose": Played(scene=f'kind = "operation"\nat = "A1.T"\n{_AT_CELL}'),
    "an update": Played(
        scene=f'kind = "operation"\nat = "W1 += learning_rate * (X.T @ delta1)"\n{_AT_CELL}',
        frames=10,
    ),
    "a reduction": Played("normalization:two-ends", frames=3),
    "votes": Played(scene=f'kind = "votes"\nat = "A1.T @ delta2"\n{_AT_CELL}', calm=True),
    "wires": Played(
        scene='kind = "wires"\nlayers = ["X", "A1", "A2"]\nweights = ["W1", "W2"]\n'
        f'blame = ["delta1", "delta2"]\nat = "X @ W1"\n{_AT_CELL}',
        calm=True,
    ),
    "bars + plot": Played("backprop:watch", calm=True, back=AGAIN),
    "matrices": Played(
        scene=f'kind = "matrices"\nshow = ["W1", "A1"]\n{_FLOWING}', calm=True, back=AGAIN
    ),
    "a curve": Played(
        scene=f'kind = "curve"\nfunction = "sigmoid"\npoints = "X @ W1"\n{_FLOWING}',
        calm=True,
        back=AGAIN,
    ),
    "a map": Played(
        scene='kind = "map"\noutput = "sigmoid(sigmoid(grid @ W1) @ W2)"\nbias = true\n'
        f'points = "X"\ntargets = "y"\n{_FLOWING}',
        calm=True,
        back=AGAIN,
    ),
    "a slope": Played(
        scene='kind = "slope"\nfunction = "sigmoid"\npoint = "W2[0, 0]"\nnudge = "1.5"\n'
        f'tangent = "slope(sigmoid(W2[0, 0]))"\n{_FLOWING}',
        calm=True,
        back=AGAIN,
    ),
    "a descent": Played(
        scene='kind = "descent"\nball = "W2[0, 0]"\nfunction = """lambda w: '
        'np.sum((y - sigmoid(A1 @ np.vstack([[[w]], W2[1:]]))) ** 2) / 2"""\n'
        f"low = -20\nhigh = 20\n{_FLOWING}",
        calm=True,
        back=AGAIN,
    ),
    "a histogram": Played(
        scene=f'kind = "histogram"\nvalues = ["W1", "A1"]\n{_FLOWING}', calm=True, back=AGAIN
    ),
    "the error": Played(scene=f'kind = "plot"\n{_FLOWING}', calm=True, back=AGAIN),
}


def playing(quick: bool) -> list[Figure]:
    """Bytes and CPU of a frame, one kind of picture after the other."""
    figures: dict[str, list[Figure]] = {}
    with _tours() as tours:
        for place, names in tours:
            with opened(place, PICTURES[names[0]].speed) as running:
                for number, name in enumerate(names):
                    if number:
                        running.type(NEXT)
                    figures[name] = _play(running, name, 1 if quick else QUICK)
    return [figure for name in PICTURES for figure in figures[name]]


def _play(running: Terminal, name: str, rounds: int) -> list[Figure]:
    played = PICTURES[name]
    sizes: list[int] = []
    cpu: list[float] = []
    for _ in range(rounds):
        running.settle(BEAT_QUIET)
        running.type(played.back)
        running.settle(BEAT_QUIET)
        running.type(PLAY)
        next_frame(running)  # the first one shows that it plays
        before = running.cpu
        frames = [next_frame(running) for _ in range(played.frames)]
        cpu.append(1000 * (running.cpu - before) / len(frames))
        sizes += [frame.size for frame in frames]
        running.type(PLAY)
    most = f"95th percentile {percentile(sizes, 0.95):,} B, most {max(sizes):,}"
    return [
        Figure(f"bytes a frame, {name}", statistics.median(sizes), " B", BYTES_AIM, most),
        Figure(f"CPU a frame, {name}", statistics.median(cpu), " ms", CPU_AIM, spread(cpu)),
    ]


@contextmanager
def _tours() -> Iterator[list[tuple[str, list[str]]]]:
    """Places to open, each with the pictures to be met there, step by step.

    Pictures that our lessons lack are steps of one that is written into a copy of them: one for
    those at 1×, another for the others.
    """
    tours = [(played.place, [name]) for name, played in PICTURES.items() if played.place]
    with tempfile.TemporaryDirectory() as folder:
        lessons = Path(folder) / "lessons"
        shutil.copytree(own_lessons(), lessons)
        head, _, _ = (lessons / OWN).read_text(encoding="utf-8").partition("\n## ")
        for calm in (False, True):
            written = [n for n, played in PICTURES.items() if played.scene and played.calm is calm]
            steps = "".join(
                f"\n## {name} {{#step-{number}}}\n\nIt plays.\n\n"
                f"```scene\n{PICTURES[name].scene}\n```\n"
                for number, name in enumerate(written)
            )
            path = lessons / f"{calm}.md"
            path.write_text(head + steps, encoding="utf-8")
            tours.append((str(path), written))
        yield tours


def calm(quick: bool) -> list[Figure]:
    """The share of a core that play takes at 1×."""
    seconds = 2.0 if quick else CALM
    figures = []
    for name in ("a product growing", "bars + plot"):
        played = PICTURES[name]
        with opened(played.place, 1.0) as running:
            running.type(played.back)
            running.settle(BEAT_QUIET)
            running.type(PLAY)
            next_frame(running)
            before, began = running.cpu, time.perf_counter()
            size, frames = running.listen(seconds)
            share = (running.cpu - before) / (time.perf_counter() - began)
        note = f"{frames / seconds:.1f} frames/s, {size / seconds / 1000:.1f} kB/s"
        figures.append(Figure(f"CPU at 1×, {name}", 100 * share, " %", 5, note))
    return figures


def jumping(quick: bool) -> list[Figure]:
    """From the Enter after `:12345` to the whole frame of that epoch."""
    draw = random.Random(1)
    waits: list[float] = []
    with opened(PICTURES["bars + plot"].place, 1.0) as running:
        for _ in range(QUICK if quick else 30):
            waits.append(1000 * _jump(running, draw.randrange(EPOCHS)))
    note = f"95th percentile {percentile(waits, 0.95):.0f} ms, most {max(waits):.0f}"
    return [Figure("key to frame, a random epoch", statistics.median(waits), " ms", WAIT_AIM, note)]


def _jump(running: Terminal, epoch: int) -> float:
    running.type(f":{epoch}")
    running.settle(BEAT_QUIET)
    pressed = running.type(ENTER)
    frame = next_frame(running)
    running.wait([f"epoch {epoch:,}"])
    return frame.last - pressed
