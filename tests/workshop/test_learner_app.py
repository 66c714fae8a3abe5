"""A learner's tutor in the hands of the room: led and let go, asked, told, locked, kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from textual.pilot import Pilot

from asked import asked_lesson
from nnmath_tutor.lesson import answer_text
from nnmath_tutor.progress import Outcome
from nnmath_tutor.tui.course_map import CourseMap
from nnmath_tutor.tui.lesson_screen import LessonScreen
from nnmath_tutor.tui.question_screen import QuestionScreen
from nnmath_tutor.workshop import room_store
from nnmath_tutor.workshop.asked_screen import AskedScreen
from nnmath_tutor.workshop.led_screen import LedScreen
from nnmath_tutor.workshop.protocol import (
    Answered,
    Ask,
    Consent,
    End,
    Gather,
    Hand,
    Here,
    Lock,
    Look,
    Lowered,
    Pace,
    Poll,
    Release,
    Say,
    Screen,
    Skipping,
    Tally,
)

from .led import LESSONS, Host, led

ASKED = asked_lesson()
VOTES = Gather("backprop", "votes", 40, 2, "line")


def lines(pilot: Pilot[None]) -> list[str]:
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text(host: Host) -> str:
    return "\n".join(lines(host.pilot))


async def press(host: Host, *keys: str) -> None:
    await host.pilot.press(*keys)
    await host.settle()


def top(host: Host) -> Any:
    return host.pilot.app.screen


async def test_gathered_follows_and_released_is_where_one_was() -> None:
    async with led() as host:
        host.pilot.app.open_lesson("forward", "row-meets-column")  # type: ignore[attr-defined]
        await press(host, "right", "right", "down")
        own, cursor, seen = top(host), top(host).cursor, text(host)
        kept = json.dumps(host.kept)
        await host.say(VOTES)
        assert isinstance(top(host), LedScreen)
        assert lines(host.pilot)[0].startswith(" presenter: leads")
        assert top(host).cursor.position.epoch == 40
        assert top(host).cursor.position.line == 2
        assert top(host).step.id == "votes"
        await host.say(Gather("backprop", "votes", 41, 3, "line"))
        assert top(host).cursor.position.epoch == 41
        await host.say(Release())
        assert top(host) is own
        assert own.cursor == cursor
        assert text(host) == seen
        assert json.dumps(host.kept) == kept  # nor does it count as seen


async def test_keys_that_move_in_time_rest_while_gathered() -> None:
    async with led() as host:
        await host.say(VOTES)
        before = top(host).cursor
        for key in ("right", "left", "up", "space", "enter", "n", "b", "q", "i", "e", "t", "s"):
            await press(host, key)
            assert isinstance(top(host), LedScreen), key
            assert top(host).cursor == before, key
            assert "this key rests" in text(host), key
        await press(host, "question_mark")
        assert "Raise your hand" in text(host)
        await host.say(Release())
        assert isinstance(top(host), CourseMap)


async def test_what_a_resting_key_says_outlives_the_epochs_that_come_in_meanwhile() -> None:
    async with led() as host:
        await host.say(VOTES)
        await press(host, "space")
        screen = top(host)
        screen.watch_frame(screen.frame)  # drawn anew, as after each glance at the recording
        await host.settle()
        assert "this key rests" in text(host)
        await host.say(Gather("backprop", "votes", 41, 3, "line"))
        assert "this key rests" not in text(host)


async def test_the_line_covers_nothing() -> None:
    async with led() as host:
        host.pilot.app.open_lesson("forward")  # type: ignore[attr-defined]
        await host.settle()
        head = lines(host.pilot)[0]
        await host.say(Say("Look at the second row."))
        assert lines(host.pilot)[:2] == [
            " presenter: Look at the second row. (ctrl+y: read)",
            head,
        ]
        await press(host, "ctrl+y")
        assert lines(host.pilot)[0] == head


async def test_a_message_is_no_markup() -> None:
    async with led() as host:
        await host.say(Say("[b]A[/] **bold** [@click=app.quit]x[/] `code`"))
        assert "[b]A[/] **bold** [@click=app.quit]x[/] `code`" in lines(host.pilot)[0]


async def test_the_line_is_on_every_screen_that_opens() -> None:
    async with led() as host:
        await host.say(Say("Two minutes left."))
        for keys in (["question_mark"], ["escape", "slash"], ["escape", "ctrl+p"], ["w"]):
            await press(host, *keys)
            await host.pilot.pause(0.3)
            assert "Two minutes left." in lines(host.pilot)[0]


@pytest.mark.parametrize("right", [True, False])
async def test_asked_answers_once_and_sees_the_tally(right: bool) -> None:
    async with led(lessons=[ASKED]) as host:
        await host.say(Ask(7, "asked", "pairs", 3))
        asked = top(host)
        assert isinstance(asked, AskedScreen)
        assert "The presenter asks everyone" in text(host)
        assert asked.quiz is not None
        answer = answer_text(asked.quiz.posed) if right else "1"
        await press(host, *answer, "enter")
        assert "Sent" in text(host)
        assert "Right" not in text(host)
        assert "Not yet" not in text(host)
        outcome = Outcome.RIGHT if right else Outcome.WRONG
        assert host.of(Poll) == [Poll(7, outcome, answer)]
        assert host.of(Answered) == [Answered("asked", "pairs", 3, outcome, 1, answer)]
        assert host.kept is not None
        assert host.kept["lessons"]["asked"]["questions"]["pairs"]["outcome"] == outcome.value
        await press(host, "5", "enter")
        assert len(host.of(Poll)) == 1
        correct = answer_text(asked.quiz.posed)
        counts = ((correct, 3), (answer, 1)) if not right else ((correct, 4),)
        await host.say(Tally(7, counts, (correct,), True))
        assert "How the room answered" in text(host)
        assert "yours" in text(host)
        assert ("✓ Right" if right else "✗ Not yet") in text(host)
        await press(host, "enter")
        assert isinstance(top(host), CourseMap)


async def test_leaving_a_question_of_the_room_is_a_skip() -> None:
    async with led(lessons=[ASKED]) as host:
        await host.say(Ask(7, "asked", "pairs", 3))
        await press(host, "enter")
        assert isinstance(top(host), AskedScreen)
        await host.say(Skipping(False))
        await press(host, "escape", "escape")
        assert "no one skips just now" in text(host)
        await host.say(Skipping(True))
        await press(host, "escape", "1", "backspace")
        assert isinstance(top(host), AskedScreen)
        await press(host, "escape")
        assert "Esc once more skips it, and the room's answers." in text(host)
        assert not host.of(Poll)
        await press(host, "escape")
        assert isinstance(top(host), CourseMap)
        assert host.of(Poll) == [Poll(7, Outcome.SKIPPED, "skipped")]


async def test_who_still_thinks_comes_after_the_presenter_later() -> None:
    async with led(lessons=[ASKED, *LESSONS]) as host:
        await host.say(Ask(7, "asked", "pairs", 3), VOTES)
        assert isinstance(top(host), AskedScreen)
        assert "keys rest" not in text(host)
        await press(host, "1", "enter")
        assert [poll.outcome for poll in host.of(Poll)] == [Outcome.WRONG]
        await host.say(Tally(7, (("1", 1),), ("5",), True))
        assert isinstance(top(host), AskedScreen)
        await press(host, "enter")
        assert isinstance(top(host), LedScreen)
        assert "keys rest" in text(host)

        await host.say(Ask(8, "asked", "pairs", 3))
        await press(host, "1", "enter")
        await host.say(Tally(8, (("1", 1),), ("5",), True))
        await host.say(Gather("backprop", "votes", 41, 3, "line"))  # the presenter goes on
        assert isinstance(top(host), LedScreen)
        assert top(host).cursor.position.epoch == 41

        await host.say(Ask(9, "asked", "pairs", 3), Release())
        assert isinstance(top(host), AskedScreen)
        await press(host, "escape", "escape")
        assert isinstance(top(host), CourseMap)


async def test_what_was_asked_keeps_its_place_when_the_presenter_gathers() -> None:
    async with led() as host:
        lesson = next(
            one for one in LESSONS if any(step.question is not None for step in one.steps)
        )
        step = next(step for step in lesson.steps if step.question is not None)
        await host.say(Ask(1, lesson.id, step.id, 0), VOTES)
        assert isinstance(top(host), AskedScreen)
        await host.say(Ask(2, lesson.id, step.id, 0))
        assert isinstance(top(host), AskedScreen)
        await host.say(Release())
        assert isinstance(top(host), CourseMap | AskedScreen)


async def test_ones_own_answer_is_with_the_host_before_the_screen_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with led(lessons=[ASKED]) as host:
        host.pilot.app.open_lesson("asked", "begin")  # type: ignore[attr-defined]
        await press(host, "enter")
        assert isinstance(top(host), QuestionScreen)
        shown: list[str] = []
        wait = host.pilot.app.channel.wait_for  # type: ignore[attr-defined]

        def waits(kind: Any, seconds: float) -> Any:
            shown.append(text(host))
            return wait(kind, seconds)

        monkeypatch.setattr(host.pilot.app.channel, "wait_for", waits)  # type: ignore[attr-defined]
        answer = answer_text(top(host).quiz.posed)
        await press(host, *answer, "enter")
        assert "Right" not in shown[0]
        assert "✓ Right" in text(host)
        assert host.of(Answered)[0].outcome is Outcome.RIGHT
        # Recorded before it is kept: what is confirmed is in both.
        kinds = [type(message).__name__ for message in host.heard]
        assert kinds.index("Answered") < len(kinds) - 1 - kinds[::-1].index("Keep")


async def test_a_host_that_confirms_nothing_is_complained_of_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room_store, "PATIENCE", 0.01)
    async with led() as host:
        told: list[str] = []
        monkeypatch.setattr(host.pilot.app, "notify", lambda text, **_: told.append(text))
        host.keeps = False
        host.pilot.app.open_lesson("forward")  # type: ignore[attr-defined]
        await host.settle()
        await press(host, "v")
        assert told == [room_store.LATE]


async def test_no_one_skips() -> None:
    async with led(lessons=[ASKED]) as host:
        host.pilot.app.open_lesson("asked", "begin")  # type: ignore[attr-defined]
        await press(host, "enter")
        await host.say(Skipping(False))
        assert "no one skips" in lines(host.pilot)[0]
        for line in ("", "skip", "show"):
            await press(host, *line, "enter")
            assert isinstance(top(host), QuestionScreen)
            assert "even a guess" in text(host)
        await press(host, "1", "enter", *"show", "enter", "enter")
        assert isinstance(top(host), LessonScreen)
        await host.say(Skipping(True))
        await press(host, "enter")
        await press(host, "enter")
        assert isinstance(top(host), LessonScreen)


async def test_locked_lessons_do_not_open_and_who_is_in_one_is_led_out() -> None:
    async with led() as host:
        host.pilot.app.open_lesson("backprop")  # type: ignore[attr-defined]
        await host.settle()
        await host.say(Lock(("forward",)))
        assert isinstance(top(host), CourseMap)
        assert "open for now" in lines(host.pilot)[0]
        forward = next(one.title for one in LESSONS if one.id == "forward")
        listed = [line for line in lines(host.pilot) if any(one.title in line for one in LESSONS)]
        assert any(" locked " in line for line in listed)
        assert not any(" locked " in line for line in listed if forward in line)
        await press(host, "enter")  # the last one, which is locked
        assert isinstance(top(host), CourseMap)
        await host.say(Lock(None))
        assert " locked " not in text(host)
        await press(host, "enter")
        assert isinstance(top(host), LessonScreen)


async def test_the_hand_goes_up_and_down() -> None:
    async with led() as host:
        await press(host, "h")
        assert "hand is up" in lines(host.pilot)[0]
        await host.say(Lowered())
        assert "hand is up" not in text(host)
        await press(host, "slash")
        await press(host, "ctrl+r")
        assert host.of(Hand) == [Hand(True), Hand(True)]


async def test_the_screen_is_seen_by_consent_alone() -> None:
    async with led() as host:
        await host.say(Look(True))
        assert "may I see your screen?" in lines(host.pilot)[0]
        await press(host, "down")
        assert host.of(Screen) == []
        await press(host, "ctrl+o")
        assert host.of(Consent) == [Consent(True)]
        await host.pilot.pause(0.6)
        seen = host.of(Screen)[-1]
        rows = ["".join(text for text, _ in row).rstrip() for row in seen.rows]
        assert rows == lines(host.pilot)
        assert "sees your screen" in rows[0]
        await press(host, "ctrl+o")
        before = len(host.of(Screen))
        await press(host, "up", "down")
        await host.pilot.pause(0.6)
        assert len(host.of(Screen)) == before


async def test_where_one_is_is_told_at_most_twice_a_second() -> None:
    async with led() as host:
        host.pilot.app.open_lesson("backprop", "votes")  # type: ignore[attr-defined]
        await host.settle()
        for _ in range(6):
            await press(host, "full_stop")
        await host.pilot.pause(0.7)
        here = host.of(Here)
        assert here[0] == Here("", "", 0, False)
        assert here[-1].lesson == "backprop"
        assert here[-1].epoch == top(host).cursor.position.epoch
        assert len(here) <= 6


async def test_fewer_frames_and_time_as_fast() -> None:
    async with led() as host:
        host.pilot.app.open_lesson("backprop", "watch")  # type: ignore[attr-defined]
        await host.say(Pace(0.4))
        screen = top(host)
        await press(host, "space")
        first = screen.cursor.position.epoch
        await host.pilot.pause(0.9)
        assert screen.cursor.playing
        moved = screen.cursor.position.epoch - first
        assert moved >= 4
        assert moved % 4 == 0  # four beats of 0.1 s a frame


async def test_the_end_says_why() -> None:
    async with led() as host:
        app = host.pilot.app
        await host.say(End("The workshop is over. Thank you!"))
        assert not app.is_running or app._exit
        assert any("The workshop is over" in str(told) for told in app._exit_renderables)


async def test_a_host_that_is_gone_ends_it() -> None:
    async with led() as host:
        host.end.close()
        await host.settle()
        assert host.pilot.app._exit


async def test_who_comes_back_goes_on_where_they_were() -> None:
    async with led() as host:
        host.pilot.app.open_lesson("forward", "squash")  # type: ignore[attr-defined]
        await host.settle()
        document = host.kept
    async with led(document=document, seen_before=True) as host:
        await press(host, "enter")
        assert top(host).step.id == "squash"


async def test_a_damaged_document_is_no_end() -> None:
    async with led(document={"format": "none"}) as host:
        assert host.pilot.app.is_running
