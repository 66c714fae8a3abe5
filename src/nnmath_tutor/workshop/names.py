"""What people type, made safe to show: names, answers, messages, cells of a table.

Nothing that comes out of here moves a cursor, turns writing round or hides. Brackets stay, as
answers need them (`[1, 0]`): it is plain text and no markup, to be shown with `markup=False`, as
`Content(…)` or as `Text(…)`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST_NAME = 32  # characters, as in a Linux user name
LONGEST_TEXT = 300
MOST_MARKS = 2  # accents on one letter; more of them climb into the lines above
ELLIPSIS = "…"

# Escape sequences with all that belongs to them: CSI, strings up to their end, the short ones.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x9c|\x1b\\)?"
    r"|\x1b[ -/]*[0-~]?"
)
# Invisible though Unicode calls them letters, marks or symbols: fillers, selectors of a variant.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # control, bidi, halves, private, unassigned
_PUNCTUATION = " .-_'"  # that names may hold, inside
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


class BadNameError(ValueError):
    """Nobody can be called that; the text is a sentence for whoever typed it."""


def clean_text(typed: str, longest: int = LONGEST_TEXT) -> str:
    """One line of plain text of at most `longest` characters: nothing hidden, no escape sequence.

    Cleaning what is clean changes nothing.
    """
    bounded = typed[: 8 * longest + 64]  # so that the rest costs little, whatever was sent
    text = _ESCAPES.sub("", unicodedata.normalize("NFC", bounded))
    text = unicodedata.normalize("NFC", visible(text))
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + ELLIPSIS


def visible(text: str) -> str:
    """The text without what hides in it; any white space is a space, and none is lost.

    For rows of a screen, which keep their columns.
    """
    return "".join(_visible(text))


def clean_name(typed: str) -> str:
    """The name as everybody sees it: letters, digits, single spaces and `.-_'`.

    Raises BadNameError if nothing is left, or too much.
    """
    text = unicodedata.normalize("NFKC", clean_text(typed, 4 * LONGEST_NAME))
    text = "".join(character for character in text if _in_names(character))
    text = unicodedata.normalize("NFKC", clean_text(text, 4 * LONGEST_NAME))
    while text and (text[0] in _PUNCTUATION or unicodedata.category(text[0])[0] == "M"):
        text = text[1:]
    name = text.rstrip(_PUNCTUATION)
    if not name:
        raise BadNameError("A name needs at least one letter or digit: ssh maria@…")
    if len(typed) > 4 * LONGEST_NAME or len(name) > LONGEST_NAME:
        raise BadNameError(f"That name is too long: {LONGEST_NAME} letters are the most.")
    return name


def readable_name(typed: str) -> str:
    """The clean name, or whatever of it can be shown where nobody can be called that."""
    try:
        return clean_name(typed)
    except BadNameError:
        return clean_text(typed, LONGEST_NAME)


def name_key(name: str) -> str:
    """Under this a name is kept: `Maria` and `maria` are the same learner."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.casefold()).casefold())


def safe_cell(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet takes for a formula.

    A plain number stays one. What could be a formula gets an apostrophe in front, as OWASP advises
    (https://owasp.org/www-community/attacks/CSV_Injection). The writer must quote every text.
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _visible(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if character.isspace():
            marks = 0
            yield " "
        elif category in _HIDDEN or _INVISIBLE.match(character):
            continue
        elif category[0] == "M":
            marks += 1
            if marks <= MOST_MARKS:
                yield character
        else:
            marks = 0
            yield character


def _in_names(character: str) -> bool:
    category = unicodedata.category(character)
    return character in _PUNCTUATION or category in ("Mn", "Mc", "Nd") or category[0] == "L"
