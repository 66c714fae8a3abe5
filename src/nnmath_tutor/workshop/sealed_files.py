"""The file system as a learner's process may see it: Landlock, where the kernel has it.

Reading is left for the folders that hold Python, the tutor and the lessons, and writing for the
learner's own terminal. It holds for whoever the process runs as, root's own host included.
See `man 7 landlock`.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from nnmath_tutor.workshop import libc

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on every processor
VERSION = 1 << 0
PATH_BENEATH = 1

WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
RIGHTS_OF = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # version: how many rights over files it knows
NETWORK_SINCE, NETWORK = 4, 0b11  # binding and connecting TCP
SCOPES_SINCE, SCOPES = 6, 0b11  # abstract sockets and signals to those outside
IOCTL_DEV = 1 << 15


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """Which Landlock the kernel has; 0: none."""
    try:
        return libc.system_call(CREATE_RULESET, None, 0, VERSION)
    except OSError:
        return 0


def seal(readable: Iterable[Path], terminal: Path | None) -> bool:
    """From now on this process reads below `readable` alone, and writes to `terminal` alone.

    What is open stays open. False where the kernel can't. The process must have given up new
    privileges. Raises OSError if it can, but doesn't.
    """
    known = version()
    if known == 0:
        return False
    rights = (1 << RIGHTS_OF.get(known, 16)) - 1
    ruleset = _Ruleset(
        rights,
        NETWORK if known >= NETWORK_SINCE else 0,
        SCOPES if known >= SCOPES_SINCE else 0,
    )
    size = ctypes.sizeof(_Ruleset) if known >= SCOPES_SINCE else 16 if known >= NETWORK_SINCE else 8
    rules = libc.system_call(CREATE_RULESET, ruleset, size, 0)
    try:
        for place in readable:
            _allow(rules, place, READ_FILE | READ_DIR)
        if terminal is not None:
            _allow(rules, terminal, (READ_FILE | WRITE_FILE | IOCTL_DEV) & rights)
        libc.system_call(RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)
    return True


def _allow(rules: int, place: Path, rights: int) -> None:
    try:
        beneath = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what isn't there, or can't be seen, needs no permission
    try:
        if not place.is_dir():
            rights &= ~READ_DIR
        libc.system_call(ADD_RULE, rules, PATH_BENEATH, _Beneath(rights, beneath), 0)
    finally:
        os.close(beneath)
