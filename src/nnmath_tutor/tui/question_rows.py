"""What the question screen shows: the question, what to choose from, what came of an answer."""

from __future__ import annotations

from dataclasses import dataclass

from nnmath_tutor.drawing import (
    CellRef,
    Charset,
    MatrixPart,
    ProsePart,
    Role,
    Row,
    Rows,
    Size,
    Span,
    draw,
)
from nnmath_tutor.drawing.blocks import clip, clip_row, line
from nnmath_tutor.lesson import answer_text, wanted
from nnmath_tutor.lesson.grading import LETTERS
from nnmath_tutor.play.quiz import Action, Quiz, Stage
from nnmath_tutor.scenes import Picture, draw_picture

TALL = 200
ROOMY = 14  # rows from which on blank ones may stand between
SMALLEST_PICTURE = 6  # rows that the worked solution wants
CHOICE, ACTION = "a choice", "an action"  # what a click is on; no array has such a name

TRY_AGAIN = "Try again, or ask for the hint."

TELLS = {
    Action.HINT: "hint",
    Action.SHOW: "show the solution",
    Action.SKIP: "skip",
    Action.AGAIN: "again, with other numbers",
    Action.ON: "go on",
    Action.BACK: "back",
}


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """All that is to be seen of a question; `pick` is the chosen choice or cell."""

    quiz: Quiz
    pick: tuple[int, ...] | None = None
    picture: Picture | None = None
    first: int = 0  # the first row to be seen where not all have room


def sheet_rows(sheet: Sheet, size: Size, charset: Charset) -> Rows:
    """The question and what belongs to it, as much as there is room for."""
    return _window(all_rows(sheet, size, charset), sheet.first, size, charset)


def all_rows(sheet: Sheet, size: Size, charset: Charset) -> Rows:
    """The question and what belongs to it, from top to bottom, whether there is room or not."""
    quiz = sheet.quiz
    width = max(size.width, 1)
    blank: list[Row] = [()] if size.height >= ROOMY else []
    rows = [*blank, *draw(ProsePart(quiz.posed.ask), Size(width, TALL), charset)]
    for block in (
        _table_rows(sheet, width, size.height, charset),
        _choice_rows(sheet, width, charset),
        _told_rows(quiz, width, charset),
    ):
        if block:
            rows += [*blank, *block]
    if sheet.picture is not None:
        room = max(size.height - len(rows) - len(blank), min(SMALLEST_PICTURE, size.height))
        rows += [*blank, *draw_picture(sheet.picture, Size(width, room), charset)]
    return tuple(rows)


def _window(rows: Rows, first: int, size: Size, charset: Charset) -> Rows:
    """As many rows as there is room for; the last tells of more."""
    if len(rows) <= size.height:
        return rows
    first = min(max(first, 0), len(rows) - size.height)
    seen = clip(rows[first : first + size.height], size)
    if first + size.height < len(rows):
        more = Span(f" {charset.dots} page down", Role.DIM)
        room = max(size.width - len(more.text), 0)
        seen = (*seen[:-1], line(*clip_row(seen[-1], room), more))
    return seen


def _table_rows(sheet: Sheet, width: int, height: int, charset: Charset) -> Rows:
    table = sheet.quiz.posed.table
    if table is None:
        return ()
    expected = sheet.quiz.posed.expected
    part = MatrixPart(
        table.text,
        table.values,
        row_labels=table.rows,
        column_labels=table.columns,
        cell=sheet.pick if sheet.quiz.asking or not isinstance(expected, tuple) else expected,
        heat=False,
    )
    return draw(part, Size(width, max(height - 4, 4)), charset)


def _choice_rows(sheet: Sheet, width: int, charset: Charset) -> Rows:
    rows: list[Row] = []
    posed = sheet.quiz.posed
    for index, choice in enumerate(posed.choices):
        of = CellRef(CHOICE, (index,))
        mark = Span(" ")
        if sheet.quiz.stage in (Stage.RIGHT, Stage.GIVEN) and index == posed.expected:
            mark = Span(charset.right, Role.GOOD)
        elif sheet.pick == (index,):
            mark = Span(charset.pointer, Role.CURSOR)
        drawn = draw(ProsePart(choice.text), Size(max(width - 5, 1), TALL), charset)
        for number, row in enumerate(drawn):
            head = line(mark, f" {LETTERS[index]}) ") if number == 0 else line("     ")
            rows.append(tuple(Span(s.text, s.role, of) for s in (*head, *row)))
    return tuple(rows)


def _told_rows(quiz: Quiz, width: int, charset: Charset) -> Rows:
    """What is said to the last answer; then the hint, the solution."""
    rows: list[Row] = []
    verdict = quiz.verdict
    if verdict is not None and not (quiz.stage is Stage.GIVEN and verdict.right):
        answered = "" if quiz.posed.choices else verdict.understood
        if verdict.right:
            said = Span(f"{charset.right} Right", Role.GOOD)
            words = f": {answered}. {verdict.words}" if answered else f". {verdict.words}"
        elif verdict.understood:
            said = Span(f"{charset.wrong} Not yet", Role.WARNING)
            reason = verdict.words or ("" if quiz.hinted or not quiz.asking else TRY_AGAIN)
            words = f": {answered}. {reason}" if answered else f". {reason}"
        else:
            said, words = Span("? Not understood", Role.CURSOR), f". {verdict.words}"
        rows += _led(said, words, width, charset)
    if quiz.hinted and quiz.asking:
        rows += _led(Span("Hint", Role.TITLE), f": {quiz.posed.hint}", width, charset)
    if quiz.shown:
        where = f"{answer_text(quiz.posed)}. " if quiz.posed.table is not None else ""
        words = f": {where}{quiz.posed.solution}"
        rows += _led(Span("Solution", Role.TITLE), words, width, charset)
    return tuple(rows)


def _led(lead: Span, markdown: str, width: int, charset: Charset) -> Rows:
    """Prose that begins with words in a role of their own."""
    joined = f"{lead.text}{markdown}".rstrip()
    first, *rest = draw(ProsePart(joined), Size(width, TALL), charset) or ((),)
    if first and first[0].text.startswith(lead.text):
        after = Span(first[0].text[len(lead.text) :], first[0].role)
        first = line(lead, after, *first[1:])
    return (first, *rest)


def action_row(quiz: Quiz, chosen: int | None, size: Size, charset: Charset) -> Rows:
    """The things that can be done besides answering; a click on one does it."""
    spans: list[Span] = []
    short = sum(len(TELLS[action]) + 3 for action in quiz.actions) + 4 > size.width
    for index, action in enumerate(quiz.actions):
        of = CellRef(ACTION, (index,))
        text = action.value if short else TELLS[action]
        here = index == chosen
        name = f"[{text}]" if here else f" {text} "
        spans += [Span(name, Role.CURSOR if here else Role.STRONG, of), Span(" ")]
    spans.append(Span("? keys", Role.DIM, CellRef(ACTION, (len(quiz.actions),))))
    return (clip_row(tuple(spans), size.width, charset.dots),)


def line_row(quiz: Quiz, text: str, size: Size, charset: Charset) -> Rows:
    """The line that is typed in, and what may be typed."""
    prompt = "Your answer: " if quiz.asking else "Enter goes on. "
    if len(prompt) > size.width // 3:
        prompt = "> "
    room = max(size.width - len(prompt) - 1, 1)
    seen = text if len(text) <= room else f"..{text[-(room - 2) :]}" if room > 2 else text[-room:]
    told = quiz.remark
    if not told and quiz.asking and not text:
        whole = f"{wanted(quiz.posed)}{' Enter alone skips.' if quiz.skipping else ''}"
        told = whole if len(whole) + 3 <= room else wanted(quiz.posed)
    spans = line(
        Span(prompt, Role.LABEL),
        Span(f"{seen}_", Role.CURSOR),
        Span(f"  {told}" if told else "", Role.DIM),
    )
    return (clip_row(spans, size.width, charset.dots),)
