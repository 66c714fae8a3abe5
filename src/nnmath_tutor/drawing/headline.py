"""The title row: lesson and step at the left, the place on the pipeline at the right."""

from __future__ import annotations

from dataclasses import dataclass

from nnmath_tutor.drawing.blocks import clip_row, line
from nnmath_tutor.drawing.charset import Charset
from nnmath_tutor.drawing.draw import describe, paint
from nnmath_tutor.drawing.rows import Role, Row, Rows, Size, Span, row_width


@dataclass(frozen=True, slots=True)
class HeadPart:
    """Where in the course the learner is; `step` counts from 0."""

    lesson: str
    title: str
    step: int
    steps: int
    stages: tuple[str, ...]
    stage: str
    run: str = ""  # whose numbers these are, if not the lesson's own; said before the rest
    away: str = ""  # said in the pipeline's place while the learner is elsewhere in time
    question: str = ""  # how the step's question stands: "open", "right", "review"; empty: none


@paint.register
def _paint(part: HeadPart, size: Size, charset: Charset) -> Rows:
    left = _place(part, charset)
    # Where the whole pipeline has no room its present stage alone has.
    rights = [pipeline_row(stages, part.stage, charset) for stages in (part.stages, (part.stage,))]
    told = [text for text in (part.run, part.away) if text]
    if told:
        shorter: list[Row] = [(Span(text, Role.CURSOR),) for text in ("  ".join(told), told[0])]
        rights = shorter if part.run else shorter + rights
    for right in rights:
        gap = size.width - row_width(left) - row_width(right)
        if gap >= 2:
            return (line(*left, " " * gap, *right),)
    if part.run:  # or the words would contradict the picture: the title gives way
        room = max(size.width - row_width(rights[-1]) - 2, 0)
        left = line(*clip_row(left, room, charset.dots), "  ", *rights[-1])
    return (clip_row(left, size.width, charset.dots),)


def question_marks(charset: Charset) -> dict[str, Span]:
    """The mark of a question, by how it stands."""
    return {
        "open": Span("?", Role.CURSOR),
        "right": Span(charset.right, Role.GOOD),
        "review": Span(charset.wrong, Role.WARNING),
    }


def _place(part: HeadPart, charset: Charset) -> Row:
    mark = (Span(" "), question_marks(charset)[part.question]) if part.question else ()
    return (
        Span(f"{part.lesson} {part.step + 1}/{part.steps} ", Role.LABEL),
        Span(f"{charset.vertical} ", Role.AXIS),
        Span(part.title, Role.TITLE),
        *mark,
    )


def pipeline_row(stages: tuple[str, ...], stage: str, charset: Charset) -> Row:
    """The stages in their order, the present one in brackets."""
    pieces: list[Span] = []
    for index, name in enumerate(stages):
        if index:
            pieces.append(Span(charset.horizontal, Role.AXIS))
        here = name == stage
        pieces.append(Span(f"[{name}]" if here else name, Role.CURSOR if here else Role.DIM))
    return tuple(pieces)


@describe.register
def _describe(part: HeadPart) -> str:
    return (
        f"{part.lesson}, step {part.step + 1} of {part.steps}: {part.title}. {_asked(part)}"
        f"Stage: {part.stage} (of {', '.join(part.stages)})."
    )


def _asked(part: HeadPart) -> str:
    told = {"open": "not answered", "right": "right", "review": "to review"}
    return f"Its question: {told[part.question]}. " if part.question else ""
