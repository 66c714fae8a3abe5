"""The characters a drawing may use: Unicode (one cell wide everywhere) or ASCII alone."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, eq=False, slots=True)
class Charset:
    """Glyphs by what they mean. Painters take these and never write a non-ASCII one themselves."""

    name: str
    horizontal: str  # a straight line
    vertical: str
    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    tee_left: str  # an axis with a tick to its left
    tee_down: str  # an axis with a tick below
    diagonal: str  # what stays in place as a matrix is turned over
    corner: str  # where the axes meet
    dots: str  # left out, across
    dots_down: str  # left out, downwards
    times: str  # scalar multiplication
    minus: str
    dot: str  # a point on a curve
    ring: str  # a target, a marked point
    empty: str  # a cell not computed yet
    arrow_right: str
    arrow_left: str
    becomes: str  # what something turns into
    arrow_down: str
    arrow_up: str
    pointer: str  # the running line, the chosen row; what runs right
    pointer_left: str  # what runs left
    bar: str  # full part of a bar
    bar_rest: str  # the empty part of a bar
    beam: str  # a thin bar: the shaft of an arrow
    sigma: str  # the sigmoid
    delta: str
    approx: str
    plus_minus: str
    dash: str
    note: str  # before a verse
    check: str  # done
    right: str  # an answer that is right
    wrong: str  # one that isn't
    focus: str  # the one point that is spoken of, among the dots
    guide: str  # a line that leads the eye down: the cursor, from a dot to its axis
    guide_across: str  # and across
    markers: str  # what tells several curves apart, one character each
    shades: str  # from few to many
    heights: str  # a cell filled from below, more and more; the last one whole
    halves: str  # two pixels, one above the other: none, upper, lower, both; empty: not to be had
    braille: bool
    ascii_only: bool


UNICODE = Charset(
    name="unicode",
    horizontal="─",
    vertical="│",
    top_left="┌",
    top_right="┐",
    bottom_left="└",
    bottom_right="┘",
    tee_left="┤",
    tee_down="┬",
    diagonal="╲",
    corner="└",
    dots="…",
    dots_down="⋮",
    times="×",
    minus="−",
    dot="●",
    ring="○",
    empty="·",
    arrow_right="→",
    arrow_left="←",
    becomes="→",
    arrow_down="↓",
    arrow_up="↑",
    pointer="▸",
    pointer_left="◂",
    bar="█",
    bar_rest="░",
    beam="━",
    sigma="σ",
    delta="δ",
    approx="≈",
    plus_minus="±",
    dash="–",
    note="♪",
    check="✓",
    right="✓",
    wrong="✗",
    focus="◉",
    guide="┊",
    guide_across="┈",
    markers="●○×+",
    shades="░▒▓█",
    heights="▁▂▃▄▅▆▇█",
    halves=" ▀▄█",
    braille=True,
    ascii_only=False,
)

ASCII = Charset(
    name="ascii",
    horizontal="-",
    vertical="|",
    top_left="+",
    top_right="+",
    bottom_left="+",
    bottom_right="+",
    tee_left="+",
    tee_down="+",
    diagonal="\\",
    corner="+",
    dots="..",
    dots_down=":",
    times="*",
    minus="-",
    dot="o",
    ring="@",
    empty=".",
    arrow_right=">",
    arrow_left="<",
    becomes="->",
    arrow_down="v",
    arrow_up="^",
    pointer=">",
    pointer_left="<",
    bar="#",
    bar_rest=".",
    beam="=",
    sigma="sigmoid",
    delta="delta",
    approx="~",
    plus_minus="+-",
    dash="-",
    note="~",
    check="x",
    right="v",
    wrong="x",
    focus="@",
    guide="|",
    guide_across=".",
    markers="ox+*",
    shades=".:+#",
    heights=".:#",
    halves="",
    braille=False,
    ascii_only=True,
)

# What a character of a lesson's prose becomes where only ASCII may be shown: one for one, so that
# nothing moves. Letters with accents lose them (see `_ascii_character`); the rest is "?".
_LOOKALIKES = {
    **dict.fromkeys("−–—‒‐‑─━╌┈▔▁▂▃▄▀", "-"),
    **dict.fromkeys("·×⋅∙∗", "*"),
    **dict.fromkeys("│┃⎪⎢⎥┊▏▎▍▌▋▊▉▐▕", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯⎡⎤⎣⎦", "+"),
    **dict.fromkeys("‘’‚′`´", "'"),
    **dict.fromkeys("“”„″«»", '"'),
    **dict.fromkeys("→▸▶►›≥⟶⇒", ">"),
    **dict.fromkeys("←◂◀◄‹≤⟵⇐", "<"),
    **dict.fromkeys("↑▴▲", "^"),
    **dict.fromkeys("↓▾▼✓✔", "v"),
    **dict.fromkeys("●•○◦", "o"),
    **dict.fromkeys("…░", "."),
    **dict.fromkeys("█▓▒■", "#"),
    **dict.fromkeys("≈♪♫∼", "~"),
    **dict.fromkeys("⋮", ":"),
    **dict.fromkeys("✗✘", "x"),
    "◉": "@",
    "╲": "\\",
    "≠": "!",
    "∞": "8",
    "÷": "/",
    "√": "V",
    "Σ": "S",
    "∑": "S",
    "σ": "s",
    "δ": "d",
    "Δ": "D",
    "∂": "d",
    "η": "n",
    "α": "a",
    "β": "b",
    "ε": "e",
    "λ": "l",
    "μ": "u",
    "µ": "u",
    "π": "p",
    "ß": "s",
    "ø": "o",
    "Ø": "O",
    "æ": "a",
    "Æ": "A",
    "ł": "l",
    "Ł": "L",
}


@lru_cache(maxsize=1024)
def _ascii_character(character: str) -> str:
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", character)[:1]
    return plain if plain.isascii() else "?"


def to_ascii(text: str) -> str:
    """The text with every non-ASCII character replaced by one ASCII character: the same length."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else _ascii_character(c) for c in text)
