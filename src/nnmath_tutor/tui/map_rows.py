"""The rows of the course map: a line a lesson, and what the chosen one is about."""

from __future__ import annotations

from nnmath_tutor.drawing import Charset, ProsePart, Role, Row, Rows, Size, Span, draw
from nnmath_tutor.drawing.blocks import clip, clip_row, line
from nnmath_tutor.drawing.headline import pipeline_row
from nnmath_tutor.lesson import STAGES, Lesson
from nnmath_tutor.play import Tally
from nnmath_tutor.progress import LessonProgress, Progress

BAR = 8
ROOM_FOR_BARS = 96  # columns; with fewer the titles need theirs more, and the steps are told anyway
ROOM_FOR_FACTS = 60
FACTS = 24  # columns of branch and minutes
BESIDE_TITLE = 11  # columns of steps, and of the marks before the title
LOCKED = "locked"
QUESTIONS = 8  # columns of ` ✓3/5 ✗1`


def lesson_row(
    lesson: Lesson,
    progress: LessonProgress,
    asked: Tally | None,
    charset: Charset,
    width: int,
    *,
    chosen: bool = False,
    locked: bool = False,
) -> Row:
    """Pointer, tick, title, branch, minutes, steps seen; questions right and to review.

    One that is `locked` is pale, with that word in place of its minutes, or where those have no
    room of its tick.
    """
    seen = steps_seen(lesson, progress)
    pointer = charset.pointer if chosen else " "
    tick, tick_role = charset.check if progress.finished else " ", Role.GOOD
    bar = BAR if width >= ROOM_FOR_BARS else 0
    filled = round(bar * seen / len(lesson.steps))
    facts = FACTS if width >= ROOM_FOR_FACTS else 0
    if locked and not facts:
        tick, tick_role = LOCKED, Role.LABEL
    title_width = max(width - BESIDE_TITLE - len(tick) + 1 - facts - bar - QUESTIONS, 12)
    title = lesson.title
    if len(title) > title_width:
        title = title[: title_width - len(charset.dots)] + charset.dots
    time = f"{LOCKED} " if locked else f"{lesson.minutes:>3} min"
    pieces = (
        Span(f"{pointer}", Role.CURSOR),
        Span(f"{tick} ", tick_role),
        Span(f"{title:<{title_width}}  ", Role.DIM if locked else Role.STRONG),
        Span(f"{lesson.branch:<15}{time}  "[:facts], Role.LABEL),
        Span(charset.bar * filled, Role.GOOD),
        Span(charset.bar_rest * (bar - filled), Role.DIM),
        Span(f" {f'{seen}/{len(lesson.steps)}':>5}", Role.LABEL),
        *_questions(asked, charset),
    )
    return clip_row(line(*pieces), width)


def _questions(asked: Tally | None, charset: Charset) -> Row:
    """`✓3/5 ✗1`: right, of all, to review."""
    if asked is None:
        return ()
    due = Span(f" {charset.wrong}{asked.due}", Role.WARNING) if asked.due else Span("")
    return Span(f" {charset.right}{asked.right}/{asked.total}", Role.LABEL), due


def steps_seen(lesson: Lesson, progress: LessonProgress) -> int:
    """How many of the lesson's present steps were visited."""
    return sum(step.id in progress.visited for step in lesson.steps)


def title_rows(
    progress: Progress,
    finished: str | None,
    chosen: str | None,
    due: int,
    news: str,
    size: Size,
    charset: Charset,
) -> Rows:
    """What this is and what Enter does; after a lesson, what was finished; what is to review."""
    if finished is not None:
        told = f"You finished “{finished}”."
        told += f" Next: “{chosen}”." if chosen not in (None, finished) else ""
    elif news:
        told = ""
    elif progress.last_lesson is not None:
        told = "Enter goes on where you left off."
        told = told if due else f"Welcome back. {told}"
    else:
        told = "Choose a lesson. Enter opens it."
    if due:
        told = f"{due} {'question' if due == 1 else 'questions'} to review: r. {told}"
    if news:
        told = f"{news} {told}"
    name = line(Span("nnmath-tutor", Role.TITLE), "  the mathematics of a neural network")
    words = draw(ProsePart(told.strip()), Size(size.width, max(size.height - 1, 1)), charset)
    return clip((name, *words), size)


def summary_rows(
    lesson: Lesson, titles: dict[str, str], asked: Tally | None, size: Size, charset: Charset
) -> Rows:
    """The lesson's place on the pipeline, what it builds on, its sentence and its questions."""
    builds = ", ".join(titles.get(name, name) for name in lesson.builds_on)
    told = f"builds on {builds}" if builds else "a good place to start"
    place = clip_row(
        line(*pipeline_row(STAGES, lesson.stage, charset), f"   {told}"), size.width, charset.dots
    )
    summary = f"{lesson.summary} ({str(asked).capitalize()}.)" if asked else lesson.summary
    words = draw(ProsePart(summary), Size(size.width, max(size.height - 1, 1)), charset)
    return clip((place, *words), size)
