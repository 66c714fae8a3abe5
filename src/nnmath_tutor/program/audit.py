"""The safety net: what the engine shows against a plain run of the file, bit for bit."""

from __future__ import annotations

import ast
import builtins
import copy
import io
import random
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from nnmath_tutor.program.binding import bound_at_top
from nnmath_tutor.program.compare import identical
from nnmath_tutor.program.edit import apply_edits
from nnmath_tutor.program.model import Problem, ProblemKind
from nnmath_tutor.program.namespace import PROVIDED
from nnmath_tutor.program.parse import Program
from nnmath_tutor.program.recorder import record
from nnmath_tutor.program.recording import Recording
from nnmath_tutor.program.run import Run
from nnmath_tutor.program.snapshot import at_rest
from nnmath_tutor.program.surroundings import Surroundings, quiet
from nnmath_tutor.program.transfer import UncopyableError

CAPTURE = "__capture__"
EDIT = "__edit__"


class _Enough(BaseException):
    """The last epoch that was wanted is through."""


def audit(
    program: Program | Run,
    *,
    samples: int = 5,
    seed: int = 0,
    recording: Recording | None = None,
) -> tuple[Problem, ...]:
    """Compare a recording with the file run by Python itself; () if all is the same.

    Looks at the first two epochs, the last, and `samples` others; at every name that the body
    binds and at all plain data beside; and at what stepping through the epoch ends in. A program
    that doesn't run to its end is reported as that.
    """
    run = program if isinstance(program, Run) else Run(program)
    if recording is None:
        recording = record(run)
    if recording.problem is not None:
        return (recording.problem,)
    if recording.done == 0:
        return ()
    chosen = random.Random(seed)
    epochs = {0, min(1, recording.done - 1), recording.done - 1}
    epochs |= {chosen.randrange(recording.done) for _ in range(samples)}
    problems: list[Problem] = []
    for epoch, plain in plain_values(run, epochs).items():
        problems.extend(_differences(recording, epoch, plain))
    return tuple(problems)


def plain_values(run: Run, epochs: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Names after each of the epochs (no loop: 0 is the end of the set-up) in a plain run.

    The file is executed as it is, as by `python FILE`; only a look at its names is put at the end
    of the body, what the run's edits do at its beginning, and nothing is printed.
    """
    wanted = set(epochs)
    last = max(wanted)
    program = run.program
    tree = copy.deepcopy(program.tree)
    taken: dict[int, dict[str, Any]] = {}
    names: dict[str, Any] = {"__name__": "__main__", "__file__": program.filename, "__doc__": None}
    provided = names["__builtins__"] = {**vars(builtins), "print": _silent}
    turn = 0

    def capture() -> None:
        nonlocal turn
        if turn in wanted:
            taken[turn] = _plain_data(names)
        turn += 1
        if turn > last:
            raise _Enough

    provided[CAPTURE] = capture
    provided[EDIT] = lambda: apply_edits([e for e in run.edits if e.epoch == turn], names)
    look = ast.Expr(ast.Call(ast.Name(CAPTURE, ast.Load()), [], []))
    if program.loop is None:
        tree.body.append(look)
    else:
        loop = tree.body[len(program.setup)]
        assert isinstance(loop, ast.For)
        loop.body.append(look)
        if run.edits:
            edit = ast.Expr(ast.Call(ast.Name(EDIT, ast.Load()), [], []))
            loop.body.insert(0, edit)
        if run.epochs is not None:
            _with_epochs(loop, run.epochs)
    if run.replaced:
        _with_replaced_names(tree, run, names)
    before = np.random.get_state(), random.getstate()
    try:
        with quiet(Surroundings({"all": "ignore"}, np.get_printoptions())):
            code = compile(
                ast.fix_missing_locations(tree), program.filename, "exec", dont_inherit=True
            )
            exec(code, names)
    except _Enough:
        pass
    finally:
        np.random.set_state(before[0])
        random.setstate(before[1])
    return taken


def _silent(*values: object, file: Any = None, **options: Any) -> None:
    """The audit prints nothing, unless it is into a text of the program's own."""
    if file is not None:
        print(*values, file=file, **options)


def _plain_data(names: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in names.items():
        # Where an iterator stands can be told in several ways; what it gives is looked at.
        turns = isinstance(value, Iterator) and not isinstance(value, io.IOBase)
        if not (name in PROVIDED or callable(value) or isinstance(value, ModuleType) or turns):
            try:
                found[name] = at_rest(value)
            except UncopyableError:
                continue
    return found


def _with_epochs(loop: ast.For, epochs: int) -> None:
    """`for t in range(a, b, s)` with another number of turns."""
    start: ast.expr = ast.Attribute(loop.iter, "start", ast.Load())
    stride: ast.expr = ast.Attribute(copy.deepcopy(loop.iter), "step", ast.Load())
    length = ast.BinOp(copy.deepcopy(stride), ast.Mult(), ast.Constant(epochs))
    stop = ast.BinOp(copy.deepcopy(start), ast.Add(), length)
    loop.iter = ast.Call(ast.Name("range", ast.Load()), [start, stop, stride], [])


def _with_replaced_names(tree: ast.Module, run: Run, names: dict[str, Any]) -> None:
    names["__builtins__"]["__override__"] = lambda *which: run.replace_names(names, which)
    body: list[ast.stmt] = []
    for at, statement in enumerate(tree.body):
        body.append(statement)
        bound = [name for name in bound_at_top([statement]) if name in run.replaced]
        if bound and at < len(run.program.setup):
            arguments: list[ast.expr] = [ast.Constant(name) for name in bound]
            body.append(ast.Expr(ast.Call(ast.Name("__override__", ast.Load()), arguments, [])))
    tree.body = body


def _differences(recording: Recording, epoch: int, plain: dict[str, Any]) -> Iterable[Problem]:
    program = recording.program
    loop = program.loop
    values = recording.values(epoch)
    stepped = recording.stepped(epoch)
    bound = loop.bound if loop is not None else program.setup_names
    for name in dict.fromkeys((*bound, *plain)):
        if name not in plain:
            continue
        line = program.line_of(name) or 1
        for what, found in (("recorded", values), ("stepped", stepped.namespace.names)):
            if name not in found or not _same(found[name], plain[name]):
                message = (
                    f"`{name}` after epoch {epoch} isn't what a plain run gives ({what}); does it "
                    "hang on something that differs from run to run, such as an unseeded generator?"
                )
                yield Problem(program.filename, line, message, ProblemKind.EXCEPTION, epoch)
                break


def _same(one: Any, other: Any) -> bool:
    return identical(at_rest(one), other)
