"""`check`: whatever would go wrong when a lesson is played is told before, in its place."""

from __future__ import annotations

import pytest

from nnmath_tutor.lesson import check


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_a_healthy_lesson_has_no_problems(author, lesson_text):
    assert author.check(lesson_text) == []


PLAYED = [
    # scenes
    ('at = "X @ W"', 'at = "X @ WW"', 'at = "X', "no line or part of the program reads `X @ WW`"),
    ("epoch = 3", "epoch = 99", "epoch =", "epoch 99 never comes: the last is 39"),
    ("cell = [0, 1]", "cell = [0, 2]", "cell =", "outside of `X @ W`; the last is [1, 1]"),
    ("cell = [0, 1]", "cell = [0]", "cell =", "`X @ W` has the shape (2, 2)"),
    ('kind = "plot"\nruns = ["plain", "short"]', 'kind = "matrices"\nshow = ["lose", "X"]',
     "show =", "there is no name `lose`"),
    ('kind = "plot"\nruns = ["plain", "short"]', 'kind = "matrices"\nshow = ["lose", "X"]',
     "show =", "did you mean `loss`?"),
    ('kind = "plot"\nruns', 'kind = "plot"\nseries = "lass"\nruns', '```scene\nkind = "plot"',
     "No series lass"),
    ('kind = "plot"\nruns = ["plain", "short"]', 'kind = "rulers"\nraw = "X"\nscaled = "X[0]"',
     '```scene\nkind = "rulers"', "can't be shown"),
    # prose
    ("{rate}", "{rat}", "{P[0", "{rat}: there is no name `rat` here; did you mean `rate`?"),
    ("{P[0, 0]:.2f}", "{P[9, 9]:.2f}", "{P[9", "IndexError"),
    ("{final.loss:.3f}", "{final.lass:.3f}", "After {", "did you mean `loss`?"),
    ("{rate}", "0.1", "The product", "0.1 is typed in"),
    ("{rate}", "−1,000.25", "The product", "{-1000.25} says so"),
    ("The errors:", "The errors: " + "word " * 80, "The errors", "87 words in the step left"),
    # verse
    ("> and what they make is new.\n", "", "> A row", "this verse has 1 line; it takes 2 to 4"),
    ("> and what they make is new.", "> a\n> b\n> c\n> d", "> A row", "this verse has 5 lines"),
    ("> and what they make is new.", "> " + "la " * 15, "> la", "44 characters in a line of verse"),
    ("> A row comes in, a column too,\n> and what they make is new.\n", "", "## Rows",
     "the step rows has no verse"),
    # claims
    ("final.loss < at(0).loss", "final.loss > at(0).loss", "final.loss >",
     "does not hold: final.loss is "),
    ("final.loss < at(0).loss", "not True", "not True", "claim `not True` does not hold"),
    ("final.loss < at(0).loss", "final.loss", "final.loss\n", "is no yes or no"),
    ("final.loss < at(0).loss", "X > 0", "X > 0", "wrap it in np.all(…)"),
    ("final.loss < at(0).loss", "final.loss < at(40).loss", "final.loss <", "from 0 to 39"),
    ("runs.slow.final", "runs.slaw.final", "runs.slaw", "did you mean `slow`?"),
    # front matter
    ("W = { rows", "WW = { rows", "WW =", "the program has no `WW`; did you mean `W`?"),
    ('["a", "b"]', '["a"]', "W = {", "labels of W: 1 columns, but its shape is (2, 2)"),
    ("set = { rate", "set = { rat", "set =", "can't override `rat`"),
    ('"W += rate * (X.T @ error) / 2" =', '"W += rat * (X.T @ error) / 2" =', '"W += rat *',
     "can't swap the line"),
    ('= "W += rate * (X.T @ error)"', '= "W += rate * (X @ y[0:1])"', "[runs.plain.swap]",
     "run plain fails in its epoch 0"),
    ('runs = ["plain", "short"]', 'runs = ["short"]', "[runs.plain.swap]",
     "run plain is never used"),
    ("X = { rows", "y = { rows = \"ex\" }\nX = { rows", "y = {", None),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "message"), PLAYED)
def test_what_goes_wrong_in_play_is_told_in_its_place(author, spoil, old, new, place, message):
    text = spoil(old, new)
    found = author.check(text)
    if message is None:
        assert found == []
        return
    wanted = f"01-doubling.md:{line_of(text, place)}: "
    assert any(said.startswith(wanted) and message in said for said in found), found


@pytest.mark.parametrize(
    ("beside", "line", "message"),
    [
        ('kind = "matrices"\nshow = ["P"]', None, None),
        ('kind = "plot"\nruns = ["slow"]', None, None),
        ('kind = "matrixes"\nshow = ["P"]', 26, "did you mean `matrices`?"),
        ('kind = "matrices"\nshow = ["Q"]', 27, "there is no name `Q`"),
        ('kind = "matrices"\nepoch = 3', 27, "`epoch` is not an option of matrices"),
        ('kind = "plot"\nruns = ["slaw"]', 27, "did you mean `slow`?"),
        ('kind = "curve"\nfunction = "np.linalg.inv"', 25, "can't be shown"),
        ('shown = ["P"]', 25, "lacks `kind`"),
    ],
)
def test_the_picture_beside_the_plot_is_checked_too(author, spoil, beside, line, message):
    text = spoil("epochs = 5\n", f"epochs = 5\n\n[beside]\n{beside}\n")
    found = author.check(text)
    if message is None:
        assert found == []
        return
    assert any(said.startswith(f"01-doubling.md:{line}: ") and message in said for said in found), (
        found
    )


def test_everything_is_told_at_once_in_order(author, lesson_text):
    text = lesson_text.replace("{rate}", "{rat}").replace("epoch = 3", "epoch = 3\nplott = 1")
    assert [said.split(":")[1] for said in author.check(text)] == ["40"]  # it can't be read at all
    text = lesson_text.replace("{rate}", "{rat} 0.5").replace('"X @ W"', '"X @ V"')
    text = text.replace("final.loss <", "final.loss >").replace("> What's left", "> One\n>\n> What")
    found = author.check(text)
    assert [int(said.split(":")[1]) for said in found] == [30, 30, 38, 46]


@pytest.mark.parametrize(
    "words", ["{0.1}", "`0.1`", "``a ` 0.1``", "10,000", "3.", "v1", "`x =\n0.1`", "{rate} . 5"]
)
def test_a_number_in_code_in_braces_or_without_a_fraction_is_meant(author, spoil, words):
    assert author.check(spoil("{rate}", words)) == []


def test_labels_and_runs_count_as_used_where_they_are_spoken_of(author, spoil):
    text = spoil("[runs.slow]", "[runs.unspoken]\nepochs = 2\n\n[runs.slow]")
    (said,) = author.check(text)
    assert "run unspoken is never used" in said
    scene = text[text.index("```scene") : text.index("```claim")]
    text = text.replace(scene, '```scene\nkind = "plot"\nruns = ["unspoken"]\n```\n\n')
    found = author.check(text)
    assert [said.partition(": ")[2] for said in found] == [
        "labels of X are never used: no picture shows it",
        "labels of W are never used: no picture shows it",
    ]


@pytest.mark.parametrize(
    ("old", "new", "file", "message"),
    [
        ("y = 2 * X", "y = 2 *", "doubling.py:7", "invalid syntax"),
        ("import numpy as np", "import numpy as np\nimport socket", "doubling.py:4", "socket"),
        ("y = 2 * X", "y = 2 * Z", "doubling.py:7", "Z"),
        ("error = y - P", "error = y - P[0:0] @ X.T[0:0]", "doubling.py:12", "Error"),
        ("range(40)", "range(0)", "01-doubling.md:10", "runs no epoch"),
        ("rate = 0.1", "rate = 0.1\nfinal = 1", "01-doubling.md:10", "the program binds `final`"),
    ],
)
def test_what_is_wrong_with_the_program_is_told_too(
    author, lesson_text, program_text, old, new, file, message
):
    source = program_text.replace('print("done", loss)\n', "").replace(old, new)
    author.program.write_text(source, encoding="utf-8")
    found = author.check(lesson_text)
    assert any(said.startswith(f"{file}: ") and message in said for said in found), found


def test_a_program_without_a_loop_has_a_lesson_too(author, spoil):
    author.program.write_text("import numpy as np\nX = np.eye(2)\nP = X @ X\n", encoding="utf-8")
    text = """\
+++
format = 1
id = "eye"
title = "Eye"
branch = "linear algebra"
stage = "tensors"
minutes = 1
summary = "A matrix that changes nothing."
program = "doubling.py"
+++

## Nothing {#nothing}

The product is `{P}`.

> It stays, it stays,
> in all its ways.

```scene
kind = "operation"
at = "X @ X"
```
"""
    assert author.check(text) == []
    spoilt = text.replace('at = "X @ X"', "epoch = 1\nplot = true")
    assert author.check(spoilt) == [
        "01-doubling.md:21: epoch 1 never comes: a program without a training loop has only epoch 0"
    ]
    (said,) = author.check(text.replace('at = "X @ X"', "plot = true"))
    assert said.startswith("01-doubling.md:21: plot at epoch 0")


def test_a_folder_is_checked_with_all_its_lessons_and_what_they_build_on(author, lesson_text):
    author.write(lesson_text.replace("builds_on = []", 'builds_on = ["next", "forward"]'))
    second = lesson_text.replace('id = "doubling"', 'id = "next"')
    second = second.replace("builds_on = []", 'builds_on = ["dubling", "doubling", "third"]')
    (author.folder / "02-next.md").write_text(second, encoding="utf-8")
    (author.folder / "03-third.md").write_text("broken", encoding="utf-8")
    found = [problem for problem in check([author.folder]) if "03-third" not in problem.file]
    circle = "`builds_on`: {} builds on itself, by way of others"
    assert [(problem.line, problem.message) for problem in found] == [
        (9, circle.format("doubling")),
        (9, "`builds_on`: no lesson is called dubling; did you mean `doubling`?"),
        (9, circle.format("next")),
    ]
    assert check([author.path]) == ()  # alone, what it builds on isn't looked for


def test_problems_of_several_paths_come_sorted_and_once(author, lesson_text, tmp_path):
    author.program.write_text("x = (", encoding="utf-8")
    author.write(lesson_text)
    (tmp_path / "02-b.md").write_text(lesson_text.replace('"doubling"', '"b"'), encoding="utf-8")
    found = check([tmp_path / "zzz.md", tmp_path / "02-b.md", author.path])
    assert [problem.file.rpartition("/")[2] for problem in found] == ["doubling.py", "zzz.md"]
