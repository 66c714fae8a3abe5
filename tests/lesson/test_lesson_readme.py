"""lessons/README.md: its example really checks, and it tells of every kind of scene there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nnmath_tutor.lesson import LESSON_NAMES, check
from nnmath_tutor.lesson.front_matter import KEYS
from nnmath_tutor.lesson.model import BRANCHES, STAGES
from nnmath_tutor.lesson.scene_block import PLACE_KEYS
from nnmath_tutor.lesson.wording import MOST_WORDS, VERSE_WIDTH
from nnmath_tutor.program import Level
from nnmath_tutor.scenes import KINDS

README = Path(__file__).parents[2] / "lessons" / "README.md"
START = "<!-- kinds: kept in step with the code by a test -->\n"
END = "<!-- end of kinds -->\n"


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text(encoding="utf-8")


def kinds_section() -> str:
    """What the README has to say of scene kinds, as the code has it."""
    parts = []
    for kind in KINDS.values():
        part = f"\n### `{kind.name}`\n\n{kind.summary[0].upper()}{kind.summary[1:]}.\n"
        if kind.options:
            part += "\n| option | takes | what it is |\n| --- | --- | --- |\n"
        for name, option in kind.options.items():
            told = option.help
            if option.required:
                told += "; **needed**"
            elif option.default not in (None, ""):
                default = option.default
                shown = str(default).lower() if isinstance(default, bool) else default
                told += f"; `{shown}` if not given"
            part += f"| `{name}` | {option.type.value} | {told} |\n"
        parts.append(part)
    return "".join(parts) + "\n"


def test_every_kind_of_scene_is_told_of_with_its_options(readme):
    _, _, rest = readme.partition(START)
    section, _, _ = rest.partition(END)
    assert section == kinds_section()


def test_every_key_and_word_is_told_of(readme):
    told = set(re.findall(r"[\w.]+", " ".join(re.findall(r"`+([^`]+)`+", readme))))
    assert {*PLACE_KEYS, *LESSON_NAMES, *(level.value for level in Level)} <= told
    assert {*KEYS} <= told | {"labels", "runs"}
    assert all(f'"{word}"' in readme for word in (*BRANCHES, *STAGES))
    assert f"most {MOST_WORDS} words" in readme
    assert f"most {VERSE_WIDTH} characters" in readme


def test_the_example_in_the_readme_checks(readme, tmp_path):
    lesson = re.search(r"`````markdown\n(.*?)`````\n", readme, re.DOTALL)
    program = re.search(r"```python\n(.*?)```\n", readme, re.DOTALL)
    assert lesson
    assert program
    (tmp_path / "01-doubling.md").write_text(lesson[1], encoding="utf-8")
    (tmp_path / "doubling.py").write_text(program[1], encoding="utf-8")
    assert check([tmp_path]) == ()
