"""The folder of a workshop: host key, code, record and log, for its owner alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from nnmath_tutor.progress.disk import write_whole


class StateError(Exception):
    """The folder, or a file in it, can't be used; the text says which, why and what to do."""


def opened(path: Path) -> Path:
    """The folder, made if need be, where nobody else can write. Raises StateError."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = path.stat()
        if status.st_uid != os.geteuid():
            raise StateError(f"{path}: it belongs to somebody else; name another with --state")
        if status.st_mode & 0o022:
            raise StateError(f"{path}: others can write there; name another folder with --state")
    except OSError as error:
        reason = error.strerror or str(error)
        raise StateError(f"{path}: {reason}; name another folder with --state") from None
    return path


def read_secret(path: Path) -> bytes | None:
    """What is in the file, None if there is none. Raises StateError; others lose their rights."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StateError(f"{path}: {error.strerror or error}") from None


def write_secret(path: Path, data: bytes) -> None:
    """Keep `data`, readable by its owner alone. Raises StateError."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise StateError(f"{path}: {error.strerror or error}") from None
