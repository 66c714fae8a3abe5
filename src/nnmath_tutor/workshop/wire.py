"""asyncssh's channel with fewer doors. Private names of asyncssh's are in this module alone.

asyncssh 2.24 keeps every environment variable that a client sends, without a limit. It has no
way to say no but to answer the request itself. A test sends such requests with a real client.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import asyncssh
from asyncssh.constants import MSG_DISCONNECT
from asyncssh.packet import SSHPacket, String, UInt32

from nnmath_tutor.workshop.client_terminal import LISTENED_TO, LONGEST_VALUE

WINDOW = 32 * 1024  # bytes a client may send before we have taken them
LARGEST_PACKET = 16 * 1024
HIGH_WATER, LOW_WATER = 64 * 1024, 16 * 1024  # bytes on their way to a client

if TYPE_CHECKING:
    _Channel = asyncssh.SSHServerChannel[bytes]
else:
    _Channel = asyncssh.SSHServerChannel


class NarrowChannel(_Channel):
    """A session's channel: no environment but what tells of the terminal."""

    def _process_env_request(self, packet: SSHPacket) -> bool:
        name, value = packet.get_string(), packet.get_string()
        packet.check_end()
        known = name.decode("ascii", "replace") in LISTENED_TO
        if not known or len(value) > LONGEST_VALUE or b"\0" in value:
            return False
        self._env[name] = value
        return True


def narrow_channel(connection: asyncssh.SSHServerConnection) -> NarrowChannel:
    """The channel for a session that was asked for: raw bytes, small windows."""
    loop = asyncio.get_running_loop()
    return NarrowChannel(
        connection, loop, True, False, False, 0, 1024, None, "strict", WINDOW, LARGEST_PACKET
    )


def watch_transport(
    connection: asyncssh.SSHServerConnection, hold: Callable[[], None], go_on: Callable[[], None]
) -> None:
    """Call `hold` when the connection's own queue is full, `go_on` when it has room again.

    A client grants a window as large as it likes, so a channel's queue may stay empty while the
    socket's grows; asyncio tells the protocol, and asyncssh's does nothing about it.
    """
    told: Any = connection
    told.pause_writing = hold
    told.resume_writing = go_on


def say_why(connection: asyncssh.SSHServerConnection, sentence: str) -> None:
    """Tell the client that the connection ends; whoever calls closes it a moment later.

    asyncssh's own `disconnect` closes at once. If the client has just sent something, that resets
    the connection, and the sentence is lost with it.
    """
    reason = UInt32(asyncssh.DISC_BY_APPLICATION)
    connection.send_packet(MSG_DISCONNECT, reason, String(sentence), String(""))
