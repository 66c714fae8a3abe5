"""The line between host and learner: two real ends of a socket pair."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest

from nnmath_tutor.workshop.channel import (
    MOST_UNREAD,
    ChannelClosedError,
    HostChannel,
    LearnerChannel,
)
from nnmath_tutor.workshop.protocol import (
    LONGEST_LINE,
    Hand,
    Here,
    Kept,
    ProtocolError,
    Release,
    Say,
    encode,
)

Ends = tuple[socket.socket, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


def test_messages_come_whole_and_in_order_however_they_are_cut(ends: Ends) -> None:
    host, learner = ends[0], LearnerChannel(ends[1])
    said = [Say("one"), Release(), Say("two" * 100)]
    received = []
    for byte in b"".join(map(encode, said)):
        host.send(bytes([byte]))
        received += learner.receive()
    assert received == said
    assert not learner.closed


def test_waiting_for_one_kind_keeps_the_others(ends: Ends) -> None:
    host, learner = ends[0], LearnerChannel(ends[1])
    called: list[int] = []
    learner.on_kept_waiting = lambda: called.append(1)
    host.sendall(encode(Say("first")) + encode(Kept(3, None)) + encode(Release()))
    assert learner.wait_for(Kept, 5.0) == Kept(3, None)
    assert called == [1]
    assert learner.receive() == [Say("first"), Release()]
    assert learner.wait_for(Kept, 0.0) is None


def test_what_was_said_before_the_end_is_still_heard(ends: Ends) -> None:
    host, learner = ends[0], LearnerChannel(ends[1])
    host.sendall(encode(Kept(1, None)))
    host.close()
    assert learner.wait_for(Kept, 5.0) == Kept(1, None)
    with pytest.raises(ChannelClosedError):
        learner.wait_for(Kept, 5.0)
    with pytest.raises(ChannelClosedError):
        learner.send(Hand(True))


@pytest.mark.parametrize(
    "line", [b"nonsense\n", b"x" * (LONGEST_LINE + 70_000), encode(Hand(True))]
)
def test_what_no_host_says_is_an_error(ends: Ends, line: bytes) -> None:
    host, learner = ends[0], LearnerChannel(ends[1])
    host.setblocking(False)
    with pytest.raises(ProtocolError):  # noqa: PT012
        while line:
            try:
                line = line[host.send(line) :]
            except BlockingIOError:
                learner.receive()
        for _ in range(3):
            learner.receive()


async def test_the_host_hears_the_learner_and_the_end(ends: Ends) -> None:
    host, learner = HostChannel(ends[0]), LearnerChannel(ends[1])
    await host.open()
    said = Here("forward", "rows", 3, True)
    learner.send(said)
    learner.send(Hand(True))
    learner.close()
    assert [await host.receive() for _ in range(3)] == [said, Hand(True), None]
    host.close()


@pytest.mark.parametrize("line", [b"nonsense\n", b"x" * (2 * LONGEST_LINE), encode(Release())])
async def test_what_no_learner_says_is_an_error(ends: Ends, line: bytes) -> None:
    host = HostChannel(ends[0])
    await host.open()
    ends[1].setblocking(False)
    sending = asyncio.ensure_future(asyncio.get_running_loop().sock_sendall(ends[1], line))
    with pytest.raises(ProtocolError):
        await host.receive()
    sending.cancel()
    host.close()


async def test_one_who_does_not_listen_costs_so_much_and_no_more(ends: Ends) -> None:
    host = HostChannel(ends[0])
    await host.open()
    say = Say("x" * 400)
    most = 2 * MOST_UNREAD // len(encode(say))
    for _ in range(most):
        host.send(say)
    assert await host.receive() is None
    assert host.pending == 0
    host.send(say)
    host.close()
