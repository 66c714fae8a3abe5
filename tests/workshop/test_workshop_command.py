"""`nnmath-tutor workshop` itself: joined with ssh, interrupted, killed, started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.record import Record

from .clients import PATIENCE, command, join, run
from .commanded import Command, descriptors, surroundings, tutor, until, where
from .learners import alive, children, few_lessons

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

MAP, LESSON = "q Quit", "space Play"


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few_lessons(tmp_path_factory.mktemp("course") / "lessons")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def workshop(state: Path, lessons: Path) -> Iterator[Command]:
    with Command(state, lessons) as command:
        yield command


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory, lessons: Path) -> Iterator[Command]:
    """For those that leave it as it was."""
    with Command(tmp_path_factory.mktemp("lasting") / "state", lessons) as command:
        yield command


def test_a_learner_learns_and_the_workshop_closes_with_a_sentence(workshop: Command) -> None:
    with join(workshop.port, workshop.code) as maria:
        maria.see(MAP)
        maria.type("\r")
        maria.see(LESSON)
        maria.resize(120, 40)
        maria.see(LESSON)
        maria.type("q")
        maria.see(MAP)
        maria.type("q")
        assert maria.ended() == 0
        assert "Goodbye, maria!" in maria.screen
    with join(workshop.port, workshop.code) as maria:
        maria.see(MAP)
        workshop.process.terminate()  # Ctrl+C does the same, where it isn't ignored
        assert maria.ended() == 1
        assert "The workshop is over" in maria.screen
        assert "remote host" not in maria.screen  # ssh hangs up by itself
    assert workshop.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("answers", [True, False])
def test_who_is_forgotten_while_connected_is_told_and_stays_forgotten(
    workshop: Command, *, answers: bool
) -> None:
    with join(workshop.port, workshop.code) as maria:
        maria.see(MAP)
        if answers:
            maria.type("\r")
            maria.see(LESSON)
            maria.type("n")
            maria.see("Your answer")
        forget = [*tutor(), "workshop", "forget", "--state", str(workshop.state), "maria"]
        subprocess.run(forget, check=True, env=surroundings(), timeout=PATIENCE)
        maria.screen = ""
        maria.type("3 by 4\r" if answers else "q")
        assert maria.ended() == answers
        assert ends.FORGOTTEN in maria.screen
        assert "is kept" not in maria.screen
    until(lambda: " left seconds=" in (workshop.state / "log").read_text())
    assert "maria" not in (workshop.state / "log").read_text()
    with Record(workshop.state, create=False) as record:
        assert record.rows("SELECT name FROM learners") == []
    with join(workshop.port, workshop.code) as maria:
        maria.see("Welcome, maria")


def test_the_host_killed_takes_everybody_along(workshop: Command) -> None:
    with join(workshop.port, workshop.code) as maria:
        maria.see(MAP)
        forge = workshop.forge()
        learners = children(forge)
        assert len(learners) == 1
        workshop.process.kill()
        until(lambda: not any(map(alive, (forge, *learners))), 2.0)
        assert maria.ended() == 255


def test_a_host_that_was_killed_is_started_again_with_the_same_code_and_key(
    state: Path, lessons: Path
) -> None:
    with Command(state, lessons) as first:
        first.process.kill()
    with Command(state, lessons) as second:
        assert second.code == first.code
        key = r"The host key +(\S+)"
        assert second.find(key) == first.find(key)
        with join(second.port, second.code) as maria:
            maria.see(MAP)


def test_the_forge_killed_is_replaced_and_everybody_is_told(lasting: Command) -> None:
    with join(lasting.port, lasting.code) as maria:
        maria.see(MAP)
        os.kill(lasting.forge(), signal.SIGKILL)
        assert maria.ended() == 1
        assert "The tutor had to start again" in maria.screen
        assert "\x1b[?1049l" in maria.screen
    with join(lasting.port, lasting.code) as maria:
        maria.see(MAP)


def test_clients_that_vanish_leave_nothing_behind(lasting: Command) -> None:
    host, forge = lasting.process.pid, lasting.forge()
    with join(lasting.port, lasting.code) as maria:
        maria.see(MAP)
    until(lambda: not children(forge))
    before = descriptors(host), descriptors(forge)
    for number in range(10):
        with join(lasting.port, lasting.code, name=f"maria{number}") as maria:
            maria.see(MAP)
            os.kill(maria.pid, signal.SIGKILL)
    until(lambda: not children(forge))
    until(lambda: descriptors(host) <= before[0] and descriptors(forge) <= before[1])


def test_one_host_a_folder(lasting: Command, lessons: Path) -> None:
    done = start(*where(lasting.state, lessons))
    assert done.returncode == 2
    assert "a workshop is held in" in done.stderr


def test_a_port_that_is_taken_is_told(lasting: Command, tmp_path: Path, lessons: Path) -> None:
    done = start(*where(tmp_path / "b", lessons, lasting.port))
    assert done.returncode == 2
    assert f"port {lasting.port}: Address already in use; choose another with --port" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--lessons", "/dev/null"), "no such folder"),
        (("--code", "käse"), "the code wants"),
        (("--code", "abc"), "the code wants"),
        (("--idle-timeout", "soon"), "wants a time"),
        (("--max-learners", "0"), "whole number from 1"),
        (("--port", "99999"), "whole number from 0"),
        (("--host", "999.1.1.1"), "cannot listen on 999.1.1.1"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_two(
    options: Sequence[str], complaint: str, tmp_path: Path
) -> None:
    done = start("--state", str(tmp_path), "--port", "0", *options)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_without_lessons_is_told(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    done = start("--state", str(tmp_path / "s"), "--port", "0", "--lessons", str(tmp_path / "none"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_without_the_package_it_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['asyncssh'] = None; sys.argv[1:] = ['workshop'];"
        "from nnmath_tutor.cli import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=surroundings(),
    )
    assert done.returncode == 2
    assert "pip install 'nnmath-tutor[workshop]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_summary_is_taken_home_over_ssh(lasting: Command) -> None:
    with join(lasting.port, lasting.code) as maria:
        maria.see(MAP)
        maria.type("q")
        maria.ended()
    done = run(command(lasting.port, "-T", "summary", code=lasting.code))
    assert done.returncode == 0
    assert done.stdout.startswith("maria: what you did\n")
    done = run(command(lasting.port, "-T", "summary", code=lasting.code, name="otto"))
    assert done.returncode == 1
    assert "Nothing is known of otto" in done.stderr


def start(*options: str) -> subprocess.CompletedProcess[str]:
    line = [*tutor(), "workshop", "--headless", *options]
    return subprocess.run(
        line, capture_output=True, text=True, timeout=PATIENCE, check=False, env=surroundings()
    )
