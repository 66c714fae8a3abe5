"""What there is to be seen while somebody looks at one number."""

from __future__ import annotations

from nnmath_tutor.drawing import TextPart, TracePart
from nnmath_tutor.play.look import Look, origin, place_of, unmade, uses
from nnmath_tutor.play.unfold import unfold
from nnmath_tutor.program import (
    Given,
    Made,
    Operation,
    Origin,
    evaluation_at,
    loop_uses,
    setup_uses,
)
from nnmath_tutor.scenes import RESULT, Moment, Picture, look_picture, name_of, table_picture

TABLE_HINT = "arrows: choose, tab: next array, enter: from, e: edit, n: nudge, i: done"
HINT = "arrows: choose, enter: from, 1-9: to, b: back, e: edit, n: nudge, i: done"
ROW = 76  # columns: a longer list takes a second row
_SHORTER = (28, 20, 14, 10)  # characters of an operation in the list
MOST_LINES = 3  # that are told of a number without operations to list
WIDTH = 70  # columns that an unfolding may take, its indentation aside


def look_frame(moment: Moment, look: Look, remark: str = "") -> tuple[TracePart, Picture]:
    """The words and the picture of a look; a remark says what the last key could not do."""
    found = place_of(moment, look)
    if found is None:
        return TracePart("nothing", ("no number here",), hint="i: done"), Picture((TextPart(()),))
    place, look = found
    drawn = table_picture if look.table else look_picture
    picture = drawn(moment, place, look.index)
    came = origin(moment, look)
    facts = [remark] if remark else []
    hint = TABLE_HINT if look.table else HINT
    facts.append(_made_of(moment) if place.operand == RESULT else _from(came, moment, place.name))
    facts.append(_into(moment, look, came))
    value = place.values[look.index].item()
    chain: tuple[str, ...] = (f"{value:g}",)
    at = ""
    if isinstance(came, Made):
        chain = unfold(moment.recording, came, look.index, moment.values, WIDTH)
        line = moment.recording.lines(came.epoch)[came.line]
        at = f"epoch {came.epoch:,}, line {line.span.line}"
        if moment.recording.epochs <= 1:
            at = f"line {line.span.line}"
    elif not isinstance(value, int | float):
        chain = (str(value),)
    return TracePart(name_of(moment, place, look.index), chain, at, tuple(facts), hint), picture


def _made_of(moment: Moment) -> str:
    """What goes into the result that is looked at."""
    evaluation = moment.evaluation
    assert evaluation is not None
    operands = list(dict.fromkeys(operand.text for operand in evaluation.operands))
    if evaluation.operation is Operation.MATMUL:
        return f"It is a row of {operands[0]} times a column of {operands[-1]}, added up."
    if evaluation.operation is Operation.ASSIGN:
        return f"It comes from {_shortened(operands[0])}"
    return f"It is made of {' and '.join(_shortened(text, 30) for text in operands)}."


def _from(came: object, moment: Moment, text: str) -> str:
    match came:
        case Given(name=name, edited=True):
            return f"You changed {name} as this epoch began."
        case Given(name=name, line=line):
            return f"It is given: {name} is set up" + (f" in line {line}." if line else ".")
        case Made():
            text = evaluation_at(moment.recording, came).text
            if came.epoch != moment.position.epoch:
                return f"It comes from the epoch before, {came.epoch:,}: {_shortened(text)}"
            return f"It comes from {_shortened(text)}"
        case _:
            return unmade(text)


def _into(moment: Moment, look: Look, came: Origin) -> str:
    """`It goes into 1 A1 @ W2 (line 31)  2 slope(A1) (line 39)`."""
    found = uses(moment, look)
    if not found:
        return _unlisted(moment, came) or "It goes into nothing further."
    here = moment.position.epoch
    line = ""
    for most in _SHORTER:
        told = []
        for number, use in enumerate(found, 1):
            when = f"line {use.line}" if use.made.epoch == here else f"epoch {use.made.epoch:,}"
            told.append(f"{number}: {_shortened(use.text, most)} ({when})")
        line = "It goes into " + ", ".join(told)
        if len(line) <= ROW:
            break
    return line


def _unlisted(moment: Moment, came: Origin) -> str:
    """Lines that use what the set-up gave, in a function or before the loop; empty without any."""
    program = moment.recording.program
    if program.loop is None or not isinstance(came, Given):
        return ""
    if within := loop_uses(program, came.name):
        return f"It is used in {_lines(within)}."
    before = () if came.edited else setup_uses(program, came.name)
    return f"It is used before the loop, in {_lines(before)}." if before else ""


def _lines(numbers: tuple[int, ...]) -> str:
    """`line 57`, `lines 57 and 59`, `lines 12, 13, 14 and others`."""
    told = [f"{number}" for number in dict.fromkeys(numbers)]
    if len(told) > MOST_LINES:
        told[MOST_LINES:] = ["others"]
    *most, last = told
    return f"lines {', '.join(most)} and {last}" if most else f"line {last}"


def _shortened(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 2] + ".."
