"""Looking at one number, following it, nudging it: by keys and by mouse, on the real screen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from textual.pilot import Pilot

from nnmath_tutor.program import Level

from .opened import lesson_screen, lines, opened, place, text


async def at_the_votes(pilot: Pilot[None]) -> None:
    await pilot.press("i")
    assert "(A1.T @ delta2)[h3,out] = −0.0132" in text(pilot)


async def test_a_number_is_followed_back_to_the_inputs_and_on_again(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        await at_the_votes(pilot)
        start = place(pilot)
        seen = []
        for _ in range(8):
            await pilot.press("enter")
            seen.append(lines(pilot)[1].strip())
            if "way back ends here" in text(pilot):
                break
        assert any(line.startswith("A1") for line in seen), seen
        assert "X is given in line 10" in text(pilot)
        for _ in seen[:-1]:  # the last hop led nowhere
            await pilot.press("backspace")
        assert place(pilot) == start
        assert "(A1.T @ delta2)[h3,out]" in text(pilot)
        await pilot.press("backspace")  # at the beginning of the way the looking ends
        assert lesson_screen(pilot).session.view.look is None
        assert "Every example votes" in text(pilot)


async def test_the_unfolding_shows_numbers_that_work_out(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        await pilot.press("i", "enter", "enter", "enter")
        assert "A1[ex1,h3] = 0.732" in text(pilot)
        assert "= σ(1.007)" in text(pilot)
        assert "= σ(0 × (−4.197) + 0 × (−4.487) + 1 × 1.007)" in text(pilot)


async def test_a_number_goes_into_what_the_list_says(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        await pilot.press("i", "enter", "enter", "enter")
        assert "1: A1 @ W2 (line 31), 2: slope(A1) (line 39), 3: A1.T (line 42)" in text(pilot)
        await pilot.press("2")
        assert "slope(A1)" in text(pilot)
        assert place(pilot)[3] == 6  # the line of delta1
        await pilot.press("9")
        assert "There is no 9 in the list." in text(pilot)


async def test_arrows_choose_cells_and_lead_from_array_to_array(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        await pilot.press("i", "up")
        recording = lesson_screen(pilot).lecture.recording
        values = recording.values(260)
        votes = (values["A1"].T @ values["delta2"])[1, 0]
        assert f"[h2,out] = {votes:.4f}" in text(pilot)
        await pilot.press("left")  # beyond the only column: the array before
        assert "delta2[" in lines(pilot)[1]
        await pilot.press("tab", "tab")
        assert "(A1.T)[" in lines(pilot)[1]
        await pilot.press("shift+tab")
        assert "(A1.T @ delta2)[" in lines(pilot)[1]


async def test_keys_in_one_packet_mean_what_they_mean_one_by_one(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        step = place(pilot)[0]
        await pilot.press("i", "enter", "e", "escape", "i")
        assert place(pilot)[0] == step


async def test_a_nudge_shows_the_measured_slope_beside_the_gradient(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "update") as pilot:
        await pilot.press("e", *["tab"] * 4, "down", "down")
        assert "W2[h3,out] = −5.032" in text(pilot)
        await pilot.press("n")
        assert "W2[h3,out], nudged," in text(pilot)
        recording = lesson_screen(pilot).lecture.recording
        values, start = recording.values(260), recording.start(260)
        slope = -(values["A1"].T @ values["delta2"])[2, 0]
        assert f"says {slope:.5g}." in text(pilot)

        def loss(weight: float) -> float:
            w2 = start["W2"].copy()
            w2[2, 0] += weight
            guess = 1 / (1 + np.exp(-values["A1"] @ w2))
            return float(np.sum((values["y"] - guess) ** 2) / 2)

        for key, amount in (("=", 0.01), ("-", 0.001), ("-", 0.0001)):
            await pilot.press("minus" if key == "-" else "equals_sign")
            measured = (loss(amount) - loss(0)) / amount
            shown = f"/ {amount:g} = {measured:.5g}."
            assert shown.replace("-", "−") in text(pilot) or shown in text(pilot)
        await pilot.press("right")
        assert "[A2]" in text(pilot)  # A1 is not reached: W2 comes after it
        await pilot.press("enter")
        assert "A2, nudged (4,1)" in text(pilot)
        await pilot.press("n", "i")
        assert "All deltas first" in text(pilot)


async def test_a_computed_number_says_what_to_change_instead(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "delta2") as pilot:
        await pilot.press("i", "n")
        assert lesson_screen(pilot).session.view.ripple is None
        assert lesson_screen(pilot).session.view.remark


async def test_a_click_on_a_number_looks_at_it(tmp_path: Path) -> None:
    async with opened(tmp_path, "forward", "row-meets-column") as pilot:
        y = next(y for y, line in enumerate(lines(pilot)) if "in3 │" in line)
        x = lines(pilot)[y].index("0.37")
        assert await pilot.click(offset=(x + 1, y))
        assert "W1[in3,h4] = 0.370" in text(pilot)
        assert place(pilot)[1] is Level.CELL


async def test_a_click_on_a_picture_of_names_leads_to_where_they_are_made(tmp_path: Path) -> None:
    async with opened(tmp_path, "forward", "weights") as pilot:
        y = next(y for y, line in enumerate(lines(pilot)) if "−0.71" in line)
        x = lines(pilot)[y].index("−0.71")
        assert await pilot.click(offset=(x + 1, y))
        assert "W1[in2,h1] = −0.706" in text(pilot)


@pytest.mark.parametrize("lesson", ["normalization", "tensors", "forward", "backprop"])
async def test_wherever_a_step_begins_numbers_can_be_looked_at(lesson: str, tmp_path: Path) -> None:
    async with opened(tmp_path, lesson, size=(80, 24)) as pilot:
        screen = lesson_screen(pilot)
        for step in range(len(screen.lecture.lesson.steps)):
            await pilot.press("i", "right", "down", "tab", "enter", "enter", "1", "n", "left", "n")
            for _ in range(3):
                if screen.session.view.look is not None:
                    await pilot.press("escape")
            assert screen.session.view.look is None
            assert screen.cursor.step == step
            await pilot.press("enter")
