"""What an author may write in a scene block, besides the place: options, checked by type."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class OptionType(StrEnum):
    """The kinds of value an option takes, in an author's words."""

    EXPRESSION = "an expression in quotes"
    EXPRESSIONS = "a list of expressions in quotes"
    NAMES = "a list of names in quotes"
    TEXT = "a text in quotes"
    INTEGER = "a whole number"
    INTEGERS = "a list of whole numbers"
    NUMBER = "a number"
    SWITCH = "true or false"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a scene kind."""

    type: OptionType
    help: str
    required: bool = False
    default: Any = None

    def problem(self, value: Any) -> str | None:
        """What is wrong with `value`, if anything; for expressions also whether they parse."""
        if not _FITS[self.type](value):
            return f"takes {self.type.value}, not {value!r}"
        expressions = {OptionType.EXPRESSION: (value,), OptionType.EXPRESSIONS: value}
        for expression in expressions.get(self.type, ()):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", SyntaxWarning)
                    compile(expression, "<expression>", "eval")
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                reason = error.args[0] if error.args else "too deep"
                return f"`{expression}` is not an expression: {reason}"
        return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(_is_text(item) for item in value)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_integers(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(_is_integer(item) for item in value)


def _is_number(value: Any) -> bool:
    return _is_integer(value) or isinstance(value, float)


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


_FITS = {
    OptionType.EXPRESSION: _is_text,
    OptionType.EXPRESSIONS: _is_texts,
    OptionType.NAMES: _is_texts,
    OptionType.TEXT: _is_text,
    OptionType.INTEGER: _is_integer,
    OptionType.INTEGERS: _is_integers,
    OptionType.NUMBER: _is_number,
    OptionType.SWITCH: _is_switch,
}


def filled(options: Mapping[str, Option], given: Mapping[str, Any]) -> dict[str, Any]:
    """The given values, with the defaults of those not given."""
    return {name: given.get(name, option.default) for name, option in options.items()}
