"""What `nnmath-tutor workshop report` and `… forget` do."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from nnmath_tutor.cli.arguments import UsageError
from nnmath_tutor.drawing import to_ascii
from nnmath_tutor.workshop.log import forget_in_log
from nnmath_tutor.workshop.names import readable_name
from nnmath_tutor.workshop.record import Record, default_directory
from nnmath_tutor.workshop.report import as_csv, as_json, as_text
from nnmath_tutor.workshop.results import results
from nnmath_tutor.workshop.schema import RecordError


def report(arguments: Namespace, *, ascii_only: bool) -> int:
    """Print the report of the workshop in --state. Raises UsageError."""
    with _record(arguments) as record:
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
    with _record(arguments) as record:
        folder = _folder(arguments)
        if arguments.all:
            forget_in_log(folder, None)
            print(f"forgotten: all learners ({record.forget_all()})")
            return 0
        name = readable_name(arguments.name)
        if arguments.key:
            known = record.unbind(name)
        else:
            known = forget_in_log(folder, name) | record.forget(name)
    if not known:
        raise UsageError(f"there is no learner {name!r}; `nnmath-tutor workshop report` lists all")
    print(f"{name} may come with another key" if arguments.key else f"forgotten: {name}")
    return 0


def _record(arguments: Namespace) -> Record:
    try:
        return Record(_folder(arguments), create=False)
    except RecordError as error:
        raise UsageError(str(error)) from None


def _folder(arguments: Namespace) -> Path:
    named = getattr(arguments, "state", None)
    return Path(named) if named else default_directory()
