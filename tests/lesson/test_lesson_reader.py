"""The reader: a healthy lesson whole, a spoilt one with every mistake, its line and a remedy."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnmath_tutor.lesson import LessonError, parse_lesson, read_lesson
from nnmath_tutor.program import Level
from nnmath_tutor.scenes import AxisLabels

Spoil = Callable[[str, str], str]


def line_of(text: str, piece: str) -> int:
    """The line in which a piece of a text starts."""
    return text[: text.index(piece)].count("\n") + 1


def test_a_healthy_lesson_is_read_whole(author, lesson_text):
    lesson = read_lesson(author.write(lesson_text))
    assert (lesson.id, lesson.title, lesson.minutes) == ("doubling", "Doubling", 3)
    assert (lesson.branch, lesson.stage) == ("linear algebra", "train")
    assert lesson.builds_on == ()
    assert lesson.program == author.program
    assert lesson.labels["X"] == AxisLabels("ex", "in")
    assert lesson.labels["W"] == AxisLabels("in", ("a", "b"))
    assert lesson.runs["slow"].overrides == {"rate": 0.01}
    assert list(lesson.runs["plain"].swaps.values()) == ["W += rate * (X.T @ error)"]
    assert lesson.runs["short"].epochs == 5
    assert [step.id for step in lesson.steps] == ["rows", "left"]


def test_a_step_knows_its_words_its_picture_and_where_they_stand(author, lesson_text):
    step = read_lesson(author.write(lesson_text)).steps[0]
    assert step.title == "Rows meet columns"
    assert step.prose.startswith("The product `X @ W` starts at {P[0, 0]:.2f}, with")
    assert step.prose.endswith("stays.")
    assert step.prose_line == line_of(lesson_text, "The product")
    assert step.verse == ("A row comes in, a column too,", "and what they make is new.")
    assert step.verse_line == line_of(lesson_text, "> A row")
    scene = step.scene
    assert (scene.kind, scene.at, scene.epoch) == ("operation", "X @ W", 3)
    assert (scene.level, scene.cell, scene.plot) == (Level.CELL, (0, 1), True)
    assert scene.line_of("epoch") == line_of(lesson_text, "epoch = 3")
    assert scene.line_of("kind of cheese") == scene.line == line_of(lesson_text, "```scene")
    assert [claim.text for claim in step.claims] == [
        "final.loss < at(0).loss",
        "runs.slow.final.loss > final.loss",
    ]
    assert step.claims[1].line == line_of(lesson_text, "runs.slow.final")


def test_prose_keeps_its_list_and_ends_before_the_verse(author, lesson_text):
    step = read_lesson(author.write(lesson_text)).steps[1]
    assert step.prose == "The errors:\n\n- they shrink,\n- all of them."
    assert step.scene.options == {"runs": ("plain", "short")}


@pytest.mark.parametrize(
    ("scene", "level"),
    [
        ('kind = "operation"', Level.LINE),
        ('kind = "operation"\nat = "X @ W"', Level.PART),
        ('kind = "operation"\nat = "P = X @ W"', Level.LINE),
        ('kind = "operation"\nat = "W += rate"', Level.LINE),
        ('kind = "operation"\nat = "P = X @ W : X @ W"', Level.PART),
        ('kind = "operation"\nat = "X @ W"\ncell = [0, 0]', Level.CELL),
        ('kind = "operation"\nat = "X @ W"\nlevel = "line"', Level.LINE),
        ('kind = "matrices"\nshow = ["X"]', Level.EPOCH),
    ],
)
def test_without_a_level_a_step_starts_as_fine_as_its_place(author, spoil, scene, level):
    text = spoil('kind = "plot"\nruns = ["plain", "short"]', scene)
    assert parse_lesson(text, author.path).steps[1].scene.level is level


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(author, lesson_text):
    plain = parse_lesson(lesson_text, author.path)
    windows = codecs.BOM_UTF8 + lesson_text.replace("\n", "\r\n").encode()
    assert parse_lesson(windows, author.path) == plain
    old_mac = lesson_text.replace("\n", "\r").encode()
    assert parse_lesson(old_mac, author.path) == plain


def test_the_title_may_be_left_out_and_comments_may_stand_anywhere(author, spoil):
    text = spoil("# Doubling\n", "<!-- to do: a better title -->\n")
    text = text.replace("The errors:\n", "The errors:\n\n<!-- all\nof them -->\n")
    step = parse_lesson(text, author.path).steps[1]
    assert step.prose == "The errors:\n\n\n\n\n- they shrink,\n- all of them."


SLIPS = [
    # front matter
    ('id = "doubling"\n', "", "+++", "the front matter lacks `id`"),
    ("minutes = 3\n", "", "+++", "the front matter lacks `minutes`"),
    ("minutes = 3", "minuts = 3", "minuts", "did you mean `minutes`?"),
    ("minutes = 3", 'minutes = "3"', "minutes", 'takes a whole number, 1 or more, not "3"'),
    ("minutes = 3", "minutes = 0", "minutes", "1 or more"),
    ("minutes = 3", "minutes = true", "minutes", "not true"),
    ("format = 1", "format = 2", "format", "newer than this tutor"),
    ('id = "doubling"', 'id = "Doubling It"', "id =", 'id = "doubling-it"'),
    ('id = "doubling"', 'id = ""', "id =", "not an empty text"),
    ('"linear algebra"', '"linear-algebra"', "branch", "did you mean `linear algebra`?"),
    ('"train"', '"training"', "stage", "did you mean `train`?"),
    ('"train"', '"zzz"', "stage", "known: prepare, tensors, network, train"),
    ('"doubling.py"', '"/etc/doubling.py"', "program", "relative to the lesson's own folder"),
    ('"doubling.py"', "'programs\\doubling.py'", "program", '"programs/doubling.py"'),
    ("builds_on = []", 'builds_on = "tensors"', "builds_on", "a list of texts in quotes"),
    ("builds_on = []", 'builds_on = ["doubling"]', "builds_on", "names this lesson itself"),
    ("builds_on = []", 'builds_on = ["Not An Id"]', "builds_on", "`Not An Id` is none"),
    ('title = "Doubling"', "title = Doubling", "title", "a text goes between quotes"),
    ('title = "Doubling"', 'title: "Doubling"', "title", "not TOML"),
    ('rows = "ex"', 'row = "ex"', "X = {", "did you mean `rows`?"),
    ('rows = "ex"', "rows = 3", "X = {", 'a prefix such as "ex"'),
    ('{ rows = "ex", columns = "in" }', '"ex"', "X = ", "takes a table"),
    ('{ rows = "ex", columns = "in" }', "{}", "X = ", "neither rows nor columns"),
    ("[runs.slow]", "[runs.main]", "[runs.main]", "the program's own run"),
    ("[runs.slow]", '[runs."so slow"]', '[runs."so', "can't be a run's name"),
    ("set = {", "sat = {", "sat", "did you mean `set`?"),
    ("epochs = 5", "epochs = 0", "epochs = 0", "1 or more"),
    ("epochs = 5", "", "[runs.short]", "changes nothing"),
    ('"W += rate * (X.T @ error)"\n', "7\n", '"W += rate', "the line to run instead"),
    # steps
    ("# Doubling\n", "# Tripling\n", "# Tripling", "differs from the front matter's: Doubling"),
    ("# Doubling\n", "Hello.\n", "Hello.", "before the first step"),
    ("{#rows}", "", "## Rows", "## Rows meet columns {#rows-meet-columns}"),
    ("{#rows}", "{rows}", "## Rows", "an id starts with #: {#rows}"),
    ("{#rows}", "{#Rows_1}", "## Rows", "{#rows-1}"),
    ("{#left}", "{#rows}", "## What", "is that of the step in line 28; take {#what-is-left}"),
    ("## What is left {#left}", "## {#left}", "## {#left}", "a step needs a title"),
    ("## What is left {#left}", "### What", "### What", "no headings inside"),
    ("## What is left {#left}", "# What", "# What", "one # is for the lesson's title"),
    ("The errors:\n\n- they shrink,\n- all of them.\n", "", "## What", "left has no prose"),
    ("The errors:\n", "The errors:\n---\n", "The errors:", "makes it a heading"),
    ("The errors:\n", "The errors:\n\n***\n", "***", "a rule"),
    ("The errors:\n", "The errors:\n\n<b>x</b>\n\n<table>\n", "<table>", "HTML is not shown"),
    ("The errors:\n", "The errors:\n\n    P = X\n", "    P = X", "four spaces"),
    ("> What's left", "> - What's left", "> - What's", "plain lines"),
    ("> What's left to learn grows small", "> At {loss}", "> At", "a verse is not filled in"),
    ("\n> What's left", "\n> One\n\nMore words.\n\n> What's left", "More words.",
     "prose comes before"),
    ("\n> What's left", "\n> One\n\nMore words.\n\n> What's left", "> What's", "a second verse"),
    # blocks
    ("```scene\nkind = \"plot\"", "```scean\nkind = \"plot\"", "```scean", "did you mean `scene`?"),
    ("```scene\nkind = \"plot\"", "```\nkind = \"plot\"", "```\nkind",
     "what it is: scene, claim or question"),
    ("```claim\nfinal", "```scene\nkind = \"plot\"\n```\n\n```claim\nfinal",
     "```scene\nkind = \"plot\"",
     "a second scene; this step's scene is in line 36"),
    ('kind = "plot"', "", "```scene\n\n", "the scene block lacks `kind`"),
    ('kind = "plot"', 'kind = "plott"', "kind = \"plott", "did you mean `plot`?"),
    ('kind = "plot"', 'kind = "ladder"', "runs = [\"plain", "`runs` is not an option of ladder"),
    ('kind = "plot"\nruns = ["plain", "short"]', 'kind = "ladder"', "```scene\nkind = \"ladder",
     "needs `show`"),
    ('runs = ["plain", "short"]', 'runs = ["plane"]', "runs = [\"plane",
     "no [runs.plane]; did you mean `plain`?"),
    ('runs = ["plain", "short"]', "runs = 3", "runs = 3", "a list of names in quotes"),
    ('runs = ["plain", "short"]', "seris = 3", "seris", "did you mean `series`?"),
    ('level = "cell"', 'level = "cel"', "level", "did you mean `cell`?"),
    ("epoch = 3", "epoch = -1", "epoch = -1", "0 or more"),
    ("epoch = 3", "epoch = 3.5", "epoch = 3.5", "a whole number"),
    ("epoch = 3", "epoch = 3\nepoch = 4", "epoch = 4", "not TOML"),
    ("cell = [0, 1]", "cell = 1", "cell = 1", "such as [0, 1]"),
    ("cell = [0, 1]", "cell = [0, -1]", "cell = [0", "each 0 or more"),
    ('at = "X @ W"\n', "", "cell = [", "needs `at`"),
    ("plot = true", "plot = True", "plot = True", "lower case"),
    ("plot = true", 'plot = "yes"', "plot =", 'true or false, not "yes"'),
    ("final.loss < at(0).loss", "final.loss = 3", "final.loss = 3", "write == "),
    ("final.loss < at(0).loss", "final.loss <", "final.loss <", "not an expression"),
    ("final.loss < at(0).loss", "import os", "import os", "not a statement"),
    ("final.loss < at(0).loss\nruns.slow.final.loss > final.loss\n", "", "```claim", "is empty"),
    # expressions
    ("{rate}", "{rate", "{rate", "a `{` without its `}`"),
    ("{rate}", "rate}", "rate}", "a `}` without its `{`"),
    ("{rate}", "{}", "{}", "no expression between the braces"),
    ("{rate}", "{rate +}", "{rate +}", "is not an expression"),
    ("{rate}", "{rate!x}", "{rate!x}", "r, s or a"),
    ("{rate}", "\\{rate\\}", "\\{rate", "write {{"),
    ("{final.loss:.3f}", "{final.loss:{rate}}", "{final.loss:{", "holds no brace"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "message"), SLIPS)
def test_a_slip_is_told_with_its_line_and_a_remedy(author, spoil, old, new, place, message):
    text = spoil(old, new)
    found = author.read(text)
    wanted = f"{line_of(text, place)}: "
    assert any(said.startswith(wanted) and message in said for said in found), found


def test_every_mistake_is_told_at_once_and_in_order(author, lesson_text):
    text = lesson_text.replace("minutes", "minuts").replace('"train"', '"trian"')
    text = text.replace("{#left}", "{#rows}").replace("{rate}", "{rate +}")
    text = text.replace('kind = "plot"', 'kind = "plott"').replace("```claim", "```clam")
    found = author.read(text)
    lines = [int(said.split(":")[0]) for said in found]
    assert lines == sorted(lines)
    told = "\n".join(found)
    for piece in ("minutes", "`train`", "{#what-is-left}", "rate +", "`plot`", "`claim`"):
        assert piece in told
    assert len(found) == 7  # `minutes` is unknown as minuts, and missing


def test_a_mistake_in_the_front_matter_hides_none_in_the_steps(author, lesson_text):
    text = lesson_text.replace("minutes = 3", "minutes = three").replace("{#rows}", "")
    found = author.read(text)
    assert [said.split(":")[0] for said in found] == ["7", "28"]


def test_a_fence_that_is_never_closed_hides_none_in_the_steps_that_follow(author, spoil):
    text = spoil("plot = true\n```\n", "plot = true\n")
    text = text.replace("{#left}", "{#rows}")
    found = author.read(text)
    assert found == [
        "36: this ```scene block is never closed: put ``` on a line of its own after it",
        f"{line_of(text, '## What')}: the id rows is that of the step in line 28; "
        "take {#what-is-left}",
    ]


def test_a_fence_open_at_a_step_or_at_the_end_is_told_once(author, spoil, lesson_text):
    text = spoil("> final.loss\n```\n", "> final.loss\n")
    (said,) = author.read(text)
    assert said.startswith(f"{line_of(text, '```claim')}: this ```claim block is never closed")
    (said,) = author.read(lesson_text.removesuffix("```\n"))
    last_block = lesson_text[: lesson_text.rindex("```scene")].count("\n") + 1
    assert said.startswith(f"{last_block}: this ```scene block is never closed")


def test_front_matter_of_another_kind_or_none_is_explained(author, lesson_text):
    assert author.read(lesson_text.replace("+++", "---")) == [
        "1: front matter is TOML between two lines of +++, not of ---"
    ]
    (first, *_) = author.read("## A step {#a}\n")
    assert first.startswith("1: a lesson begins with its front matter")
    body = lesson_text.partition("\n+++\n")
    assert author.read(body[0] + "\n" + body[2].replace("# Doubling\n\n", "", 1)) == [
        "1: this front matter is never closed: end it with a line of +++"
    ]


@pytest.mark.parametrize("text", ["", "\n\n", " \t\n", "\ufeff"])
def test_an_empty_file_says_so(author, text):
    (said,) = author.read(text)
    assert said.startswith("1: this file is empty")


def test_a_lesson_without_steps_says_so(author, lesson_text):
    found = author.read(lesson_text.partition("## Rows")[0])
    assert any("a lesson needs a step" in said for said in found)


def test_keys_keep_their_lines_behind_strings_and_lists_over_several_lines(author, spoil):
    text = spoil(
        "builds_on = []",
        'builds_on = [\n  "a", # ] "\n  "b",\n]\nlong = """\nminutes = 4\n[labels]\n"""',
    ).replace("[runs.short]\nepochs = 5", "[runs.short]\nepochs = -5")
    found = author.read(text)
    assert found[0].startswith(f"{line_of(text, 'long =')}: `long` is not a key")
    assert found[1].startswith(f"{line_of(text, 'epochs = -5')}: `epochs`")


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"+++\nid = \xff\n", 2, "byte 0xff is not UTF-8"),
        (codecs.BOM_UTF8 + b"+++\r\n\r\n\xe4", 3, "byte 0xe4"),
        ("+++\n".encode("utf-16"), 1, "null byte"),
        (b"+++\n\0", 2, "null byte"),
        (b"+" * 1_000_001, 1, "larger than 1,000,000 bytes"),
    ],
)
def test_what_is_no_text_says_so(tmp_path, data, line, message):
    path = tmp_path / "lesson.md"
    path.write_bytes(data)
    with pytest.raises(LessonError) as caught:
        read_lesson(path)
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"{path}:{line}: ")
    assert message in problem.message


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing.md", "there is no such file"),
        (".", "is a folder"),
        ("a\0b.md", "can't be read"),
        ("x" * 300 + ".md", "can't be read"),
    ],
)
def test_what_is_no_file_says_so(tmp_path, name, message):
    with pytest.raises(LessonError, match=message):
        read_lesson(tmp_path / name)


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("dubling.py", "there is no dubling.py in"),
        ("dubling.py", "did you mean `doubling.py`?"),
        ("programs/doubling.py", "there is no folder"),
        (".", "names a folder"),
        ("x" * 300, "can't be looked for"),
        ("a\\u0000", "there is no"),
    ],
)
def test_a_program_that_is_not_there_is_told_at_its_line(author, spoil, program, message):
    path = author.write(spoil('"doubling.py"', f'"{program}"'))
    with pytest.raises(LessonError) as caught:
        read_lesson(path)
    (problem,) = caught.value.problems
    assert problem.line == 10
    assert message in problem.message


HERE = Path("some/lesson.md")
PIECES = st.sampled_from(
    ["+++\n", "## A {#a}\n", "```scene\n", "```claim\n", "```\n", "> verse\n", "{x", "}", "{{",
     'kind = "plot"\n', "[labels]\n", "[[runs]]\n", "a.b = 1\n", "'''", '"""', "\t", "- ", "    ",
     "---\n", "===\n", "<!--", "-->", "\\", "`", "``", "1e999\n", "{lambda: 0}", "\r", "\u2028",
     "# Doubling\n", "format = 1\n", "![", "](", "[a]: b\n", "(" * 300, "[" * 300, "> " * 300]
)  # fmt: skip


def only_lesson_errors(source: str | bytes) -> None:
    try:
        parse_lesson(source, HERE)
        return
    except LessonError as error:
        problems = error.problems
    text = source if isinstance(source, str) else source.decode("latin-1")
    last = text.count("\n") + text.count("\r") + 1
    assert problems
    assert all(1 <= problem.line <= last for problem in problems)


@given(st.one_of(st.text(), st.lists(PIECES | st.text(max_size=5)).map("".join)))
@example("+++\na = " + "[" * 5000 + "\n+++\n")
@example("+++\na = " + "9" * 5000 + "\n+++\n")
@example("+++\n+++\n## A {#a}\n{" + "(" * 90 + ")" * 90 + "}\n")
@example("+++\n+++\n## A {#a}\n```claim\n" + "-" * 9000 + "1\n```\n")
@example("+++\n+++\n## A {#a}\n```scene\n" + "a." * 3000 + "b = 1\n```\n")
def test_no_text_whatever_brings_a_traceback(text):
    only_lesson_errors(text)


@given(st.binary())
def test_no_bytes_whatever_bring_a_traceback(data):
    only_lesson_errors(data)


@given(st.data())
def test_a_healthy_lesson_spoilt_anywhere_brings_no_traceback(lesson_text, data):
    start = data.draw(st.integers(0, len(lesson_text)))
    end = data.draw(st.integers(start, min(start + 30, len(lesson_text))))
    middle = data.draw(st.one_of(PIECES, st.text(max_size=8)))
    only_lesson_errors(lesson_text[:start] + middle + lesson_text[end:])
