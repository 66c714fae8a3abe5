"""Questions on the screen: before their step, by keys and mouse, remembered at once, reviewed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from asked import asked_lesson
from nnmath_tutor.lesson import NotYetError, Posed, QuestionError, answer_text
from nnmath_tutor.play import Command, Lecture
from nnmath_tutor.progress import Outcome, Progress, Store
from nnmath_tutor.tui.course_map import CourseMap
from nnmath_tutor.tui.lesson_screen import LessonScreen
from nnmath_tutor.tui.question_screen import QuestionScreen

from .opened import lesson_screen, lines, opened, text, until

LESSON = asked_lesson()
STEPS = [step.id for step in LESSON.steps]
LONG_AGO = 1_000_000_000


def asking(pilot: Pilot[None]) -> QuestionScreen:
    screen = pilot.app.screen
    assert isinstance(screen, QuestionScreen), screen
    return screen


def kept(state: Path) -> dict[str, Any]:
    document = json.loads((state / "progress.json").read_text())
    return dict(document["lessons"]["asked"].get("questions", {}))


def answer(pilot: Pilot[None]) -> str:
    quiz = asking(pilot).quiz
    assert quiz is not None
    whole = answer_text(quiz.posed)
    return whole[0] if quiz.posed.choices else whole


async def typed(pilot: Pilot[None], line: str) -> None:
    """Type a line and enter it."""
    await pilot.press(*line.replace("\N{MINUS SIGN}", "-"), "enter")
    await pilot.pause()


def ask(state: Path, step: str, **options: Any) -> Any:
    """Open the lesson at the step before the one whose question is wanted."""
    before = STEPS[STEPS.index(step) - 1]
    return opened(state, "asked", before, lessons=[LESSON], asks=True, **options)


@pytest.mark.parametrize("step", STEPS[1:])
async def test_each_kind_is_asked_answered_and_remembered(step: str, tmp_path: Path) -> None:
    async with ask(tmp_path, step) as pilot:
        await pilot.press("enter")
        assert LESSON.steps[STEPS.index(step)].question is not None
        await typed(pilot, answer(pilot))
        assert "✓ Right" in text(pilot)
        assert kept(tmp_path)[step]["outcome"] == "right"
        await pilot.press("enter")
        assert lesson_screen(pilot).cursor.step == STEPS.index(step)
        assert "✓" in lines(pilot)[0]
        await pilot.press("b", "enter")  # it isn't asked again
        assert lesson_screen(pilot).cursor.step == STEPS.index(step)


async def test_a_wrong_answer_is_on_disk_before_the_screen_says_so(tmp_path: Path) -> None:
    async with ask(tmp_path, "shape") as pilot:
        await pilot.press("enter")
        shown: list[str] = []
        store = pilot.app.store  # type: ignore[attr-defined]
        save = store.save

        def saved(progress: Progress) -> str | None:
            shown.append(text(pilot))
            result: str | None = save(progress)
            return result

        store.save = saved
        await typed(pilot, "7 by 7")
        assert "✗ Not yet: (7, 7)." in text(pilot)
        assert "Not yet" not in shown[0]
        assert kept(tmp_path)["shape"]["outcome"] == "wrong"
        await pilot.press("escape")  # away; the question is still open, the step unseen
        assert lesson_screen(pilot).cursor.step == STEPS.index("cell")
        await pilot.press("enter")  # answered, though wrongly: not in the way any more
        assert lesson_screen(pilot).cursor.step == STEPS.index("shape")
        assert "✗" in lines(pilot)[0]


async def test_what_is_skipped_is_open_and_not_asked_twice_in_a_row(tmp_path: Path) -> None:
    async with ask(tmp_path, "sign") as pilot:
        await pilot.press("enter", "enter")
        assert lesson_screen(pilot).cursor.step == STEPS.index("sign")
        assert "Sign ?" in lines(pilot)[0]
        assert kept(tmp_path)["sign"]["outcome"] == "skipped"
        await pilot.press("b", "enter")
        assert lesson_screen(pilot).cursor.step == STEPS.index("sign")
        await pilot.press("a")
        assert asking(pilot).quiz is not None
        await pilot.press("escape")
    async with ask(tmp_path, "sign") as pilot:  # the next day
        await pilot.press("enter")
        asking(pilot)


async def test_opening_a_step_by_name_shows_it(tmp_path: Path) -> None:
    async with opened(tmp_path, "asked", "pairs", lessons=[LESSON], asks=True) as pilot:
        assert lesson_screen(pilot).cursor.step == 1
        assert "Pairs ?" in lines(pilot)[0]
    async with opened(tmp_path, "asked", "begin", lessons=[LESSON], asks=True) as pilot:
        await pilot.press("a")
        assert "no question" in text(pilot)


async def test_keys_of_one_packet_are_typed_into_the_question(tmp_path: Path) -> None:
    async with ask(tmp_path, "pairs") as pilot:
        await pilot.press("enter", "4", "2", "backspace", "5")
        await pilot.pause()
        assert asking(pilot).text == "45"
        await pilot.press("enter", "q", "1")  # q is a letter like any other here
        await pilot.pause()
        assert asking(pilot).text == "q1"


async def test_hint_and_solution_by_word_by_tab_and_by_mouse(tmp_path: Path) -> None:
    async with ask(tmp_path, "pairs") as pilot:
        await pilot.press("enter")
        await typed(pilot, "hint")
        assert "Hint: Multiply in pairs, then add." in text(pilot)
        await pilot.press("tab")
        assert "[show the solution]" in lines(pilot)[-1]
        await pilot.press("enter")
        assert "Solution: The products add up to" in text(pilot)
        column = lines(pilot)[-1].index("again")
        await pilot.click(offset=(column + 1, 23))
        assert asking(pilot).quiz is not None
        assert asking(pilot).quiz.posed.seed == 1  # type: ignore[union-attr]
        await pilot.press("escape")


async def test_the_solution_is_walked_term_by_term(tmp_path: Path) -> None:
    async with ask(tmp_path, "pairs") as pilot:
        await pilot.press("enter")
        await typed(pilot, "show")
        quiz = asking(pilot).quiz
        assert quiz is not None
        row, column = (quiz.posed.drawn[name].ravel() for name in ("row", "column"))
        for count in range(1, 4):
            total = sum(int(a) * int(b) for a, b in zip(row[:count], column[:count], strict=True))
            assert f"= {total}" in text(pilot)
            await pilot.press("right")
        await pilot.press(*["left"] * 9)  # to the first product, and no further
        assert f"= {int(row[0] * column[0])} so far" in text(pilot)


async def test_where_nothing_moves_space_is_one_step(tmp_path: Path) -> None:
    async with ask(tmp_path, "pairs", still=True) as pilot:
        await pilot.press("enter")
        await typed(pilot, "show")
        assert "term 1 of 3" in text(pilot)
        await pilot.press("space")
        assert "term 2 of 3" in text(pilot)


async def test_a_cell_is_chosen_with_arrows_or_the_mouse(tmp_path: Path) -> None:
    async with ask(tmp_path, "cell") as pilot:
        await pilot.press("enter", "down", "down", "right")
        assert asking(pilot).text == "ex2, h2"
        row = next(y for y, line in enumerate(lines(pilot)) if "ex3" in line)
        await pilot.click(offset=(lines(pilot)[row].index("│") + 4, row))
        assert asking(pilot).text == "ex3, h1"
        await pilot.press(*["backspace"] * 8)
        await typed(pilot, "ex3,h2")
        assert "✓ Right: ex3, h2." in text(pilot)


async def test_a_choice_by_arrow_by_number_and_by_mouse(tmp_path: Path) -> None:
    async with ask(tmp_path, "choice") as pilot:
        await pilot.press("enter", "down")
        assert any(line.lstrip().startswith("▸ a)") for line in lines(pilot))
        await pilot.press("enter")
        assert "The squash never goes above 1." in text(pilot)
        row = next(y for y, line in enumerate(lines(pilot)) if " b) " in line)
        await pilot.click(offset=(9, row))
        assert "✓ Right" in text(pilot)
    async with opened(tmp_path, "asked", "choice", lessons=[LESSON], asks=True) as pilot:
        await pilot.press("a")
        await typed(pilot, "2")
        assert "✓ Right" in text(pilot)


def due(state: Path, steps: Sequence[str]) -> None:
    progress = Progress(first_start_done=True)
    for number, step in enumerate(steps):
        progress = progress.answer("asked", step, Outcome.WRONG, LONG_AGO + number)
    Store(state / "progress.json").save(progress)


async def test_the_review_asks_what_is_due_until_it_is_right(tmp_path: Path) -> None:
    due(tmp_path, ["shape", "pairs"])
    async with opened(tmp_path, lessons=[LESSON], asks=True) as pilot:
        assert "2 questions to review" in text(pilot)
        assert "✗2" in text(pilot)
        await pilot.press("r")
        assert "Review, 1 more after this: Asked, Shape" in lines(pilot)[0]
        await typed(pilot, "9x9")
        await typed(pilot, "skip")
        assert "Asked, Pairs" in lines(pilot)[0]
        assert asking(pilot).quiz.posed.seed == 1  # type: ignore[union-attr]
        await typed(pilot, answer(pilot))
        await pilot.press("enter")
        assert "Review, the last one: Asked, Shape" in lines(pilot)[0]  # it was wrong
        await typed(pilot, "4 4")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CourseMap))
        assert "2 of 3 answers right" in lines(pilot)[1]
        assert "✓2/5" in text(pilot)
        await pilot.press("r")
        await until(pilot, lambda: "Nothing is to be reviewed." in lines(pilot)[1])


async def test_the_review_may_be_left_and_opened_from_the_shell(tmp_path: Path) -> None:
    due(tmp_path, ["shape", "sign"])
    async with opened(tmp_path, lessons=[LESSON], asks=True, review=True) as pilot:
        asking(pilot)
        await pilot.press("enter", "enter")  # all skipped: still due
        assert isinstance(pilot.app.screen, CourseMap)
        assert "2 questions to review" in text(pilot)
        await pilot.press("r", "escape")
        assert isinstance(pilot.app.screen, CourseMap)


async def test_a_lesson_opened_from_the_map_asks_on_the_way(tmp_path: Path) -> None:
    Store(tmp_path / "progress.json").save(Progress(first_start_done=True))
    async with opened(tmp_path, lessons=[LESSON], asks=True) as pilot:
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, LessonScreen)
        for step in STEPS[1:]:
            await pilot.press("n")
            asking(pilot)
            await typed(pilot, "skip")
            assert lesson_screen(pilot).cursor.step == STEPS.index(step)
        lesson_screen(pilot).do(Command.RESTART)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, CourseMap)


async def test_the_first_step_asks_as_the_lesson_opens(tmp_path: Path) -> None:
    lesson = replace(LESSON, steps=LESSON.steps[1:])
    Store(tmp_path / "progress.json").save(Progress(first_start_done=True))
    async with opened(tmp_path, lessons=[lesson], asks=True) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionScreen))
        await typed(pilot, "skip")
        assert lesson_screen(pilot).cursor.step == 0
        await pilot.press("q", "enter")  # skipped: it is asked again next time
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionScreen))
        await pilot.press("escape")
        assert lesson_screen(pilot).cursor.step == 0
    async with opened(tmp_path, "asked", lesson.steps[0].id, lessons=[lesson], asks=True) as pilot:
        assert isinstance(pilot.app.screen, LessonScreen)  # who names the step sees it


async def test_a_question_waits_for_numbers_that_are_still_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pose, ready = Lecture.pose, False

    def posed(lecture: Lecture, index: int, seed: int) -> Posed:
        if not ready:
            raise NotYetError
        return pose(lecture, index, seed)

    monkeypatch.setattr(Lecture, "pose", posed)
    monkeypatch.setattr(Lecture, "ended", property(lambda _: False))
    async with ask(tmp_path, "shape") as pilot:
        await pilot.press("enter")
        assert "still being computed: 1 of 1 epochs" in " ".join(text(pilot).split())
        ready = True
        await until(pilot, lambda: "What is the shape" in text(pilot))
        await typed(pilot, "4x4")
        assert "✓ Right" in text(pilot)


async def test_a_question_that_cannot_be_asked_is_in_nobodys_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(lecture: Lecture, index: int, seed: int) -> Posed:
        raise QuestionError(7, "`answer` is no number")

    monkeypatch.setattr(Lecture, "pose", broken)
    async with ask(tmp_path, "shape") as pilot:
        await pilot.press("enter")
        assert "can't be asked: answer is no number" in text(pilot).replace("`", "")
        await pilot.press("x", "tab", "up", "enter")
        assert lesson_screen(pilot).cursor.step == STEPS.index("shape")


@pytest.mark.parametrize(
    ("size", "ascii_only"),
    [((80, 24), False), ((120, 40), True), ((40, 10), True), ((20, 5), False)],
)
async def test_it_fits_everywhere(size: tuple[int, int], ascii_only: bool, tmp_path: Path) -> None:
    for step in STEPS[1:]:
        async with ask(tmp_path, step, size=size, ascii_only=ascii_only) as pilot:
            await pilot.press("enter")
            await typed(pilot, "nonsense [red]")
            await typed(pilot, "show")
            await pilot.press("pagedown", "pageup", "question_mark")
            await pilot.press("escape")
            assert asking(pilot).quiz is not None
            shown = lines(pilot)
            assert len(shown) == size[1]
            assert all(len(line) <= size[0] for line in shown)
            assert not ascii_only or text(pilot).isascii()
        (tmp_path / "progress.json").unlink()
