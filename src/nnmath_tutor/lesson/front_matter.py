"""The TOML between the two `+++` lines at the top of a lesson."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import (
    BRANCHES,
    FORMAT,
    STAGES,
    BesideSpec,
    GradientSpec,
    NetworkSpec,
    RunSpec,
)
from nnmath_tutor.lesson.scene_block import read_beside
from nnmath_tutor.lesson.slug import is_id, propose_id
from nnmath_tutor.lesson.table import Table, read_table
from nnmath_tutor.scenes import AxisLabels

FENCE = "+++"
REQUIRED = ("format", "id", "title", "branch", "stage", "minutes", "summary", "program")
KEYS = (*REQUIRED, "builds_on", "labels", "runs", "beside", "network", "gradient")
LABEL_KEYS = ("rows", "columns")
RUN_KEYS = ("set", "swap", "epochs")
NETWORK_KEYS = ("layers", "weights", "blame")
GRADIENT_KEYS = ("loss", "name", "of")
MAIN_RUN = "main"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says. A value with a mistake in it is None or left out.

    `readable` is false where there is no telling what it says.
    """

    id: str | None = None
    title: str | None = None
    branch: str | None = None
    stage: str | None = None
    minutes: int | None = None
    summary: str | None = None
    program: str | None = None
    builds_on: tuple[str, ...] = ()
    labels: Mapping[str, AxisLabels] = field(default_factory=dict)
    runs: Mapping[str, RunSpec] = field(default_factory=dict)
    beside: BesideSpec | None = None
    network: NetworkSpec | None = None
    gradient: GradientSpec | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    readable: bool = False


class UnknownFormatError(Exception):
    """The lesson is written in a format of the future; nothing else in it can be judged."""


def split_front_matter(lines: list[str], mistakes: Mistakes) -> tuple[str | None, int, int]:
    """(TOML text, its first line, index of the first line of the body); no text if there is none.

    The body starts after the closing fence, or where a step starts if that fence is missing.
    """
    start = next((index for index, line in enumerate(lines) if line.strip()), 0)
    fence = lines[start].strip()
    if fence not in (FENCE, "---"):
        mistakes.add(
            start + 1, f"a lesson begins with its front matter: TOML between two lines of {FENCE}"
        )
        return None, 1, 0
    end = next((i for i in range(start + 1, len(lines)) if lines[i].strip() == fence), None)
    if fence == "---":
        mistakes.add(start + 1, f"front matter is TOML between two lines of {FENCE}, not of ---")
        return None, 1, start + 1 if end is None else end + 1
    if end is None:
        mistakes.add(start + 1, f"this front matter is never closed: end it with a line of {FENCE}")
        end = next(
            (i for i in range(start + 1, len(lines)) if lines[i].startswith("## ")), len(lines)
        )
        return "\n".join(lines[start + 1 : end]), start + 2, end
    return "\n".join(lines[start + 1 : end]), start + 2, end + 1


def read_front_matter(text: str, first_line: int, mistakes: Mistakes) -> FrontMatter:
    """The front matter's values, as far as they are right.

    Raises UnknownFormatError after noting a format that this version doesn't know.
    """
    table = read_table(text, first_line, "front matter", mistakes)
    if table is None:
        return FrontMatter()
    _check_format(table)
    table.only(KEYS)
    table.require(*REQUIRED)
    return FrontMatter(
        id=_lesson_id(table),
        title=table.text("title"),
        branch=table.word("branch", BRANCHES),
        stage=table.word("stage", STAGES),
        minutes=table.integer("minutes", 1),
        summary=table.text("summary"),
        program=_program(table),
        builds_on=_builds_on(table),
        labels=_labels(table),
        runs=_runs(table),
        beside=_beside(table),
        network=_network(table),
        gradient=_gradient(table),
        lines=table.key_lines(),
        readable=True,
    )


def _check_format(table: Table) -> None:
    number = table.integer("format", 1)
    if number is not None and number > FORMAT:
        message = f"= {number} is newer than this tutor, which reads format {FORMAT}; update it"
        table.complain("format", message)
        raise UnknownFormatError


def _lesson_id(table: Table) -> str | None:
    name = table.text("id")
    if name is None or is_id(name):
        return name
    message = f'takes lower-case words joined by hyphens: id = "{propose_id(name)}"'
    table.complain("id", message)
    return None


def _program(table: Table) -> str | None:
    program = table.text("program")
    if program is not None and "\\" in program:
        proposal = program.replace("\\", "/")
        table.complain("program", f'is written with forward slashes: "{proposal}"')
        return None
    if program is not None and (program.startswith(("/", "~")) or program[1:2] == ":"):
        table.complain("program", "is a path relative to the lesson's own folder")
        return None
    return program


def _builds_on(table: Table) -> tuple[str, ...]:
    builds_on = table.texts("builds_on") or ()
    for name in builds_on:
        if not is_id(name):
            table.complain("builds_on", f"holds ids of lessons; `{name}` is none")
        elif name == table.values.get("id"):
            table.complain("builds_on", "names this lesson itself")
    return builds_on


def _labels(table: Table) -> dict[str, AxisLabels]:
    found: dict[str, AxisLabels] = {}
    labels = table.table("labels", "[labels]")
    for name in labels.values if labels else ():
        entry = labels.table(name, f"labels of {name}") if labels else None
        if entry is None:
            continue
        entry.only(LABEL_KEYS)
        if not entry.values:
            entry.mistakes.add(entry.line, f"the labels of {name} name neither rows nor columns")
        found[name] = AxisLabels(_axis(entry, "rows"), _axis(entry, "columns"))
    return found


def _axis(entry: Table, key: str) -> str | tuple[str, ...]:
    """A prefix that gets numbers, or the names themselves."""
    value: Any = entry.values.get(key, ())
    texts = value if isinstance(value, list) else [value] if isinstance(value, str) else None
    if value == ():
        return ()
    if texts is None or not texts or not all(isinstance(t, str) and t.strip() for t in texts):
        entry.complain(key, 'takes a prefix such as "ex", or a list of names in quotes')
        return ()
    return value if isinstance(value, str) else tuple(value)


def _runs(table: Table) -> dict[str, RunSpec]:
    found: dict[str, RunSpec] = {}
    runs = table.table("runs", "[runs]")
    for name in runs.values if runs else ():
        run = runs.table(name, f"run {name}") if runs else None
        if run is None:
            continue
        if name == MAIN_RUN or not name.isidentifier():
            message = "is the program's own run; give this one another name"
            if name != MAIN_RUN:
                message = "can't be a run's name; take one word of letters, such as [runs.fast]"
            run.mistakes.add(run.line, f"`{name}` {message}")
        run.only(RUN_KEYS)
        if not any(run.values.get(key) for key in RUN_KEYS):
            run.mistakes.add(run.line, f"run {name} changes nothing: give it set, swap or epochs")
        overrides = run.table("set", f"`set` of run {name}")
        found[name] = RunSpec(
            name=name,
            overrides=dict(overrides.values) if overrides else {},
            swaps=_swaps(run, name),
            epochs=run.integer("epochs", 1),
            line=run.line,
        )
    return found


def _beside(table: Table) -> BesideSpec | None:
    beside = table.table("beside", "[beside]")
    return read_beside(beside) if beside else None


def _network(table: Table) -> NetworkSpec | None:
    network = table.table("network", "[network]")
    if network is None:
        return None
    network.only(NETWORK_KEYS)
    network.require("layers", "weights")
    layers, weights = network.texts("layers") or (), network.texts("weights") or ()
    blame = network.texts("blame") or ()
    for key in ("layers", "weights"):
        if network.values.get(key) == []:
            network.complain(key, "holds no name")
    if layers and weights and len(layers) != len(weights) + 1:
        told = f"{len(layers)} layers need {len(layers) - 1} weights between them"
        network.complain("weights", f"holds {len(weights)} names: {told}")
    if blame and weights and len(blame) != len(weights):
        told = f"one for each of the {len(weights)} layers after the first"
        network.complain("blame", f"holds {len(blame)} names; it takes {told}")
    return NetworkSpec(layers, weights, blame, network.line)


def _gradient(table: Table) -> GradientSpec | None:
    gradient = table.table("gradient", "[gradient]")
    if gradient is None:
        return None
    gradient.only(GRADIENT_KEYS)
    gradient.require("loss", "of")
    loss = gradient.text("loss")
    of = gradient.table("of", "`of` of [gradient]")
    slopes = {name: of.text(name) or "" for name in of.values} if of else {}
    if of and not slopes:
        gradient.complain("of", 'names no weights: give each its slopes, as in { W = "…" }')
    if loss is None:
        return None
    return GradientSpec(loss, gradient.text("name") or "the loss", slopes, gradient.line)


def _swaps(run: Table, name: str) -> dict[str, str]:
    swap = run.table("swap", f"`swap` of run {name}")
    if swap is None:
        return {}
    for line, other in swap.values.items():
        if not isinstance(other, str) or not other.strip():
            swap.complain(line, "takes the line to run instead, in quotes")
    return {line: other for line, other in swap.values.items() if isinstance(other, str)}
