"""The code that opens the workshop: made to be read off a board and typed by anybody."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path

from nnmath_tutor.workshop.code_words import WORDS
from nnmath_tutor.workshop.state_dir import read_secret, write_secret

FILE = "code"
SHORTEST, LONGEST = 4, 64  # characters that count
EASILY_GUESSED = 8


class BadCodeError(ValueError):
    """The code can't be used; the text says why."""


def make_code() -> str:
    """`otter-maple-4821`: log2(122² · 10⁴), more than 27 bits."""
    first, second = secrets.choice(WORDS), secrets.choice(WORDS)
    return f"{first}-{second}-{secrets.randbelow(10_000):04}"


def checked(code: str) -> str:
    """The code as given on the command line. Raises BadCodeError."""
    if not code.isascii() or not code.isprintable():
        raise BadCodeError("the code wants plain letters and digits: everybody has to type it")
    if not SHORTEST <= len(_plain(code)) <= LONGEST:
        raise BadCodeError(f"the code wants {SHORTEST} to {LONGEST} letters and digits")
    return code.strip()


def kept_code(state: Path, given: str | None) -> str:
    """The code given, else the one of last time, else a new one; kept. Raises StateError.

    Kept, so that whoever comes back after a restart comes in with what is on the board.
    """
    kept = read_secret(state / FILE)
    if given is None and kept:
        try:
            return checked(kept.decode("ascii", "replace").strip())
        except BadCodeError:
            pass  # somebody emptied or broke the file: a new one is as good
    code = given if given is not None else make_code()
    write_secret(state / FILE, f"{code}\n".encode())
    return code


def same(typed: str, code: str) -> bool:
    """Whether that is the code. Capitals, spaces and hyphens don't count; takes the same time."""
    return hmac.compare_digest(_plain(typed[:1000]).encode(), _plain(code).encode())


def _plain(code: str) -> str:
    return "".join(letter for letter in code.casefold() if letter.isalnum())
