"""The same cells in the same colours, in fewer bytes.

Rich says the whole style anew for every stretch of text and resets it afterwards; three quarters of
a frame are that. Here a style is said as what differs from the one before. Every frame begins and
ends with the terminal's own style, so it means the same whatever came before it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

STYLE = re.compile(r"\x1b\[([0-9;]*)m")
MOVE = re.compile(r"(?:\x1b\[[0-9;]*H)*")


class Worn(NamedTuple):
    """A style as the terminal wears it: SGR parameters, empty where it is the terminal's own."""

    attributes: frozenset[str] = frozenset()
    colour: str = ""
    ground: str = ""


OWN = Worn()


def thrifty(frame: str) -> str:
    """The frame with its styles said as differences."""
    sent: list[str] = []
    now = wanted = OWN
    end = 0
    for match in STYLE.finditer(frame):
        now = _say(frame[end : match.start()], now, wanted, sent)
        wanted = _after(wanted, match[1])
        end = match.end()
    now = _say(frame[end:], now, wanted, sent)
    if now != wanted:
        sent.append(_difference(now, wanted))
    return "".join(sent)


def _say(text: str, now: Worn, wanted: Worn, sent: list[str]) -> Worn:
    """Add `text` in the style that is wanted. Gives the style worn afterwards."""
    if not text:
        return now
    if now != wanted:
        moves = MOVE.match(text)
        if moves is not None and moves.end() == len(text):  # there is nothing to be seen in it
            sent.append(text)
            return now
        sent.append(_difference(now, wanted))
    sent.append(text)
    return wanted


@lru_cache(maxsize=4096)
def _after(before: Worn, parameters: str) -> Worn:
    """The style worn after an SGR sequence with these parameters."""
    attributes, colour, ground = set(before.attributes), before.colour, before.ground
    codes = parameters.split(";")
    while codes:
        code = codes.pop(0)
        if code in {"38", "48"}:
            size = 4 if codes[:1] == ["2"] else 2
            value = ";".join([code, *codes[:size]])
            del codes[:size]
            colour, ground = (value, ground) if code == "38" else (colour, value)
        elif code in {"", "0"}:
            attributes, colour, ground = set(), "", ""
        elif re.fullmatch("[39][0-7]", code):
            colour = code
        elif re.fullmatch("4[0-7]|10[0-7]", code):
            ground = code
        elif code == "39":
            colour = ""
        elif code == "49":
            ground = ""
        else:
            attributes.add(code)
    return Worn(frozenset(attributes), colour, ground)


@lru_cache(maxsize=4096)
def _difference(now: Worn, wanted: Worn) -> str:
    """The SGR sequence that leads from one style to the other."""
    if wanted == OWN:
        return "\x1b[0m"
    codes: list[str] = []
    if now.attributes - wanted.attributes:  # how to take one off differs between terminals
        codes, now = ["0"], OWN
    codes += sorted(wanted.attributes - now.attributes, key=int)
    if now.colour != wanted.colour:
        codes.append(wanted.colour or "39")
    if now.ground != wanted.ground:
        codes.append(wanted.ground or "49")
    return f"\x1b[{';'.join(codes)}m"
