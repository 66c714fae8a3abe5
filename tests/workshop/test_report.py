"""The report: counted as one counts by hand, and harmless wherever it is opened."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.cli import main
from nnmath_tutor.progress import Outcome
from nnmath_tutor.workshop.protocol import Answered, Poll
from nnmath_tutor.workshop.record import Record
from nnmath_tutor.workshop.report import TABLES, as_csv, as_json, as_text, own_summary
from nnmath_tutor.workshop.results import result_of, results

NOON = 1_750_000_000.0
DOCUMENT = {
    "format": 1,
    "last_lesson": "forward",
    "lessons": {
        "matrices": {"visited": ["a", "b"], "step": "b", "finished": True},
        "forward": {"visited": ["rows", "sums", "cells"], "step": "cells"},
    },
}


def answer(
    record: Record, learner: int, step: str, outcome: Outcome, typed: str = "", tries: int = 1
) -> None:
    record.answer(learner, Answered("forward", step, 0, outcome, tries, typed), NOON)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """Maria, Tom and 李雷 after a workshop: `rows` was hard, `sums` easy."""
    with Record(tmp_path / "state") as record:
        maria, tom, lei = (
            record.join(name, None, NOON).number for name in ("Maria", "tom", "李雷")
        )
        record.keep(maria, DOCUMENT, NOON + 60)
        answer(record, maria, "rows", Outcome.SKIPPED)
        answer(record, maria, "rows", Outcome.WRONG, "=1+1")
        answer(record, maria, "rows", Outcome.RIGHT, "3")
        answer(record, tom, "rows", Outcome.WRONG, "=1+1")
        answer(record, lei, "rows", Outcome.RIGHT, "3")
        answer(record, maria, "sums", Outcome.RIGHT, "-3")
        answer(record, tom, "sums", Outcome.RIGHT, "-3")
        answer(record, tom, "cells", Outcome.SKIPPED)
        number = record.open_poll("forward", "rows", 5, NOON)
        for learner, outcome, label in (
            (maria, Outcome.WRONG, "@SUM(A1)"),
            (tom, Outcome.WRONG, "@SUM(A1)"),
            (lei, Outcome.RIGHT, "3"),
        ):
            record.vote(learner, Poll(number, outcome, label))
        yield record


def test_who_reached_what(record: Record) -> None:
    maria, tom, lei = results(record).learners
    assert (maria.name, tom.name, lei.name) == ("Maria", "tom", "李雷")
    assert (maria.place, maria.finished, maria.steps) == ("forward:cells", ("matrices",), 5)
    assert (maria.asked, maria.right_at_first, maria.again) == (2, 1, ())
    assert (tom.place, tom.finished, tom.steps) == ("", (), 0)
    assert (tom.asked, tom.right_at_first, tom.again) == (2, 1, ("forward:rows",))


def test_what_was_hard_comes_first(record: Record) -> None:
    rows, sums = results(record).questions
    assert (rows.place, rows.learners, rows.right, rows.share) == ("forward:rows", 3, 1, 1 / 3)
    assert (rows.mistake, rows.mistakes) == ("=1+1", 2)
    assert (sums.place, sums.share, sums.mistake) == ("forward:sums", 1.0, "")


def test_as_text_in_columns(record: Record) -> None:
    lines = list(as_text(results(record)))
    assert "Maria  1        5      1 of 2             forward:cells" in lines
    assert "李雷   0        0      1 of 1             the map" in lines
    assert "33%                  1 of 3  forward:rows  =1+1 (2x)" in lines
    assert "  1 of 3 right" in lines
    assert "    2 x @SUM(A1)" in lines
    assert all(len(line) <= 80 for line in lines)


def test_as_csv_without_formulas(record: Record) -> None:
    found = results(record)
    read = {table: list(csv.DictReader(io.StringIO(as_csv(found, table)))) for table in TABLES}
    assert [row["name"] for row in read["learners"]] == ["Maria", "tom", "李雷"]
    assert read["questions"][0]["commonest mistake"] == "'=1+1"
    assert read["questions"][0]["share right"] == "0.3333"
    assert [row["answer"] for row in read["polls"]] == ["'@SUM(A1)", "3"]
    assert '"1"' not in as_csv(found, "questions")  # numbers are numbers


def test_as_json(record: Record) -> None:
    read = json.loads(as_json(results(record)))
    assert set(read) == set(TABLES)
    assert read["learners"][0]["finished"] == ["matrices"]
    assert read["questions"][0]["share"] == 0.3333
    assert read["polls"][0]["counts"] == [["@SUM(A1)", 2], ["3", 1]]
    assert as_json(results(record)).isascii()


def test_who_skips_a_poll_is_counted_apart(record: Record) -> None:
    numbers = [record.join(name, None, NOON).number for name in ("Maria", "tom", "李雷", "Ana")]
    some, none = (record.open_poll("forward", step, 5, NOON) for step in ("sums", "cells"))
    skip = Outcome.SKIPPED
    record.vote(numbers[0], Poll(some, Outcome.WRONG, "7"))
    for number in numbers[1:]:
        record.vote(number, Poll(some, skip, skip.value))
    for number in numbers:
        record.vote(number, Poll(none, skip, skip.value))
    found = results(record)
    text = "\n".join(as_text(found))
    assert "  0 of 1 right; 3 skipped\n    1 x 7\n" in text
    assert text.endswith("  nobody answered; 4 skipped")
    rows = list(csv.DictReader(io.StringIO(as_csv(found, "polls"))))[2:]
    assert [(row["answer"], row["learners"]) for row in rows] == [
        ("7", "1"),
        ("(skipped)", "3"),
        ("(skipped)", "4"),
    ]
    assert [row["skipped in all"] for row in rows] == ["3", "3", "4"]
    polls = json.loads(as_json(found))["polls"][1:]
    assert [(poll["answers"], poll["skipped"]) for poll in polls] == [(1, 3), (0, 4)]
    for poll in polls:
        assert sum(count for _, count in poll["counts"]) == poll["answers"]


def test_a_poll_of_the_forgotten_is_left_out(record: Record) -> None:
    record.open_poll("forward", "sums", 5, NOON)
    for name in ("Maria", "tom"):
        record.forget(name)
    (poll,) = results(record).polls
    assert (poll.answers, poll.counts) == (1, (("3", 1),))
    record.forget("李雷")
    assert results(record).polls == ()


def test_one_s_own_summary(record: Record) -> None:
    tom = result_of(record, "Tom")
    assert tom is not None
    lines = own_summary(tom)
    assert "  questions right at the first go: 1 of 2" in lines
    assert "    nnmath-tutor learn forward:rows" in lines
    assert not any("Maria" in line for line in lines)
    assert result_of(record, "nobody") is None


def test_an_empty_record_has_a_report(tmp_path: Path) -> None:
    with Record(tmp_path) as record:
        found = results(record)
    assert list(as_text(found)) == ["Learners: 0"]
    assert [len(as_csv(found, table).splitlines()) for table in TABLES] == [1, 1, 1]


given_answers = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from("abc"), st.sampled_from(Outcome)), max_size=30
)


@settings(deadline=None, max_examples=40)
@given(given_answers)
def test_shares_are_those_one_counts_by_hand(
    tmp_path_factory: pytest.TempPathFactory, answers: list[tuple[int, str, Outcome]]
) -> None:
    with Record(tmp_path_factory.mktemp("state")) as record:
        with record.together():
            numbers = [record.join(f"n{place}", None, NOON).number for place in range(4)]
            for place, step, outcome in answers:
                answer(record, numbers[place], step, outcome)
        found = results(record)
    firsts: dict[str, list[bool]] = {}
    for step in "abc":
        for learner in range(4):
            own = [
                outcome
                for place, asked, outcome in answers
                if (place, asked) == (learner, step) and outcome is not Outcome.SKIPPED
            ]
            if own:
                firsts.setdefault(f"forward:{step}", []).append(own[0] is Outcome.RIGHT)
    assert {one.place: (one.learners, one.right) for one in found.questions} == {
        place: (len(rights), sum(rights)) for place, rights in firsts.items()
    }
    shares = [one.share for one in found.questions]
    assert shares == sorted(shares)
    assert sum(one.right_at_first for one in found.learners) == sum(map(sum, firsts.values()))


# ---- the commands


def test_the_commands(record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str) -> tuple[int, str, str]:
        status = main(["workshop", *words, "--state", str(tmp_path / "state")])
        return status, *capsys.readouterr()

    status, out, _ = run("report")
    assert status == 0
    assert "Learners: 3" in out.splitlines()
    assert run("report", "--csv", "questions")[1] == as_csv(results(record), "questions")
    assert run("report", "--csv")[1] == as_csv(results(record), "learners")
    assert json.loads(run("report", "--json")[1]) == json.loads(as_json(results(record)))
    state = tmp_path / "state"
    (state / "log").write_text("t joined name=maria\nt joined name=mariana\nt opened port=2\n")
    (state / "log.1").write_text('t left name="MARIA" seconds=3\nt fault number=1\n    trace\n')
    assert run("forget", "MARIA") == (0, "forgotten: MARIA\n", "")
    assert [one.name for one in results(record).learners] == ["tom", "李雷"]
    assert (state / "log").read_text() == "t joined name=mariana\nt opened port=2\n"
    assert (state / "log.1").read_text() == "t fault number=1\n    trace\n"
    status, _, complaint = run("forget", "maria")
    assert status == 2
    assert "no learner 'maria'" in complaint
    assert run("forget", "--key", "tom") == (0, "tom may come with another key\n", "")
    assert [run("forget", *words)[0] for words in ((), ("tom", "--all"), ("--key",))] == [2] * 3
    assert run("forget", "--all") == (0, "forgotten: all learners (2)\n", "")
    assert results(record).learners == ()
    assert (state / "log").read_text() == (state / "log.1").read_text() == ""


def test_ascii_where_ascii_is_wanted(
    record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--ascii", "workshop", "report", "--state", str(tmp_path / "state")]) == 0
    assert capsys.readouterr().out.isascii()


def test_without_a_workshop_there_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NNMATH_TUTOR_STATE", str(tmp_path))
    for words in (["report"], ["forget", "maria"]):
        assert main(["workshop", *words]) == 2
        complaint = capsys.readouterr().err
        assert complaint.count("\n") == 1
        assert str(tmp_path / "workshop") in complaint
