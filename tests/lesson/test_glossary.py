"""The glossary: what its file may say, where its words are found, what leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath_tutor.lesson import (
    LessonError,
    Target,
    UnknownEntryError,
    can_grade,
    catalogue,
    check,
    load_reference,
    own_lessons,
)
from nnmath_tutor.lesson.glossary import Glossary, read_glossary
from nnmath_tutor.lesson.links import Link, links_in, read_target
from nnmath_tutor.lesson.mentions import Mentions

GLOSSARY = """\
# Words

Those of the lesson.

## loss

What is pushed down, {2 + 2} times; see [rate](#learning-rate).

- Also: cost, `loss`
- Lesson: [doubling](01-doubling.md#rows)

## learning rate

How large a step is.

- Lesson: [doubling](01-doubling.md)
- See: [loss](#loss),
  [the sheet](sheets/calculus.md#slope)
"""

SHEET = """\
# Calculus

## Slope

```python
x = 3
```

{x} squared is {x ** 2}.

```claim
x ** 2 == 9
```

- Lesson: [doubling](../01-doubling.md)
"""


@pytest.fixture
def folder(author, lesson_text) -> Path:
    """A folder with a lesson that speaks of its rate and its loss, a glossary, a sheet."""
    author.write(lesson_text.replace("with a rate of", "with a learning-rate of"))
    (author.folder / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    (author.folder / "sheets").mkdir()
    (author.folder / "sheets" / "calculus.md").write_text(SHEET, encoding="utf-8")
    return author.folder


def said(folder: Path) -> list[str]:
    """What `check` says, with paths as seen from the folder."""
    found = check([folder])
    return [f"{Path(p.file).relative_to(folder)}:{p.line}: {p.message}" for p in found]


def glossary(folder: Path) -> Glossary:
    found = read_glossary(folder)
    assert found is not None
    return found


def test_a_healthy_folder_has_no_problems(folder: Path) -> None:
    assert said(folder) == []


def test_neither_glossary_nor_sheet_is_a_lesson(folder: Path) -> None:
    assert [lesson.id for lesson in catalogue(folder).lessons] == ["doubling"]
    assert catalogue(folder).problems == ()


def test_a_word_has_its_names_its_lessons_and_its_links(folder: Path) -> None:
    loss, rate = glossary(folder).terms
    assert loss.names == ("loss", "cost")
    assert (loss.also, loss.code) == (("cost",), ("loss",))
    assert [link.href for link in loss.lessons] == ["01-doubling.md#rows"]
    assert [(link.href, link.line) for link in loss.links] == [
        ("#learning-rate", 7),
        ("01-doubling.md#rows", 10),
    ]
    assert rate.anchor == "learning-rate"
    assert [(link.words, link.line) for link in rate.see] == [("loss", 17), ("the sheet", 18)]


SPOILT = [
    ("# Words\n", "", "1: a page begins with its title"),
    ("## learning rate", "### learning rate", "12: an entry has no headings inside"),
    ("## learning rate", "# learning rate", "12: one # is for the page's title"),
    ("## learning rate", "## loss", "12: `loss` is there twice; the first is in line 5"),
    ("- Also: cost, `loss`", "- Also: learning rate", "12: `learning rate` is a name of `loss`"),
    ("- Also: cost, `loss`", "- Also:", "9: Also says nothing"),
    ("- Also: cost", "- Lessons: [a](01-doubling.md)\n- Also: cost", "11: a second line of Lesson"),
    ("- Lesson: [doubling](01-doubling.md)\n", "", "12: `learning rate` names no lesson"),
    ("How large a step is.\n", "", "12: `learning rate` has no words"),
    ("How large a step is.", "```python\nx\n```", "14: no block is called `python` here"),
    ("How large a step is.", "```\nx", "14: this block is never closed"),
    ("  [the sheet]", "Words again [the sheet]", "18: words come before the lines of Lesson"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), SPOILT)
def test_a_glossary_that_cannot_be_read_tells_why(
    folder: Path, old: str, new: str, message: str
) -> None:
    assert GLOSSARY.count(old) == 1
    (folder / "glossary.md").write_text(GLOSSARY.replace(old, new), encoding="utf-8")
    with pytest.raises(LessonError) as caught:
        read_glossary(folder)
    told = [f"{problem.line}: {problem.message}" for problem in caught.value.problems]
    assert any(line.startswith(message) for line in told), told
    assert any(f"glossary.md:{message}" in line for line in said(folder))


CHECKED = [
    ("glossary.md", "#learning-rate", "#lerning-rate", "7: the link #lerning-rate leads to no"),
    ("glossary.md", "#learning-rate", "#lerning-rate", "did you mean `learning-rate`?"),
    ("glossary.md", "01-doubling.md#rows", "01-dubling.md", "10: the link 01-dubling.md leads to"),
    ("glossary.md", "01-doubling.md#rows", "01-dubling.md", "did you mean `01-doubling.md`?"),
    ("glossary.md", "01-doubling.md#rows", "01-doubling.md#row", "did you mean `rows`?"),
    ("glossary.md", "calculus.md#slope", "calculus.md#slop", "18: the link sheets/calculus.md#slo"),
    ("glossary.md", "calculus.md#slope", "algebra.md", "18: the link sheets/algebra.md leads"),
    ("glossary.md", "(01-doubling.md#rows)", "(../x.md)", "leads to no lesson, no word"),
    ("glossary.md", "{2 + 2}", "{2 + x}", "7: {2 + x}: there is no name `x`"),
    ("glossary.md", "{2 + 2}", "2.5", "7: 2.5 is typed in"),
    ("sheets/calculus.md", "x ** 2}", "y}", "9: {y}: there is no name `y`"),
    ("sheets/calculus.md", "== 9", "== 8", "12: claim `x ** 2 == 8` does not hold: x ** 2 is 9"),
    ("sheets/calculus.md", "x = 3", "x = 1 / 0", "6: ZeroDivisionError"),
    ("sheets/calculus.md", "x = 3", "x = (", "6: this is no Python"),
    ("sheets/calculus.md", "../01", "01", "15: the link 01-doubling.md leads to no file"),
    ("sheets/calculus.md", "- Lesson: [doubling](../01-doubling.md)", "", "3: `Slope` names no"),
    ("01-doubling.md", "{{this}} stays", "a [cost](glossary.md#coast) stays",
     "the link glossary.md#coast leads to no place in glossary.md"),
    ("01-doubling.md", "{{this}} stays", "a [cost](glossary.md) stays", "names no word"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), CHECKED)
def test_check_tells_what_is_wrong_and_where(
    folder: Path, file: str, old: str, new: str, message: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = said(folder)
    assert any(line.startswith(f"{file}:") and message in line for line in found), found


def test_a_word_that_a_used_entry_links_to_is_used(folder: Path) -> None:
    path = folder / "glossary.md"
    more = "\n## zebra\n\nStripes.\n\n- Lesson: [doubling](01-doubling.md)\n"
    path.write_text(GLOSSARY + more, encoding="utf-8")
    unused = "glossary.md:20: no lesson uses `zebra`"
    assert [line for line in said(folder) if line.startswith(unused)] == said(folder) != []
    linked = GLOSSARY.replace("How large a step is.", "How large a [step](#zebra) is.")
    path.write_text(linked + more, encoding="utf-8")
    assert said(folder) == []


def test_where_a_lesson_cannot_be_read_no_word_is_called_unused(folder: Path) -> None:
    (folder / "02-broken.md").write_text("no lesson", encoding="utf-8")
    (folder / "01-doubling.md").unlink()
    assert not [line for line in said(folder) if "no lesson uses" in line]


def test_the_grade_of_an_entry_is_looked_at(folder: Path) -> None:
    hard = "Multidimensional optimization necessitates differentiability considerations " * 5
    text = GLOSSARY.replace("How large a step is.", hard.strip() + ".")
    (folder / "glossary.md").write_text(text, encoding="utf-8")
    if can_grade():
        assert any("glossary.md:14: reading grade" in line for line in said(folder)), said(folder)


def test_links_of_a_lesson_may_lead_to_our_own_words(author, spoil) -> None:
    linked = "a [squash](glossary.md#sigmoid), [there](07-forward.md), [web](https://x.org) stays"
    assert author.check(spoil("{{this}} stays", linked)) == []


def test_our_own_words_come_after_those_of_a_folder(folder: Path) -> None:
    ours, both = load_reference(), load_reference(folder)
    assert both.find("loss").text.startswith("What is pushed down, 4 times")
    assert both.find("sigmoid") == ours.find("sigmoid")
    assert ours.problems == both.problems == ()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("sigmoid", "sigmoid"),
        ("Learning Rate", "learning rate"),
        ("l2_delta", "delta"),
        ("l1_delta", "delta"),
        ("l2_error", "error"),
        ("nonlin", "activation function"),
        ("syn0", "weight"),
        ("l0", "input"),
        ("think", "think"),
        ("epochs", "epoch"),
        ("matrices", "matrix"),
    ],
)
def test_a_word_is_found_by_any_of_its_names(name: str, title: str) -> None:
    assert load_reference().find(name).title == title


def test_an_unknown_word_gets_the_nearest() -> None:
    with pytest.raises(UnknownEntryError, match="did you mean `sigmoid`"):
        load_reference().find("sigmod")
    with pytest.raises(UnknownEntryError, match="did you mean `calculus`"):
        load_reference().sheet("calculas")


def test_a_search_puts_the_nearest_name_first() -> None:
    reference = load_reference()
    assert reference.search("sig")[0].title == "sigmoid"
    assert reference.search("rate")[0].title == "learning rate"
    assert reference.search("") == reference.entries
    assert reference.search("zzzz") == ()


def test_every_link_of_our_own_reference_opens() -> None:
    reference = load_reference()
    files = {lesson.path.name for lesson in catalogue().lessons}
    for entry in reference.entries:
        for _, target in (*entry.lessons, *entry.see):
            known = target.file in files or reference.entry(target) is not None
            assert known or re.fullmatch(r"\d\d-[a-z-]+\.md", target.file), target


MENTIONED = [
    ("The Loss falls.", ["loss"]),
    ("losses and costs", ["loss"]),
    ("glossy lossless", []),
    ("a learning-rate, a *learning\nrate*", ["learning rate"]),
    ("learning **rates**", ["learning rate"]),
    ("`loss` is code, `loss_2` is not", ["loss"]),
    ("`learning rate`", []),
    ("{loss} alone", []),
    ("learning rate before loss", ["learning rate", "loss"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), MENTIONED)
def test_whole_words_are_found_in_the_order_of_the_text(
    folder: Path, text: str, names: list[str]
) -> None:
    found = Mentions(glossary(folder).terms).in_markdown(text)
    assert [mention.term.name for mention in found] == names


OURS = Mentions(load_reference().terms)


@given(st.lists(st.sampled_from([term.name for term in load_reference().terms]), max_size=4))
def test_what_is_found_stands_in_the_text(names: list[str]) -> None:
    text = " | ".join(names)
    for mention in OURS.in_words(text):
        assert text[mention.offset :].startswith(mention.words)
    longest = {mention.words for mention in OURS.in_words(text)}
    assert {name for name in names if name.isalpha()} <= longest


@given(st.text("ab#./-_", max_size=12), st.sampled_from(["glossary.md", "sheets/a.md", "01-a.md"]))
def test_any_link_has_a_target_in_the_folder_or_none(href: str, file: str) -> None:
    target = read_target(href, file)
    if target is not None:
        assert not target.file.startswith(("/", ".."))
        assert target.file == file or target.file.endswith(".md")


def test_targets_are_seen_from_the_folder_of_lessons() -> None:
    assert read_target("../07-a.md#b", "sheets/x.md") == Target("07-a.md", "b")
    assert read_target("y.md", "sheets/x.md") == Target("sheets/y.md")
    assert read_target("#b", "sheets/x.md") == Target("sheets/x.md", "b")
    assert read_target("sheets/x.md#b", "07-a.md") == Target("sheets/x.md", "b")
    assert read_target("../x.md", "07-a.md") is None
    assert Target("sheets/x.md").sheet == "x"
    assert Target("07-a.md").sheet is None


def test_links_in_code_are_none() -> None:
    found = links_in("`[a](b.md)` and [c\nd](e.md)\n\n[f](e.md)", 3)
    assert found == (Link("c d", "e.md", 4), Link("f", "e.md", 6))


def test_our_own_files_are_where_the_wheel_takes_them_from() -> None:
    folder = own_lessons()
    assert len(glossary(folder).terms) >= 90
    sheets = {path.stem for path in (folder / "sheets").glob("*.md")}
    assert sheets == {"linear-algebra", "statistics", "calculus"}
