"""The record's thread: in order, all or nothing, and never a confirmation of what can be lost."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.protocol import Answered
from nnmath_tutor.workshop.record import ForgottenError, Record
from nnmath_tutor.workshop.schema import RecordError
from nnmath_tutor.workshop.writer import ClosedError, Writer


def answered(number: int) -> Answered:
    return Answered("forward", "rows", number, Outcome.RIGHT, 1, str(number))


async def test_jobs_are_done_in_order_and_one_that_fails_takes_no_other_along(
    tmp_path: Path,
) -> None:
    writer = Writer(tmp_path)
    maria = (await writer.do(lambda record: record.join("maria", None, 1.0))).number

    def half(record: Record) -> None:
        record.answer(maria, answered(99), 2.0)
        record.answer(maria + 1, answered(99), 2.0)

    jobs = [
        writer.do(lambda record, number=number: record.answer(maria, answered(number), 2.0))
        for number in range(20)
    ]
    jobs.insert(10, writer.do(half))
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(result) for result in results if result] == [ForgottenError]
    with Record(tmp_path, create=False) as other:
        assert other.rows("SELECT seed FROM answers ORDER BY id") == [(n,) for n in range(20)]
    writer.close()
    with pytest.raises(ClosedError):
        await writer.do(lambda record: record.set("a", 1))


async def test_what_waits_together_shares_a_commit(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    await writer.do(lambda record: record.set("a", 0))
    jobs = [writer.do(lambda record, n=n: record.set("a", n)) for n in range(50)]
    await asyncio.gather(*jobs)
    with Record(tmp_path, create=False) as other:
        ((_, log, _),) = other.rows("PRAGMA wal_checkpoint")
    assert log < 40
    writer.close()


async def test_closing_does_what_was_given(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    futures = [writer.submit(lambda record, n=n: record.set("last", n)) for n in range(30)]
    writer.close()
    assert all(future.done() for future in futures)
    with Record(tmp_path, create=False) as record:
        assert record.setting("last") == 29


async def test_a_full_disk_confirms_nothing_and_the_next_try_counts(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    ((pages,),) = await writer.do(lambda record: record.rows("PRAGMA page_count"))
    await writer.do(lambda record: record.rows(f"PRAGMA max_page_count = {pages + 2}"))
    jobs = [writer.do(lambda record, n=n: record.set("n", n)) for n in range(5)]
    jobs.insert(2, writer.do(lambda record: record.set("big", "x" * 100_000)))
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert isinstance(results[2], RecordError)
    assert "full" in str(results[2])
    done = [n for n, result in zip((0, 1, None, 2, 3, 4), results, strict=True) if not result]
    last = await writer.do(lambda record: record.setting("n"))
    assert last == (done[-1] if done else None)  # what failed was not done, what was done is there
    await writer.do(lambda record: record.rows("PRAGMA max_page_count = 100000"))
    await writer.do(lambda record: record.set("big", "x" * 100_000))
    writer.close()
    with Record(tmp_path, create=False) as record:
        assert record.setting("big") == "x" * 100_000


def test_a_record_that_can_not_be_opened_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError):
        Writer(tmp_path / "file")


CONFIRM = """
import asyncio, sys
from pathlib import Path
from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.protocol import Answered
from nnmath_tutor.workshop.writer import Writer

async def learner(writer, place):
    name = f"learner {place}"
    number = (await writer.do(lambda record: record.join(name, None, 1.0))).number
    for seed in range(100_000):
        answered = Answered("forward", "rows", seed, Outcome.RIGHT, 1, "3")
        writer.submit(lambda record: record.answer(number, answered, 2.0))
        document = {"format": 1, "lessons": {}, "seed": seed}
        await writer.do(lambda record: record.keep(number, document, 2.0))
        print(place, seed, flush=True)

async def main():
    writer = Writer(Path(sys.argv[1]))
    await asyncio.gather(*(learner(writer, place) for place in range(5)))

asyncio.run(main())
"""


@pytest.mark.parametrize("lines", [1, 7, 60, 203])
def test_what_was_confirmed_outlives_kill_9(tmp_path: Path, lines: int) -> None:
    host = subprocess.Popen(
        [sys.executable, "-c", CONFIRM, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert host.stdout is not None
    confirmed = [host.stdout.readline() for _ in range(lines)]
    os.kill(host.pid, signal.SIGKILL)
    confirmed += host.stdout.read().splitlines(keepends=True)
    host.stdout.close()
    assert host.wait() == -signal.SIGKILL
    told = {tuple(map(int, line.split())) for line in confirmed if line.endswith("\n")}
    assert len(told) >= lines
    with Record(tmp_path, create=False) as record:
        assert record.rows("PRAGMA integrity_check") == [("ok",)]
        kept = set(
            record.rows(
                "SELECT CAST(substr(name, 9) AS INTEGER), seed FROM answers "
                "JOIN learners ON learner = learners.id"
            )
        )
        assert told <= kept
        for place in {place for place, _ in told}:
            last = max(seed for who, seed in told if who == place)
            known = record.join(f"learner {place}", None, 3.0)
            assert known.document is not None
            assert known.document["seed"] >= last
