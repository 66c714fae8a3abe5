"""The whole of it: a teacher at a terminal, two learners with ssh, led, asked, let go."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from pathlib import Path

import pytest

from nnmath_tutor.workshop.invitation import how_to_open
from nnmath_tutor.workshop.record import default_directory
from nnmath_tutor.workshop.run import Plan

from .clients import Ssh, command
from .learners import few_lessons

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="learners are forked")

FIRST = 60.0  # seconds for the lessons to be prepared


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few_lessons(tmp_path_factory.mktemp("course") / "lessons")


def teacher(state: Path, lessons: Path, *options: str) -> Ssh:
    line = [
        sys.executable,
        "-m",
        "nnmath_tutor",
        "workshop",
        "--port",
        "0",
        "--code",
        "maths-otter",
    ]
    line += ["--state", str(state), "--lessons", str(lessons), *options]
    named = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    return Ssh(line, (110, 30), **named)


def learner(port: int, name: str) -> Ssh:
    return Ssh(command(port, "", name=name, code="maths-otter"))


def port_of(presenter: Ssh) -> int:
    presenter.see("YOUR-NAME@127.0.0.1", FIRST)
    found = re.search(r"ssh -p (\d+) YOUR-NAME", presenter.text)
    assert found
    return int(found[1])


def test_two_learners_are_led_asked_and_let_go(tmp_path: Path, lessons: Path) -> None:
    with teacher(tmp_path / "state", lessons) as presenter:
        port = port_of(presenter)
        with learner(port, "maria") as maria, learner(port, "tom") as tom:
            presenter.see("2 here", FIRST)
            maria.see("q Quit", FIRST)
            tom.see("q Quit", FIRST)
            presenter.type("g")
            presenter.see("Gather everyone")
            presenter.type("forward\r")
            presenter.see("You lead 2 learners")
            for one in (maria, tom):
                one.see("presenter: leads")
                one.see("The forward pass 1/")
            presenter.type("n")
            for one in (maria, tom):
                one.see("The forward pass 2/")
            presenter.type("R")
            presenter.see("Released")
            for one in (maria, tom):
                one.see("q Quit")
            presenter.type("a")
            presenter.see("which question?")
            presenter.type("forward row\r")
            presenter.see("Nobody has seen it yet")
            presenter.type("\r")
            presenter.see("2 still think")
            for one, answer in ((maria, "1\r"), (tom, "2\r")):
                one.see("Your answer:")
                one.type(answer)
            presenter.see("Everyone has answered")
            presenter.type("\r")
            for one in (maria, tom):
                one.see("How the room answered (2 answers)")
            presenter.type("qq")
            presenter.see("End the workshop for 2 learners?")
            presenter.type("y")
            presenter.see("The workshop closes.")
            assert presenter.ended() == 0
            for one in (maria, tom):
                one.see("The workshop")
                assert one.ended() != 255


def test_a_signal_closes_the_workshop_and_gives_the_terminal_back(
    tmp_path: Path, lessons: Path
) -> None:
    with teacher(tmp_path / "state", lessons) as presenter:
        port_of(presenter)
        os.kill(presenter.pid, signal.SIGTERM)
        assert presenter.ended() == 0
        assert presenter.screen.rstrip().endswith(f"workshop report --state {tmp_path}/state")
        assert "\x1b[?1049l" in presenter.screen


def test_the_last_words_name_the_folder_unless_it_is_the_usual_one() -> None:
    assert Plan(default_directory()).report == "nnmath-tutor workshop report"
    given = Plan(Path("/tmp/Maria's class"))
    assert shlex.split(given.report)[3:] == ["--state", "/tmp/Maria's class"]


def test_ascii_and_no_colour(tmp_path: Path, lessons: Path) -> None:
    line = [sys.executable, "-m", "nnmath_tutor", "--ascii", "workshop", "--port", "0"]
    line += ["--state", str(tmp_path / "state"), "--lessons", str(lessons)]
    named = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    with Ssh(line, (80, 24), NO_COLOR="1", **named) as presenter:
        port_of(presenter)
        presenter.type("p")
        presenter.see("The code:")
        presenter.type("pq")
        assert presenter.ended() == 0
        assert presenter.screen.isascii()
        assert not re.search(r"\x1b\[[0-9;]*3[0-9][;m]", presenter.screen)


BROKEN = """
from nnmath_tutor.cli.main import main
from nnmath_tutor.workshop.console.room_screen import RoomScreen

def action_sort(self, by):
    raise ZeroDivisionError("of a test's")

RoomScreen.action_sort = action_sort
raise SystemExit(main())
"""


def test_without_its_console_a_workshop_goes_on(tmp_path: Path, lessons: Path) -> None:
    state = tmp_path / "state"
    line = [sys.executable, "-c", BROKEN, "workshop", "--port", "0", "--code", "maths-otter"]
    line += ["--state", str(state), "--lessons", str(lessons)]
    named = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    with Ssh(line, (110, 30), **named) as presenter:
        port = port_of(presenter)
        with learner(port, "maria") as maria:
            maria.see("q Quit", FIRST)
            presenter.see("1 here")
            presenter.type("s")
            presenter.see("The workshop goes on without it")
            presenter.see("Ctrl+C closes the workshop.")
            assert "Traceback" not in presenter.screen
            assert "ZeroDivisionError" in (state / "log").read_text()
            maria.type("\r")
            maria.see("space Play")
            presenter.type("\x03")
            assert presenter.ended() == 0
            maria.see("The workshop")


def test_what_opens_the_room_keeps_every_option() -> None:
    plan = Plan(Path("/tmp/a b"), port=22, idle=90.0, lessons=Path("/tmp/mine"))
    (line,) = (line for line in how_to_open(plan.options) if "--host" in line)
    words = ["--port", "22", "--idle-timeout", "90s", "--state", "/tmp/a b", "--lessons"]
    assert shlex.split(line)[3:] == ["0.0.0.0", *words, "/tmp/mine"]
    assert Plan(default_directory()).options == []
