"""What the store asks of the disk: whole writes, nothing overwritten, one writer at a time."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

LARGEST_FILE = 8 * 1024 * 1024  # bytes; a real one has some thousands
PATIENCE = 1.0  # seconds to wait for another tutor that is saving right now


class NotAFileError(Exception):
    """There is something of that name, but nothing to read progress from; the text says what."""


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises OSError, or NotAFileError for a folder, a pipe, a huge file."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
        raise NotAFileError("it is not a file")
    if status.st_size > LARGEST_FILE:
        raise NotAFileError("it is far too large")
    return path.read_bytes()


def write_whole(path: Path, data: bytes) -> None:
    """Replace the file in one go, readable by its owner alone. Raises OSError.

    Whoever reads it meanwhile, or after a power cut, sees the old one or the new one, never a part.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def set_aside(path: Path) -> Path:
    """Rename to the first free `….damaged-N` and return that. Raises OSError.

    The new name is reserved first: a plain rename would overwrite what is there.
    """
    is_directory = path.is_dir() and not path.is_symlink()
    number = 1
    while True:
        aside = path.with_name(f"{path.name}.damaged-{number}")
        try:
            if is_directory:
                aside.mkdir()
            else:
                aside.touch(exist_ok=False)
            break
        except FileExistsError:
            number += 1
    try:
        path.replace(aside)
    except BaseException:
        if is_directory:
            aside.rmdir()
        else:
            aside.unlink()
        raise
    return aside


@contextmanager
def alone_in(directory: Path) -> Iterator[None]:
    """Keep other tutors from saving in `directory` meanwhile, where the system can.

    After PATIENCE it goes on all the same: a late lesson of somebody's is worth less than a tutor
    that hangs behind a stopped one.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(directory, os.O_RDONLY)  # locked itself, so no lock file is left behind
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    break
                time.sleep(0.01)
            except OSError:  # a network drive without locks
                break
        yield
    finally:
        os.close(descriptor)
