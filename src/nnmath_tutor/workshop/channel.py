"""The line between the host and one learner's process: a message a line, both ways."""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from nnmath_tutor.workshop.protocol import (
    LONGEST_LINE,
    FromHost,
    FromLearner,
    ProtocolError,
    decode_from_host,
    decode_from_learner,
    encode,
)

Wanted = TypeVar("Wanted", bound=FromHost)

READ_SIZE = 65536
SEND_PATIENCE = 10.0  # seconds for the host to take what a learner's process has to say
MOST_UNREAD = 4 * LONGEST_LINE  # bytes kept for a learner's process that doesn't listen


class ChannelClosedError(Exception):
    """The other end is gone, or doesn't listen; nothing more will come or be taken."""


class HostChannel:
    """The host's end. It waits for nobody: what it is told to send is kept, up to a limit.

    A process that is gone can't be told anything, but what it said last can still be heard; a
    stream of asyncio's would throw it away with the first write that fails.
    """

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._unread = bytearray()
        self._scanned = 0  # bytes of it that are known to hold no line feed
        self._unsent = bytearray()
        self._deaf = False  # the other end takes nothing more
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def pending(self) -> int:
        """Bytes kept for a process that has not taken them yet."""
        return len(self._unsent)

    async def open(self) -> None:
        """Begin to listen, in the running loop."""
        self._end.setblocking(False)
        self._loop = asyncio.get_running_loop()

    async def receive(self) -> FromLearner | None:
        """The learner's next message; None once there are no more.

        Raises ProtocolError for a line that is none: nothing after it can be trusted, so the
        learner's process should be ended.
        """
        if self._loop is None:
            return None
        while (feed := self._unread.find(b"\n", self._scanned)) < 0:
            self._scanned = len(self._unread)
            if self._scanned > LONGEST_LINE:
                raise ProtocolError(f"a line of more than {LONGEST_LINE:,} bytes")
            try:
                data = await self._loop.sock_recv(self._end, READ_SIZE)
            except OSError:
                return None
            if not data:
                return None
            self._unread += data
        line = bytes(self._unread[: feed + 1])
        del self._unread[: feed + 1]
        self._scanned = 0
        return decode_from_learner(line)

    def send(self, message: FromHost) -> None:
        """Send, without waiting. One who doesn't listen is hung up on."""
        if self._loop is None or self._deaf:
            return
        waits = bool(self._unsent)
        self._unsent += encode(message)
        if len(self._unsent) > MOST_UNREAD:
            self._end.shutdown(socket.SHUT_RDWR)
            self._hear_nothing()
        elif not waits:
            self._write()
            if self._unsent:
                self._loop.add_writer(self._end.fileno(), self._write)

    def close(self) -> None:
        """Hang up. The learner's process takes that for the end."""
        self._hear_nothing()
        self._end.close()

    def _write(self) -> None:
        try:
            while self._unsent:
                del self._unsent[: self._end.send(self._unsent)]
        except BlockingIOError:
            return
        except OSError:
            self._hear_nothing()
            return
        if self._loop is not None:
            self._loop.remove_writer(self._end.fileno())

    def _hear_nothing(self) -> None:
        self._deaf = True
        self._unsent.clear()
        if self._loop is not None and self._end.fileno() >= 0:
            self._loop.remove_writer(self._end.fileno())


class LearnerChannel:
    """The learner's end, for a loop's `add_reader(channel.fileno(), …)` and for plain waiting.

    Its methods are for one thread.
    """

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end
        self._unread = bytearray()
        self._messages: deque[FromHost] = deque()
        self.closed = False
        self.on_kept_waiting: Callable[[], None] | None = None
        """Called when `wait_for` read messages that `receive` has to fetch: no more bytes come."""

    def fileno(self) -> int:
        """The descriptor that is readable once there is something to `receive`."""
        return self._end.fileno()

    def receive(self) -> list[FromHost]:
        """All messages that are there, without waiting. Look at `closed` afterwards.

        Raises ProtocolError.
        """
        self._read()
        messages = list(self._messages)
        self._messages.clear()
        return messages

    def wait_for(self, kind: type[Wanted], seconds: float) -> Wanted | None:
        """The next message of that kind, waited for; None if it didn't come in time.

        Others stay for `receive`. Raises ChannelClosedError, ProtocolError.
        """
        until = time.monotonic() + seconds
        before = len(self._messages)
        try:
            while True:
                for message in self._messages:
                    if isinstance(message, kind):
                        self._messages.remove(message)
                        return message
                if self.closed:
                    raise ChannelClosedError
                left = until - time.monotonic()
                if left <= 0:
                    return None
                select.select([self._end], [], [], left)
                self._read()
        finally:
            if len(self._messages) > before and self.on_kept_waiting is not None:
                self.on_kept_waiting()

    def send(self, message: FromLearner) -> None:
        """Send; waits while the host is busy. Raises ChannelClosedError if it is gone or stuck."""
        rest = memoryview(encode(message))
        until = time.monotonic() + SEND_PATIENCE
        while rest and not self.closed:
            try:
                rest = rest[self._end.send(rest) :]
            except BlockingIOError:
                left = until - time.monotonic()
                if left <= 0:
                    self.closed = True
                else:
                    select.select([], [self._end], [], left)
            except OSError:
                self.closed = True
        if self.closed:
            raise ChannelClosedError

    def close(self) -> None:
        """Hang up."""
        self.closed = True
        with contextlib.suppress(OSError):
            self._end.close()

    def _read(self) -> None:
        """Take in what is there; at most so much that one call ends."""
        for _ in range(4 * LONGEST_LINE // READ_SIZE):
            if self.closed:
                return
            try:
                data = self._end.recv(READ_SIZE)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                self.closed = True
                return
            self._unread += data
            *lines, rest = self._unread.split(b"\n")
            self._unread = bytearray(rest)
            self._messages.extend(decode_from_host(bytes(line)) for line in lines)
            if len(rest) > LONGEST_LINE:
                raise ProtocolError(f"a line of more than {LONGEST_LINE:,} bytes")
