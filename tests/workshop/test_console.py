"""The presenter's console in the presenter's hands."""

from __future__ import annotations

from typing import Any

import pytest

from nnmath_tutor.progress import Outcome
from nnmath_tutor.tui.app import TutorApp
from nnmath_tutor.workshop.console.app import LEAST, Unkept
from nnmath_tutor.workshop.console.lead_screen import LeadScreen
from nnmath_tutor.workshop.console.look_screen import LookScreen
from nnmath_tutor.workshop.console.room_screen import RoomScreen
from nnmath_tutor.workshop.events import Joined, Left, Told
from nnmath_tutor.workshop.names import LONGEST_TEXT
from nnmath_tutor.workshop.protocol import (
    Consent,
    Gather,
    Hand,
    Here,
    Keep,
    Lock,
    Look,
    Lowered,
    Poll,
    Release,
    Say,
    Screen,
    Skipping,
)

from .presenting import INVITED, LESSONS, FakeStage, full, presenting, two

NAMES = ("Maria", "tom", "Zoë", "ada", "李小龙", "Ben")
SEEN = Screen(((("hello ", "bold #ff0000"), ("[b]x[/b]", "")), (("row 2", "reverse"),)))


async def test_who_comes_and_goes_is_in_the_table() -> None:
    async with presenting() as presenter:
        assert "Nobody is here yet" in presenter.text
        await presenter.post(Joined("maria"))
        assert "1 here" in presenter.lines[0]
        assert any(line.startswith(" ▸maria") for line in presenter.lines)
        assert "maria joined." in presenter.lines[-2]
        await presenter.post(Told("maria", Here("backprop", "votes", 4, True)))
        assert "Backpropagation" in presenter.text
        assert "plays" in presenter.text
        await presenter.post(Told("maria", Hand(True)))
        assert "1 hand up" in presenter.lines[0]
        assert "maria raised a hand." in presenter.lines[-2]
        await presenter.post(Left("maria", lost=True))
        assert "0 here, 1 lost" in presenter.lines[0]
        assert "connection lost" in presenter.text


async def test_what_learners_typed_is_shown_as_it_is() -> None:
    async with presenting(full) as presenter:
        assert "Zoë [b]" in presenter.text
        assert "=1+1" in presenter.text


async def test_the_table_changes_twice_a_second_at_most() -> None:
    async with presenting(two) as presenter:
        await presenter.pilot.pause(LEAST)
        shown = 0
        table = presenter.top.show_room

        def count() -> None:
            nonlocal shown
            shown += 1
            table()

        presenter.top.show_room = count
        for epoch in range(30):
            presenter.stage.post(Told("maria", Here("backprop", "votes", epoch, True)))
            await presenter.pilot.pause(0.02)
        await presenter.pilot.pause(LEAST)
        assert 1 <= shown <= 4


async def test_nothing_is_sent_when_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    async with presenting(full) as presenter:
        sent: list[Any] = []
        monkeypatch.setattr(presenter.app, "_display", lambda *frame: sent.append(frame))
        await presenter.post(Told("Maria", Keep(1, {})), Told("Maria", Consent(True)))
        presenter.stage.time += 20.0  # of the third minute
        await presenter.post()
        assert [frame for _, frame in sent if frame is not None] == []
        await presenter.post(Told("Maria", Hand(True)))
        assert [frame for _, frame in sent if frame is not None] != []


async def test_sort_keys_go_round_and_the_chosen_one_stays() -> None:
    async with presenting(full) as presenter:
        await presenter.press("down")
        assert presenter.top.chosen == "tom"
        orders = set()
        for _ in range(5):
            await presenter.press("s")
            orders.add(tuple(one.key for one in presenter.top._table.listed))
            assert presenter.top.chosen == "tom"
        assert len(orders) >= 4
        await presenter.press("S")
        assert presenter.top.chosen == "tom"


async def test_the_filter_shows_whom_is_typed() -> None:
    async with presenting(full) as presenter:
        await presenter.press("f")
        await presenter.type("forw")
        assert [one.learner.name for one in presenter.top._table.listed] == ["tom", "Zoë [b]"]
        await presenter.press("enter")
        assert "2 of 6 shown" in presenter.text
        await presenter.press("f")
        await presenter.type("q[b]")  # q is a letter now
        assert "Nobody matches" in presenter.text
        await presenter.press("escape")
        assert len(presenter.top._table.listed) == 6


async def test_a_click_chooses_and_on_a_column_sorts() -> None:
    async with presenting(full) as presenter:
        row = next(y for y, line in enumerate(presenter.lines) if "Maria" in line)
        await presenter.pilot.click(offset=(5, row))
        await presenter.settle()
        assert presenter.top.chosen == "maria"
        await presenter.pilot.click(offset=(5, 3))
        await presenter.settle()
        assert presenter.top.order.value == "name"
        await presenter.pilot.click(
            offset=(5, next(y for y, line in enumerate(presenter.lines) if "▸Maria" in line))
        )
        await presenter.settle()
        assert isinstance(presenter.top, LookScreen)


async def test_everyone_follows_to_the_cell_until_released() -> None:
    async with presenting(two) as presenter:
        stage = presenter.stage
        await presenter.press("g")
        await presenter.type("backprop")
        await presenter.press("enter")
        assert isinstance(presenter.top, LeadScreen)
        first = stage.to("tom", Gather)[-1]
        assert isinstance(first, Gather)
        assert (first.lesson, first.step) == ("backprop", LESSONS[11].steps[0].id)
        for key in ("n", "down", "right", "down"):
            stage.time += 1.0
            await presenter.press(key)
        assert stage.to("maria", Gather)[-1] == presenter.top.place
        assert presenter.top.place.level == "cell"
        assert "You lead 2 learners" in presenter.text
        await presenter.press("q")
        assert isinstance(presenter.top, RoomScreen)
        assert stage.to("tom", Release) == []  # they stay
        assert "All are gathered: Backpropagation" in presenter.text
        await presenter.press("r")
        assert stage.to("tom", Release) == [Release()]
        await presenter.press("r")
        assert "Nobody is gathered" in presenter.text
        assert stage.to("tom", Release) == [Release()]


async def test_going_back_to_the_lesson_is_where_the_presenter_was() -> None:
    async with presenting(two) as presenter:
        presenter.app.open_lesson("backprop", "votes")
        await presenter.settle()
        presenter.stage.time += 1.0
        await presenter.press("q", "g", "enter")
        assert presenter.top.step.id == "votes"
        await presenter.press("R")
        assert isinstance(presenter.top, RoomScreen)
        assert presenter.stage.room.leading is None


async def test_fewer_places_are_sent_than_frames_played_and_the_last_one_is() -> None:
    async with presenting() as presenter:
        stage = presenter.stage
        for number in range(60):
            stage.post(Joined(f"learner {number}"))
        presenter.app.open_lesson("backprop", "votes")
        await presenter.settle()
        for _ in range(10):  # the room's clock stands
            await presenter.press("full_stop")
        sent = stage.to("learner 0", Gather)
        assert len(sent) == 1
        stage.time += 1.0
        presenter.app._lead_on()
        assert stage.to("learner 0", Gather)[-1] == presenter.top.place
        assert len(stage.to("learner 0", Gather)) == 2


async def test_no_run_of_the_presenters_own_while_leading() -> None:
    async with presenting(two) as presenter:
        presenter.app.open_lesson("backprop", "votes")
        await presenter.settle()
        for key in ("e", "t", "d", "u"):
            await presenter.press(key)
            assert "Learners follow the lesson's own run" in presenter.text
            assert isinstance(presenter.top, LeadScreen)
        last = len(presenter.top.lecture.lesson.steps)
        for _ in range(last + 1):
            await presenter.press("n")
        assert "That was the last step" in presenter.text
        assert isinstance(presenter.top, LeadScreen)


async def test_messages_to_all_and_to_one() -> None:
    async with presenting(two) as presenter:
        stage = presenter.stage
        await presenter.press("m")
        await presenter.type("[b]quit [/]")  # with a q in it
        await presenter.press("enter")
        assert stage.to("maria", Say) == stage.to("tom", Say) == [Say("[b]quit [/]")]
        assert "Said to 2 learners." in presenter.text
        await presenter.press("down", "M")
        chosen = presenter.top.chosen
        await presenter.type("well done")
        await presenter.press("enter")
        assert stage.to(chosen, Say)[-1] == Say("well done")
        assert sum(one.message == Say("well done") for one in stage.sent) == 1
        await presenter.press("m", "enter")
        assert "Nothing was sent" in presenter.text
        await presenter.press("m", *"abc", "escape")
        assert Say("abc") not in stage.to("tom", Say)


async def test_a_long_message_ends_at_its_length() -> None:
    async with presenting(two) as presenter:
        await presenter.press("m")
        for _ in range(LONGEST_TEXT + 50):
            presenter.app.simulate_key("x")
        await presenter.settle()
        await presenter.press("enter")
        (said,) = presenter.stage.to("tom", Say)
        assert said == Say("x" * LONGEST_TEXT)


async def test_lessons_are_locked_all_at_once() -> None:
    async with presenting(full) as presenter:
        stage = presenter.stage
        await presenter.press("l", "c", "down", "space")
        assert "1 of 19 open. 4 learners go back to the map." in presenter.text
        assert stage.to("tom", Lock) == []
        await presenter.press("enter")
        assert stage.to("tom", Lock) == [Lock((LESSONS[1].id,))]
        assert "1 lesson open." in presenter.text
        await presenter.press("l", "o", "q")
        assert "stay as they are" in presenter.text
        await presenter.press("l", "o", "enter")
        assert stage.to("tom", Lock)[-1] == Lock(None)


async def test_skipping_goes_back_and_forth() -> None:
    async with presenting(two) as presenter:
        await presenter.press("n")
        assert "No one skips." in presenter.text
        await presenter.press("n")
        assert presenter.stage.to("tom", Skipping) == [Skipping(False), Skipping(True)]


async def test_a_screen_is_seen_once_its_learner_agrees() -> None:
    async with presenting(two) as presenter:
        stage = presenter.stage
        key = presenter.top.chosen
        await presenter.press("enter")
        assert stage.to(key, Look) == [Look(True)]
        assert "has not agreed yet" in presenter.text
        await presenter.post(Told(key, SEEN))
        assert "hello" not in presenter.text
        await presenter.post(Told(key, Consent(True)), Told(key, SEEN))
        assert "hello [b]x[/b]" in presenter.text
        before = list(stage.sent)
        await presenter.press("a", "x", "space", "right", "down", "g")  # only looked at
        assert stage.sent == before
        await presenter.post(Told(key, Consent(False)))
        assert isinstance(presenter.top, RoomScreen)
        assert "hello" not in presenter.text
        await presenter.press("enter", "q")
        assert stage.to(key, Look) == [Look(True), Look(False), Look(True), Look(False)]


async def test_who_leaves_is_not_looked_at_any_more() -> None:
    async with presenting(two) as presenter:
        key = presenter.top.chosen
        await presenter.press("enter")
        await presenter.post(Left(key))
        assert isinstance(presenter.top, RoomScreen)
        assert f"{key} is not here any more." in presenter.text


async def test_mistakes_are_told_in_a_sentence() -> None:
    async with presenting() as presenter:
        for key, said in {
            "r": "Nobody is gathered",
            "m": "Nobody is here yet. Who should read it?",
            "M": "Nobody is here yet",
            "d": "Nobody is here yet",
            "enter": "Nobody is here yet",
        }.items():
            await presenter.press(key)
            assert said in presenter.lines[-2], key
        await presenter.post(Joined("tom"))
        await presenter.press("d")
        assert "tom has no hand up." in presenter.text
        await presenter.post(Told("tom", Hand(True)))
        await presenter.press("d")
        assert presenter.stage.to("tom", Lowered) == [Lowered()]
        await presenter.post(Left("tom"))
        for key in ("enter", "M", "d"):
            await presenter.press(key)
        assert isinstance(presenter.top, RoomScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_the_wall_has_no_names(size: tuple[int, int]) -> None:
    async with presenting(full, size=size) as presenter:
        seen = []
        await presenter.press("p")
        seen.append(presenter.text)
        assert INVITED.lines[0] in presenter.text
        await presenter.press("enter", "M", "d")  # what would speak of somebody
        assert isinstance(presenter.top, RoomScreen)
        seen.append(presenter.text)
        await presenter.post(Joined("Ben"), Told("Maria", Hand(True)))
        seen.append(presenter.text)
        await presenter.press("a", "enter")
        seen.append(presenter.text)
        await presenter.press("enter")
        await presenter.post(Told("Maria", Poll(1, Outcome.RIGHT, "4")))
        seen.append(presenter.text)
        await presenter.press("q", "g", "enter")
        assert isinstance(presenter.top, LeadScreen)
        seen.append(presenter.text)
        for text in seen:
            assert not any(name in text for name in NAMES)
        await presenter.press("P", "q")
        assert "Maria" in presenter.text


async def test_the_console_looks_as_the_tutor_does() -> None:
    tutor = TutorApp(LESSONS, (), Unkept())
    async with tutor.run_test(), presenting(full) as presenter:
        for role in sorted(TutorApp.COMPONENT_CLASSES):
            looks = [app.get_component_styles(role).rich_style for app in (tutor, presenter.app)]
            assert looks[0] == looks[1], role


@pytest.mark.parametrize("no_color", [False, True])
async def test_high_contrast_on_the_wall(no_color: bool) -> None:
    async with presenting(full, no_color=no_color) as presenter:
        plain = presenter.app.theme
        await presenter.press("p")
        assert presenter.app.theme == (plain if no_color else "wall")
        assert presenter.app.has_class("-wall")
        for role in ("dim", "label", "axis", "comment"):
            style = presenter.app.get_component_styles(f"rows--{role}").rich_style
            assert not style.dim
        await presenter.press("p")
        assert presenter.app.theme == plain


@pytest.mark.parametrize("leave", ["q", "ctrl+q"])
async def test_the_end_is_asked_for_once(leave: str) -> None:
    async with presenting(two) as presenter:
        await presenter.press(leave)
        assert "End the workshop for 2 learners? y or n:" in presenter.text
        await presenter.press("n")
        assert "The workshop goes on." in presenter.text
        for wrong in ("x", "enter", "escape"):
            await presenter.press(leave, wrong)
            assert not presenter.app._exit, wrong
        await presenter.press(leave, "y")
        assert presenter.app._exit


async def test_an_empty_workshop_ends_at_once() -> None:
    async with presenting() as presenter:
        await presenter.press("q")
        assert presenter.app._exit


async def test_the_end_is_asked_for_from_anywhere() -> None:
    async with presenting(two) as presenter:
        await presenter.press("g", "enter")
        await presenter.press("ctrl+q")
        assert "End the workshop for 2 learners?" in presenter.text


@pytest.mark.parametrize("opening", [(), ("g",), ("g", "enter"), ("a",), ("a", "enter"), ("l",)])
@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 6)])
async def test_wrong_keys_are_harmless(opening: tuple[str, ...], size: tuple[int, int]) -> None:
    async with presenting(full, size=size) as presenter:
        await presenter.press(*opening)
        for key in (
            "x",
            "9",
            "f7",
            "tab",
            "shift+tab",
            "delete",
            "insert",
            "ä",
            "ctrl+x",
            "pageup",
        ):
            await presenter.press(key)
        assert presenter.app.is_running
        assert not presenter.app._exit
        assert {type(one.message) for one in presenter.stage.sent} <= presenter_may_send(opening)


def presenter_may_send(opening: tuple[str, ...]) -> set[type]:
    before = FakeStage()
    full(before)
    told = {type(one.message) for one in before.sent}
    return told | {Gather} if opening == ("g", "enter") else told
