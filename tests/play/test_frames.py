"""A frame for every place: of the real lessons, and of programs that fail."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from nnmath_tutor.drawing import ASCII, UNICODE, Charset, Role, Size, draw, row_text, row_width
from nnmath_tutor.drawing import TextPart as Text
from nnmath_tutor.lesson import Lesson
from nnmath_tutor.lesson.fill import NOT_YET
from nnmath_tutor.play import Command, Cursor, Lecture, Seek, advance, frame_at, runs_of
from nnmath_tutor.program import Level, Recorder, record
from nnmath_tutor.scenes import draw_picture

from .worlds import LESSONS, lecture_of, lesson_for

NAN = re.compile(r"\bnan\b")

STEPS = [
    pytest.param(lesson, index, id=f"{lesson.id}-{step.id}")
    for lesson in LESSONS
    for index, step in enumerate(lesson.steps)
]


def opened(lesson: Lesson, step: int = 0) -> tuple[Lecture, Cursor]:
    lecture = Lecture(lesson, *(record(run) for run in runs_of(lesson)))
    return lecture, Cursor(step, lecture.starts[step])


@pytest.mark.parametrize(("lesson", "index"), STEPS)
def test_every_step_of_every_lesson_has_its_frame(lesson: Lesson, index: int) -> None:
    lecture = lecture_of(lesson.id)
    frame = frame_at(lecture, Cursor(index, lecture.starts[index]))
    step = lesson.steps[index]
    assert (frame.head.title, frame.head.step) == (step.title, index)
    assert frame.verse is not None
    assert frame.verse.lines == step.verse
    assert frame.notice is None or "NumPy warns" in frame.notice.lines[0]
    assert lecture.prose(index).count(NOT_YET) == step.prose.count(NOT_YET)  # every number is there
    if lesson.id != "normalization":  # which shows what 0/0 is
        assert len(NAN.findall(frame.prose.markdown)) == len(NAN.findall(step.prose))
    assert not isinstance(frame.picture.parts[0], Text)  # a picture, no excuse
    position = lecture.starts[index]
    assert frame.time.level == position.level.value
    assert position.epoch == step.scene.epoch
    assert any(stop.level == frame.time.level for stop in frame.time.stops)
    for stop in frame.time.stops:
        assert 0 <= stop.at < stop.places or stop.level == "line"


@pytest.mark.parametrize("charset", [UNICODE, ASCII], ids=lambda charset: charset.name)
@pytest.mark.parametrize("lesson", [lesson.id for lesson in LESSONS])
def test_every_frame_can_be_drawn_at_any_size(lesson: str, charset: Charset) -> None:
    lecture = lecture_of(lesson)
    sizes = (Size(78, 14), Size(38, 6), Size(11, 3), Size(1, 1))
    for (index, start), size in itertools.product(enumerate(lecture.starts), sizes):
        frame = frame_at(lecture, Cursor(index, start))
        parts = (frame.head, frame.prose, frame.verse, frame.code, frame.time)
        pictures = (frame.picture, frame.plot, frame.beside)
        drawn = [draw(part, size, charset) for part in parts if part is not None]
        drawn += [draw_picture(picture, size, charset) for picture in pictures if picture]
        for rows in drawn:
            assert len(rows) <= size.height
            assert all(row_width(row) <= size.width for row in rows)
            assert not charset.ascii_only or all(row_text(row).isascii() for row in rows)


def test_walking_through_a_lesson_changes_the_frame_and_nothing_else() -> None:
    lecture = lecture_of("backprop")
    votes = [step.id for step in lecture.lesson.steps].index("votes")
    cursor = Cursor(votes, lecture.starts[votes])
    first = frame_at(lecture, cursor)
    there = advance(cursor, Command.FORWARD, lecture.recording, lecture.starts)
    second = frame_at(lecture, there)
    again = frame_at(lecture, cursor)
    size = Size(78, 14)
    pictures = [draw_picture(f.picture, size, UNICODE) for f in (first, second, again)]
    assert pictures[0] == pictures[2] != pictures[1]
    assert first.code.lit == again.code.lit is not None


def test_the_lit_text_is_the_expression_that_runs() -> None:
    lecture = lecture_of("backprop")
    cursor = Cursor(0, lecture.starts[0])
    cursor = advance(cursor, Command.FIRST, lecture.recording, lecture.starts)
    cursor = advance(cursor, Command.FINER, lecture.recording, lecture.starts)
    lit = []
    for _ in range(12):
        code = frame_at(lecture, cursor).code
        line, start, end_line, end = code.lit
        assert line == end_line
        assert code.running is not None
        assert code.running[0] == line
        lit.append(code.lines[line - 1][start:end])
        cursor = advance(cursor, Command.FORWARD, lecture.recording, lecture.starts)
    assert lit[:5] == [
        "X @ W1",
        "sigmoid(X @ W1)",
        "A1 = sigmoid(X @ W1)",
        "A1 @ W2",
        "sigmoid(A1 @ W2)",
    ]


FAILS = """\
import numpy as np

x = np.array([1.0, 2.0])
for epoch in range(10):
    size = 3 if epoch == 4 else 2
    x = x * np.ones(size)
    error = np.mean(x)
"""

OVERFLOWS = """\
import numpy as np

x = np.array([1.0, 2.0])
for epoch in range(10):
    x = x * 1e100
    error = np.mean(x)
"""

NO_LOOP = """\
import numpy as np

x = np.array([1.0, 2.0])
doubled = x * 2
label = "two"
empty = np.zeros((0, 3))
"""


def walk_everywhere(lecture: Lecture, cursor: Cursor) -> list[str]:
    """Frames along every kind of step, drawn; the warnings seen."""
    warnings = []
    for command in itertools.chain(
        [Command.FINER, Command.FINER, Command.FINER],
        [Command.FORWARD] * 40,
        [Command.COARSER, Command.LAST, Command.COARSER, Command.BACK, Command.COARSER],
        [Command.LAST, Command.FORWARD, Seek(10**9), Command.PLAY, Command.TICK],
    ):
        cursor = advance(cursor, command, lecture.recording, lecture.starts)
        frame = frame_at(lecture, cursor)
        draw_picture(frame.picture, Size(80, 20), UNICODE)
        if frame.notice is not None and frame.notice.role is Role.WARNING:
            warnings.append(frame.notice.lines[0])
    return warnings


def test_a_program_that_fails_on_the_way_shows_what_it_did_and_why(tmp_path: Path) -> None:
    lecture, cursor = opened(lesson_for(FAILS, tmp_path))
    assert (lecture.recording.done, lecture.ended) == (4, True)
    frame = frame_at(lecture, cursor)
    assert frame.notice is not None
    assert frame.notice.role is Role.WARNING
    assert "own.py:6" in frame.notice.lines[0]
    assert "broadcast" in frame.notice.lines[0]
    assert set(walk_everywhere(lecture, cursor)) == {frame.notice.lines[0]}


def test_a_program_that_fails_at_once_says_so_in_the_picture(tmp_path: Path) -> None:
    lecture, cursor = opened(lesson_for("import numpy as np\nx = np.array([1]) / zero\n", tmp_path))
    frame = frame_at(lecture, cursor)
    shown = [row_text(row) for row in draw_picture(frame.picture, Size(300, 5), UNICODE)]
    assert "own.py:2" in shown[0]
    assert "zero" in shown[0]
    assert frame.time.stops == ()
    assert frame.prose.markdown.strip() == "Here x is …."
    walk_everywhere(lecture, cursor)


def test_numbers_out_of_range_are_shown_and_told_of(tmp_path: Path) -> None:
    lecture, cursor = opened(lesson_for(OVERFLOWS, tmp_path))
    assert lecture.recording.finished
    assert frame_at(lecture, cursor).notice is None  # not yet, at epoch 0
    last = advance(cursor, Seek(9), lecture.recording, lecture.starts)
    frame = frame_at(lecture, last)
    assert frame.notice is not None
    assert frame.notice.lines[0] == "NumPy warns: overflow in line 5 since epoch 3."
    shown = [row_text(row) for row in draw_picture(frame.picture, Size(80, 9), ASCII)]
    assert any("inf" in row for row in shown)
    walk_everywhere(lecture, cursor)


def test_a_program_without_a_loop_has_lines_parts_and_cells(tmp_path: Path) -> None:
    lecture, cursor = opened(lesson_for(NO_LOOP, tmp_path))
    assert cursor.position.level is Level.LINE
    frame = frame_at(lecture, cursor)
    assert [stop.level for stop in frame.time.stops] == ["line", "part", "cell"]
    assert frame.plot is None
    assert walk_everywhere(lecture, cursor) == []


def test_a_lecture_is_complete_before_anything_is_recorded(tmp_path: Path) -> None:
    lesson = lesson_for(OVERFLOWS, tmp_path, 'kind = "operation"\nepoch = 7')
    (run,) = runs_of(lesson)
    recorder = Recorder(run)
    lecture = Lecture(lesson, recorder.recording)
    cursor = Cursor(0, lecture.starts[0])
    frame = frame_at(lecture, cursor)
    assert frame.prose.markdown.strip() == "Here x is …."
    assert not lecture.ended
    while recorder.advance(0.0):
        frame_at(lecture, Cursor(0, lecture.starts[0]))
    assert lecture.ended
    assert frame_at(lecture, cursor).prose.markdown.strip() == r"Here x is \[inf, inf\]."
