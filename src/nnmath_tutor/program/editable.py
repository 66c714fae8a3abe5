"""Which names a learner may change by hand, and what to say about the others."""

from __future__ import annotations

import ast
import difflib
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from nnmath_tutor.program.binding import bound_at_top, changes_of, loads
from nnmath_tutor.program.edit import Edit, cell_problem, edited
from nnmath_tutor.program.functions import Summary, function_summaries
from nnmath_tutor.program.parse import Loop, Program
from nnmath_tutor.program.recording import Recording


def editable(recording: Recording) -> tuple[str, ...]:
    """Numbers and arrays of numbers that may be changed, in the order in which they are bound.

    With a training loop: those of the set-up that an epoch reads. Without one: those that are
    computed from no other number of the program, and that a later statement reads.
    """
    program, setup = recording.program, recording.record.setup
    if setup is None:
        return ()
    numbers = [n for n in program.setup_names if n in setup and is_data(setup[n])]
    loop = program.loop
    if loop is None:
        return tuple(name for name in numbers if _is_given(program, name, numbers))
    return tuple(name for name in numbers if name != loop.variable and loop.names.needs(name))


def check_edit(recording: Recording, edit: Edit) -> str | None:
    """Why an edit can't be done, as a sentence for the learner; None if it can."""
    value = edit.value
    if not isinstance(value, bool | int | float | np.number | np.bool_):
        return f"{value!r} is not a number."
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        return f"{value} is no number to calculate with: choose a finite one."
    return cell_refused(recording, edit.epoch, edit.name, edit.index)


def cell_refused(recording: Recording, epoch: int, name: str, index: tuple[int, ...]) -> str | None:
    """Why a cell can't be changed as an epoch begins, as a sentence; None if it can."""
    if epoch < 0 or epoch >= max(recording.epochs, 1):
        return f"There is no epoch {epoch}: the last one is {recording.epochs - 1}."
    if epoch >= recording.done:
        return f"Epoch {epoch} isn't recorded yet."
    if name not in editable(recording):
        return _refused(recording, name)
    return cell_problem(_value(recording, epoch, name), name, index)


def turns_to_float(recording: Recording, edit: Edit) -> bool:
    """Whether an edit makes floats of a whole-number array, or of a number that is whole.

    Raises LookupError for an epoch that isn't recorded, EditError for a cell that isn't there.
    """
    before = _value(recording, edit.epoch, edit.name)
    return _is_whole(before) and not _is_whole(edited(before, edit))


def is_data(value: Any) -> bool:
    """Whether a value is a number or an array of numbers, yes or no not among them."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "iuf"
    return isinstance(value, int | float) and not isinstance(value, bool)


def sources(recording: Recording, statement: ast.stmt) -> tuple[str, ...]:
    """Numbers and arrays that a statement reads, as they stand in it; those of its functions last.

    What it binds itself is among them only where it reads that first (`W += step`).
    """
    names = _names(recording)
    places = [n for n in ast.walk(statement) if isinstance(n, ast.Name)]
    places.sort(key=lambda node: (node.lineno, node.col_offset))
    own = loads(statement)
    read = [node.id for node in places if node.id in own]
    read += sorted(_read(recording.program, statement) - own)
    return tuple(name for name in dict.fromkeys(read) if is_data(names.get(name)))


def setup_uses(program: Program, name: str) -> tuple[int, ...]:
    """Lines of the set-up's statements that read what it gave a name in the end, from 1.

    A function counts where it is called, not where it stands.
    """
    ways = _setup_ways(program)
    bound = max((at for at, (names, _) in enumerate(ways) if name in names), default=len(ways))
    return tuple(
        statement.lineno
        for statement, (_, read) in zip(program.setup[bound + 1 :], ways[bound + 1 :], strict=True)
        if name in read and not _defines(statement)
    )


def loop_uses(program: Program, name: str) -> tuple[int, ...]:
    """Lines of the training loop's statements that read what an epoch begins with, functions too.

    Nothing where each epoch binds the name itself before it reads it.
    """
    loop = program.loop
    if loop is None or not loop.names.needs(name):
        return ()
    return tuple(s.lineno for s in loop.body if name in _read(program, s) and not _defines(s))


def _defines(statement: ast.stmt) -> bool:
    """Whether a statement only says what a function does."""
    match statement:
        case ast.FunctionDef() | ast.Assign(value=ast.Lambda()):
            return True
        case _:
            return False


def _value(recording: Recording, epoch: int, name: str) -> Any:
    loopless = recording.program.loop is None
    values = recording.values(epoch) if loopless else recording.start(epoch)
    if name not in values:
        raise LookupError(f"there is no `{name}` as epoch {epoch} begins")
    return values[name]


def _is_whole(value: Any) -> bool:
    kind = getattr(value, "dtype", None)
    return kind.kind in "iub" if kind is not None else isinstance(value, int)


def _names(recording: Recording) -> Mapping[str, Any]:
    """What names hold somewhere in a recording: the kinds are all that is asked for."""
    if recording.done:
        return recording.values(0)
    return recording.record.setup or {}


def _read(program: Program, statement: ast.stmt) -> set[str]:
    """Names that a statement reads, by itself or in functions that it mentions."""
    names = loads(statement)
    summaries = _summaries(program)
    for name in sorted(names & summaries.keys()):
        names |= summaries[name].reads
    return names


@lru_cache(maxsize=8)
def _summaries(program: Program) -> dict[str, Summary]:
    return function_summaries(program.tree)[0]


@lru_cache(maxsize=8)
def _setup_ways(program: Program) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """(names bound or changed, names read) of each statement of the set-up.

    Kept, for whoever looks at a number asks again with every frame.
    """
    return tuple(
        (frozenset((*bound_at_top([s]), *changes_of(s))), frozenset(_read(program, s)))
        for s in program.setup
    )


def _is_given(program: Program, name: str, numbers: Iterable[str]) -> bool:
    """Whether a name is computed from no number of the program, and read by a later statement."""
    ways = _setup_ways(program)
    binding = [at for at, (bound, _) in enumerate(ways) if name in bound]
    if any(ways[at][1] & set(numbers) for at in binding):
        return False
    return any(name in read for _, read in ways[binding[0] + 1 :])


def _refused(recording: Recording, name: str) -> str:
    """Why a name isn't among those that may be changed."""
    program, loop = recording.program, recording.program.loop
    if loop is not None and name == loop.variable:
        return f"`{name}` counts the epochs: the loop sets it anew each time."
    known = (*program.setup_names, *(loop.bound if loop is not None else ()))
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        return f"The program has no name `{name}`.{hint}"
    if not is_data(_names(recording).get(name)):
        return f"`{name}` is neither a number nor an array of numbers."
    if loop is not None and name not in loop.bound:
        return (
            f"No epoch reads `{name}`: it acts in the set-up alone, before the first epoch. "
            "To change it, start a new run from the beginning."
        )
    return _computed(recording, name, loop)


def _computed(recording: Recording, name: str, loop: Loop | None) -> str:
    body = loop.body if loop is not None else recording.program.setup
    made = next((s for s in body if name in bound_at_top([s])), None)
    if made is None:
        return f"`{name}` is computed by a function of the program."
    origin = [n for n in sources(recording, made) if n != name]
    if not origin:
        return (
            f"Nothing reads `{name}` after line {made.lineno}: another value would change nothing."
        )
    listed = " and ".join(filter(None, (", ".join(origin[:-1]), origin[-1])))
    advice = "change that" if len(origin) == 1 else "change one of those"
    return f"`{name}` is computed in line {made.lineno}, from {listed}: {advice}."
