"""How many years of school a step's prose asks for, by a library that only authors need."""

from __future__ import annotations

import importlib.util
import re

from nnmath_tutor.lesson.expressions import Slot, scan
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.model import Step

HIGHEST_GRADE = 8
FEWEST_WORDS = 20  # of a sentence or two the grade says nothing

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_#>]+|^\s*[-+]\s", re.MULTILINE)


def can_grade() -> bool:
    """Whether the library is installed; it comes with the extra `test`."""
    return importlib.util.find_spec("textstat") is not None


def reading_grade(prose: str) -> float:
    """The Flesch-Kincaid grade of a prose: school years that reading it takes.

    Code counts as one short word and so does a figure, because neither is read syllable by
    syllable. 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al., 1975,
    "Derivation of new readability formulas", US Navy research branch report 8-75). Raises
    ImportError where `can_grade` says no.
    """
    import textstat  # a second to load, and only in the extra `test`

    return float(textstat.flesch_kincaid_grade(_readable(prose)))


def check_readability(step: Step, mistakes: Mistakes) -> None:
    """Note a step's prose that asks for too much."""
    check_grade(step.prose, step.prose_line, f"the step {step.id}", mistakes)


def check_grade(prose: str, line: int, where: str, mistakes: Mistakes) -> None:
    """Note prose that asks for more than eight years of school, where that can be measured."""
    if not can_grade() or len(_readable(prose).split()) < FEWEST_WORDS:
        return
    grade = reading_grade(prose)
    if grade > HIGHEST_GRADE:
        message = (
            f"reading grade {grade:.1f} in {where}; {HIGHEST_GRADE} is the highest: "
            "shorter sentences and shorter words lower it"
        )
        mistakes.add(line, message)


def _readable(prose: str) -> str:
    """The words of a prose as they are read, without its markup."""
    pieces, _ = scan(prose)
    text = "".join("one" if isinstance(piece, Slot) else piece for piece in pieces)
    text = _LINK.sub(r"\1", _CODE.sub("it", text))
    return " ".join(_MARKS.sub(" ", text).split())
