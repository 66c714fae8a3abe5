"""The course map: the lessons in their order, what was seen of each, where to go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, OptionList
from textual.widgets.option_list import Option

from nnmath_tutor.drawing import Charset, Role, Row, TextPart
from nnmath_tutor.lesson import Lesson
from nnmath_tutor.play import due_questions, tally
from nnmath_tutor.program import Problem
from nnmath_tutor.progress import Progress
from nnmath_tutor.tui.guide import Guide
from nnmath_tutor.tui.help_screen import HelpScreen
from nnmath_tutor.tui.map_rows import lesson_row, summary_rows, title_rows
from nnmath_tutor.tui.messages import Chosen, ReviewWanted, WelcomeWanted
from nnmath_tutor.tui.reference_key import REFERENCE
from nnmath_tutor.tui.rows_view import RowsView

# Rich styles for the few roles of a lesson's line: an option's prompt knows no component classes.
STYLES = {
    Role.STRONG: "bold",
    Role.LABEL: "dim",
    Role.DIM: "dim",
    Role.GOOD: "green",
    Role.WARNING: "red",
}


LOCKED = "That lesson is locked for now; those without that word are open."

CHOOSE = Binding.Group("Choose", compact=True)


class LessonList(OptionList):
    """The lessons; its keys are the ones the footer shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", key_display="enter"),
        Binding("up,k", "cursor_up", "Lesson before", key_display="↑", group=CHOOSE),
        Binding("down,j", "cursor_down", "Lesson after", key_display="↓", group=CHOOSE),
    ]


class CourseMap(Screen[None]):
    """Choose a lesson; the one last worked on is chosen to begin with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "review", "Review"),
        Binding("w", "welcome", "Welcome"),
        REFERENCE,
        Binding("question_mark,f1", "keys", "Keys", key_display="?"),
        Binding("q", "app.quit", "Quit"),
    ]

    DEFAULT_CSS = """
    CourseMap #title { height: auto; padding: 0 1; background: $panel; }
    CourseMap LessonList, CourseMap LessonList:focus {
        height: 1fr; border: none; padding: 0 1; margin: 1 0 0 0; background: $background;
    }
    CourseMap:ansi LessonList > .option-list--option-highlighted { text-style: bold reverse; }
    CourseMap #summary { height: 5; padding: 0 1; }
    CourseMap.-short #summary { height: 2; }
    CourseMap.-short LessonList, CourseMap.-short LessonList:focus { margin: 0; }
    CourseMap #problems { height: auto; max-height: 4; padding: 0 1; }
    """

    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-high")]  # noqa: RUF012

    def __init__(
        self,
        lessons: Sequence[Lesson],
        problems: Sequence[Problem],
        progress: Progress,
        charset: Charset,
        after: str | None = None,
        *,
        clock: Callable[[], float] = time.time,
        guide: Guide | None = None,
    ) -> None:
        super().__init__()
        self._guide = guide or Guide()
        self._after = after
        self._clock = clock
        self._lessons = tuple(lessons)
        self._titles = {lesson.id: lesson.title for lesson in lessons}
        self._problems = tuple(problems)
        self._progress = progress
        self._charset = charset
        self._pointed: int | None = None

    def compose(self) -> ComposeResult:
        """Title, lessons, what the chosen lesson is about, what is broken."""
        yield RowsView(self._charset, id="title")
        yield LessonList(markup=False)
        yield RowsView(self._charset, id="problems")
        yield RowsView(self._charset, id="summary")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.show_progress(self._progress, self._after)
        lines = tuple(str(problem) for problem in self._problems)
        if lines:
            head = "Some lessons can't be opened; nnmath-tutor check tells all:"
            part = TextPart((head, *lines[:3]), Role.WARNING)
            self.query_one("#problems", RowsView).show_part(part)
        self.query_one(LessonList).focus()

    def show_progress(self, progress: Progress, after: str | None, told: str = "") -> None:
        """Show what was seen; `after` a finished lesson the next one is chosen.

        `told` is said before the rest, and leaves chosen what is.
        """
        self._progress = progress
        ids = [lesson.id for lesson in self._lessons]
        if after in ids:
            wanted = min(ids.index(after) + 1, len(ids) - 1)
        elif told and (here := self.query_one(LessonList).highlighted) is not None:
            wanted = here
        elif progress.last_lesson in ids:
            wanted = ids.index(progress.last_lesson)
        else:
            wanted = 0
        self._fill()
        options = self.query_one(LessonList)
        options.highlighted = wanted if ids else None
        options.focus()
        finished = self._titles.get(after) if after else None
        chosen = self._lessons[wanted].title if ids else None
        title = self.query_one("#title", RowsView)
        lessons = [lesson for lesson in self._lessons if self._guide.opens(lesson.id)]
        due = len(due_questions(lessons, progress, self._clock()))
        title.show(partial(title_rows, progress, finished, chosen, due, told))

    def unlock(self) -> None:
        """What the guide opens has changed."""
        self._fill()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Point at the chosen lesson and say what it is about."""
        self._point(event.option_index)
        lesson = self._lessons[event.option_index]
        view = self.query_one("#summary", RowsView)
        asked = tally(lesson, self._progress.lesson(lesson.id), self._clock())
        view.show(partial(summary_rows, lesson, self._titles, asked))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the lesson."""
        lesson = self._lessons[event.option_index]
        if self._guide.opens(lesson.id):
            self.post_message(Chosen(lesson.id))
        else:
            self.app.notify(LOCKED, markup=False)

    def on_resize(self) -> None:
        """Lines are as wide as the screen."""
        self._fill()

    def action_review(self) -> None:
        """What is to be asked again."""
        self.post_message(ReviewWanted())

    def action_welcome(self) -> None:
        """The beginning again."""
        self.post_message(WelcomeWanted())

    def action_keys(self) -> None:
        """Every key of this screen."""
        self.app.push_screen(HelpScreen([*LessonList.BINDINGS, *self.BINDINGS]))

    def _fill(self) -> None:
        options = self.query_one(LessonList)
        chosen = options.highlighted
        options.set_options(
            Option(self._prompt(index, chosen), id=lesson.id)
            for index, lesson in enumerate(self._lessons)
        )
        options.highlighted = chosen
        self._pointed = chosen

    def _point(self, chosen: int) -> None:
        """Move the pointer: which lesson is chosen must not hang on colour."""
        options = self.query_one(LessonList)
        before = chosen if self._pointed is None else self._pointed
        for index in {chosen, before}:
            options.replace_option_prompt_at_index(index, self._prompt(index, chosen))
        self._pointed = chosen

    def _prompt(self, index: int, chosen: int | None) -> Text:
        lesson = self._lessons[index]
        progress = self._progress.lesson(lesson.id)
        width = max(self.size.width - 4, 20)
        asked = tally(lesson, progress, self._clock())
        row = lesson_row(
            lesson,
            progress,
            asked,
            self._charset,
            width,
            chosen=index == chosen,
            locked=not self._guide.opens(lesson.id),
        )
        return _as_text(row)


def _as_text(row: Row) -> Text:
    text = Text(no_wrap=True)
    for span in row:
        text.append(span.text, STYLES.get(span.role, ""))
    return text
