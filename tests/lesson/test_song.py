"""The song: every verse once, in order; sung line by line while epochs go by."""

from __future__ import annotations

import pytest

from nnmath_tutor.drawing import ASCII, UNICODE, Size, SongPart, describe, draw, row_text
from nnmath_tutor.lesson import catalogue, check, song
from nnmath_tutor.program import Level, Position, Run, load, next_stop, record, stops_before
from nnmath_tutor.scenes import Moment, build_picture, moment_at

SCENE = '```scene\nkind = "plot"\nruns = ["plain", "short"]\n```'


def singing(verses: str) -> str:
    return f'```scene\nkind = "song"\nverses = {verses}\n```'


@pytest.fixture
def singer(author, lesson_text):
    """A lesson beside a second one, which sings of both."""
    author.write(lesson_text)
    text = lesson_text.replace('id = "doubling"', 'id = "recap"')
    text = text.replace(SCENE, singing('["doubling:rows", "recap:left"]'))
    swap = '"W += rate * (X.T @ error) / 2" = "W += rate * (X.T @ error)"'
    for run in (f"[runs.plain.swap]\n{swap}\n\n", "[runs.short]\nepochs = 5\n"):
        assert run in text
        text = text.replace(run, "")
    path = author.folder / "02-recap.md"
    path.write_text(text, encoding="utf-8")
    return path


def moments(author, verses: dict[str, tuple[str, ...]]) -> list[Moment]:
    recording = record(Run(load(author.program)))
    return [
        moment_at(recording, Position(epoch, level=Level.EPOCH), verses=verses)
        for epoch in range(recording.epochs)
    ]


def test_the_song_has_every_verse_of_our_lessons_in_order():
    lessons = catalogue().lessons
    sung = song(lessons)
    assert list(sung.values()) == [step.verse for lesson in lessons for step in lesson.steps]
    assert next(iter(sung)) == f"{lessons[0].id}:{lessons[0].steps[0].id}"


def test_a_lesson_alone_sings_of_those_beside_it(author, singer):
    assert check([author.folder]) == ()
    assert check([singer]) == ()
    (lesson,) = catalogue(singer).lessons
    assert "doubling:rows" in lesson.verses


def test_an_unknown_verse_is_told_of_with_the_nearest(author, singer):
    text = singer.read_text(encoding="utf-8").replace("doubling:rows", "doubling:row")
    singer.write_text(text, encoding="utf-8")
    (problem,) = check([singer])
    assert "no verse doubling:row; did you mean doubling:rows?" in problem.message


def test_lines_follow_the_stops_of_the_play_evenly(author):
    verses = {"a:b": ("one", "two"), "c:d": ("three", "four", "five")}
    options = {"verses": ["a:b", "c:d"]}
    begun = [
        build_picture("song", options, moment).parts[0].begun for moment in moments(author, verses)
    ]
    assert begun[0] == 1
    assert begun[-1] == 5
    assert begun == sorted(begun)
    counts = [begun.count(line) for line in range(1, 6)]
    assert max(counts) - min(counts) <= 1  # 40 epochs, each a stop of its own


def test_stops_are_counted_as_they_are_walked():
    epoch = stop = 0
    while epoch < 70_000:
        following = next_stop(epoch)
        assert stops_before(epoch) == stop
        assert stops_before(following - 1) == (stop if following == epoch + 1 else stop + 1)
        epoch, stop = following, stop + 1


@pytest.mark.parametrize("charset", [UNICODE, ASCII])
@pytest.mark.parametrize("height", [1, 2, 3, 5, 30])
def test_the_line_that_is_sung_is_always_in_sight(charset, height):
    verses = tuple(tuple(f"verse {i} line {j}" for j in range(4)) for i in range(6))
    lines = [line for verse in verses for line in verse]
    for begun in range(1, len(lines) + 1):
        part = SongPart(verses, begun)
        rows = [row_text(row) for row in draw(part, Size(40, height), charset)]
        assert len(rows) <= height
        assert [row for row in rows if row.startswith(charset.pointer)] == [
            f"{charset.pointer} {lines[begun - 1]}"
        ]
        assert lines[begun - 1] in describe(part)
