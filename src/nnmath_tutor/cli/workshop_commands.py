"""What `nnmath-tutor workshop report` and `… forget` do."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from nnmath_tutor.cli.arguments import UsageError
from nnmath_tutor.drawing import to_ascii
from nnmath_tutor.workshop.log import erase
from nnmath_tutor.workshop.names import readable_name
from nnmath_tutor.workshop.record import Record, default_directory
from nnmath_tutor.workshop.report import as_csv, as_json, as_text
from nnmath_tutor.workshop.results import results
from nnmath_tutor.workshop.schema import RecordError
from nnmath_tutor.workshop.state_dir import StateError


def report(arguments: Namespace, *, ascii_only: bool) -> int:
    """Print the report of the workshop in --state. Raises UsageError."""
    with _record(_state(arguments)) as record:
        found = results(record)
    if arguments.json:
        print(as_json(found))
    elif arguments.csv:
        print(as_csv(found, arguments.csv), end="")
    else:
        for line in as_text(found):
            print(to_ascii(line) if ascii_only else line)
    return 0


def forget(arguments: Namespace) -> int:
    """Delete a learner, or all. Raises UsageError."""
    if (arguments.name is None) != arguments.all or (arguments.all and arguments.key):
        raise UsageError(
            "forget wants a NAME, or --all (see `nnmath-tutor workshop forget --help`)"
        )
    state = _state(arguments)
    with _record(state) as record:
        if arguments.all:
            number = record.forget_all()
            _erase(state, None)
            print(f"forgotten: all learners ({number})")
            return 0
        name = readable_name(arguments.name)
        if arguments.key:
            known = record.unbind(name)
        else:
            erased = _erase(state, name)  # also of who was only turned away
            known = record.forget(name) or erased > 0
    if not known:
        raise UsageError(f"there is no learner {name!r}; `nnmath-tutor workshop report` lists all")
    print(f"{name} may come with another key" if arguments.key else f"forgotten: {name}")
    return 0


def _erase(state: Path, name: str | None) -> int:
    try:
        return erase(state, name)
    except StateError as error:
        raise UsageError(str(error)) from None


def _state(arguments: Namespace) -> Path:
    return Path(arguments.state) if arguments.state else default_directory()


def _record(state: Path) -> Record:
    try:
        return Record(state, create=False)
    except RecordError as error:
        raise UsageError(str(error)) from None
