"""What host and learner tell each other: one JSON object a line, frozen dataclasses on both sides.

A message that is unknown, too large or not what it should be raises ProtocolError: it comes from
another version, or from somebody who took the learner's process over. What is read is clean: text
holds no control characters, whatever was sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeAlias, get_args, get_type_hints

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop import fields as field

LONGEST_LINE = 1_000_000  # bytes, the line feed among them


class ProtocolError(ValueError):
    """A line that is no message. The text is for the log: it holds nothing of the line itself."""


# ---- learner to host


@dataclass(frozen=True, slots=True)
class Here:
    """Where the learner is; lesson and step are empty on the map."""

    lesson: Annotated[str, field.place]
    step: Annotated[str, field.place]
    epoch: Annotated[int, field.whole]
    playing: Annotated[bool, field.flag]


@dataclass(frozen=True, slots=True)
class Answered:
    """A step's own question was answered: `tries` counts from 1, skips among them."""

    lesson: Annotated[str, field.identifier]
    step: Annotated[str, field.identifier]
    seed: Annotated[int, field.whole]
    outcome: Annotated[Outcome, field.outcome]
    tries: Annotated[int, field.whole]
    typed: Annotated[str, field.text]


@dataclass(frozen=True, slots=True)
class Keep:
    """Put this progress on disk, and say so (`Kept` with the same number)."""

    number: Annotated[int, field.whole]
    document: Annotated[Mapping[str, Any], field.document]


@dataclass(frozen=True, slots=True)
class Hand:
    """The learner raises a hand, or lowers it."""

    up: Annotated[bool, field.flag]


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether the presenter may see the learner's screen."""

    show: Annotated[bool, field.flag]


@dataclass(frozen=True, slots=True)
class Screen:
    """The learner's screen as it is, top to bottom: spans of text with a style (`fields.STYLE`)."""

    rows: Annotated[tuple[tuple[field.Span, ...], ...], field.rows]


@dataclass(frozen=True, slots=True)
class Poll:
    """The answer to what the presenter asked: `label` is it as it was understood."""

    number: Annotated[int, field.whole]
    outcome: Annotated[Outcome, field.outcome]
    label: Annotated[str, field.label]


@dataclass(frozen=True, slots=True)
class Idle:
    """No key for so long; 0 when there is one again."""

    seconds: Annotated[float, field.seconds]


# ---- host to learner


@dataclass(frozen=True, slots=True)
class Welcome:
    """The first message: who the learner is, the progress so far, and what may be done.

    `document` is None for whoever is new; `lessons` is None if all are open.
    """

    name: Annotated[str, field.text]
    document: Annotated[Mapping[str, Any] | None, field.perhaps(field.document)]
    lessons: Annotated[tuple[str, ...] | None, field.perhaps(field.identifiers)]
    skipping: Annotated[bool, field.flag]
    seen_before: Annotated[bool, field.flag]


@dataclass(frozen=True, slots=True)
class Kept:
    """What `Keep` wanted is on disk; or the complaint says why it isn't."""

    number: Annotated[int, field.whole]
    complaint: Annotated[str | None, field.perhaps(field.text)]


@dataclass(frozen=True, slots=True)
class Gather:
    """Go where the presenter is, and stay there. From `epoch` on all is as in program.Position."""

    lesson: Annotated[str, field.identifier]
    step: Annotated[str, field.identifier]
    epoch: Annotated[int, field.whole]
    line: Annotated[int, field.whole]
    level: Annotated[str, field.level]
    part: Annotated[int, field.whole] = 0
    cell: Annotated[int, field.whole] = 0
    term: Annotated[int | None, field.perhaps(field.whole)] = None


@dataclass(frozen=True, slots=True)
class Release:
    """Back to where everyone was."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask this question now, with these numbers drawn. Answers come as `Poll`."""

    number: Annotated[int, field.whole]
    lesson: Annotated[str, field.identifier]
    step: Annotated[str, field.identifier]
    seed: Annotated[int, field.whole]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the room answered: bars in the order to be drawn. `right` is empty until it has ended."""

    number: Annotated[int, field.whole]
    counts: Annotated[tuple[tuple[str, int], ...], field.bars]
    right: Annotated[tuple[str, ...], field.labels]
    ended: Annotated[bool, field.flag]


@dataclass(frozen=True, slots=True)
class Say:
    """A message of the presenter's to everyone, or to this learner."""

    text: Annotated[str, field.text]


@dataclass(frozen=True, slots=True)
class Lock:
    """Only these lessons are open; None: all are."""

    lessons: Annotated[tuple[str, ...] | None, field.perhaps(field.identifiers)]


@dataclass(frozen=True, slots=True)
class Skipping:
    """Whether a question may be left unanswered."""

    allowed: Annotated[bool, field.flag]


@dataclass(frozen=True, slots=True)
class Lowered:
    """The presenter has seen the raised hand: it is down again."""


@dataclass(frozen=True, slots=True)
class Look:
    """Whether the presenter looks at this screen: from now on `Screen` at every change, or none."""

    on: Annotated[bool, field.flag]


@dataclass(frozen=True, slots=True)
class Pace:
    """The least seconds between two frames while something plays."""

    seconds: Annotated[float, field.seconds]


@dataclass(frozen=True, slots=True)
class End:
    """The end, with the sentence to leave behind."""

    reason: Annotated[str, field.text]


FromLearner: TypeAlias = Here | Answered | Keep | Hand | Consent | Screen | Poll | Idle
FromHost: TypeAlias = (
    Welcome
    | Kept
    | Gather
    | Release
    | Ask
    | Tally
    | Say
    | Lock
    | Skipping
    | Lowered
    | Look
    | Pace
    | End
)
Message: TypeAlias = FromLearner | FromHost

_FROM_LEARNER = {kind.__name__.lower(): kind for kind in get_args(FromLearner)}
_FROM_HOST = {kind.__name__.lower(): kind for kind in get_args(FromHost)}


def encode(message: Message) -> bytes:
    """The message as one line, with its line feed. Raises ProtocolError if it is too long."""
    table = {"kind": type(message).__name__.lower()}
    table |= {entry.name: getattr(message, entry.name) for entry in fields(message)}
    line = (
        json.dumps(table, separators=(",", ":"), allow_nan=False, default=_plain).encode() + b"\n"
    )
    if len(line) > LONGEST_LINE:
        raise ProtocolError(f"a message {table['kind']} of {len(line):,} bytes is too long")
    return line


def decode(line: bytes) -> Message:
    """The message of a line, from either side. Raises ProtocolError."""
    message: Message = _decode(line, {**_FROM_LEARNER, **_FROM_HOST})
    return message


def decode_from_learner(line: bytes) -> FromLearner:
    """A message that a learner may send. Raises ProtocolError."""
    message: FromLearner = _decode(line, _FROM_LEARNER)
    return message


def decode_from_host(line: bytes) -> FromHost:
    """A message that the host may send. Raises ProtocolError."""
    message: FromHost = _decode(line, _FROM_HOST)
    return message


def _decode(line: bytes, kinds: Mapping[str, Any]) -> Any:
    if len(line) > LONGEST_LINE:
        raise ProtocolError(f"a line of {len(line):,} bytes is too long")
    try:
        table = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ProtocolError("a line that is not JSON") from None
    kind = kinds.get(table.get("kind")) if _is_message(table) else None
    if kind is None:
        raise ProtocolError("a message of an unknown kind")
    name = kind.__name__.lower()
    readers = _readers(kind)
    if {*table} != {"kind", *readers}:
        raise ProtocolError(f"a message {name} without just these fields: {', '.join(readers)}")
    values = {}
    for key, read in readers.items():
        try:
            values[key] = read(table[key])
        except (field.BadFieldError, RecursionError) as error:
            raise ProtocolError(f"a message {name}: its {key} {error}") from None
    return kind(**values)


def _is_message(table: object) -> bool:
    return isinstance(table, dict) and isinstance(table.get("kind"), str)


@cache
def _readers(kind: type) -> Mapping[str, field.Reader]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is nothing to send")


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not JSON")
