"""The tables of a workshop's record, and the connection to them."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from nnmath_tutor.progress.disk import alone_in

FILE_NAME = "workshop.db"
VERSION = 1
PATIENCE = 10.0  # seconds to wait for another process that writes right now

_TABLES = """
CREATE TABLE learners (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: who is forgotten stays so
    key TEXT NOT NULL UNIQUE,              -- names.name_key(name)
    name TEXT NOT NULL,
    fingerprint TEXT,                      -- of the public key that the name is bound to
    first_seen REAL NOT NULL,              -- seconds since 1970, as all times here
    last_seen REAL NOT NULL,
    document TEXT,                         -- progress, as progress.document has it
    answers INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    learner INTEGER NOT NULL REFERENCES learners ON DELETE CASCADE,
    at REAL NOT NULL,
    lesson TEXT NOT NULL,
    step TEXT NOT NULL,
    seed INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    tries INTEGER NOT NULL,
    typed TEXT NOT NULL
);
CREATE INDEX answers_of ON answers (learner, lesson, step);
CREATE TABLE polls (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    lesson TEXT NOT NULL,
    step TEXT NOT NULL,
    seed INTEGER NOT NULL
);
CREATE TABLE votes (
    poll INTEGER NOT NULL REFERENCES polls ON DELETE CASCADE,
    learner INTEGER NOT NULL REFERENCES learners ON DELETE CASCADE,
    outcome TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (poll, learner)
) WITHOUT ROWID;
CREATE INDEX votes_of ON votes (learner);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class RecordError(Exception):
    """The record can't be used; the text says which, why, and what to do."""


def connect(directory: Path, *, create: bool) -> sqlite3.Connection:
    """The record in `directory`, private to its owner. Raises RecordError.

    Every commit is on disk when it returns, also after a power cut: write-ahead log, synchronous.
    """
    path = directory / FILE_NAME
    if not create and not path.exists():
        raise RecordError(f"no workshop was held there yet: there is no {path}")
    try:
        if create:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            path.chmod(0o600)  # its log gets the same
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _unusable(path, error) from None
    try:
        with alone_in(directory):  # two that change the mode at once don't wait for each other
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        _prepare(connection, path)
    except (OSError, sqlite3.Error) as error:
        connection.close()
        raise _unusable(path, error) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")  # of two that start at once, one makes the tables
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise RecordError(f"{path}: a newer version of the tutor wrote it: update this one")
        if version == 0:
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _unusable(path: Path, error: Exception) -> RecordError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return RecordError(f"{path} can't be used: {reason}. Move it away, or give another --state")
