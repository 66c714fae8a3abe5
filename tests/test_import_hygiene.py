"""What is imported when: guarded by what is there afterwards, not by a clock."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import nnmath_tutor

REPORT = "import sys; print('\\n'.join(sorted(sys.modules)), file=sys.stderr)"


def modules_after(code: str) -> set[str]:
    """Top-level names of all modules that a fresh Python has loaded after `code`."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{REPORT}"],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["train", "--help"],
        ["--ascii", "learn", "--help"],
        ["workshop", "report", "--help"],
    ],
)
def test_help_and_version_are_instant(arguments: list[str]) -> None:
    code = f"from nnmath_tutor.cli import main; assert main({arguments!r}) == 0"
    heavy = {"numpy", "textual", "rich", "markdown_it", "platformdirs", "asyncio"}
    assert not modules_after(code) & heavy


@pytest.mark.parametrize(
    "module", ["program", "drawing", "scenes", "lesson", "play", "progress", "plain", "train"]
)
def test_only_the_screens_know_textual(module: str) -> None:
    assert "textual" not in modules_after(f"import nnmath_tutor.{module}")


def test_the_engine_knows_numpy_alone() -> None:
    loaded = modules_after("import nnmath_tutor.program")
    assert not loaded & {"textual", "rich", "markdown_it", "platformdirs"}


@pytest.mark.parametrize(
    "arguments", [[], ["list"], ["list", "--json"], ["progress"], ["train", "--epochs", "2"]]
)
def test_text_on_a_pipe_needs_no_screens(arguments: list[str]) -> None:
    code = f"from nnmath_tutor.cli import main; assert main({arguments!r}) == 0"
    assert "textual" not in modules_after(code)


def test_what_a_workshop_remembers_needs_neither_screens_nor_ssh() -> None:
    rooms = ("protocol", "room", "writer", "report", "results")
    loaded = modules_after("; ".join(f"import nnmath_tutor.workshop.{room}" for room in rooms))
    assert not loaded & {"textual", "numpy", "asyncssh"}


def test_private_names_of_textual_stay_in_two_rooms() -> None:
    source = Path(nnmath_tutor.__file__).parent
    private = re.compile(r"(?:from|import) textual\S*\._|from textual\._")
    rooms = {file.name for file in source.rglob("*.py") if private.search(file.read_text("utf-8"))}
    assert rooms == {"posix_driver.py", "mended_app.py"}
