"""The lesson screen shows its frame, whatever the size, the motion and the state of recording."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from nnmath_tutor.drawing import UNICODE, Rows, Size, draw, row_text
from nnmath_tutor.lesson import Lesson, own_lessons, read_lesson
from nnmath_tutor.play import Cursor, Frame, Lecture, View, frame_at, runs_of
from nnmath_tutor.program import Recorder
from nnmath_tutor.scenes import draw_picture
from nnmath_tutor.tui.desk import Desk

from .opened import LESSONS, lesson_named, lesson_screen, lines, opened, place, text, until

SMALL, LARGE = (80, 24), (120, 40)

PLACES = [
    ("forward", "row-meets-column", ["right"], SMALL),
    ("backprop", "in-the-middle", ["p", "p"], SMALL),
    ("backprop", "votes", ["p", "right", "."], SMALL),
    ("backprop", "votes", ["right", "."], LARGE),
    ("backprop", "watch", ["end"], LARGE),
    ("normalization", None, [], LARGE),
    ("tensors", None, ["enter", "enter", "up"], SMALL),
]


def shown_in(pilot: Pilot[None], name: str) -> tuple[list[str], Size]:
    """What stands on the screen where a pane is, and the room of that pane."""
    region = lesson_screen(pilot).query_one(f"#{name}").content_region
    rows = [line.ljust(region.right)[region.x : region.right] for line in lines(pilot)]
    kept = [row.rstrip() for row in rows[region.y : region.bottom]]
    return kept, Size(region.width, region.height)


def as_lines(rows: Rows, height: int) -> list[str]:
    drawn = [row_text(row).rstrip() for row in rows]
    return drawn + [""] * (height - len(drawn))


@pytest.mark.parametrize(("lesson", "step", "keys", "size"), PLACES)
async def test_the_screen_is_the_frame(
    lesson: str, step: str | None, keys: Sequence[str], size: tuple[int, int], tmp_path: Path
) -> None:
    async with opened(tmp_path, lesson, step, size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        screen = lesson_screen(pilot)
        frame = frame_at(screen.lecture, screen.cursor, View(marks=screen.session.view.marks))
        checked = 0
        for name, part in (
            ("head", frame.head),
            ("prose", frame.prose),
            ("verse", frame.verse),
            ("code", frame.code),
            ("time", frame.time),
        ):
            kept, room = shown_in(pilot, name)
            if part is not None and room.width and room.height:
                assert kept == as_lines(draw(part, room, UNICODE), room.height), name
                checked += 1
        kept, room = shown_in(pilot, "picture")
        assert kept == as_lines(draw_picture(frame.picture, room, UNICODE), room.height)
        kept, room = shown_in(pilot, "plot")
        if frame.plot is not None and room.width and room.height:
            assert kept == as_lines(draw_picture(frame.plot, room, UNICODE), room.height)
        assert checked >= 4


SIZES = [(200, 60), (40, 10), (20, 5), (1, 1), (80, 24)]


@pytest.mark.parametrize(
    ("lesson", "ascii_only"),
    [(lesson.id, False) for lesson in LESSONS] + [("backprop", True)],
)
async def test_every_lesson_opens_at_any_size(
    lesson: str, ascii_only: bool, tmp_path: Path
) -> None:
    async with opened(tmp_path, lesson, size=(30, 8), ascii_only=ascii_only) as pilot:
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.press("enter")
            shown = lines(pilot)
            assert len(shown) == size[1]
            assert all(len(line) <= size[0] for line in shown)
            assert not ascii_only or text(pilot).isascii()


async def test_a_resize_keeps_the_place_and_comes_back_the_same(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "votes") as pilot:
        await pilot.press("right")
        before, here = lines(pilot), place(pilot)
        for size in ((40, 10), (120, 40), (20, 5), (80, 24)):
            await pilot.resize_terminal(*size)
            assert len(lines(pilot)) == size[1]
        assert (lines(pilot), place(pilot)) == (before, here)


async def test_where_nothing_moves_by_itself_space_is_one_step(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop", "one-product", still=True) as pilot:
        await pilot.press("home", "space", "space")
        assert place(pilot)[-1] == 2
        assert not lesson_screen(pilot).cursor.playing
        assert lines(pilot)[-2].startswith(" || ")


async def test_a_growing_recording_is_usable_held_and_given_up(tmp_path: Path) -> None:
    lesson = lesson_of(1_000_000, tmp_path)  # longer than any test takes
    async with opened(tmp_path, "backprop", "votes", lessons=[lesson], desk=Desk()) as pilot:
        recording = lesson_screen(pilot).lecture.recording
        await until(pilot, lambda: recording.done > 270)
        assert place(pilot)[2:4] == (260, 7)  # where the step begins, although there is no end
        await until(pilot, lambda: "computing the other epochs:" in text(pilot))
        desk = pilot.app.desk
        await pilot.press("x")
        await until(pilot, lambda: desk.held and "held" in text(pilot))
        assert recording.problem is None
        await pilot.press("x")
        await until(pilot, lambda: not desk.held)
        await pilot.press("X")
        await until(pilot, lambda: recording.problem is not None)
        done = recording.done
        await pilot.press(":", *"999999", "enter")  # the nearest there is
        assert place(pilot)[2] == done - 1 < 999_999
        await until(pilot, lambda: "computing the other epochs:" not in text(pilot))


async def test_a_recording_that_ends_while_it_is_looked_at_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = lesson_of(1_000, tmp_path)
    run, *_ = runs_of(lesson)
    recorder = Recorder(run)
    while not recorder.recording.done:
        recorder.advance(0.0)

    class Ours(Desk):
        def open(self, lesson: Lesson) -> Lecture:
            return Lecture(lesson, recorder.recording)

    def slowly(lecture: Lecture, cursor: Cursor, view: View) -> Frame:
        frame = frame_at(lecture, cursor, view)
        while recorder.advance(1.0):
            pass
        return frame

    async with opened(tmp_path, "backprop", lessons=[lesson], desk=Ours()) as pilot:
        assert "computing the other epochs:" in text(pilot)
        monkeypatch.setattr("nnmath_tutor.play.session.frame_at", slowly)
        await until(pilot, lambda: "computing the other epochs:" not in text(pilot))


def lesson_of(epochs: int, folder: Path) -> Lesson:
    """The lesson on backpropagation with another number of epochs."""
    source = own_lessons() / "programs" / "three_layers.py"
    program = source.read_text(encoding="utf-8").replace("range(60_000)", f"range({epochs})")
    (folder / "programs").mkdir()
    (folder / "programs" / "three_layers.py").write_text(program, encoding="utf-8")
    words = (own_lessons() / "12-backprop.md").read_text(encoding="utf-8")
    (folder / "12-backprop.md").write_text(words, encoding="utf-8")
    return read_lesson(folder / "12-backprop.md")


async def test_a_step_is_on_disk_before_the_next_key(tmp_path: Path) -> None:
    async with opened(tmp_path, "backprop") as pilot:
        for step in lesson_named("backprop").steps[1:4]:
            await pilot.press("enter")
            await pilot.pause()
            kept = (tmp_path / "progress.json").read_text(encoding="utf-8")
            assert f'"step": "{step.id}"' in kept


@pytest.mark.parametrize(
    ("line", "told"),
    [("1 / 0", "ZeroDivisionError"), ("sum(i for i in range(10**9))", "has not finished an epoch")],
)
async def test_a_lesson_without_an_epoch_says_why_and_stands_any_key(
    tmp_path: Path, line: str, told: str
) -> None:
    lesson = lesson_of(10, tmp_path)
    source = lesson.program.read_text(encoding="utf-8")
    lesson.program.write_text(source.replace("rng =", f"{line}\nrng =", 1), encoding="utf-8")
    async with opened(tmp_path, "backprop", lessons=[lesson], desk=Desk()) as pilot:
        await until(pilot, lambda: told in text(pilot))
        await pilot.press(
            "right", "left", "up", "down", "space", "end", ":", "5", "enter", "v", "x"
        )
        await pilot.click("#time", offset=(40, 0))
        assert "for epoch in range(10)" in text(pilot)
        await pilot.press("q", "q")


async def test_a_hold_is_told_and_is_left_behind_with_its_lesson(tmp_path: Path) -> None:
    lesson = lesson_of(1_000_000, tmp_path)
    async with opened(
        tmp_path, "backprop", lessons=[lesson_named("forward"), lesson], desk=Desk()
    ) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: "x goes on, X gives it up" in text(pilot))
        await pilot.press("q")
        await until(pilot, lambda: "Enter" in text(pilot))
        await pilot.press("up", "enter")
        await until(pilot, lambda: "Four questions" in text(pilot))
        assert lesson_screen(pilot).lecture.recording.done == 1
