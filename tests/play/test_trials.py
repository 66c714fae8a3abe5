"""The learner's own runs: whatever is done to them, they stay in order, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.play import MAIN, History, Trial, Trials
from nnmath_tutor.play.trials import LONGEST_NAME, MOST_TRIALS
from nnmath_tutor.program import Edit

Deed = Callable[[Trials], Trials]

edits = st.builds(
    Edit,
    st.integers(0, 6),
    st.sampled_from(["W1", "W2"]),
    st.tuples(st.integers(0, 1)),
    st.floats(-4, 4),
)
# Which of the runs that there are: a number that is wrapped around their count.
which = st.integers(0, 9)
names = st.one_of(st.sampled_from(["main", "what if 2", "  bold  guess ", ""]), st.text())


def of(trials: Trials, at: int) -> int:
    return trials.runs[at % len(trials.runs)].number


def deed(name: str, *given: Any) -> Deed:
    """A method with a run that there is as its first argument, and others behind."""
    at, *others = given
    return lambda trials: getattr(trials, name)(of(trials, at), *others)


looks = st.one_of(
    which.map(lambda at: deed("switch", at)),
    which.map(lambda at: deed("compare", at)),
    st.just(lambda trials: trials.compare(None)),
    st.just(lambda trials: trials.next()),
)
changes: st.SearchStrategy[Deed] = st.one_of(
    edits.map(lambda edit: lambda trials: trials.edit(edit)),
    st.integers(0, 3).map(lambda seed: lambda trials: trials.override("seed", seed)),
    st.builds(lambda at, name: deed("rename", at, name), which, names),
    which.map(lambda at: deed("keep", at)),
    which.map(lambda at: deed("delete", at)),
)
deeds = st.lists(st.one_of(looks, changes), max_size=25)


def in_order(trials: Trials) -> None:
    """What holds of the runs whatever was done."""
    numbers = [trial.number for trial in trials.runs]
    called = [trial.name for trial in trials.runs]
    assert trials.runs[0] == Trial(MAIN, "main")
    assert len(set(numbers)) == len(numbers)
    assert len(set(called)) == len(called)
    assert all(called)
    assert trials.following > max(numbers)
    assert trials.shown.number == trials.current
    assert trials.other is None or trials.of(trials.other).number != trials.current
    for trial in trials.runs:
        epochs = [edit.epoch for edit in trial.edits]
        cells = [(edit.epoch, edit.name, edit.index) for edit in trial.edits]
        assert epochs == sorted(epochs)
        if not trial.kept and trial.edits:
            last = [cell for cell in cells if cell[0] == epochs[-1]]
            assert len(set(last)) == len(last)


@given(deeds)
def test_names_and_numbers_stay_apart_whatever_is_done(done: list[Deed]) -> None:
    trials, used = Trials(), {MAIN}
    for act in done:
        before, trials = trials, act(trials)
        in_order(trials)
        fresh = {trial.number for trial in trials.runs} - {trial.number for trial in before.runs}
        assert not fresh & used, "a number is used twice"
        used |= fresh


@given(deeds, edits)
def test_a_change_goes_on_from_what_was_there_and_drops_what_came_later(
    done: list[Deed], edit: Edit
) -> None:
    trials = Trials()
    for act in done:
        trials = act(trials)
    shown, after = trials.shown, trials.edit(edit)
    earlier = [e for e in shown.edits if e.epoch < edit.epoch]
    made = after.shown
    assert made.edits[-1] == edit
    assert list(made.edits[: len(earlier)]) == earlier
    assert all(e.epoch == edit.epoch for e in made.edits[len(earlier) :])
    assert made.overrides == shown.overrides
    if made.number != shown.number:  # it branched: what was there is as it was
        assert after.of(shown.number) == shown
        assert (after.other, made.parent) == (shown.number, shown.number)
        assert not made.kept


@given(deeds, edits)
def test_the_program_as_it_stands_and_kept_runs_are_never_changed(
    done: list[Deed], edit: Edit
) -> None:
    trials = Trials()
    for act in done:
        trials = act(trials)
    kept = [trial for trial in trials.runs if trial.kept or trial.number == MAIN]
    for after in (trials.edit(edit), trials.override("seed", 9)):
        assert [after.of(trial.number) for trial in kept] == kept


def test_other_cells_go_into_the_same_run_and_another_number_for_a_cell_into_a_new_one() -> None:
    trials = Trials().edit(Edit(5, "W1", (0,), 1.0)).edit(Edit(5, "W1", (1,), 2.0))
    assert len(trials.runs) == 2
    trials = trials.edit(Edit(5, "W1", (0,), 3.0))
    assert trials.shown.edits == (Edit(5, "W1", (1,), 2.0), Edit(5, "W1", (0,), 3.0))
    assert len(trials.runs) == 3  # to be compared with the first number
    branched = trials.edit(Edit(7, "W1", (0,), 4.0))
    assert len(branched.runs) == 4
    # Back in an earlier epoch: what had been changed after it is not there any more.
    back = branched.edit(Edit(6, "W2", (0,), 5.0))
    assert [edit.epoch for edit in back.shown.edits] == [5, 5, 6]
    assert [edit.epoch for edit in branched.shown.edits] == [5, 5, 7]


def three() -> Trials:
    """main, 1 branched off it, 2 branched off 1 and on the screen."""
    return Trials().edit(Edit(1, "W1", (0,), 1.0)).edit(Edit(2, "W1", (0,), 2.0))


def test_deleting_the_run_on_the_screen_leads_to_the_program_as_it_stands() -> None:
    trials = three().delete(2)
    assert (trials.current, trials.other) == (MAIN, 1)
    assert trials.edit(Edit(1, "W1", (0,), 3.0)).current == 3, "2 is gone for good"


def test_deleting_the_run_compared_with_ends_the_comparison() -> None:
    trials = three()
    assert (trials.current, trials.other) == (2, 1)
    assert (trials.delete(1).current, trials.delete(1).other) == (2, None)
    beside_main = trials.compare(MAIN)
    assert beside_main.delete(2).other is None, "nothing is compared with itself"


def test_deleting_the_run_that_another_branched_off_leaves_that_one_whole() -> None:
    child = three().of(2)
    assert three().delete(1).of(2) == child
    with pytest.raises(KeyError):
        three().delete(1).of(1)


def test_the_program_as_it_stands_can_be_neither_deleted_nor_renamed_nor_kept() -> None:
    trials = three()
    assert trials.delete(MAIN) == trials
    assert trials.rename(MAIN, "mine") == trials
    assert trials.keep(MAIN) == trials


def test_walking_through_the_runs_comes_to_each_and_back() -> None:
    trials, seen = three(), []
    for _ in trials.runs:
        trials = trials.next()
        seen.append(trials.current)
    assert seen == [0, 1, 2]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("bold", "bold"),
        ("  two   words ", "two words"),
        ("main", "main (2)"),
        ("what if 1", "what if 1 (2)"),
        ("what if 2", "what if 2"),
        ("   ", "what if 2"),
        ("x" * 99, "x" * LONGEST_NAME),
    ],
)
def test_a_run_is_called_what_the_learner_says(name: str, wanted: str) -> None:
    assert three().rename(2, name).of(2).name == wanted


kept_runs = st.lists(
    st.builds(
        Trial,
        st.integers(0, 3),
        st.sampled_from(["main", "what if 1", "bold", "bold (2)"]),
        st.dictionaries(st.just("seed"), st.integers(0, 3)),
        st.lists(edits, max_size=3).map(tuple),
        st.none() | st.integers(0, 9),
        st.booleans(),
    ),
    max_size=8,
).map(tuple)


@given(deeds, kept_runs)
def test_kept_runs_are_there_again_beside_what_is_there(
    done: list[Deed], kept: tuple[Trial, ...]
) -> None:
    trials = Trials()
    for act in done:
        trials = act(trials)
    after = trials.with_kept(kept)
    before, fresh = after.runs[: len(trials.runs)], after.runs[len(trials.runs) :]
    assert before == trials.runs
    assert (after.current, after.other) == (trials.current, trials.other)
    assert [trial.edits for trial in fresh] == [trial.edits for trial in kept]
    assert [trial.overrides for trial in fresh] == [trial.overrides for trial in kept]
    assert all(trial.kept and trial.parent == MAIN for trial in fresh)
    numbers, called = ({getattr(t, key) for t in after.runs} for key in ("number", "name"))
    assert len(numbers) == len(called) == len(after.runs)
    assert after.following > max(numbers)


def test_there_is_no_room_for_more_runs_than_can_be_listed() -> None:
    trials = Trials()
    while len(trials.runs) < MOST_TRIALS:
        trials = trials.override("seed", len(trials.runs))
    assert not trials.crowded
    assert trials.override("seed", 0).crowded
    same_run = trials.edit(Edit(3, "W", (0,), 1.0)).delete(1).edit(Edit(3, "W", (1,), 1.0))
    assert not same_run.crowded
    assert len(Trials().with_kept(trials.runs[1:] * 3).runs) <= MOST_TRIALS


@given(st.lists(changes, max_size=15))
def test_undo_takes_back_each_change_and_redo_makes_it_again(done: list[Deed]) -> None:
    history, states = History(), [Trials()]
    for act in done:
        history = history.change(act(history.now))
        if history.now != states[-1]:
            states.append(history.now)
    for wanted in reversed(states[:-1]):
        undone = history.undo()
        assert undone.now == wanted
        assert undone.redo() == history
        history = undone
    assert history.undo() is history
    for wanted in states[1:]:
        history = history.redo()
        assert history.now == wanted
    assert history.redo() is history


@given(st.lists(changes, min_size=1, max_size=6), edits)
def test_a_new_change_after_undo_closes_the_way_on(done: list[Deed], edit: Edit) -> None:
    history = History()
    for act in done:
        history = history.change(act(history.now))
    undone = history.undo()
    changed = undone.change(undone.now.edit(edit))
    if changed is undone:  # the very number that was there
        assert undone.now.edit(edit) == undone.now
        return
    assert changed.redo() is changed
    assert changed.undo().now == undone.now


@given(st.lists(changes, max_size=6), which)
def test_looking_at_another_run_is_nothing_to_take_back(done: list[Deed], at: int) -> None:
    history = History()
    for act in done:
        history = history.change(act(history.now))
    looked = history.show(history.now.switch(of(history.now, at)))
    assert (looked.past, looked.future) == (history.past, history.future)
    assert looked.now.runs == history.now.runs


def test_what_was_changed_is_told_in_a_few_words() -> None:
    def cell(name: str, index: tuple[int, ...]) -> str:
        return f"{name}{list(index)}"

    trials = Trials()
    assert trials.shown.told(cell) == "as the lesson has it"
    trials = trials.override("seed", 7)
    assert trials.shown.told(cell) == "seed = 7"
    trials = trials.edit(Edit(0, "W1", (0,), 0.25))
    assert trials.shown.told(cell) == "seed = 7, W1[0] = 0.25"
    trials = trials.edit(Edit(1200, "W1", (1,), -1))
    assert trials.shown.told(cell) == "seed = 7, W1[1] = -1 at epoch 1,200, and 1 change before"
    trials = trials.edit(Edit(1200, "W1", (0,), 2))
    assert trials.shown.told(cell).endswith("and 2 changes before")
    assert replace(trials.shown, edits=()).told(cell) == "seed = 7"
