"""System calls that a learner's process has no use for: a seccomp filter that refuses them.

No program is run, no process made, no socket opened, no other process touched. Threads are
allowed. A refused call fails as if it weren't permitted (EPERM), so that a library that tries goes
on without. See `man 2 seccomp`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass

from nnmath_tutor.workshop import libc

SECCOMP_MODE_FILTER = 2
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where `struct seccomp_data` has them
REFUSED = REFUSE | errno.EPERM
CLONE_THREAD = 0x00010000
CLONE3 = 435
OTHER_NUMBERS = 0x40000000  # x32: the same calls by other numbers

Word = tuple[int, int, int, int]  # instruction, jump if true, jump if false, operand


@dataclass(frozen=True, slots=True)
class Processor:
    """The kernel's name for a processor, and its numbers of the calls to refuse."""

    audit: int
    clone: int
    tgkill: int
    prlimit: int
    refused: tuple[int, ...]


# From 424 on, all processors have the same numbers: pidfd_send_signal, io_uring_setup, open_tree …
# fsmount, pidfd_getfd, process_madvise, mount_setattr, process_mrelease.
SHARED = (424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 440, 442, 448)

PROCESSORS = {
    "x86_64": Processor(
        0xC000003E,
        56,
        234,
        302,
        (
            *(41, 42, 43, 49, 50, 288),  # socket connect accept bind listen accept4
            *(57, 58, 59, 322),  # fork vfork execve execveat
            *(62, 200, 129, 297, 101, 310, 311),  # kill tkill …queueinfo ptrace process_vm_…
            *(155, 161, 165, 166, 272, 308),  # pivot_root chroot mount umount2 unshare setns
            *(175, 313, 176, 246, 320, 169),  # modules, kexec, reboot
            *(248, 249, 250, 298, 321, 323, 304),  # keys, perf, bpf, userfaultfd, handles
            *(29, 30, 64, 68, 240),  # memory, semaphores and queues shared with others
        ),
    ),
    "aarch64": Processor(
        0xC00000B7,
        220,
        131,
        261,
        (
            *(198, 203, 202, 200, 201, 242),
            *(221, 281),
            *(129, 130, 138, 240, 117, 270, 271),
            *(41, 51, 40, 39, 97, 268),
            *(105, 273, 106, 104, 294, 142),
            *(217, 218, 219, 241, 280, 282, 265),
            *(194, 196, 190, 186, 180),
        ),
    ),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def processor() -> Processor | None:
    """This machine's; None: its numbers aren't known here."""
    whole = struct.calcsize("P") == 8  # a 32-bit Python on a 64-bit kernel has other numbers
    return PROCESSORS.get(platform.machine()) if libc.LINUX and whole else None


def refuse() -> bool:
    """Refuse them from now on, in every thread to come; False where it can't be done.

    The process must have given up new privileges. Raises OSError.
    """
    found = processor()
    if found is None:
        return False
    instructions = _filter(found)
    program = _Program(len(instructions) // 8, instructions)
    try:
        libc.prctl_at(libc.PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program)
    except OSError as error:
        if error.errno == errno.EINVAL:  # a kernel without it
            return False
        raise
    return True


def _filter(found: Processor) -> bytes:
    """The program in the kernel's words, eight bytes an instruction."""
    words: list[Word] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, found.audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (JUMP_AT_LEAST, 0, 1, OTHER_NUMBERS),
        (RETURN, 0, 0, REFUSED),
        (JUMP_EQUAL, 0, 1, CLONE3),
        (RETURN, 0, 0, REFUSE | errno.ENOSYS),  # its flags can't be looked at; clone's can
    ]
    for number in (*found.refused, *SHARED):
        words += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSED)]
    words += _only(found.clone, JUMP_ANY_BIT, CLONE_THREAD)
    words += _only(found.tgkill, JUMP_EQUAL, os.getpid())  # its own threads
    words += _only(found.prlimit, JUMP_EQUAL, 0)  # its own limits
    words.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("=HBBI", *word) for word in words)


def _only(number: int, jump: int, value: int) -> list[Word]:
    """Allow a call if its first argument is, or has, that value."""
    return [
        (JUMP_EQUAL, 0, 4, number),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (jump, 0, 1, value),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSED),
    ]
