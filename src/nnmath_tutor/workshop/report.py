"""The report of a workshop as text, as CSV that no spreadsheet runs, as JSON; and one's own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.cells import cell_len, set_cell_size

from nnmath_tutor.workshop.names import safe_cell
from nnmath_tutor.workshop.results import LearnerResult, PollResult, QuestionResult, Results

TABLES = ("learners", "questions", "polls")
WIDEST_NAME = 20  # columns; a longer one is cut in text, not elsewhere
MOST_BARS = 6  # answers of a poll that are told in text

_LEARNER_COLUMNS = (
    "name",
    "first seen",
    "last seen",
    "place",
    "lessons finished",
    "steps seen",
    "questions answered",
    "right at the first go",
    "to look at again",
)
_QUESTION_COLUMNS = (
    "question",
    "learners",
    "first answers right",
    "share right",
    "commonest mistake",
    "made by",
)
_POLL_COLUMNS = (
    "poll",
    "at",
    "question",
    "answer",
    "learners",
    "answered in all",
    "right in all",
    "skipped in all",
)
_SKIPPED = "(skipped)"  # in place of an answer


def as_text(found: Results) -> Iterator[str]:
    """Lines for people, at most about 80 columns: who reached what, what was hard, the polls."""
    yield f"Learners: {len(found.learners)}"
    if found.learners:
        yield ""
        yield from _table(
            ("name", "lessons", "steps", "right at first go", "now at"),
            [
                (
                    _cut(one.name),
                    str(len(one.finished)),
                    str(one.steps),
                    f"{one.right_at_first} of {one.asked}",
                    one.place or "the map",
                )
                for one in found.learners
            ],
        )
    if found.questions:
        yield ""
        yield "Questions, the hardest first"
        yield ""
        yield from _table(
            ("first answers right", "", "question", "commonest mistake"),
            [_question_row(one) for one in found.questions],
        )
    for poll in found.polls:
        yield ""
        yield f"Asked of all at {_time(poll.at, 'minutes')}: {poll.place}"
        yield f"  {_told(poll)}"
        for label, count in poll.counts[:MOST_BARS]:
            yield f"  {count:>3} x {label}"
        if len(poll.counts) > MOST_BARS:
            rest = sum(count for _, count in poll.counts[MOST_BARS:])
            yield f"  {rest:>3} others"


def as_csv(found: Results, table: str) -> str:
    """One of TABLES, with a row of headings. Formulas are made text, and all text is quoted."""
    columns, rows = {
        "learners": (_LEARNER_COLUMNS, [_learner_cells(one) for one in found.learners]),
        "questions": (_QUESTION_COLUMNS, [_question_cells(one) for one in found.questions]),
        "polls": (_POLL_COLUMNS, list(_poll_cells(found))),
    }[table]
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    for row in (columns, *rows):
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue()


def as_json(found: Results) -> str:
    """All of it for programs, in ASCII; times in ISO 8601."""
    tables = asdict(found)
    for learner in tables["learners"]:
        learner |= {key: _time(learner[key]) for key in ("first_seen", "last_seen")}
    for entry, question in zip(tables["questions"], found.questions, strict=True):
        entry["share"] = round(question.share, 4)
    for poll in tables["polls"]:
        poll["at"] = _time(poll["at"])
    return json.dumps(tables, indent=1)


def own_summary(learner: LearnerResult) -> tuple[str, ...]:
    """What a learner takes home, as plain lines to copy."""
    lessons = ", ".join(learner.finished) or "none yet"
    lines = [
        f"{learner.name}: what you did",
        f"  lessons finished: {lessons}",
        f"  steps seen: {learner.steps}",
        f"  questions right at the first go: {learner.right_at_first} of {learner.asked}",
    ]
    if learner.again:
        lines.append("  worth another look:")
        lines += [f"    nnmath-tutor learn {place}" for place in learner.again]
    if learner.place:
        lines += ["  to go on at home:", f"    nnmath-tutor learn {learner.place}"]
    return tuple(lines)


def _question_row(one: QuestionResult) -> tuple[str, ...]:
    mistake = f"{one.mistake} ({one.mistakes}x)" if one.mistake else ""
    return (f"{one.share:.0%}", f"{one.right} of {one.learners}", one.place, mistake)


def _learner_cells(one: LearnerResult) -> Sequence[Any]:
    return (
        one.name,
        _time(one.first_seen),
        _time(one.last_seen),
        one.place,
        len(one.finished),
        one.steps,
        one.asked,
        one.right_at_first,
        " ".join(one.again),
    )


def _question_cells(one: QuestionResult) -> Sequence[Any]:
    share = round(one.share, 4)
    return (one.place, one.learners, one.right, share, one.mistake, one.mistakes)


def _told(poll: PollResult) -> str:
    right = f"{poll.right} of {poll.answers} right" if poll.answers else "nobody answered"
    return f"{right}; {poll.skipped} skipped" if poll.skipped else right


def _poll_cells(found: Results) -> Iterator[Sequence[Any]]:
    for poll in found.polls:
        at, sums = _time(poll.at), (poll.answers, poll.right, poll.skipped)
        skipped = ((_SKIPPED, poll.skipped),) if poll.skipped else ()
        for label, count in (*poll.counts, *skipped):
            yield (poll.number, at, poll.place, label, count, *sums)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    listed = [heads, *rows]
    widths = [max(cell_len(row[column]) for row in listed) for column in range(len(heads))]
    for row in listed:
        cells = (set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _cut(name: str) -> str:
    return name if cell_len(name) <= WIDEST_NAME else set_cell_size(name, WIDEST_NAME - 2) + ".."


def _time(at: float, timespec: str = "seconds") -> str:
    return datetime.fromtimestamp(at).astimezone().isoformat(timespec=timespec)
