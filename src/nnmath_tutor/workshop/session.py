"""One session: a learner's terminal, from the first request to the last sentence."""

from __future__ import annotations

import asyncio
import os
import socket
import termios
from collections.abc import Mapping

import asyncssh

from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.client_terminal import ClientTerminal, client_terminal, screen_size
from nnmath_tutor.workshop.places import (
    Caller,
    Desk,
    Ending,
    LearnerProcess,
    NoProcessError,
    Seat,
    TurnedAwayError,
)
from nnmath_tutor.workshop.pump import Pump
from nnmath_tutor.workshop.wire import HIGH_WATER, LOW_WATER

SUMMARY = "summary"  # the one word that is answered: ssh maria@teacher summary
GRACE = 3.0  # seconds for a process to end by itself
LINGER = 5.0  # seconds for a client to take the last sentence
TELL = 1.0  # seconds between two words of how far the lessons are


class LearnerSession(asyncssh.SSHServerSession[bytes]):
    """What a learner's terminal sends and gets. A fault in here is this learner's alone."""

    def __init__(self, host: Desk, visitor: Caller) -> None:
        self._host, self._visitor = host, visitor
        self._channel: asyncssh.SSHServerChannel[bytes] | None = None
        self._requested: tuple[str, int, int] | None = None  # term, columns, rows
        self._wants_summary = False
        self._pump: Pump | None = None
        self._drawn = asyncio.Event()  # the process has drawn its last
        self._lost = asyncio.Event()  # the client is gone
        self._task: asyncio.Task[None] | None = None
        self._process: LearnerProcess | None = None
        self._seat: Seat | None = None
        self._sentence = ""  # why we ended it
        self._touched = host.now()  # when a key came last

    # ---- requests

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """The channel is open."""
        self._channel = chan
        chan.set_write_buffer_limits(HIGH_WATER, LOW_WATER)

    def pty_requested(
        self,
        term_type: str,
        term_size: tuple[int, int, int, int],
        term_modes: Mapping[int, int],
    ) -> bool:
        """A terminal: what a learner needs."""
        self._requested = (term_type, term_size[0], term_size[1])
        return True

    def shell_requested(self) -> bool:
        """The tutor is opened; whoever can't have it reads why."""
        return True

    def exec_requested(self, command: str) -> bool:
        """No commands; only the word that asks for one's own summary."""
        if command.strip() == SUMMARY:
            self._wants_summary = True
            return True
        return self._nothing_else("command")

    def subsystem_requested(self, subsystem: str) -> bool:
        """No sftp, nothing."""
        return self._nothing_else("subsystem")

    def break_received(self, msec: int) -> bool:
        """Nobody waits for it."""
        return False

    def _nothing_else(self, what: str) -> bool:
        """Refused with a sentence: what is written to a channel before a no is not shown by ssh."""
        self._visitor.refused(what)
        self._visitor.disconnect(ends.NOTHING_BUT_THE_TUTOR)
        return False

    def session_started(self) -> None:
        """The request was granted."""
        self._host.guard.leave(self._visitor.number)
        self._touched = self._host.now()
        self._task = self._host.attend(self._attend())

    # ---- bytes

    def data_received(self, data: bytes, datatype: int | None) -> None:
        """A key, or what a mouse or the terminal says."""
        self._touched = self._host.now()
        if self._pump is not None:
            self._pump.type(data)

    def eof_received(self) -> bool:
        """No more keys will come, but the screen may still be read."""
        return True

    def pause_writing(self) -> None:
        """The client takes no more for now."""
        if self._pump is not None:
            self._pump.hold("channel")

    def resume_writing(self) -> None:
        """It does again."""
        if self._pump is not None:
            self._pump.go_on("channel")

    def hold(self) -> None:
        """The connection takes no more for now."""
        if self._pump is not None:
            self._pump.hold("connection")

    def go_on(self) -> None:
        """It does again."""
        if self._pump is not None:
            self._pump.go_on("connection")

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """The window has another size."""
        if self._requested is not None:
            self._requested = (self._requested[0], width, height)
        if self._pump is not None:
            self._pump.resize(*screen_size(width, height))

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone; the process has to go, too."""
        self._channel = None
        self._lost.set()

    # ---- the life of a session

    def idle_for(self, now: float) -> float:
        """Seconds since the last key."""
        return now - self._touched

    def end(self, sentence: str) -> None:
        """End it from here; the learner reads why. Takes up to a few seconds."""
        if self._sentence or self._channel is None:
            return
        self._sentence = sentence
        if self._seat is not None:
            self._seat.say_end(sentence)
        if self._process is not None:
            self._process.end(hard=False)
        elif self._task is not None:
            self._finish(ends.said(sentence), 1)
            self._task.cancel()

    async def _attend(self) -> None:
        try:
            last, status = await (self._summary() if self._wants_summary else self._visit())
        except TurnedAwayError as turned:
            self._visitor.refused(turned.reason)
            last, status = ends.said(turned.sentence), 1
        except NoProcessError as error:
            self._host.log.fault(f"no process for {self._visitor.name}: {error}")
            last, status = ends.said(ends.NO_START), 1
        except Exception as error:
            number = self._host.log.fault(f"the session of {self._visitor.name}", error)
            last, status = ends.restored(ends.FAULT.format(number=number)), 1
        self._finish(last, status)

    async def _visit(self) -> tuple[bytes, int]:
        """From being let in to having left: the last bytes and the exit code."""
        terminal, caller = self._terminal(), self._visitor
        seat = await self._host.room.admit(caller.name, caller.keys, proved=caller.proved)
        self._seat, since = seat, self._host.now()
        told = {"name": seat.name, "address": caller.address}
        self._host.log.note("joined", **told, term=terminal.term)
        by_themselves = False
        try:
            last, status = await self._learn(seat)
            by_themselves = status == 0
            return last, status
        finally:
            await seat.leave(lost=not by_themselves)
            self._host.log.note("left", **told, seconds=round(self._host.now() - since))

    def _terminal(self) -> ClientTerminal:
        if self._requested is None or self._channel is None:
            raise TurnedAwayError("no terminal", ends.NO_TERMINAL)
        term, columns, rows = self._requested
        if term in ("", "dumb"):
            raise TurnedAwayError("dumb terminal", ends.DUMB_TERMINAL)
        environment = {
            name.decode("ascii", "replace"): value.decode("ascii", "replace")
            for name, value in self._channel.get_environment_bytes().items()
        }
        return client_terminal(term, columns, rows, environment)

    async def _learn(self, seat: Seat) -> tuple[bytes, int]:
        """From an empty terminal to the last sentence and the exit code. Raises NoProcessError."""
        await self._until_prepared()
        terminal = self._terminal_now()
        if terminal is None:
            return b"", 1
        master, slave = os.openpty()
        ours, theirs = socket.socketpair()
        try:
            # Keys that come before the tutor reads them are not to be seen on its screen.
            modes = termios.tcgetattr(slave)
            modes[3] &= ~termios.ECHO
            termios.tcsetattr(slave, termios.TCSANOW, modes)
            termios.tcsetwinsize(slave, (terminal.rows, terminal.columns))
            process = await self._host.processes.start(seat.name, terminal, slave, theirs)
        except BaseException:
            os.close(master)
            ours.close()
            raise
        finally:
            os.close(slave)
            theirs.close()
        self._process = process
        self._pump = Pump(master, self._out, self._hold_input, self._drawn.set)
        seat.attach(ours, lambda: process.end(hard=True))
        if self._sentence:  # it was ended while it started
            process.end(hard=False)
        terminal = self._terminal_now() or terminal  # resized meanwhile, perhaps
        self._pump.resize(terminal.columns, terminal.rows)
        try:
            return self._last_words(seat, await self._wait(process))
        finally:
            self._pump.close()

    async def _until_prepared(self) -> None:
        told = False
        while not await self._host.processes.ready(TELL):
            if self._lost.is_set():
                return
            self._out(ends.preparing(*self._host.processes.prepared))
            told = True
        if told:
            self._out(ends.CLEAR_LINE.encode())

    def _terminal_now(self) -> ClientTerminal | None:
        try:
            return self._terminal()
        except TurnedAwayError:  # the client left
            return None

    async def _wait(self, process: LearnerProcess) -> Ending:
        """Until the process is gone: by itself, or because the client is, or because we say so."""
        ended = asyncio.ensure_future(process.ended())
        lost = asyncio.ensure_future(self._lost.wait())
        try:
            await asyncio.wait({ended, lost}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                if self._pump is not None:
                    self._pump.close()  # a hang-up: the tutor saves and leaves
                process.end(hard=False)
                await asyncio.wait({ended}, timeout=GRACE)
            if not ended.done():
                process.end(hard=True)
            return await ended
        except asyncio.CancelledError:
            process.end(hard=True)
            raise
        finally:
            ended.cancel()
            lost.cancel()

    def _last_words(self, seat: Seat, ending: Ending) -> tuple[bytes, int]:
        if self._pump is not None:
            self._pump.drain()
        name = seat.name
        if self._sentence:
            return ends.restored(self._sentence), 1
        if ending.lost:
            return ends.restored(ends.RECOVERING), 1
        if ending.status == 0 and ending.fault is None:
            return ends.said(ends.GOODBYE.format(name=name)), 0
        if self._lost.is_set():
            return b"", 1
        number = ending.fault
        if number is None:
            number = self._host.log.fault(f"the process of {name} ended with {ending.status}")
        return ends.restored(ends.FAULT.format(number=number)), 1

    async def _summary(self) -> tuple[bytes, int]:
        caller = self._visitor
        text = await self._host.room.summary(caller.name, proved=caller.proved)
        self._host.log.note("summary", name=caller.name, address=caller.address)
        if self._requested is not None:  # a terminal in raw mode
            text = text.replace("\n", "\r\n")
        return text.encode(), 0

    # ---- out

    def _out(self, data: bytes) -> None:
        if self._channel is not None and data and not self._channel.is_closing():
            self._channel.write(data)

    def _hold_input(self, hold: bool) -> None:
        if self._channel is not None:
            if hold:
                self._channel.pause_reading()
            else:
                self._channel.resume_reading()

    def _finish(self, last: bytes, status: int) -> None:
        """The last bytes and the exit code; who doesn't take them within a while is cut off."""
        channel, self._channel = self._channel, None
        if channel is None or channel.is_closing():
            return
        if self._requested is None and status:
            channel.write_stderr(last)
        elif last:
            channel.write(last)
        channel.exit(status)
        self._host.later(LINGER, self._visitor.abort)
