"""A ```question block: what the learner is asked before the step is shown."""

from __future__ import annotations

from collections.abc import Mapping

from nnmath_tutor.lesson.expressions import ExpressionError, Slot, compile_expression, scan
from nnmath_tutor.lesson.mistakes import Mistakes
from nnmath_tutor.lesson.names import LESSON_NAMES
from nnmath_tutor.lesson.question import Choice, Question, QuestionKind, Slip
from nnmath_tutor.lesson.table import Table, read_table

KEYS = (
    *("kind", "ask", "draw", "answer", "of", "tolerance"),
    *("hint", "solution", "work", "slip", "choice"),
)
CHOICES = (2, 5)


def read_question(text: str, first_line: int, mistakes: Mistakes) -> Question | None:
    """The question of a block whose text starts in `first_line`; None where one can't be made."""
    table = read_table(text, first_line, "question block", mistakes)
    if table is None:
        return None
    table.only(KEYS)
    table.require("kind", "ask", "hint", "solution")
    word = table.word("kind", [kind.value for kind in QuestionKind])
    kind = QuestionKind(word) if word else None
    ask, hint, solution = (_words(table, key) for key in ("ask", "hint", "solution"))
    answer, of, work = (_expression(table, key) for key in ("answer", "of", "work"))
    tolerance = table.number("tolerance", 0)
    draw = _draw(table)
    slips = _slips(table)
    choices = _choices(table)
    if kind is None:
        return None
    _check_fit(table, kind)
    if ask is None or hint is None or solution is None:
        return None
    return Question(
        kind=kind,
        ask=ask,
        hint=hint,
        solution=solution,
        answer=answer,
        draw=draw,
        of=of,
        tolerance=tolerance,
        work=work,
        slips=slips,
        choices=choices,
        line=first_line - 1,
        lines=table.key_lines(),
    )


def _check_fit(table: Table, kind: QuestionKind) -> None:
    """Keys that this kind needs, and keys that are for other kinds."""
    values = table.values
    if kind is QuestionKind.CHOICE:
        fewest, most = CHOICES
        count = len(values["choice"]) if isinstance(values.get("choice"), list) else 0
        if not fewest <= count <= most:
            message = f"a choice takes {fewest} to {most} [[choice]] tables, here are {count}"
            table.mistakes.add(table.line_of("choice"), message)
        for key in ("answer", "slip"):
            if key in values:
                told = "is not for a choice: each [[choice]] says `when` it is right, and why not"
                table.complain(key, told)
    else:
        table.require("answer")
        if "choice" in values:
            table.complain("choice", f'is for kind = "choice", this is "{kind}"')
    if kind is QuestionKind.CELL:
        table.require("of")
    elif "of" in values:
        table.complain("of", f'is for kind = "cell", this is "{kind}"')
    if "tolerance" in values and kind is not QuestionKind.NUMBER:
        table.complain("tolerance", f'is for kind = "number", this is "{kind}"')


def _draw(table: Table) -> Mapping[str, str]:
    """The names to draw and how; those with a mistake are left out."""
    inner = table.table("draw", "draw table")
    if inner is None:
        return {}
    drawn: dict[str, str] = {}
    for name in inner.values:
        if not name.isidentifier() or name in (*LESSON_NAMES, "rng"):
            inner.complain(name, "is no name that can be drawn: a word that isn't used otherwise")
            continue
        expression = _expression(inner, name)
        if expression is not None:
            drawn[name] = expression
    return drawn


def _slips(table: Table) -> tuple[Slip, ...]:
    slips = []
    for inner in table.tables("slip", "slip"):
        inner.only(("answer", "say"))
        inner.require("answer", "say")
        answer, say = _expression(inner, "answer"), _words(inner, "say")
        if answer is not None and say is not None:
            slips.append(Slip(answer, say, inner.line))
    return tuple(slips)


def _choices(table: Table) -> tuple[Choice, ...]:
    choices = []
    for inner in table.tables("choice", "choice"):
        inner.only(("text", "when", "say"))
        inner.require("text", "when")
        text, when, say = _words(inner, "text"), _expression(inner, "when"), _words(inner, "say")
        if text is not None and when is not None:
            choices.append(Choice(text, when, say or "", inner.line))
    return tuple(choices)


def _expression(table: Table, key: str) -> str | None:
    source = table.text(key)
    if source is None:
        return None
    try:
        compile_expression(source)
    except ExpressionError as error:
        table.complain(key, f"takes an expression: {error}")
        return None
    return source


def _words(table: Table, key: str) -> str | None:
    """A text whose `{expressions}` can be read."""
    text = table.paragraph(key)
    if text is None:
        return None
    pieces, slips = scan(text)
    for slip in slips:
        table.complain(key, f"has a mistake: {slip.message}")
    for piece in pieces:
        if isinstance(piece, Slot):
            try:
                compile_expression(piece.expression)
            except ExpressionError as error:
                table.complain(key, f"has a mistake: {error}")
    return text
