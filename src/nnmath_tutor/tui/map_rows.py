"""The rows of the course map: a line a lesson, and what the chosen one is about."""

from __future__ import annotations

from nnmath_tutor.drawing import Charset, ProsePart, Role, Row, Rows, Size, Span, draw
from nnmath_tutor.drawing.blocks import clip, clip_row, line
from nnmath_tutor.drawing.headline import pipeline_row
from nnmath_tutor.lesson import STAGES, Lesson
from nnmath_tutor.progress import LessonProgress, Progress

BAR = 10


def lesson_row(lesson: Lesson, progress: LessonProgress, charset: Charset, width: int) -> Row:
    """Mark, title, branch of mathematics, minutes and the steps seen."""
    seen = steps_seen(lesson, progress)
    mark = charset.check if progress.finished else charset.pointer if seen else " "
    filled = round(BAR * seen / len(lesson.steps))
    title_width = max(width - 45, 12)
    title = lesson.title
    if len(title) > title_width:
        title = title[: title_width - len(charset.dots)] + charset.dots
    pieces = (
        Span(f"{mark} ", Role.GOOD if progress.finished else Role.CURSOR),
        Span(f"{title:<{title_width}}  ", Role.STRONG),
        Span(f"{lesson.branch:<15}", Role.LABEL),
        Span(f"{lesson.minutes:>3} min  ", Role.LABEL),
        Span(charset.bar * filled, Role.GOOD),
        Span(charset.bar_rest * (BAR - filled), Role.DIM),
        Span(f" {seen:>2}/{len(lesson.steps)}", Role.LABEL),
    )
    return clip_row(line(*pieces), width)


def steps_seen(lesson: Lesson, progress: LessonProgress) -> int:
    """How many of the lesson's present steps were visited."""
    return sum(step.id in progress.visited for step in lesson.steps)


def title_rows(progress: Progress, size: Size, charset: Charset) -> Rows:
    """What this is, and what Enter does."""
    begun = progress.last_lesson is not None
    welcome = "Welcome back." if begun else "Choose a lesson."
    rows = (
        line(Span("nnmath-tutor", Role.TITLE), "  the mathematics of a neural network"),
        line(Span(f"{welcome} Enter {'goes on where you left off' if begun else 'opens it'}.")),
    )
    return clip(rows, size)


def summary_rows(lesson: Lesson, titles: dict[str, str], size: Size, charset: Charset) -> Rows:
    """The lesson's place on the pipeline, what it builds on, and its sentence."""
    builds = ", ".join(titles.get(name, name) for name in lesson.builds_on) or "nothing"
    place = line(*pipeline_row(STAGES, lesson.stage, charset), f"   builds on {builds}")
    words = draw(ProsePart(lesson.summary), Size(size.width, max(size.height - 1, 1)), charset)
    return clip((place, *words), size)
