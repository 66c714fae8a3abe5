"""What `check` asks beyond being right: words that can be read, values that somebody looks at."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnmath_tutor.lesson import catalogue, check
from nnmath_tutor.lesson.examine import examine
from nnmath_tutor.lesson.readability import can_grade, reading_grade

HARD = (
    "Notwithstanding considerable computational impracticability, differentiability "
    "considerations necessitate continuously differentiable nonlinearities everywhere, "
    "irrespective of architectural peculiarities characterising contemporary implementations."
)


def test_the_grade_is_that_of_the_formula():
    # 2 sentences, 12 words, 13 syllables: 0.39 * 12 / 2 + 11.8 * 13 / 12 - 15.59
    prose = "The red cat sat on the mat. The old dog is funny."
    assert reading_grade(prose) == pytest.approx(0.39 * 12 / 2 + 11.8 * 13 / 12 - 15.59, abs=0.01)


def test_code_figures_and_marks_weigh_nothing():
    plain = reading_grade("The sum is one, and it grows. We like it.")
    marked = "The **sum** is {np.mean(error):.3f}, and `mean_absolute_error` grows. We *like* `it`."
    assert reading_grade(marked) == plain
    assert reading_grade("We read [the sum](glossary.md#the-sum) here.") == reading_grade(
        "We read the sum here."
    )


def test_prose_that_is_too_hard_is_told_of_in_its_line(author, lesson_text, spoil):
    text = spoil("The errors:\n\n- they shrink,\n- all of them.", HARD + " " + HARD)
    (said,) = author.check(text)
    line = text[: text.index("Notwithstanding")].count("\n") + 1
    assert said.startswith(f"01-doubling.md:{line}: reading grade ")
    assert "8 is the highest" in said


def test_without_the_library_lessons_are_checked_all_the_same(author, spoil, monkeypatch):
    monkeypatch.setattr("nnmath_tutor.lesson.readability.can_grade", lambda: False)
    assert (
        author.check(spoil("The errors:\n\n- they shrink,\n- all of them.", HARD + " " + HARD))
        == []
    )
    assert can_grade()  # where the tests run it is there


def test_a_value_nobody_looks_at_is_told_of_in_a_folder(author, lesson_text, program_text):
    author.write(lesson_text)
    spoilt = program_text.replace("y = 2 * X", "y = 2 * X\nspare = y + 1\n_mine = 3")
    spoilt = spoilt.replace("    error =", "    extra = P + 1\n    error =")
    author.program.write_text(spoilt, encoding="utf-8")
    found = [str(problem).rpartition("/")[2] for problem in check([author.folder])]
    assert [said.partition(": ")[0] for said in found] == ["doubling.py:8", "doubling.py:14"]
    assert "`spare` is never used" in found[0]
    assert "`extra` is never used" in found[1]
    assert check([author.path]) == ()  # another lesson may look at it


def test_a_value_that_one_lesson_of_several_speaks_of_is_used(author, lesson_text, program_text):
    author.program.write_text(
        program_text.replace("y = 2 * X", "y = 2 * X\nspare = y + 1"), encoding="utf-8"
    )
    author.write(lesson_text)
    second = lesson_text.replace('"doubling"', '"more"').replace("{rate}", "{spare[0, 0]:.0f}")
    (author.folder / "02-more.md").write_text(second, encoding="utf-8")
    assert check([author.folder]) == ()


def test_labels_alone_are_no_use(author, lesson_text, program_text):
    author.program.write_text(
        program_text.replace("y = 2 * X", "y = 2 * X\nspare = y + 1"), encoding="utf-8"
    )
    author.write(lesson_text.replace("W = { rows", 'spare = { rows = "ex" }\nW = { rows'))
    assert any("`spare` is never used" in problem.message for problem in check([author.folder]))


def test_several_processes_find_what_one_finds(tmp_path, lesson_text, program_text):
    (tmp_path / "doubling.py").write_text(program_text, encoding="utf-8")
    (tmp_path / "other.py").write_text(program_text, encoding="utf-8")
    for number, program in enumerate(["doubling.py", "other.py", "doubling.py"]):
        text = lesson_text.replace('id = "doubling"', f'id = "l{number}"')
        text = text.replace("doubling.py", program).replace("{rate}", f"{{rat{number}}}")
        (tmp_path / f"0{number}.md").write_text(text, encoding="utf-8")
    lessons = catalogue(tmp_path).lessons
    one, two = list(examine(lessons)), list(examine(lessons, 2))
    assert one == two
    assert [Path(problems[0].file).name for problems in one] == ["00.md", "01.md", "02.md"]
