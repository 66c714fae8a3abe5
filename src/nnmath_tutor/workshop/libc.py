"""The calls to the system that Python has no name for. Linux alone; elsewhere they say no."""

from __future__ import annotations

import ctypes
import os
import sys

LINUX = sys.platform == "linux"

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def prctl(option: int, *arguments: int) -> None:
    """Set something about this process. Raises OSError."""
    padded = (*arguments, 0, 0, 0, 0)[:4]
    _checked(_libc.prctl(option, *map(ctypes.c_ulong, padded)) if _libc else -1)


def prctl_at(option: int, first: int, structure: ctypes.Structure) -> None:
    """The same with the address of a structure. Raises OSError."""
    place = ctypes.byref(structure)
    done = _libc.prctl(option, ctypes.c_ulong(first), place, 0, 0) if _libc else -1
    _checked(done)


def system_call(number: int, *arguments: int | ctypes.Structure | None) -> int:
    """The result of a system call by its number. Raises OSError."""
    if _libc is None:
        return _checked(-1)
    return _checked(_libc.syscall(ctypes.c_long(number), *map(_passed, arguments)))


def capset(header: ctypes.Structure, data: ctypes.Array[ctypes.c_uint32]) -> None:
    """Set the capabilities of this process. Raises OSError."""
    _checked(_libc.capset(ctypes.byref(header), data) if _libc else -1)


def _passed(argument: int | ctypes.Structure | None) -> object:
    if isinstance(argument, ctypes.Structure):
        return ctypes.byref(argument)
    return None if argument is None else ctypes.c_long(argument)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number) if LINUX else "not on this system")
    return result
