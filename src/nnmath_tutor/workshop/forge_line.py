"""The host's end of the line to the forge: packets with descriptors, in the host's loop."""

from __future__ import annotations

import asyncio
import os
import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from nnmath_tutor.workshop.orders import LONGEST, Order, OrderError, decode, encode

MOST_AT_ONCE = 64  # packets read before the loop has its turn


class ForgeLine:
    """Sends without waiting; tells what is heard, and once that the other end is gone."""

    def __init__(
        self, end: socket.socket, heard: Callable[[Order], None], gone: Callable[[], None]
    ) -> None:
        end.setblocking(False)
        self._end = end
        self._heard = heard
        self._gone = gone
        self._waiting: deque[tuple[bytes, tuple[int, ...]]] = deque()
        self._closed = False
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(end.fileno(), self._read)

    def send(self, order: Order, *descriptors: int) -> None:
        """Send it, soon. The descriptors stay the caller's, who may close them at once."""
        if self._closed:
            return
        self._waiting.append((encode(order), tuple(map(os.dup, descriptors))))
        self._write()

    def close(self) -> None:
        """Hang up: that ends the forge."""
        if self._closed:
            return
        self._closed = True
        self._loop.remove_reader(self._end.fileno())
        self._loop.remove_writer(self._end.fileno())
        self._end.close()
        while self._waiting:
            _close_all(self._waiting.popleft()[1])

    def _write(self) -> None:
        while self._waiting:
            packet, descriptors = self._waiting[0]
            try:
                socket.send_fds(self._end, [packet], descriptors)
            except BlockingIOError:
                self._loop.add_writer(self._end.fileno(), self._write)
                return
            except OSError:
                self._lost()
                return
            self._waiting.popleft()
            _close_all(descriptors)
        self._loop.remove_writer(self._end.fileno())

    def _read(self) -> None:
        for _ in range(MOST_AT_ONCE):
            if self._closed:
                return
            try:
                packet = self._end.recv(LONGEST)
            except BlockingIOError:
                return
            except OSError:
                packet = b""
            if not packet:
                self._lost()
                return
            with suppress(OrderError):
                self._heard(decode(packet))

    def _lost(self) -> None:
        self.close()
        self._gone()


def _close_all(descriptors: tuple[int, ...]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
