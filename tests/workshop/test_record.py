"""What a workshop remembers: whole, private, each one's own, and gone when it is to be gone."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop import record as record_module
from nnmath_tutor.workshop.protocol import Answered, Poll
from nnmath_tutor.workshop.record import ForgottenError, NotYoursError, Record
from nnmath_tutor.workshop.schema import FILE_NAME, RecordError

DOCUMENT = {"format": 1, "lessons": {"forward": {"visited": ["rows"], "step": "rows"}}}
WRONG = Answered("forward", "rows", 7, Outcome.WRONG, 1, "[1, 0]")
RIGHT = Answered("forward", "rows", 8, Outcome.RIGHT, 2, "3")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "state") as record:
        yield record


def test_who_comes_back_finds_what_was_kept(tmp_path: Path, record: Record) -> None:
    maria = record.join("Maria", None, 1.0)
    assert (maria.name, maria.document, maria.seen_before) == ("Maria", None, False)
    record.keep(maria.number, DOCUMENT, 2.0)
    record.close()
    with Record(tmp_path / "state") as again:
        back = again.join("maria", None, 3.0)
        assert back.number == maria.number
        assert (back.name, back.document, back.seen_before) == ("Maria", DOCUMENT, True)
        assert again.join("mariana", None, 3.0).document is None


def test_who_left_was_there_until_then(record: Record) -> None:
    number = record.join("maria", None, 1.0).number
    record.left(number, 9.0)
    assert record.rows("SELECT first_seen, last_seen FROM learners") == [(1.0, 9.0)]
    record.forget("maria")
    record.left(number, 10.0)
    assert record.rows("SELECT * FROM learners") == []


def test_a_key_binds_a_name(record: Record) -> None:
    number = record.join("maria", None, 1.0).number
    assert record.join("maria", "SHA256:hers", 2.0).number == number
    for other in ("SHA256:his", None):
        with pytest.raises(NotYoursError):
            record.join("MARIA", other, 3.0)
    assert record.join("maria", "SHA256:hers", 4.0).number == number
    assert record.unbind("Maria")
    assert record.join("maria", "SHA256:his", 5.0).number == number
    assert not record.unbind("nobody")


def test_progress_that_is_none_is_not_kept(record: Record) -> None:
    number = record.join("maria", None, 1.0).number
    record.keep(number, DOCUMENT, 2.0)
    for bad in ({}, {"format": 99}, {"format": 1, "lessons": []}):
        with pytest.raises(RecordError):
            record.keep(number, bad, 3.0)
    assert record.join("maria", None, 4.0).document == DOCUMENT


def test_each_write_is_on_the_disk_by_itself(tmp_path: Path, record: Record) -> None:
    number = record.join("maria", None, 1.0).number
    with sqlite3.connect(tmp_path / "state" / FILE_NAME) as other:
        assert record.rows("PRAGMA synchronous") == [(2,)]  # FULL
        assert record.rows("PRAGMA journal_mode") == [("wal",)]
        record.answer(number, WRONG, 2.0)
        seen = other.execute("SELECT lesson, step, seed, outcome, tries, typed FROM answers")
        assert seen.fetchall() == [("forward", "rows", 7, "wrong", 1, "[1, 0]")]
    other.close()


def test_together_is_all_or_nothing(record: Record) -> None:
    number = record.join("maria", None, 1.0).number

    def fail(answered: Answered) -> None:
        with record.together():
            record.answer(number, answered, 2.0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail(WRONG)
    assert record.rows("SELECT * FROM answers") == []
    with record.together():
        record.answer(number, WRONG, 2.0)
        with pytest.raises(ZeroDivisionError):
            fail(RIGHT)
    assert record.rows("SELECT outcome FROM answers") == [("wrong",)]


def test_one_answer_a_learner_counts_in_a_poll(record: Record) -> None:
    maria, tom = (record.join(name, None, 1.0).number for name in ("maria", "tom"))
    first = record.open_poll("forward", "rows", 3, 2.0)
    second = record.open_poll("forward", "rows", 4, 2.0)
    assert first != second
    record.vote(maria, Poll(first, Outcome.WRONG, "2"))
    record.vote(maria, Poll(first, Outcome.RIGHT, "3"))
    record.vote(tom, Poll(first, Outcome.RIGHT, "3"))
    assert sorted(record.rows("SELECT label, outcome FROM votes")) == [
        ("2", "wrong"),
        ("3", "right"),
    ]
    record.vote(maria, Poll(second + 1, Outcome.RIGHT, "3"))  # no such poll
    assert record.rows("SELECT count(*) FROM votes") == [(2,)]


def test_settings_outlive_a_restart(tmp_path: Path, record: Record) -> None:
    assert record.setting("lock") is None
    record.set("lock", ["forward"])
    record.set("lock", ["forward", "backprop"])
    record.close()
    with Record(tmp_path / "state") as again:
        assert again.setting("lock") == ["forward", "backprop"]


def test_a_very_busy_learner_leaves_the_disk_free(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_module, "MOST_ANSWERS", 3)
    number = record.join("maria", None, 1.0).number
    for _ in range(6):
        record.answer(number, WRONG, 2.0)
    assert record.rows("SELECT count(*) FROM answers") == [(3,)]


def traces(directory: Path, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """The files of the directory that hold one of the words."""
    return [
        (file.name, word)
        for file in directory.iterdir()
        for word in words
        if word.encode() in file.read_bytes()
    ]


def test_who_is_forgotten_is_in_no_file_and_gets_no_place_again(
    tmp_path: Path, record: Record
) -> None:
    words = ("Zebedee", "zebedee", "quagga", "okapi", "SHA256:z")
    maria = record.join("maria", None, 1.0).number
    zebedee = record.join("Zebedee", "SHA256:z", 1.0).number
    poll = record.open_poll("forward", "rows", 1, 1.0)
    for number, typed in ((zebedee, "quagga"), (maria, "mine")):
        record.answer(number, Answered("forward", "rows", 1, Outcome.WRONG, 1, typed), 2.0)
    record.vote(zebedee, Poll(poll, Outcome.WRONG, "okapi"))
    assert traces(tmp_path / "state", words)
    with Record(tmp_path / "state", create=False) as teacher:  # while the host has it open
        assert teacher.forget("zebedee")
        assert not teacher.forget("zebedee")
    assert traces(tmp_path / "state", words) == []
    assert record.rows("SELECT typed FROM answers") == [("mine",)]
    for write in (
        lambda: record.keep(zebedee, DOCUMENT, 3.0),
        lambda: record.answer(zebedee, WRONG, 3.0),
        lambda: record.vote(zebedee, Poll(poll, Outcome.RIGHT, "3")),
    ):
        with pytest.raises(ForgottenError):
            write()
    assert record.join("zebedee", None, 4.0).number not in (maria, zebedee)


def test_all_are_forgotten(tmp_path: Path, record: Record) -> None:
    for name in ("Quentin", "Zebedee"):
        number = record.join(name, None, 1.0).number
        record.answer(number, WRONG, 2.0)
    record.set("lock", ["forward"])
    assert record.forget_all() == 2
    tables = ("learners", "answers", "votes", "polls", "settings")
    assert [record.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables] == [0] * 5
    assert traces(tmp_path / "state", ("Quentin", "Zebedee")) == []


def test_only_the_owner_may_read_it(tmp_path: Path, record: Record) -> None:
    record.join("maria", None, 1.0)
    directory = tmp_path / "state"
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in directory.iterdir()}
    assert modes == {FILE_NAME + suffix: 0o600 for suffix in ("", "-wal", "-shm")}


def test_what_can_not_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no workshop was held there yet"):
        Record(tmp_path, create=False)
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError, match="can't be used"):
        Record(tmp_path / "file")
    (tmp_path / FILE_NAME).write_bytes(b"no database at all, by no means" * 99)
    with pytest.raises(RecordError, match="not a database"):
        Record(tmp_path)
    newer = tmp_path / "newer"
    Record(newer).close()
    with sqlite3.connect(newer / FILE_NAME) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(RecordError, match="newer version"):
        Record(newer)


def test_two_that_start_at_once_share_one_record(tmp_path: Path) -> None:
    barrier, numbers = threading.Barrier(6), []

    def start(name: str) -> None:
        barrier.wait()
        with Record(tmp_path / "state") as record:
            numbers.append(record.join(name, None, 1.0).number)

    threads = [threading.Thread(target=start, args=(f"learner {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
