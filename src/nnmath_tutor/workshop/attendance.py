"""A learner's stay: from a place in the room, through the life of a process, to the last words."""

from __future__ import annotations

import asyncio
import os
import socket
import termios
from functools import partial
from typing import Protocol

from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.client_terminal import ClientTerminal
from nnmath_tutor.workshop.places import Caller, Desk, Ending, LearnerProcess, Seat, TurnedAwayError
from nnmath_tutor.workshop.pump import Pump

GRACE = 3.0  # seconds for a process to end by itself
TELL = 1.0  # seconds between two words of how far the lessons are


class Client(Protocol):
    """The learner's terminal, at the other end of a connection."""

    lost: asyncio.Event  # it is gone

    def terminal(self) -> ClientTerminal:
        """What it is now. Raises TurnedAwayError if it can't show the tutor, or is gone."""

    def out(self, data: bytes) -> None:
        """Show this."""

    def hold_input(self, hold: bool) -> None:
        """Take no more keys for now, or take them again."""


class Attendance:
    """One stay. `pump` is there while a process draws."""

    def __init__(self, desk: Desk, caller: Caller, client: Client) -> None:
        self._desk, self._caller, self._client = desk, caller, client
        self.pump: Pump | None = None
        self._process: LearnerProcess | None = None
        self._seat: Seat | None = None
        self._sentence = ""  # why we ended it
        self._known = True  # not forgotten while here

    @property
    def who(self) -> str:
        """The learner, for the log."""
        return self._caller.name if self._known else "somebody forgotten"

    async def visit(self) -> tuple[bytes, int]:
        """From being let in to having left: the last bytes and the exit code.

        Raises TurnedAwayError, NoProcessError.
        """
        terminal, caller = self._client.terminal(), self._caller
        seat = await self._desk.room.admit(
            caller.name, caller.keys, proved=caller.proved, end=self.end
        )
        self._seat, since = seat, self._desk.now()
        told = {"name": seat.name, "address": caller.address}
        self._desk.log.note("joined", **told, term=terminal.term)
        by_themselves = False
        try:
            last, status = await self._learn(seat)
            # A client that is gone hangs up on the tutor, which then leaves in good order, too.
            by_themselves = status == 0 and not self._client.lost.is_set()
        finally:
            self._known = await seat.leave(lost=not by_themselves)
            stayed = round(self._desk.now() - since)
            self._desk.log.note("left", **(told if self._known else {}), seconds=stayed)
        if not self._known and self._sentence in ("", ends.FORGOTTEN):  # last words may be older
            last = (ends.restored if status else ends.said)(ends.FORGOTTEN)
        return last, status

    def end(self, sentence: str) -> None:
        """End it from here; the learner reads why. Takes up to a few seconds."""
        if self._sentence:
            return
        self._sentence = sentence
        if self._seat is not None:
            self._seat.say_end(sentence)
        if self._process is not None:
            self._end(self._process)

    def _end(self, process: LearnerProcess) -> None:
        if self._seat is not None:
            self._seat.leaving()
        process.end(hard=False)
        self._desk.later(GRACE, lambda: process.end(hard=True))

    async def _learn(self, seat: Seat) -> tuple[bytes, int]:
        if not await self._until_prepared():
            return ends.said(self._sentence), 1
        process = self._process = await self._start(seat)
        if self._sentence:  # it was ended while it started
            self._end(process)
        try:
            return self._last_words(seat, await self._wait(process))
        finally:
            if self.pump is not None:
                self.pump.close()

    async def _until_prepared(self) -> bool:
        """Wait for the lessons, and say how far they are; False if nobody waits any more."""
        told = False
        while not await self._desk.processes.ready(TELL):
            if self._client.lost.is_set() or self._sentence:
                break
            self._client.out(ends.preparing(*self._desk.processes.prepared))
            told = True
        if told:
            self._client.out(ends.CLEAR_LINE.encode())
        return not self._client.lost.is_set() and not self._sentence

    async def _start(self, seat: Seat) -> LearnerProcess:
        terminal = self._client.terminal()
        master, slave = os.openpty()
        ours, theirs = socket.socketpair()
        try:
            # Keys that come before the tutor reads them are not to be seen on its screen.
            modes = termios.tcgetattr(slave)
            modes[3] &= ~termios.ECHO
            termios.tcsetattr(slave, termios.TCSANOW, modes)
            termios.tcsetwinsize(slave, (terminal.rows, terminal.columns))
            process = await self._desk.processes.start(seat.name, terminal, slave, theirs)
        except BaseException:
            os.close(master)
            ours.close()
            raise
        finally:
            os.close(slave)
            theirs.close()
        # Whoever lets go of the terminal is about to end, or never will.
        finished = partial(self._desk.later, GRACE, partial(process.end, hard=True))
        self.pump = Pump(master, self._client.out, self._client.hold_input, finished)
        seat.attach(ours, lambda: process.end(hard=True))
        try:
            terminal = self._client.terminal()  # resized meanwhile, perhaps
        except TurnedAwayError:  # the client left meanwhile
            return process
        self.pump.resize(terminal.columns, terminal.rows)
        return process

    async def _wait(self, process: LearnerProcess) -> Ending:
        """Until the process is gone: by itself, or because the client is, or because we say so."""
        ended = asyncio.ensure_future(process.ended())
        lost = asyncio.ensure_future(self._client.lost.wait())
        try:
            await asyncio.wait({ended, lost}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                if self.pump is not None:
                    self.pump.close()  # a hang-up: the tutor saves and leaves
                self._end(process)
            return await ended
        except asyncio.CancelledError:
            process.end(hard=True)
            raise
        finally:
            ended.cancel()
            lost.cancel()

    def _last_words(self, seat: Seat, ending: Ending) -> tuple[bytes, int]:
        if self.pump is not None:
            self.pump.drain()
        if self._sentence:
            return ends.restored(self._sentence), 1
        if ending.lost:
            return ends.restored(ends.RECOVERING), 1
        if ending.status == 0 and ending.fault is None:
            return ends.said(ends.GOODBYE.format(name=seat.name)), 0
        if self._client.lost.is_set():
            return b"", 1
        number = ending.fault
        if number is None:
            what = f"the process of {seat.name} ended with {ending.status}"
            number = self._desk.log.fault(what)
        return ends.restored(ends.FAULT.format(number=number)), 1
