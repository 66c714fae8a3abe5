"""The forge with real processes on real ptys: what is forked is a tutor, and leaves nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from nnmath_tutor.workshop.forge_link import ForgeLink
from nnmath_tutor.workshop.places import Ending, NoProcessError
from nnmath_tutor.workshop.protocol import End

from .learners import (
    PATIENCE,
    Heard,
    alive,
    children,
    descriptors,
    few_lessons,
    join,
    private_memory,
    until,
)

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
    pytest.mark.asyncio(loop_scope="module"),
]

MAP, LESSON = "q Quit", "space Play"


@pytest.fixture(scope="module")
def heard() -> Heard:
    return Heard()


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = few_lessons(tmp_path_factory.mktemp("course") / "lessons")
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o700)  # the learners' user sees nothing of it, and needn't
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def link(heard: Heard, lessons: Path) -> AsyncIterator[ForgeLink]:
    made = ForgeLink(heard, lessons=lessons)
    made.open()
    assert await made.ready(PATIENCE)
    yield made
    await made.close()


async def test_a_learner_gets_the_tutor_and_leaves_it(link: ForgeLink) -> None:
    learner = await join(link)
    await learner.see(MAP)
    learner.press("\r")
    await learner.see(LESSON)
    learner.press("q")
    await learner.see(MAP)
    learner.press("q")
    assert await learner.ended() == Ending(0)
    learner.close()


async def test_recordings_are_made_before_the_first_learner(link: ForgeLink) -> None:
    done, total = link.prepared
    assert done == total > 0


async def test_it_ends_when_told_to_over_the_channel(link: ForgeLink) -> None:
    learner = await join(link)
    await learner.channel.open()
    await learner.see(MAP)
    learner.channel.send(End("The workshop is over."))
    assert await learner.ended() == Ending(0)
    learner.close()


@pytest.mark.parametrize("lost", ["terminal", "channel"])
async def test_it_ends_when_the_host_hangs_up(link: ForgeLink, lost: str) -> None:
    learner = await join(link)
    await learner.see(MAP)
    if lost == "terminal":
        os.close(learner.master)
    else:
        learner.channel.close()
    ending = await learner.ended()
    assert isinstance(ending, Ending)
    assert ending.fault is None
    if lost == "terminal":
        learner.channel.close()
    else:
        os.close(learner.master)


async def test_a_stopped_one_is_killed(link: ForgeLink) -> None:
    learner = await join(link)
    os.kill(learner.pid, signal.SIGSTOP)
    learner.process.end(hard=False)
    learner.process.end(hard=True)
    assert await learner.ended() == Ending(-signal.SIGKILL)
    learner.close()


async def test_a_crash_is_a_number_for_one_and_nothing_to_the_other(
    link: ForgeLink, heard: Heard
) -> None:
    unlucky, lucky = await join(link, "maria"), await join(link, "li")
    await unlucky.see(MAP)
    os.kill(unlucky.pid, signal.SIGSEGV)
    ending = await unlucky.ended()
    assert isinstance(ending, Ending)
    assert ending.fault == 1000 + len(heard.faults)
    what, where = heard.faults[-1]
    assert "maria" in what
    assert "Segmentation fault" in where
    await lucky.see(MAP)
    lucky.press("\r")
    await lucky.see(LESSON)
    for learner in (unlucky, lucky):
        learner.close()


async def test_a_fault_of_the_tutor_is_in_the_log_and_not_on_the_screen(
    link: ForgeLink, heard: Heard
) -> None:
    learner = await join(link)
    await learner.channel.open()
    await learner.see(MAP)
    learner.channel._end.send(b"nonsense\n")  # no message: the tutor raises
    ending = await learner.ended()
    assert isinstance(ending, Ending)
    assert ending.fault == 1000 + len(heard.faults)
    assert "ProtocolError" in heard.faults[-1][1]
    assert "learner_app.py" in heard.faults[-1][1]
    learner._read()
    assert "Error" not in learner.shown
    assert "Traceback" not in learner.shown
    learner.close()


async def test_a_hundred_starts_and_losses_leave_nothing(link: ForgeLink) -> None:
    assert link.pid is not None
    await until(lambda: not children(link.pid or 0), "earlier learners to be gone")
    before = descriptors(os.getpid()), descriptors(link.pid)
    pids: set[int] = set()

    async def lose(number: int) -> None:
        learner = await join(link)
        pids.add(learner.pid)
        if number % 3 == 0:
            learner.process.end(hard=number % 2 == 0)
        elif number % 3 == 1:
            os.kill(learner.pid, signal.SIGKILL)
        elif number % 2:
            await learner.see(MAP)
        learner.close()
        await learner.ended()

    for ten in range(0, 100, 10):
        await asyncio.gather(*map(lose, range(ten, ten + 10)))
    assert len(pids) == 100
    assert not any(map(alive, pids))
    assert children(link.pid) == set()
    after = descriptors(os.getpid()), descriptors(link.pid)
    assert after == before


async def test_what_a_learner_has_alone_is_little(link: ForgeLink) -> None:
    learner = await join(link)
    await learner.see(MAP)
    learner.press("\r")
    await learner.see(LESSON)
    assert private_memory(learner.pid) < 32 << 20
    learner.close()


async def test_a_dead_forge_takes_its_learners_along_and_another_one_serves(
    heard: Heard, lessons: Path
) -> None:
    link = ForgeLink(heard, lessons=lessons)
    link.open()
    assert await link.ready(PATIENCE)
    assert link.pid is not None
    learners = [await join(link, name) for name in ("maria", "li", "sam")]
    before = link.pid
    os.kill(before, signal.SIGKILL)
    for learner in learners:
        ending = await learner.ended()
        assert isinstance(ending, Ending)
        assert ending.lost
        await until(lambda pid=learner.pid: not alive(pid), "the learner's process to be gone")
        learner.close()
    assert await link.ready(PATIENCE)
    assert link.pid != before
    learner = await join(link)
    await learner.see(MAP)
    learner.close()
    await link.close()
    assert not alive(learner.pid)
    with pytest.raises(NoProcessError):
        await join(link)


async def test_no_lessons_is_said_once_and_not_tried_again(tmp_path: Path) -> None:
    heard = Heard()
    link = ForgeLink(heard, lessons=tmp_path)
    link.open()
    with pytest.raises(NoProcessError, match="no lesson"):
        await link.ready(PATIENCE)
    assert len(heard.faults) == 1
    await link.close()


HOST = """
import asyncio, sys
from pathlib import Path
from nnmath_tutor.workshop.forge_link import ForgeLink
from workshop.learners import Heard, join

async def main():
    link = ForgeLink(Heard(), lessons=Path(sys.argv[1]))
    link.open()
    assert await link.ready(60)
    learners = [await join(link) for _ in range(3)]
    print(link.pid, *(each.pid for each in learners), flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


async def test_a_host_killed_takes_everything_along_within_two_seconds(lessons: Path) -> None:
    found = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)])
    host = subprocess.Popen(
        [sys.executable, "-c", HOST, str(lessons)],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": found},
        text=True,
    )
    assert host.stdout is not None
    line = await asyncio.to_thread(host.stdout.readline)
    pids = [int(word) for word in line.split()]
    assert len(pids) == 4
    assert all(map(alive, pids))
    host.kill()
    killed = time.monotonic()
    await until(lambda: not any(map(alive, pids)), "everything to be gone")
    assert time.monotonic() - killed < 2
    host.wait()
    host.stdout.close()
