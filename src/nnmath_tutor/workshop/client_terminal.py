"""What an SSH client tells of its terminal, cut down to what a learner's process may know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

USUAL = (80, 24)
SMALLEST, LARGEST = (20, 6), (300, 100)  # columns, rows: a screen of 30,000 cells is enough
# The only variables of a client's that are looked at; none of them reaches the learner's process.
LISTENED_TO = frozenset({"LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "COLORTERM"})
LONGEST_VALUE = 100

_TERM = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,39}")
_NO_COLOR_TERMS = re.compile(r"(vt\d|.*-mono$|.*-m$|ansi-m)")


@dataclass(frozen=True, slots=True)
class ClientTerminal:
    """A terminal at the other end of an SSH connection."""

    term: str
    columns: int
    rows: int
    ascii: bool = False
    no_color: bool = False
    truecolor: bool = False


def client_terminal(
    term: str, columns: int, rows: int, environment: Mapping[str, str]
) -> ClientTerminal:
    """The terminal as the learner's process gets to know it: all within bounds."""
    name = term if _TERM.fullmatch(term) else "xterm"
    width, height = screen_size(columns, rows)
    return ClientTerminal(
        name,
        width,
        height,
        ascii=_ascii_wanted(environment),
        no_color=bool(environment.get("NO_COLOR")) or bool(_NO_COLOR_TERMS.match(name)),
        truecolor=environment.get("COLORTERM") in ("truecolor", "24bit"),
    )


def screen_size(columns: int, rows: int) -> tuple[int, int]:
    """Columns and rows within bounds; what a client doesn't know (0) is what is usual."""
    return (
        min(max(columns or USUAL[0], SMALLEST[0]), LARGEST[0]),
        min(max(rows or USUAL[1], SMALLEST[1]), LARGEST[1]),
    )


def _ascii_wanted(environment: Mapping[str, str]) -> bool:
    """Whether the client names a locale that has no Unicode. Most say nothing: they have it."""
    for variable in ("LC_ALL", "LC_CTYPE", "LANG"):
        locale = environment.get(variable)
        if locale:
            encoding = locale.partition("@")[0].partition(".")[2].lower().replace("-", "")
            named = locale.partition(".")[0]
            return encoding != "utf8" and (bool(encoding) or named in ("C", "POSIX"))
    return False
