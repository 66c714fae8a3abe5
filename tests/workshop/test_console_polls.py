"""Questions that the presenter asks everyone."""

from __future__ import annotations

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.console.choose_screen import ChooseScreen
from nnmath_tutor.workshop.console.lead_screen import LeadScreen
from nnmath_tutor.workshop.console.poll_screen import PollScreen
from nnmath_tutor.workshop.console.room_screen import RoomScreen
from nnmath_tutor.workshop.events import Told
from nnmath_tutor.workshop.protocol import (
    Ask,
    Poll,
    Tally,
)

from .presenting import LESSONS, Presenter, presenting, two

from asked import asked_lesson  # isort: skip


async def choice_asked(presenter: Presenter) -> None:
    await presenter.press("a")
    await presenter.type("choice")
    await presenter.press("enter")
    assert isinstance(presenter.top, PollScreen)


async def test_a_question_is_seen_then_asked_once_and_tallied() -> None:
    async with presenting(two, lessons=[asked_lesson()]) as presenter:
        stage = presenter.stage
        await choice_asked(presenter)
        assert stage.to("tom", Ask) == []
        await presenter.press("x", "1", "space", "tab")  # harmless
        await presenter.press("enter")
        assert stage.to("tom", Ask) == [Ask(1, "asked", "choice", 0)]
        right = presenter.top._posed.choices[presenter.top._posed.expected].text
        await presenter.post(
            Told("maria", Poll(1, Outcome.RIGHT, right)),
            Told("tom", Poll(1, Outcome.WRONG, "[b]5[/b]")),
            Told("tom", Poll(1, Outcome.RIGHT, right)),  # the first counts
        )
        assert "2 of 2 have answered" in presenter.text
        assert "[b]5[/b]" in presenter.text
        assert "Everyone has answered." in presenter.text
        assert stage.to("tom", Tally) == []
        await presenter.press("enter")
        (tally,) = stage.to("tom", Tally)
        assert isinstance(tally, Tally)
        assert dict(tally.counts) == {right: 1, "[b]5[/b]": 1}
        assert tally.right == (right,)
        assert "Solution" in presenter.text
        await presenter.press("enter", "n", "enter")
        assert len(stage.to("tom", Tally)) == len(stage.to("tom", Ask)) == 1
        await presenter.press("a")
        assert isinstance(presenter.top, ChooseScreen)


async def test_two_enters_in_one_packet_ask_once() -> None:
    async with presenting(two, lessons=[asked_lesson()]) as presenter:
        await choice_asked(presenter)
        presenter.app.simulate_key("enter")
        presenter.app.simulate_key("enter")
        await presenter.settle()
        assert presenter.stage.polls == [("asked", "choice", 0)]


async def test_an_open_question_is_come_back_to() -> None:
    async with presenting(two, lessons=[asked_lesson()]) as presenter:
        await choice_asked(presenter)
        await presenter.press("enter", "a")
        assert "still open" in presenter.text
        await presenter.press("q")
        assert "Asked: 0 of 2 answered." in presenter.text
        await presenter.press("a")
        assert isinstance(presenter.top, PollScreen)
        assert presenter.top.number == 1


async def test_the_question_of_the_step_that_is_shown() -> None:
    lesson = LESSONS[11]
    asks = next(step.id for step in lesson.steps if step.question is not None)
    silent = next(step.id for step in lesson.steps if step.question is None)
    async with presenting(two) as presenter:
        presenter.app.open_lesson(lesson.id, silent)
        await presenter.settle()
        await presenter.press("a")
        assert "This step has no question" in presenter.text
        await presenter.press("q")
        presenter.app.open_lesson(lesson.id, asks)
        await presenter.settle()
        await presenter.press("a", "enter")
        assert isinstance(presenter.top, PollScreen)
        assert presenter.stage.polls == [(lesson.id, asks, 0)]
        assert presenter.lines[-1].endswith("q Lesson")
        await presenter.press("question_mark")
        assert any(line.split()[-1:] == ["Lesson"] for line in presenter.lines)
        await presenter.press("q", "q")
        assert isinstance(presenter.top, LeadScreen)
        await presenter.press("q", "a")  # the same question, from the room
        assert isinstance(presenter.top, PollScreen)
        assert presenter.lines[-1].endswith("q Room")
        await presenter.press("q")
        assert isinstance(presenter.top, RoomScreen)


async def test_a_question_to_nobody_is_not_asked() -> None:
    async with presenting(lessons=[asked_lesson()]) as presenter:
        await choice_asked(presenter)
        await presenter.press("enter")
        assert "Nobody is here yet. Who should answer?" in presenter.text
        assert presenter.stage.polls == []


async def test_lessons_without_questions_or_none_at_all() -> None:
    async with presenting(two, lessons=[]) as presenter:
        await presenter.press("a")
        assert "no questions" in presenter.text
        await presenter.press("g")
        assert "no lesson" in presenter.text
        await presenter.press("l", "space", "down", "enter")
        assert isinstance(presenter.top, RoomScreen)
