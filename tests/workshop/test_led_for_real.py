"""A learner's process, forked and walled in, on a real pty, in the presenter's hands."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from nnmath_tutor.workshop.forge_link import ForgeLink
from nnmath_tutor.workshop.places import Ending
from nnmath_tutor.workshop.protocol import (
    Ask,
    End,
    FromLearner,
    Gather,
    Hand,
    Poll,
    Release,
    Say,
    Tally,
)

from .learners import PATIENCE, Heard, Learner, few_lessons, join

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
    pytest.mark.asyncio(loop_scope="module"),
]

MAP = "q Quit"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def link(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ForgeLink]:
    made = ForgeLink(Heard(), lessons=few_lessons(tmp_path_factory.mktemp("course") / "lessons"))
    made.open()
    assert await made.ready(PATIENCE)
    yield made
    await made.close()


async def hear(learner: Learner, kind: type[FromLearner]) -> FromLearner:
    """The next message of that kind."""
    while not isinstance(message := await learner.channel.receive(), kind):
        assert message is not None
    return message


async def test_two_through_gather_ask_and_release(link: ForgeLink) -> None:
    both = [await join(link, "maria"), await join(link, "li")]
    for learner in both:
        await learner.channel.open()
        await learner.see(MAP)
        learner.channel.send(Gather("forward", "row-meets-column", 0, 6, "line"))
        await learner.see("presenter: leads now")
        await learner.see_no_more(MAP)
        learner.press(" ")
        await learner.see("this key rests")
        learner.channel.send(Say("\x1b[2J[b]both[/b] of you"))
        await learner.see("presenter: [b]both[/b] of you")
        learner.press("\x12")  # ctrl+r
        assert await hear(learner, Hand) == Hand(True)
    for learner in both:
        learner.channel.send(Ask(1, "forward", "row-meets-column", 3))
        await learner.see("The presenter asks everyone")
        learner.press("\x1b")
        await learner.see("Esc once more")
        learner.press("\x1b")
        assert await hear(learner, Poll)
        learner.channel.send(Tally(1, (("skipped", 2),), (), True))
        learner.channel.send(Release())
        await learner.see(MAP)
    for learner in both:
        learner.channel.send(End("The workshop is over. Goodbye!"))
        assert await learner.ended() == Ending(0)
        await learner.see("The workshop is over. Goodbye!")
        learner.close()


async def test_everything_a_learner_can_open_opens_within_the_walls(link: ForgeLink) -> None:
    learner = await join(link)
    await learner.see(MAP)
    for keys, seen in (
        ("\x10", "Search for commands"),
        ("theme", "Change the current theme"),
        ("\r", "gruvbox"),
        ("gruv", "gruvbox"),
    ):
        learner.press(keys)
        await learner.see(seen)
    learner.press("\r")
    await learner.see_no_more("gruvbox")
    learner.press("?")
    await learner.see("Raise your hand")
    learner.press("?")
    await learner.see_no_more("Raise your hand")
    for keys, seen in (
        ("\r", "space Play"),
        ("t", "Runs"),
    ):
        learner.press(keys)
        await learner.see(seen)
    learner.press("\x11")  # ctrl+q
    assert await learner.ended() == Ending(0)
    learner.close()
