"""A class with OpenSSH's own clients: alone at first, then led, asked, told, locked, released."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.events import EndPoll, LookAt, LowerHand, Tell
from nnmath_tutor.workshop.present import State
from nnmath_tutor.workshop.protocol import Gather, Lock, Release, Skipping

from .clients import PATIENCE, Ssh, join
from .commanded import surroundings, tutor
from .holding import CODE, Holding
from .learners import few_lessons

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="learners are forked")

MAP, LESSON = "q Quit", "space Play"
QUESTION, ASKED = "Your answer:", "The presenter asks everyone"
HAND, SHOW, READ = "\x12", "\x0f", "\x19"  # ctrl+r, ctrl+o, ctrl+y


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few_lessons(tmp_path_factory.mktemp("course") / "lessons")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("class") / "state"


@pytest.fixture(scope="module")
def holding(state: Path, lessons: Path) -> Iterator[Holding]:
    with Holding(state, lessons) as holding:
        yield holding


def come(holding: Holding, name: str = "maria", **variables: str) -> Ssh:
    ssh = join(holding.port, CODE, name=name, **variables)
    ssh.see(MAP)
    return ssh


def open_question(learner: Ssh) -> None:
    """The one before the second step of the lesson: (3, 4) is right."""
    learner.type("\r")
    learner.see(LESSON)
    learner.type("n")
    learner.see(QUESTION)


def report(state: Path, *options: str) -> str:
    line = [*tutor(), "workshop", "report", "--state", str(state), *options]
    done = subprocess.run(
        line, capture_output=True, text=True, timeout=PATIENCE, check=True, env=surroundings()
    )
    return done.stdout


def test_join_learn_answer_resize_leave_and_come_back(holding: Holding, state: Path) -> None:
    with come(holding) as maria:
        open_question(maria)
        maria.type("(4, 3)\r")
        maria.see("Rows come first")
        holding.wait(lambda room: room.learners["maria"].last is Outcome.WRONG)
        maria.type("3 by 4\r")
        holding.wait(lambda room: room.learners["maria"].last is Outcome.RIGHT)
        maria.resize(120, 40)
        maria.type("\r")
        maria.see(LESSON)
        maria.type("q")
        maria.see(MAP)
        maria.type("q")
        assert maria.ended() == 0
    assert holding.learner("maria").state(0.0) is State.LEFT
    with come(holding) as maria:
        maria.see("Welcome back, maria")
        maria.type("\r")
        maria.see("The forward pass 2/")  # where she was
        os.kill(maria.pid, signal.SIGKILL)
    holding.wait(lambda room: room.learners["maria"].lost)
    (question,) = json.loads(report(state, "--json"))["questions"]
    assert (question["place"], question["learners"], question["right"]) == ("forward:weights", 1, 0)


def test_two_learners_and_a_presenter(holding: Holding) -> None:
    with come(holding, "tom") as tom, come(holding, "li") as li:
        both = (tom, li)
        open_question(tom)  # so they are at two places
        holding.post(Gather("forward", "row-meets-column", 0, 6, "line"))
        for one in both:
            one.see("presenter: leads now")
            one.see("The forward pass 3/")
        holding.post(Gather("forward", "weights", 0, 6, "line"))
        for one in both:
            one.see("The forward pass 2/")
        holding.post(Tell("\x1b]0;x\x07[b]look[/b] here"))
        for one in both:
            one.see("presenter: ")
            one.see("[b]look[/b] here")
        tom.type(READ)
        tom.see("presenter: leads now")
        holding.post(Release())
        tom.see(QUESTION)
        li.see(MAP)

        holding.ask("forward", "weights", 3)
        for one, answer in ((tom, "3x4"), (li, "(4, 3)")):
            one.see(ASKED)
            one.type(f"{answer}\r")
        holding.wait(lambda room: room.polling and len(room.polling.answers) == 2)
        holding.post(EndPoll())
        for one in both:
            one.see("How the room answered (2 answers)")
            one.type("\r")
        tom.see(QUESTION)
        li.see(MAP)
        li.see("[b]look[/b] here")  # still unread
        li.type(READ)
        li.see_no_more("[b]look[/b] here")

        holding.post(Skipping(False))
        tom.see("no one skips a question now")
        tom.type("\r")
        tom.see("no one skips just now")  # heard before he leaves: on the map it opens a lesson
        holding.post(Lock(()))
        tom.see(MAP)  # out of the lesson that is locked now
        holding.post(Skipping(True))
        holding.post(Lock(None))

        li.type(HAND)
        holding.wait(lambda room: [one.name for one in room.hands()] == ["li"])
        holding.post(LowerHand("li"))
        holding.wait(lambda room: not room.hands())
        holding.post(LookAt("tom"))
        assert holding.room.screen is None  # tom has not agreed
        tom.type(SHOW)
        holding.wait(lambda room: room.learners["tom"].shows)
        holding.post(LookAt("tom"))
        holding.wait(lambda room: room.screen)
        holding.post(LookAt(None))
        for one in both:
            one.type("q")
            assert one.ended() == 0


def test_what_is_typed_harms_no_screen_and_no_report(holding: Holding, state: Path) -> None:
    with come(holding, "=2+5") as eve:
        open_question(eve)
        for answer in ("=1+1", "[@click=app.bell]x[/]", "\x1b]0;x\x07", "@SUM(1)", "\u202eabc"):
            eve.type(f"{answer}\r")
            eve.see("Not understood.")
            eve.type("(9, 9)\r")
            eve.see("Not yet: (9, 9)")
        eve.type("q")
    for options in ((), ("--json",)):
        assert all(line.isprintable() for line in report(state, *options).splitlines())
    for table in ("learners", "questions", "polls"):
        for row in csv.reader(io.StringIO(report(state, "--csv", table))):
            assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in row)


def test_who_stops_reading_while_playing_holds_nobody_up(holding: Holding) -> None:
    with come(holding) as maria, come(holding, "tom") as tom:
        maria.type("\r")
        maria.see(LESSON)
        maria.type(" ")
        holding.wait(lambda room: room.learners["maria"].playing)
        os.kill(maria.pid, signal.SIGSTOP)
        before = memory()
        for _ in range(3):
            tom.type("\r")
            tom.see(LESSON)
            tom.type("q")
            tom.see(MAP)
        assert memory() - before < 4_000_000
        os.kill(maria.pid, signal.SIGCONT)
        maria.type("q")
        maria.see(MAP)


def memory() -> int:
    """Bytes that this process, the host, has in use."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
