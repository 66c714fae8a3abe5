"""The characters a drawing may use: Unicode (one cell wide everywhere) or ASCII alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
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
    arrow_down: str
    arrow_up: str
    pointer: str  # the running line, the chosen row
    bar: str  # full part of a bar
    bar_rest: str  # the empty part of a bar
    sigma: str  # the sigmoid
    delta: str
    approx: str
    dash: str
    note: str  # before a verse
    check: str  # done
    braille: bool


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
    corner="└",
    dots="…",
    dots_down="⋮",
    times="·",
    minus="−",
    dot="●",
    ring="○",
    empty="·",
    arrow_right="→",
    arrow_left="←",
    arrow_down="↓",
    arrow_up="↑",
    pointer="▸",
    bar="█",
    bar_rest="░",
    sigma="σ",
    delta="δ",
    approx="≈",
    dash="–",
    note="♪",
    check="✓",
    braille=True,
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
    arrow_down="v",
    arrow_up="^",
    pointer=">",
    bar="#",
    bar_rest=".",
    sigma="sigmoid",
    delta="delta",
    approx="~",
    dash="-",
    note="~",
    check="x",
    braille=False,
)
