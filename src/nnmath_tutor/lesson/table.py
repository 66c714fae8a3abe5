"""TOML inside a lesson: a table that knows in which line of the file each key stands."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from typing import Any

from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.nearest import suggestion

Keys = tuple[str, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=")
_TOKEN = re.compile(
    r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*|[\[\]{}]',
)
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class Table:
    """Values of a TOML table; what doesn't fit is noted as a mistake, and None is returned.

    `what` names the table in messages ("front matter", "scene block").
    """

    def __init__(
        self, values: Mapping[str, Any], lines: Mapping[Keys, int], line: int, what: str,
        mistakes: Mistakes, at: Keys = (),
    ) -> None:  # fmt: skip
        self.values = values
        self.line = line
        self.what = what
        self.mistakes = mistakes
        self._lines = lines
        self._at = at

    def line_of(self, key: str) -> int:
        """The line a key stands in; of the table itself, if the key isn't there."""
        return self._lines.get((*self._at, key), self.line)

    def key_lines(self) -> dict[str, int]:
        """Where each key stands, keys of tables within joined by dots."""
        depth = len(self._at)
        return {".".join(keys[depth:]): line for keys, line in self._lines.items()}

    def complain(self, key: str, message: str) -> None:
        """Note a mistake in the value of a key."""
        self.mistakes.add(self.line_of(key), f"`{key}` {message}")

    def only(self, known: Collection[str]) -> None:
        """Note every key that isn't among `known`."""
        for key in self.values:
            if key not in known:
                self.mistakes.add(
                    self.line_of(key),
                    f"`{key}` is not a key of the {self.what}; {suggestion(key, known)}",
                )

    def require(self, *keys: str) -> None:
        """Note every one of the keys that is missing."""
        for key in keys:
            if key not in self.values:
                self.mistakes.add(self.line, f"the {self.what} lacks `{key}`")

    def text(self, key: str) -> str | None:
        """A text on one line that says something."""

        def fits(value: Any) -> bool:
            return isinstance(value, str) and bool(value.strip()) and "\n" not in value.strip()

        value: str | None = self._take(key, fits, "one line of text in quotes")
        return value.strip() if value is not None else None

    def paragraph(self, key: str) -> str | None:
        """A text that says something; over several lines it is one paragraph all the same."""

        def fits(value: Any) -> bool:
            return isinstance(value, str) and bool(value.strip())

        value: str | None = self._take(key, fits, "a text in quotes")
        return " ".join(value.split("\n")).strip() if value is not None else None

    def word(self, key: str, words: Collection[str]) -> str | None:
        """One of the words given."""
        value = self.text(key)
        if value is not None and value not in words:
            self.complain(key, f"can't be `{value}`; {suggestion(value, words)}")
            return None
        return value

    def integer(self, key: str, minimum: int) -> int | None:
        """A whole number, `minimum` or more."""

        def fits(value: Any) -> bool:
            return isinstance(value, int) and not isinstance(value, bool) and value >= minimum

        value: int | None = self._take(key, fits, f"a whole number, {minimum} or more")
        return value

    def number(self, key: str, above: float) -> float | None:
        """A finite number greater than `above`."""

        def fits(value: Any) -> bool:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return number and above < value < math.inf

        value: float | None = self._take(key, fits, f"a number greater than {above:g}")
        return value

    def switch(self, key: str) -> bool | None:
        """True or false."""
        value: bool | None = self._take(key, _is_bool, "true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A list of texts."""

        def fits(value: Any) -> bool:
            return isinstance(value, list) and all(isinstance(item, str) for item in value)

        value = self._take(key, fits, "a list of texts in quotes")
        return tuple(value) if value is not None else None

    def integers(self, key: str) -> tuple[int, ...] | None:
        """A list of whole numbers, 0 or more."""

        def fits(value: Any) -> bool:
            return isinstance(value, list) and all(
                isinstance(item, int) and not isinstance(item, bool) and item >= 0 for item in value
            )

        value = self._take(key, fits, "a list of whole numbers, each 0 or more, such as [0, 1]")
        return tuple(value) if value is not None else None

    def table(self, key: str, what: str) -> Table | None:
        """A table within this one."""
        value = self._take(key, lambda value: isinstance(value, dict), f"a table: [{key}]")
        if value is None:
            return None
        at = (*self._at, key)
        return Table(value, self._lines, self.line_of(key), what, self.mistakes, at)

    def tables(self, key: str, what: str) -> tuple[Table, ...]:
        """Tables of one name, written `[[key]]` each."""

        def fits(value: Any) -> bool:
            return isinstance(value, list) and all(isinstance(item, dict) for item in value)

        values = self._take(key, fits, f"tables: [[{key}]]") or []
        made = []
        for index, value in enumerate(values):
            at = (*self._at, key, str(index))
            line = self._lines.get(at, self.line_of(key))
            made.append(Table(value, self._lines, line, what, self.mistakes, at))
        return tuple(made)

    def _take(self, key: str, fits: Callable[[Any], bool], wanted: str) -> Any:
        if key not in self.values:
            return None
        value = self.values[key]
        if fits(value):
            return value
        self.complain(key, f"takes {wanted}, not {_shown(value)}")
        return None


def read_table(text: str, first_line: int, what: str, mistakes: Mistakes) -> Table | None:
    """The table that a stretch of TOML holds; None after noting why it holds none.

    `first_line` is where the text starts in the file. A mistake about the table as a whole is
    placed in the line before, where its fence stands.
    """
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        mistakes.add(*_toml_mistake(error, text, first_line))
        return None
    return Table(values, key_lines(text, first_line), first_line - 1, what, mistakes)


def _toml_mistake(error: Exception, text: str, first_line: int) -> tuple[int, str]:
    """Line and message for what the TOML reader says, with a hint where the slip is a usual one."""
    message = str(error)
    place = _PLACE.search(message)
    lines = text.split("\n")
    index = len(text.rstrip("\n").split("\n")) - 1
    if place:
        message = message[: place.start()]
        index = int(place[1]) - 1 if place[1] else index
    elif isinstance(error, RecursionError):
        message = "Nested too deeply"
    index = min(max(index, 0), len(lines) - 1)
    line = lines[index]
    hint = ""
    if re.search(r"=\s*(True|False)\b", line):
        hint = "; true and false are written in lower case"
    elif message == "Invalid value" or re.search(r"=\s*[A-Za-z]", line):
        hint = "; a text goes between quotes"
    elif re.match(r"\s*[\w-]+\s*:", line):
        hint = "; write `key = value`, not `key: value`"
    return first_line + index, f"this is not TOML: {message}{hint}"


def key_lines(text: str, first_line: int) -> dict[Keys, int]:
    """In which line each key of valid TOML is written (keys inside inline tables: not).

    The tables of an array (`[[slip]]`) are counted: ("slip", "0"), ("slip", "1").
    """
    found: dict[Keys, int] = {}
    prefix: Keys = ()
    quote: str | None = None  # the multi-line string that we are in
    depth = 0  # open brackets of a value that goes on
    for number, line in enumerate(text.split("\n"), start=first_line):
        rest = line
        if quote is None and depth == 0:
            if header := _HEADER.match(line):
                prefix = _split(header[1])
                if line.lstrip().startswith("[["):
                    _note(found, prefix, number)
                    count = sum(keys[:-1] == prefix for keys in found)
                    prefix = (*prefix, str(count))
                _note(found, prefix, number)
                continue
            if assignment := _ASSIGNMENT.match(line):
                _note(found, (*prefix, *_split(assignment[1])), number)
                rest = line[assignment.end() :]
        quote, depth = _scan(rest, quote, depth)
    return found


def _note(found: dict[Keys, int], keys: Keys, number: int) -> None:
    for end in range(1, len(keys) + 1):
        found.setdefault(keys[:end], number)


def _scan(line: str, quote: str | None, depth: int) -> tuple[str | None, int]:
    """Multi-line string and brackets still open at the end of a line."""
    position = 0
    while True:
        if quote is not None:
            end = line.find(quote, position)
            if end < 0:
                return quote, depth
            position, quote = end + 3, None
        token = _TOKEN.search(line, position)
        if token is None:
            return None, depth
        position = token.end()
        if token[0] in ('"""', "'''"):
            quote = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1


def _split(dotted: str) -> Keys:
    keys = re.findall(_KEY, dotted)
    return tuple(key[1:-1] if key[0] in "\"'" else key for key in keys)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _shown(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "a table"
        case list():
            return "a list"
        case str() if not value.strip():
            return "an empty text"
        case str():
            return f'"{value}"' if len(value) <= 40 else f'"{value[:37]}..."'
        case _:
            return str(value)
