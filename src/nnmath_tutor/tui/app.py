"""The tutor: which screen is up, and what is kept of what the learner did."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from textual.binding import Binding
from textual.filter import LineFilter

from nnmath_tutor.drawing import ASCII, UNICODE
from nnmath_tutor.lesson import Entry, Lesson, Reference, load_reference
from nnmath_tutor.play import Browse, History, Session
from nnmath_tutor.program import Problem, ProgramError
from nnmath_tutor.progress import Keeping, Preferences, Progress
from nnmath_tutor.tui import role_styles
from nnmath_tutor.tui.ascii_filter import AsciiFilter
from nnmath_tutor.tui.course_map import LOCKED, CourseMap
from nnmath_tutor.tui.desk import Desk
from nnmath_tutor.tui.doors import DoorsApp
from nnmath_tutor.tui.driver import driver_class
from nnmath_tutor.tui.faults import Log, to_system_log
from nnmath_tutor.tui.guide import Guide
from nnmath_tutor.tui.kept_runs import kept_runs, kept_trials
from nnmath_tutor.tui.ledger import Ledger
from nnmath_tutor.tui.lesson_screen import LessonScreen
from nnmath_tutor.tui.messages import (
    Chosen,
    Finished,
    LessonWanted,
    Preferred,
    RecordingCancelled,
    RecordingHeld,
    RunsKept,
    StepReached,
    WordPointedAt,
)
from nnmath_tutor.tui.question_screen import QuestionScreen
from nnmath_tutor.tui.reference_screen import ReferenceScreen
from nnmath_tutor.tui.reviewing import Reviewing
from nnmath_tutor.tui.welcome import Welcome, welcome_lesson

# Names of keys where arrows can't be drawn: short, so that the last key is seen at 80 columns.
WORDS = {"up": "up/", "down": "dn", "left": "<-/", "right": "->", "space": "spc"}
THEME = "textual-dark"
PLAIN_THEME = "ansi-dark"  # the one theme that sends no colour at all under NO_COLOR


class TutorApp(DoorsApp):
    """Screens come and go; the app keeps the lessons, the recordings and the progress."""

    TITLE = "nnmath-tutor"

    COMPONENT_CLASSES: ClassVar[set[str]] = role_styles.COMPONENT_CLASSES

    CSS = f"""
    {role_styles.CSS}
    Footer.-compact FooterLabel {{ margin: 0 1 0 0; }}
    ToastRack {{ align: right top; dock: top; }}
    """

    def __init__(
        self,
        lessons: Sequence[Lesson],
        problems: Sequence[Problem],
        store: Keeping,
        *,
        lesson: str | None = None,
        step: str | None = None,
        review: bool = False,
        ascii_only: bool = False,
        still: bool = False,
        no_color: bool = False,
        restricted: bool = False,
        fault_log: Log = to_system_log,
        guide: Guide | None = None,
        desk: Desk | None = None,
    ) -> None:
        """`restricted`: nothing leads beyond the tutor, and faults are told to `fault_log` alone.

        `guide` holds what somebody who leads has decided; `desk` has recordings already.
        """
        super().__init__(
            driver_class=driver_class(restricted=restricted), ansi_color=True if no_color else None
        )
        self.restricted = restricted
        self.fault_log = fault_log
        self.guide = guide or Guide()
        self.lessons = tuple(lessons)
        self.problems = tuple(problems)
        self.store = store
        self.charset = ASCII if ascii_only else UNICODE
        self.progress, self._complaint = store.load()
        self.ledger = Ledger(lambda: self.progress, self._keep)
        self.desk = desk or Desk()
        self._histories: dict[str, History] = {}  # the runs of each lesson, while the tutor runs
        self._first = (lesson, step)
        self._review_first = review
        self._ascii = [AsciiFilter()] if ascii_only else []
        self.theme = PLAIN_THEME if no_color else THEME
        # Textual's own setting ($TEXTUAL_ANIMATIONS) is the same wish.
        self.still = still or self.animation_level == "none"
        if still:
            self.animation_level = "none"

    def on_mount(self) -> None:
        """What was asked for, or the map; on top of it, the very first time, the welcome."""
        self.close_doors()
        lesson, step = self._first
        if lesson is not None:
            self.open_lesson(lesson, step)
        if not isinstance(self.screen, LessonScreen):
            self._show_map()
        if self._complaint:
            self.notify(self._complaint, severity="warning", timeout=12, markup=False)
        if self._review_first:
            self._review()
        elif (
            lesson is None
            and not self.progress.first_start_done
            and welcome_lesson(self.lessons) is not None
        ):
            self._welcome()

    def on_unmount(self) -> None:
        """Whatever is still recording stops."""
        self.desk.close()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and last the one that leaves nothing but ASCII."""
        return [*super().get_line_filters(), *self._ascii]

    def get_key_display(self, binding: Binding) -> str:
        """A key as the footer names it: in words where arrows can't be drawn."""
        if self.charset.ascii_only and binding.key in WORDS:
            return WORDS[binding.key]
        return super().get_key_display(binding)

    def action_help_quit(self) -> None:
        """Ctrl+C, out of habit."""
        self.notify("q goes back to the map, and from there out.", markup=False)

    def open_lesson(self, lesson_id: str, step_id: str | None = None) -> None:
        """Open a lesson where the learner left it, or at a step."""
        if not self.guide.opens(lesson_id):
            self.notify(LOCKED, markup=False)
            return
        lesson = next(lesson for lesson in self.lessons if lesson.id == lesson_id)
        try:
            lecture = self.desk.open(lesson)
        except ProgramError as error:
            self.notify(str(error), severity="error", timeout=15, markup=False)
            return
        self.desk.hold()  # the first frame goes first; the screen tells when it is out
        wanted = step_id or self.progress.lesson(lesson_id).step
        steps = [step.id for step in lesson.steps]
        first = steps.index(wanted) if wanted in steps else 0
        session = Session(
            lecture,
            self.desk.record,
            step=first,
            speed=self.progress.preferences.speed,
            kept=kept_trials(self.progress.lesson(lesson_id).runs),
            history=self._histories.get(lesson_id),
        )
        self.push_screen(
            LessonScreen(
                session,
                self.charset,
                self.ledger,
                verse=self.progress.preferences.verse,
                still=self.still,
                guide=self.guide,
                asks=step_id is None and first == 0,
            )
        )

    @cached_property
    def reference(self) -> Reference:
        """Glossary and sheets: ours, and those beside the lessons that are open."""
        return load_reference(self.lessons[0].path.parent if self.lessons else None)

    def action_reference(self) -> None:
        """Look something up; the words of the step on the screen come first."""
        self._look_up(Browse(self.reference, first=self._words_here()))

    def on_word_pointed_at(self, message: WordPointedAt) -> None:
        """Show what a word of the prose means."""
        entry = self.reference.under(message.text, message.column)
        if entry is not None:
            browse = Browse(self.reference, first=self._words_here(), direct=True)
            self._look_up(browse.open(entry))

    def _look_up(self, browse: Browse) -> None:
        titles = {lesson.path.name: lesson.title for lesson in self.lessons}
        for problem in self.reference.problems[:1]:
            self.notify(str(problem), severity="warning", timeout=12, markup=False)
        self.push_screen(ReferenceScreen(browse, titles, self.charset))

    def _words_here(self) -> tuple[Entry, ...]:
        """The words of the step that is on the screen, or behind what is."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, LessonScreen | QuestionScreen):
                return self.reference.of_step(screen.step)
        return ()

    def on_lesson_wanted(self, message: LessonWanted) -> None:
        """Open the lesson to which a link leads."""
        file, step = message.target.file, message.target.place
        lesson = next((lesson for lesson in self.lessons if lesson.path.name == file), None)
        if lesson is None:
            self.pop_screen()
            self.notify(f"{file} is not among the lessons that are open.", markup=False)
            return
        if not self.guide.opens(lesson.id):
            self.pop_screen()
            self.notify(LOCKED, markup=False)
            return
        self._back_to_map()
        self.open_lesson(lesson.id, step)

    def on_chosen(self, message: Chosen) -> None:
        """A lesson was chosen on the map."""
        self.open_lesson(message.lesson)

    def on_step_reached(self, message: StepReached) -> None:
        """Remember the step before anything else happens."""
        progress = self.progress.visit(message.lesson, message.step)
        progress = replace(progress, first_start_done=True)
        lesson = next(lesson for lesson in self.lessons if lesson.id == message.lesson)
        if message.step == lesson.steps[-1].id:
            progress = progress.finish(message.lesson)
        self._keep(progress)

    def on_preferred(self, message: Preferred) -> None:
        """Remember what the learner likes."""
        likes = Preferences(message.verse, message.speed)
        self._keep(replace(self.progress, preferences=likes))

    def on_runs_kept(self, message: RunsKept) -> None:
        """Remember the runs that are kept."""
        runs = kept_runs(message.trials)
        self._keep(self.progress.keep_runs(message.lesson, runs))

    def on_recording_held(self, message: RecordingHeld) -> None:
        """Hold the recording, or go on with it."""
        (self.desk.hold if message.held else self.desk.go_on)()

    def on_recording_cancelled(self, message: RecordingCancelled) -> None:
        """Give up the rest of what is being recorded."""
        self.desk.cancel(message.recordings)

    def on_left(self) -> None:
        """Back to the map; who has left already, with a second key in the same packet, leaves."""
        if isinstance(self.screen, CourseMap):
            self.exit()
        else:
            self._back_to_map()

    def on_finished(self, message: Finished) -> None:
        """The lesson is done: the map shows it, with the next one chosen."""
        self._keep(self.progress.finish(message.lesson))
        self._back_to_map(after=message.lesson)

    def on_review_wanted(self) -> None:
        """What is due, across the lessons."""
        self._review()

    def on_welcome_wanted(self) -> None:
        """The beginning again."""
        self._welcome()

    def on_greeted(self) -> None:
        """The first half minute is over; it won't come by itself again."""
        self._keep(replace(self.progress, first_start_done=True))
        self._back_to_map()

    def _review(self) -> None:
        def ended(told: str) -> None:
            self._back_to_map(told=told)

        due = self.ledger.due(lesson for lesson in self.lessons if self.guide.opens(lesson.id))
        Reviewing(
            self,
            due,
            lambda each: self.desk.open(each.lesson),
            self.ledger,
            self.charset,
            ended=ended,
            still=self.still,
            guide=self.guide,
        ).next()

    def _welcome(self) -> None:
        lesson = welcome_lesson(self.lessons)
        if lesson is None:
            return
        try:
            lecture = self.desk.open(lesson)
        except ProgramError:
            return  # the map tells of the broken lesson; a greeting is no place for it
        self.push_screen(Welcome(lecture, self.charset, still=self.still))

    def _show_map(self, after: str | None = None) -> None:
        course_map = CourseMap(
            self.lessons,
            self.problems,
            self.progress,
            self.charset,
            after,
            clock=self.ledger.clock,
            guide=self.guide,
        )
        self.push_screen(course_map)

    def _back_to_map(self, after: str | None = None, told: str = "") -> None:
        while not isinstance(self.screen, CourseMap) and len(self.screen_stack) > 1:
            if isinstance(self.screen, LessonScreen):
                session = self.screen.session
                self._histories[session.lecture.lesson.id] = session.history
            self.pop_screen()
        self.desk.go_on()
        if isinstance(self.screen, CourseMap):
            self.screen.show_progress(self.progress, after, told)
        else:  # the lesson was opened from the shell
            self._show_map(after)

    def _keep(self, progress: Progress) -> None:
        if progress == self.progress:
            return
        self.progress = progress
        complaint = self.store.save(progress)
        if complaint:
            self.notify(complaint, severity="warning", timeout=12, markup=False)


def run(
    lessons: Sequence[Lesson],
    problems: Sequence[Problem],
    store: Keeping,
    *,
    lesson: str | None = None,
    step: str | None = None,
    review: bool = False,
    ascii_only: bool = False,
    still: bool = False,
    restricted: bool = False,
) -> int:
    """Run the tutor on this terminal until the learner leaves; gives the exit code."""
    # The convention: set and not empty. Textual would also obey an empty one.
    no_color = bool(os.environ.get("NO_COLOR"))
    if not no_color:
        os.environ.pop("NO_COLOR", None)
    app = TutorApp(
        lessons,
        problems,
        store,
        lesson=lesson,
        step=step,
        review=review,
        ascii_only=ascii_only,
        still=still,
        no_color=no_color,
        restricted=restricted,
    )
    app.run()
    return app.return_code or 0
