"""The host's line to one learner's process: what it says is taken in order, and not too fast."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

from nnmath_tutor.workshop.channel import HostChannel
from nnmath_tutor.workshop.protocol import FromHost, FromLearner

MOST_A_SECOND = 50  # messages; a tutor sends a few. The rest waits in the socket
MOST_TO_SEND = 100  # messages for a line that is only just being opened


class Line:
    """Hands each message to `heard`, one after the other; `mistrusted` for one that is none."""

    def __init__(
        self,
        end: socket.socket,
        heard: Callable[[FromLearner], Awaitable[None]],
        fault: Callable[[Exception], None],
        mistrusted: Callable[[], None],
    ) -> None:
        """`fault` is told what went wrong. Must be made within the running loop."""
        self._channel = HostChannel(end)
        self._heard, self._fault, self._mistrusted = heard, fault, mistrusted
        self._to_send: list[FromHost] | None = []  # until the channel is open
        self._task = asyncio.ensure_future(self._listen())

    def send(self, message: FromHost) -> None:
        """Send, without waiting."""
        if self._to_send is None:
            self._channel.send(message)
        elif len(self._to_send) < MOST_TO_SEND:
            self._to_send.append(message)

    async def close(self, seconds: float) -> None:
        """The process is gone: hear what is left, for some seconds at most, then hang up."""
        await asyncio.wait({self._task}, timeout=seconds)
        self._task.cancel()
        await asyncio.wait({self._task})
        self._channel.close()

    async def _listen(self) -> None:
        try:
            await self._channel.open()
            waiting, self._to_send = self._to_send or [], None
            for message in waiting:
                self._channel.send(message)
            await self._take()
        except Exception as error:  # a ProtocolError most likely: nothing after it can be trusted
            self._fault(error)
            self._mistrusted()

    async def _take(self) -> None:
        loop = asyncio.get_running_loop()
        began, taken = loop.time(), 0
        while (message := await self._channel.receive()) is not None:
            await self._heard(message)
            taken += 1
            if taken >= MOST_A_SECOND:
                await asyncio.sleep(max(0.0, began + 1.0 - loop.time()))
                began, taken = loop.time(), 0
