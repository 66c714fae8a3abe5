"""What if? Numbers changed on the real screen, and the runs that come of it."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.pilot import Pilot

from nnmath_tutor.progress import Store
from nnmath_tutor.tui.runs_screen import RunsScreen

from .opened import lesson_screen, lines, opened, place, text, until


async def change_w2(pilot: Pilot[None], value: str) -> None:
    """Give the third weight of W2 another value."""
    await pilot.press("e", *["tab"] * 4, "down", "down", "e")
    assert "W2[h3,out] is" in lines(pilot)[-2]
    for character in value:
        await pilot.press({"/": "slash", ".": "full_stop", "-": "minus"}.get(character, character))
    await pilot.press("enter")


async def test_a_changed_number_branches_a_run_and_undo_takes_it_back(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "update") as pilot:
        session = lesson_screen(pilot).session
        await change_w2(pilot, "1/4")
        assert session.recording.start(260)["W2"][2, 0] == 0.25
        assert session.lecture.recording.start(260)["W2"][2, 0] != 0.25
        assert "what if 1" in lines(pilot)[0]
        await until(pilot, lambda: session.recording.finished)
        await pilot.press("i", "u")
        assert session.trials.current == 0
        assert "what if 1" not in lines(pilot)[0]
        await pilot.press("U")
        assert session.trials.current == 1
        await pilot.press("tab")
        assert session.trials.current == 0
        assert place(pilot)[2] == 260  # at the same place in time


async def test_words_are_no_numbers_and_nothing_is_lost(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "update") as pilot:
        await change_w2(pilot, "lots")
        assert "No number that fits" in lines(pilot)[-2]
        await pilot.press("2", "enter")
        assert lesson_screen(pilot).session.recording.start(260)["W2"][2, 0] == 2


async def test_the_difference_is_shown_cell_by_cell_and_both_curves_in_one_plot(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, "backprop", "update") as pilot:
        session = lesson_screen(pilot).session
        await change_w2(pilot, "2")
        await pilot.press("i", "p", "d")
        shown = text(pilot)
        assert "W2, main (4,1)" in shown
        assert "difference (4,1)" in shown
        assert "W2, what if 1 (4,1)" in shown
        epoch = session.moment.position.epoch  # type: ignore[union-attr]
        own, other = session.recording.values(epoch)["W2"], session.lecture.recording.values(epoch)
        assert f"{own[0, 0]:.4f}".replace("-", "−") in shown
        assert f"{other['W2'][0, 0]:.4f}".replace("-", "−") in shown
        assert len(lesson_screen(pilot).frame.plot.parts[0].series) == 2  # type: ignore[union-attr]


async def test_another_seed_is_a_run_from_the_beginning(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "update") as pilot:
        session = lesson_screen(pilot).session
        await pilot.press("e", *["tab"] * 5)
        assert "seed = 1" in text(pilot)
        await pilot.press("e", "7", "enter")
        assert session.trials.shown.overrides == {"seed": 7}
        main = session.lecture.recording
        assert (session.recording.start(0)["W1"] != main.start(0)["W1"]).all()


async def test_runs_are_named_kept_deleted_and_there_the_next_time(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "update") as pilot:
        await change_w2(pilot, "2")
        await pilot.press("i", "t")
        assert isinstance(pilot.app.screen, RunsScreen)
        await pilot.press("n", *"mine", "enter", "k", "q")
        await pilot.pause()
        assert "mine" in lines(pilot)[0]
    kept = Store(tmp_path / "progress.json").load()[0].lesson("backprop").runs
    assert [(run.name, run.edits) for run in kept] == [("mine", ((260, "W2", (2, 0), 2),))]
    async with opened(tmp_path, "backprop", "update") as pilot:
        session = lesson_screen(pilot).session
        assert [trial.name for trial in session.trials.runs] == ["main", "mine"]
        await pilot.press("tab")
        assert session.recording.start(260)["W2"][2, 0] == 2
        await pilot.press("t", "x")
        assert "u brings it back" in text(pilot)
        await pilot.press("u", "q")
        assert [trial.name for trial in session.trials.runs] == ["main", "mine"]


async def test_what_is_kept_is_there_however_the_tutor_ends(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "update") as pilot:
        await change_w2(pilot, "2")
        await pilot.press("i", "t", "k", "ctrl+q")
    kept = Store(tmp_path / "progress.json").load()[0].lesson("backprop").runs
    assert [run.name for run in kept] == ["what if 1"]


async def test_keys_that_come_in_one_packet_go_to_the_list_that_one_of_them_opens(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, "backprop", "update") as pilot:
        await change_w2(pilot, "2")
        for key in ("i", "t", "n", "a", "b", "enter", "q"):
            character = key if len(key) == 1 else None
            pilot.app.post_message(events.Key(key, character))
        session = lesson_screen(pilot).session
        await until(pilot, lambda: session.trials.shown.name == "ab")
        await until(pilot, lambda: "ab (the words: main)" in lines(pilot)[0])


async def test_a_program_without_a_loop_runs_anew_with_the_changed_number(tmp_path: Path) -> None:
    async with opened(tmp_path, "forward", "row-meets-column") as pilot:
        session = lesson_screen(pilot).session
        await pilot.press("i", "left", "e", "1", "enter")
        assert "what if 1" in lines(pilot)[0], text(pilot)
        name, index = session.trials.shown.edits[0].name, session.trials.shown.edits[0].index
        await until(pilot, lambda: session.recording.finished)
        assert session.recording.values(0)[name][index] == 1
