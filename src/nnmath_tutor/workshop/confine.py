"""What makes a forked process a learner's: nothing but the tutor, and only so much of the machine.

Each wall stands by itself: limits, another user, no capability, no new privileges, a file system of
which hardly anything is left, a filter of system calls. The last two are the kernel's to give.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import re
import resource
import signal
import stat
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nnmath_tutor.workshop import forbidden_calls, libc, sealed_files

MEGABYTE = 1 << 20
CAPABILITY_VERSION = 0x20080522
MOST_CAPABILITIES = 64
SYSTEM_READABLE = ("/usr/share/zoneinfo", "/etc/localtime", "/dev/null", "/dev/urandom")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one learner's process may take.

    `memory` counts from what it has as it is forked, so the lessons it shares with all cost nothing
    of it. `processes` counts the threads of all learners together, as the kernel does.
    """

    memory: int = 256 * MEGABYTE
    cpu: int = 2 * 60 * 60  # seconds in all; how fast they may be spent is `Allowance`
    files: int = 64
    processes: int = 4096
    niceness: int = 5  # the host stays ahead: keys come before frames


def environment(term: str, *, truecolor: bool, no_color: bool) -> dict[str, str]:
    """All that a learner's process has for an environment. The client has no word in it."""
    known = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,39}", term)
    made = {
        "TERM": term if known else "xterm-256color",
        "LANG": "C.UTF-8",
        "HOME": "/nonexistent",
        "PATH": "/nonexistent",
        "OPENBLAS_NUM_THREADS": "1",
    }
    if truecolor:
        made["COLORTERM"] = "truecolor"
    if no_color:
        made["NO_COLOR"] = "1"
    return made


def keep_only(wanted: Mapping[str, str]) -> None:
    """Make that the environment."""
    os.environ.clear()
    os.environ.update(wanted)


def die_with(parent: int) -> None:
    """Be killed as soon as that process, which must be the parent, is gone.

    The kernel forgets it when the user changes: call it afterwards. Where it isn't Linux, whoever
    is forked must notice by itself (the end of its channel, the hang-up of its terminal).
    """
    if libc.LINUX:
        libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was quicker
        os._exit(1)


def limit(limits: Limits) -> None:
    """Take the limits on. What the kernel counts otherwise, or not at all, is left out."""
    address_space, data = _memory_now()
    soft = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CPU": limits.cpu,
        "RLIMIT_NOFILE": limits.files,
        "RLIMIT_NPROC": limits.processes,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_RTPRIO": 0,
    }
    if data:
        soft["RLIMIT_DATA"] = data + limits.memory
        # Address space that nobody has touched costs nothing; this is for what is shared.
        soft["RLIMIT_AS"] = address_space + 2 * limits.memory
    for name, wanted in soft.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        most = resource.getrlimit(kind)[1]
        least = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(kind, (least, least))


def _memory_now() -> tuple[int, int]:
    """Address space and private data of this process in bytes; 0 where the system doesn't tell."""
    with contextlib.suppress(OSError):
        pages = Path("/proc/self/statm").read_text("ascii").split()
        return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()
    return 0, 0


def unprivileged_user(name: str) -> tuple[int, int] | None:
    """User and group to become: None if this process isn't root's anyway. Raises LookupError."""
    if os.geteuid() != 0:
        return None
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        raise LookupError(f"there is no user {name!r} on this machine to run learners as") from None
    if found.pw_uid == 0:
        raise LookupError(f"{name!r} is root by another name; learners need a user without rights")
    return found.pw_uid, found.pw_gid


def give_up_privileges(user: tuple[int, int] | None) -> None:
    """Become `user`, hold no capability, and gain none by any program. Raises OSError."""
    if user is not None:
        if libc.LINUX:
            _drop_bounding_set()
        os.setgroups([])
        uid, gid = user
        if sys.platform == "linux":
            os.setresgid(gid, gid, gid)
            os.setresuid(uid, uid, uid)
        else:
            os.setgid(gid)
            os.setuid(uid)
    if libc.LINUX:
        _drop_capabilities()
        libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
        if user is not None:  # no debugger of the same user's
            libc.prctl(libc.PR_SET_DUMPABLE, 0)
    os.umask(0o077)


def _drop_bounding_set() -> None:
    for capability in range(MOST_CAPABILITIES):
        try:
            libc.prctl(libc.PR_CAPBSET_DROP, capability)
        except OSError:
            return  # no more of them


def _drop_capabilities() -> None:
    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    with contextlib.suppress(OSError):  # a kernel without them
        libc.prctl(libc.PR_CAP_AMBIENT, libc.PR_CAP_AMBIENT_CLEAR_ALL)
    libc.capset(Header(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)())


def readable_places(lessons: Path | None) -> list[Path]:
    """What a learner's process may read: Python, its libraries, the tutor, the lessons."""
    here = Path.cwd()
    libraries = [Path(entry).resolve() for entry in sys.path if entry]
    package = Path(__file__).resolve().parents[1]
    wanted = [
        *(place for place in libraries if place not in (here, Path.home())),
        Path(sys.prefix),
        Path(sys.base_prefix),
        package,
        *map(Path, SYSTEM_READABLE),
    ]
    if lessons is not None:
        wanted.append(lessons)
    # A Python in /usr brings all of /usr, and that is fine; one in / would bring everything.
    return [place for place in dict.fromkeys(wanted) if place != Path("/")]


def shut_folder(place: Path) -> Path | None:
    """The folder that keeps a user without rights from reading `place`; None: nothing does."""
    for folder in (place, *place.parents):
        if not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def confine(
    limits: Limits,
    user: tuple[int, int] | None,
    readable: Sequence[Path],
    terminal: Path,
    parent: int,
) -> None:
    """Build all the walls around this process. Raises OSError: then it must not go on."""
    with contextlib.suppress(OSError):
        os.nice(limits.niceness)
    limit(limits)
    give_up_privileges(user)
    die_with(parent)
    sealed_files.seal(readable, terminal)
    forbidden_calls.refuse()


def walls(user: tuple[int, int] | None) -> tuple[str, ...]:
    """The walls that stand on this machine, for the log and for who starts the host."""
    standing = ["limits"]
    if user is not None:
        standing.append("user")
    if sealed_files.version():
        standing.append("files")
    if forbidden_calls.processor() is not None:
        standing.append("calls")
    return tuple(standing)
