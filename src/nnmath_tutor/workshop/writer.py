"""The record's own thread: writes wait for the disk there, not in the loop, and share a commit."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from nnmath_tutor.workshop.record import Record, UndoneError

Result = TypeVar("Result")

MOST_AT_ONCE = 200  # jobs in one commit: a pause between them lets others write


class ClosedError(Exception):
    """The workshop is over: nothing is written any more."""


_Job = tuple[Callable[[Record], Any], "Future[Any]"]


class Writer:
    """Does jobs on a record, in the order they are given; each is all or nothing.

    A job's result comes once it is on disk. Those that wait together are committed together, so
    that a class that answers at once waits for one write, not for sixty.
    """

    def __init__(self, directory: Path) -> None:
        """Opens the record, and returns once it is open. Raises RecordError."""
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._closed = False
        opened: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(directory, opened), name="record", daemon=True
        )
        self._thread.start()
        opened.result()

    async def do(self, job: Callable[[Record], Result]) -> Result:
        """The job's result, on disk. Raises what the job raises, RecordError, ClosedError.

        Who stops waiting doesn't stop the job.
        """
        return await asyncio.wrap_future(self.submit(job))

    def submit(self, job: Callable[[Record], Result]) -> Future[Result]:
        """The same without waiting. Raises ClosedError."""
        if self._closed:
            raise ClosedError
        future: Future[Result] = Future()
        future.set_running_or_notify_cancel()  # so that it can't be cancelled any more
        self._jobs.put((job, future))
        return future

    def close(self) -> None:
        """Do what has been given, then stop. Returns when that is done."""
        self._closed = True
        self._jobs.put(None)
        self._thread.join()

    def _run(self, directory: Path, opened: Future[None]) -> None:
        try:
            record = Record(directory)
        except BaseException as error:
            opened.set_exception(error)
            return
        opened.set_result(None)
        with record:
            going = True
            while going:
                batch = [self._jobs.get()]
                while len(batch) < MOST_AT_ONCE and not self._jobs.empty():
                    batch.append(self._jobs.get())
                going = None not in batch
                _commit(record, [job for job in batch if job is not None])


def _commit(record: Record, batch: list[_Job]) -> None:
    results: list[tuple[Future[Any], Any, BaseException | None]] = []
    try:
        with record.together():
            for job, future in batch:
                try:
                    with record.together():
                        results.append((future, job(record), None))
                except UndoneError:
                    raise
                except Exception as error:
                    results.append((future, None, error))
    except Exception as error:  # the disk is full, say, and none of it was done
        results = [(future, None, error) for _, future in batch]
    for future, result, failure in results:
        if failure is None:
            future.set_result(result)
        else:
            future.set_exception(failure)
