"""The walls around a learner's process, tried from inside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.workshop import forbidden_calls, sealed_files
from nnmath_tutor.workshop.confine import environment, shut_folder, unprivileged_user, walls

linux = pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")
ROOT = os.geteuid() == 0

INSIDE = """
import json, mmap, os, resource, signal, socket, sys, threading, time, traceback
from pathlib import Path
import numpy as np
from nnmath_tutor.workshop.confine import Limits, confine, readable_places, unprivileged_user

secret, writable = Path(sys.argv[1]), Path(sys.argv[2])
parent = os.getpid()
reading, writing = os.pipe()

def tried(what):
    try:
        what()
    except (OSError, ValueError, MemoryError, RuntimeError) as error:
        return type(error).__name__
    return None

def inherit():
    secrets = {
        "read": lambda: secret.read_text(),
        "list": lambda: os.listdir(secret.parent),
        "write": lambda: writable.joinpath("new").write_text("x"),
        "overwrite": lambda: secret.write_text("x"),
        "remove": lambda: secret.unlink(),
        "rename": lambda: secret.rename(secret.with_name("other")),
        "folder": lambda: writable.joinpath("folder").mkdir(),
        "link": lambda: os.symlink("/etc/passwd", writable / "link"),
        "passwords": lambda: Path("/etc/passwd").read_text(),
        "environment of the parent": lambda: Path(f"/proc/{parent}/environ").read_bytes(),
        "socket": lambda: socket.socket(),
        "unix socket": lambda: socket.socket(socket.AF_UNIX),
        "fork": lambda: os.fork() or os._exit(0),
        "program": lambda: os.execv("/bin/true", ["true"]),
        "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
        "kill the parent": lambda: os.kill(parent, signal.SIGTERM),
        "a limit of the parent": lambda: resource.prlimit(parent, resource.RLIMIT_NOFILE, (9, 9)),
        "more files": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)),
        "memory": lambda: bytearray(400 << 20),
        "shared memory": lambda: mmap.mmap(-1, 1200 << 20),
        "open files": lambda: [os.dup(0) for _ in range(100)],
    }
    if os.getuid() != 0:
        secrets["root again"] = lambda: os.setuid(0)
        secrets["root's group"] = lambda: os.setgid(0)
    allowed = {
        "thread": lambda: threading.Thread(target=int).start(),
        "socket pair": lambda: socket.socketpair(),
        "some memory": lambda: bytearray(64 << 20),
        "arithmetic": lambda: np.ones((64, 64)) @ np.ones((64, 64)),
        "signal itself": lambda: signal.raise_signal(signal.SIGCHLD),
        "module": lambda: __import__("wave") if sys.argv[3] == "open" else None,
        "zone": lambda: time.localtime(),
        "random": lambda: os.urandom(4),
    }
    permitted = {name: tried(what) for name, what in allowed.items()}
    return {name: tried(what) for name, what in secrets.items()}, permitted

child = os.fork()
if child == 0:
    try:
        user = unprivileged_user("nobody")
        confine(Limits(), user, readable_places(None), Path(os.devnull), parent)
        os.write(writing, json.dumps([*inherit(), os.getuid(), os.getgroups()]).encode())
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)
os.close(writing)
said = b""
while data := os.read(reading, 65536):
    said += data
os.waitpid(child, 0)
print(said.decode())
"""


@linux
def test_nothing_is_left_but_computing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("42")
    writable = tmp_path / "writable"
    writable.mkdir()
    for place, mode in ((tmp_path, 0o777), (writable, 0o777), (secret, 0o666)):
        place.chmod(mode)  # what stops it isn't the file's mode
    library = Path(os.__file__).parent
    python = not ROOT or all(each.stat().st_mode & 0o001 for each in (library, *library.parents))
    done = subprocess.run(
        [sys.executable, "-c", INSIDE, secret, writable, "open" if python else "shut"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.stderr == ""
    refused, allowed, user, groups = json.loads(done.stdout)
    assert allowed == dict.fromkeys(allowed)
    if not {"files", "calls"} <= set(walls(None)):
        pytest.skip(f"this kernel gives {walls(None)} alone")
    assert {name for name, error in refused.items() if error is None} == set()
    assert secret.read_text() == "42"
    assert list(writable.iterdir()) == []
    if ROOT:
        assert user != 0
        assert groups == []


@linux
def test_the_kernel_says_that_the_walls_stand(tmp_path: Path) -> None:
    code = """
import os
from pathlib import Path
from nnmath_tutor.workshop.confine import Limits, confine, unprivileged_user
parent = os.getpid()
if (child := os.fork()) == 0:
    status = os.open("/proc/self/status", os.O_RDONLY)  # before the door closes
    confine(Limits(), unprivileged_user("nobody"), [], Path(os.devnull), parent)
    os.write(1, os.read(status, 65536))
    os._exit(0)
os.waitpid(child, 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    status = dict(line.split(":\t", 1) for line in done.stdout.splitlines() if ":\t" in line)
    for held in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(status[held], 16) == 0
    assert status["NoNewPrivs"] == "1"
    if forbidden_calls.processor() is not None:
        assert status["Seccomp"] == "2"
    if ROOT:
        assert int(status["CapBnd"], 16) == 0
        assert "0" not in status["Uid"].split()
        assert "0" not in status["Gid"].split()
        assert status["Groups"].split() == []


@pytest.mark.skipif(not ROOT, reason="asks root")
def test_root_must_become_somebody_else() -> None:
    with pytest.raises(LookupError, match="no user"):
        unprivileged_user("nobody-of-that-name")
    with pytest.raises(LookupError, match="root by another name"):
        unprivileged_user("root")
    found = unprivileged_user("nobody")
    assert found is not None
    assert 0 not in found


def test_the_folder_that_is_shut_is_named(tmp_path: Path) -> None:
    inner = tmp_path / "home" / "course" / "lessons"
    inner.mkdir(parents=True)
    above = shut_folder(tmp_path)
    (tmp_path / "home").chmod(0o700)
    assert shut_folder(inner) == tmp_path / "home"
    (tmp_path / "home").chmod(0o711)
    assert shut_folder(inner) == above


@given(st.text(), st.booleans(), st.booleans())
def test_the_environment_is_made_and_not_taken_over(
    term: str, truecolor: bool, no_color: bool
) -> None:
    made = environment(term, truecolor=truecolor, no_color=no_color)
    allowed = {"TERM", "LANG", "HOME", "PATH", "OPENBLAS_NUM_THREADS", "COLORTERM", "NO_COLOR"}
    assert made.keys() <= allowed
    assert ("COLORTERM" in made, "NO_COLOR" in made) == (truecolor, no_color)
    assert made["TERM"] in (term, "xterm-256color")
    assert made["TERM"].isascii()
    assert made["TERM"].isprintable()
    assert not set(made["TERM"]) & set("/ \\%")
    assert len(made["TERM"]) <= 40


def test_terminals_that_there_are_keep_their_names() -> None:
    for term in (
        "xterm-256color",
        "screen.xterm-256color",
        "tmux-256color",
        "rxvt-unicode",
        "vt100",
    ):
        assert environment(term, truecolor=False, no_color=False)["TERM"] == term


def test_a_kernel_without_them_is_told_apart() -> None:
    standing = walls(None)
    assert ("files" in standing) == (sealed_files.version() > 0)
    assert "user" not in standing
