"""`--restricted` on the command line: the screens alone, whatever else is asked for or set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nnmath_tutor.cli import main, restricted, streams
from nnmath_tutor.cli.arguments import UsageError, parse


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "interactive", lambda: True)
    monkeypatch.setattr("nnmath_tutor.tui.faults.keep_to_the_log", lambda log: None)


@pytest.mark.parametrize(
    "line",
    [
        "list",
        "list --json",
        "song",
        "train --epochs 2",
        "check x.md",
        "words sigmoid",
        "progress --reset",
        "learn my-lesson.md",
        "learn /etc/passwd.md:1",
        "learn ../x",
        "learn forward --plain",
        "review --plain",
    ],
)
def test_all_else_is_closed(
    line: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NNMATH_TUTOR_STATE", str(tmp_path))
    assert main([*line.split(), "--restricted"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert re.fullmatch(r"nnmath-tutor: [^\n]* closed with --restricted[^\n]*\n", told.err)
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_nothing_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "interactive", lambda: False)
    assert main(["--restricted"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "wants a terminal" in told.err


@pytest.mark.parametrize("line", ["", "learn forward", "learn backprop:3", "review"])
def test_the_screens_are_open(line: str) -> None:
    restricted.enter(parse([*line.split(), "--restricted"]), {})


def test_variables_that_write_files_or_load_code_are_gone() -> None:
    environment = {
        "TEXTUAL": "debug",
        "TEXTUAL_LOG": "/tmp/log",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_DRIVER": "os:system",
        "NNMATH_TUTOR_DEBUG": "1",
        "TERM": "xterm",
    }
    restricted.enter(parse(["--restricted"]), environment)
    assert environment == {"TERM": "xterm"}


def test_a_fault_is_a_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(arguments: object) -> int:
        raise RuntimeError("a secret")

    logged: list[str] = []
    monkeypatch.setattr(
        "nnmath_tutor.tui.faults.to_system_log", lambda number, trace: logged.append(trace)
    )
    monkeypatch.setattr("nnmath_tutor.cli.commands.run_command", fails)
    monkeypatch.setenv("NNMATH_TUTOR_DEBUG", "1")
    assert main(["--restricted"]) == 1
    told = capsys.readouterr().err
    assert re.search(r"fault \d{6}", told)
    assert "secret" not in told
    assert "a secret" in logged[0]


def test_the_option_is_refused_where_it_is_misspelt() -> None:
    with pytest.raises(UsageError, match="restricted"):
        parse(["--restrict"])
