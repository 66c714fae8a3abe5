"""Room, record and lines together: learners' processes are the other ends of sockets here."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.channel import LearnerChannel
from nnmath_tutor.workshop.events import StartPoll, Tell
from nnmath_tutor.workshop.hall import Hall, HallSeat
from nnmath_tutor.workshop.log import Log, erase
from nnmath_tutor.workshop.places import TurnedAwayError
from nnmath_tutor.workshop.protocol import (
    Answered,
    Ask,
    End,
    FromHost,
    FromLearner,
    Gather,
    Here,
    Keep,
    Kept,
    Lock,
    Poll,
    Release,
    Say,
    Skipping,
    Welcome,
)
from nnmath_tutor.workshop.record import Record
from nnmath_tutor.workshop.writer import Writer

MINE, OTHER = "SHA256:mine", "SHA256:other"
DOCUMENT = {"format": 1, "lessons": {}}


@asynccontextmanager
async def hall_in(state: Path, most: int = 10) -> AsyncIterator[Hall]:
    log, writer = Log(state), Writer(state)
    try:
        yield Hall(state, writer, log, most)
    finally:
        writer.close()
        log.close()


class Learner:
    """A seat, and the process's end of its line."""

    def __init__(self, seat: HallSeat, ended: list[str]) -> None:
        ours, theirs = socket.socketpair()
        self.seat, self.end, self.ended = seat, theirs, ended
        self.channel = LearnerChannel(theirs)
        self.mistrusted = 0
        self.told: list[FromHost] = []
        seat.attach(ours, self._mistrust)

    def _mistrust(self) -> None:
        self.mistrusted += 1

    async def hears(self, kind: type[FromHost]) -> FromHost:
        """The next message of that kind."""
        while True:
            self.told += self.channel.receive()
            for message in self.told:
                if isinstance(message, kind):
                    self.told.remove(message)
                    return message
            await asyncio.sleep(0)

    async def leave(self) -> bool:
        self.channel.close()
        return await self.seat.leave(lost=False)


async def come(hall: Hall, name: str, *keys: str, proved: bool = False) -> Learner:
    ended: list[str] = []
    seat = await hall.admit(name, keys, proved=proved, end=ended.append)
    return Learner(seat, ended)


def forget(state: Path, name: str) -> None:
    """As the command does it, from another process."""
    erase(state, name)
    with Record(state, create=False) as record:
        assert record.forget(name)


async def soon(wait: Awaitable[object]) -> object:
    return await asyncio.wait_for(wait, 10)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0)


async def test_progress_is_on_disk_before_it_is_confirmed_and_is_there_again(
    tmp_path: Path,
) -> None:
    async with hall_in(tmp_path) as hall:
        maria = await come(hall, "Maria")
        welcome = await soon(maria.hears(Welcome))
        assert welcome == Welcome("Maria", None, None, True, False)
        maria.channel.send(Answered("forward", "product", 1, Outcome.WRONG, 1, "7"))
        maria.channel.send(Keep(3, DOCUMENT))
        assert await soon(maria.hears(Kept)) == Kept(3, None)
        with Record(tmp_path, create=False) as elsewhere:  # as after kill -9: another connection
            assert elsewhere.rows("SELECT typed FROM answers") == [("7",)]
        await maria.leave()
        again = await come(hall, "maria")
        assert await soon(again.hears(Welcome)) == Welcome("Maria", DOCUMENT, None, True, True)
        await again.leave()
        assert "questions right at the first go: 0 of 1" in await hall.summary(
            "MARIA", proved=False
        )


async def test_what_a_process_said_before_it_died_is_kept(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        maria = await come(hall, "maria")
        maria.channel.send(Keep(1, DOCUMENT))
        await maria.leave()
        again = await come(hall, "maria")
        welcome = await soon(again.hears(Welcome))
        assert isinstance(welcome, Welcome)
        assert welcome.document == DOCUMENT
        await again.leave()


async def test_last_seen_is_when_they_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 1000.0
    monkeypatch.setattr("nnmath_tutor.workshop.hall.time.time", lambda: clock)
    async with hall_in(tmp_path) as hall:
        maria = await come(hall, "maria")
        clock = 4600.0  # an hour of reading, and no answer
        await maria.leave()
    with Record(tmp_path, create=False) as record:
        assert record.rows("SELECT first_seen, last_seen FROM learners") == [(1000.0, 4600.0)]


async def test_progress_that_is_none_is_complained_of_and_not_kept(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        maria = await come(hall, "maria")
        maria.channel.send(Keep(1, {"format": "?"}))
        kept = await soon(maria.hears(Kept))
        assert isinstance(kept, Kept)
        assert kept.complaint is not None
        await maria.leave()
    assert "fault" in (tmp_path / "log").read_text()


async def test_names_and_places_run_out(tmp_path: Path) -> None:
    async with hall_in(tmp_path, most=2) as hall:
        maria = await come(hall, "maria")
        with pytest.raises(TurnedAwayError, match="name taken"):
            await come(hall, "MARIA")
        otto = await come(hall, "otto")
        with pytest.raises(TurnedAwayError, match="full"):
            await come(hall, "eva")
        await otto.leave()
        eva = await come(hall, "eva")
        await eva.leave()
        await maria.leave()
        assert [one.name for one in hall.room.learners.values()] == ["maria", "otto", "eva"]
        assert not hall.room.here


async def test_who_is_back_at_once_waits_until_the_process_of_before_has_left(
    tmp_path: Path,
) -> None:
    async with hall_in(tmp_path) as hall:
        first = await come(hall, "maria")
        first.seat.leaving()  # the connection broke
        back = asyncio.ensure_future(come(hall, "Maria"))
        for _ in range(10):
            await asyncio.sleep(0)
        assert not back.done()
        await first.leave()
        again = await soon(back)
        assert hall.room.taken("maria")
        await again.leave()


async def test_two_who_come_at_the_same_moment_do_not_both_get_the_name(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        both = await asyncio.gather(
            come(hall, "maria"), come(hall, "maria"), return_exceptions=True
        )
        assert sorted(isinstance(one, TurnedAwayError) for one in both) == [False, True]
        await next(one for one in both if isinstance(one, Learner)).leave()


async def test_a_key_binds_a_name(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        await (await come(hall, "maria", MINE)).leave()
        assert await hall.key_opens("Maria", MINE)
        assert not await hall.key_opens("maria", OTHER)
        assert not await hall.key_opens("otto", MINE)
        for keys in ((), (OTHER,), (MINE,)):  # a key that is only named proves nothing
            with pytest.raises(TurnedAwayError, match="another key"):
                await come(hall, "maria", *keys)
        with pytest.raises(TurnedAwayError, match="another key"):
            await hall.summary("maria", proved=False)
        await (await come(hall, "maria", MINE, proved=True)).leave()
        assert (await hall.summary("maria", proved=True)).startswith("maria: what you did")


async def test_nobody_comes_in_with_a_key_whose_name_was_forgotten_meanwhile(
    tmp_path: Path,
) -> None:
    async with hall_in(tmp_path) as hall:
        with pytest.raises(TurnedAwayError, match="another key"):
            await come(hall, "maria", MINE, proved=True)


async def test_the_same_key_once_more_takes_over(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        first = await come(hall, "maria", MINE)
        leaving: list[asyncio.Task[bool]] = []

        def end(sentence: str) -> None:
            assert sentence == ends.REPLACED
            leaving.append(asyncio.ensure_future(first.leave()))

        first.seat.end = end
        second = await come(hall, "maria", MINE, proved=True)
        assert leaving[0].done()
        assert hall.room.taken("maria")
        await second.leave()
        assert not hall.room.taken("maria")


ANSWERED = Answered("forward", "product", 1, Outcome.RIGHT, 1, "7")


@pytest.mark.parametrize(
    "said",
    [ANSWERED, Keep(3, DOCUMENT), Poll(1, Outcome.RIGHT, "7")],
    ids=("answer", "progress", "vote"),
)
async def test_who_was_forgotten_is_sent_away_at_the_next_word(
    tmp_path: Path, said: FromLearner
) -> None:
    async with hall_in(tmp_path) as hall:
        maria, otto = await come(hall, "maria"), await come(hall, "otto")
        await hall.writer.do(lambda record: record.open_poll("forward", "product", 7, 0.0))
        forget(tmp_path, "maria")
        assert not maria.ended  # nobody has noticed
        for learner in (maria, otto):
            learner.channel.send(said)
        await until(lambda: bool(maria.ended))
        assert maria.ended == [ends.FORGOTTEN]
        if isinstance(said, Keep):
            assert await soon(maria.hears(Kept)) == Kept(3, ends.FORGOTTEN)
        assert not await maria.leave()
        again = await come(hall, "maria")
        assert await soon(again.hears(Welcome)) == Welcome("maria", None, None, True, False)
        for learner in (again, otto):
            assert await learner.leave()
            assert not learner.ended
        with Record(tmp_path, create=False) as record:
            answers = "SELECT learner FROM answers UNION SELECT learner FROM votes"
            mine = f"SELECT 1 FROM learners WHERE id IN ({answers}) AND name = 'maria'"
            assert not record.rows(mine)


async def test_an_answer_to_a_poll_that_is_gone_sends_nobody_away(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        maria = await come(hall, "maria")
        maria.channel.send(Poll(1, Outcome.RIGHT, "7"))
        assert await maria.leave()
        await asyncio.sleep(0)
        assert not maria.ended


async def test_what_is_noted_of_the_forgotten_afterwards_goes_with_them(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        maria, otto = await come(hall, "maria"), await come(hall, "otto")
        forget(tmp_path, "maria")
        for learner in (maria, otto):
            learner.channel.send(Keep(1, {"format": "?"}))  # a fault that names its learner
            await soon(learner.hears(Kept))
        hall.log.note("refused", what="forwarding", name="Maria")
        assert not await maria.leave()
        assert await otto.leave()
    log = (tmp_path / "log").read_text()
    assert "maria" not in log.lower()
    assert "progress of otto" in log


async def test_the_presenter_leads_and_the_room_follows(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        changes: list[int] = []
        hall.changed = lambda: changes.append(1)
        maria, otto = await come(hall, "maria"), await come(hall, "otto")
        gather = Gather("forward", "product", 5, 0, "line")
        hall.post(gather)
        assert await soon(maria.hears(Gather)) == await soon(otto.hears(Gather)) == gather
        hall.post(Release())
        await soon(otto.hears(Release))
        number = await hall.writer.do(lambda record: record.open_poll("forward", "product", 7, 0.0))
        hall.post(StartPoll(number, "forward", "product", 7))
        assert await soon(maria.hears(Ask)) == Ask(number, "forward", "product", 7)
        maria.channel.send(Poll(number, Outcome.RIGHT, "0.5"))
        maria.channel.send(Here("forward", "product", 9, True))
        await until(lambda: bool(hall.room.polling and hall.room.polling.answers))
        await until(lambda: hall.room.learners["maria"].epoch == 9)
        hall.post(Tell("[b]look[/b]\x1b[2J", "otto"))
        assert await soon(otto.hears(Say)) == Say("[b]look[/b]")
        await maria.leave()
        await otto.leave()
        assert hall.room.learners["maria"].gone is not None
        assert len(changes) >= 10
        await hall.writer.do(lambda record: None)  # after all that was given before
        with Record(tmp_path, create=False) as record:
            assert record.rows("SELECT outcome, label FROM votes") == [("right", "0.5")]


async def test_a_process_that_says_nonsense_is_mistrusted(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        for nonsense in (b"nonsense\n", b'{"kind":"end","reason":"x"}\n', b"x" * 1_100_000):
            maria = await come(hall, "maria")
            maria.end.setblocking(False)
            rest = memoryview(nonsense)
            while rest and not maria.mistrusted:
                try:
                    rest = rest[maria.end.send(rest) :]
                except BlockingIOError:
                    await asyncio.sleep(0)
            await until(lambda maria=maria: maria.mistrusted == 1)
            await maria.leave()
    assert (tmp_path / "log").read_text().count(" fault ") == 3


async def test_the_end_is_told_with_its_reason(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        maria = await come(hall, "maria")
        maria.seat.say_end("The workshop\nis over.")
        assert await soon(maria.hears(End)) == End("The workshop is over.")
        await maria.leave()


async def test_locks_and_rules_outlast_the_host(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        hall.post(Lock(("forward", "gone-since")))
        hall.post(Skipping(False))
    async with hall_in(tmp_path) as hall:
        assert (hall.room.lessons, hall.room.skipping) == (None, True)  # until it is recalled
        await hall.recall({"forward", "backprop"})
        assert (hall.room.lessons, hall.room.skipping) == (("forward",), False)
        learner = await come(hall, "maria")
        welcome = await soon(learner.hears(Welcome))
        assert (welcome.lessons, welcome.skipping) == (("forward",), False)  # type: ignore[attr-defined]
        await learner.leave()
        hall.post(Lock(None))
    async with hall_in(tmp_path) as hall:
        await hall.recall({"backprop"})
        assert (hall.room.lessons, hall.room.skipping) == (None, False)


async def test_a_lock_to_lessons_that_are_gone_is_none(tmp_path: Path) -> None:
    async with hall_in(tmp_path) as hall:
        hall.post(Lock(("gone-since",)))
    async with hall_in(tmp_path) as hall:
        await hall.recall({"forward"})
        assert hall.room.lessons is None
