"""Finding lessons: our own, a folder's, one file; the healthy ones although others are broken."""

from __future__ import annotations

import pytest

import nnmath_tutor
from nnmath_tutor.lesson import UnknownLessonError, catalogue, own_lessons


@pytest.fixture
def folder(author, lesson_text):
    """Two healthy lessons, a broken one, and files that are no lessons."""
    second = lesson_text.replace('id = "doubling"', 'id = "again"')
    for name, text in {
        "02-again.md": second,
        "01-doubling.md": lesson_text,
        "03-broken.md": "nothing",
        "README.md": "# For authors",
        ".hidden.md": "",
        "notes.txt": "",
    }.items():
        (author.folder / name).write_text(text, encoding="utf-8")
    (author.folder / "de").mkdir()
    (author.folder / "de" / "01-doubling.md").write_text("", encoding="utf-8")
    return author.folder


def test_healthy_lessons_open_in_the_order_of_their_files_although_another_is_broken(folder):
    found = catalogue(folder)
    assert [lesson.id for lesson in found.lessons] == ["doubling", "again"]
    assert {problem.file for problem in found.problems} == {str(folder / "03-broken.md")}


def test_one_file_is_a_catalogue_of_one_lesson(folder):
    found = catalogue(folder / "02-again.md")
    assert [lesson.id for lesson in found.lessons] == ["again"]
    assert found.problems == ()


def test_two_lessons_of_one_id_are_told_and_the_first_is_kept(folder, lesson_text):
    (folder / "04-copy.md").write_text(lesson_text, encoding="utf-8")
    found = catalogue(folder)
    assert [lesson.path.name for lesson in found.lessons] == ["01-doubling.md", "02-again.md"]
    problem = found.problems[-1]
    assert (problem.file, problem.line) == (str(folder / "04-copy.md"), 3)
    assert problem.message == "the id doubling is that of 01-doubling.md already"


@pytest.mark.parametrize(
    ("name", "message"),
    [("nowhere", "there is no such file"), ("de/de", "there is no such"), ("a\0", "can't be read")],
)
def test_what_is_not_there_is_a_problem_not_a_crash(folder, name, message):
    found = catalogue(folder / name)
    assert found.lessons == ()
    assert message in found.problems[0].message


def test_a_folder_without_lessons_says_so(tmp_path):
    found = catalogue(tmp_path)
    assert "no lesson (*.md) is in this folder" in found.problems[0].message


def test_a_lesson_is_found_by_id_with_or_without_a_step(folder):
    found = catalogue(folder)
    assert found.find("again") == (found.lessons[1], 0)
    assert found.find("again:left") == (found.lessons[1], 1)
    assert found.find("again:2") == (found.lessons[1], 1)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("dubling", "no lesson is called 'dubling'; did you mean `doubling`?"),
        ("", "known: doubling, again"),
        ("again:lefd", "the lesson again has no step 'lefd'; did you mean `left`?"),
        ("again:0", "has no step '0'"),
        ("again:3", "has no step '3'"),
        ("again:" + "9" * 5000, "has no step"),
        ("again:²", "has no step"),
    ],
)
def test_an_unknown_id_brings_the_nearest_one(folder, name, message):
    with pytest.raises(UnknownLessonError) as caught:
        catalogue(folder).find(name)
    assert message in str(caught.value)


COURSE = """
    pipeline normalization tensors dot-product network hidden-layer forward error derivative
    chain-rule gradient-descent backprop update initialization training bugs hyperparameters
    earthquake recap
""".split()  # noqa: SIM905


def test_our_own_lessons_are_found_and_healthy():
    found = catalogue()
    assert found.problems == ()
    ids = [lesson.id for lesson in found.lessons]
    assert ids == COURSE
    assert all(6 <= len(lesson.steps) <= 12 for lesson in found.lessons)
    for lesson in found.lessons:
        questions = [step.question for step in lesson.steps if step.question is not None]
        assert len(questions) >= 4, lesson.id
        assert len({question.kind for question in questions}) >= 2, lesson.id
        earlier = ids[: ids.index(lesson.id)]
        assert set(lesson.builds_on) <= set(earlier), lesson.id  # in an order that can be learnt


def test_lessons_inside_the_package_come_before_those_of_the_repository(tmp_path, monkeypatch):
    package = tmp_path / "src" / "nnmath_tutor"
    package.mkdir(parents=True)
    monkeypatch.setattr(nnmath_tutor, "__file__", str(package / "__init__.py"))
    assert own_lessons() == tmp_path / "lessons"  # as in an editable install
    (package / "lessons").mkdir()
    assert own_lessons() == package / "lessons"  # as from a wheel


def test_a_folder_that_may_not_be_read_is_a_problem(folder, monkeypatch):
    def forbidden(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(folder), "iterdir", forbidden)
    assert "Permission denied" in catalogue(folder).problems[0].message
