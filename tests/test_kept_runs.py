"""Runs that are kept: there and back, and whatever stands in the file costs no more than itself."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath_tutor.play import Trial, Trials
from nnmath_tutor.program import Edit
from nnmath_tutor.progress import KeptRun, Progress, Store
from nnmath_tutor.progress.kept_runs import MOST_RUNS, decode_runs, encode_runs
from nnmath_tutor.tui.kept_runs import kept_runs, kept_trials

names = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20
)
numbers = st.one_of(
    st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False)
)
edits = st.tuples(
    st.integers(0, 70_000), names, st.lists(st.integers(0, 9), max_size=3).map(tuple), numbers
)
overrides = st.dictionaries(names, numbers, max_size=3).map(lambda d: tuple(sorted(d.items())))
edited = st.lists(edits, min_size=1, max_size=4).map(tuple)
runs = st.builds(KeptRun, names, overrides, edited)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)
# Entries that are nearly right: every field is what it should be, or anything else.
nearly = st.fixed_dictionaries(
    {
        "name": names | json_values,
        "set": st.dictionaries(st.text(max_size=5), numbers | json_values, max_size=2)
        | json_values,
        "edits": st.lists(
            st.tuples(
                st.integers() | json_values,
                names | json_values,
                st.lists(st.integers() | json_values, max_size=2) | json_values,
                numbers | json_values,
            ).map(list)
            | json_values,
            max_size=3,
        )
        | json_values,
    }
)

GOOD = KeptRun("bold", (("seed", 7),), ((20, "W2", (2, 0), 0.5), (30, "rate", (), 20)))


@given(st.lists(runs, max_size=6))
def test_any_runs_come_back(kept: list[KeptRun]) -> None:
    again = decode_runs(json.loads(json.dumps(encode_runs(kept))))
    assert again == tuple(kept)
    types = [[type(number) for *_, number in run.edits] for run in again]
    assert types == [[type(number) for *_, number in run.edits] for run in kept]


@given(json_values | st.lists(nearly | json_values, max_size=4))
def test_any_json_gives_runs_or_nothing(value: Any) -> None:
    found = decode_runs(value)
    assert len(found) <= (len(value) if isinstance(value, list) else 0)
    for run in found:
        assert run.name.strip()
        assert run.name.isprintable()
        for number in [*dict(run.overrides).values(), *(edit[3] for edit in run.edits)]:
            assert type(number) in (int, float)
            assert math.isfinite(number)
        for epoch, name, index, _ in run.edits:
            assert type(epoch) is int
            assert type(name) is str
            assert epoch >= 0
            assert all(type(at) is int and at >= 0 for at in index)
    assert decode_runs(encode_runs(found)) == found
    json.dumps(encode_runs(found), allow_nan=False)


@given(st.lists(nearly | json_values, max_size=3), st.lists(nearly | json_values, max_size=3))
def test_a_damaged_run_does_not_take_the_others_with_it(before: Any, after: Any) -> None:
    (good,) = encode_runs([GOOD])
    found = decode_runs([*before, good, *after])
    assert GOOD in found
    assert found == (*decode_runs(before), GOOD, *decode_runs(after))


@settings(max_examples=30)
@given(json_values | st.lists(nearly | json_values, max_size=3))
def test_damaged_runs_leave_the_rest_of_the_progress_whole(
    tmp_path_factory: pytest.TempPathFactory, value: Any
) -> None:
    path = tmp_path_factory.mktemp("state") / "progress.json"
    progress = Progress().visit("forward", "rows").visit("backprop", "votes").finish("forward")
    assert Store(path).save(progress) is None
    document = json.loads(path.read_text(encoding="utf-8"))
    document["lessons"]["backprop"]["runs"] = value
    path.write_text(json.dumps(document), encoding="utf-8")
    loaded, message = Store(path).load()
    assert message is None
    assert loaded.lesson("forward") == progress.lesson("forward")
    assert loaded.lesson("backprop").visited == ("votes",)
    assert loaded.lesson("backprop").runs == decode_runs(json.loads(json.dumps(value)))


def test_kept_runs_are_saved_and_can_be_let_go_again(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    kept = Progress().keep_runs("backprop", (GOOD,))
    assert Store(path).save(kept) is None
    loaded, _ = Store(path).load()
    assert loaded.lesson("backprop").runs == (GOOD,)
    store = Store(path)
    store.load()
    assert store.save(kept.keep_runs("backprop", ())) is None
    assert Store(path).load()[0].lesson("backprop").runs == ()


def entry(**changed: Any) -> dict[str, Any]:
    (good,) = encode_runs([GOOD])
    return {**good, **changed}


@pytest.mark.parametrize(
    "damaged",
    [
        entry(name=""),
        entry(name="   "),
        entry(name="a\x1b[31m"),
        entry(name="x" * 41),
        entry(name=7),
        entry(set={"seed": True}),
        entry(set={"seed": math.inf}),
        entry(set={"seed": 2**53}),
        entry(set={}, edits=[]),
        entry(edits=[[20, "W2", [2, 0], math.nan]]),
        entry(edits=[[-1, "W2", [2, 0], 0.5]]),
        entry(edits=[[True, "W2", [2, 0], 0.5]]),
        entry(edits=[[20, "W2", [2, -1], 0.5]]),
        entry(edits=[[20, "W2", [True], 0.5]]),
        entry(edits=[[20, "W2", [2, 0]]]),
        {},
        None,
    ],
)
def test_an_entry_that_cannot_be_understood_is_left_out(damaged: Any) -> None:
    assert decode_runs([damaged]) == ()
    assert decode_runs([entry()]) == (GOOD,)


def test_more_runs_than_can_be_listed_are_not_read() -> None:
    assert len(decode_runs(encode_runs([GOOD] * (MOST_RUNS + 5)))) == MOST_RUNS


def test_a_trial_that_is_kept_is_the_same_trial_again() -> None:
    trial = Trial(3, "bold", {"seed": 7}, (Edit(20, "W2", (2, 0), 0.5),), 1, kept=True)
    (again,) = kept_trials(decode_runs(encode_runs(_kept(trial))))
    assert (again.name, again.overrides, again.edits) == (trial.name, trial.overrides, trial.edits)


def _kept(*trials: Trial) -> tuple[KeptRun, ...]:
    return kept_runs(Trials().with_kept(trials))
