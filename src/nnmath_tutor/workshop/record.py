"""What a workshop remembers, in SQLite: learners, progress, answers, polls, settings.

Every method that writes has its work on disk when it returns; inside `together`, when that ends.
Times are seconds since 1970, handed in.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from nnmath_tutor.progress import default_path
from nnmath_tutor.progress.document import DamagedError, parse
from nnmath_tutor.workshop.names import name_key
from nnmath_tutor.workshop.protocol import Answered, Poll
from nnmath_tutor.workshop.schema import RecordError, connect

MOST_ANSWERS = 20_000  # of one learner; nobody works that long, and a disk is to stay free


class NotYoursError(Exception):
    """The name is bound to a public key that whoever comes with it has not shown."""


class ForgottenError(Exception):
    """The learner was deleted meanwhile; what they do now has no place any more."""


class UndoneError(RecordError):
    """More was undone than what failed: all that was to be done together with it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A learner as the record has them. `document` is None before anything was kept."""

    number: int
    name: str
    document: Mapping[str, Any] | None
    seen_before: bool


def default_directory() -> Path:
    """Where workshops are kept unless --state says otherwise: beside the progress file."""
    return default_path().parent / "workshop"


class Record:
    """The record in a directory. For one thread; several processes may have it open."""

    def __init__(self, directory: Path, *, create: bool = True) -> None:
        """Open it, and make it if it isn't there. Raises RecordError."""
        self._database = connect(directory, create=create)
        self._traces = False  # something deleted may still stand in the log

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is lost without it."""
        self._database.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is written inside is on disk when this ends, or none of it. Can be nested.

        Raises RecordError for the disk's sake; UndoneError if what is around it is undone as well.
        """
        outermost = not self._database.in_transaction
        try:
            self._database.execute("BEGIN IMMEDIATE" if outermost else "SAVEPOINT part")
            yield
            self._database.execute("COMMIT" if outermost else "RELEASE part")
        except BaseException as error:
            undone = not self._database.in_transaction  # by SQLite itself: a full disk, say
            if not undone and outermost:
                self._database.execute("ROLLBACK")
            elif not undone:
                self._database.execute("ROLLBACK TO part")
                self._database.execute("RELEASE part")
            if undone and not outermost:
                raise UndoneError(f"This can't be kept: {error}.") from error
            if isinstance(error, sqlite3.Error):
                raise RecordError(f"This can't be kept: {error}.") from error
            raise
        if outermost and self._traces:
            # What was deleted is zeros in the database by now (secure_delete), but not in its log.
            busy, *_ = self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._traces = bool(busy)  # somebody reads: at the next commit, then

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """All that is read inside is as it was at one moment; nobody who writes waits for it."""
        self._database.execute("BEGIN")
        try:
            yield
        finally:
            self._database.execute("COMMIT")

    def join(self, name: str, fingerprint: str | None, at: float) -> Known:
        """Whoever comes under this (clean) name; new ones are taken in.

        A key binds the name: `fingerprint` is that of a public key which the client has proven to
        hold. Raises NotYoursError if the name is bound to another.
        """
        with self.together():
            row = self._database.execute(
                "SELECT id, name, fingerprint, document FROM learners WHERE key = ?",
                (name_key(name),),
            ).fetchone()
            if row is None:
                number = self._write(
                    "INSERT INTO learners (key, name, fingerprint, first_seen, last_seen) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (name_key(name), name, fingerprint, at, at),
                ).lastrowid
                assert number is not None
                return Known(number, name, None, False)
            number, known_as, bound_to, document = row
            if bound_to not in (None, fingerprint):
                raise NotYoursError
            self._write(
                "UPDATE learners SET last_seen = ?, fingerprint = coalesce(fingerprint, ?) "
                "WHERE id = ?",
                (at, fingerprint, number),
            )
        return Known(number, known_as, json.loads(document) if document else None, True)

    def keep(self, number: int, document: Mapping[str, Any], at: float) -> None:
        """The learner's progress. Raises ForgottenError, and RecordError if it isn't progress."""
        text = json.dumps(document, allow_nan=False)
        try:
            parse(text.encode("ascii"))
        except DamagedError as error:
            raise RecordError(f"This progress can't be kept: {error}.") from None
        with self.together():
            changed = self._write(
                "UPDATE learners SET document = ?, last_seen = ? WHERE id = ?", (text, at, number)
            )
            if not changed.rowcount:
                raise ForgottenError

    def left(self, number: int, at: float) -> None:
        """The learner was there until then. Nothing if they were deleted meanwhile."""
        with self.together():
            self._write("UPDATE learners SET last_seen = ? WHERE id = ?", (at, number))

    def answer(self, number: int, answered: Answered, at: float) -> None:
        """An answer to a step's own question. Raises ForgottenError."""
        with self.together():
            row = self._database.execute(
                "SELECT answers FROM learners WHERE id = ?", (number,)
            ).fetchone()
            if row is None:
                raise ForgottenError
            if row[0] >= MOST_ANSWERS:
                return
            self._write("UPDATE learners SET answers = answers + 1 WHERE id = ?", (number,))
            self._write(
                "INSERT INTO answers (learner, at, lesson, step, seed, outcome, tries, typed) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    at,
                    answered.lesson,
                    answered.step,
                    answered.seed,
                    answered.outcome.value,
                    answered.tries,
                    answered.typed,
                ),
            )

    def open_poll(self, lesson: str, step: str, seed: int, at: float) -> int:
        """The number of a question to the whole room; no other ever has the same."""
        with self.together():
            number = self._write(
                "INSERT INTO polls (at, lesson, step, seed) VALUES (?, ?, ?, ?)",
                (at, lesson, step, seed),
            ).lastrowid
        assert number is not None
        return number

    def vote(self, number: int, poll: Poll) -> None:
        """A learner's answer to a poll; the first counts. Raises ForgottenError.

        One to a poll that is gone counts nowhere.
        """
        with self.together():
            try:
                self._write(
                    "INSERT INTO votes (poll, learner, outcome, label) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT DO NOTHING",
                    (poll.number, number, poll.outcome.value, poll.label),
                )
            except sqlite3.IntegrityError:
                if not self.knows(number):
                    raise ForgottenError from None

    def knows(self, number: int) -> bool:
        """Whether the learner is there, and was not forgotten."""
        query = "SELECT 1 FROM learners WHERE id = ?"
        return self._database.execute(query, (number,)).fetchone() is not None

    def setting(self, name: str) -> Any:
        """What was set under that name, through any restart; None if nothing was."""
        row = self._database.execute(
            "SELECT value FROM settings WHERE name = ?", (name,)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def set(self, name: str, value: Any) -> None:
        """Remember a value that JSON can hold."""
        with self.together():
            self._write("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(value)))

    def bound_to(self, name: str) -> str | None:
        """The fingerprint of the key that the name is bound to; None if it is to none."""
        row = self._database.execute(
            "SELECT fingerprint FROM learners WHERE key = ?", (name_key(name),)
        ).fetchone()
        return str(row[0]) if row and row[0] is not None else None

    def unbind(self, name: str) -> bool:
        """Let the name be bound to another key: a new laptop. Whether there was such a learner."""
        with self.together():
            changed = self._write(
                "UPDATE learners SET fingerprint = NULL WHERE key = ?", (name_key(name),)
            )
        return bool(changed.rowcount)

    def forget(self, name: str) -> bool:
        """Delete all that is known of a learner, and from the files. Whether anything was."""
        with self.together():
            learners = self._write("DELETE FROM learners WHERE key = ?", (name_key(name),))
            self._traces = True
        return bool(learners.rowcount)

    def forget_all(self) -> int:
        """Delete everything; gives how many learners that were."""
        with self.together():
            learners = self._write("DELETE FROM learners", ())
            for table in ("polls", "settings"):
                self._write(f"DELETE FROM {table}", ())
            self._traces = True
        return learners.rowcount

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query that reads; for the report."""
        return self._database.execute(query).fetchall()

    def _write(self, statement: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
        return self._database.execute(statement, values)
