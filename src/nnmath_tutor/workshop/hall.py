"""Room, record and learners' lines together: who may come in, what they say, what they are told.

The room is a pure state and the record has a thread of its own; this is what runs in the loop.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.events import Event, Joined, Left, Told
from nnmath_tutor.workshop.line import Line
from nnmath_tutor.workshop.load import frames_here
from nnmath_tutor.workshop.log import Log
from nnmath_tutor.workshop.names import name_key
from nnmath_tutor.workshop.places import TurnedAwayError
from nnmath_tutor.workshop.protocol import (
    Answered,
    End,
    FromHost,
    FromLearner,
    Keep,
    Kept,
    Lock,
    Poll,
    Skipping,
)
from nnmath_tutor.workshop.record import ForgottenError, Known, NotYoursError, Record
from nnmath_tutor.workshop.report import own_summary
from nnmath_tutor.workshop.results import results
from nnmath_tutor.workshop.room import Room, advance
from nnmath_tutor.workshop.schema import RecordError
from nnmath_tutor.workshop.writer import ClosedError, Writer

RULES = "rules"  # under which the record has what outlasts a restart of the host
PATIENCE = 5.0  # seconds for a process to have left, its last words on disk


class HallSeat:
    """A learner's place."""

    def __init__(self, hall: Hall, known: Known, end: Callable[[str], None]) -> None:
        self._hall, self._known = hall, known
        self.end = end
        self.vacated = asyncio.Event()
        self.is_leaving = False
        self._line: Line | None = None

    @property
    def name(self) -> str:
        """What everybody reads."""
        return self._known.name

    def attach(self, channel: socket.socket, mistrusted: Callable[[], None]) -> None:
        """Begin to speak with the process. The channel is the seat's from now on."""
        self._line = Line(channel, self._heard, self._fault, mistrusted)
        joined = Joined(self.name, self._known.document, self._known.seen_before)
        self._hall.post(joined)

    def leaving(self) -> None:
        """Whoever comes under this name now waits for the place instead of being turned away."""
        self.is_leaving = True

    def say_end(self, reason: str) -> None:
        """Tell the process that it is over, and why."""
        self.send(End(" ".join(reason.split())))

    def send(self, message: FromHost) -> None:
        """Tell the process something, if it is there."""
        if self._line is not None:
            self._line.send(message)

    async def leave(self, *, lost: bool) -> bool:
        """Take care of what the process has said, then give the place back.

        False if the learner was forgotten; what was noted of them since is gone from the log then.
        """
        self.leaving()
        try:
            if self._line is not None:
                await self._line.close(PATIENCE)
            known = await self._still_known()
            if not known:  # as long as nobody else can have the name
                await asyncio.to_thread(self._hall.log.erase, self.name)
            return known
        finally:
            self._hall.write(lambda record, at: record.left(self._known.number, at))
            self._hall.left(self, lost=lost)

    async def _heard(self, message: FromLearner) -> None:
        number = self._known.number
        match message:
            case Keep():
                self.send(Kept(message.number, await self._keep(message)))
            case Answered():
                self._write(lambda record, at: record.answer(number, message, at))
            case Poll():
                self._write(lambda record, _: record.vote(number, message))
        self._hall.post(Told(self.name, message))

    def _write(self, job: Callable[[Record, float], None]) -> None:
        self._hall.write(job, self._forgotten)

    def _forgotten(self) -> None:
        """A write has found nobody: whoever goes on would believe that it is kept."""
        self.end(ends.FORGOTTEN)

    async def _still_known(self) -> bool:
        number = self._known.number
        try:
            asked = self._hall.writer.do(lambda record: record.knows(number))
            return await asyncio.wait_for(asked, PATIENCE)
        except (RecordError, ClosedError, TimeoutError):
            return True  # as nearly everybody is

    async def _keep(self, keep: Keep) -> str | None:
        """Put progress on disk; what is wrong if that can't be."""
        number, at = self._known.number, time.time()
        try:
            await self._hall.writer.do(lambda record: record.keep(number, keep.document, at))
        except (RecordError, ClosedError) as error:
            self._hall.log.fault(f"progress of {self.name}", error)
            return "Your progress can't be kept right now. Tell who leads the workshop."
        except ForgottenError:
            self._forgotten()
            return ends.FORGOTTEN
        return None

    def _fault(self, error: Exception) -> None:
        self._hall.log.fault(f"what the process of {self.name} said", error)


class Hall:
    """The room as it is, and everybody's line. `changed` is called after every event."""

    def __init__(self, state: Path, writer: Writer, log: Log, most: int) -> None:
        """`state` is the folder of the record that `writer` writes; `most` learners at once."""
        self.writer, self.log = writer, log
        self._state = state
        self._reading = asyncio.Lock()  # one summary at a time
        self.room = Room(frames_here())
        self.changed: Callable[[], None] = lambda: None
        self._most = most
        self._seats: dict[str, HallSeat | None] = {}  # None: being let in

    async def admit(
        self, name: str, keys: Sequence[str], *, proved: bool, end: Callable[[str], None]
    ) -> HallSeat:
        """A place for `name`. Raises TurnedAwayError if there is none, or it is another's name.

        Whoever shows the key of the name is the same person: what they left open gives way. And
        who lost the connection and is back at once waits until the process of before has left.
        """
        key = name_key(name)
        await self._vacate(key, proved=proved)
        if key in self._seats:
            raise TurnedAwayError("name taken", ends.NAME_TAKEN.format(name=name))
        if len(self._seats) >= self._most:
            raise TurnedAwayError("full", ends.FULL.format(most=self._most))
        self._seats[key] = None
        try:
            at = time.time()
            known = await self.writer.do(lambda record: _join(record, name, keys, proved, at))
        except BaseException as error:
            del self._seats[key]
            if isinstance(error, NotYoursError):
                sentence = ends.NAME_BOUND.format(name=name)
                raise TurnedAwayError("another key", sentence) from None
            raise
        seat = self._seats[key] = HallSeat(self, known, end)
        return seat

    async def _vacate(self, key: str, *, proved: bool) -> None:
        seat = self._seats.get(key)
        if seat is not None and proved:
            seat.end(ends.REPLACED)
        if seat is not None and (proved or seat.is_leaving):
            with suppress(TimeoutError):
                await asyncio.wait_for(seat.vacated.wait(), PATIENCE)

    async def key_opens(self, name: str, key: str) -> bool:
        """Whether the name belongs to that key, so that it needs no code."""
        return await self.writer.do(lambda record: record.bound_to(name)) == key

    async def summary(self, name: str, *, proved: bool) -> str:
        """What the learner did. Raises TurnedAwayError if there is none, or it is another's."""
        async with self._reading:
            return await asyncio.to_thread(_summary, self._state, name, proved)

    def post(self, event: Event) -> None:
        """Something has happened: the room goes on, and everybody is told what they must know.

        The presenter's console posts what the presenter does.
        """
        before = _rules(self.room)
        self.room, sent = advance(self.room, event, time.monotonic())
        for outgoing in sent:
            seat = self._seats.get(outgoing.key)
            if seat is not None:
                seat.send(outgoing.message)
        rules = _rules(self.room)
        if rules != before:
            self.write(lambda record, _: record.set(RULES, rules))
        self.changed()

    async def recall(self, lessons: Collection[str]) -> None:
        """The lock and the rule on skipping as they were before the host was started again.

        `lessons` are those there are: a lock to others would leave nothing to learn.
        """
        rules = await self.writer.do(lambda record: record.setting(RULES)) or {}
        locked = tuple(name for name in rules.get("lessons") or () if name in lessons)
        if locked:
            self.post(Lock(locked))
        if rules.get("skipping") is False:
            self.post(Skipping(False))

    def write(
        self, job: Callable[[Record, float], None], forgotten: Callable[[], None] = lambda: None
    ) -> None:
        """Have it written; nobody waits for it. What can't be is in the log.

        `forgotten` is called, in the loop, if it was for somebody who is no longer known.
        """
        at, loop = time.time(), asyncio.get_running_loop()

        def written(done: Future[None]) -> None:  # in the record's thread
            error = done.exception()
            if isinstance(error, ForgottenError):
                with suppress(RuntimeError):  # the loop is closed, and nobody is here any more
                    loop.call_soon_threadsafe(forgotten)
            elif error is not None:
                self.log.fault("an answer can't be kept", error)

        with suppress(ClosedError):
            self.writer.submit(lambda record: job(record, at)).add_done_callback(written)

    def left(self, seat: HallSeat, *, lost: bool) -> None:
        """The place is free again."""
        self._seats.pop(name_key(seat.name), None)
        seat.vacated.set()
        self.post(Left(seat.name, lost))


def _rules(room: Room) -> dict[str, Any]:
    return {"lessons": room.lessons and list(room.lessons), "skipping": room.skipping}


def _join(record: Record, name: str, keys: Sequence[str], proved: bool, at: float) -> Known:
    bound = record.bound_to(name)
    if proved != (bound is not None):
        raise NotYoursError  # no key shown, or forgotten since the door was opened
    return record.join(name, bound or next(iter(keys), None), at)


def _summary(state: Path, name: str, proved: bool) -> str:
    with Record(state, create=False) as record:
        if record.bound_to(name) is not None and not proved:
            raise TurnedAwayError("another key", ends.NAME_BOUND.format(name=name))
        found = results(record)
    mine = [one for one in found.learners if name_key(one.name) == name_key(name)]
    if not mine:
        raise TurnedAwayError("no summary", ends.UNKNOWN.format(name=name))
    return "".join(f"{line}\n" for line in own_summary(mine[0]))
