"""What keys lead to, without a screen: runs that share, a full list, numbers that are gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nnmath_tutor.play import Lecture, Look, Seek, Session, Trial
from nnmath_tutor.play import look as looking
from nnmath_tutor.play.trials import MOST_TRIALS
from nnmath_tutor.program import Edit, Recording, Run, load, record

from .worlds import lesson_for

PROGRAM = """\
import numpy as np
size = 4
x = np.ones((2, size))
w = np.ones((size, 1))
for epoch in range(20):
    z = x @ w
    w -= 0.01 * (x.T @ z)
"""


@pytest.fixture
def parents() -> list[Recording | None]:
    """What each run went on from, as they were asked for."""
    return []


@pytest.fixture
def session(tmp_path: Path, parents: list[Recording | None]) -> Session:
    lesson = lesson_for(PROGRAM, tmp_path)

    def recorded(run: Run, parent: Recording | None) -> Recording:
        parents.append(parent)
        return record(run, parent=parent)

    return Session(Lecture(lesson, record(Run(load(lesson.program))), {}), recorded)


def choose(session: Session, name: str, index: tuple[int, ...]) -> None:
    """Look at a number in the table of all that can be changed."""
    moment = session.moment
    assert moment is not None
    listed = looking.places(moment, Look(table=True))
    at = next(number for number, place in enumerate(listed) if place.name == name)
    session.view = replace(session.view, look=Look(at, index, table=True))


def change(session: Session, name: str, index: tuple[int, ...], value: float) -> None:
    choose(session, name, index)
    found = session.change()
    assert found is not None, session.view.remark
    session.apply(found, value)


def test_a_nudged_number_that_another_run_does_not_have_stops_no_key(session: Session) -> None:
    change(session, "size", (), 2)
    session.show(0)
    session.do(Seek(3))
    choose(session, "w", (3, 0))
    session.nudge()
    session.next_run()
    session.move_ripple(1)
    session.size_ripple(1)
    session.open_ripple()
    assert session.recording.start(3)["w"].shape == (2, 1)
    assert session.frame().prose


def test_a_run_goes_on_from_the_one_that_shares_most_with_it(
    session: Session, parents: list[Recording | None]
) -> None:
    edits = (Edit(5, "w", (0, 0), 2.0), Edit(15, "w", (0, 0), 2.0))
    session.arrange(session.trials.with_kept((Trial(0, "kept", {}, edits),)))
    session.show(session.trials.runs[-1].number)
    session.do(Seek(10))
    change(session, "w", (1, 0), 3.0)
    assert [edit.epoch for edit in session.trials.shown.edits] == [5, 10]
    assert parents[-1] is not None
    assert parents[-1].run.edits == edits


def test_another_cell_of_the_last_run_that_fits_is_no_run_more(session: Session) -> None:
    session.do(Seek(3))
    while len(session.trials.runs) < MOST_TRIALS:
        change(session, "w", (0, 0), float(len(session.trials.runs)))
    change(session, "w", (1, 0), 9.0)
    assert len(session.trials.runs) == MOST_TRIALS
    assert session.recording.start(3)["w"][1, 0] == 9.0
    change(session, "w", (1, 0), 10.0)
    assert len(session.trials.runs) == MOST_TRIALS
    assert "delete one first" in session.view.remark
