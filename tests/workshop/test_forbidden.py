"""What an SSH client can ask for besides the tutor, each asked with OpenSSH's own: no."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nnmath_tutor.workshop.guard import Guard, Limits

from . import clients
from .clients import command, join, run
from .hosting import CODE, Hosting

NULL = subprocess.DEVNULL
ONLY_THE_TUTOR = "Here is the tutor and nothing else"


@pytest.fixture
def hosting(tmp_path: Path) -> Iterator[Hosting]:
    limits = Limits(silent=1.0, no_session=1.0, waiting=40)
    with Hosting(tmp_path / "state", guard=Guard(limits)) as hosting:
        yield hosting


@pytest.mark.parametrize("words", [("id",), ("-tt", "id"), ("-T", "sh -c id"), ("-s", "sftp")])
def test_no_command_and_no_subsystem(hosting: Hosting, words: tuple[str, ...]) -> None:
    done = run(command(hosting.port, *words, code=CODE))
    assert done.returncode == 255
    assert ONLY_THE_TUTOR in done.stderr
    assert "uid=" not in done.stdout
    assert hosting.processes.started == []
    assert "refused what=" in hosting.logged


def test_no_sftp_and_no_scp_either_way(hosting: Hosting, tmp_path: Path) -> None:
    secret = tmp_path / "state" / "host_key"
    here = tmp_path / "here"
    for words in (("-O",), ()):
        for way in ((f"maria@127.0.0.1:{secret}", str(here)), (str(secret), "maria@127.0.0.1:x")):
            done = run(command(hosting.port, *words, *way, code=CODE, program="scp"))
            assert done.returncode != 0
            assert ONLY_THE_TUTOR in done.stderr
    done = run(command(hosting.port, code=CODE, program="sftp"), b"ls\n")
    assert done.returncode == 255
    assert not here.exists()
    assert hosting.processes.started == []


def test_no_session_without_a_terminal(hosting: Hosting) -> None:
    done = run(command(hosting.port, "-T", "", code=CODE))
    assert done.returncode == 1
    assert "The tutor needs a terminal" in done.stderr
    assert hosting.processes.started == []


def test_no_connection_without_a_session(hosting: Hosting) -> None:
    done = run(command(hosting.port, "-N", "", code=CODE))
    assert done.returncode == 255
    assert "Nothing was asked for" in done.stderr


def test_no_forwarding_from_here(hosting: Hosting) -> None:
    with socket.create_server(("127.0.0.1", 0)) as secret:
        far = f"127.0.0.1:{secret.getsockname()[1]}"
        done = run(command(hosting.port, "-W", far, "", code=CODE))
        assert done.returncode == 255
        near = free_port()
        with join(hosting.port, CODE, "-L", f"{near}:{far}") as maria:
            maria.wait_for("ready")
            with socket.create_connection(("127.0.0.1", near), timeout=5) as tried:
                assert tried.recv(10) == b""
        secret.settimeout(0)
        with pytest.raises(BlockingIOError):
            secret.accept()
    assert hosting.logged.count("refused what=forwarding") == 2


def test_no_forwarding_to_a_socket_and_no_proxy(hosting: Hosting, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as secret:
        secret.bind(str(tmp_path / "secret"))
        secret.listen()
        near, proxy = free_port(), free_port()
        options = ("-L", f"{near}:{tmp_path / 'secret'}", "-D", f"{proxy}")
        with join(hosting.port, CODE, *options) as maria:
            maria.wait_for("ready")
            with socket.create_connection(("127.0.0.1", near), timeout=5) as tried:
                assert tried.recv(10) == b""
            with socket.create_connection(("127.0.0.1", proxy), timeout=5) as tried:
                tried.sendall(b"\x04\x01\x00\x16\x7f\x00\x00\x01\x00")  # SOCKS 4: 127.0.0.1:22
                assert tried.recv(10) == b""
        secret.settimeout(0)
        with pytest.raises(BlockingIOError):
            secret.accept()
    assert 'what="socket forwarding"' in hosting.logged
    assert "what=forwarding" in hosting.logged


def test_no_forwarding_to_here(hosting: Hosting, tmp_path: Path) -> None:
    near, path = free_port(), tmp_path / "far"
    for far in (f"{near}:127.0.0.1:9", f"{path}:127.0.0.1:9"):
        line = ("-o", "ExitOnForwardFailure=yes", "-N", "-R", far, "")
        done = run(command(hosting.port, *line, code=CODE))
        assert done.returncode == 255
        assert "remote port forwarding failed" in done.stderr
    assert not path.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", near), timeout=5)


@pytest.mark.parametrize("option", ["-w any", "-o Tunnel=ethernet -w any", "-A", "-X", "-Y"])
def test_nothing_else_is_forwarded_and_one_still_learns(
    hosting: Hosting, option: str, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as agent:
        agent.bind(str(tmp_path / "agent"))
        agent.listen()
        variables = {"SSH_AUTH_SOCK": str(tmp_path / "agent"), "DISPLAY": ":99"}
        with join(hosting.port, CODE, *option.split(), **variables) as maria:
            if option.endswith("any"):
                assert maria.wait_for("(?i)tunnel|tun device|ready")
            else:
                maria.wait_for("ready")
                maria.type("q")
                assert maria.ended() == 0
        agent.settimeout(0)
        with pytest.raises(BlockingIOError):
            agent.accept()
    assert not list(Path("/tmp").glob("asyncssh-*"))


def test_one_session_a_connection(hosting: Hosting, tmp_path: Path) -> None:
    master = ("-o", f"ControlPath={tmp_path / 'master'}", "-o", "ControlMaster=auto")
    with join(hosting.port, CODE, *master) as maria:
        maria.wait_for("ready")
        done = run(command(hosting.port, *master, "-o", "ProxyCommand=false", "-tt", ""))
        assert done.returncode == 255
        assert "Session open refused by peer" in done.stderr
        maria.type("a")
        maria.wait_for("key 'a'")
    assert len(hosting.processes.started) == 1


def test_a_long_name_is_refused(hosting: Hosting) -> None:
    for name in ("m" * 10_000, "m" * 200):
        done = run(command(hosting.port, "-tt", "", name=name, code=CODE))
        assert done.returncode == 255
        assert "too long" in done.stderr
    assert hosting.processes.started == []


@pytest.mark.parametrize(
    "name", ["ma\x1b]0;x\x07ria", "ma\nria", "\u202emaria", "\x07", "--", "[/]"]
)
def test_a_name_holds_nothing_that_a_terminal_obeys(hosting: Hosting, name: str) -> None:
    """Refused, or cleaned; OpenSSH itself refuses some of them before it connects."""
    run(command(hosting.port, "-tt", "", name=name, code=CODE), b"q")
    for ours in [*(process.process.args[3] for process in hosting.processes.started)]:
        assert ours.isprintable()
        assert "[" not in ours
    assert all(line.isprintable() for line in hosting.logged.splitlines())


def test_variables_without_end_are_not_kept(hosting: Hosting) -> None:
    many = " ".join(f"V{number}={'x' * 500}" for number in range(150))
    with join(hosting.port, CODE, "-o", f"SetEnv={many} LANG={'y' * 5000}") as maria:
        maria.wait_for("ready size 80x24 maria xterm-256color\r")


def test_silent_sockets_leave_and_let_a_learner_in(hosting: Hosting) -> None:
    silent = [socket.create_connection(("127.0.0.1", hosting.port)) for _ in range(100)]
    until_gone(silent[:30])
    with join(hosting.port, CODE) as maria:
        maria.wait_for("ready")
    until_gone(silent[30:])
    assert hosting.host.guard.waiting == 0


def test_two_hundred_at_once_do_not_keep_a_learner_out(tmp_path: Path) -> None:
    with Hosting(tmp_path / "state", most=3) as hosting:
        line = command(hosting.port, "-tt", "-o", "BatchMode=yes", "", name="otto")
        path = os.environ["PATH"]
        crowd = [
            subprocess.Popen(line, stdin=NULL, stdout=NULL, stderr=NULL, env={"PATH": path})
            for _ in range(200)
        ]
        try:
            with join(hosting.port, CODE) as maria:
                maria.wait_for("ready")
        finally:
            for client in crowd:
                client.kill()
                client.wait()
        with join(hosting.port, CODE, name="eva") as eva:
            eva.wait_for("ready")


def test_guessing_is_slowed_but_nobody_is_shut_out(tmp_path: Path) -> None:
    guard = Guard(Limits(free=3, slow=1.5, regained=0.001))
    with Hosting(tmp_path / "state", guard=guard) as hosting:
        for _ in range(3):
            with join(hosting.port, "guess", name="mallory") as mallory:
                mallory.wait_for("That is not the code")
        began = time.monotonic()
        with join(hosting.port, CODE) as maria:
            maria.wait_for("ready")
        assert time.monotonic() - began > 1.5
        assert hosting.logged.count("refused what=code name=mallory") == 3


def test_the_summary_is_the_one_word_that_is_answered(hosting: Hosting) -> None:
    done = run(command(hosting.port, "-T", "summary", code=CODE))
    assert (done.returncode, done.stdout) == (0, "all about maria\n")
    assert hosting.processes.started == []


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def until_gone(sockets: list[socket.socket]) -> None:
    deadline = time.monotonic() + clients.PATIENCE
    left = set(sockets)
    while left:
        assert time.monotonic() < deadline
        ready, _, _ = select.select(list(left), [], [], 1.0)
        for one in ready:
            try:
                data = one.recv(4096)
            except ConnectionResetError:
                data = b""
            if not data:
                left.remove(one)
                one.close()
