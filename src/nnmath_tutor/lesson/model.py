"""What a lesson is, once its file has been read. Lines are those of the file, counted from 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nnmath_tutor.lesson.question import Question
from nnmath_tutor.program import Level
from nnmath_tutor.scenes import AxisLabels

FORMAT = 1
BRANCHES = ("statistics", "linear algebra", "calculus", "all three")
STAGES = ("prepare", "tensors", "network", "train")


@dataclass(frozen=True, slots=True)
class SceneSpec:
    """Which picture a step shows, and where in the program the learner starts.

    `at` is the text of a line or of a part of one; `cell` is an index into its result. `options`
    are those of the scene's kind, as they were written. `lines` says where each key stands.
    """

    kind: str
    at: str | None
    epoch: int
    level: Level
    cell: tuple[int, ...] | None
    plot: bool
    options: Mapping[str, Any]
    line: int
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def line_of(self, key: str) -> int:
        """The line of a key, or of the block where the key isn't written."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True)
class BesideSpec:
    """The picture that stands beside the error plot on a large screen, in every step."""

    kind: str
    options: Mapping[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """The network that the program trains, for the picture of its wires: names, layer by layer.

    `blame` holds what flows back into each layer after the first; empty where nothing does.
    """

    layers: tuple[str, ...]
    weights: tuple[str, ...]
    blame: tuple[str, ...]
    line: int

    @property
    def options(self) -> dict[str, Any]:
        """The same as options of a scene of kind `wires`."""
        options: dict[str, Any] = {"layers": self.layers, "weights": self.weights}
        return {**options, "blame": self.blame} if self.blame else options


@dataclass(frozen=True, slots=True)
class GradientSpec:
    """The loss that the program descends, and its slopes: expressions over the program's names."""

    loss: str
    name: str
    of: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Claim:
    """An expression over the program's values that must be true."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a lesson: some words, a verse, a picture; a question to ask before, if any.

    `prose` is Markdown with `{expressions}` still in it; its line k stands in line
    `prose_line + k` of the file. `id` stays when words change: progress and translations hold on
    to it.
    """

    id: str
    title: str
    prose: str
    verse: tuple[str, ...]
    scene: SceneSpec
    claims: tuple[Claim, ...]
    line: int
    prose_line: int
    verse_line: int
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class RunSpec:
    """A further run of the lesson's program: set-up names with other values, lines exchanged."""

    name: str
    overrides: Mapping[str, Any]
    swaps: Mapping[str, str]
    epochs: int | None
    line: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: what its front matter says, and its steps. `program` is the program's file.

    `verses` are those of the whole course by LESSON:STEP, where the lesson sings some of them.
    """

    path: Path
    id: str
    title: str
    branch: str
    stage: str
    minutes: int
    summary: str
    builds_on: tuple[str, ...]
    program: Path
    labels: Mapping[str, AxisLabels]
    runs: Mapping[str, RunSpec]
    steps: tuple[Step, ...]
    beside: BesideSpec | None = None
    network: NetworkSpec | None = None
    gradient: GradientSpec | None = None
    verses: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def line_of(self, key: str) -> int:
        """The line of a key of the front matter (`program`, `labels.A1`), else the first line."""
        return self.lines.get(key, 1)
