"""Joining with OpenSSH's own client: code, name, key, size, leaving; and what one then reads."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.guard import Guard, Limits

from . import clients
from .clients import command, join, run
from .hosting import CODE, Hosting


@pytest.fixture
def hosting(tmp_path: Path) -> Iterator[Hosting]:
    with Hosting(tmp_path) as hosting:
        yield hosting


def test_whoever_has_the_code_is_in_and_leaves_with_a_goodbye(hosting: Hosting) -> None:
    with join(hosting.port, CODE) as maria:
        maria.wait_for("ready size 80x24 maria xterm-256color")
        maria.type("aé")
        maria.wait_for("key 'a'.*\n.*key 'é'")
        maria.type("q")
        assert maria.ended() == 0
        assert "Goodbye, maria!" in maria.screen
    assert hosting.room.here == {}
    assert "joined name=maria address=127.0.0.1" in hosting.logged
    assert "left name=maria" in hosting.logged


def test_who_was_forgotten_is_not_told_that_anything_is_kept(hosting: Hosting) -> None:
    for key in "qk":
        with join(hosting.port, CODE) as maria:
            maria.wait_for("ready")
            hosting.room.here["maria"].known = False
            maria.type(key)
            assert maria.ended() == (key != "q")
            assert ends.FORGOTTEN in maria.screen
            assert "Goodbye" not in maria.screen
            assert "go on where you were" not in maria.screen
    assert "joined name=maria" in hosting.logged
    assert " left seconds=0\n" in hosting.logged
    assert "left name=maria" not in hosting.logged


def test_the_window_changes(hosting: Hosting) -> None:
    with join(hosting.port, CODE) as maria:
        maria.wait_for("ready size 80x24")
        maria.resize(120, 40)
        maria.wait_for("size 120x40")
        maria.resize(5000, 1)
        maria.wait_for("size 300x6")


def test_a_wrong_code_is_told_and_the_next_try_counts(hosting: Hosting) -> None:
    with join(hosting.port, "kelp") as maria:
        maria.wait_for("That is not the code of this workshop")
        maria.wait_for(clients.PROMPT)
        maria.type("Otter Maple 4821\n")
        maria.wait_for("ready size")
    assert "refused what=code name=maria" in hosting.logged
    assert "kelp" not in hosting.logged


def test_wrong_codes_in_a_row_end_the_connection(tmp_path: Path) -> None:
    with (
        Hosting(tmp_path, guard=Guard(Limits(tries=3))) as hosting,
        join(hosting.port, "one") as maria,
    ):
        for word in ("two", "three", "four"):
            maria.wait_for(clients.PROMPT)
            maria.type(f"{word}\n")
        assert maria.ended() == 255
        assert "Ask for it, then try again" in maria.screen
        assert hosting.logged.count("what=code") == 3


def test_a_client_that_asks_for_a_password_is_let_in_too(hosting: Hosting) -> None:
    line = command(hosting.port, "-o", "PreferredAuthentications=password", "")
    with clients.Ssh(line) as maria:
        maria.wait_for("password:")
        maria.type(f"{CODE}\n")
        maria.wait_for("ready size")


def test_a_name_that_is_here_already_is_taken(hosting: Hosting) -> None:
    with join(hosting.port, CODE) as maria, join(hosting.port, CODE) as other:
        maria.wait_for("ready")
        assert other.ended() == 1
        assert "Somebody called maria is here already" in other.screen
        maria.type("a")
        maria.wait_for("key 'a'")


def test_a_full_room_says_so(hosting: Hosting) -> None:
    hosting.room.most = 1
    with join(hosting.port, CODE) as maria:
        maria.wait_for("ready")
        with join(hosting.port, CODE, name="otto") as otto:
            assert otto.ended() == 1
            assert "All places are taken" in otto.screen
        maria.type("q")
        assert maria.ended() == 0
    with join(hosting.port, CODE, name="otto") as otto:
        otto.wait_for("ready")


def test_a_terminal_that_shows_no_screens_is_told(hosting: Hosting) -> None:
    with join(hosting.port, CODE, TERM="dumb") as maria:
        assert maria.ended() == 1
        assert "TERM=dumb" in maria.screen


def test_what_the_client_says_of_its_terminal_is_heard_and_nothing_else(hosting: Hosting) -> None:
    sent = ("-o", "SetEnv=LC_ALL=C COLORTERM=truecolor LD_PRELOAD=/tmp/x.so PATH=/tmp")
    with join(hosting.port, CODE, *sent, TERM="screen-256color") as maria:
        maria.wait_for("ready size 80x24 maria screen-256color ascii truecolor")
    process = hosting.processes.started[0].process
    assert process.args[3:] == ["maria", "screen-256color", "ascii", "truecolor"]


def test_a_key_binds_the_name_and_opens_the_door_again(hosting: Hosting, tmp_path: Path) -> None:
    mine, other = clients.make_key(tmp_path / "mine"), clients.make_key(tmp_path / "other")
    with join(hosting.port, CODE, "-i", str(mine)) as maria:
        maria.wait_for("ready")
        maria.type("q")
        maria.ended()
    with clients.Ssh(command(hosting.port, "-i", str(mine), "")) as maria:
        maria.wait_for("ready")  # without the code
        maria.type("q")
        maria.ended()
    for options in (("-i", str(other)), ()):
        with join(hosting.port, CODE, *options) as somebody:
            assert somebody.ended() == 1
            assert "belongs to somebody's SSH key" in somebody.screen


def test_an_unknown_key_alone_opens_nothing(hosting: Hosting, tmp_path: Path) -> None:
    key = clients.make_key(tmp_path / "key")
    done = run(command(hosting.port, "-tt", "-o", "BatchMode=yes", "-i", str(key), ""))
    assert done.returncode == 255
    assert "Permission denied" in done.stderr
    assert hosting.processes.started == []


def test_a_process_that_dies_leaves_the_terminal_in_order_and_a_number(hosting: Hosting) -> None:
    for key in "kx":
        with join(hosting.port, CODE) as maria:
            maria.wait_for("ready")
            maria.type(key)
            assert maria.ended() == 1
            assert "\x1b[?1049l" in maria.screen
            assert "\x1b[?1000l" in maria.screen
            number = maria.wait_for(r"fault (\d{4})\.")[1]
            assert f"fault number={number}" in hosting.logged


def test_a_client_that_is_killed_leaves_no_process(hosting: Hosting) -> None:
    for _ in range(3):
        with join(hosting.port, CODE) as maria:
            maria.wait_for("ready")
            os.kill(maria.pid, signal.SIGKILL)
        until(lambda: not hosting.room.here)
        assert hosting.processes.started[-1].process.poll() is not None


def test_nobody_at_the_keyboard_gives_the_place_back(tmp_path: Path) -> None:
    with Hosting(tmp_path, idle=0.0) as hosting, join(hosting.port, CODE) as maria:
        maria.wait_for("ready")
        hosting.in_loop(lambda: hosting.host.end_idle(hosting.host.now()))
        assert maria.ended() == 1
        assert "No key was pressed" in maria.screen
        assert "\x1b[?1049l" in maria.screen


def test_the_workshop_closes_with_a_sentence_for_everybody(tmp_path: Path) -> None:
    with Hosting(tmp_path) as hosting:
        maria = join(hosting.port, CODE)
        maria.wait_for("ready")
        seat = hosting.room.here["maria"]
    with maria:
        assert maria.ended() == 1
        assert "The workshop is over" in maria.screen
    assert seat.told == ["The workshop is over. What you did is kept. Goodbye!"]
    assert all(started.process.poll() is not None for started in hosting.processes.started)


def test_whoever_comes_early_sees_how_far_the_lessons_are(hosting: Hosting) -> None:
    hosting.processes.prepared = (0, 3)
    with join(hosting.port, CODE) as maria:
        maria.wait_for(r"the lessons are being prepared \(\d of 3\)")
        maria.wait_for("ready")


def test_a_client_that_stops_reading_holds_nobody_up(hosting: Hosting) -> None:
    with join(hosting.port, CODE) as maria, join(hosting.port, CODE, name="otto") as otto:
        maria.wait_for("ready")
        otto.wait_for("ready")
        os.kill(maria.pid, signal.SIGSTOP)
        maria_process = hosting.processes.started[0].process
        maria.type("f")  # into the terminal: ssh will not read it
        os.kill(maria.pid, signal.SIGCONT)
        maria.wait_for("flood")
        os.kill(maria.pid, signal.SIGSTOP)
        until(lambda: written(maria_process.pid) == written(maria_process.pid, 0.2))
        before = memory()
        otto.type("a")
        otto.wait_for("key 'a'")
        assert memory() - before < 1_000_000
        assert written(maria_process.pid) < 16_000_000
        os.kill(maria.pid, signal.SIGCONT)
        maria.wait_for("flood")


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        select.select([], [], [], 0.02)


def written(pid: int, later: float = 0.0) -> int:
    """Bytes that the process has written so far, or a while later."""
    select.select([], [], [], later)
    text = Path(f"/proc/{pid}/io").read_text()
    return int(text.split("wchar: ")[1].split()[0])


def memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_process_that_will_not_end_is_killed_and_the_sentence_is_read(tmp_path: Path) -> None:
    with Hosting(tmp_path) as hosting:
        maria = join(hosting.port, CODE)
        maria.wait_for("ready")
        maria.type("s")  # deaf to every kind request
        maria.wait_for("stubborn")
    with maria:
        assert maria.ended() == 1
        assert "The workshop is over" in maria.screen
        assert "\x1b[?1049l" in maria.screen


def test_clients_that_vanish_leave_no_descriptor(hosting: Hosting) -> None:
    with join(hosting.port, CODE) as maria:
        maria.wait_for("ready")
    until(lambda: not hosting.room.here and not hosting.host.guard.waiting)
    before = descriptors()
    for number in range(25):
        with join(hosting.port, CODE, name=f"maria{number}") as maria:
            maria.wait_for("ready" if number % 2 else ".")
            os.kill(maria.pid, signal.SIGKILL)
    until(lambda: not hosting.room.here and not hosting.host.guard.waiting)
    until(lambda: descriptors() <= before)


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
