"""Lessons and the course as text: complete, in ASCII where asked, never wider than the page."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from nnmath_tutor.drawing import ASCII, UNICODE, Charset
from nnmath_tutor.lesson import Lesson, catalogue, parse_lesson
from nnmath_tutor.plain import lesson_text, outline
from nnmath_tutor.program import ProgramError
from nnmath_tutor.progress import LessonProgress, Progress
from recorded import recorded

LESSONS = catalogue().lessons
IDS = [lesson.id for lesson in LESSONS]


def lesson_named(lesson_id: str) -> Lesson:
    return LESSONS[IDS.index(lesson_id)]


@pytest.mark.parametrize(
    ("charset", "width"), [(UNICODE, 80), (ASCII, 60)], ids=["unicode", "ascii"]
)
@pytest.mark.parametrize("lesson_id", IDS)
def test_a_lesson_as_text_has_all_its_steps(lesson_id: str, charset: Charset, width: int) -> None:
    lesson = lesson_named(lesson_id)
    lines = list(lesson_text(lesson, charset, width, recorded=recorded))
    assert all(line == line.rstrip() and "\n" not in line for line in lines)
    assert all(len(line) <= width or re.match(r" *\d+  ", line) for line in lines)  # but for code
    assert not charset.ascii_only or all(line.isascii() for line in lines)
    text = "\n".join(lines)
    for number, step in enumerate(lesson.steps, 1):
        assert f"\n{number}. " in text
        if not charset.ascii_only:
            assert f"\n{number}. {step.title}\n" in text
            assert f"\n    {step.verse[0]}\n    {step.verse[1]}\n" in text
    pictures = " ".join(text.split()).count("(The picture:")
    assert pictures == len(lesson.steps) + text.count("\nPlayed to its end:\n")
    assert "{" not in text.replace("{{", "")


def test_the_pictures_are_in_their_final_state_with_the_programs_numbers() -> None:
    text = "\n".join(lesson_text(lesson_named("forward"), UNICODE, 80))
    names: dict[str, object] = {}
    head = lesson_named("forward").program.read_text(encoding="utf-8").partition("\nprint(")[0]
    exec(head, names)
    product = np.asarray(names["X"]) @ np.asarray(names["W1"])
    section = text.partition("\n3. ")[2].partition("\n4. ")[0]
    plain = " ".join(section.replace("−", "-").replace("[", " ").replace("]", " ").split())
    for row in product:  # to the last cell
        assert " │ " + " ".join(f"{value:.2f}" for value in row) + " │" in plain


def test_a_program_that_cannot_run_is_the_callers_to_tell(tmp_path: Path) -> None:
    source = lesson_named("forward")
    text = source.path.read_text(encoding="utf-8").replace("programs/forward.py", "broken.py")
    (tmp_path / "broken.py").write_text("x = (\n", encoding="utf-8")
    lesson = parse_lesson(text, tmp_path / "01-broken.md")
    with pytest.raises(ProgramError):
        list(lesson_text(lesson, UNICODE, 80))


def test_a_program_that_fails_is_no_lesson_to_read(tmp_path: Path) -> None:
    source = lesson_named("forward")
    text = source.path.read_text(encoding="utf-8").replace("programs/forward.py", "failing.py")
    (tmp_path / "failing.py").write_text("x = 1\nx = x / 0\n", encoding="utf-8")
    lesson = parse_lesson(text, tmp_path / "01-failing.md")
    with pytest.raises(ProgramError, match=r"failing\.py:2: ZeroDivisionError"):
        list(lesson_text(lesson, UNICODE, 200))


def test_the_outline_tells_what_was_done() -> None:
    last = lesson_named("forward").steps[-1].id
    progress = Progress(
        {
            "forward": LessonProgress((last, "gone"), last, finished=True),
            "tensors": LessonProgress(("one-number", "gone"), "one-number"),
        }
    )
    lines = list(outline(LESSONS, progress, UNICODE, 80, 0))
    assert all(len(line) <= 80 or line.endswith("seen)") for line in lines)
    starts = [line for line in lines if line.partition(":")[0] in IDS]
    assert [line.partition(":")[0] for line in starts] == IDS
    told = dict(zip(IDS, starts, strict=True))
    assert told["forward"].endswith("minutes, done)")
    steps = {lesson.id: len(lesson.steps) for lesson in LESSONS}
    assert told["tensors"].endswith(f"1 of {steps['tensors']} steps seen)")
    assert told["backprop"].endswith(f"0 of {steps['backprop']} steps seen)")
    assert all(line.isascii() for line in outline(LESSONS, progress, ASCII, 40, 0))
