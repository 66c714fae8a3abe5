"""The command line as scripts and people meet it: a process, its output, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nnmath_tutor.cli import main, streams
from nnmath_tutor.lesson import catalogue
from published import PUBLISHED, PUBLISHED_PREDICTIONS

COMMAND = [sys.executable, "-W", "error", "-m", "nnmath_tutor"]
LESSONS = [lesson.id for lesson in catalogue().lessons]


Result = subprocess.CompletedProcess[bytes]
Runner = Callable[..., Result]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def run(state: Path) -> Runner:
    """Run the command with stdin closed off and output to pipes; nothing decoded."""

    def start(*arguments: str, **variables: str) -> Result:
        hidden = ("LANG", "LANGUAGE", "LC_", "PYTHONIOENCODING", "PYTHONUTF8", "NNMATH", "COLUMNS")
        clean = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
        return subprocess.run(
            [*COMMAND, *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**clean, "NNMATH_TUTOR_STATE": str(state), **variables},
        )

    return start


def answered(result: Result) -> str:
    assert (result.returncode, result.stderr) == (0, b"")
    return result.stdout.decode()


def test_without_a_terminal_it_prints_the_outline(run: Runner) -> None:
    text = answered(run())
    assert all(lesson in text for lesson in LESSONS)
    assert text == answered(run("list"))


@pytest.mark.parametrize(
    "command", ["", "learn", "review", "list", "song", "train", "check", "words", "progress"]
)
def test_help_has_examples(run: Runner, command: str) -> None:
    text = answered(run(*command.split(), "--help"))
    assert "examples:\n  nnmath-tutor" in text
    assert text.isascii()


@pytest.mark.parametrize("arguments", [("--version",), ("list", "--version")])
def test_version(run: Runner, arguments: tuple[str, ...]) -> None:
    assert answered(run(*arguments)) == "nnmath-tutor 0.1.0\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["lern"], "did you mean `learn`?"),
        (["xyzzy"], "known: check, learn, list, progress, review, song, train, words"),
        ([""], "there is no command ''"),
        (["two\nlines"], "two\\nlines"),
        (["forward"], "`nnmath-tutor learn forward`"),
        (["learn", "forwrd"], "did you mean `forward`?"),
        (["learn", "forward:nowhere-at-all-xyz"], "the lesson forward has no step"),
        (["learn", "forward:999"], "the lesson forward has no step"),
        (["learn", "forward", "backprop"], "'backprop' is one word too many"),
        (["song", "forwrd"], "did you mean `forward`?"),
        (["list", "--jsn"], "did you mean `--json`?"),
        (["--asci"], "did you mean `--ascii`?"),
        (["--unknown\nthing"], "there is no option"),
        (["train", "--epoch", "5"], "did you mean `--epochs`?"),
        (["train", "--epochs", "0"], "from 1 to 1,000,000, not '0'"),
        (["train", "--epochs", "1000001"], "from 1 to 1,000,000"),
        (["train", "--epochs", "many"], "not 'many'"),
        (["train", "--epochs", "9" * 5000], "from 1 to 1,000,000"),
        (["train", "--epochs"], "expected one argument"),
        (["train", "--seed", "-1"], "from 0 to 4,294,967,295, not '-1'"),
        (["train", "--seed", "4294967296"], "from 0 to 4,294,967,295"),
        (["train", "--every", "0"], "from 1 on"),
        (["train", "--json", "--plot"], "not allowed with"),
        (["words", "sigmod"], "did you mean `sigmoid`?"),
        (["words", "sigmoid", "zzzz"], "no word of the glossary is 'zzzz'"),
        (["words", "--sheet", "calc"], "did you mean `calculus`?"),
        (["progress", "--reset", "forwrd"], "did you mean `forward`?"),
    ],
)
def test_a_wrong_word_gets_one_clear_line(
    arguments: list[str], says: str, state: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setenv("NNMATH_TUTOR_STATE", str(state))
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("nnmath-tutor: ")
    assert told.err.count("\n") == 1
    assert says in told.err


def test_a_wrong_word_ends_the_process_with_2(run: Runner) -> None:
    result = run("learn", "forwrd")
    assert (result.returncode, result.stdout, result.stderr.count(b"\n")) == (2, b"", 1)


@pytest.mark.parametrize("arguments", [("--ascii", "list"), ("list", "--ascii")])
def test_options_of_all_commands_stand_before_or_after(
    run: Runner, arguments: tuple[str, ...]
) -> None:
    assert answered(run(*arguments)).isascii()
    assert answered(run("--still", *arguments)).isascii()


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LANG": "C"},
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_where_only_ascii_is_understood_only_ascii_is_written(
    run: Runner, variables: Mapping[str, str]
) -> None:
    for arguments in (
        ["list"],
        ["learn", "forward", "--plain"],
        ["train", "--epochs", "99", "--plot"],
    ):
        assert answered(run(*arguments, **variables)).isascii()


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, False),  # Python's own coercion of LANG=C
        ({"LC_CTYPE": "UTF-8"}, True),  # what macOS sends over SSH
        ({"LANG": "C", "PYTHONIOENCODING": "utf-8"}, True),
    ],
)
def test_which_locales_mean_ascii(
    monkeypatch: pytest.MonkeyPatch, variables: Mapping[str, str], wanted: bool
) -> None:
    with open(os.devnull, "w", encoding="utf-8") as stdout:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdout", stdout)
        assert streams.unicode_wanted(variables) is wanted


def test_unicode_where_it_is_understood(run: Runner) -> None:
    assert not answered(run("train", "--epochs", "99", "--plot", LANG="C.UTF-8")).isascii()


def test_learn_prints_the_lesson(run: Runner) -> None:
    text = answered(run("learn", "forward"))
    lesson, _ = catalogue().find("forward")
    assert text.startswith(lesson.title)
    assert all(f"{n}. {step.title}" in text for n, step in enumerate(lesson.steps, start=1))
    assert text == answered(run("learn", "forward", "--plain"))
    assert "\x1b" not in text


def test_learn_without_a_lesson_goes_on_where_the_learner_left_off(
    run: Runner, state: Path
) -> None:
    first, *_ = catalogue().lessons
    assert answered(run("learn")).startswith(first.title)
    state.mkdir()
    (state / "progress.json").write_text('{"format": 1, "last_lesson": "backprop"}')
    assert answered(run("learn")).startswith(catalogue().find("backprop")[0].title)
    (state / "progress.json").write_text('{"format": 1, "last_lesson": "no more there"}')
    assert answered(run("learn")).startswith(first.title)


def test_learn_opens_a_lesson_of_ones_own_by_its_file(run: Runner, tmp_path: Path) -> None:
    folder = Path(__file__).parent.parent / "lessons"
    text = (folder / "07-forward.md").read_text(encoding="utf-8")
    (tmp_path / "programs").mkdir()
    program = (folder / "programs" / "forward.py").read_text(encoding="utf-8")
    (tmp_path / "programs" / "forward.py").write_text(program, encoding="utf-8")
    own = tmp_path / "mine.md"
    own.write_text(text.replace("## The squash", "## My own squash"), encoding="utf-8")
    whole = run("learn", str(own), "--plain").stdout.decode()
    step = run("learn", f"{own}:squash", "--plain").stdout.decode()
    assert "My own squash" in whole
    assert "A row meets a column" in whole
    assert "My own squash" in step
    assert "A row meets a column" not in step
    own.write_text(text.replace('kind = "curve"', 'kind = "curf"'), encoding="utf-8")
    broken = run("learn", str(own), "--plain")
    assert broken.returncode == 2
    assert f"{own}:" in broken.stderr.decode()
    assert "`curve`" in broken.stderr.decode()


def test_list_for_programs(run: Runner, state: Path) -> None:
    lesson, _ = catalogue().find("forward")
    seen = {"visited": [lesson.steps[1].id, "gone"], "step": lesson.steps[1].id, "finished": True}
    state.mkdir()
    (state / "progress.json").write_text(json.dumps({"format": 1, "lessons": {"forward": seen}}))
    entries = json.loads(answered(run("list", "--json")))["lessons"]
    assert [entry["id"] for entry in entries] == LESSONS
    entry = entries[LESSONS.index("forward")]
    assert entry["steps"] == [step.id for step in lesson.steps]
    assert entry["visited"] == [lesson.steps[1].id]
    assert (entry["step"], entry["finished"]) == (lesson.steps[1].id, True)


def test_the_song_has_the_verses_of_every_lesson_or_of_one(run: Runner) -> None:
    whole, part = answered(run("song")), answered(run("song", "backprop"))
    lessons = catalogue().lessons
    verses = {lesson.id: [step.verse for step in lesson.steps] for lesson in lessons}
    whole_song = "\n".join(line for line in whole.splitlines() if line)
    sung = ["\n".join(verse) for lines in verses.values() for verse in lines]
    assert [whole_song.index(verse) for verse in sung] == sorted(map(whole_song.index, sung))
    for lesson, lines in verses.items():
        assert ("\n".join(lines[0]) in part) == (lesson == "backprop")


def test_questions_are_told_of_and_reviewed(run: Runner, state: Path) -> None:
    lesson, _ = catalogue().find("forward")
    right, wrong = [step for step in lesson.steps if step.question is not None][:2]
    total = sum(step.question is not None for step in lesson.steps)
    memory = {"outcome": "right", "tries": 1, "wrong": 0, "rung": 2, "asked": 9, "due": 2**40}
    missed = {**memory, "outcome": "wrong", "wrong": 1, "rung": 0, "due": 9}
    seen = {"questions": {right.id: memory, wrong.id: missed}}
    state.mkdir()
    (state / "progress.json").write_text(json.dumps({"format": 1, "lessons": {"forward": seen}}))
    told = f"questions right 1 of {total}, 1 to review"
    assert told in answered(run("progress"))
    assert told in " ".join(answered(run("list")).split())
    entries = json.loads(answered(run("list", "--json")))["lessons"]
    assert entries[LESSONS.index("forward")]["questions"] == {"total": total, "right": 1, "due": 1}
    review = answered(run("review"))
    assert wrong.title in review
    assert right.title not in review
    assert "\nAnswers\n" in review
    answered(run("progress", "--reset", "forward"))
    assert answered(run("review")) == "Nothing is to be reviewed.\n"


def test_training_gives_the_published_figures(run: Runner) -> None:
    result = run("train", "--seed", "1", "--epochs", "60000", "--every", "10000", "--json")
    trained = json.loads(answered(result))
    assert list(trained) == ["errors", "predictions"]
    assert [list(error) for error in trained["errors"]] == [["epoch", "mean_absolute_error"]] * 6
    errors = {error["epoch"]: error["mean_absolute_error"] for error in trained["errors"]}
    assert errors == pytest.approx(PUBLISHED, rel=0, abs=1e-9)
    assert trained["predictions"] == pytest.approx(PUBLISHED_PREDICTIONS, rel=0, abs=5e-9)
    table = answered(run("train"))
    for epoch, error in PUBLISHED.items():
        assert f"{epoch:,}  {error:.12f}\n" in table


def test_the_table_stops_before_the_last_epoch(run: Runner) -> None:
    trained = json.loads(answered(run("train", "--epochs", "21", "--every", "10", "--json")))
    assert [error["epoch"] for error in trained["errors"]] == [0, 10, 20]
    trained = json.loads(answered(run("train", "--epochs", "20", "--every", "10", "--json")))
    assert [error["epoch"] for error in trained["errors"]] == [0, 10]
    assert len(trained["predictions"]) == 4
    trained = json.loads(answered(run("train", "--epochs", "1", "--seed", "4294967295", "--json")))
    assert len(trained["errors"]) == 1


def test_the_seed_decides(run: Runner) -> None:
    short = ("train", "--epochs", "100")
    assert answered(run(*short, "--seed", "2")) == answered(run(*short, "--seed", "2"))
    assert answered(run(*short, "--seed", "2")) != answered(run(*short, "--seed", "3"))


def test_progress_is_shown_and_forgotten(run: Runner, state: Path) -> None:
    assert str(state / "progress.json") in answered(run("progress"))
    assert not state.exists()
    state.mkdir()
    step = catalogue().find("forward")[0].steps[0].id
    lessons = {
        "forward": {"visited": [step], "step": step},
        "backprop": {"finished": True},
        "of another course": {},
    }
    (state / "progress.json").write_text(json.dumps({"format": 1, "lessons": lessons}))
    text = answered(run("progress"))
    assert f"now at {step}" in text
    assert "done" in text
    assert answered(run("progress", "--reset", "forward")) == "forgotten: forward\n"
    assert f"now at {step}" not in answered(run("progress"))
    answered(run("progress", "--reset", "of another course"))
    assert json.loads((state / "progress.json").read_text())["lessons"].keys() == {"backprop"}
    answered(run("progress", "--reset"))
    assert json.loads((state / "progress.json").read_text())["lessons"] == {}


def test_damaged_progress_is_told_and_stops_nothing(run: Runner, state: Path) -> None:
    state.mkdir()
    (state / "progress.json").write_bytes(b"\xff\x00 nonsense")
    result = run("list")
    assert result.returncode == 0
    assert "progress.json.damaged-1" in result.stderr.decode()
    assert all(lesson in result.stdout.decode() for lesson in LESSONS)
    assert (state / "progress.json.damaged-1").read_bytes() == b"\xff\x00 nonsense"


def test_progress_that_cannot_be_written_is_a_fault(run: Runner, state: Path) -> None:
    state.mkdir()
    (state / "progress.json").write_text('{"format": 1, "lessons": {"forward": {}}}')
    (state / "a file").write_text("")
    result = run("progress", "--reset", NNMATH_TUTOR_STATE=str(state / "a file"))
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.count(b"\n") >= 1
    assert b"Traceback" not in result.stderr


def test_check_finds_nothing_in_our_own_lessons(run: Runner) -> None:
    assert answered(run("check")) == "no mistakes found\n"


def test_check_names_every_mistake(run: Runner, tmp_path: Path) -> None:
    lesson = tmp_path / "01-broken.md"
    lesson.write_text("+++\nformat = 1\nid = 'broken'\ntitel = 'x'\n+++\n\n## A step\n\nWords.\n")
    result = run("check", str(lesson))
    assert result.returncode == 2
    lines = result.stdout.decode().splitlines()
    assert len(lines) > 1
    assert all(line.startswith(f"{lesson}:") for line in lines)
    assert "titel" in result.stdout.decode()
    assert result.stderr.decode() == f"nnmath-tutor: {len(lines)} mistakes in 1 file\n"


@pytest.mark.parametrize("name", ["nowhere.md", "nul\x00".rstrip("\x00"), "."])
def test_check_of_what_is_no_lesson(run: Runner, tmp_path: Path, name: str) -> None:
    result = run("check", str(tmp_path / name))
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", ["list", "learn forward --plain", "train --epochs 9", "--help", "progress"]
)
def test_a_reader_who_has_seen_enough_is_no_fault(state: Path, arguments: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [*COMMAND, *arguments.split()],
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "NNMATH_TUTOR_STATE": str(state)},
    )
    os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_a_fault_told_in_one_line(state: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*COMMAND, "list"],
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "NNMATH_TUTOR_STATE": str(state)},
        )
    assert result.returncode == 1
    assert result.stderr.count(b"\n") == 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_harm(state: Path, closed: str) -> None:
    result = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, "list"],
        capture_output=True,
        check=False,
        env={**os.environ, "NNMATH_TUTOR_STATE": str(state)},
    )
    assert (result.returncode, result.stderr) == (0, b"")


def test_interrupting_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nnmath_tutor.train.train", interrupt)
    assert main(["train"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_fault_of_ours_is_one_line_unless_asked_for_more(
    monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    def fail(*arguments: object) -> None:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr("nnmath_tutor.train.train", fail)
    assert main(["train"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "NNMATH_TUTOR_DEBUG=1" in told.err
    monkeypatch.setenv("NNMATH_TUTOR_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["train"])


@pytest.mark.parametrize(
    ("term", "stdin", "stdout", "interactive"),
    [
        ("xterm", True, True, True),
        ("dumb", True, True, False),
        ("xterm", False, True, False),
        ("xterm", True, False, False),
    ],
)
def test_when_screens_open(
    monkeypatch: pytest.MonkeyPatch, term: str, stdin: bool, stdout: bool, interactive: bool
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: stdin, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: stdout, raising=False)
    assert streams.interactive({"TERM": term}) is interactive


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [
        ([], {"lesson": None, "step": None, "still": False}),
        (["--still"], {"lesson": None, "step": None, "still": True}),
        (["learn", "forward"], {"lesson": "forward", "step": None}),
        (["learn", "forward:2", "--ascii"], {"lesson": "forward", "ascii_only": True}),
    ],
)
def test_what_the_screens_are_told(
    monkeypatch: pytest.MonkeyPatch,
    state: Path,
    arguments: list[str],
    opened: Mapping[str, object],
) -> None:
    told: dict[str, object] = {}

    def pretend(lessons: object, problems: object, store: object, **words: object) -> int:
        told.update(words)
        return 0

    monkeypatch.setenv("NNMATH_TUTOR_STATE", str(state))
    monkeypatch.setattr(streams, "interactive", lambda: True)
    monkeypatch.setattr("nnmath_tutor.tui.app.run", pretend)
    assert main(arguments) == 0
    assert told.items() >= opened.items()
    if "forward:2" in arguments:
        assert told["step"] == catalogue().find("forward")[0].steps[1].id
