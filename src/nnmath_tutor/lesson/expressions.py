"""Finding the `{expressions}` in prose, and making Python code of them."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from types import CodeType
from typing import NamedTuple

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_CONVERSION = re.compile(r"!\s*(\w*)\s*(?=[:}])")


class ExpressionError(Exception):
    """An expression that is no Python; the message says why."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A `{expression!conversion:format}`; `offset` is where its brace stands in the text.

    `source` is all of it, braces included. `in_code` tells whether it stands between backticks.
    """

    expression: str
    conversion: str
    format: str
    offset: int
    in_code: bool
    source: str


class Slip(NamedTuple):
    """A mistake at an offset of a text."""

    offset: int
    message: str


Piece = str | Slot


def scan(text: str) -> tuple[tuple[Piece, ...], tuple[Slip, ...]]:
    """Text and slots of a piece of prose in turn, and everything that is wrong with its braces.

    A brace with a mistake stays in the text, so that the rest can be read.
    """
    return _Scanner(text).scan()


def compile_expression(expression: str) -> CodeType:
    """Code of one expression, which may go over several lines. Raises ExpressionError."""
    source = " ".join(expression.split("\n")).strip()
    if not source:
        raise ExpressionError("there is no expression between the braces")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return compile(source, "<expression>", "eval", dont_inherit=True)
    except SyntaxError as error:
        raise ExpressionError(f"`{source}` is not an expression: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        reason = str(error) or "it is nested too deeply"
        raise ExpressionError(f"`{source[:40]}` is not an expression: {reason}") from None


class _Scanner:
    """One pass over a text, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._plain: list[str] = []
        self._pieces: list[Piece] = []
        self._slips: list[Slip] = []
        self._ticks = 0  # length of the run of backticks that opened the code we are in

    def scan(self) -> tuple[tuple[Piece, ...], tuple[Slip, ...]]:
        while self._position < len(self._text):
            self._next()
        self._flush()
        return tuple(self._pieces), tuple(self._slips)

    def _next(self) -> None:
        text, position = self._text, self._position
        character = text[position]
        if character in "{}":
            if text.startswith(character * 2, position):
                self._keep(character, 2)
            elif character == "{":
                self._slot()
            else:
                self._slip(position, "a `}` without its `{`; for a brace itself write }}")
                self._keep(character, 1)
        elif character == "`":
            self._backticks()
        elif character == "\\" and not self._ticks and position + 1 < len(text):
            self._escape(text[position + 1])
        else:
            if text.startswith("\n\n", position):
                self._ticks = 0  # code ends with its paragraph
            self._keep(character, 1)

    def _escape(self, escaped: str) -> None:
        """A backslash and the character behind it."""
        if escaped in "{}":
            message = f"a backslash does not keep a brace from being filled; write {escaped * 2}"
            self._slip(self._position, message)
            self._keep(escaped, 2)
        else:
            self._keep("\\" + escaped, 2)

    def _backticks(self) -> None:
        end = self._position
        while end < len(self._text) and self._text[end] == "`":
            end += 1
        length = end - self._position
        if not self._ticks:
            self._ticks = length
        elif self._ticks == length:
            self._ticks = 0
        self._keep("`" * length, length)

    def _slot(self) -> None:
        start = self._position
        stop = self._expression_end(start + 1)
        if stop is None:
            message = "a `{` without its `}` in the same paragraph; for a brace itself write {{"
            self._slip(start, message)
            self._keep("{", 1)
            return
        expression = self._text[start + 1 : stop]
        conversion = form = ""
        if self._text[stop] == "!":
            found = _CONVERSION.match(self._text, stop)
            if found is None or found[1] not in ("r", "s", "a"):
                self._slip(stop, "after ! comes r, s or a, as in {name!r}")
                self._keep("{", 1)
                return
            conversion, stop = found[1], found.end()
        if self._text[stop] == ":":
            end = self._text.find("}", stop)
            form = self._text[stop + 1 : end] if end >= 0 else "\n"
            if "\n" in form or "{" in form:
                self._slip(start, "a format ends with } on the same line and holds no brace")
                self._keep("{", 1)
                return
            stop = end
        self._flush()
        source = self._text[start : stop + 1]
        self._pieces.append(Slot(expression, conversion, form, start, self._ticks > 0, source))
        self._position = stop + 1

    def _expression_end(self, position: int) -> int | None:
        """Offset of the `!`, `:` or `}` that ends the expression; None if nothing does."""
        text = self._text
        stack: list[str] = []
        while position < len(text):
            character = text[position]
            if character in "\"'":
                end = _string_end(text, position)
                if end is None:
                    return None
                position = end
                continue
            if text.startswith("\n\n", position):
                return None
            if stack and character == stack[-1]:
                stack.pop()
            elif character in _CLOSING:
                stack.append(_CLOSING[character])
            elif not stack:
                if character in "}:":
                    return position
                if character == "!" and not text.startswith("!=", position):
                    return position
            position += 1
        return None

    def _keep(self, text: str, length: int) -> None:
        self._plain.append(text)
        self._position += length

    def _slip(self, offset: int, message: str) -> None:
        self._slips.append(Slip(offset, message))

    def _flush(self) -> None:
        if self._plain:
            self._pieces.append("".join(self._plain))
            self._plain.clear()


def _string_end(text: str, start: int) -> int | None:
    """Offset behind the string literal that starts here; None if it is never closed."""
    quote = text[start]
    if text.startswith(quote * 3, start):
        quote *= 3
    position = start + len(quote)
    while position < len(text):
        if text[position] == "\\":
            position += 2
        elif text.startswith(quote, position):
            return position + len(quote)
        else:
            position += 1
    return None
