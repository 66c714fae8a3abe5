"""One session: what a learner's client asks for, its keys and its screen, its last sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import asyncssh

from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.attendance import Attendance
from nnmath_tutor.workshop.client_terminal import ClientTerminal, client_terminal, screen_size
from nnmath_tutor.workshop.places import Caller, Desk, NoProcessError, TurnedAwayError
from nnmath_tutor.workshop.pump import Pump
from nnmath_tutor.workshop.wire import HIGH_WATER, LOW_WATER

SUMMARY = "summary"  # the one word that is answered: ssh maria@teacher summary
LINGER = 5.0  # seconds for a client to take the last sentence


class LearnerSession(asyncssh.SSHServerSession[bytes]):
    """What a learner's terminal sends and gets. A fault in here is this learner's alone."""

    def __init__(self, host: Desk, visitor: Caller) -> None:
        self._host, self._visitor = host, visitor
        self._channel: asyncssh.SSHServerChannel[bytes] | None = None
        self._requested: tuple[str, int, int] | None = None  # term, columns, rows
        self._wants_summary = False
        self.lost = asyncio.Event()  # the client is gone
        self._stay = Attendance(host, visitor, self)
        self._task: asyncio.Task[None] | None = None
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
        self.lost.set()

    @property
    def _pump(self) -> Pump | None:
        return self._stay.pump

    # ---- the life of a session

    def idle_for(self, now: float) -> float:
        """Seconds since the last key."""
        return now - self._touched

    def end(self, sentence: str) -> None:
        """End it from here; the learner reads why. Takes up to a few seconds."""
        self._stay.end(sentence)

    async def _attend(self) -> None:
        try:
            last, status = await (self._summary() if self._wants_summary else self._stay.visit())
        except TurnedAwayError as turned:
            self._visitor.refused(turned.reason)
            last, status = ends.said(turned.sentence), 1
        except NoProcessError as error:
            self._host.log.fault(f"no process for {self._stay.who}: {error}")
            last, status = ends.said(ends.NO_START), 1
        except Exception as error:
            number = self._host.log.fault(f"the session of {self._stay.who}", error)
            last, status = ends.restored(ends.FAULT.format(number=number)), 1
        self._finish(last, status)

    def terminal(self) -> ClientTerminal:
        """What the client said of it. Raises TurnedAwayError if it can't show the tutor."""
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

    async def _summary(self) -> tuple[bytes, int]:
        caller = self._visitor
        text = await self._host.room.summary(caller.name, proved=caller.proved)
        self._host.log.note("summary", name=caller.name, address=caller.address)
        if self._requested is not None:  # a terminal in raw mode
            text = text.replace("\n", "\r\n")
        return text.encode(), 0

    # ---- out

    def out(self, data: bytes) -> None:
        """Show this, if the client is still there."""
        if self._channel is not None and data and not self._channel.is_closing():
            self._channel.write(data)

    def hold_input(self, hold: bool) -> None:
        """Take no more keys for now, or take them again."""
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
